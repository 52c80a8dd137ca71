"""Weekday by hour: when tickets arrive, in the reporting zone (T4), with the hours of support outlined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.figures.cells import add_cells
from analytics.figures.drawing import Drawing, entities, framed, point
from analytics.figures.palette import AXIS, BREACHED, NEUTRAL, ramp
from analytics.figures.plot import Plot
from analytics.figures.wording import WEEKDAYS, count, counted, is_missing, of, percent

Windows = Sequence[tuple[int, float, float]]
FEWEST = 20
"""Of fewer decided clocks no rate is called the highest."""
_DASHES = ("solid", "dash", "dot", "dashdot")


def week_grid(frame: pd.DataFrame, *, by_rate: bool = False, outlines: Sequence[tuple[str, Windows]] = ()) -> Drawing:
    """Seven rows (Monday first) by 24 hours, shaded by tickets or, `by_rate`, by breach rate; the other one stands in the hover.

    `frame`: weekday (`Mon`), hour (0 to 23), tickets, breach_rate, breached, decided. outlines: whose hours, and their windows of
    (weekday 0 to 6, first hour, last hour). A click hands on weekday and hour.
    """
    cells = {(row["weekday"], int(row["hour"])): row for row in frame.to_dict("records") if row["weekday"] in WEEKDAYS}
    hours = range(24)
    value = "breach_rate" if by_rate else "tickets"
    grid = [[_value(cells.get((d, h)), value) for h in hours] for d in WEEKDAYS]
    most = max([number for line in grid for number in line if number is not None], default=0.0)
    shades: dict[str, Any] = {"colorscale": ramp(BREACHED if by_rate else NEUTRAL), "zmin": 0, "zmax": max(most, 0.05 if by_rate else 1.0)}
    figure = Plot()
    figure.add_heatmap(z=grid, x=list(hours), y=list(range(7)), **shades, showscale=False, hoverinfo="skip", xgap=1.5, ygap=1.5)
    clicks = [[point(d, str(h)) for h in hours] for d in WEEKDAYS]
    add_cells(figure, [[_words(cells.get((d, h)), d, h) for h in hours] for d in WEEKDAYS], clicks)
    framed(figure, 262)
    named = range(0, 24, 3)
    figure.update_xaxes(tickvals=[hour - 0.5 for hour in named], ticktext=[f"{hour:02d}:00" for hour in named], tickangle=0, showline=False)
    figure.update_yaxes(tickvals=list(range(7)), ticktext=list(WEEKDAYS), range=[6.55, -0.55], showgrid=False)
    for (_, windows), dash in zip(outlines, _DASHES, strict=False):
        for edges in _edges(windows):
            figure.add_shape(type="path", path=edges, line={"color": AXIS, "width": 2, "dash": dash}, layer="above")
    return Drawing(figure, _alt(cells, by_rate, outlines))


def _value(cell: Any, value: str) -> float | None:
    if cell is None:
        return None if value == "breach_rate" else 0.0
    return None if is_missing(cell[value]) else float(cell[value])


def _edges(windows: Windows) -> list[str]:
    """Outlines as paths; days in a row with the same hours are one."""
    paths, left = [], sorted(windows, key=lambda window: (window[1], window[2], window[0]))
    while left:
        day, first, last = left.pop(0)
        until = day
        while left and left[0] == (until + 1, first, last):
            until = left.pop(0)[0]
        x0, x1, y0, y1 = first - 0.5, last - 0.5, day - 0.5, until + 0.5
        paths.append(f"M {x0:g},{y0:g} L {x1:g},{y0:g} L {x1:g},{y1:g} L {x0:g},{y1:g} Z")
    return paths


def _words(cell: Any, day: str, hour: int) -> str:
    head = f"<b>{day} {hour:02d}:00 to {hour + 1:02d}:00</b><br>"
    if cell is None or not cell["tickets"]:
        return f"{head}no tickets"
    rate = "nothing decided" if is_missing(cell["breach_rate"]) else f"{percent(cell['breach_rate'])} breached"
    counts = "" if is_missing(cell["breach_rate"]) else f" ({count(cell['breached'])} of {count(cell['decided'])} decided)"
    return f"{head}{counted(cell['tickets'], 'ticket')}<br>{rate}{counts}"


def _alt(cells: Mapping[tuple[str, int], Any], by_rate: bool, outlines: Sequence[tuple[str, Windows]]) -> str:
    outlined = f" Outlined: support hours of {', '.join(entities(name) for name, _ in outlines)}." if outlines else ""
    if by_rate:
        known = {place: float(cell["breach_rate"]) for place, cell in cells.items() if cell["decided"] >= FEWEST}
        if not known:
            return f"Breach rate by weekday and hour received; no hour has {FEWEST} or more decided.{outlined}"
        day, hour = max(known, key=lambda place: known[place])
        counts = of(cells[day, hour]["breached"], cells[day, hour]["decided"])
        most = f"highest, of hours with {FEWEST} or more decided, on {day} from {hour:02d}:00 with {percent(known[day, hour])} ({counts})"
        return f"Breach rate by weekday and hour received; {most}.{outlined}"
    tickets = {place: int(cell["tickets"]) for place, cell in cells.items()}
    if not any(tickets.values()):
        return f"No tickets at any hour.{outlined}"
    day, hour = max(tickets, key=lambda place: tickets[place])
    return f"Tickets by weekday and hour received; most on {day} from {hour:02d}:00 with {count(tickets[day, hour])}.{outlined}"
