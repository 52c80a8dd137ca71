"""Numbers, differences and changes of the summary in words: one place, so that page and files read the same."""

from __future__ import annotations

from typing import Any

from analytics.figures.wording import count, duration, is_missing, month_name, per_hundred, percent
from analytics.metrics.change import Change
from analytics.metrics.control import ControlChart, Point
from analytics.metrics.run_rules import BEYOND_3, EIGHT, FOUR_OF_FIVE, TREND, TWO_OF_THREE
from analytics.reports.monthly.shape import Compared

WITHIN = "within its usual range"
BELOW = "below its usual range"
ABOVE = "above its usual range"
PATTERN = "within its limits, but "
NOT_TESTED = "not tested"
NONE = {"share": "none decided", "seconds": "none timed"}

_PATTERNS = {
    BEYOND_3: "far {side} its average",
    TWO_OF_THREE: "2 of the last 3 months far {side} its average",
    FOUR_OF_FIVE: "4 of the last 5 months clearly {side} its average",
    EIGHT: "8 or more months in a row {side} its average",
    TREND: "6 or more months in a row in one direction",
}
"""The run rules (metrics/run_rules.py) as people say them; the signals keep their own names."""


def number(value: Any, unit: str, *, is_at_least: bool = False, missing: str = "") -> str:
    """A value with its unit. Missing ones are said to be missing: "none decided", "none timed", "not recorded"."""
    absent = missing or NONE.get(unit, "not recorded")
    if unit == "share":
        return percent(value, absent)
    if unit == "seconds":
        return duration(value, absent, at_least=is_at_least)
    return per_hundred(value, absent) if unit == "per 100 tickets" else count(value, absent)


def interval(low: Any, high: Any, unit: str) -> str:
    """A 95 % interval: `95 % interval 86.2 % to 89.5 %`; empty where there is none."""
    if is_missing(low) or is_missing(high):
        return ""
    return f"95\u00a0% interval {number(low, unit)} to {number(high, unit)}"


def difference(value: Any, unit: str) -> str:
    """A difference with its sign: `−2.1 points`, `+35 min`, `+12`; empty where there is none."""
    if is_missing(value):
        return ""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    size = abs(value)
    if unit == "share":
        return f"{sign}{100 * size:.1f}\u00a0points"
    return f"{sign}{duration(size) if unit == 'seconds' else per_hundred(size) if unit == 'per 100 tickets' else count(size)}"


def measured_on(numerator: Any, denominator: Any) -> str:
    """`1,269 of 1,443`; empty where the figure is no ratio."""
    return "" if is_missing(numerator) or is_missing(denominator) else f"{count(numerator)} of {count(denominator)}"


def compared(change: Change) -> Compared:
    """A change of a charted metric, with the test that says whether it is usual."""
    status = change.status
    for period in (change.period, change.before):
        status = status.replace(period, month_name(period))
    value_text = number(change.value_before, change.unit)
    return Compared(
        month=change.before,
        value=change.value_before,
        value_text=value_text,
        numerator=change.numerator_before,
        denominator=change.denominator_before,
        difference=change.difference,
        difference_text=difference(change.difference, change.unit),
        low=change.low,
        high=change.high,
        usual_up_to=change.usual_up_to,
        usual=change.usual,
        status=status,
        arrow=change.arrow,
        is_better=change.is_better,
        text=_before_words(value_text, measured_on(change.numerator_before, change.denominator_before), change.before, status),
    )


def untested(month: str, value: Any, unit: str, now: Any, denominator: Any = None, *, is_at_least: bool = False) -> Compared:
    """An earlier value of a figure whose changes nothing tests: shown, without arrow or verdict. `now` is None where the two have no
    difference, as a lower bound has none to anything (K10)."""
    gap = None if is_missing(value) or is_missing(now) else now - value
    n = None if is_missing(denominator) else int(denominator)
    value_text = number(value, unit, is_at_least=is_at_least)
    return Compared(
        month=month,
        value=None if is_missing(value) else value,
        value_text=value_text,
        numerator=None,
        denominator=n,
        difference=gap,
        difference_text=difference(gap, unit),
        low=None,
        high=None,
        usual_up_to=None,
        usual=None,
        status=NOT_TESTED,
        arrow=None,
        is_better=None,
        text=_before_words(value_text, "" if n is None else f"n = {count(n)}", month, ""),
    )


def _before_words(value_text: str, n: str, month: str, status: str) -> str:
    words = f"{value_text}{f' ({n})' if n and n != '0 of 0' else ''} in {month_name(month)}"
    return f"{words}; {status}" if status else words


def standing(chart: ControlChart, point: Point | None) -> str:
    """Where a month stands on its control chart, in words; why that cannot be said, where it cannot."""
    if point is None or point.value is None:
        return ""
    if not point.closed:
        return "not judged: the month is not closed"
    if not chart.enough:
        return chart.words
    if point.why_not:
        return f"not judged: {point.why_not}"
    assert point.lower_limit is not None and point.upper_limit is not None
    if point.value < point.lower_limit:
        return BELOW
    if point.value > point.upper_limit:
        return ABOVE
    side = "below" if (point.sigmas or 0) < 0 else "above"
    return f"{PATTERN}{' and '.join(_PATTERNS[rule].format(side=side) for rule in point.signals)}" if point.signals else WITHIN


def is_unusual(words: str) -> bool:
    """Whether a standing says that the month is unlike the others."""
    return words in (BELOW, ABOVE) or words.startswith(PATTERN)


def is_judged(words: str) -> bool:
    """Whether a standing is a verdict at all."""
    return words == WITHIN or is_unusual(words)
