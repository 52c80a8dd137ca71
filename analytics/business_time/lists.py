"""The cells of all calendars, one calendar after the other, in lists of a table of one row (see cells.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa

from analytics.business_time.calendar import Calendar
from analytics.business_time.cells import Int64, Windows, bits_for, cell_lengths, cut_bins, cut_cells, longest_common
from analytics.business_time.zone import DAY_SECONDS, instant_of, seconds_of
from analytics.errors import CalendarNeverOpens
from analytics.vocabulary import Landing, Reading
from analytics.warehouse import Database

LONGEST = 60 * 366 * DAY_SECONDS  # 31 bits hold 68 years of seconds
USUAL = (seconds_of(datetime(1990, 1, 1)), seconds_of(datetime(2046, 1, 1)))
MOST_IDS = 100_000
Cut = Mapping[int, tuple[int, Int64]]
FEW_CELLS = 40_000  # more cells than that cost more time, by copying, than a lookup saves


@dataclass(frozen=True)
class Horizon:
    """Instants first … last (UTC seconds, included), and the greatest targets that start in it."""

    first: int
    last: int
    most_seconds: int = 0
    most_days: int = 0

    def covers(self, other: Horizon) -> bool:
        """Whether nothing of the other lies beyond this one."""
        instants = self.first <= other.first and other.last <= self.last
        return instants and other.most_seconds <= self.most_seconds and other.most_days <= self.most_days

    def with_(self, other: Horizon) -> Horizon:
        """Both, with the instants kept to what lists can hold: the usual years where the whole is longer than two generations."""
        first, last = min(self.first, other.first), max(self.last, other.last)
        if last - first > LONGEST:
            first, last = max(first, USUAL[0]), max(USUAL[0], min(last, USUAL[1]))
        return Horizon(first, last, max(self.most_seconds, other.most_seconds), max(self.most_days, other.most_days))


@dataclass(frozen=True)
class _Part:
    """What one calendar adds to the lists. `bins` is None where the calendar does not open for long enough after the horizon."""

    windows: Windows
    lengths: list[int]
    bins: tuple[int, Int64] | None


@dataclass(frozen=True)
class Lists:
    """What stands in the table. `for_elapsed` and `for_due`: the calendars whose rows can be looked up.

    `sql` holds expressions over `source` and `lists`, by name: where a row's calendar starts in the lists, and how long its cells
    and bins are; plain arithmetic where the calendars are alike, which is faster than looking it up. `cells` and `bins` are the
    lists of each calendar, after the length of one.
    """

    table: str
    horizon: Horizon
    base: int
    bits: int
    for_elapsed: frozenset[int]
    for_due: frozenset[int]
    cells: Cut = field(repr=False)
    bins: Cut = field(repr=False)
    sql: Mapping[str, str]

    @classmethod
    def built(cls, db: Database, table: str, calendars: Mapping[int, Calendar], horizon: Horizon) -> Lists:
        """Cut every calendar and write the table. The horizon is kept to what lists can hold."""
        horizon = horizon.with_(horizon)
        base = (horizon.first // DAY_SECONDS - 1) * DAY_SECONDS
        seconds = horizon.last - base + DAY_SECONDS
        parts = {number: _part(calendar, base, horizon, seconds) for number, calendar in calendars.items()}
        listed = {number: part for number, part in parts.items() if part.lengths}
        ids = range(min(calendars, default=1), max(calendars, default=0) + 1)
        if len(ids) > MOST_IDS:
            raise ValueError("calendar_id values lie too far apart")
        lengths = _lengths(listed, seconds)
        cut = {number: cut_cells(part.windows, seconds, lengths[number]) for number, part in listed.items()}
        bins = {number: part.bins for number, part in listed.items() if part.bins}
        days = {number: (numbers, listed[number].windows.day_closes) for number, (_, numbers) in cut.items()}
        cells = {number: (lengths[number], own) for number, (own, _) in cut.items()}
        sql = _write(db, table, cells, bins, days, ids)
        return cls(table, horizon, base, bits_for(seconds), frozenset(cells), frozenset(bins), cells, bins, sql)


def _part(calendar: Calendar, base: int, horizon: Horizon, seconds: int) -> _Part:
    calendar.timeline(base, base + seconds)  # in one piece, rather than from its end backwards
    end = _end(calendar, horizon)
    last = max(end or 0, base + seconds)
    windows = Windows.of(calendar.timeline(base, last), base)
    fits = end is not None and end - base < LONGEST + 6 * 366 * DAY_SECONDS
    return _Part(windows, cell_lengths(windows, seconds), cut_bins(windows) if fits else None)


def _end(calendar: Calendar, horizon: Horizon) -> int | None:
    """The latest due of the horizon (UTC seconds); None where the calendar does not open for so long."""
    last = instant_of(horizon.last)
    try:
        due = calendar.due_at(last, max(horizon.most_seconds, 1), Landing.NEXT_OPENING)
        day = calendar.due_after_business_days(last, max(horizon.most_days, 1), Reading.CLOSE_OF_DAY_OPENED)
    except CalendarNeverOpens:
        return None
    return seconds_of(max(due, day)) + DAY_SECONDS


def _lengths(listed: Mapping[int, _Part], seconds: int) -> dict[int, int]:
    """The cell length of each calendar: the same for all, where that does not make many more cells."""
    own = {number: part.lengths[0] for number, part in listed.items()}
    common = longest_common([part.lengths for part in listed.values()])
    if common and len(own) * seconds // common <= FEW_CELLS + sum(seconds // length for length in own.values()):
        return dict.fromkeys(own, common)
    return own


def _write(db: Database, table: str, cells: Cut, bins: Cut, days: Mapping[int, tuple[Int64, Int64]], ids: range) -> dict[str, str]:
    """One row: four long lists, and by calendar_id where each calendar's part of them starts and how long its cells are."""
    cell_list, cell_firsts, first_cell = _placed({number: own for number, (_, own) in cells.items()}, "first_cell", ids)
    day_list, _, _ = _placed({number: numbers for number, (numbers, _) in days.items()}, "first_cell", ids)
    bin_list, bin_firsts, first_bin = _placed({number: own for number, (_, own) in bins.items()}, "first_bin", ids)
    close_list, close_firsts, first_close = _placed({number: closes for number, (_, closes) in days.items()}, "first_close", ids)
    cell_seconds, bin_seconds = ({number: length for number, (length, _) in cut.items()} for cut in (cells, bins))
    long_lists = {"cells": cell_list, "day_numbers": day_list, "bins": bin_list, "day_closes": close_list}
    by_id = {"first_cell": cell_firsts, "first_bin": bin_firsts, "first_close": close_firsts}
    by_id |= {"cell_seconds": cell_seconds, "bin_seconds": bin_seconds}
    columns = {name: pa.ListArray.from_arrays(pa.array([0, len(own)], pa.int32()), pa.array(own)) for name, own in long_lists.items()}
    columns |= {name: pa.array([[values.get(number) for number in ids]], pa.list_(pa.int32())) for name, values in by_id.items()}
    db.register(f"{table}_arrow", pa.table(columns))
    db.run(f"CREATE TEMP TABLE {table} AS SELECT * FROM {table}_arrow")  # noqa: S608  a name of our own
    db.unregister(f"{table}_arrow")
    return {
        "first_cell": first_cell,
        "first_bin": first_bin,
        "first_close": first_close,
        "cell_seconds": _length_sql("cell_seconds", cell_seconds, ids),
        "bin_seconds": _length_sql("bin_seconds", bin_seconds, ids),
    }


def _placed(parts: Mapping[int, Int64], name: str, ids: range) -> tuple[Int64, dict[int, int], str]:
    """The parts in one list, where each starts (counted from 1), and that as SQL.

    Evenly spaced, so that the SQL is arithmetic, which is faster than a lookup; one after the other, and looked up, where the gaps would
    make the list much longer.
    """
    longest, total = max((len(own) for own in parts.values()), default=0), sum(len(own) for own in parts.values())
    if longest * len(ids) > total + FEW_CELLS:
        firsts = dict(zip(parts, np.cumsum([1, *(len(own) for own in parts.values())]).tolist(), strict=False))
        return np.concatenate([*parts.values()]), firsts, _by_id_sql(name, ids)
    firsts = {number: 1 + (number - ids.start) * longest for number in parts}
    values = np.zeros(longest * len(ids), dtype=np.int64)
    for number, own in parts.items():
        values[firsts[number] - 1 :][: len(own)] = own
    return values, firsts, f"({1 - longest * ids.start} + {longest} * source.calendar_id)"


def _length_sql(name: str, lengths: Mapping[int, int], ids: range) -> str:
    """The length of a row's cells: one number where it is the same for all."""
    same = set(lengths.values())
    return str(same.pop()) if len(same) == 1 else _by_id_sql(name, ids)


def _by_id_sql(name: str, ids: range) -> str:
    return f"lists.{name}[source.calendar_id - {ids.start - 1}]"
