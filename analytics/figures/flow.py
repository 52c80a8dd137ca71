"""What is held and what moves it, day by day: the level above, what came and what went beneath, on one axis of days."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.figures.drawing import Drawing, framed
from analytics.figures.palette import AXIS, HATCH, NEUTRAL, shade
from analytics.figures.plot import Plot
from analytics.figures.wording import MONTHS, WEEKDAYS, count, counted, nice_ceiling

HEIGHT = 330
MOST_NAMED = 5
MOST_PATTERNED = 120
_PARTS = (
    ("arrivals", "received", "#3D9970", "", 1), ("reopened", "reopened", "#B3589A", "/", 1), ("departures", "closed", NEUTRAL, ".", -1),
)  # fmt: skip


def flow(frame: pd.DataFrame) -> Drawing:
    """`frame`: day, open, arrivals, reopened, departures, is_whole, one row a day. Days that are not whole yet are paler."""
    days = list(frame["day"])
    places = list(range(len(days)))
    alive = [1.0 if whole else 0.45 for whole in frame["is_whole"]]
    figure = Plot()
    figure.add_scatter(
        x=places, y=[int(n) for n in frame["open"]], mode="lines+markers" if len(days) < 3 else "lines", name="open at the end of the day",
        line={"color": NEUTRAL, "width": 2}, fill="tozeroy", fillcolor=shade(NEUTRAL, 0.14), hoverinfo="text",
        hovertext=[_hover(row) for row in frame.to_dict("records")],
    )  # fmt: skip
    for column, words, colour, pattern, sign in _PARTS:
        amounts = [int(n) for n in frame[column]]
        marker: dict[str, Any] = {"color": colour, "opacity": alive, "line": {"width": 0}}
        if pattern and len(days) <= MOST_PATTERNED:
            marker["pattern"] = {"shape": pattern, "fillmode": "overlay", "fgcolor": HATCH, "size": 6, "solidity": 0.18}
        if column == "reopened" and not any(amounts):
            continue
        figure.add_bar(
            x=places, y=[sign * n for n in amounts], name=words, marker=marker, yaxis="y2", hoverinfo="text",
            hovertext=[f"<b>{_day(day)}</b><br>{words}: {count(n)}" for day, n in zip(days, amounts, strict=True)],
        )  # fmt: skip
    framed(figure, HEIGHT, legend=True)
    gap = 0.12 if len(days) <= MOST_PATTERNED else 0
    figure.update_layout(barmode="relative", bargap=gap, legend={"traceorder": "normal", "font": {"size": 11}})
    step = max(-(-len(days) // MOST_NAMED), 1)
    names = [f"{day.day} {MONTHS[day.month - 1]}<br>{day.year}" for day in days[::step]]
    figure.update_xaxes(tickvals=places[::step], ticktext=names, tickangle=0, anchor="y2", range=[-0.7, len(days) - 0.3])
    most = nice_ceiling(max(int((frame["arrivals"] + frame["reopened"]).max()), int(frame["departures"].max()), 2))
    figure.update_layout(
        yaxis={"domain": [0.46, 1.0], "rangemode": "tozero", "title": {"text": "open", "font": {"size": 11}}, "nticks": 5},
        yaxis2={
            "domain": [0.0, 0.38], "title": {"text": "a day", "font": {"size": 11}}, "range": [-most * 1.05, most * 1.05],
            "tickvals": [-most, 0, most], "ticktext": [count(most), "0", count(most)],
            "zeroline": True, "zerolinecolor": AXIS, "automargin": True, "fixedrange": True, "tickfont": {"size": 11}, "gridcolor": AXIS,
            "showgrid": False,
        },
    )  # fmt: skip
    return Drawing(figure, _alt(frame))


def _hover(row: dict[Any, Any]) -> str:
    age = "" if pd.isna(row["age_p50_days"]) else f"<br>half of them at most {counted(row['age_p50_days'], 'day')} old"
    still = "" if row["is_whole"] else "<br>this day is not over in every source"
    return f"<b>{_day(row['day'])}</b><br>open: {count(row['open'])}{age}{still}"


def _day(day: Any) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _alt(frame: pd.DataFrame) -> str:
    rows = frame.to_dict("records")
    first, last, most = rows[0], rows[-1], max(rows, key=lambda row: int(row["open"]))
    return (
        f"Backlog by day from {_day(first['day'])} to {_day(last['day'])}: {count(first['open'])} open at first, "
        f"{count(last['open'])} at last, most {count(most['open'])} on {_day(most['day'])}. {count(frame['arrivals'].sum())} received, "
        f"{count(frame['reopened'].sum())} reopened, {count(frame['departures'].sum())} closed."
    )
