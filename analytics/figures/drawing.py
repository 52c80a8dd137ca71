"""What every figure shares: the frame around it, the words that go with it, and how outside text gets in.

Backgrounds are transparent and ink is left to the page's theme, so one figure serves light and dark. Text from tickets is
turned into entities before plotly sees it (plotly reads a subset of HTML), and stands on numeric positions, so that a group
called "7" or "2026-01" stays a name.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analytics.figures.palette import AXIS, GRID, HOVER, HOVER_INK, NO_VERDICT
from analytics.figures.plot import Plot
from analytics.figures.wording import is_missing, shown, unmarked

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "displayModeBar": False,
    "responsive": True,
}

FONT = "Inter, sans-serif"
LONGEST_LABEL = 26
TELEPHONE_PIXELS, LETTER_PIXELS = 245, 6.6
"""How long a bar can be on a telephone, and what a letter beside it takes."""


@dataclass(frozen=True)
class Drawing:
    """A figure and what it says in a sentence, for those who do not see it."""

    plot: Plot
    alt: str
    config: dict[str, Any] = field(default_factory=lambda: dict(CONFIG))

    @property
    def figure(self) -> Any:
        """plotly's own Figure of it, checked: for files and tests."""
        return self.plot.checked()


def entities(text: Any) -> str:
    """Outside text for plotly: marks made visible, `&`, `<`, `>` as entities."""
    return html.escape(shown(text), quote=False)


def point(*values: Any) -> list[Any]:
    """What a click on a point hands on, for its customdata: outside text as entities, numbers as they are, what is missing as None."""
    return [None if is_missing(value) else entities(value) if isinstance(value, str) else value for value in values]


def point_values(customdata: Sequence[Any]) -> list[Any]:
    """The values that point() was given."""
    return [unmarked(html.unescape(value)) if isinstance(value, str) else value for value in customdata]


def label(text: Any, longest: int = LONGEST_LABEL) -> str:
    """Outside text for an axis: shortened to `longest` characters, then made safe. The full text belongs in the hover."""
    whole = shown(text)
    return html.escape(whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…", quote=False)


def beside_bar(amount: float, words: str) -> float:
    """How far an axis must go so that words at the end of a bar of this length stand whole on a telephone."""
    return amount * TELEPHONE_PIXELS / (TELEPHONE_PIXELS - 6 - LETTER_PIXELS * len(words))


def framed(figure: Plot, height: int, *, legend: bool = False, left: int = 8, top: int = 8) -> Plot:
    """Give a figure the house's frame: no title (the page says it), quiet grid, nothing that drags or zooms by accident."""
    figure.update_layout(
        height=height,
        margin={"l": left, "r": 12, "t": 34 if legend else top, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"size": 12, "family": FONT},
        dragmode=False,
        hovermode="closest",
        hoverlabel={
            "align": "left", "namelength": -1, "bgcolor": HOVER, "bordercolor": NO_VERDICT, "font": {"color": HOVER_INK, "family": FONT},
        },
        showlegend=legend,
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom", "title": {"text": ""}, "font": {"size": 12}},
        bargap=0.28,
    )
    shared: dict[str, Any] = {"automargin": True, "zeroline": False, "fixedrange": True, "ticks": "", "tickfont": {"size": 11}}
    figure.update_xaxes(**shared, showgrid=False, linecolor=AXIS)
    figure.update_yaxes(**shared, gridcolor=GRID)
    return figure
