"""A change in words: how large, against what, and whether such a change is usual. No arrow without a test of change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analytics.figures.wording import is_missing, month_name
from analytics.metrics import Change, ControlChart, Point, between, of_points
from analytics.reports.periods import Period, months_of

MONTH = re.compile(r"\b\d{4}-\d{2}\b")
_ARROWS = {"up": "▲ ", "down": "▼ "}


def in_words(change: Change, name: str | None = None) -> str:
    """`2.1 points below Sep 2026, within the usual range`. name: of what it is compared with, where that is no month."""
    if change.difference is None:
        return _named(change.status)
    against = name or month_name(change.before)
    size = abs(change.difference) * (100 if change.unit == "share" else 1)
    unit = " points" if change.unit == "share" else ""
    moved = f"as in {against}" if round(size, 1) == 0 else f"{size:.1f}{unit} {'above' if change.difference > 0 else 'below'} {against}"
    if change.usual is None:
        return f"{moved}; {_named(change.status)}"
    better = {True: ", for the better", False: ", for the worse", None: ""}[change.is_better]
    return f"{_ARROWS.get(change.arrow or '', '')}{moved}, {change.status}{better}"


def latest_change(chart: ControlChart, period: Period) -> tuple[str, Change] | None:
    """The last closed month of the period against the month before it, and its name; the month itself where the period is one."""
    months = months_of(period)
    inside = [p for p in chart.points if not months or p.period in months]
    if len(months) != 1:
        inside = [p for p in inside if p.closed]
    if not inside or chart.points[0].period == inside[-1].period:
        return None
    place = [p.period for p in chart.points].index(inside[-1].period)
    return inside[-1].period, between(chart, inside[-1].period, chart.points[place - 1].period)


def span_change(chart: ControlChart, now: tuple[Period, Mapping[str, Any]], then: tuple[Period, Mapping[str, Any]]) -> Change:
    """The change between two spans of whole months, each with its headline numbers."""
    return of_points(chart, _point(chart, *now), _point(chart, *then))


def _point(chart: ControlChart, period: Period, row: Mapping[str, Any]) -> Point:
    months = months_of(period)
    inside = [point for month in months if (point := chart.point(month))]
    value, (part, whole) = row.get(chart.metric), _parts(chart.metric, row)
    closed = all(point.closed for point in inside)
    why_not = None if closed else "not closed yet"
    if not whole:
        why_not = "nothing to measure"
    elif closed and any(point.why_not == "clocks of it still run" for point in inside):
        why_not = "clocks of it still run"
    low, high = row.get(f"{chart.metric}_low"), row.get(f"{chart.metric}_high")
    return Point(period.name, None if is_missing(value) else value, part, whole, low, high, closed, why_not)


def _parts(metric: str, row: Mapping[str, Any]) -> tuple[Any, Any]:
    names = {"attainment": ("met", "decided"), "breach_rate": ("breached", "decided"),
             "escalation_frequency": ("escalations", "tickets_with_levels")}[metric]  # fmt: skip
    return row.get(names[0]), row.get(names[1])


def _named(status: str) -> str:
    """A status with its month in words."""
    return MONTH.sub(lambda month: month_name(month[0]), status)
