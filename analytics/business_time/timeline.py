"""A part of the stream held in memory, with the open seconds before each window: elapsed and due by binary search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from analytics.business_time.stream import EPOCH_DAY, REACH_DAYS, Stretch
from analytics.business_time.zone import DAY_SECONDS


class Timeline:
    """Opening stretches of the local days (ordinals) `first_day` … `last_day`.

    Exact for UTC seconds from `first` up to `last`, a little less than those days; it must not be asked beyond.
    `day_closes` are the last closes of the days that open at all.
    """

    def __init__(self, first_day: int, last_day: int, stretches: Iterable[Stretch]) -> None:
        self.first_day, self.last_day = first_day, last_day
        self.first = (first_day - EPOCH_DAY + REACH_DAYS + 1) * DAY_SECONDS
        self.last = (last_day - EPOCH_DAY - REACH_DAYS) * DAY_SECONDS
        self.stretches = tuple(stretches)
        self.opens = [s.opens for s in self.stretches]
        self.closes = [s.closes for s in self.stretches]
        self.before = list(accumulate((s.closes - s.opens for s in self.stretches), initial=0))
        self.day_closes = sorted({s.day: s.closes for s in self.stretches}.values())

    def is_open(self, at: int) -> bool:
        index = bisect_right(self.opens, at) - 1
        return index >= 0 and at < self.closes[index]

    def open_before(self, at: int) -> int:
        """Open seconds from the timeline's beginning up to `at` (C3)."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return 0
        return self.before[index] + min(at, self.closes[index]) - self.opens[index]

    def reached(self, open_seconds: int, next_opening: bool) -> int | None:
        """When so many open seconds have passed; None where the timeline ends before.

        The first such instant, which may be a close; or the last one, which is the next opening (C5).
        """
        find = bisect_right if next_opening else bisect_left
        index = find(self.before, open_seconds) - 1
        if index >= len(self.opens):
            return None
        at = self.opens[index] + open_seconds - self.before[index]
        return at if at < self.last else None

    def close_of_day(self, at: int, days: int, counts_today: bool) -> int | None:
        """The last close of the business day `days` after that of `at`; None where the timeline ends before (P2).

        The day of `at` is the first that is not over by then: the one it falls into, else the one it is taken up on. Outside of
        windows and with `counts_today` that day is already the first of the days.
        """
        is_closed = counts_today and not self.is_open(at)
        number = bisect_right(self.day_closes, at) + days - (1 if is_closed else 0)
        if number >= len(self.day_closes) or (close := self.day_closes[number]) >= self.last:
            return None
        return close
