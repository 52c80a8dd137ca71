"""Dated breaks: stretches of a day that are closed, whatever else the day says (C2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.business_time.hours import CLOSED, DayHours


@dataclass(frozen=True)
class DatedBreaks:
    """Day ordinal → the breaks that start on it. A break takes time from every window it meets, also one of the night before."""

    breaks: Mapping[int, DayHours]

    def starting_on(self, day: int) -> DayHours:
        return self.breaks.get(day, CLOSED)
