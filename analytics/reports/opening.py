"""Support hours as a week of the reporting zone, so that a figure by weekday and hour can outline them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from analytics.business_time import Calendar

HOURS = 24


@dataclass(frozen=True)
class Opening:
    """The plain week of a calendar: windows of (weekday 0 to 6, first hour, last hour), hours with fractions, of the reporting zone.

    tiers: whose hours they are. always: open at every hour, so there is nothing to outline.
    """

    tiers: tuple[str, ...]
    windows: tuple[tuple[int, float, float], ...]

    @property
    def always(self) -> bool:
        """Whether it is open around the clock."""
        return sum(last - first for _, first, last in self.windows) >= 7 * HOURS


def openings(calendars: Mapping[str, Mapping[str, Any]], zone: str, on: date, tiers: Iterable[str | None] = ()) -> tuple[Opening, ...]:
    """The different weeks of the tiers' calendars (those of `tiers`; all where none is named), as they stand in the week of `on`.

    A week is what the calendar says when nothing special happens: holidays and dates of their own are not in it.
    """
    wanted = set(tiers)
    found: dict[tuple[tuple[int, float, float], ...], list[str]] = {}
    for tier, mapping in calendars.items():
        if not wanted or tier in wanted:
            found.setdefault(_week(Calendar.from_mapping(mapping), zone, on), []).append(tier)
    return tuple(Opening(tuple(names), windows) for windows, names in found.items())


def _week(calendar: Calendar, zone: str, on: date) -> tuple[tuple[int, float, float], ...]:
    monday = on - timedelta(days=on.weekday())
    own, shown = ZoneInfo(calendar.tz), ZoneInfo(zone)
    windows: set[tuple[int, float, float]] = set()
    for weekday, hours in enumerate(calendar.parts.weekly.days):
        midnight = datetime.combine(monday + timedelta(days=weekday), time(), own)
        for opens, closes in hours.windows:
            # On the wall's clock, as the policy is written.
            first, last = ((midnight + timedelta(seconds=second)).astimezone(shown) for second in (opens, closes))
            windows.update(_by_day(first, last))
    return tuple(_joined(sorted(windows)))


def _by_day(first: datetime, last: datetime) -> Iterator[tuple[int, float, float]]:
    """A stretch cut at midnights."""
    while first < last:
        midnight = datetime.combine(first.date() + timedelta(days=1), time(), first.tzinfo)
        end = min(last, midnight)
        yield first.weekday(), _hour(first), HOURS if end == midnight else _hour(end)
        first = midnight


def _hour(at: datetime) -> float:
    return at.hour + at.minute / 60 + at.second / 3600


def _joined(windows: Iterable[tuple[int, float, float]]) -> Iterator[tuple[int, float, float]]:
    last: tuple[int, float, float] | None = None
    for window in windows:
        if last and last[0] == window[0] and window[1] <= last[2]:
            last = (last[0], last[1], max(last[2], window[2]))
            continue
        if last:
            yield last
        last = window
    if last:
        yield last
