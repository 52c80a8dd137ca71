"""Rates with their intervals, one a row on one scale: the rate before and the goal beside them, where there are any."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.figures.drawing import Drawing, entities, framed, label
from analytics.figures.palette import AXIS, GRID, MET, NEUTRAL
from analytics.figures.plot import Plot
from analytics.figures.wording import count, is_missing, percent, shown

ROW_PIXELS = 44


def rate_spans(frame: pd.DataFrame, *, by: str, part: str, whole: str, noun: str = "decided", height: int | None = None) -> Drawing:
    """Dots at `rate` with a line from `low` to `high`, a ring at `before`, an upright at `goal`: shares 0 to 1, missing where none.

    The frame's order is kept, from above; rows without a rate belong into words and not here.
    """
    places = list(range(len(frame)))
    rates = [float(value) * 100 for value in frame["rate"]]
    errors = {
        "array": [float(high) * 100 - rate for high, rate in zip(frame["high"], rates, strict=True)],
        "arrayminus": [rate - float(low) * 100 for low, rate in zip(frame["low"], rates, strict=True)],
        "color": MET,
        "thickness": 2,
        "width": 5,
    }
    hovers = [_words(row, by, part, whole, noun) for _, row in frame.iterrows()]
    figure = Plot()
    _marks(figure, frame["goal"], {"symbol": "line-ns", "size": 18, "line": {"width": 2.5, "color": NEUTRAL}}, "goal")
    figure.add_scatter(
        x=rates, y=places, mode="markers", error_x=errors, marker={"size": 11, "color": MET}, hovertext=hovers, hoverinfo="text"
    )
    _marks(figure, frame["before"], {"symbol": "circle-open", "size": 10, "color": NEUTRAL, "line": {"width": 2}}, "the month before")
    framed(figure, height or ROW_PIXELS * max(len(frame), 1) + 40)
    names = [f"{label(name, 20)}<br>{percent(rate / 100)}" for name, rate in zip(frame[by], rates, strict=True)]
    figure.update_yaxes(tickvals=places, ticktext=names, range=[len(frame) - 0.5, -0.5], showgrid=False)
    figure.update_xaxes(ticksuffix=" %", showgrid=True, gridcolor=GRID, nticks=4, tickangle=0, range=_ends(frame), linecolor=AXIS)
    return Drawing(figure, _alt(frame, by, part, whole, noun))


def _ends(frame: pd.DataFrame) -> list[float]:
    """The axis: a little more than what stands on it."""
    known = [float(value) * 100 for name in ("low", "high", "before", "goal") for value in frame[name] if not is_missing(value)]
    low, high = (min(known), max(known)) if known else (0.0, 100.0)
    pad = max((high - low) * 0.1, 1.0)
    return [max(0.0, low - pad), min(100.6, high + pad)]


def _marks(figure: Plot, values: pd.Series, marker: dict[str, Any], what: str) -> None:
    known = [(place, float(value) * 100) for place, value in enumerate(values) if not is_missing(value)]
    if known:
        texts = [f"{what}: {percent(value / 100)}" for _, value in known]
        figure.add_scatter(
            x=[value for _, value in known],
            y=[place for place, _ in known],
            mode="markers",
            marker=marker,
            hovertext=texts,
            hoverinfo="text",
        )


def _words(row: pd.Series, by: str, part: str, whole: str, noun: str) -> str:
    interval = f"95 % interval {percent(row['low'])} to {percent(row['high'])}"
    return f"<b>{entities(row[by])}</b><br>{percent(row['rate'])}<br>{count(row[part])} of {count(row[whole])} {noun}<br>{interval}"


def _alt(frame: pd.DataFrame, by: str, part: str, whole: str, noun: str) -> str:
    if frame.empty:
        return f"No {by} has any {noun}."
    words = [f"{shown(row[by])} {percent(row['rate'])}, {count(row[part])} of {count(row[whole])} {noun}" for _, row in frame.iterrows()]
    return f"Rate by {by}: {'; '.join(words)}."
