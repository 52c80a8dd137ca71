"""Where the time of a clock went, as a sentence: on which days it counted, and what did not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from analytics.figures.wording import shown
from analytics.reports.explanation.ledger import Entry, Kind, Ledger
from analytics.reports.explanation.words import counted, day_words, length, listed, quoted

MOST_DAYS_NAMED = 3
MOST_HOLIDAYS_NAMED = 3
_SATURDAY, _SUNDAY = 5, 6


def counting(ledger: Ledger, year: int) -> str:
    """"30 minutes counted on Friday 2 October and 8 hours on Tuesday 6 October; the weekend did not count." Empty where it says nothing
    that the length alone does not: all on one day, and all of it counted."""
    days = [(day, sum(entry.counted_seconds for entry in group)) for day, group in groupby(ledger.entries, key=lambda entry: entry.day)]
    days = [(day, seconds) for day, seconds in _summed(days) if seconds]
    left_out = _left_out(ledger, year)
    if not left_out and len(days) <= 1:
        return ""
    return "; ".join(part for part in (_counted(days, year), left_out) if part) + "."


def _summed(days: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """One figure a day: a day may come twice, before and after a night that belongs to the one before."""
    sums: dict[date, int] = {}
    for day, seconds in days:
        sums[day] = sums.get(day, 0) + seconds
    return sorted(sums.items())


def _counted(days: list[tuple[date, int]], year: int) -> str:
    if not days:
        return "No time has counted"
    if len(days) <= MOST_DAYS_NAMED:
        first, *rest = days
        verb = f"{length(first[1])} counted on {day_words(first[0], year)}"
        return listed([verb, *(f"{length(seconds)} on {day_words(day, year)}" for day, seconds in rest)])
    (first_on, _), (last_on, _) = days[0], days[-1]
    total = sum(seconds for _, seconds in days)
    return f"{length(total)} counted on {counted(len(days), 'day')} from {day_words(first_on, year)} to {day_words(last_on, year)}"


def _left_out(ledger: Ledger, year: int) -> str:
    """What did not count, in the order a person would name it."""
    parts = [*_waits(ledger), *_closed_days(ledger), *_holidays(ledger, year), *_dated(ledger, year)]
    if any(entry.kind in (Kind.CLOSED, Kind.BEFORE_OPENING) and not entry.is_closed_day for entry in ledger.entries):
        parts.append("time outside opening hours")
    return f"{listed(parts)} did not count" if parts else ""


def _waits(ledger: Ledger) -> Iterator[str]:
    """Open time in which the clock stood still, by status (K6)."""
    sums: dict[tuple[Kind, str | None], int] = {}
    for entry in ledger.entries:
        if entry.kind in (Kind.PAUSED, Kind.RESOLVED) and entry.business_seconds:
            key = (entry.kind, entry.name)
            sums[key] = sums.get(key, 0) + entry.business_seconds
    for (kind, status), seconds in sums.items():
        yield f"{length(seconds)} {'in' if kind is Kind.PAUSED else 'while it was'} {quoted(status)}"


def _closed_days(ledger: Ledger) -> Iterator[str]:
    """Weekends as such; other days on which the office is closed by its number."""
    shut = sorted({entry.day for entry in ledger.entries if entry.is_closed_day})
    weekend_days = [day for day in shut if day.weekday() in (_SATURDAY, _SUNDAY)]
    weekends = len({day - timedelta(days=day.weekday() - _SATURDAY) for day in weekend_days})
    if weekends:
        yield "the weekend" if weekends == 1 else counted(weekends, "weekend")
    others = len(shut) - len(weekend_days)
    if others:
        yield f"{counted(others, 'other closed day') if weekends else counted(others, 'closed day')}"


def _holidays(ledger: Ledger, year: int) -> Iterator[str]:
    """By name and day; many by their number."""
    days = {entry.day: entry.name for entry in ledger.entries if entry.kind is Kind.HOLIDAY}
    if len(days) > MOST_HOLIDAYS_NAMED:
        yield counted(len(days), "holiday")
        return
    for day, name in sorted(days.items()):
        yield f"{shown(name)} ({day_words(day, year)})" if name else f"the closed day {day_words(day, year)}"


def _dated(ledger: Ledger, year: int) -> Iterator[str]:
    """Breaks, half days and hours of single dates."""
    words = {Kind.BREAK: "the break on", Kind.HALF_DAY: "the rest of the half day", Kind.DATED_HOURS: "the time closed on"}
    found: dict[tuple[Kind, date], Entry] = {(entry.kind, entry.day): entry for entry in ledger.entries if entry.kind in words}
    if len(found) > MOST_HOLIDAYS_NAMED:
        yield f"{len(found):,} closings of single dates"
        return
    for kind, day in found:
        yield f"{words[kind]} {day_words(day, year)}"
