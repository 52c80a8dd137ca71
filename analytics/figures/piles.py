"""Rows of counts, each made up of parts that mean something: who holds how much, how old it is, how much time is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.figures.drawing import Drawing, beside_bar, framed, label, point
from analytics.figures.palette import BREACHED, HATCH, MET, NEUTRAL, NO_VERDICT, RUNNING, shade
from analytics.figures.plot import Plot
from analytics.figures.rows import LEGEND_LINE_PIXELS
from analytics.figures.wording import count, is_missing, shown

ROW_PIXELS = 28


@dataclass(frozen=True)
class Part:
    """A part of a row: its words, and a colour and pattern of its own."""

    words: str
    colour: str
    pattern: str = ""


STANDINGS: Mapping[str, Part] = {
    "overdue": Part("overdue", BREACHED, "/"),
    "at_risk": Part("at risk", "#997700", "x"),
    "running": Part("running", RUNNING),
    "paused": Part("paused", shade(RUNNING, 0.45), "."),
    "stopped": Part("clock stopped", NEUTRAL, "|"),
    "met": Part("met, not stopped", MET, "\\"),
    "no_target": Part("no target", NO_VERDICT, "-"),
    "none": Part("no verdict", NO_VERDICT, "+"),
}


def piles(
    frame: pd.DataFrame,
    *,
    row: str,
    rows: Sequence[Any],
    what: str,
    parts: Mapping[str, Part] = STANDINGS,
    names: Mapping[Any, str] | None = None,
) -> Drawing:
    """A bar for each of `rows`, from the top, made up of `parts`; `frame` has `row`, "standing" and "tickets", each pair at most once.

    `names` for rows that are our own words; other rows are outside text. A click hands on the row's value. `what` is counted.
    """
    cells = {(_key(one[row]), one["standing"]): int(one["tickets"]) for one in frame.to_dict("records")}
    words = [(names or {}).get(value) or label(value) for value in rows]
    totals = [sum(cells.get((value, part), 0) for part in parts) for value in rows]
    present = [part for part in parts if any(cells.get((value, part)) for value in rows)]
    figure = Plot()
    for part in present:
        _add(figure, parts[part], [cells.get((value, part), 0) for value in rows], rows, words, totals)
    figure.add_words((total, place, f" {count(total)}", "right") for place, total in enumerate(totals))
    # On a telephone each part's name takes a line above the bars.
    framed(figure, ROW_PIXELS * max(len(rows), 1) + 46 + LEGEND_LINE_PIXELS * max(len(present) - 2, 0), legend=True)
    figure.update_layout(barmode="stack", legend={"traceorder": "normal", "font": {"size": 11}})
    figure.update_xaxes(visible=False, range=[0, max([1.0, *(beside_bar(total, count(total)) for total in totals)])])
    places = list(range(len(rows)))
    figure.update_yaxes(tickvals=places, ticktext=words, range=[len(rows) - 0.5, -0.5], showgrid=False, showline=False)
    return Drawing(figure, _alt(cells, rows, totals, present, parts, names, what))


def _key(value: Any) -> Any:
    return None if is_missing(value) else value


def _add(figure: Plot, part: Part, amounts: list[int], rows: Sequence[Any], words: list[str], totals: list[int]) -> None:
    pattern = {"shape": part.pattern, "fillmode": "overlay", "fgcolor": HATCH, "size": 7, "solidity": 0.18}
    figure.add_bar(
        orientation="h", x=amounts, y=list(range(len(rows))), name=part.words, customdata=[point(value) for value in rows],
        marker={"color": part.colour, **({"pattern": pattern} if part.pattern else {})},
        hovertext=[f"<b>{word}</b><br>{part.words}: {count(n)} of {count(of)}" for word, n, of in zip(words, amounts, totals, strict=True)],
        hoverinfo="text",
    )  # fmt: skip


def _alt(
    cells: Mapping[tuple[Any, str], int], rows: Sequence[Any], totals: list[int], present: list[str], parts: Mapping[str, Part],
    names: Mapping[Any, str] | None, what: str,
) -> str:  # fmt: skip
    """Every row with its total, and the total of every part."""
    named = [f"{(names or {}).get(value) or shown(value)} {count(total)}" for value, total in zip(rows, totals, strict=True)]
    of_parts = [f"{parts[part].words} {count(sum(cells.get((value, part), 0) for value in rows))}" for part in present]
    return f"{what}: {', '.join(named) or 'none'}; of them {', '.join(of_parts) or 'none'}."
