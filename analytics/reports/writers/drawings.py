"""The charts of a month to point at, on the page and in the HTML: drawn from the summary's plain data."""

from __future__ import annotations

import pandas as pd

from analytics.figures.drawing import Drawing
from analytics.figures.spans import rate_spans
from analytics.figures.stack import month_stack
from analytics.figures.trend import rate_trend
from analytics.reports.monthly import MonthlySummary
from analytics.reports.writers.sheet_plots import common_goal, drawn_levels, drawn_tiers, level_name
from analytics.reports.writers.words import name


def trend(summary: MonthlySummary, height: int = 300) -> Drawing:
    """Attainment month by month, with its usual range and how many were decided."""
    columns = ("month", "attainment", "met", "decided", "lower_limit", "upper_limit")
    frame = pd.DataFrame([[getattr(month, column) for column in columns] for month in summary.series], columns=list(columns))
    return rate_trend(
        frame,
        rate="attainment",
        part="met",
        whole="decided",
        noun="decided",
        open_months=_open(summary),
        goal=common_goal(summary.tiers),
        usual=("lower_limit", "upper_limit"),
        marked=[month.month for month in summary.series if month.signals],
        height=height,
    )


def tiers(summary: MonthlySummary, height: int = 240) -> Drawing:
    """Attainment of each tier with its interval, the month before and the goal."""
    rows = [
        (
            name(row.tier, "No tier"),
            row.attainment,
            row.low,
            row.high,
            row.previous.value if row.previous else None,
            row.goal,
            row.met,
            row.decided,
        )
        for row in drawn_tiers(summary)
    ]
    frame = pd.DataFrame(rows, columns=["tier", "rate", "low", "high", "before", "goal", "met", "decided"])
    return rate_spans(frame, by="tier", part="met", whole="decided", height=max(height, 40 * len(rows)))


def level_names(summary: MonthlySummary) -> str:
    """The levels of the chart with their names: `1 Support team lead, 2 Department manager`."""
    return ", ".join(_level(summary, number) for number in drawn_levels(summary))


def levels(summary: MonthlySummary, height: int = 240, *, numbers_only: bool = False) -> Drawing:
    """Escalations per 100 tickets month by month, by level; `numbers_only` where level_names() stands beside it."""
    order = drawn_levels(summary)
    cells = [(month.month, level.level, level.frequency) for month in summary.series for level in month.levels if level.level in order]
    frame = pd.DataFrame(cells, columns=["month", "level", "escalation_frequency"])
    names = [str(number) if numbers_only else _level(summary, number) for number in order]
    return month_stack(
        frame,
        series="level",
        value="escalation_frequency",
        order=order,
        names=names,
        unit="per 100",
        open_months=_open(summary),
        height=height,
    )


def _level(summary: MonthlySummary, number: int) -> str:
    return f"{number} {level_name(summary, number)}".strip()


def _open(summary: MonthlySummary) -> list[str]:
    return [month.month for month in summary.series if month.is_open]
