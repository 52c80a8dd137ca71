"""The one stream everything is asked of: opening windows in UTC, in order, not overlapping (C1 to C3).

Whole seconds since 1970 throughout. A window stays that of the day it starts on (C1): where the windows of two days overlap, the
time is the earlier day's; where they touch, they stay two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from analytics.business_time.hours import CLOSED, DayHours, merged, without
from analytics.business_time.rules import DayRule
from analytics.business_time.rules.dated_breaks import DatedBreaks
from analytics.business_time.zone import DAY_SECONDS, LocalClock

EPOCH_DAY = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = date(1, 1, 8).toordinal(), date(9999, 12, 24).toordinal()
REACH_DAYS = 2  # a window ends before the end of the next day; a zone's jump of a day can add one


class Stretch(NamedTuple):
    """Open from one UTC second up to another, and the local day (ordinal) it belongs to."""

    opens: int
    closes: int
    day: int


def opening_stretches(zone_name: str, rules: Sequence[DayRule], breaks: DatedBreaks, first: int, last: int) -> Iterator[Stretch]:
    """Every stretch that belongs to the local days (ordinals) first … last, in order."""
    clock = LocalClock(zone_name, (first - 5 - EPOCH_DAY) * DAY_SECONDS, (last + 5 - EPOCH_DAY) * DAY_SECONDS)
    earlier: list[tuple[int, int]] = []  # windows of the days before that may reach into this one
    held: list[Stretch] = []  # found, but a window of a later day may still come before them
    for day in range(first - REACH_DAYS, last + 1):
        midnight = (day - EPOCH_DAY) * DAY_SECONDS
        held_until = midnight - REACH_DAYS * DAY_SECONDS
        while held and held[0].opens < held_until:
            yield held.pop(0)
        hours = _hours_on(rules, day)
        windows = _in_utc(hours, midnight, clock) if hours.windows else []
        if not windows:
            continue
        reaching = [window for window in earlier if window[1] > windows[0][0]]
        open_time = without(windows, reaching) if reaching else windows
        if breaks.breaks:
            open_time = _without_breaks(open_time, breaks, day, clock)
        if day >= first:
            held += [Stretch(start, end, day) for start, end in open_time]
            if reaching:
                held.sort()
        earlier = [window for window in earlier if window[1] > held_until] + windows
    yield from held


def _hours_on(rules: Sequence[DayRule], day: int) -> DayHours:
    """The strongest rule speaks last (C2)."""
    hours = CLOSED
    for rule in rules:
        hours = rule.hours_on(day, hours)
    return hours


def _in_utc(hours: DayHours, midnight: int, clock: LocalClock) -> list[tuple[int, int]]:
    """Hours of a local day in real time; what the clock's changes make overlap merges, what they make empty goes."""
    offset = clock.steady_offset(midnight, midnight + REACH_DAYS * DAY_SECONDS)
    if offset is not None:
        start = midnight - offset
        return [(start + opens, start + closes) for opens, closes in hours.windows]
    return merged((clock.utc(midnight + opens), clock.utc(midnight + closes)) for opens, closes in hours.windows)


def _without_breaks(open_time: list[tuple[int, int]], breaks: DatedBreaks, day: int, clock: LocalClock) -> list[tuple[int, int]]:
    """Breaks of this day and its neighbours take from whatever window they meet (C2)."""
    taken = []
    for near in range(day - REACH_DAYS, day + REACH_DAYS + 1):
        taken += _in_utc(breaks.starting_on(near), (near - EPOCH_DAY) * DAY_SECONDS, clock)
    return without(open_time, taken)
