"""Groups and organisations of a month: where more is breached than expected, and whose breach rate changed since the month before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from analytics.figures.wording import is_missing, percent
from analytics.metrics import ControlChart, Question, Ranked, between, ranking
from analytics.metrics.change import difference_interval
from analytics.metrics.control import Point
from analytics.metrics.ranking import FEWEST
from analytics.reports.monthly.asking import Month
from analytics.reports.monthly.shape import Compared, RankedRow, RankedValues
from analytics.reports.monthly.wording import compared, interval, measured_on
from analytics.reports.periods import month_of
from analytics.vocabulary import Dimension

MOST_ROWS = 5
MOST_FEW = 10
MOST_CHARTS = 40


def ranked(month: Month, dimension: Dimension) -> RankedValues:
    """The values of a dimension in the month: first response clocks due in it."""
    now, then = (ranking(month.facts, _question(one), dimension, month.whole(one)) for one in (month.month, month.before))
    before = {one.value: one for one in then.ranked}
    worst = [one for one in now.ranked if one.excess > 0][:MOST_ROWS]
    differing = [one for one in now.ranked if one.value in before and _differ(one, before[one.value])]
    differing.sort(key=lambda one: -abs(one.decided * (one.breach_rate - before[one.value].breach_rate)))
    charts = _charts(month, dimension, [one.value for one in (*worst, *differing[:MOST_CHARTS])])
    moved = [one for one in differing if one.value in charts and _has_moved(month, charts[one.value])]
    improved = [one for one in moved if one.breach_rate < before[one.value].breach_rate][:MOST_ROWS]
    worsened = [one for one in moved if one.breach_rate > before[one.value].breach_rate][:MOST_ROWS]

    def rows(found: Iterable[Ranked]) -> tuple[RankedRow, ...]:
        return tuple(ranked_row(one, _previous(month, charts, one.value) if one.value in before else None) for one in found)

    few = sorted(now.few, key=lambda one: -one.decided)
    return RankedValues(
        dimension=str(dimension),
        recorded=any(one.value is not None for one in (*now.ranked, *now.few)),
        fewest=FEWEST,
        values=len(now.ranked) + len(now.few),
        breached=now.breached,
        decided=now.decided,
        breach_rate=now.breach_rate,
        rate_text=percent(now.breach_rate, "none decided"),
        worst=rows(worst),
        improved=rows(improved),
        worsened=rows(worsened),
        few=tuple(ranked_row(one, None) for one in few[:MOST_FEW]),
        few_values=len(now.few),
        few_breached=sum(one.breached for one in now.few),
        few_decided=sum(one.decided for one in now.few),
    )


def concentrated(month: Month, tier: str | None) -> Ranked | None:
    """The group that most of a tier's breaches beyond the expected were in, where that is more than chance and at least a third of all
    breaches of the tier; None where no group is such."""
    found = ranking(month.facts, replace(_question(month.month), where={Dimension.TIER: (tier,)}), Dimension.GROUP)
    first = next(iter(found.ranked), None)
    if first is None or first.value is None or first.excess <= 0 or not first.beyond_chance or 3 * first.breached < found.breached:
        return None
    return first if len(found.ranked) + len(found.few) > 1 else None


def _question(month: str) -> Question:
    period = month_of(month)
    return Question(("breach_rate",), from_on=period.from_on, to_on=period.to_on)


def _differ(now: Ranked, then: Ranked) -> bool:
    """Whether nothing lies outside the 95 % interval of the difference of two rates."""
    _, low, high = difference_interval(_point(now), _point(then))
    return low is not None and high is not None and not low <= 0 <= high


def _point(one: Ranked) -> Point:
    return Point(str(one.value), one.breach_rate, one.breached, one.decided, one.low, one.high, True, None)


def _charts(month: Month, dimension: Dimension, values: list[Any]) -> dict[Any, ControlChart]:
    """The charts of a few values only: there may be thousands."""
    wanted = tuple(dict.fromkeys(values))
    return month.charts("breach_rate", dimension, where={dimension: wanted}) if wanted else {}


def _has_moved(month: Month, chart: ControlChart) -> bool:
    """Whether the change since the month before is not usual; or cannot be tested, since no month of this store can."""
    found = between(chart, month.month, month.before)
    return found.usual is False or (found.usual is None and not chart.enough and (month.point(chart) or _NOTHING).closed)


_NOTHING = Point("", None, None, None, None, None, False, None)


def _previous(month: Month, charts: Mapping[Any, ControlChart], value: Any) -> Compared | None:
    return compared(between(charts[value], month.month, month.before)) if value in charts else None


def ranked_row(one: Ranked, previous: Compared | None) -> RankedRow:
    """A value of a dimension in figures and words, beside what it was the month before."""
    return RankedRow(
        value=None if is_missing(one.value) else str(one.value),
        breached=one.breached,
        decided=one.decided,
        breach_rate=one.breach_rate,
        low=one.low,
        high=one.high,
        rate_text=f"{percent(one.breach_rate)} ({measured_on(one.breached, one.decided)})",
        interval_text=interval(one.low, one.high, "share"),
        expected=one.expected,
        excess=one.excess,
        excess_text=f"{one.excess:+,.1f}".replace("-", "−"),
        beyond_chance=one.beyond_chance,
        previous=previous,
    )
