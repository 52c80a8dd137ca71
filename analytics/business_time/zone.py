"""Zones: a local time read as UTC (T2), and UTC shown as a local day, weekday and hour (T4). One value at a time, and in bulk as SQL.

Zones come from the pinned `tzdata` package, never from the machine, so that the same file gives the same instants everywhere.
A local time in a spring gap is read with the offset before the change; in a repeated autumn hour it is the first occurrence.

In bulk, a `ZoneReading` writes SQL *expressions*: a search tree of CASE over the zone's offset changes. They need no table, no
cross join and no second pass, so any number of columns, of any number of zones, is read in one SELECT:

    chicago = ZoneReading.over(db, "America/Chicago", "staging", ["created_text_at", "solved_text_at"])
    db.run(f'''
        CREATE TEMP TABLE read AS SELECT
            {chicago.utc_sql("created_text_at")}  AS created_at,      -- TIMESTAMP in UTC; NULL in, NULL out
            {chicago.utc_sql("solved_text_at")}   AS solved_at,
            {chicago.gap_sql("created_text_at")}  AS created_in_gap,  -- BOOLEAN: this local time did not exist
            {chicago.repeat_sql("created_text_at")} AS created_in_repeat  -- BOOLEAN: it happened twice; the first was taken
        FROM staging''')
    {chicago.local_sql("created_at")}    TIMESTAMP, the wall clock of the zone (from a UTC column)
    {chicago.day_sql("created_at")}      DATE of the zone
    {chicago.weekday_sql("created_at")}  TINYINT, ISO: 1 = Monday (T4, K8)
    {chicago.hour_sql("created_at")}     TINYINT, 0..23

A column given to these must be a plain column name or a cheap expression: it is repeated in the tree. `ZoneReading(zone, first, last)`
is exact for every TIMESTAMP from `first` to `last` (either side local or UTC); `over` finds them from the columns themselves and takes
`infinity` for no instant.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo

from analytics.errors import UnknownWord
from analytics.warehouse import Database

DAY_SECONDS = 86_400
EPOCH = datetime(1970, 1, 1)
UTC_EPOCH = EPOCH.replace(tzinfo=UTC)
FIRST_INSTANT = int((datetime(1, 1, 3) - EPOCH).total_seconds())
LAST_INSTANT = int((datetime(9999, 12, 29) - EPOCH).total_seconds())


@cache
def zone_names() -> frozenset[str]:
    """Every zone name of the pinned tzdata, without the one that means "not set"."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()) - {"Factory"}


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name, from the pinned tzdata. Raises UnknownWord with the nearest name."""
    if name not in zone_names():
        raise UnknownWord("time zone", name, [n for n in zone_names() if "/" in n or n == "UTC"])
    with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


class OffsetChange(NamedTuple):
    """At the UTC second `at` the zone's offset goes from `before` to `after` (seconds east of UTC)."""

    at: int
    before: int
    after: int


def seconds_of(instant: datetime) -> int:
    """Whole seconds since 1970 of an aware instant, or of a naive one taken as it stands; sub-seconds are cut (T1)."""
    passed = instant - (UTC_EPOCH if instant.tzinfo else EPOCH)
    return passed.days * DAY_SECONDS + passed.seconds


def instant_of(seconds: int) -> datetime:
    """The aware UTC datetime of a number of seconds since 1970."""
    return UTC_EPOCH + timedelta(seconds=seconds)


def offset_at(name: str, seconds: int) -> int:
    """The zone's offset from UTC, in seconds east, at a UTC second."""
    offset = instant_of(seconds).astimezone(zone(name)).utcoffset()
    assert offset is not None
    return offset.days * DAY_SECONDS + offset.seconds


@cache
def _changes_in_year(name: str, year: int) -> tuple[OffsetChange, ...]:
    """The changes of one UTC year: probed day by day, then searched to the second."""
    start = max(seconds_of(datetime(year, 1, 1)), FIRST_INSTANT)
    end = seconds_of(datetime(year + 1, 1, 1)) if year < 9999 else LAST_INSTANT
    found = []
    before = offset_at(name, start)
    for probe in range(start, end, DAY_SECONDS):
        upper = min(probe + DAY_SECONDS, end)
        after = offset_at(name, upper)
        if after != before:
            lower, high = probe, upper
            while high - lower > 1:
                middle = (lower + high) // 2
                if offset_at(name, middle) == before:
                    lower = middle
                else:
                    high = middle
            found.append(OffsetChange(high, before, after))
            before = after
    return tuple(found)


def offset_changes(name: str, first: int, last: int) -> tuple[int, list[OffsetChange]]:
    """The offset at the UTC second `first`, and every change after it up to `last`."""
    years = range(instant_of(max(first, FIRST_INSTANT)).year, instant_of(min(last, LAST_INSTANT)).year + 1)
    changes = [c for year in years for c in _changes_in_year(name, year) if first < c.at <= last]
    return offset_at(name, max(first, FIRST_INSTANT)), changes


class LocalClock:
    """Local wall seconds of one zone read as UTC seconds, for a stretch of time (T2). Both count from 1970."""

    def __init__(self, name: str, first: int, last: int) -> None:
        offset, changes = offset_changes(name, first, last)
        self._edges = [FIRST_INSTANT - DAY_SECONDS, *(c.at + max(c.before, c.after) for c in changes), LAST_INSTANT + DAY_SECONDS]
        self._offsets = [offset, *(c.after for c in changes)]
        self._stretch = 0  # between which two edges the last answer lay

    def utc(self, local_seconds: int) -> int:
        """Seconds asked in order are found at once; any order is right."""
        if not self._edges[self._stretch] <= local_seconds < self._edges[self._stretch + 1]:
            self._stretch = bisect_right(self._edges, local_seconds) - 1
        return local_seconds - self._offsets[self._stretch]

    def steady_offset(self, first: int, last: int) -> int | None:
        """The offset that holds for all local seconds first … last; None where it changes between them."""
        self.utc(first)
        return self._offsets[self._stretch] if last < self._edges[self._stretch + 1] else None


def local_to_utc(naive: datetime, name: str) -> datetime:
    """One local time of a zone as an aware UTC datetime (T2). Raises UnknownWord for the zone."""
    return naive.replace(tzinfo=zone(name), fold=0).astimezone(UTC)


def utc_to_local(instant: datetime, name: str) -> datetime:
    """One UTC instant (aware, or naive and in UTC) as the naive wall clock time of a zone."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(zone(name)).replace(tzinfo=None)


def is_gap(naive: datetime, name: str) -> bool:
    """True where this local time did not exist: the clock was moved over it."""
    return utc_to_local(local_to_utc(naive, name), name) != naive.replace(fold=0)


def is_repeat(naive: datetime, name: str) -> bool:
    """True where this local time happened twice."""
    here = zone(name)
    first, second = (naive.replace(tzinfo=here, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not is_gap(naive, name)


CYCLE_DAYS = 146_097  # 400 years: the calendar and every zone's standing rule repeat after it
FOLD_AT = datetime(2500, 1, 1)
MANY_STEPS = 100
USUAL_FROM, USUAL_TO = seconds_of(datetime(1995, 1, 1)), seconds_of(datetime(2045, 1, 1))


@dataclass(frozen=True)
class ZoneReading:
    """SQL expressions that read one zone in bulk; the module's text shows their use. Raises UnknownWord for the zone.

    Exact from `first` to `last`, naive datetimes (local or UTC, a margin is added).
    """

    name: str
    first: datetime
    last: datetime

    def __post_init__(self) -> None:
        zone(self.name)

    @classmethod
    def over(cls, db: Database, name: str, relation: str, columns: Sequence[str]) -> ZoneReading:
        """A reading that covers every instant in these TIMESTAMP columns of a relation (one scan for their bounds)."""
        bounds = ", ".join(f"min({c}) FILTER (WHERE isfinite({c})), max({c}) FILTER (WHERE isfinite({c}))" for c in columns)
        found = [v for v in db.rows(f"SELECT {bounds} FROM {relation}")[0] if isinstance(v, datetime)]  # noqa: S608  names of relations
        return cls(name, min(found, default=EPOCH), max(found, default=EPOCH))

    @cached_property
    def _changes(self) -> tuple[int, list[OffsetChange]]:
        margin = timedelta(days=3)
        first = seconds_of(max(self.first, datetime(1, 1, 6)) - margin)
        if self.last >= FOLD_AT:
            first = min(first, seconds_of(datetime(2099, 1, 1)))
        return offset_changes(self.name, first, seconds_of(min(self.last, FOLD_AT) + margin))

    @property
    def is_fixed(self) -> bool:
        """Whether the zone keeps one offset all the time, so that no local time is missing or happens twice."""
        return not self._changes[1]

    def utc_sql(self, column: str) -> str:
        """TIMESTAMP in UTC of a column of local times (T2)."""
        offset, changes = self._changes
        steps = [(c.at + max(c.before, c.after), c.after) for c in changes]
        return self._shifted(column, steps, offset, sign="-")

    def local_sql(self, column: str) -> str:
        """TIMESTAMP of the zone's wall clock of a column in UTC."""
        offset, changes = self._changes
        return self._shifted(column, [(c.at, c.after) for c in changes], offset, sign="+")

    def gap_sql(self, column: str) -> str:
        """BOOLEAN: the local time did not exist."""
        return self._inside(column, lambda c: c.after > c.before)

    def repeat_sql(self, column: str) -> str:
        """BOOLEAN: the local time happened twice."""
        return self._inside(column, lambda c: c.after < c.before)

    def day_sql(self, column: str) -> str:
        """DATE of the zone of a column in UTC (T4)."""
        return f"CAST({self.local_sql(column)} AS DATE)"

    def weekday_sql(self, column: str) -> str:
        """TINYINT of a column in UTC: ISO weekday in the zone, 1 = Monday."""
        return f"CAST(isodow({self.local_sql(column)}) AS TINYINT)"

    def hour_sql(self, column: str) -> str:
        """TINYINT of a column in UTC: hour of the day in the zone, 0 to 23."""
        return f"CAST(hour({self.local_sql(column)}) AS TINYINT)"

    def _shifted(self, column: str, steps: list[tuple[int, int]], offset: int, sign: str) -> str:
        leaves = [str(offset * 1_000_000), *(str(after * 1_000_000) for _, after in steps)]
        tree = self._folded(column, lambda c: _tree(c, [at for at, _ in steps], leaves))
        return f"make_timestamp(epoch_us({column}) {sign} {tree})"

    def _inside(self, column: str, wanted: Callable[[OffsetChange], bool]) -> str:
        _, changes = self._changes
        edges = [c.at + edge for c in changes if wanted(c) for edge in sorted((c.before, c.after))]
        leaves = ["FALSE", *("TRUE" if index % 2 == 0 else "FALSE" for index in range(len(edges)))]
        return f"({column} IS NOT NULL AND {self._folded(column, lambda c: _tree(c, edges, leaves))})"

    def _folded(self, column: str, tree: Callable[[str], str]) -> str:
        """Far instants are looked up 400, 800 … years earlier, where the same rule holds."""
        if self.last < FOLD_AT:
            return tree(column)
        cycles = f"(1 + date_diff('day', TIMESTAMP '{FOLD_AT}', {column}) // {CYCLE_DAYS})"
        earlier = f"({column} - to_days(CAST({cycles} * {CYCLE_DAYS} AS INTEGER)))"
        return f"(CASE WHEN {column} >= TIMESTAMP '{FOLD_AT}' THEN {tree(earlier)} ELSE {tree(column)} END)"


def _tree(column: str, steps: list[int], leaves: list[str]) -> str:
    """Nested CASE: leaves[i] holds from steps[i - 1] up to steps[i]. Many steps: those of the usual years are tried first."""
    if len(steps) <= MANY_STEPS:
        return _halved(column, steps, leaves)
    low, high = bisect_left(steps, USUAL_FROM), bisect_left(steps, USUAL_TO)
    if not low < high < len(steps):
        return _halved(column, steps, leaves)
    usual = _halved(column, steps[low + 1 : high], leaves[low + 1 : high + 1])
    early = _halved(column, steps[:low], leaves[: low + 1])
    late = _halved(column, steps[high + 1 :], leaves[high + 1 :])
    from_at, to_at = _literal(steps[low]), _literal(steps[high])
    return f"(CASE WHEN {column} >= {from_at} AND {column} < {to_at} THEN {usual} WHEN {column} < {from_at} THEN {early} ELSE {late} END)"


def _halved(column: str, steps: list[int], leaves: list[str]) -> str:
    if not steps:
        return leaves[0]
    middle = len(steps) // 2
    lower = _halved(column, steps[:middle], leaves[: middle + 1])
    upper = _halved(column, steps[middle + 1 :], leaves[middle + 1 :])
    return f"(CASE WHEN {column} < {_literal(steps[middle])} THEN {lower} ELSE {upper} END)"


def _literal(seconds: int) -> str:
    return f"TIMESTAMP '{EPOCH + timedelta(seconds=seconds)}'"
