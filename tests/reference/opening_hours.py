"""Business time by walking opening windows, one after another (C1, C3, C5, P2). Instants are seconds since 1970, UTC."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from analytics.business_time import Calendar

Span = tuple[int, int]
FIRST_DAY, LAST_DAY = date(2023, 6, 1), date(2028, 12, 31)


class OpeningHours:
    """The windows of one calendar. Only the list of windows comes from the product; what is counted with them does not."""

    def __init__(self, calendar: Calendar) -> None:
        windows = list(calendar.opening_windows(FIRST_DAY, LAST_DAY))
        self._opens = [int(w.opens_at.timestamp()) for w in windows]
        self._closes = [int(w.closes_at.timestamp()) for w in windows]
        self._days = [w.day for w in windows]

    def counted(self, start: int, pauses: list[Span]) -> Iterator[Span]:
        """Stretches after `start` that count: open, and in no pause (pauses in order, not overlapping)."""
        assert self._opens[0] + 86_400 * 40 < start < self._closes[-1] - 86_400 * 200
        for place in range(bisect_right(self._closes, start), len(self._opens)):
            at, closes = max(start, self._opens[place]), self._closes[place]
            for begins, ends in pauses:
                if ends <= at or begins >= closes:
                    continue
                if begins > at:
                    yield at, begins
                at = max(at, ends)
            if at < closes:
                yield at, closes

    def seconds(self, start: int, stop: int, pauses: list[Span]) -> int:
        """Business seconds from start to stop (C3) that are in no pause (K6)."""
        total = 0
        for at, until in self.counted(start, pauses):
            if at >= stop:
                break
            total += min(until, stop) - at
        return total

    def due(self, start: int, target: int, pauses: list[Span], landing: str) -> int:
        """The first instant at which so much time has counted; with landing next_opening the last such instant (C5)."""
        left = target
        for at, until in self.counted(start, pauses):
            if until - at > left or (until - at == left and landing == "closing"):
                return at + left
            left -= until - at
        raise AssertionError("not due within the windows asked for")

    def is_open(self, at: int) -> bool:
        place = bisect_right(self._closes, at)
        return self._opens[place] <= at

    def close_of_day(self, start: int, days: int, reading: str) -> int:
        """The two readings of P2 that name a close. A day's close is that of its last window."""
        place = bisect_right(self._closes, start)
        received_in_hours = self._opens[place] <= start
        wait = days - 1 if reading == "close_of_day_received" and not received_in_hours else days
        while wait:
            place += 1
            wait -= self._days[place] != self._days[place - 1]
        while self._days[place + 1] == self._days[place]:
            place += 1
        return self._closes[place]
