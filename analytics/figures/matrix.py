"""Two dimensions crossed: a value in each cell with what it was measured on, shaded by the value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analytics.figures.cells import add_cells
from analytics.figures.drawing import Drawing, entities, framed, label, point
from analytics.figures.months import tick_names
from analytics.figures.palette import BREACHED, NEUTRAL, ramp
from analytics.figures.plot import Plot
from analytics.figures.wording import NOT_DECIDED, NOT_RECORDED, count, is_missing, per_hundred, percent, shown

LONGEST_WHOLE = len("9,999")


@dataclass(frozen=True)
class Measured:
    """Which columns a cell is made of, and how its value is written. `floor` is the least full shade stands for."""

    title: str
    value: str
    part: str
    whole: str
    words: Callable[[Any], str]
    missing: str
    colour: str
    floor: float


BREACH_RATE = Measured("Breach rate", "breach_rate", "breached", "decided", percent, NOT_DECIDED, BREACHED, 0.05)
FREQUENCY = Measured(
    "Escalations per 100 tickets", "escalation_frequency", "escalations", "tickets_with_levels", per_hundred, NOT_RECORDED, NEUTRAL, 1.0
)


@dataclass(frozen=True)
class Axes:
    """The dimension down with its values in order, the one across with its; `names` for values that are our own words.

    `months`: the values across are months (`2026-10`), of which the axis names as many as fit.
    """

    down: str
    rows: Sequence[Any]
    across: str
    columns: Sequence[Any]
    names: Mapping[Any, str] = field(default_factory=dict)
    months: bool = False

    def name(self, value: Any, longest: int) -> str:
        """A value as an axis writes it."""
        return self.names.get(value) or label(value, longest)


def matrix(frame: pd.DataFrame, measured: Measured, axes: Axes, *, written: bool = True) -> Drawing:
    """Cells of a value by two dimensions, in the order given. `written` puts value and counts into each cell.

    A cell without a value says so and is not shaded. A click on a cell hands on its value down and its value across.
    """
    cells = {(_key(row[axes.down]), _key(row[axes.across])): row for row in frame.to_dict("records")}
    grid = [[cells.get((r, c)) for c in axes.columns] for r in axes.rows]
    values = [[None if cell is None or is_missing(cell[measured.value]) else float(cell[measured.value]) for cell in line] for line in grid]
    known = [value for line in values for value in line if value is not None]
    hovers = [[_hover(r, c, grid[i][j], measured, axes) for j, c in enumerate(axes.columns)] for i, r in enumerate(axes.rows)]
    shaded: dict[str, Any] = {"zmin": 0, "zmax": max([*known, measured.floor]), "colorscale": ramp(measured.colour), "showscale": False}
    across, down = list(range(len(axes.columns))), list(range(len(axes.rows)))
    gap = 3 if written else 2
    figure = Plot()
    figure.add_heatmap(z=values, x=across, y=down, hoverinfo="skip", xgap=gap, ygap=gap, **shaded)
    add_cells(figure, hovers, [[point(r, c) for c in axes.columns] for r in axes.rows])
    framed(figure, (60 if written else 30) * max(len(down), 1) + 52)
    _name_axes(figure, axes, across, down, written)
    if written:
        _write(figure, grid, measured)
    return Drawing(figure, _alt(grid, measured, axes))


def _key(value: Any) -> Any:
    return None if is_missing(value) else value


def _name_axes(figure: Plot, axes: Axes, across: list[int], down: list[int], written: bool) -> None:
    places, ticks = tick_names(list(axes.columns), 7) if axes.months else (across, [axes.name(c, 16) for c in axes.columns])
    figure.update_xaxes(tickvals=places, ticktext=ticks, side="top" if written else "bottom", showline=False, tickangle=0)
    names = [axes.name(r, 16 if axes.months else 24) for r in axes.rows]
    figure.update_yaxes(tickvals=down, ticktext=names, autorange="reversed", showgrid=False)


def _hover(row: Any, column: Any, cell: Any, measured: Measured, axes: Axes) -> str:
    head = f"<b>{axes.names.get(row) or entities(row)} · {axes.names.get(column) or entities(column)}</b>"
    if cell is None:
        return f"{head}<br>no tickets"
    if is_missing(cell[measured.value]):
        return f"{head}<br>{measured.missing}"
    return f"{head}<br>{measured.words(cell[measured.value])}<br>{count(cell[measured.part])} of {count(cell[measured.whole])}"


def _write(figure: Plot, grid: list[list[Any]], measured: Measured) -> None:
    """Counts that would run into the next cell on a telephone stand on two lines, then those of all cells."""
    wholes = [count(cell[measured.whole]) for line in grid for cell in line if cell is not None and not is_missing(cell[measured.value])]
    between = "<br>of " if max(map(len, wholes), default=0) > LONGEST_WHOLE else " of "
    for i, line in enumerate(grid):
        for j, cell in enumerate(line):
            empty = cell is None or is_missing(cell[measured.value])
            counts = "" if empty else f"{count(cell[measured.part])}{between}{count(cell[measured.whole])}"
            text = "none" if empty else f"<b>{measured.words(cell[measured.value])}</b><br>{counts}"
            figure.add_annotation(x=j, y=i, text=text, showarrow=False, font={"size": 11 if empty else 12})


def _alt(grid: list[list[Any]], measured: Measured, axes: Axes) -> str:
    head = f"{measured.title} by {axes.down} and {axes.across}"
    known = [
        (float(cell[measured.value]), axes.rows[i], axes.columns[j])
        for i, line in enumerate(grid)
        for j, cell in enumerate(line)
        if cell is not None and not is_missing(cell[measured.value])
    ]
    if not known:
        return f"{head}: {measured.missing}."
    most = max(known, key=lambda cell: cell[0])
    where = ", ".join(shown(axes.names.get(value, value)) for value in most[1:])
    return f"{head}; highest {measured.words(most[0])} at {where}."
