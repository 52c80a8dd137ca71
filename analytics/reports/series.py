"""Month by month, whatever the period: what sparklines, trends and tests of a change are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from analytics.figures.months import shifted
from analytics.metrics import Answer, ControlChart, Question, chart_of
from analytics.reports.periods import ALL, Period, local_day, span_of
from analytics.reports.scope import Scope
from analytics.vocabulary import Dimension

SERIES = ("attainment", "breach_rate", "breached", "overdue", "at_risk", "escalation_frequency", "running", "paused")
TIMES = ("elapsed_p50", "elapsed_p90")
MONTHS_SHOWN = 24


def whatever_the_period(scope: Scope) -> Scope:
    """The same selection over all months: one alone says nothing about what is usual."""
    return replace(scope, period=Period(ALL))


def series(scope: Scope) -> Question:
    """The headline's counts and rates by month, all months: limits are made of all of them."""
    return whatever_the_period(scope).ask(*SERIES, by=(Dimension.MONTH,))


def times(scope: Scope, months: list[str]) -> Question:
    """The headline's percentiles by month, first to last of `months` (not empty): the times of all years would take longest to sort."""
    return replace(scope, period=span_of(months[0], months[-1])).ask(*TIMES, by=(Dimension.MONTH,))


def control_chart(answer: Answer, metric: str, zone: str) -> ControlChart:
    """The control chart of a metric of an answer by month. Only the sources asked about can still change a month (T3)."""
    return chart_of(metric, answer.rows(), closed_before(answer, zone))


def charts_each(answer: Answer, metric: str, zone: str) -> dict[Any, ControlChart]:
    """The same of each value of the dimension that stands first in an answer by it and by month; None among them where not recorded."""
    by_value: dict[Any, list[dict[str, Any]]] = {}
    for row in answer.rows():
        by_value.setdefault(row[answer.question.by[0]], []).append(row)
    until = closed_before(answer, zone)
    return {value: chart_of(metric, rows, until) for value, rows in by_value.items()}


def closed_before(answer: Answer, zone: str) -> date | None:
    """The day that every source asked about has reached (T3). None without sources."""
    kept = answer.question.where.get(Dimension.SOURCE) or ()
    return min((local_day(at, zone) for source, at in answer.as_of.items() if not kept or source in kept), default=None)


def last_months(period: Period, months: list[str], most: int) -> list[str]:
    """At most so many months up to the end of the period, or up to the last of `months`; no holes."""
    if not months:
        return []
    last = min(f"{period.to_on:%Y-%m}", months[-1]) if isinstance(period.to_on, date) else months[-1]
    reach = [shifted(last, -back) for back in range(most)][::-1]
    return [month for month in reach if month >= months[0]]
