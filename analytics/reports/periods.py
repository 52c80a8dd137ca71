"""Periods by name, reckoned from what the store knows and never from the wall clock (T3, T4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from analytics.figures.months import every_month, month_key, shifted
from analytics.figures.wording import month_name

ALL = "All time"
PRESETS: Mapping[str, tuple[int, int] | None] = {
    ALL: None,
    "This month": (0, 0),
    "Last month": (-1, -1),
    "Last 3 months": (-2, 0),
    "Last 6 months": (-5, 0),
    "Last 12 months": (-11, 0),
}

NO_COMPARISON, PERIOD_BEFORE, YEAR_BEFORE = "Nothing", "Period before", "A year before"
COMPARISONS = (NO_COMPARISON, PERIOD_BEFORE, YEAR_BEFORE)


@dataclass(frozen=True)
class Period:
    """Inclusive days of the reporting zone (T4), open at an end where None, and its name in words."""

    name: str
    from_on: date | None = None
    to_on: date | None = None


def months_of(period: Period) -> list[str]:
    """The months of a span of whole months, oldest first; none of all time."""
    return every_month([month_key(period.from_on), month_key(period.to_on)]) if period.from_on and period.to_on else []


def local_day(at: datetime, zone: str) -> date:
    """The day of a UTC instant without zone, in the reporting zone."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def month_of(month: str) -> Period:
    """All days of the month `2026-10`."""
    first = date.fromisoformat(f"{month}-01")
    return Period(month_name(month), first, date.fromisoformat(f"{shifted(month, 1)}-01") - timedelta(days=1))


def span_of(first: str, last: str) -> Period:
    """All days from the first of one month to the last of another, both `2026-10`."""
    name = month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"
    return Period(name, month_of(first).from_on, month_of(last).to_on)


def named_period(name: str, as_of: datetime | None, zone: str) -> Period:
    """A preset or a month `2026-10`, seen from the latest `as_of` (UTC). "Last 3 months" is the month of `as_of` and the two before."""
    span = PRESETS.get(name)
    if name not in PRESETS:
        return month_of(name)
    if span is None or as_of is None:
        return Period(ALL)
    now = month_key(local_day(as_of, zone))
    return span_of(shifted(now, span[0]), shifted(now, span[1]))


def compared_period(period: Period, comparison: str) -> Period | None:
    """The months that a span of whole months is compared with: as many just before it, or the same ones a year before.

    None where nothing is to be compared, or all time, which has nothing before it.
    """
    if comparison == NO_COMPARISON or period.from_on is None or period.to_on is None:
        return None
    first, last = month_key(period.from_on), month_key(period.to_on)
    months = (period.to_on.year - period.from_on.year) * 12 + period.to_on.month - period.from_on.month + 1
    back = -12 if comparison == YEAR_BEFORE else -months
    return span_of(shifted(first, back), shifted(last, back))


def is_closed(month: str, as_of: Mapping[str, datetime], zone: str) -> bool:
    """A month is closed when every source's `as_of` has passed its end (T3)."""
    first_of_next = date.fromisoformat(f"{shifted(month, 1)}-01")
    return bool(as_of) and all(local_day(at, zone) >= first_of_next for at in as_of.values())
