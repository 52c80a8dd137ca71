"""Support hours in words: "of Monday–Friday 08:00–17:00 America/Chicago; closed on 11 US federal holidays"."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from analytics.business_time import Calendar
from analytics.policy.opening_words import WEEKDAYS
from analytics.policy.ready_calendar import LAST_HOLIDAY_YEAR

_LONG = dict(zip(WEEKDAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
_DAY_SECONDS = 86_400
_OBSERVED = " (observed)"


def hours_words(stated: Mapping[str, Any], calendar: Calendar) -> str:
    """How time counts under a calendar, to follow a target: weekly hours and zone, and what closes or changes single days.

    `stated`: the calendar in its writer's words.
    """
    lengths = calendar.parts.weekly.lengths
    closed = [words for words in (_public(stated, calendar), _own_days(stated)) if words]
    if list(lengths.values()) == [_DAY_SECONDS] * 7:
        words = ", 24 hours a day, 7 days a week"
        zone = f" ({stated['tz']})" if closed else ""
    else:
        words, zone = f" of {weekly_words(stated['weekly'])}", f" {stated['tz']}"
    words += f"{zone}; closed on {' and '.join(closed)}" if closed else zone
    special = len({*stated.get("dates", {}), *stated.get("breaks", {}), *stated.get("half_days", {})})
    return words + (f"; {special} dates with hours of their own" if special > 1 else "; 1 date with hours of its own" if special else "")


def weekly_words(weekly: Mapping[str, list[list[str]]]) -> str:
    """Weekdays with the same hours together: "Monday–Friday 08:00–17:00, Saturday 09:00–12:00"."""
    parts = []
    for windows, group in groupby(WEEKDAYS, key=lambda day: weekly.get(day) or []):
        names = [_LONG[day] for day in group]
        if windows:
            span = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
            parts.append(f"{span} {' and '.join(f'{opens}–{closes}' for opens, closes in windows)}")
    return ", ".join(parts) or "single dates only,"


def _public(stated: Mapping[str, Any], calendar: Calendar) -> str | None:
    """The number of public holidays in a year, by the last year of the list: the law as it stands now. An observed day is no second one."""
    wanted = stated.get("public_holidays")
    if not wanted:
        return None
    own = {*stated.get("closed_days", {}), *stated.get("holidays", {})}
    listed = calendar.to_mapping()["holidays"]
    names = {name.removesuffix(_OBSERVED) for day, name in listed.items() if day.startswith(str(LAST_HOLIDAY_YEAR)) and day not in own}
    place = "-".join(word for word in (wanted["country"], wanted.get("subdivision")) if word)
    return f"{len(names)} {'US federal holidays' if place == 'US' else f'public holidays of {place}'}"


def _own_days(stated: Mapping[str, Any]) -> str | None:
    own = len({*stated.get("closed_days", {}), *stated.get("holidays", {})})
    return f"{own} days of the company's own" if own > 1 else "1 day of the company's own" if own else None
