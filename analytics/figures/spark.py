"""A sparkline: a dozen values as a small line of SVG, which costs a page no library."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.palette import NEUTRAL

WIDTH, HEIGHT, EDGE = 132.0, 26.0, 3.0


def spark(values: Sequence[float | None], *, open_end: bool = False) -> str:
    """An `<svg>` of the values in order, gaps where one is None, the last known one marked; hollow where `open_end`: it still changes.

    Its foot is the lowest value and not zero. Where no value is known it is an empty picture.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    places = [None if value is None else (EDGE + step * n, _height(value, low, high)) for n, value in enumerate(values)]
    lines = "".join(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>' for run in _runs(places) if len(run) > 1)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{"none" if open_end else NEUTRAL}"/>'
        for x, y in [place for place in places if place is not None][-1:]
    )
    return (
        f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}" fill="none" stroke="{NEUTRAL}" '
        f'stroke-width="1.5" stroke-linejoin="round">{lines}{dots}</svg>'
    )


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)


def _runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return runs
