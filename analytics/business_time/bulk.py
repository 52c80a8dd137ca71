"""Business time of whole relations: elapsed and due for every row, for any number of calendars at once.

The calendars' cells (see cells.py) stand in lists in a table of one row (lists.py). A row's instant gives the number of a cell, the
cell gives the business time; a due takes one more lookup, from business time back to an instant. The relation's own bounds are read
first, and the lists made longer where they do not reach (C7); the few rows that are too far out for lists are counted by the
calendars themselves (far.py). In SQL the lookups come before any join: in one SELECT with a join DuckDB copies the lists per row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analytics.business_time.calendar import Calendar
from analytics.business_time.far import Seconds, far_due, far_elapsed
from analytics.business_time.lists import Horizon, Lists
from analytics.business_time.plain_tables import write_plain_tables
from analytics.business_time.zone import instant_of, seconds_of
from analytics.errors import UnknownWord
from analytics.vocabulary import Landing, Reading
from analytics.warehouse import Database

if TYPE_CHECKING:
    import pandas

HERE = Path(__file__).parent
WORDS = {"reading": "elapsed", "landing": "closing"}
_numbers = count(1)


class BusinessTime:
    """Business time over a writable Database (temporary tables), for any number of calendars.

    `calendars` by calendar_id; `first_at` and `last_at` are naive UTC instants between which most of the rows lie: a first size,
    not a limit. Instants in relations are TIMESTAMP in UTC, sub-seconds are cut (T1). One object, one thread, as its Database.
    A relation is a table's name or a SELECT in brackets; its bounds are read before it is counted. The landings are cheapest to
    read where all rows say the same, or where the column is an ENUM.
    """

    def __init__(self, db: Database, calendars: Mapping[int, Calendar], first_at: datetime, last_at: datetime) -> None:
        self._db = db
        self._calendars = dict(calendars)
        horizon = Horizon(seconds_of(first_at), max(seconds_of(first_at), seconds_of(last_at)))
        self._lists = Lists.built(db, _new_table(), self._calendars, horizon)
        db.run_file(HERE / "business_seconds.sql")

    def elapsed(self, source: str, target: str) -> None:
        """Create the temporary table `target`: all columns of the relation `source`, and elapsed_seconds BIGINT (C3).

        `source` has calendar_id INTEGER, started_at TIMESTAMP, stopped_at TIMESTAMP. elapsed_seconds is NULL where one of the
        three is NULL, and where the stop is before the start (C6). Raises ValueError for a calendar_id that is not known.
        """
        self._db.run(f"CREATE OR REPLACE TEMP TABLE {target} AS {self.elapsed_sql(source)}")

    def due(self, source: str, target: str) -> None:
        """Create the temporary table `target`: all columns of the relation `source`, and due_at TIMESTAMP (C5, P2).

        `source` has calendar_id INTEGER, started_at TIMESTAMP, target_seconds BIGINT, target_days INTEGER, reading and landing
        (VARCHAR or ENUM, words of the vocabulary; NULL: "elapsed", "closing"). A row's target is its target_seconds, else its
        target_days by its reading; due_at is NULL where there is neither, or no calendar or start. A target of 0 seconds is due
        at the start ("closing") or at the first open instant from there ("next_opening"), as in `Calendar.due_at`. Raises
        CalendarNeverOpens where a row needs a due of a calendar that does not open for so long, CalendarRefused where it needs a
        business day that the calendar does not state, UnknownWord for other words, ValueError for a calendar_id
        that is not known and for a target below 0 seconds or 1 day.
        """
        self._db.run(f"CREATE OR REPLACE TEMP TABLE {target} AS {self.due_sql(source)}")

    def elapsed_sql(self, source: str, bounded_by: str | None = None) -> str:
        """The same as a SELECT, for use in a larger statement without a table between. It holds for the rows that `source` has now.

        `bounded_by`: a relation with the same columns whose values bound those of `source`, and have all its words; its bounds are then
        read there, and `source`, which may be dear to read, is not read for them.
        """
        instants = ("started_at", "stopped_at")
        asked = self._asked(bounded_by or source, instants)
        far = self._far(asked, instants, self._lists.for_elapsed)
        near = self._filled("elapsed.sql", source, far, {})
        if not far:
            return near
        found = self._db.frame(
            f"SELECT DISTINCT calendar_id, started_at, stopped_at FROM {source}"  # noqa: S608
            f" WHERE {far} AND calendar_id IS NOT NULL AND stopped_at >= started_at"
        )
        found["elapsed_seconds"] = self._counted(found, far_elapsed)
        return self._with_far(near, source, far, found)

    def due_sql(self, source: str, bounded_by: str | None = None) -> str:
        """`due` as a SELECT, as `elapsed_sql` is of `elapsed`."""
        asked = self._asked(bounded_by or source, ("started_at",), targets=True)
        early = self._early_sql(bounded_by or source)
        if not asked.has_targets:
            return f"SELECT *, CAST(NULL AS TIMESTAMP) AS due_at FROM {source} AS source"  # noqa: S608
        far = self._far(asked, ("started_at",), self._lists.for_due)
        near = self._filled("due.sql", source, far, _due_parts(early, asked))
        if not far:
            return near
        words = ", ".join(f"coalesce(CAST({key} AS VARCHAR), '{word}') AS {key}" for key, word in WORDS.items())
        columns = f"calendar_id, started_at, target_seconds, target_days, {words}"
        some = "calendar_id IS NOT NULL AND started_at IS NOT NULL AND (target_seconds IS NOT NULL OR target_days IS NOT NULL)"
        found = self._db.frame(f"SELECT DISTINCT {columns} FROM {source} WHERE {far} AND {some}")  # noqa: S608
        found["due_at"] = (self._counted(found, far_due) * 1_000_000).astype("datetime64[us]")
        return self._with_far(near, source, far, found)

    def reaches(self, bounds: str) -> bool:
        """Whether the lists hold all that a relation (columns of both `elapsed` and `due`) spans: no row within it is too far out."""
        spans = self._far(self._asked(bounds, ("started_at", "stopped_at")), ("started_at", "stopped_at"), self._lists.for_elapsed)
        return not spans and not self._far(self._asked(bounds, ("started_at",), targets=True), ("started_at",), self._lists.for_due)

    def write_plain_tables(self, prefix: str = "business") -> None:
        """Create the temporary tables `prefix`_calendars, _cells and _bins: the lists as plain tables of integers.

        elapsed_by_join.sql and due_by_join.sql count over these with equi-joins and CASE only, for engines without lists. They
        reach as far as the lists do now.
        """
        write_plain_tables(self._db, self._lists, prefix)

    def _asked(self, source: str, instants: Sequence[str], targets: bool = False) -> _Asked:
        """The relation's own bounds; the lists are built anew where they do not cover them (C7)."""
        columns = ["calendar_id", *instants, *(("target_seconds", "target_days") if targets else ())]
        bounds = ", ".join(f"min({column}), max({column})" for column in columns)
        least_id, most_id, *found = self._db.rows(f"SELECT {bounds} FROM {source}")[0]  # noqa: S608
        self._known(source, least_id, most_id)
        times = [seconds_of(value) for value in found if isinstance(value, datetime)]
        least_seconds, most_seconds, least_days, most_days = found[-4:] if targets else (None, None, None, None)
        if (least_seconds or 0) < 0 or (1 if least_days is None else least_days) < 1:
            raise ValueError("a target is negative, or less than one business day")
        day_seconds = self._day_seconds(source) if most_days else {}
        most_seconds = max(most_seconds or 0, (most_days or 0) * max(day_seconds.values(), default=0))
        held = self._lists.horizon
        horizon = Horizon(min(times, default=held.first), max(times, default=held.last), most_seconds, most_days or 0)
        if not held.covers(wanted := held.with_(horizon)):
            self._lists = Lists.built(self._db, _new_table(), self._calendars, wanted)
        has_targets = least_seconds is not None or most_days is not None
        return _Asked(horizon, has_targets, least_seconds == 0, most_days is not None, day_seconds)

    def _known(self, source: str, least_id: int | None, most_id: int | None) -> None:
        if least_id is None or most_id is None or all(n in self._calendars for n in range(least_id, most_id + 1)):
            return
        found = self._db.rows(f"SELECT DISTINCT calendar_id FROM {source} WHERE calendar_id IS NOT NULL")  # noqa: S608
        unknown = sorted({number for (number,) in found} - set(self._calendars))
        if unknown:
            raise ValueError(f"calendar_id {unknown[0]} is not among the calendars given")

    def _day_seconds(self, source: str) -> dict[int, int]:
        """What a business day is worth by the calendars that need to know: rows with days read as elapsed. Raises as they do."""
        elapsed = "target_seconds IS NULL AND target_days IS NOT NULL AND coalesce(CAST(reading AS VARCHAR), 'elapsed') = 'elapsed'"
        words = self._db.rows(f"SELECT DISTINCT CAST(reading AS VARCHAR) FROM {source} WHERE target_days IS NOT NULL")  # noqa: S608
        for word in {word for (word,) in words if word is not None} - set(Reading):
            raise UnknownWord("reading", word, Reading)
        used = self._db.rows(f"SELECT DISTINCT calendar_id FROM {source} WHERE calendar_id IS NOT NULL AND {elapsed}")  # noqa: S608
        return {number: self._calendars[number].seconds_of_days(1) for (number,) in used}

    def _early_sql(self, source: str) -> str:
        """1 where the landing is "closing". Comparing words costs more than counting, so it is left out where all rows say the same."""
        closing, opening = Landing.CLOSING.value, Landing.NEXT_OPENING.value
        neither = f"landing <> '{closing}' AND landing <> '{opening}'"
        for (word,) in self._db.rows(f"SELECT CAST(landing AS VARCHAR) FROM {source} WHERE {neither} LIMIT 1"):  # noqa: S608
            raise UnknownWord("landing", word, Landing)
        if not self._db.rows(f"SELECT 1 FROM {source} WHERE landing = '{opening}' LIMIT 1"):  # noqa: S608
            return "1"
        others = self._db.rows(f"SELECT 1 FROM {source} WHERE landing IS DISTINCT FROM '{opening}' LIMIT 1")  # noqa: S608
        return f"CASE WHEN landing = '{opening}' THEN 0 ELSE 1 END" if others else "0"

    def _far(self, asked: _Asked, instants: Sequence[str], listed: frozenset[int]) -> str:
        """The condition of the rows that the lists do not reach; empty where they reach all."""
        held, conditions = self._lists.horizon, []
        unlisted = sorted(set(self._calendars) - listed)
        if unlisted:
            conditions.append(f"calendar_id IN ({', '.join(map(str, unlisted))})")
        for instant in instants:
            if asked.horizon.first < held.first:
                conditions.append(f"{instant} < TIMESTAMP '{_text(held.first)}'")
            if asked.horizon.last > held.last:
                conditions.append(f"{instant} >= TIMESTAMP '{_text(held.last + 1)}'")
        return f"coalesce({' OR '.join(conditions)}, FALSE)" if conditions else ""

    def _filled(self, file: str, source: str, far: str, parts: Mapping[str, str]) -> str:
        lists = self._lists
        near = f"WHERE NOT ({far})" if far else ""
        names = {"source": source, "lists": lists.table, "near": near, "base": f"TIMESTAMP '{_text(lists.base)}'"}
        names["bits"] = str(lists.bits)
        filled = {name: part.format(**lists.sql, bits=lists.bits) for name, part in parts.items()}
        return (HERE / file).read_text(encoding="utf-8").format(**names, **lists.sql, **filled)

    def _counted(self, rows: pandas.DataFrame, count_far: Callable[[Calendar, pandas.DataFrame], Seconds]) -> Seconds:
        counted = np.zeros(len(rows), dtype=np.int64)
        for number in rows["calendar_id"].unique():
            chosen = (rows["calendar_id"] == number).to_numpy()
            counted[chosen] = count_far(self._calendars[int(number)], rows[chosen])
        return counted

    def _with_far(self, near: str, source: str, far: str, found: pandas.DataFrame) -> str:
        """The rows that were looked up, and with them the far ones, whose answers are kept in a table of their own."""
        table, (*keys, answer) = _new_table(), found.columns
        self._db.register("business_time_found", found)
        self._db.run(f"CREATE TEMP TABLE {table} AS SELECT * FROM business_time_found")  # noqa: S608
        self._db.unregister("business_time_found")
        same = " AND ".join(_same(key) for key in keys)
        rows = f"(SELECT * FROM {source} WHERE {far})"  # noqa: S608
        joined = f"SELECT source.*, found.{answer} FROM {rows} AS source LEFT JOIN {table} AS found ON {same}"  # noqa: S608
        return f"SELECT * FROM ({near}) UNION ALL SELECT * FROM ({joined})"  # noqa: S608


@dataclass(frozen=True)
class _Asked:
    """What a relation asks for: its bounds, whether there are targets, some of 0 seconds, some in days, and what those are worth."""

    horizon: Horizon
    has_targets: bool = False
    has_zero: bool = False
    has_days: bool = False
    day_seconds: Mapping[int, int] | None = None


def _due_parts(early: str, asked: _Asked) -> dict[str, str]:
    """The parts of due.sql; those for targets of no seconds and for business days only where a row has some."""
    second = "_goal - _early - (_goal - _early) // _bin_seconds * _bin_seconds"
    next_bin = "_bins[_first_bin + (_goal - _early) // _bin_seconds + 1]"
    due = f"_goal + (CASE WHEN {second} >= (_bin & 4294967295) THEN {next_bin} ELSE _bin END >> 32)"
    if asked.has_zero:
        due = f"CASE WHEN _goal > _passed OR _early = 0 THEN {due} ELSE _start END"
    parts = {"early": early, "target_seconds": "target_seconds", "due": due, "day": "NULL", "day_close": "NULL", "day_seconds": "NULL"}
    if not asked.has_days:
        return parts
    number = "(_day >> 32) + CASE WHEN _second >= (_day & 4294967295) THEN 1 ELSE 0 END"
    is_open = "_second >= opens_second(_cell, {bits}) AND _second < closes_second(_cell, {bits})"
    today = f"CASE WHEN reading = 'close_of_day_received' AND NOT ({is_open}) THEN 1 ELSE 0 END"
    worth = " ".join(f"WHEN {number} THEN {seconds}" for number, seconds in (asked.day_seconds or {}).items())
    in_seconds = "CASE WHEN coalesce(reading, 'elapsed') = 'elapsed' THEN target_days * _day_seconds END"
    return parts | {
        "target_seconds": f"coalesce(target_seconds, {in_seconds})",
        "due": f"CASE WHEN _goal IS NULL THEN _day_closes[_first_close + {number} + target_days - {today}] ELSE {due} END",
        "day": "_day_numbers[_first_cell + _start // _cell_seconds]",
        "day_close": "{first_close}",
        "day_seconds": f"CASE source.calendar_id {worth} END" if worth else "NULL",
    }


def _new_table() -> str:
    """A name of its own for every table: a SELECT that was given away goes on reading the one it was written for."""
    return f"business_time_{next(_numbers)}"


def _same(key: str) -> str:
    if key in WORDS:
        return f"coalesce(CAST(source.{key} AS VARCHAR), '{WORDS[key]}') = found.{key}"
    return f"source.{key} IS NOT DISTINCT FROM found.{key}"


def _text(seconds: int) -> str:
    return str(instant_of(seconds).replace(tzinfo=None))
