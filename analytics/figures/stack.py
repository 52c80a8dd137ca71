"""Months with parts stacked on each other: how a figure is made up, over time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from analytics.figures.drawing import Drawing, entities, framed
from analytics.figures.months import every_month, month_key, tick_names
from analytics.figures.palette import HATCH, PARTS, shade
from analytics.figures.plot import Plot
from analytics.figures.wording import is_missing, month_name, shown

_PATTERNS = ("", "/", ".", "x", "-", "|")


def month_stack(
    frame: pd.DataFrame,
    *,
    series: str,
    value: str,
    order: Sequence[Any],
    names: Sequence[str],
    unit: str,
    open_months: Collection[str] = (),
    height: int = 300,
) -> Drawing:
    """Bars by `month`, one part for each of `order` (named by `names`), each with its own colour and pattern."""
    months = every_month(month_key(m) for m in frame["month"] if not is_missing(m))
    cells = {(month_key(row["month"]), row[series]): row[value] for _, row in frame.iterrows() if not is_missing(row["month"])}
    totals = dict.fromkeys(months, 0.0)
    figure = Plot()
    for place, part in enumerate(order):
        amounts = [0.0 if is_missing(cells.get((m, part))) else float(cells[m, part]) for m in months]
        for m, amount in zip(months, amounts, strict=True):
            totals[m] += amount
        name = entities(names[place])
        figure.add_bar(
            x=list(range(len(months))),
            y=amounts,
            name=name,
            marker={
                "color": shade(PARTS[place % len(PARTS)], 0.88),
                "opacity": [0.57 if m in open_months else 1.0 for m in months],
                "pattern": {
                    "shape": _PATTERNS[place % len(_PATTERNS)],
                    "fillmode": "overlay",
                    "fgcolor": HATCH,
                    "size": 7,
                    "solidity": 0.18,
                },
            },
            hovertext=[f"<b>{month_name(m)}</b><br>{name}: {a:,.1f} {unit}" for m, a in zip(months, amounts, strict=True)],
            hoverinfo="text",
        )
    framed(figure, height, legend=True)
    positions, ticks = tick_names(months, 7)
    figure.update_layout(barmode="stack", legend={"traceorder": "normal"})
    figure.update_xaxes(tickvals=positions, ticktext=ticks, tickangle=0, range=[-0.6, len(months) - 0.4])
    figure.update_yaxes(title={"text": unit, "font": {"size": 11}}, rangemode="tozero", nticks=6)
    return Drawing(figure, _alt(totals, names, unit))


def _alt(totals: dict[str, float], names: Sequence[str], unit: str) -> str:
    if not totals:
        return f"No {unit} in any month."
    most = max(totals, key=lambda month: totals[month])
    last = max(totals)
    return (
        f"{unit.capitalize()} by month for {', '.join(shown(n) for n in names)}: "
        f"most in {month_name(most)} ({totals[most]:,.1f}), last {month_name(last)} ({totals[last]:,.1f})."
    )
