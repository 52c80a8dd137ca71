"""The opening hours of one local day: half-open windows in seconds since that day's midnight (C1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

DAY = 86_400
_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?")


def seconds_of_day(written: object) -> int | None:
    """"HH:MM", "HH:MM:SS" or a time as seconds since midnight; "24:00" is 86,400. None where it is no time of day."""
    if isinstance(written, time):
        return written.hour * 3600 + written.minute * 60 + written.second
    match = _TIME_OF_DAY.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    return total if total <= DAY else None


def closing_second(opens: int, closes: int) -> int:
    """The close of a window as seconds since the midnight of the day it starts (C1).

    23:59 and 23:59:59 mean 24:00; a close at or before its opening is on the next day.
    """
    if closes in (DAY - 60, DAY - 1):
        closes = DAY
    return closes if closes > opens else closes + DAY


@dataclass(frozen=True)
class DayHours:
    """Opening windows of one day, in order, not touching: (opens, closes) in seconds since local midnight.

    0 <= opens < 86,400; a close beyond 86,400 is on the next day, and the window still belongs to this one (C1).
    """

    windows: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, windows: Iterable[tuple[int, int]]) -> DayHours:
        """Hours of windows in any order; overlapping and touching ones merge (C1)."""
        return cls(tuple(merged(windows)))

    @property
    def seconds(self) -> int:
        """Open seconds as the clock on the wall counts them."""
        return sum(closes - opens for opens, closes in self.windows)

    def until(self, second: int) -> DayHours:
        """The same hours, closing for the day at this second."""
        return DayHours(tuple((opens, min(closes, second)) for opens, closes in self.windows if opens < second))

    def written(self) -> list[list[str]]:
        """As they stand in a calendar: [["08:00", "17:00"], …]."""
        return [pair for opens, closes in self.windows for pair in _pairs(opens, closes)]


CLOSED = DayHours()


def merged(intervals: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Intervals in order, with overlapping and touching ones as one, and empty ones left out."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def without(intervals: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of the intervals when `taken` is subtracted."""
    left = list(intervals)
    for start, end in taken:
        pieces = [((a, min(b, start)), (max(a, end), b)) for a, b in left]
        left = [piece for pair in pieces for piece in pair if piece[0] < piece[1]]
    return left


def _pairs(opens: int, closes: int) -> list[list[str]]:
    """One window as written. One that is longer than a day takes two that overlap."""
    if closes <= DAY:
        return [[clock_text(opens), clock_text(closes)]]
    if closes - DAY <= opens:
        return [[clock_text(opens), clock_text(closes - DAY)]]
    return [[clock_text(opens), "24:00"], [clock_text(closes - DAY), clock_text(closes - DAY)]]


def clock_text(second: int) -> str:
    """A second of the day as "HH:MM" or "HH:MM:SS"."""
    hours, rest = divmod(second, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")
