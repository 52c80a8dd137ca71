"""Calendars and instants for tests: one default schedule that every worked example starts from, and strategies near changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from analytics.business_time import local_to_utc

MON_FRI = ("mon", "tue", "wed", "thu", "fri")
WEEK = (*MON_FRI, "sat", "sun")
STANDARD: dict[str, Any] = {"tz": "America/Chicago", "weekly": {day: [["08:00", "17:00"]] for day in MON_FRI}}
ALWAYS: dict[str, Any] = {"tz": "America/Chicago", "weekly": {day: [["00:00", "24:00"]] for day in WEEK}}

ZONES = [
    "Africa/Abidjan", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Juba", "Africa/Lagos",
    "Africa/Nairobi", "Africa/Windhoek", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota",
    "America/Caracas", "America/Chicago", "America/Denver", "America/Godthab", "America/Halifax", "America/Havana",
    "America/Los_Angeles", "America/Mexico_City", "America/Miquelon", "America/New_York", "America/Nuuk", "America/Phoenix",
    "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund", "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll",
    "Asia/Amman", "Asia/Beirut", "Asia/Damascus", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kabul", "Asia/Karachi", "Asia/Kathmandu",
    "Asia/Kolkata", "Asia/Pyongyang", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores", "Australia/Adelaide",
    "Australia/Eucla", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul",
    "Europe/Kaliningrad", "Europe/Lisbon", "Europe/London", "Europe/Moscow", "Europe/Volgograd", "Pacific/Apia", "Pacific/Auckland",
    "Pacific/Chatham", "Pacific/Easter", "Pacific/Kiritimati", "Pacific/Norfolk", "Pacific/Tongatapu", "UTC",
]  # fmt: skip

# Days around which clocks were moved somewhere in the list, a leap day, a turn of the year, and the day that Samoa left out.
SPECIAL_DAYS = [
    "2011-12-30", "2016-02-29", "2019-04-07", "2022-10-30", "2023-03-26", "2024-02-29", "2024-03-10", "2024-03-31", "2024-04-07",
    "2024-10-06", "2024-10-27", "2024-11-03", "2025-01-01", "2010-10-03", "2009-11-01", "2018-10-21", "2019-11-03",
]  # fmt: skip


def local(text: str, zone: str = "America/Chicago") -> datetime:
    """An instant from a local time."""
    return local_to_utc(datetime.fromisoformat(text), zone)


@st.composite
def times_of_day(draw: st.DrawFn, end: bool = False) -> str:
    """Mostly quarters of an hour, sometimes any second."""
    if end and draw(st.booleans()) and draw(st.booleans()):
        return "24:00"
    if draw(st.integers(0, 5)):
        second = draw(st.integers(0, 95)) * 900
    else:
        second = draw(st.integers(0, 86_399))
    return f"{second // 3600:02d}:{second // 60 % 60:02d}" + (f":{second % 60:02d}" if second % 60 else "")


def hours(most: int = 3) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.tuples(times_of_day(), times_of_day(end=True)).map(list), max_size=most)


@st.composite
def mappings(draw: st.DrawFn, zones: list[str] = ZONES, opens: bool = False) -> dict[str, Any]:
    """A calendar around one of the special days. With `opens`, its week has opening hours."""
    near = datetime.fromisoformat(draw(st.sampled_from(SPECIAL_DAYS)))
    days = st.integers(-4, 4).map(lambda n: (near + timedelta(days=n)).date().isoformat())
    weekly = st.dictionaries(st.sampled_from(WEEK), hours(), min_size=1)
    mapping = {
        "tz": draw(st.sampled_from(zones)),
        "weekly": draw(weekly.filter(lambda w: any(w.values())) if opens else weekly),
        "holidays": draw(st.lists(days, max_size=2)),
        "closed_days": draw(st.lists(days, max_size=1)),
        "dates": draw(st.dictionaries(days, hours(2), max_size=2)),
        "breaks": draw(st.dictionaries(days, hours(2), max_size=2)),
        "business_day": 3600 * draw(st.integers(1, 12)),
    }
    mapping["near"] = near.date().isoformat()
    return mapping


@st.composite
def instants(draw: st.DrawFn, mapping: dict[str, Any]) -> datetime:
    """An instant within a few days of the mapping's special day, often on the hour."""
    near = datetime.fromisoformat(mapping["near"]).replace(tzinfo=UTC)
    seconds = st.one_of(st.integers(-120, 120).map(lambda n: n * 3600), st.integers(-432_000, 432_000))
    return near + timedelta(seconds=draw(seconds))


def stated(mapping: dict[str, Any]) -> dict[str, Any]:
    """Without the note on where it was drawn."""
    return {key: value for key, value in mapping.items() if key != "near"}
