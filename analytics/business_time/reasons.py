"""Why a moment is open or closed: time cut into stretches, each with what the calendar says about it (C1, C2).

What is open is asked of the calendar itself. Why something is closed is told by two calendars beside it, the same one without its
dated breaks and its bare week: a moment that is open in one of those was closed by what was left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from analytics.business_time.calendar import Calendar
from analytics.business_time.rules.closed_days import ClosedDays
from analytics.business_time.rules.dated_breaks import DatedBreaks
from analytics.business_time.rules.dated_overrides import DatedOverrides
from analytics.business_time.rules.half_days import HalfDays
from analytics.business_time.stream import EPOCH_DAY, LAST_DAY
from analytics.business_time.zone import DAY_SECONDS, LocalClock, instant_of, offset_changes, seconds_of


class Because(StrEnum):
    """Why a stretch of time is open or closed."""

    OPEN = "open"
    OUTSIDE_HOURS = "outside_hours"
    CLOSED_DAY = "closed_day"
    HOLIDAY = "holiday"
    HALF_DAY = "half_day"
    DATED_HOURS = "dated_hours"
    BREAK = "break"


@dataclass(frozen=True)
class Span:
    """Half-open [from_at, to_at), aware and in UTC. `day`: the local day it belongs to (of a window, the one it starts on: C1).

    `name`: the holiday's, where it has one. `is_dated`: open by hours that hold on this date only (an override or a half day).
    """

    from_at: datetime
    to_at: datetime
    day: date
    because: Because
    name: str | None = None
    is_dated: bool = False

    @property
    def seconds(self) -> int:
        """Its length in real seconds (C3)."""
        return seconds_of(self.to_at) - seconds_of(self.from_at)


@dataclass(frozen=True)
class Change:
    """The zone's clock was put forward (shift_seconds above 0) or back at this instant, aware and in UTC."""

    at: datetime
    shift_seconds: int


@dataclass(frozen=True)
class Reasons:
    """A calendar that can say why. Holds what it has worked out, so one is kept for many questions."""

    calendar: Calendar
    _unbroken: Calendar = field(init=False, repr=False, compare=False)
    _week: Calendar = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = replace(self.calendar.parts, breaks=DatedBreaks({}))
        week = replace(parts, half_days=HalfDays({}), public_holidays=None, closed_days=ClosedDays({}), overrides=DatedOverrides({}))
        object.__setattr__(self, "_unbroken", Calendar(parts) if self.calendar.parts.breaks.breaks else self.calendar)
        object.__setattr__(self, "_week", Calendar(week))

    def spans(self, start: datetime, stop: datetime) -> Iterator[Span]:
        """From start to stop without a gap, in order: open windows, and closed time cut at local midnights and where its reason changes.

        Aware datetimes, read to the whole second (T1). Nothing where the stop is not after the start.
        """
        at, end = seconds_of(start), seconds_of(stop)
        if at >= end:
            return
        midnights = self._midnights(at, end)
        held = self.calendar.timeline(at, end)
        for place in range(bisect_right(held.closes, at), len(held.opens)):
            opens, closes, day = held.stretches[place]
            if opens >= end:
                break
            yield from self._closed(at, opens, midnights)
            at = min(closes, end)
            is_dated = self._decided_by(day)[0] in (Because.DATED_HOURS, Because.HALF_DAY)
            begins = instant_of(max(opens, seconds_of(start)))
            yield Span(begins, instant_of(at), date.fromordinal(day), Because.OPEN, is_dated=is_dated)
        yield from self._closed(at, end, midnights)

    def because(self, at: datetime) -> tuple[Because, str | None]:
        """Why the moment is open or closed, and the holiday's name where one closes it."""
        second = seconds_of(at)
        found = next(self.spans(instant_of(second), instant_of(second + 1)))
        return found.because, found.name

    def clock_changes(self, start: datetime, stop: datetime) -> list[Change]:
        """When the calendar's zone changed its offset after start and before stop: such a day has 23 or 25 hours (C3)."""
        _, changes = offset_changes(self.calendar.tz, seconds_of(start), seconds_of(stop) - 1)
        return [Change(instant_of(change.at), change.after - change.before) for change in changes]

    def _closed(self, start: int, end: int, midnights: Sequence[tuple[int, int]]) -> Iterator[Span]:
        """Closed time between two windows: cut, given its reason, and joined where day and reason stay the same."""
        held: tuple[int, int, tuple[Because, str | None]] | None = None
        for begins in self._edges(start, end, midnights):
            day = midnights[bisect_right(midnights, (begins, LAST_DAY)) - 1][1]
            reason = self._reason(begins, day)
            if held and held[1:] == (day, reason):
                continue
            if held:
                yield _span(held, begins)
            held = (begins, day, reason)
        if held:
            yield _span(held, end)

    def _edges(self, start: int, end: int, midnights: Sequence[tuple[int, int]]) -> list[int]:
        """The start, and where the reason may change before the end: at midnights and at the edges of the windows that are not there."""
        if start >= end:
            return []
        first, last = bisect_right(midnights, (start, LAST_DAY)), bisect_left(midnights, (end, 0))
        edges = {start, *(second for second, _ in midnights[first:last])}
        for calendar in (self._unbroken, self._week):
            held = calendar.timeline(start, end)
            for place in range(bisect_right(held.closes, start), len(held.opens)):
                if held.opens[place] >= end:
                    break
                edges |= {second for second in held.stretches[place][:2] if start < second < end}
        return sorted(edges)

    def _midnights(self, start: int, end: int) -> list[tuple[int, int]]:
        """UTC second and ordinal of each local day that the time touches, and one before (T2 where midnight does not exist)."""
        clock = LocalClock(self.calendar.tz, start - 3 * DAY_SECONDS, end + 3 * DAY_SECONDS)
        days = range(EPOCH_DAY + start // DAY_SECONDS - 2, EPOCH_DAY + end // DAY_SECONDS + 3)
        return [(clock.utc((day - EPOCH_DAY) * DAY_SECONDS), day) for day in days]

    def _reason(self, second: int, day: int) -> tuple[Because, str | None]:
        """Why a closed second is closed. One that the bare week would open is explained by the day its window belongs to."""
        if _window_day(self._unbroken, second) is not None:
            return Because.BREAK, None
        missing = _window_day(self._week, second)
        because, name = self._decided_by(day if missing is None else missing)
        if missing is not None:
            return because, name
        opens_by_week = bool(self.calendar.parts.weekly.days[(day + 6) % 7].windows)
        override = self.calendar.parts.overrides.hours.get(day)
        is_shut = because is Because.HOLIDAY or (override is not None and not override.windows)
        if opens_by_week and is_shut:
            return because, name
        has_hours = bool(override.windows) if override is not None else opens_by_week
        return (Because.OUTSIDE_HOURS if has_hours else Because.CLOSED_DAY), None

    def _decided_by(self, day: int) -> tuple[Because, str | None]:
        """The strongest rule that speaks about a local day (C2), and a holiday's name; OUTSIDE_HOURS stands for the week's own."""
        parts = self.calendar.parts
        if day in parts.overrides.hours:
            return Because.DATED_HOURS, None
        name = parts.closed_days.names.get(day)
        if name is None and parts.public_holidays:
            name = parts.public_holidays.name_of(day)
        if name is not None:
            return Because.HOLIDAY, name or None
        half = parts.half_days
        if day in half.closing_seconds or (half.public is not None and half.public.name_of(day) is not None):
            return Because.HALF_DAY, half.public.name_of(day) if half.public else None
        return Because.OUTSIDE_HOURS, None


def _window_day(calendar: Calendar, second: int) -> int | None:
    """The local day of the window that holds this second; None outside of windows."""
    held = calendar.timeline(second, second)
    place = bisect_right(held.opens, second) - 1
    return held.stretches[place].day if place >= 0 and second < held.closes[place] else None


def _span(held: tuple[int, int, tuple[Because, str | None]], end: int) -> Span:
    begins, day, (because, name) = held
    return Span(instant_of(begins), instant_of(end), date.fromordinal(day), because, name)
