"""Public holidays of a country, from the `holidays` library (C2).

The days of the kept years are generated once, when the calendar is read, and are data from then on: `Calendar.to_mapping` writes
them out among the holidays and says which years they cover, so an upgrade of the library cannot rewrite last year's breaches.
An instant beyond the kept years has its year generated then (C7).

Calendars of a policy do not come here: their public holidays are written out as dates before (policy/ready_calendar.py), and are
taken out in closed_days.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache

import holidays

from analytics.business_time.hours import CLOSED, DayHours

FIRST_KEPT, LAST_KEPT = 2000, 2040


@dataclass(frozen=True)
class HolidayList:
    """Which list of the library: ISO country code, subdivision or None, categories (empty: the library's default), observed days or not."""

    country: str
    subdivision: str | None = None
    categories: tuple[str, ...] = ()
    observed: bool = True

    def in_year(self, year: int) -> Mapping[int, str]:
        """Day ordinal → name, of the days that fall into that year."""
        return _generated(self, year)


@cache
def _language(country: str) -> str | None:
    """English where there is a translation, else the country's own: without a choice the machine's language would decide."""
    known = holidays.country_holidays(country)
    return "en_US" if "en_US" in known.supported_languages else known.default_language


@lru_cache(maxsize=4096)
def _generated(wanted: HolidayList, year: int) -> Mapping[int, str]:
    """A day observed across New Year is listed under its neighbour's year, so three years are asked (where the library knows them)."""
    found: dict[int, str] = {}
    years = [y for y in (year - 1, year, year + 1) if 1 < y < 9999]
    listed = holidays.country_holidays(
        wanted.country,
        subdiv=wanted.subdivision,
        years=years,
        observed=wanted.observed,
        categories=wanted.categories or None,
        language=_language(wanted.country),
    )
    for day, name in listed.items():
        if day.year == year:
            found[day.toordinal()] = name
    return found


@dataclass(frozen=True)
class PublicHolidays:
    """`kept` holds the days of the years first_kept … last_kept; other years are generated when they are asked for."""

    wanted: HolidayList
    first_kept: int
    last_kept: int
    kept: Mapping[int, str] = field(repr=False)

    @classmethod
    def generated(cls, wanted: HolidayList, first_kept: int = FIRST_KEPT, last_kept: int = LAST_KEPT) -> PublicHolidays:
        """With the days of these years generated now."""
        kept = {day: name for year in range(first_kept, last_kept + 1) for day, name in wanted.in_year(year).items()}
        return cls(wanted, first_kept, last_kept, kept)

    def name_of(self, day: int) -> str | None:
        """The name of the holiday, or None."""
        if self._first_day <= day < self._end_day:
            return self.kept.get(day)
        return self.wanted.in_year(date.fromordinal(day).year).get(day)

    @cached_property
    def _first_day(self) -> int:
        return date(self.first_kept, 1, 1).toordinal()

    @cached_property
    def _end_day(self) -> int:
        return date(self.last_kept + 1, 1, 1).toordinal()

    def hours_on(self, day: int, hours: DayHours) -> DayHours:
        return hours if self.name_of(day) is None else CLOSED
