"""A figure in plotly's own words, put together without a check of each one.

plotly's Figure checks every property it is given against its schema: 15 to 40 ms a figure, several times what the rest of a panel
takes. The words here are written by us and the same for every ticket, so it is tests that check them (`checked()`), not each view.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

from analytics.figures.room import with_room

Words = dict[str, Any]
Side = Literal["left", "right"]

DRAWN_ONCE: Words = {"datarevision": 1}
"""A page hands each figure to plotly twice, the second time as a copy. Without a number of its own the copy's data count as new, a
template always does, and the whole is drawn again."""
CLICKABLE: Words = {"clickmode": "event+select", "dragmode": "pan"}
"""What a page sets itself, after the first drawing, where nothing is said."""


class Plot:
    """Traces and layout. Methods are named as those of plotly's Figure and do the same; `row` counts stacked plots from 1, the uppermost.

    What is None is left out. Words are given whole (`line={"width": 1}`, never `line_width=1`).
    """

    def __init__(self) -> None:
        self.traces: list[Words] = []
        self.layout: Words = {}

    @classmethod
    def stacked(cls, rows: int, gap: float, heights: Sequence[float] | None = None) -> Plot:
        """Plots one above the other on one x axis, named under the lowest. gap: between two of them, as a share of the whole height."""
        made = cls()
        shares = list(heights or [1.0] * rows)
        tall = [share * (1.0 - gap * (rows - 1)) / sum(shares) for share in shares]
        for row, height in enumerate(tall, 1):
            low, number = sum(tall[row:][::-1]) + gap * (rows - row), _number(row)
            shared = {"matches": f"x{rows}", "showticklabels": False} if row < rows else {}
            made.layout[f"xaxis{number}"] = {"anchor": f"y{number}", "domain": [0.0, 1.0], **shared}
            made.layout[f"yaxis{number}"] = {"anchor": f"x{number}", "domain": [low, low + height]}
        return made

    def domain(self, row: int) -> tuple[float, float]:
        """Where a stacked plot begins and ends, as shares of the whole height."""
        low, high = self.layout[f"yaxis{_number(row)}"]["domain"]
        return low, high

    def add_bar(self, row: int | None = None, **words: Any) -> None:
        """Bars."""
        self._add("bar", row, words)

    def add_scatter(self, row: int | None = None, **words: Any) -> None:
        """Points, lines or both."""
        self._add("scatter", row, words)

    def add_heatmap(self, row: int | None = None, **words: Any) -> None:
        """Shaded cells."""
        self._add("heatmap", row, words)

    def add_annotation(self, **words: Any) -> None:
        """A text."""
        self.layout.setdefault("annotations", []).append(_copied(words))

    def add_words(self, words: Iterable[tuple[float, float, str, Side]], size: int = 12) -> None:
        """Texts at (x, y), on the `right` or the `left` of it. One trace: annotations take plotly longer to draw."""
        texts = list(words)
        if texts:
            x, y, said, sides = (list(column) for column in zip(*texts, strict=True))
            self.add_scatter(
                x=x, y=y, text=said, textposition=[f"middle {side}" for side in sides], mode="text", textfont={"size": size},
                cliponaxis=False, hoverinfo="skip", showlegend=False,
            )  # fmt: skip

    def add_shape(self, **words: Any) -> None:
        """A line, a box or a path."""
        self.layout.setdefault("shapes", []).append(_copied(words))

    def add_hline(self, y: float, *, row: int = 1, text: str = "", font: Words | None = None, **words: Any) -> None:
        """A line across a plot; its text stands on it, at its right end."""
        x, level = f"x{_number(row)} domain", f"y{_number(row)}"
        self.add_shape(type="line", x0=0, x1=1, xref=x, y0=y, y1=y, yref=level, **words)
        if text:
            self.add_annotation(
                text=text, font=font, showarrow=False, x=1, xanchor="right", xref=x, y=y, yanchor="bottom", yref=level,
            )  # fmt: skip

    def add_vline(self, x: float, *, text: str = "", font: Words | None = None, **words: Any) -> None:
        """A line from top to bottom; its text stands to its right, at its upper end."""
        self.add_shape(type="line", x0=x, x1=x, xref="x", y0=0, y1=1, yref="y domain", **words)
        if text:
            self.add_annotation(text=text, font=font, showarrow=False, x=x, xanchor="left", xref="x", y=1, yanchor="top", yref="y domain")

    def add_vrect(self, x0: float, x1: float, **words: Any) -> None:
        """A box from top to bottom, in each of the stacked plots."""
        for name in self._axes("x"):
            number = name.removeprefix("xaxis")
            self.add_shape(type="rect", x0=x0, x1=x1, xref=f"x{number}", y0=0, y1=1, yref=f"y{number} domain", **words)

    def update_layout(self, **words: Any) -> None:
        """Words for the whole; what is said already of another thing stays."""
        _merge(self.layout, words)

    def update_xaxes(self, row: int | None = None, **words: Any) -> None:
        """Words for the x axis of a row, or for all there are."""
        self._update("x", row, words)

    def update_yaxes(self, row: int | None = None, **words: Any) -> None:
        """Words for the y axis of a row, or for all there are."""
        self._update("y", row, words)

    def checked(self) -> go.Figure:
        """plotly's own Figure of it. Raises ValueError where a word is none of plotly's."""
        return go.Figure(data=self.traces, layout=self.layout)

    def unchecked(self, *, clickable: bool = False) -> Unchecked:
        """What a page draws, with room for what its axes write, and said so that it is drawn once. clickable: its points can be chosen."""
        layout = with_room(self.layout, self.traces)
        return Unchecked({"data": self.traces, "layout": {**layout, **DRAWN_ONCE, **(CLICKABLE if clickable else {})}})

    def _add(self, kind: str, row: int | None, words: Words) -> None:
        axes = {} if row is None else {"xaxis": f"x{_number(row)}", "yaxis": f"y{_number(row)}"}
        self.traces.append({"type": kind, **_copied(words), **axes})

    def _axes(self, letter: str) -> list[str]:
        return [name for name in self.layout if name.startswith(f"{letter}axis")] or [f"{letter}axis"]

    def _update(self, letter: str, row: int | None, words: Words) -> None:
        for name in self._axes(letter) if row is None else [f"{letter}axis{_number(row)}"]:
            _merge(self.layout.setdefault(name, {}), words)


class Unchecked(BaseFigure):  # type: ignore[misc]
    """Words as they are, for whom plotly's Figure is expected: a page would check a plain dict once more."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def to_dict(self) -> Words:
        """The words; nobody may change them."""
        return self._words


def _number(row: int) -> str:
    """Axes are called x, x2, x3 …"""
    return "" if row == 1 else str(row)


def _merge(into: Words, words: Mapping[str, Any]) -> None:
    for name, value in words.items():
        if isinstance(value, Mapping):
            _merge(into.setdefault(name, {}), value)
        elif value is not None:
            into[name] = value


def _copied(words: Mapping[str, Any]) -> Words:
    made: Words = {}
    _merge(made, words)
    return made
