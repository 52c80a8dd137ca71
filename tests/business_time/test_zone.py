"""T2 and T4: local times read as UTC and back, one at a time and in bulk, against zoneinfo itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.business_time.zone import (
    ZoneReading,
    is_gap,
    is_repeat,
    local_to_utc,
    offset_changes,
    seconds_of,
    utc_to_local,
    zone,
    zone_names,
)
from analytics.errors import UnknownWord
from analytics.warehouse import Database
from tests.business_time.calendars import SPECIAL_DAYS, ZONES

CHICAGO = "America/Chicago"


def read(
    name: str, instants: list[datetime | None], first: datetime | None = None, last: datetime | None = None
) -> list[tuple[object, ...]]:
    """Rows of (utc, local, gap, repeat, day, weekday, hour), each instant taken as local for the first and the flags, else as UTC."""
    with Database.memory() as db:
        db.register("given", pa.table({"n": list(range(len(instants))), "given_at": pa.array(instants, pa.timestamp("us"))}))
        reading = ZoneReading(name, first, last) if first and last else ZoneReading.over(db, name, "given", ["given_at"])
        return db.rows(f"""
            SELECT {reading.utc_sql("given_at")}, {reading.local_sql("given_at")}, {reading.gap_sql("given_at")},
                {reading.repeat_sql("given_at")}, {reading.day_sql("given_at")}, {reading.weekday_sql("given_at")},
                {reading.hour_sql("given_at")} FROM given ORDER BY n""")


def expected(name: str, at: datetime) -> tuple[object, ...]:
    there = at.replace(tzinfo=UTC).astimezone(zone(name)).replace(tzinfo=None)
    utc = at.replace(tzinfo=zone(name), fold=0).astimezone(UTC).replace(tzinfo=None)
    return utc, there, is_gap(at, name), is_repeat(at, name), there.date(), there.isoweekday(), there.hour


def test_t2_in_a_gap_the_offset_before_the_change_holds() -> None:
    assert local_to_utc(datetime(2026, 3, 8, 2, 30), CHICAGO) == datetime(2026, 3, 8, 8, 30, tzinfo=UTC)
    assert is_gap(datetime(2026, 3, 8, 2, 0), CHICAGO)
    assert not is_gap(datetime(2026, 3, 8, 3, 0), CHICAGO)
    assert not is_repeat(datetime(2026, 3, 8, 2, 30), CHICAGO)


def test_t2_in_the_repeated_hour_it_is_the_first() -> None:
    assert local_to_utc(datetime(2026, 11, 1, 1, 30), CHICAGO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert is_repeat(datetime(2026, 11, 1, 1, 0), CHICAGO)
    assert not is_repeat(datetime(2026, 11, 1, 2, 0), CHICAGO)
    assert not is_gap(datetime(2026, 11, 1, 1, 30), CHICAGO)


def test_utc_to_local_takes_aware_and_naive_instants() -> None:
    assert utc_to_local(datetime(2026, 5, 4, 13), CHICAGO) == datetime(2026, 5, 4, 8)
    assert utc_to_local(datetime(2026, 5, 4, 22, tzinfo=ZoneInfo("Asia/Tokyo")), CHICAGO) == datetime(2026, 5, 4, 8)


def test_zones_come_from_the_pinned_tzdata_and_an_unknown_one_is_refused_with_the_nearest() -> None:
    assert zone(CHICAGO).key == CHICAGO
    assert {"UTC", CHICAGO} <= zone_names()
    with pytest.raises(UnknownWord, match="America/Chicago"):
        zone("America/Chicgo")


@pytest.mark.parametrize("name", [*ZONES, "America/Goose_Bay"])
def test_t2_t4_in_bulk_every_quarter_hour_around_every_change(name: str) -> None:
    first, last = datetime(2008, 1, 1), datetime(2028, 1, 1)
    _, changes = offset_changes(name, seconds_of(first), seconds_of(last))
    moments = {datetime(2020, 1, 1), *(datetime(1970, 1, 1) + timedelta(seconds=c.at + o) for c in changes for o in (0, c.before, c.after))}
    near = sorted(
        {moment + timedelta(minutes=15 * n) for moment in moments for n in range(-8, 9)} | {m - timedelta(seconds=1) for m in moments}
    )
    assert read(name, list(near), first, last) == [expected(name, at) for at in near]


@settings(max_examples=15)
@given(st.sampled_from(ZONES), st.lists(st.datetimes(datetime(1965, 1, 1), datetime(2120, 1, 1)), min_size=1, max_size=8))
def test_t2_in_bulk_at_any_instant_of_a_lifetime(name: str, instants: list[datetime]) -> None:
    whole = [at.replace(microsecond=0) for at in instants]
    assert read(name, list(whole)) == [expected(name, at) for at in whole]


@pytest.mark.long
@pytest.mark.parametrize("name", [CHICAGO, "Africa/Casablanca", "Australia/Lord_Howe"])
def test_t2_in_bulk_in_the_first_and_last_years(name: str) -> None:
    far = [
        datetime(3, 1, 1),
        datetime(1883, 11, 18, 12),
        datetime(2499, 7, 1),
        datetime(2500, 1, 1),
        datetime(9998, 7, 1, 12),
        datetime(2026, 7, 1),
    ]
    assert read(name, list(far)) == [expected(name, at) for at in far]


def test_null_in_null_out() -> None:
    assert read(CHICAGO, [None]) == [(None, None, False, False, None, None, None)]


def test_several_columns_of_several_zones_in_one_select() -> None:
    berlin, chicago = (ZoneReading(name, datetime(2026, 1, 1), datetime(2026, 12, 31)) for name in ("Europe/Berlin", CHICAGO))
    with Database.memory() as db:
        db.run("CREATE TABLE t AS SELECT TIMESTAMP '2026-07-01 12:00' AS a, TIMESTAMP '2026-01-01 12:00' AS b")
        ((a, b),) = db.rows(f"SELECT {berlin.utc_sql('a')}, {chicago.utc_sql('b')} FROM t")
    assert (a, b) == (datetime(2026, 7, 1, 10), datetime(2026, 1, 1, 18))


@pytest.mark.parametrize("day", SPECIAL_DAYS)
def test_every_change_of_a_special_day_is_found(day: str) -> None:
    """Changes are found by probing day by day: here against probing minute by minute."""
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=1)
    for name in ZONES:
        offsets = [(start + timedelta(minutes=m)).astimezone(zone(name)).utcoffset() for m in range(0, 3 * 1440, 15)]
        seen = sum(a != b for a, b in pairwise(offsets))
        assert len(offset_changes(name, seconds_of(start), seconds_of(start) + (3 * 1440 - 15) * 60)[1]) == seen
