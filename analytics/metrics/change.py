"""A change between two periods: how large, on how many, and whether such a change is usual. No arrow without that."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

from analytics.errors import QuestionRefused
from analytics.metrics.answer import Facts
from analytics.metrics.control import ControlChart, Point, control
from analytics.metrics.periods import kind_of
from analytics.metrics.question import Question

WITHIN = "within the usual range"
OUTSIDE = "outside the usual range"


@dataclass(frozen=True)
class Change:
    """A metric in a period and in one before it, in the metric's unit.

    difference: value - value_before; low, high: its 95 % interval, from both periods alone. usual_up_to: three sigma of a difference
    between two periods of these sizes, from the control chart; None where there are too few periods for one. usual: whether the difference
    is no more than that; None where it cannot be said, and status says why. arrow: "up" or "down", only where the change is not usual;
    is_better: what that means, None without an arrow or where the metric has no better direction.
    """

    metric: str
    unit: str
    period: str
    value: float | None
    numerator: int | None
    denominator: int | None
    before: str
    value_before: float | None
    numerator_before: int | None
    denominator_before: int | None
    difference: float | None
    low: float | None
    high: float | None
    usual_up_to: float | None
    usual: bool | None
    status: str
    arrow: str | None
    is_better: bool | None
    judged_periods: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def change(facts: Facts, question: Question, period: str, before: str) -> Change:
    """The change of a question's one metric from one month (week, day) to another, within its selection.

    The usual range comes from all closed periods of the selection; the days of the question are not looked at. Raises QuestionRefused where
    the periods are not of one kind, or the metric has no control chart.
    """
    if kind_of(period) is not kind_of(before):
        raise QuestionRefused("the two periods are not of one kind", f"{period} and {before}", "compare months with months")
    return between(control(facts, replace(question, from_on=None, to_on=None), kind_of(period)), period, before)


def between(chart: ControlChart, period: str, before: str) -> Change:
    """The change from one period of a chart to another of its kind."""
    now, then = (chart.point(name) or Point(name, None, None, None, None, None, False, "nothing to measure") for name in (period, before))
    return of_points(chart, now, then)


def of_points(chart: ControlChart, now: Point, then: Point) -> Change:
    """between() of two points that are measured already: months of the chart, or longer spans with the sums of their months."""
    difference, low, high = difference_interval(now, then)
    status, usual_up_to = _status(chart, now, then, difference)
    arrow = ("up" if (difference or 0) > 0 else "down") if status == OUTSIDE else None
    better = chart.better == arrow if arrow and chart.better != "none" else None
    return Change(
        chart.metric, chart.unit,
        now.period, now.value, now.numerator, now.denominator,
        then.period, then.value, then.numerator, then.denominator,
        difference, low, high, usual_up_to, {WITHIN: True, OUTSIDE: False}.get(status), status, arrow, better, chart.judged_periods,
    )  # fmt: skip


def difference_interval(now: Point, then: Point) -> tuple[float | None, float | None, float | None]:
    """The difference of two values and its 95 % interval, put together from the intervals of both (Newcombe, Statistics in Medicine 17,
    1998, his method 10, for two shares; the same step from two Poisson intervals: Zou and Donner, Statistics in Medicine 27, 2008).
    """
    if now.value is None or then.value is None or None in (now.low, now.high, then.low, then.high):
        return None, None, None
    assert now.low is not None and now.high is not None and then.low is not None and then.high is not None
    difference = now.value - then.value
    below = math.hypot(now.value - now.low, then.high - then.value)
    above = math.hypot(now.high - now.value, then.value - then.low)
    return difference, difference - below, difference + above


def _status(chart: ControlChart, now: Point, then: Point, difference: float | None) -> tuple[str, float | None]:
    for point in (now, then):
        if point.value is None:
            return f"nothing to measure in {point.period}", None
    for point in (now, then):
        if not point.closed:
            return f"{point.period} is not closed yet", None
    if not chart.enough:
        return f"too few {chart.period}s to say whether it is usual", None
    for point in (now, then):
        if point.why_not:
            return f"{point.period}: {point.why_not}", None
    assert now.denominator and then.denominator and difference is not None
    one, other = chart.sigma(now.denominator), chart.sigma(then.denominator)
    assert one is not None and other is not None
    reach = 3 * math.hypot(one, other)
    return (WITHIN if abs(difference) <= reach else OUTSIDE), reach
