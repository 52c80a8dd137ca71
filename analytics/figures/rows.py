"""What figures of named rows share: a row is its name on the left and its numbers on the right of a line, with a bar beneath them.

So names and numbers are read at any width, also on a telephone, where an axis of names would leave no room for bars.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.drawing import framed
from analytics.figures.palette import AXIS
from analytics.figures.plot import Plot, Side

ROW_PIXELS = 40
BAR, OVER = 0.3, 0.42
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


def write_rows(figure: Plot, rows: Sequence[tuple[str, str]]) -> None:
    """The words over each row, a name and its numbers; names are fit for plotly already. The range of the x axis is set."""
    left, right = figure.layout["xaxis"]["range"]
    words: list[tuple[float, float, str, Side]] = []
    for place, (name, numbers) in enumerate(rows):
        words += [(left, place - OVER, name, "right"), (right, place - OVER, numbers, "left")]
    figure.add_words(words)


def reference_line(figure: Plot, at: float, text: str, low: float, high: float, count: int) -> None:
    """A line that all `count` rows are held against, at their bars and not through the words over them; its words at the top."""
    beside = " ".join(f"M {at:.12g},{place - 0.2:g} L {at:.12g},{place + 0.25:g}" for place in range(count))
    figure.add_shape(type="path", path=beside, line={"width": 1.5, "color": AXIS})
    place = (at - low) / (high - low) if high > low else 0.0
    anchor = "left" if place < 0.15 else "right" if place > 0.85 else "center"
    figure.add_annotation(x=at, y=1, yref="paper", yanchor="bottom", xanchor=anchor, text=text, font={"size": 11}, showarrow=False)
