"""Lengths, instants and reasons in English, as a customer reads them. Exact to the second: parts must add up to their sum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from analytics.figures.wording import shown
from analytics.reports.explanation.ledger import Entry, Kind

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = ((3600, "hour", "h"), (60, "minute", "min"), (1, "second", "s"))
_ZONES = {
    "America/New_York": "Eastern Time", "America/Chicago": "Central Time", "America/Denver": "Mountain Time",
    "America/Los_Angeles": "Pacific Time", "America/Anchorage": "Alaska Time", "Pacific/Honolulu": "Hawaii Time",
    "Europe/London": "UK time", "UTC": "UTC", "Etc/UTC": "UTC",
}  # fmt: skip


def length(seconds: int) -> str:
    """One unit in full, several in short: "30 minutes", "1 hour", "9 h 1 min", "0 seconds"."""
    parts = []
    for size, name, short in _UNITS:
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append((amount, name, short))
    if not parts:
        return "0 seconds"
    if len(parts) == 1:
        amount, name, _ = parts[0]
        return f"{amount:,} {name}{'' if amount == 1 else 's'}"
    return " ".join(f"{amount:,} {short}" for amount, _, short in parts)


def counted(number: int, noun: str) -> str:
    """"1 weekend", "3 weekends"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day_words(day: date, year: int | None = None) -> str:
    """"Friday 2 October 2026"; without the year where it is the one already said."""
    named = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return named if day.year == year else f"{named} {day.year}"


def time_words(at: datetime) -> str:
    """"16:30"; with seconds where there are any."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def instant_words(local: datetime, year: int | None = None) -> str:
    """"Friday 2 October 2026 at 16:30"."""
    return f"{day_words(local.date(), year)} at {time_words(local)}"


def zone_words(zone: str) -> str:
    """A zone as people call it: "Central Time", "Berlin time"; a name that is no place stands as it is."""
    if zone in _ZONES:
        return _ZONES[zone]
    area, _, place = zone.rpartition("/")
    return f"{place.replace('_', ' ')} time" if area and not area.startswith("Etc") else zone


def listed(parts: Sequence[str]) -> str:
    """"a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def quoted(word: str | None) -> str:
    """An export's word in quotation marks; marks that turn or hide text are made visible."""
    return f"“{shown(word)}”" if word else "a pausing status"


def why(entry: Entry) -> str:
    """Why an entry counted or did not, in a few words; a change of the zone's clock within it is said (C3)."""
    return _reason(entry) + _shift(entry.clock_shift_seconds)


def _reason(entry: Entry) -> str:
    name = shown(entry.name) if entry.name else None
    if entry.kind is Kind.COUNTED:
        return "open, by the hours of this date" if "C2" in entry.rules else "open"
    if entry.kind is Kind.CLOSED:
        return f"closed on {WEEKDAYS[entry.day.weekday()]}" if entry.is_closed_day else "outside opening hours"
    if entry.kind is Kind.BEFORE_OPENING:
        return f"closed on {WEEKDAYS[entry.day.weekday()]}, not yet opened" if entry.is_closed_day else "before opening"
    if entry.kind is Kind.HOLIDAY:
        return f"holiday: {name}" if name else "closed day"
    if entry.kind in (Kind.PAUSED, Kind.RESOLVED):
        return f"{entry.kind}: {quoted(entry.name)}"
    return {Kind.HALF_DAY: "half day, closed early", Kind.DATED_HOURS: "closed by the hours of this date", Kind.BREAK: "break"}[entry.kind]


def _shift(seconds: int) -> str:
    if not seconds:
        return ""
    return f"; the clock was put {'forward' if seconds > 0 else 'back'} by {length(abs(seconds))}"
