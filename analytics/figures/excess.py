"""Values ranked by what they have beyond what was expected: a dot with its interval, zero is the rate of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from analytics.figures.drawing import Drawing, entities, framed, label, point
from analytics.figures.palette import AXIS, BREACHED, MET, NEUTRAL
from analytics.figures.plot import Plot
from analytics.figures.rows import write_rows
from analytics.figures.wording import count, of, percent, shown, signed

ROW_PIXELS = 40


def excess_dots(
    frame: pd.DataFrame, *, by: str, overall: float | None, value: str = "", name: Callable[[Any], Any] = shown, limit: int = 8
) -> Drawing:
    """`frame` as Drivers.ranked, in its order, at most `limit`. name: writes one of its values.

    by: what is ranked, in words; `value` names its column where that is another word.
    A click hands on the value.

    Filled: the rate of all lies outside the interval of its rate, so that chance seldom does this. Hollow: chance may.
    """
    value = value or by
    top: list[Any] = frame.head(limit).to_dict("records")
    places = list(range(len(top)))
    figure = Plot()
    colours = [NEUTRAL if not row["beyond_chance"] else BREACHED if row["excess"] > 0 else MET for row in top]
    for place, row, colour in zip(places, top, colours, strict=True):
        ends: dict[str, Any] = {"x": [row["excess_low"], row["excess_high"]], "y": [place, place]}
        figure.add_scatter(**ends, mode="lines", line={"color": colour, "width": 2.5}, hoverinfo="skip")
    figure.add_scatter(
        x=[float(row["excess"]) for row in top], y=places, mode="markers",
        marker={
            "size": 11, "color": colours, "line": {"width": 2, "color": colours},
            "symbol": ["circle" if row["beyond_chance"] else "circle-open" for row in top],
        },
        hovertext=[_words(row, name(row[value])) for row in top], hoverinfo="text",
        customdata=[point(row[value]) for row in top],
    )  # fmt: skip
    framed(figure, round(ROW_PIXELS * (max(len(top), 1) + 0.4)) + 64, top=6)
    figure.add_vline(x=0, line={"width": 1.2, "color": AXIS}, layer="below")
    figure.update_yaxes(visible=False, range=[len(top) - 0.5, -0.85])
    title = {"text": "breaches beyond those expected", "font": {"size": 11}}
    figure.update_xaxes(title=title, tickformat=",d", nticks=6, range=_reach(top))
    numbers = [f"{signed(row['excess'])} · {percent(row['breach_rate'])} of {count(row['decided'])}" for row in top]
    write_rows(figure, [(label(name(row[value])), said) for row, said in zip(top, numbers, strict=True)])
    return Drawing(figure, _alt(top, by, value, overall, name))


def _reach(top: list[dict[str, Any]]) -> list[float]:
    """The axis: all intervals and zero, with a dot's width beside them."""
    ends = [0.0, *(float(row[end]) for row in top for end in ("excess_low", "excess_high"))]
    low, high = min(ends), max(ends)
    beside = (high - low) * 0.04 or 1.0
    return [low - beside, high + beside]


def _words(row: dict[str, Any], name: Any) -> str:
    low, high = (f"{row[end]:+,.1f}" for end in ("excess_low", "excess_high"))
    more = "more" if row["excess"] > 0 else "fewer"
    return (
        f"<b>{entities(name)}</b><br>{percent(row['breach_rate'])}: {of(row['breached'], row['decided'])} decided breached<br>"
        f"expected {row['expected']:,.1f}, so {row['excess']:+,.1f} (95 % interval {low} to {high})<br>"
        f"{f'{more} than chance gives' if row['beyond_chance'] else 'chance alone may give this'}"
    )


def _alt(top: list[dict[str, Any]], by: str, value: str, overall: float | None, name: Callable[[Any], Any]) -> str:
    if not top:
        return f"No {by} has enough decided tickets."
    first, beyond = top[0], sum(bool(row["beyond_chance"]) for row in top)
    return (
        f"Breaches beyond those expected at the rate of all ({percent(overall)}) by {by}; "
        f"first {shown(name(first[value]))} with {signed(first['excess'])} ({percent(first['breach_rate'])} of {count(first['decided'])}); "
        f"{beyond} of the {len(top)} shown differ by more than chance gives."
    )
