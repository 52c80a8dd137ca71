"""The months up to this one: attainment with its limits, tickets received, and escalations by level (E2)."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.figures.months import every_month, shifted
from analytics.figures.wording import count, of, per_hundred
from analytics.metrics import ControlChart, level_names
from analytics.metrics.control import Point
from analytics.metrics.periods import first_day, following
from analytics.reports.monthly.asking import Month
from analytics.reports.monthly.shape import LevelMonth, SeriesMonth

MOST_MONTHS = 25
"""Two years and the month itself, so that the same month of the year before is on the chart with its own year before it."""


def series(month: Month, attainment: ControlChart, levels: Mapping[int, ControlChart], first: str | None) -> tuple[SeriesMonth, ...]:
    """Up to MOST_MONTHS months ending with this one, without holes; none before the store's `first`."""
    begin = max(first or month.month, shifted(month.month, 1 - MOST_MONTHS))
    received, until = month.received, month.closed_before
    names = level_names(month.facts)
    found = []
    for name in every_month([min(begin, month.month), month.month]):
        point = attainment.point(name) or Point(name, None, None, None, None, None, False, None)
        found.append(
            SeriesMonth(
                month=name,
                is_open=until is None or until < first_day(following(name)),
                tickets=received.get(name, 0),
                decided=int(point.denominator or 0),
                met=int(point.numerator or 0),
                attainment=point.value,
                low=point.low,
                high=point.high,
                lower_limit=point.lower_limit,
                upper_limit=point.upper_limit,
                signals=point.signals,
                levels=tuple(_level(level, names.get(level), chart.point(name)) for level, chart in levels.items()),
            )
        )
    return tuple(found)


def levels_of(month: Month, levels: Mapping[int, ControlChart]) -> tuple[LevelMonth, ...]:
    """Escalations to each level in the month, with the months it is compared with; levels that never occurred are not listed."""
    names = level_names(month.facts)
    return tuple(_level(level, names.get(level), chart.point(month.month), *month.compared(chart)) for level, chart in levels.items())


def _level(level: int, name: str | None, point: Point | None, *compared: object) -> LevelMonth:
    previous, year_before = compared or (None, None)
    escalations, tickets = (int(point.numerator or 0), int(point.denominator or 0)) if point else (0, 0)
    value = point.value if point else None
    return LevelMonth(
        level=level,
        name=name,
        escalations=escalations,
        tickets=tickets,
        frequency=value,
        low=point.low if point else None,
        high=point.high if point else None,
        text=f"{per_hundred(value)} per 100 ({of(escalations, tickets, 'tickets')})" if tickets else f"{count(escalations)} escalations",
        previous=previous,  # type: ignore[arg-type]
        year_before=year_before,  # type: ignore[arg-type]
    )
