"""US federal holidays with their observed days (C2), by rule: the generator's own reading, checked against a library in its tests."""

from __future__ import annotations

from datetime import date, timedelta

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
JUNETEENTH_SINCE = 2021


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _observed(day: date) -> set[date]:
    """A fixed day and the working day that stands in for it when it falls on a weekend."""
    if day.weekday() == SATURDAY:
        return {day, day - timedelta(days=1)}
    if day.weekday() == SUNDAY:
        return {day, day + timedelta(days=1)}
    return {day}


def _of_year(year: int) -> set[date]:
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= JUNETEENTH_SINCE:
        fixed.append(date(year, 6, 19))
    closed = set().union(*(_observed(day) for day in fixed))
    last_of_may = date(year, 5, 31)
    return closed | {
        _nth(year, 1, MONDAY, 3),
        _nth(year, 2, MONDAY, 3),
        last_of_may - timedelta(days=last_of_may.weekday()),
        _nth(year, 9, MONDAY, 1),
        _nth(year, 10, MONDAY, 2),
        _nth(year, 11, THURSDAY, 4),
    }


def federal_closed_days(first_on: date, last_on: date) -> frozenset[date]:
    """Days between the two (inclusive) on which the Standard desk is closed; observed days and the days themselves."""
    years = range(first_on.year - 1, last_on.year + 2)
    closed: set[date] = set().union(*(_of_year(year) for year in years))
    return frozenset(day for day in closed if first_on <= day <= last_on)
