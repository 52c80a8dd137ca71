"""Closed days: holidays written out in the calendar, and the company's own closed days (C2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.business_time.hours import CLOSED, DayHours


@dataclass(frozen=True)
class ClosedDays:
    """Day ordinal → its name, which may be empty. Here a holiday is taken out."""

    names: Mapping[int, str]

    def hours_on(self, day: int, hours: DayHours) -> DayHours:
        return CLOSED if day in self.names else hours
