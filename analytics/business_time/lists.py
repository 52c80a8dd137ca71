"""The cells of all calendars, one calendar after the other, in lists of a table of one row (see cells.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from analytics.business_time.calendar import Calendar
from analytics.business_time.cells import Int64, Windows, cell_lengths, cut_bins, cut_cells, longest_common
from analytics.business_time.zone import DAY_SECONDS, instant_of, seconds_of
from analytics.errors import CalendarNeverOpens
from analytics.vocabulary import Landing, Reading
from analytics.warehouse import Database

LONGEST = 60 * 366 * DAY_SECONDS  # 31 bits hold 68 years of seconds
USUAL = (seconds_of(datetime(1990, 1, 1)), seconds_of(datetime(2046, 1, 1)))
MOST_IDS = 100_000
FEW_CELLS = 20_000  # so few that it does not matter whether they could be fewer


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
    and bins are. They are plain arithmetic where the calendars are alike, which is faster than looking it up.
    """

    table: str
    horizon: Horizon
    base: int
    for_elapsed: frozenset[int]
    for_due: frozenset[int]
    sql: Mapping[str, str]

    @classmethod
    def built(cls, db: Database, table: str, calendars: Mapping[int, Calendar], horizon: Horizon) -> Lists:
        """Cut every calendar and write the table anew. The horizon is kept to what lists can hold."""
        horizon = horizon.with_(horizon)
        base = (horizon.first // DAY_SECONDS - 1) * DAY_SECONDS
        seconds = horizon.last - base + DAY_SECONDS
        parts = {number: _part(calendar, base, horizon, seconds) for number, calendar in calendars.items()}
        listed = {number: part for number, part in parts.items() if part.lengths}
        ids = range(min(calendars, default=1), max(calendars, default=0) + 1)
        if len(ids) > MOST_IDS:
            raise ValueError("calendar_id values lie too far apart")
        return cls(
            table=table,
            horizon=horizon,
            base=base,
            for_elapsed=frozenset(listed),
            for_due=frozenset(number for number, part in listed.items() if part.bins),
            sql=_write(db, table, listed, seconds, ids),
        )


def _part(calendar: Calendar, base: int, horizon: Horizon, seconds: int) -> _Part:
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
    if common and len(own) * seconds // common <= max(FEW_CELLS, 2 * sum(seconds // length for length in own.values())):
        return dict.fromkeys(own, common)
    return own


def _write(db: Database, table: str, listed: Mapping[int, _Part], seconds: int, ids: range) -> dict[str, str]:
    """One row: four long lists, and by calendar_id where each calendar's part of them starts and how long its cells are."""
    lengths = _lengths(listed, seconds)
    cut = {number: cut_cells(part.windows, seconds, lengths[number]) for number, part in listed.items()}
    bins = {number: part.bins for number, part in listed.items() if part.bins}
    longest = max((len(own) for _, own in bins.values()), default=0)
    lists = {
        "cells": {number: cells for number, (cells, _) in cut.items()},
        "day_numbers": {number: numbers for number, (_, numbers) in cut.items()},
        "bins": {number: np.pad(own, (0, longest - len(own))) for number, (_, own) in bins.items()},
        "day_closes": {number: part.windows.day_closes for number, part in listed.items()},
    }
    by_id = {
        "first_cell": _firsts(lists["cells"]),
        "first_bin": _firsts(lists["bins"]),
        "first_close": _firsts(lists["day_closes"]),
        "cell_seconds": lengths,
        "bin_seconds": {number: length for number, (length, _) in bins.items()},
    }
    columns = {name: _one_list([*parts.values()]) for name, parts in lists.items()}
    columns |= {name: pa.array([[values.get(number) for number in ids]], pa.list_(pa.int64())) for name, values in by_id.items()}
    db.register(f"{table}_arrow", pa.table(columns))
    db.run(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM {table}_arrow")  # noqa: S608  a name of our own
    db.unregister(f"{table}_arrow")
    return {name: _by_id_sql(name, values, ids) for name, values in by_id.items()}


def _firsts(parts: Mapping[int, Int64]) -> dict[int, int]:
    """Where each part starts in the whole list, counted from 1."""
    return dict(zip(parts, np.cumsum([1, *(len(part) for part in parts.values())]).tolist(), strict=False))


def _by_id_sql(name: str, values: Mapping[int, int], ids: range) -> str:
    """The value of a row's calendar: from the list of that name, or by arithmetic where the values are evenly apart."""
    steps = {values[number + 1] - values[number] for number in ids[:-1]} if set(values) == set(ids) else {0, 1}
    if not ids or len(steps) > 1:
        return f"lists.{name}[source.calendar_id - {ids.start - 1}]"
    step = steps.pop() if steps else 0
    return f"({values[ids.start] - step * ids.start} + {step} * source.calendar_id)" if step or "first" in name else str(values[ids.start])


def _one_list(parts: Sequence[Int64]) -> pa.Array:
    values = np.concatenate([np.zeros(0, np.int64), *parts])
    return pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), pa.array(values))
