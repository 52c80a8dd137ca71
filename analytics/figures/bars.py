"""Values of one dimension ranked: name and counts on a line, a bar for the rate beneath it, a dashed line for the rate of all."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.figures.drawing import Drawing, entities, framed, label
from analytics.figures.palette import AXIS, BREACHED, shade
from analytics.figures.plot import Plot
from analytics.figures.wording import count, is_missing, percent, shown

ROW_PIXELS = 40


def ranked_rates(
    frame: pd.DataFrame, *, by: str, rate: str, part: str, whole: str, overall: float | None, noun: str = "decided", limit: int = 8
) -> Drawing:
    """Horizontal bars of `rate` (0 to 1) in the frame's order, at most `limit`; a dashed line stands at `overall`."""
    top = frame.head(limit)
    places = list(range(len(top)))
    rates = [float(value) * 100 for value in top[rate]]
    texts = [f"{percent(r / 100)} · {count(p)} of {count(w)}" for r, p, w in zip(rates, top[part], top[whole], strict=True)]
    hovers = [f"<b>{entities(name)}</b><br>{text} {noun}" for name, text in zip(top[by], texts, strict=True)]
    figure = Plot()
    figure.add_bar(
        x=rates, y=places, width=0.3, orientation="h", marker={"color": shade(BREACHED, 0.8)}, hovertext=hovers, hoverinfo="text"
    )
    framed(figure, round(ROW_PIXELS * (max(len(top), 1) + 0.45)) + 32, top=24)
    figure.update_yaxes(visible=False, range=[len(top) - 0.4, -0.85])
    longest = max([*rates, (overall or 0) * 100, 1.0])
    figure.update_xaxes(visible=False, range=[0, longest])
    for place, name, text in zip(places, top[by], texts, strict=True):
        words = {"y": place - 0.42, "xref": "paper", "showarrow": False, "font": {"size": 12}}
        figure.add_annotation(x=0, xanchor="left", text=label(name), **words)
        figure.add_annotation(x=1, xanchor="right", text=text, **words)
    if overall is not None and not is_missing(overall):
        _line_of_all(figure, float(overall), longest)
    return Drawing(figure, _alt(top, by, rate, overall))


def _line_of_all(figure: Plot, overall: float, longest: float) -> None:
    figure.add_vline(x=overall * 100, line={"dash": "dash", "width": 1.5, "color": AXIS}, layer="below")
    words = {"text": f"all {percent(overall)}", "font": {"size": 11}, "showarrow": False}
    place = overall * 100 / longest
    anchor = "left" if place < 0.1 else "right" if place > 0.9 else "center"
    figure.add_annotation(x=overall * 100, y=1, yref="paper", yanchor="bottom", xanchor=anchor, **words)


def _alt(top: pd.DataFrame, by: str, rate: str, overall: Any) -> str:
    if top.empty:
        return f"No {by} has enough decided tickets."
    first = top.iloc[0]
    head = f"Breach rate by {by}, ranked by breaches above the rate of all ({percent(overall)})"
    return f"{head}; first {shown(first[by])} at {percent(first[rate])}."
