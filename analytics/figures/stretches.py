"""Counts by stretches of a scale, from above in its order: those that are known, and those that are lower bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.figures.drawing import Drawing, beside_bar, framed, point
from analytics.figures.palette import BREACHED, HATCH, shade
from analytics.figures.plot import Plot
from analytics.figures.wording import count, percent

ROW_PIXELS = 25


@dataclass(frozen=True)
class Stretch:
    """A stretch of the scale: its words, how many lie in it, and how many lie in it or above (`at_least`: still growing).

    clicked: what a click on it hands on.
    """

    name: str
    known: int
    at_least: int
    clicked: tuple[Any, ...] = ()


def counted_stretches(stretches: Sequence[Stretch], *, noun: str, known: str, at_least: str) -> Drawing:
    """A bar a stretch: `known` full, `at_least` hatched at its end. `noun`: what is counted."""
    figure = Plot()
    total = sum(one.known + one.at_least for one in stretches)
    hovers = [_hover(one, total, noun, known, at_least) for one in stretches]
    places = list(range(len(stretches)))
    shared: dict[str, Any] = {
        "y": places, "orientation": "h", "hovertext": hovers, "hoverinfo": "text",
        "customdata": [point(*(one.clicked or (one.name,))) for one in stretches],
    }  # fmt: skip
    pattern = {"shape": "/", "fillmode": "overlay", "fgcolor": HATCH, "size": 6, "solidity": 0.3}
    figure.add_bar(x=[one.known for one in stretches], name=known, marker={"color": shade(BREACHED, 0.85)}, **shared)
    figure.add_bar(
        x=[one.at_least for one in stretches], name=at_least, marker={"color": shade(BREACHED, 0.6), "pattern": pattern}, **shared
    )
    has_both = any(one.at_least for one in stretches)
    framed(figure, ROW_PIXELS * max(len(stretches), 1) + (46 if has_both else 20), legend=has_both)
    figure.update_layout(barmode="stack", bargap=0.25, legend={"traceorder": "normal", "itemclick": False, "itemdoubleclick": False})
    amounts = [one.known + one.at_least for one in stretches]
    words = [f"{count(amount)} · {percent(amount / total)}" if amount else "0" for amount in amounts]
    figure.add_words((amount, place, f" {text}", "right") for place, (amount, text) in enumerate(zip(amounts, words, strict=True)))
    figure.update_xaxes(visible=False, range=[0, max([1.0, *map(beside_bar, amounts, words)])])
    figure.update_yaxes(tickvals=places, ticktext=[one.name for one in stretches], autorange="reversed", showgrid=False)
    return Drawing(figure, _alt(stretches, total, noun))


def _hover(one: Stretch, total: int, noun: str, known: str, at_least: str) -> str:
    amount = one.known + one.at_least
    lines = [f"<b>{one.name}</b>", f"{count(amount)} of {count(total)} {noun}, {percent(amount / total if total else None)}"]
    return "<br>".join([*lines, f"{count(one.known)} {known}, {count(one.at_least)} {at_least}"] if one.at_least else lines)


def _alt(stretches: Sequence[Stretch], total: int, noun: str) -> str:
    said = ", ".join(f"{one.name}: {count(one.known + one.at_least)}" for one in stretches if one.known + one.at_least)
    return f"{count(total)} {noun} by how far they are over: {said or 'none'}."
