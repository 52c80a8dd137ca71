"""A calendar's stream cut into cells of equal length, so that a whole relation can look up its business time.

A cell is as long as it can be with at most one opening window, and one close of a business day, inside. One int64 a cell:

    cells         open seconds before the cell, then the second of the cell at which its window opens, then at which it closes;
                  the latter two have 17 bits each in lists of up to 16 years (cells of up to a day), else 16 (half a day)
    day_numbers   number of the business day at the cell's beginning << 32 | second of the cell at which that day closes

and the other way round, from open seconds to an instant, in steps of as many open seconds as hold at most one opening:

    bins          closed seconds before the bin << 32 | open second of the bin at which the next window opens
    day_closes    the last close of every business day

No length need divide an opening time, so 08:00:01 is as good as 08:00. The lists are as short as they can be, since each 2,048 rows cost
a copy of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.business_time.timeline import Timeline
from analytics.business_time.zone import DAY_SECONDS

Int64 = NDArray[np.int64]
LENGTHS = [n for n in range(DAY_SECONDS, 0, -1) if DAY_SECONDS % n == 0]
LONGEST_BIN = 2**30
MOST_CELLS = 200_000  # of one calendar; beyond, far.py is faster than copying them


@dataclass(frozen=True)
class Windows:
    """The stream from `base` (UTC seconds since 1970) on, in seconds since then; windows that touch are one."""

    opens: Int64
    closes: Int64
    day_closes: Int64

    @classmethod
    def of(cls, timeline: Timeline, base: int) -> Windows:
        opens = np.array(timeline.opens, dtype=np.int64) - base
        closes = np.array(timeline.closes, dtype=np.int64) - base
        later = closes > 0
        opens, closes = np.maximum(opens[later], 0), closes[later]
        apart = opens[1:] > closes[:-1]
        day_closes = np.array(timeline.day_closes, dtype=np.int64) - base
        return cls(opens[np.append(True, apart)[: len(opens)]], closes[np.append(apart, True)[: len(closes)]], day_closes[day_closes > 0])

    @property
    def open_before(self) -> Int64:
        """Open seconds before each window, and all of them at the end."""
        return np.concatenate([[0], np.cumsum(self.closes - self.opens)])

    def passed(self, at: Int64) -> Int64:
        """Open seconds before these seconds since the base."""
        index = np.searchsorted(self.closes, at, side="right")
        opens = np.append(self.opens, np.iinfo(np.int64).max)[index]
        passed: Int64 = self.open_before[index] + np.maximum(at - opens, 0)
        return passed


def bits_for(seconds: int) -> int:
    """The width of the two lower parts of a cell, in lists for so many seconds."""
    return 17 if seconds < 2**29 else 16


def cell_lengths(windows: Windows, seconds: int) -> list[int]:
    """The lengths of a cell that are short enough for the windows and not too short for the memory, longest first."""
    fitting = [n for n in LENGTHS if n < 2 ** bits_for(seconds) and seconds // n < MOST_CELLS]
    return [n for n in fitting if _one_window_each(windows, n) and _one_each(windows.day_closes, n)]


def cut_cells(windows: Windows, seconds: int, length: int) -> tuple[Int64, Int64]:
    """`cells` and `day_numbers` of the first `seconds`."""
    starts = np.arange(0, seconds, length, dtype=np.int64)
    index = np.searchsorted(windows.closes, starts, side="right")
    end = np.iinfo(np.int64).max
    opens = np.clip(np.append(windows.opens, end)[index] - starts, 0, length)
    closes = np.clip(np.append(windows.closes, end)[index] - starts, 0, length)
    numbers = np.searchsorted(windows.day_closes, starts, side="right")
    day_closes = np.clip(np.append(windows.day_closes, end)[numbers] - starts, 0, length)
    bits = bits_for(seconds)
    return windows.passed(starts) << 2 * bits | opens << bits | closes, numbers << 32 | day_closes


def cut_bins(windows: Windows) -> tuple[int, Int64] | None:
    """The length of a bin in open seconds, and `bins`; None where they would be too many."""
    steps = windows.open_before
    least = int((windows.closes - windows.opens).min(initial=LONGEST_BIN))
    for length in sorted({LONGEST_BIN, *LENGTHS, least}, reverse=True):
        if steps[-1] // length < MOST_CELLS and _one_each(steps[1:-1] - 1, length):
            break
    else:
        return None
    starts = np.arange(0, steps[-1] + 2 * length, length, dtype=np.int64)
    index = np.minimum(np.searchsorted(steps, starts, side="right") - 1, len(windows.opens) - 1)
    closed = (windows.opens - steps[:-1])[index] if len(windows.opens) else np.zeros_like(starts)
    following = np.clip(np.append(steps, np.iinfo(np.int64).max)[index + 1] - starts, 0, length)
    return length, closed << 32 | following


def _one_each(points: Int64, length: int) -> bool:
    """Whether no two of the points, in order, lie in the same stretch of this length."""
    return not bool((np.diff(points // length) == 0).any())


def _one_window_each(windows: Windows, length: int) -> bool:
    """Whether a window always ends in an earlier stretch than the next begins."""
    return not bool(((windows.closes[:-1] - 1) // length == windows.opens[1:] // length).any())


def longest_common(lengths: Sequence[Sequence[int]]) -> int | None:
    """The longest that is in all of them."""
    common = set(lengths[0]).intersection(*lengths[1:]) if lengths else set()
    return max(common, default=None)
