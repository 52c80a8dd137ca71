"""What makes the hours of a day: one rule a file. Each takes the hours found so far and gives the day's hours by its own light.

A calendar asks them weakest first, so the last that has something to say about a day wins (C2):
weekly hours, half days, public holidays, closed days, dated overrides. Dated breaks are not hours of a day but stretches of
time; they are subtracted from the stream of opening windows at the end.
"""

from __future__ import annotations

from typing import Protocol

from analytics.business_time.hours import DayHours


class DayRule(Protocol):
    """A rule about whole days. `day` is the proleptic Gregorian ordinal of a local day (`date.toordinal`)."""

    def hours_on(self, day: int, hours: DayHours) -> DayHours:
        """The day's hours under this rule, given those of the weaker rules."""
        ...
