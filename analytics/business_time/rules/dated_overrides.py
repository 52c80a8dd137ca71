"""Dated overrides: hours that replace those of one day, and win over a holiday (C2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.business_time.hours import DayHours


@dataclass(frozen=True)
class DatedOverrides:
    """Day ordinal → that day's hours. No windows: closed."""

    hours: Mapping[int, DayHours]

    def hours_on(self, day: int, hours: DayHours) -> DayHours:
        return self.hours.get(day, hours)
