"""Weekday by hour: when tickets arrive, in the reporting zone (T4)."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.figures.drawing import Drawing, framed
from analytics.figures.palette import NEUTRAL, ramp
from analytics.figures.wording import WEEKDAYS, count, is_missing, percent


def week_grid(frame: pd.DataFrame, *, value: str, noun: str, rate: str | None = None, rate_noun: str = "breached") -> Drawing:
    """Seven rows (Monday first) by 24 hours, shaded by `value`. `frame`: weekday (`Mon`), hour (0 to 23), `value`, maybe `rate`."""
    cells = {(row["weekday"], int(row["hour"])): row for _, row in frame.iterrows() if row["weekday"] in WEEKDAYS}
    hours, days = range(24), WEEKDAYS
    values = [[float(cells[d, h][value]) if (d, h) in cells else 0.0 for h in hours] for d in days]
    words = [[_words(cells.get((d, h)), d, h, value, noun, rate, rate_noun) for h in hours] for d in days]
    figure = go.Figure(
        go.Heatmap(
            z=values, x=list(hours), y=list(range(7)), zmin=0, zmax=max(1.0, *(max(line) for line in values)), colorscale=ramp(NEUTRAL),
            showscale=False, hovertext=words, hoverinfo="text", xgap=1.5, ygap=1.5,
        )
    )  # fmt: skip
    framed(figure, 250)
    named = range(0, 24, 3)
    figure.update_xaxes(tickvals=list(named), ticktext=[f"{hour:02d}" for hour in named], tickangle=0, showline=False)
    figure.update_yaxes(tickvals=list(range(7)), ticktext=list(WEEKDAYS), autorange="reversed", showgrid=False)
    busiest = max(((v, d, h) for d, line in zip(days, values, strict=True) for h, v in enumerate(line)), default=(0.0, "Mon", 0))
    alt = f"{noun.capitalize()} by weekday and hour; most on {busiest[1]} from {busiest[2]:02d}:00 with {count(busiest[0])}."
    return Drawing(figure, alt)


def _words(cell: pd.Series | None, day: str, hour: int, value: str, noun: str, rate: str | None, rate_noun: str) -> str:
    head = f"<b>{day} {hour:02d}:00 to {hour + 1:02d}:00</b><br>"
    if cell is None:
        return f"{head}no {noun}"
    tail = "" if rate is None or is_missing(cell[rate]) else f"<br>{percent(cell[rate])} {rate_noun}"
    return f"{head}{count(cell[value])} {noun}{tail}"
