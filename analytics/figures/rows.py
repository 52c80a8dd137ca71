"""What figures of named rows share: a row is its name on the left and its numbers on the right of a line, with a bar beneath them.

So names and numbers are read at any width, also on a telephone, where an axis of names would leave no room for bars.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.drawing import framed
from analytics.figures.palette import AXIS
from analytics.figures.plot import Plot

ROW_PIXELS = 40
BAR = 0.3
LEGEND_LINE_PIXELS, LETTER_PIXELS, NARROWEST = 21, 7, 300


def framed_rows(figure: Plot, count: int, low: float, high: float, *, top: int = 8, legend: Sequence[str] = ()) -> None:
    """The frame of `count` rows, the first on top, with bars between `low` and `high`; room for a legend of these names at any width."""
    lines, room = 0, 0
    for name in legend:
        width = 44 + LETTER_PIXELS * len(name)
        lines, room = (lines, room - width) if room >= width else (lines + 1, NARROWEST - width)
    above = 10 + LEGEND_LINE_PIXELS * lines if legend else top
    framed(figure, round(ROW_PIXELS * (max(count, 1) + 0.45)) + 8 + above, legend=bool(legend))
    figure.update_layout(margin={"t": above})
    figure.update_yaxes(visible=False, range=[count - 0.4, -0.85])
    figure.update_xaxes(visible=False, range=[low, high if high > low else low + 1])


def write_row(figure: Plot, place: int, name: str, text: str) -> None:
    """The words over a row; `name` is fit for plotly already."""
    words = {"y": place - 0.42, "xref": "paper", "showarrow": False, "font": {"size": 12}}
    figure.add_annotation(x=0, xanchor="left", text=name, **words)
    figure.add_annotation(x=1, xanchor="right", text=text, **words)


def reference_line(figure: Plot, at: float, text: str, low: float, high: float, count: int) -> None:
    """A dashed line that all `count` rows are held against, beside their bars and not through the words over them; its words at the top."""
    beside = " ".join(f"M {at:g},{place - 0.2:g} L {at:g},{place + 0.25:g}" for place in range(count))
    figure.add_shape(type="path", path=beside, line={"dash": "dash", "width": 1.5, "color": AXIS}, layer="below")
    place = (at - low) / (high - low) if high > low else 0.0
    anchor = "left" if place < 0.15 else "right" if place > 0.85 else "center"
    figure.add_annotation(x=at, y=1, yref="paper", yanchor="bottom", xanchor=anchor, text=text, font={"size": 11}, showarrow=False)
