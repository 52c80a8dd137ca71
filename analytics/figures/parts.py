"""Named rows of counts, each made of parts beside each other, with its words on the line above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.figures.drawing import Drawing, entities, label, point
from analytics.figures.palette import HATCH, shade
from analytics.figures.plot import Plot
from analytics.figures.rows import BAR, framed_rows, write_rows
from analytics.figures.wording import shown

LONGEST_NAME = 30


@dataclass(frozen=True)
class Part:
    """What one colour and pattern stands for, in every row."""

    name: str
    colour: str
    pattern: str = ""


@dataclass(frozen=True)
class Row:
    """A row: its amount of each part, the words on its line, and what a click on it hands on (its name where nothing else is said)."""

    name: Any
    amounts: tuple[float, ...]
    words: str
    more: tuple[str, ...] = ()
    clicked: tuple[Any, ...] = ()


def parted_rows(rows: Sequence[Row], parts: Sequence[Part], *, what: str, legend: bool = True) -> Drawing:
    """A bar a row, from 0, as long as its amounts together; the longest fills the width. `what`: what is counted, for the sentence."""
    figure = Plot()
    hovers = ["<br>".join([f"<b>{entities(row.name)}</b>", row.words, *row.more]) for row in rows]
    for place, part in enumerate(parts):
        look: dict[str, Any] = {"color": shade(part.colour, 0.85)}
        if part.pattern:
            look["pattern"] = {"shape": part.pattern, "fillmode": "overlay", "fgcolor": HATCH, "size": 7, "solidity": 0.18}
        figure.add_bar(
            x=[row.amounts[place] for row in rows],
            y=list(range(len(rows))),
            width=BAR,
            orientation="h",
            name=entities(part.name),
            marker=look,
            hovertext=hovers,
            hoverinfo="text",
            customdata=[point(*(row.clicked or (row.name,))) for row in rows],
        )
    named = [part.name for part in parts] if legend and len(parts) > 1 else []
    framed_rows(figure, len(rows), 0, max([sum(row.amounts) for row in rows], default=1.0), legend=named)
    figure.update_layout(barmode="stack", legend={"traceorder": "normal", "itemclick": False, "itemdoubleclick": False})
    write_rows(figure, [(label(row.name, LONGEST_NAME), row.words) for row in rows])
    return Drawing(figure, _alt(rows, what))


def _alt(rows: Sequence[Row], what: str) -> str:
    said = "; ".join(f"{shown(row.name)}: {row.words}" for row in rows if any(row.amounts))
    return f"{what}. {said or 'Nothing to count'}."
