"""Named values with their 95 % intervals, best read from the top: bars from a line that they are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.figures.drawing import Drawing, entities, label, point
from analytics.figures.palette import AXIS, NEUTRAL, shade
from analytics.figures.plot import Plot
from analytics.figures.rows import BAR, framed_rows, reference_line, write_rows
from analytics.figures.wording import shown

LONGEST_NAME = 22
WHISKER = "rgba(128,136,148,0.95)"


@dataclass(frozen=True)
class Ranked:
    """A value with its interval. name: outside text; words: the numbers beside it; more: lines of the hover; stands_out: beyond chance.

    clicked: what a click hands on, the name where nothing else is said.
    """

    name: Any
    value: float
    low: float
    high: float
    words: str
    more: tuple[str, ...] = ()
    stands_out: bool = False
    clicked: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Against:
    """What values are held against: bars start at `start`, a line stands at `at` and says `words`."""

    start: float
    at: float
    words: str


def ranked_values(rows: Sequence[Ranked], against: Against, *, what: str, limit: int = 10) -> Drawing:
    """Bars from `against.start` to each value, with its interval as a whisker, in the order given, at most `limit`.

    A value that stands out is drawn full, the others faint. A click hands on what the row says.
    """
    top = list(rows)[:limit]
    low = min([against.start, against.at, *(row.low for row in top)])
    high = max([against.start, against.at, *(row.high for row in top)])
    figure = Plot()
    figure.add_bar(
        base=[against.start] * len(top),
        x=[row.value - against.start for row in top],
        y=list(range(len(top))),
        width=BAR,
        orientation="h",
        marker={"color": [shade(NEUTRAL, 0.85 if row.stands_out else 0.4) for row in top]},
        error_x=_whiskers(top),
        hovertext=["<br>".join([f"<b>{entities(row.name)}</b>", row.words, *row.more]) for row in top],
        hoverinfo="text",
        customdata=[point(*(row.clicked or (row.name,))) for row in top],
    )
    framed_rows(figure, len(top), low, high, top=24)
    marks = ["<b>{}</b>" if row.stands_out else "{}" for row in top]
    write_rows(figure, [(mark.format(label(row.name, LONGEST_NAME)), row.words) for mark, row in zip(marks, top, strict=True)])
    if top:
        reference_line(figure, against.at, against.words, low, high, len(top))
        if against.start not in (against.at, low):
            figure.add_vline(x=against.start, line={"width": 1, "color": AXIS}, layer="below")
    return Drawing(figure, _alt(top, what, against))


def _whiskers(rows: Sequence[Ranked]) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [row.high - row.value for row in rows],
        "arrayminus": [row.value - row.low for row in rows],
        "thickness": 1.5,
        "width": 4,
        "color": WHISKER,
    }


def _alt(top: Sequence[Ranked], what: str, against: Against) -> str:
    if not top:
        return f"{what}: none has enough tickets."
    listed = "; ".join(f"{shown(row.name)} {row.words}{' (beyond chance)' if row.stands_out else ''}" for row in top[:5])
    return f"{what}, held against {against.words}: {listed}{f'; and {len(top) - 5} more' if len(top) > 5 else ''}."
