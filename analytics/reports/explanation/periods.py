"""A ledger in its compact form: a row a day, or a week or a month for clocks that ran long. Every sum stays exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from analytics.reports.explanation.ledger import Entry, Kind, Ledger
from analytics.reports.explanation.words import WEEKDAYS, why

MOST_DAYS, MOST_WEEKS = 45, 60


@dataclass(frozen=True)
class Period:
    """Local days of the calendar's zone, both included, by the day an entry belongs to; a pause is in the period it began in.

    paused_business_seconds: open time that did not count because the clock stood still (K6). `not_counted`: why time did not count.
    """

    grain: str
    from_on: date
    to_on: date
    counted_seconds: int
    paused_business_seconds: int
    calendar_seconds: int
    is_past_due: bool
    not_counted: tuple[str, ...]


def condensed(ledger: Ledger) -> list[Period]:
    """Rows by day up to MOST_DAYS of them, then by ISO week (T4) up to MOST_WEEKS, then by month.

    A row never reaches over the due instant, so that the sum of those before it is the target.
    """
    for grain, most in (("day", MOST_DAYS), ("week", MOST_WEEKS), ("month", None)):
        rows = list(_rows(ledger, grain))
        if most is None or len(rows) <= most:
            return rows
    return []


def _rows(ledger: Ledger, grain: str) -> Iterator[Period]:
    for _, group in groupby(ledger.entries, key=lambda entry: (entry.is_past_due, _period(entry.day, grain))):
        entries = list(group)
        still = [entry for entry in entries if entry.kind in (Kind.PAUSED, Kind.RESOLVED)]
        yield Period(
            grain=grain,
            from_on=entries[0].day,
            to_on=entries[-1].day,
            counted_seconds=sum(entry.counted_seconds for entry in entries),
            paused_business_seconds=sum(entry.business_seconds for entry in still),
            calendar_seconds=sum(entry.seconds for entry in entries),
            is_past_due=entries[0].is_past_due,
            not_counted=tuple(dict.fromkeys(_short(entry) for entry in entries if not entry.counted_seconds)),
        )


def _short(entry: Entry) -> str:
    return f"closed on {WEEKDAYS[entry.day.weekday()]}" if entry.is_closed_day else why(entry)


def _period(day: date, grain: str) -> tuple[int, ...]:
    if grain == "week":
        return day.isocalendar()[:2]
    return (day.year, day.month) if grain == "month" else (day.toordinal(),)
