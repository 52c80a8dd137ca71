"""Office hours of the Standard desk on one straight line: Monday to Friday 08:00 to 17:00 Central, closed days left out.

Every open day is nine hours (DST changes at night), so an instant's position is 9 h times the open days before it, plus the
seconds into its own. Adding to a position and turning it back is all the arithmetic there is.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt

from analytics.samples.closed_days import federal_closed_days
from analytics.samples.desk import ZONE

Seconds = npt.NDArray[np.int64]
DAY_SECONDS = 9 * 3600
OPENS = time(8)


class OfficeHours:
    """Positions in business seconds, and back, for instants in seconds since 1970 UTC."""

    def __init__(self, first_on: date, last_on: date) -> None:
        closed = federal_closed_days(first_on, last_on)
        days = (first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1))
        opens = [datetime.combine(day, OPENS, ZONE).timestamp() for day in days if day.weekday() < 5 and day not in closed]
        self._opens_at = np.array(opens, dtype=np.int64)

    def position(self, at: Seconds) -> Seconds:
        """Business seconds from the first opening to each instant."""
        day = np.searchsorted(self._opens_at, at, side="right") - 1
        inside = np.clip(at - self._opens_at[day], 0, DAY_SECONDS)
        return np.asarray(day * DAY_SECONDS + inside, dtype=np.int64)

    def instant(self, position: Seconds) -> Seconds:
        """The first instant with this position: at the end of a day that is its closing time (C5). Past the horizon: its last day."""
        day = np.minimum((position - 1) // DAY_SECONDS, len(self._opens_at) - 1)
        return np.asarray(self._opens_at[day] + position - day * DAY_SECONDS, dtype=np.int64)

    def closing(self, at: Seconds) -> Seconds:
        """The closing time of the open day that each instant falls in or comes after."""
        day = np.searchsorted(self._opens_at, at, side="right") - 1
        return np.asarray(self._opens_at[day] + DAY_SECONDS, dtype=np.int64)


class Hours:
    """Time as a ticket's tier counts it: round the clock for Enterprise, office hours for Standard."""

    def __init__(self, office: OfficeHours, round_the_clock: npt.NDArray[np.bool_]) -> None:
        self.office = office
        self._round_the_clock = round_the_clock

    def after(self, at: Seconds, seconds: Seconds) -> Seconds:
        """Each instant plus so many counted seconds (at least 1)."""
        in_office = self.office.instant(self.office.position(at) + seconds)
        return np.where(self._round_the_clock, at + seconds, in_office)

    def between(self, from_at: Seconds, to_at: Seconds, share: npt.NDArray[np.float64]) -> Seconds:
        """The instant a share of the counted time into each span, at least 1 s after its start."""
        start, stop = self.office.position(from_at), self.office.position(to_at)
        in_office = self.office.instant(start + _part(stop - start, share))
        return np.where(self._round_the_clock, from_at + _part(to_at - from_at, share), in_office)


def _part(seconds: Seconds, share: npt.NDArray[np.float64]) -> Seconds:
    return np.maximum(1, (seconds * share).astype(np.int64))
