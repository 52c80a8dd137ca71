"""A sparkline: a dozen values as a small line of SVG, which takes the page's ink and costs a page no library."""

from __future__ import annotations

import html
from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 120.0, 26.0, 3.0


def spark(values: Sequence[float | None], alt: str, *, open_end: bool = False) -> str:
    """An `<svg>` of the values in order, gaps where one is None, the last one marked; hollow where `open_end`: it still changes.

    alt: what it says, for those who do not see it, and on pointing at it. Empty text where no value is known.
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    places = [None if value is None else (EDGE + step * n, _height(value, low, high)) for n, value in enumerate(values)]
    lines = "".join(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>' for run in _runs(places) if len(run) > 1)
    x, y = [place for place in places if place is not None][-1]
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{"none" if open_end else "currentColor"}"/>'
    words = html.escape(alt)
    return (
        f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="100%" height="{HEIGHT:g}" role="img" aria-label="{words}" fill="none" '
        f'stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" opacity="0.75"><title>{words}</title>{lines}{dot}</svg>'
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
