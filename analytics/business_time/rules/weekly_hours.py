"""Weekly hours: what a week looks like when nothing special happens (C1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.business_time.hours import CLOSED, DayHours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class WeeklyHours:
    """Hours of Monday to Sunday, in this order."""

    days: tuple[DayHours, ...]

    @classmethod
    def of(cls, by_weekday: Mapping[str, DayHours]) -> WeeklyHours:
        """From hours by "mon" … "sun"; a weekday that is not named is closed."""
        return cls(tuple(by_weekday.get(weekday, CLOSED) for weekday in WEEKDAYS))

    def hours_on(self, day: int, hours: DayHours) -> DayHours:
        return self.days[(day + 6) % 7]

    @property
    def lengths(self) -> dict[str, int]:
        """Open seconds of each weekday that opens at all."""
        return {weekday: day.seconds for weekday, day in zip(WEEKDAYS, self.days, strict=True) if day.windows}
