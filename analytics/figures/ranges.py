"""Named rows of a time from its median to its 90th percentile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.figures.drawing import Drawing, entities, label, point
from analytics.figures.palette import NEUTRAL, shade
from analytics.figures.plot import Plot
from analytics.figures.rows import framed_rows, write_rows
from analytics.figures.wording import count, duration, shown


@dataclass(frozen=True)
class Range:
    """A row: seconds at p50 and p90 of `n`; None where nothing is known."""

    name: Any
    p50: int | None
    p90: int | None
    n: int
    clicked: tuple[Any, ...] = ()


def percentile_ranges(rows: Sequence[Range], *, what: str, limit: int = 12) -> Drawing:
    """A dot at the median, a line from it to the 90th percentile; all from 0 on the same scale. `what`: for the sentence."""
    top = list(rows)[:limit]
    known = [(place, row) for place, row in enumerate(top) if row.p50 is not None]
    figure = Plot()
    for place, row in known:
        figure.add_scatter(
            x=[row.p50, row.p90],
            y=[place, place],
            mode="lines+markers",
            line={"width": 5, "color": shade(NEUTRAL, 0.45)},
            marker={"size": [12, 12], "symbol": ["circle", "line-ns-open"], "color": NEUTRAL, "line": {"width": [0, 3], "color": NEUTRAL}},
            hovertext=[_hover(row)] * 2,
            hoverinfo="text",
            customdata=[point(*(row.clicked or (row.name,)))] * 2,
        )
    framed_rows(figure, len(top), 0, max([float(row.p90 or row.p50 or 0) for _, row in known], default=1.0) * 1.03)
    write_rows(figure, [(label(row.name, 24), _words(row)) for row in top])
    return Drawing(figure, _alt(top, what))


def _words(row: Range) -> str:
    return f"{_short(row.p50)} · {_short(row.p90)} · n {count(row.n)}" if row.p50 is not None else "none timed"


def _short(seconds: int | None) -> str:
    """As the space on a telephone allows: hours with a decimal; to the minute in the hover."""
    return f"{seconds / 3600:.1f}\u00a0h" if seconds is not None and 3600 <= seconds < 360_000 else duration(seconds)


def _hover(row: Range) -> str:
    return f"<b>{entities(row.name)}</b><br>half within {duration(row.p50)}<br>nine in ten within {duration(row.p90)}<br>n = {count(row.n)}"


def _alt(rows: Sequence[Range], what: str) -> str:
    said = [
        f"{shown(row.name)}: half within {duration(row.p50)}, nine in ten within {duration(row.p90)}, n = {count(row.n)}"
        for row in rows
        if row.p50 is not None
    ]
    return f"{what}. {'; '.join(said) or 'None timed'}."
