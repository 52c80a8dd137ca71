"""Closed days from an .ics file: what a company's own calendar program exports. A file, never an address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from analytics.errors import FileRefused

MOST_BYTES = 1_048_576
LONGEST_EVENT_DAYS = 366
YEARS = range(1900, 2200)
REMEDY = "export the calendar again as an .ics file of at most 1 MB"


def holidays_from_ics(path: Path, first_day: date, last_day: date) -> dict[date, str]:
    """Days from first to last (inclusive) that an all-day event of the file covers, with the event's summary.

    Ready for a calendar's `closed_days` or `holidays`. An event of several days gives each of them (its end is exclusive, as the
    format has it), a recurring one every recurrence in the range, but for its exceptions; cancelled events and events with a
    time of day (meetings) close nothing. Raises FileRefused for a file that is not an iCalendar file or is larger than 1 MB.
    """
    found: dict[date, str] = {}
    try:
        for event in _read(path):
            for day in _days_closed(event, first_day, last_day):
                found.setdefault(day, str(event.get("SUMMARY", "")).strip())
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        raise FileRefused("This is not an iCalendar file that can be read.", str(error)[:200] or type(error).__name__, REMEDY) from error
    return dict(sorted(found.items()))


def _read(path: Path) -> list[Any]:
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused("This calendar file is too large.", f"{path.stat().st_size:,} bytes", REMEDY)
    from icalendar import Calendar as IcsFile  # as long to import as a small load takes, and few policies name a file of days

    return list(IcsFile.from_ical(path.read_bytes()).walk("VEVENT"))


def _days_closed(event: Any, first_day: date, last_day: date) -> Iterator[date]:
    start = event.decoded("DTSTART", None)
    if not _is_day(start) or start.year not in YEARS or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    days = min(max((_end(event, start) - start).days, 1), LONGEST_EVENT_DAYS)
    for first in _starts(event, start, first_day - timedelta(days=days), last_day):
        yield from (day for n in range(days) if first_day <= (day := first + timedelta(days=n)) <= last_day)


def _end(event: Any, start: date) -> date:
    end = event.decoded("DTEND", None)
    if _is_day(end):
        return date(end.year, end.month, end.day)
    length = event.decoded("DURATION", None)
    return start + (length if isinstance(length, timedelta) else timedelta(days=1))


def _starts(event: Any, start: date, first: date, last: date) -> list[date]:
    """The days an event begins on: its own, its recurrences, its extra days, less its exceptions."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    starts = {start} | _days_of(event, "RDATE")
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if not {str(word) for word in rule.get("FREQ", [])} <= {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
            raise ValueError(f"an all-day event recurs {rule.to_ical().decode()}")
        text = rule.to_ical().decode().replace("Z", "")  # an UNTIL in UTC; no word of a rule has a Z
        moments = rrulestr(text, dtstart=_midnight(start), ignoretz=True).between(_midnight(first), _midnight(last), inc=True)
        starts |= {moment.date() for moment in moments}
    return sorted(starts - _days_of(event, "EXDATE"))


def _days_of(event: Any, name: str) -> set[date]:
    stated = event.get(name, [])
    moments = [moment.dt for group in (stated if isinstance(stated, list) else [stated]) for moment in group.dts]
    return {moment.date() if isinstance(moment, datetime) else moment for moment in moments if isinstance(moment, date)}


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
