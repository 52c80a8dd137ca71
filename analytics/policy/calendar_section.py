"""A calendar as written in a policy or in a file of its own: an office is one TOML (C1, C2).

The words are those of `Calendar.from_mapping`. Here each is checked, with a message the writer can act on; what they mean is
business_time's affair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import holidays

from analytics.business_time.zone import zone_names
from analytics.errors import nearest
from analytics.policy.opening_words import WEEKDAYS, read_closing, read_windows
from analytics.policy.section import Section, as_day, shown
from analytics.policy.target import NotALength, read_length

CALENDAR_KEYS = ("title", "tz", "weekly", "public_holidays", "holidays", "closed_days", "half_days", "dates", "breaks", "business_day")
HOLIDAY_KEYS = ("country", "subdivision", "categories", "observed", "half_days_close")
HALF_DAY = "half_day"
_DAYS = "write the day as YYYY-MM-DD, between 1900 and 2200"


@dataclass(frozen=True)
class StatedCalendar:
    """A calendar in the words of its writer, checked. `mapping` is what `Calendar.from_mapping` takes; `title` is for people."""

    name: str
    title: str | None
    mapping: dict[str, Any] = field(hash=False)


def read_calendar(name: str, section: Section) -> StatedCalendar | None:
    """The calendar of a section; None, with every problem noted, where it cannot be used."""
    before = len(section.problems.noted)
    section.only(CALENDAR_KEYS)
    mapping: dict[str, Any] = {"tz": read_zone(section, "tz", required=True), "weekly": _weekly(section)}
    for key in ("dates", "breaks"):
        if key in section.table:
            mapping[key] = _dated_windows(section.section(key))
    for key in ("holidays", "closed_days"):
        if key in section.table:
            mapping[key] = _named_days(section, key)
    if "half_days" in section.table:
        mapping["half_days"] = _half_days(section.section("half_days"))
    if "public_holidays" in section.table:
        mapping["public_holidays"] = _public_holidays(section.section("public_holidays"))
    if "business_day" in section.table:
        mapping["business_day"] = _business_day(section)
    title = section.text("title")
    opens = any(mapping["weekly"].values()) or any(mapping.get("dates", {}).values())
    if not opens and len(section.problems.noted) == before:
        section.note("weekly", "this calendar never opens", 'write opening times, for example mon = [["08:00", "17:00"]]')
    return StatedCalendar(name, title, mapping) if len(section.problems.noted) == before else None


@cache
def _zones() -> frozenset[str]:
    """The names that may be written. Not "Factory": it stands for a machine whose zone was never set."""
    return zone_names() - {"Factory"}


def read_zone(section: Section, name: str, required: bool = False) -> str | None:
    """A time zone by its full name."""
    allowed = 'write a zone such as "America/Chicago", "Europe/Berlin" or "UTC"'
    zone = section.text(name, missing=allowed if required else None)
    if zone is None or zone in _zones():
        return zone
    near = nearest(zone, _zones()) or next((z for z in sorted(_zones()) if _city(z) == _city(zone)), None)
    section.note(name, f"{shown(zone)} is not a time zone", allowed, near and f'"{near}"')
    return None


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].strip().replace(" ", "_").casefold()


def _weekly(section: Section) -> dict[str, Any]:
    if "weekly" not in section.table:
        section.note("weekly", "nothing is stated", 'write opening times, for example mon = [["08:00", "17:00"]]')
        return {}
    weekly = section.section("weekly")
    weekly.only(WEEKDAYS)
    return {day: read_windows(weekly, day) for day in WEEKDAYS if day in weekly.table}


def _dated_windows(section: Section) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for written in section.table:
        day = _day(section, written, written)
        windows = read_windows(section, written)
        if day:
            read[day] = windows
    return read


def _half_days(section: Section) -> dict[str, Any]:
    """Day → the time it closes; it opens as its week says."""
    read = {written: (_day(section, written, written), read_closing(section, written)) for written in section.table}
    return {day: closes for day, closes in read.values() if day}


def _named_days(section: Section, name: str) -> dict[str, str]:
    """Days with their names, from a list of days or a table day = "name"."""
    value = section.table[name]
    if isinstance(value, dict):
        below = section.section(name)
        return {day: below.text(w, "write the name of the day in quotes") or "" for w in value if (day := _day(below, w, w))}
    if isinstance(value, list):
        return {day: "" for written in value if (day := _day(section, name, written))}
    section.note(name, f"{shown(value)} is neither a list of days nor a table of days and names", 'write for example ["2026-12-24"]')
    return {}


def _day(section: Section, name: str, written: object) -> str | None:
    day = as_day(written)
    if day is None or not date(1900, 1, 1) <= day < date(2200, 1, 1):
        section.note(name, f"{shown(written)} is not a day", _DAYS)
        return None
    return day.isoformat()


def _business_day(section: Section) -> int | None:
    try:
        return read_length(section.table["business_day"], days_allowed=False).seconds
    except NotALength as fault:
        section.note("business_day", fault.found, fault.allowed, fault.near)
        return None


def _public_holidays(section: Section) -> dict[str, Any]:
    """The public holidays wanted, checked against what the holidays library knows."""
    section.only(HOLIDAY_KEYS)
    allowed = 'write a two-letter country code, for example "US", "DE" or "IN"'
    country = section.text("country", missing=allowed)
    observed = section.yes("observed", True)
    if country is None:
        return {}
    try:
        known = holidays.country_holidays(country, years=2026)
    except NotImplementedError:
        near = nearest(country, holidays.list_supported_countries(include_aliases=False))
        section.note("country", f"{shown(country)} is no country with known holidays", allowed, near and f'"{near}"')
        return {}
    wanted: dict[str, Any] = {"country": country, "observed": observed}
    subdivision, categories = section.text("subdivision"), section.texts("categories")
    subdivisions = (*known.subdivisions, *known.subdivisions_aliases)
    if subdivision:
        _one_of(section, "subdivision", subdivision, subdivisions, "leave the line out for the whole country")
        wanted["subdivision"] = subdivision
    closing = tuple(category for category in known.supported_categories if category != HALF_DAY)
    for category in categories:
        _one_of(section, "categories", category, closing, 'leave the line out for "public"; half days: half_days_close')
    if categories:
        wanted["categories"] = list(categories)
    if "half_days_close" in section.table:
        wanted["half_days_close"] = read_closing(section, "half_days_close")
        if HALF_DAY not in known.supported_categories:
            section.note("half_days_close", f"no half days are known for {country}", "leave the line out, or write them in [half_days]")
    return wanted


def _one_of(section: Section, name: str, word: str, words: tuple[str, ...], without: str) -> None:
    if word not in words:
        near = nearest(word, words)
        shortened = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
        section.note(name, f"{shown(word)} is not known there", f"allowed: {shortened or 'none'}; {without}", near and f'"{near}"')
