"""Half days: days that open as their week says and close early."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.business_time.hours import DayHours
from analytics.business_time.rules.public_holidays import PublicHolidays


@dataclass(frozen=True)
class HalfDays:
    """`closing_seconds`: day ordinal → the second since local midnight at which that day closes.

    `public`: a country's half days (category "half_day" of the library), closing at `public_closes`; None: not wanted.
    """

    closing_seconds: Mapping[int, int]
    public: PublicHolidays | None = None
    public_closes: int = 0

    def hours_on(self, day: int, hours: DayHours) -> DayHours:
        second = self.closing_seconds.get(day)
        if second is None and self.public is not None and self.public.name_of(day) is not None:
            second = self.public_closes
        return hours if second is None else hours.until(second)
