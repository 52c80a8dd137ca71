"""A calendar as written (TOML, JSON or Python) to its parts and back. All problems are gathered, and raised once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import holidays

from analytics.business_time.hours import DAY, DayHours, clock_text, closing_second, seconds_of_day
from analytics.business_time.rules.closed_days import ClosedDays
from analytics.business_time.rules.dated_breaks import DatedBreaks
from analytics.business_time.rules.dated_overrides import DatedOverrides
from analytics.business_time.rules.half_days import HalfDays
from analytics.business_time.rules.public_holidays import FIRST_KEPT, LAST_KEPT, HolidayList, PublicHolidays
from analytics.business_time.rules.weekly_hours import WEEKDAYS, WeeklyHours
from analytics.business_time.zone import zone
from analytics.errors import CalendarRefused, UnknownWord, nearest

Value = TypeVar("Value")

KEYS = ("name", "tz", "weekly", "public_holidays", "holidays", "closed_days", "half_days", "dates", "breaks", "business_day")
PUBLIC_KEYS = ("country", "subdivision", "categories", "observed", "years", "half_days_close", "days", "half_days")
WINDOWS = 'a list of [opens, closes], such as [["08:00", "17:00"]]; [] is closed'
DAYS = 'a list of days, ["2026-12-24"], or a table of days and names, {"2026-12-24" = "Christmas Eve"}'
LENGTH = 'seconds, or a length such as "9 hours" or "450 minutes"'
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(seconds?|minutes?|hours?)")
_UNIT_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


@dataclass(frozen=True)
class Parts:
    """What a calendar is made of. `name` is for messages only."""

    name: str | None
    tz: str
    weekly: WeeklyHours
    half_days: HalfDays
    public_holidays: PublicHolidays | None
    closed_days: ClosedDays
    overrides: DatedOverrides
    breaks: DatedBreaks
    business_day_seconds: int | None


@dataclass
class _Reading:
    """One mapping being read; `problems` fills as faults are found."""

    mapping: Mapping[str, Any]
    problems: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, key: str, found: object, allowed: str) -> None:
        self.problems.append((key, found if isinstance(found, str) else repr(found), allowed))

    def table(self, key: str) -> Mapping[str, Any]:
        value = self.mapping.get(key) or {}
        if isinstance(value, Mapping):
            return value
        self.note(key, value, "a table")
        return {}

    def known(self, key: str, table: Mapping[str, Any], allowed: Iterable[str]) -> None:
        words = tuple(allowed)
        for word in table:
            if word not in words:
                near = nearest(str(word), words)
                hint = f"did you mean {near!r}? " if near else ""
                self.note(f"{key}{word}", "not a known key", f"{hint}one of {', '.join(words)}")


def read_parts(mapping: Mapping[str, Any]) -> Parts:
    """The parts of a calendar. Raises CalendarRefused with every problem."""
    reading = _Reading(mapping)
    reading.known("", mapping, KEYS)
    public, public_half_days, public_closes = _public_holidays(reading)
    parts = Parts(
        name=mapping.get("name"),
        tz=_zone(reading),
        weekly=_weekly(reading),
        half_days=HalfDays(_by_day(reading, "half_days", _closing_time), public_half_days, public_closes),
        public_holidays=public,
        closed_days=ClosedDays(_named_days(reading, "holidays") | _named_days(reading, "closed_days")),
        overrides=DatedOverrides(_by_day(reading, "dates", _hours)),
        breaks=DatedBreaks(_by_day(reading, "breaks", _hours)),
        business_day_seconds=_length(reading),
    )
    if reading.problems:
        raise CalendarRefused(reading.problems)
    return parts


def _zone(reading: _Reading) -> str:
    name = reading.mapping.get("tz")
    try:
        if isinstance(name, str):
            zone(name)
            return name
        reading.note("tz", "nothing" if name is None else name, 'a zone such as "America/Chicago" or "UTC"')
    except UnknownWord as unknown:
        near = re.match(r"did you mean '[^']*'\?", unknown.remedy)
        reading.note("tz", name, f"{near.group() if near else ''} a zone such as 'America/Chicago' or 'UTC'".strip())
    return "UTC"


def _weekly(reading: _Reading) -> WeeklyHours:
    table = reading.table("weekly")
    reading.known("weekly.", table, WEEKDAYS)
    return WeeklyHours.of({w: _hours(reading, f"weekly.{w}", table[w]) for w in WEEKDAYS if w in table})


def _hours(reading: _Reading, key: str, written: Any) -> DayHours:
    if not isinstance(written, list | tuple):
        reading.note(key, written, WINDOWS)
        return DayHours()
    windows = []
    for pair in written:
        times = [seconds_of_day(t) for t in pair] if isinstance(pair, list | tuple) else []
        if len(times) != 2 or times[0] is None or times[1] is None or times[0] == DAY:
            reading.note(key, pair, WINDOWS)
        else:
            windows.append((times[0], closing_second(times[0], times[1])))
    return DayHours.of(windows)


def _closing_time(reading: _Reading, key: str, written: Any) -> int:
    second = seconds_of_day(written)
    if second is None:
        reading.note(key, written, 'the time the day closes, such as "12:00"')
    return second or 0


def _by_day(reading: _Reading, key: str, read: Callable[[_Reading, str, Any], Value]) -> dict[int, Value]:
    found = {}
    for written, value in reading.table(key).items():
        day = _day(reading, key, written)
        if day is not None:
            found[day] = read(reading, f"{key}.{written}", value)
    return found


def _named_days(reading: _Reading, key: str, written: Any = None) -> dict[int, str]:
    written = reading.mapping.get(key) if written is None else written
    if written is None:
        return {}
    if not isinstance(written, list | tuple | set | frozenset | Mapping):
        reading.note(key, written, DAYS)
        return {}
    named = written if isinstance(written, Mapping) else dict.fromkeys(written, "")
    return {day: str(name or "") for text, name in named.items() if (day := _day(reading, key, text)) is not None}


def _day(reading: _Reading, key: str, written: Any) -> int | None:
    if isinstance(written, datetime):
        written = written.date()
    if isinstance(written, date):
        return written.toordinal()
    try:
        return date.fromisoformat(str(written).strip()).toordinal()
    except ValueError:
        reading.note(key, written, "days as YYYY-MM-DD")
        return None


def _length(reading: _Reading) -> int | None:
    written = reading.mapping.get("business_day")
    if written is None:
        return None
    seconds: float = 0
    if isinstance(written, int) and not isinstance(written, bool):
        seconds = written
    elif isinstance(written, str) and (match := _LENGTH.fullmatch(written.strip().lower())):
        seconds = float(match[1]) * _UNIT_SECONDS[match[2].rstrip("s")]
    if seconds <= 0 or seconds != int(seconds):
        reading.note("business_day", written, LENGTH)
    return int(seconds)


def _public_holidays(reading: _Reading) -> tuple[PublicHolidays | None, PublicHolidays | None, int]:
    """The days closed, the half days, and the second at which these close."""
    table = reading.table("public_holidays")
    if not table:
        return None, None, 0
    reading.known("public_holidays.", table, PUBLIC_KEYS)
    wanted = _holiday_list(reading, table)
    years = table.get("years", (FIRST_KEPT, LAST_KEPT))
    if not (isinstance(years, list | tuple) and len(years) == 2 and all(isinstance(y, int) and 1 < y < 9999 for y in years)):
        reading.note("public_holidays.years", years, "[first, last], such as [2020, 2040]")
    closes = table.get("half_days_close")
    second = 0 if closes is None else _closing_time(reading, "public_holidays.half_days_close", closes)
    if reading.problems or wanted is None:
        return None, None, 0
    public = _kept(reading, wanted, years, table.get("days"))
    if closes is None:
        return public, None, 0
    half_list = HolidayList(wanted.country, wanted.subdivision, ("half_day",), wanted.observed)
    return public, _kept(reading, half_list, years, table.get("half_days")), second


def _kept(reading: _Reading, wanted: HolidayList, years: tuple[int, int], days: Any) -> PublicHolidays:
    if days is None:
        return PublicHolidays.generated(wanted, *years)
    return PublicHolidays(wanted, years[0], years[1], _named_days(reading, "public_holidays.days", days))


def _holiday_list(reading: _Reading, table: Mapping[str, Any]) -> HolidayList | None:
    country, subdivision = str(table.get("country", "")), table.get("subdivision")
    countries = holidays.list_supported_countries()
    if country not in countries:
        near = nearest(country, countries)
        hint = f"did you mean {near!r}? " if near else ""
        reading.note("public_holidays.country", country, f"{hint}a country code the holidays library knows, such as 'US'")
        return None
    known = holidays.country_holidays(country)
    allowed = (*known.subdivisions, *known.subdivisions_aliases)
    if subdivision is not None and subdivision not in allowed:
        reading.note("public_holidays.subdivision", subdivision, f"one of {', '.join(allowed) or 'none'}")
        return None
    categories = table.get("categories") or ()
    closing = [c for c in known.supported_categories if c != "half_day"]
    if not isinstance(categories, list | tuple) or any(c not in closing for c in categories):
        reading.note("public_holidays.categories", categories, f"some of {', '.join(closing)} (half days: state half_days_close)")
        return None
    if table.get("half_days_close") is not None and "half_day" not in known.supported_categories:
        reading.note("public_holidays.half_days_close", table["half_days_close"], f"no half days are known for {country}: leave it out")
        return None
    return HolidayList(country, subdivision, tuple(categories), table.get("observed") is not False)


def written(parts: Parts) -> dict[str, Any]:
    """The mapping of a calendar's parts, JSON-able: `read_parts` makes equal parts of it, without asking the holidays library."""
    mapping: dict[str, Any] = {"name": parts.name} if parts.name else {}
    mapping |= {"tz": parts.tz, "weekly": {w: d.written() for w, d in zip(WEEKDAYS, parts.weekly.days, strict=True) if d.windows}}
    closing = parts.half_days.closing_seconds
    optional = {
        "holidays": _written_days(parts.closed_days.names),
        "half_days": {_iso(day): clock_text(closing[day]) for day in sorted(closing)},
        "dates": {_iso(day): hours.written() for day, hours in sorted(parts.overrides.hours.items())},
        "breaks": {_iso(day): hours.written() for day, hours in sorted(parts.breaks.breaks.items())},
        "public_holidays": _written_public(parts.public_holidays, parts.half_days),
        "business_day": parts.business_day_seconds,
    }
    return mapping | {key: value for key, value in optional.items() if value}


def _written_public(public: PublicHolidays | None, half: HalfDays) -> dict[str, Any]:
    if public is None:
        return {}
    wanted = public.wanted
    table: dict[str, Any] = {"country": wanted.country, "observed": wanted.observed, "years": [public.first_kept, public.last_kept]}
    if wanted.subdivision:
        table["subdivision"] = wanted.subdivision
    if wanted.categories:
        table["categories"] = list(wanted.categories)
    table["days"] = _written_days(public.kept)
    if half.public:
        table |= {"half_days_close": clock_text(half.public_closes), "half_days": _written_days(half.public.kept)}
    return table


def _written_days(names: Mapping[int, str]) -> dict[str, str]:
    return {_iso(day): names[day] for day in sorted(names)}


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
