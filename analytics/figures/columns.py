"""Counts by stretches of a scale: columns in its order, of those that are known and those that are lower bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from analytics.figures.drawing import Drawing, framed, point
from analytics.figures.palette import BREACHED, HATCH, shade
from analytics.figures.wording import count, percent


@dataclass(frozen=True)
class Column:
    """A stretch of the scale: its words, how many lie in it, and how many lie in it or above (`at_least`: still growing).

    clicked: what a click on it hands on.
    """

    name: str
    known: int
    at_least: int
    clicked: tuple[Any, ...] = ()


def counted_columns(columns: Sequence[Column], *, noun: str, known: str, at_least: str, height: int = 250) -> Drawing:
    """A column a stretch: `known` full, `at_least` hatched on top of it. `noun`: what is counted."""
    figure = go.Figure()
    total = sum(column.known + column.at_least for column in columns)
    hovers = [_hover(column, total, noun, known, at_least) for column in columns]
    clicked = [point(*(column.clicked or (column.name,))) for column in columns]
    places = list(range(len(columns)))
    pattern = {"shape": "/", "fillmode": "overlay", "fgcolor": HATCH, "size": 7, "solidity": 0.3}
    for name, amounts, look in (
        (known, [column.known for column in columns], {"color": shade(BREACHED, 0.85)}),
        (at_least, [column.at_least for column in columns], {"color": shade(BREACHED, 0.6), "pattern": pattern}),
    ):
        figure.add_bar(x=places, y=amounts, name=name, marker=look, hovertext=hovers, hoverinfo="text", customdata=clicked)
    has_both = any(column.at_least for column in columns)
    framed(figure, height, legend=has_both)
    most = max([column.known + column.at_least for column in columns], default=1)
    for place, column in zip(places, columns, strict=True):
        amount = column.known + column.at_least
        if amount:
            figure.add_annotation(x=place, y=amount, text=count(amount), yshift=9, showarrow=False, font={"size": 11})
    figure.update_layout(barmode="stack", bargap=0.18, legend={"traceorder": "normal", "itemclick": False, "itemdoubleclick": False})
    figure.update_xaxes(tickvals=places, ticktext=[column.name.replace(" ", "<br>", 1) for column in columns], tickangle=0)
    figure.update_yaxes(range=[0, max(most, 1) * 1.12], nticks=5, title={"text": noun, "font": {"size": 11}}, tickformat=",d")
    return Drawing(figure, _alt(columns, total, noun))


def _hover(column: Column, total: int, noun: str, known: str, at_least: str) -> str:
    amount = column.known + column.at_least
    lines = [f"<b>{column.name}</b>", f"{count(amount)} of {count(total)} {noun}, {percent(amount / total if total else None)}"]
    return "<br>".join([*lines, f"{count(column.known)} {known}, {count(column.at_least)} {at_least}"] if column.at_least else lines)


def _alt(columns: Sequence[Column], total: int, noun: str) -> str:
    said = ", ".join(f"{column.name}: {count(column.known + column.at_least)}" for column in columns if column.known + column.at_least)
    return f"{count(total)} {noun} by how far they are over: {said or 'none'}."
