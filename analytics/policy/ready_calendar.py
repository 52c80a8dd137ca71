"""A calendar as stated, made ready to count: its public holidays are written out once, by day and name, and are data from then on.

From here no calendar of a policy asks the holidays library again, so an upgrade of it cannot rewrite what a ticket was judged by (C2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from analytics.business_time import Calendar
from analytics.business_time.rules.public_holidays import HolidayList
from analytics.errors import CalendarRefused
from analytics.policy.calendar_section import HALF_DAY, StatedCalendar
from analytics.policy.section import Section

FIRST_HOLIDAY_YEAR, LAST_HOLIDAY_YEAR = 1970, 2100


def ready(stated: StatedCalendar, section: Section) -> Calendar | None:
    """The calendar, with the holidays of 1970–2100 written out; None, with the problems noted, where business time refuses it."""
    mapping = {"name": stated.name, **stated.mapping}
    if "public_holidays" in mapping:
        wanted = mapping.pop("public_holidays")
        public = section.section("public_holidays")
        mapping["holidays"] = {**_listed(wanted, wanted.get("categories", ()), public, "country"), **mapping.get("holidays", {})}
        if "half_days_close" in wanted:
            closing = dict.fromkeys(_listed(wanted, (HALF_DAY,), public, "half_days_close"), wanted["half_days_close"])
            mapping["half_days"] = {**closing, **mapping.get("half_days", {})}
    try:
        return Calendar.from_mapping(mapping)
    except CalendarRefused as refused:
        for key, found, allowed in refused.problems:
            section.note(key, found, f"write {allowed}")
        return None


def day_seconds(calendar: Calendar) -> int | None:
    """Seconds of one business day (P2); None where its weekdays differ in length and it does not say."""
    try:
        return calendar.day_seconds
    except CalendarRefused:
        return None


def _listed(wanted: Mapping[str, Any], categories: tuple[str, ...], section: Section, key: str) -> dict[str, str]:
    """Day → name of the library's list. A list without any day is a problem: it would be asked for in vain, and silently."""
    holidays = HolidayList(wanted["country"], wanted.get("subdivision"), tuple(categories), wanted["observed"])
    years = range(FIRST_HOLIDAY_YEAR, LAST_HOLIDAY_YEAR + 1)
    days = {date.fromordinal(day).isoformat(): name for year in years for day, name in sorted(holidays.in_year(year).items())}
    if not days:
        section.note(key, f"the library lists no such day for {wanted['country']}", "write the days yourself, in closed_days or half_days")
    return days
