"""A calendar: opening hours in a zone, with closed days, and business time counted by them (C1 to C7, P2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from analytics.business_time.mapping import Parts, read_parts, written
from analytics.business_time.rules import DayRule
from analytics.business_time.stream import EPOCH_DAY, FIRST_DAY, LAST_DAY, REACH_DAYS, Stretch, opening_stretches
from analytics.business_time.timeline import Timeline
from analytics.business_time.window import OpeningWindow
from analytics.business_time.zone import DAY_SECONDS, instant_of, seconds_of
from analytics.errors import CalendarNeverOpens, CalendarRefused, TimezoneNeeded, UnknownWord
from analytics.vocabulary import Landing, Reading

MARGIN_DAYS = 40
SILENT_DAYS = 30 * 366  # a calendar that has not opened for so long is taken never to open again


@dataclass(frozen=True)
class Calendar:
    """Opening hours of one office. Instants are aware datetimes of any zone, durations whole seconds; answers are in UTC.

    Made by `from_mapping`. Elapsed time is counted between whole seconds (T1). Naive datetimes are refused with TimezoneNeeded (T2).
    """

    parts: Parts
    _held: list[Timeline] = field(default_factory=list, init=False, repr=False, compare=False)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Calendar:
        """A calendar as written in TOML or JSON. Raises CalendarRefused with every problem found.

        tz               the zone its times of day are in, such as "America/Chicago"
        weekly           {"mon": [["08:00", "17:00"], …], … "sun"}; a weekday left out is closed. A close at or before its opening
                         is on the next day; "24:00" ends a day; a close of 23:59 or 23:59:59 means 24:00 (C1)
        public_holidays  {"country": "US", "subdivision": None, "categories": [], "observed": True, "years": [2000, 2040],
                         "half_days_close": "12:00"}: days closed by the `holidays` library. Those of `years` are kept as data,
                         others generated when needed; half_days_close asks for the country's half days, and says when they close
        holidays         days closed: ["2026-07-03", …] or {"2026-07-03": "Independence Day (observed)", …}
        closed_days      the same, for the company's own
        half_days        {"2026-12-24": "12:00"}: the day opens as its week says and closes then
        dates            {"2026-12-24": [["08:00", "12:00"]]}: replaces the day's hours, wins over a holiday; [] is closed (C2)
        breaks           {"2026-05-04": [["10:00", "11:30"]]}: subtracted from whatever is open (C2)
        business_day     what one business day is worth: seconds, or "9 hours"; needed where weekdays differ in length (P2)
        name             for messages
        """
        return cls(read_parts(mapping))

    def to_mapping(self) -> dict[str, Any]:
        """A JSON-able mapping that gives an equal calendar; generated holidays are in it by date and name (C2)."""
        return written(self.parts)

    @property
    def name(self) -> str | None:
        """The calendar's name, where it has one."""
        return self.parts.name

    @property
    def tz(self) -> str:
        """The zone of its times of day."""
        return self.parts.tz

    @property
    def day_seconds(self) -> int:
        """Open seconds of one business day (P2): as stated, else the length that every open weekday has.

        Dated overrides do not count. Raises CalendarRefused where weekdays differ, or none opens, and nothing is stated.
        """
        if self.parts.business_day_seconds is not None:
            return self.parts.business_day_seconds
        lengths = self.parts.weekly.lengths
        if len(set(lengths.values())) == 1:
            return next(iter(lengths.values()))
        found = ", ".join(f"{weekday} {seconds / 3600:g} h" for weekday, seconds in lengths.items()) or "no weekday opens"
        remedy = 'say what one business day is worth, such as business_day = "8 hours"'
        raise CalendarRefused([("business_day", f"not stated, and {found}", remedy)])

    def seconds_of_days(self, days: int) -> int:
        """Business days as business time, for the reading "elapsed" (P2). Raises as day_seconds, and CalendarNeverOpens."""
        if not self.parts.weekly.lengths and not any(hours.windows for hours in self.parts.overrides.hours.values()):
            raise self.never_opens()
        return days * self.day_seconds

    def holidays(self, first_day: date, last_day: date) -> dict[date, str]:
        """Days from first to last (inclusive) that the calendar names as closed, with their names; overrides may open them again."""
        public, own = self.parts.public_holidays, self.parts.closed_days.names
        found = {}
        for day in range(first_day.toordinal(), last_day.toordinal() + 1):
            name = own.get(day) or (public.name_of(day) if public else None)
            if name is not None or day in own:
                found[date.fromordinal(day)] = name or ""
        return found

    def is_open(self, at: datetime) -> bool:
        """Whether the instant lies in an opening window; at the close it does not (C1)."""
        second = _second(at)
        return self.timeline(second, second).is_open(second)

    def elapsed_seconds(self, start: datetime, stop: datetime) -> int:
        """Open seconds between two instants (C3). Raises ValueError where the stop is before the start (C6)."""
        first, last = _second(start), _second(stop)
        if last < first:
            raise ValueError(f"the stop {stop} is before the start {start}")
        timeline = self.timeline(first, last)
        return timeline.open_before(last) - timeline.open_before(first)

    def due_at(self, start: datetime, seconds: int, landing: Landing | str = Landing.CLOSING) -> datetime:
        """The instant at which `seconds` of business time have passed since `start`, aware and in UTC (C5).

        landing "closing": the first such instant, so a target used up at closing time is due at closing time, and one of no
        seconds at the start itself. "next_opening": the last such instant. Raises CalendarNeverOpens where the calendar does not
        open for so long, ValueError for negative seconds. A fraction of a second in `start` is kept.
        """
        if seconds < 0:
            raise ValueError(f"a target of {seconds} seconds")
        next_opening = _landing(landing) is Landing.NEXT_OPENING
        first = _second(start)
        if seconds == 0 and not next_opening:
            return start.astimezone(UTC)
        rest = timedelta(microseconds=start.microsecond) if self.is_open(start) else timedelta()
        late = next_opening or bool(rest)
        return self._find(first, seconds, lambda t: t.reached(t.open_before(first) + seconds, late)) + rest

    def due_after_business_days(
        self, start: datetime, days: int, reading: Reading | str = Reading.ELAPSED, landing: Landing | str = Landing.CLOSING
    ) -> datetime:
        """The instant that is `days` business days (at least 1) after `start`, aware and in UTC, by a reading of P2.

        "elapsed": `days` times `day_seconds` of business time, landing as in `due_at`. "close_of_day_received": received in hours,
        the close of that many business days after; outside hours, the day it is taken up is the first. "close_of_day_opened":
        the close of that many business days after the one it is taken up on. Closing readings name the close: landing does not
        touch them. Raises CalendarNeverOpens, CalendarRefused (see day_seconds), ValueError for days below 1.
        """
        if days < 1:
            raise ValueError(f"a target of {days} business days")
        chosen = _reading(reading)
        if chosen is Reading.ELAPSED:
            return self.due_at(start, self.seconds_of_days(days), landing)
        first = _second(start)
        counts_today = chosen is Reading.CLOSE_OF_DAY_RECEIVED
        return self._find(first, days * DAY_SECONDS, lambda t: t.close_of_day(first, days, counts_today))

    def opening_windows(self, first_day: date, last_day: date) -> Iterator[OpeningWindow]:
        """The windows that belong to the local days first … last (inclusive), in order, not overlapping."""
        for stretch in self.stretches(first_day.toordinal(), last_day.toordinal()):
            yield OpeningWindow(instant_of(stretch.opens), instant_of(stretch.closes), date.fromordinal(stretch.day))

    def stretches(self, first_day: int, last_day: int) -> Iterator[Stretch]:
        """The same in whole seconds since 1970; days are ordinals. Days near the years 1 and 9999 are left out."""
        return opening_stretches(
            self.tz, self._rules(), self.parts.breaks, max(first_day, FIRST_DAY), min(last_day, LAST_DAY)
        )

    def timeline(self, first: int, last: int) -> Timeline:
        """A timeline that is exact for these UTC seconds, both included. It is held, and extended when asked beyond (C7)."""
        held = self._held[-1] if self._held else None
        if held and held.first <= first and last < held.last:
            return held
        first_day, last_day = max(_day(first) - MARGIN_DAYS, FIRST_DAY), min(_day(last) + MARGIN_DAYS, LAST_DAY)
        made = self._extended(held, first_day, last_day) if held else Timeline(first_day, last_day, self.stretches(first_day, last_day))
        if not made.first <= first <= last < made.last:
            raise OverflowError(f"business time is counted from {instant_of(made.first):%Y} to {instant_of(made.last):%Y}")
        self._held[:] = [made]
        return made

    def _extended(self, held: Timeline, first_day: int, last_day: int) -> Timeline:
        """The held timeline with the missing days before and after it, and some more, so that many small steps stay cheap."""
        ahead = (held.last_day - held.first_day) // 4
        first_day = max(first_day - ahead, FIRST_DAY) if first_day < held.first_day else held.first_day
        last_day = min(last_day + ahead, LAST_DAY) if last_day > held.last_day else held.last_day
        before, after = self.stretches(first_day, held.first_day - 1), self.stretches(held.last_day + 1, last_day)
        return Timeline(first_day, last_day, sorted([*before, *held.stretches, *after]))

    def never_opens(self, after: datetime | None = None) -> CalendarNeverOpens:
        """The error that says so, naming this calendar."""
        called = f"{self.name!r}" if self.name else f"in {self.tz}"
        when = f" for long enough after {after:%Y-%m-%d %H:%M:%S} UTC" if after else ""
        hours = "its week has no opening hours" if not self.parts.weekly.lengths else "its opening hours end or are all taken out"
        wrong = f"The calendar {called} does not open{when}, so nothing can be due by it."
        return CalendarNeverOpens(wrong, hours, "give the calendar opening hours (weekly, dates)")

    def _rules(self) -> list[DayRule]:
        """Weakest first: the last that speaks about a day decides (C2). The order of the rules is here and nowhere else."""
        parts = self.parts
        rules: list[DayRule] = [parts.weekly]
        if parts.half_days.closing_seconds or parts.half_days.public:
            rules.append(parts.half_days)
        if parts.public_holidays:
            rules.append(parts.public_holidays)
        if parts.closed_days.names:
            rules.append(parts.closed_days)
        if parts.overrides.hours:
            rules.append(parts.overrides)
        return rules

    def _find(self, first: int, guess: int, ask: Callable[[Timeline], int | None]) -> datetime:
        """Ask longer and longer timelines. Given up when nothing opens for a generation, or time ends."""
        reach = guess
        while True:
            last = min(first + reach, (LAST_DAY - EPOCH_DAY - 2 * REACH_DAYS) * DAY_SECONDS)
            timeline = self.timeline(first, max(first, last))
            answer = ask(timeline)
            if answer is not None:
                return instant_of(answer)
            silent = timeline.last - max(first, timeline.closes[-1] if timeline.closes else first)
            if silent > SILENT_DAYS * DAY_SECONDS or last < first + reach:
                raise self.never_opens(instant_of(first))
            reach = 2 * max(reach, timeline.last - first)


def _second(instant: datetime) -> int:
    if instant.tzinfo is None:
        raise TimezoneNeeded("This datetime has no time zone.", repr(instant), "give it one: datetime(…, tzinfo=UTC)")
    return seconds_of(instant)


def _day(second: int) -> int:
    return EPOCH_DAY + second // DAY_SECONDS


def _landing(word: Landing | str) -> Landing:
    try:
        return Landing(word)
    except ValueError:
        raise UnknownWord("landing", str(word), Landing) from None


def _reading(word: Reading | str) -> Reading:
    try:
        return Reading(word)
    except ValueError:
        raise UnknownWord("reading", str(word), Reading) from None
