"""Business time in bulk: every row as the calendars themselves say, at any distance, and nothing silently wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.business_time import BusinessTime, Calendar
from analytics.errors import CalendarNeverOpens, CalendarRefused, UnknownWord
from analytics.warehouse import Database
from tests.business_time.calendars import ALWAYS, MON_FRI, STANDARD, WEEK

FIRST, LAST = datetime(2023, 1, 1), datetime(2025, 1, 1)

EIGHT: dict[int, Calendar] = {
    number: Calendar.from_mapping(mapping)
    for number, mapping in {
        1: {**STANDARD, "public_holidays": {"country": "US"}},
        2: ALWAYS,
        3: {
            "tz": "Europe/Berlin",
            "weekly": {d: [["09:00", "12:00"], ["13:00", "18:00"]] for d in MON_FRI},
            "public_holidays": {"country": "DE"},
        },
        4: {"tz": "Asia/Kolkata", "weekly": {d: [["09:30", "18:15"]] for d in WEEK[:6]}, "breaks": {"2024-05-06": [["10:10", "11:05"]]}},
        5: {"tz": "Australia/Lord_Howe", "weekly": {d: [["22:00", "06:00"]] for d in MON_FRI}},
        6: {
            "tz": "America/St_Johns",
            "weekly": {"mon": [["08:00:01", "16:59:30"]], "thu": [["10:00", "12:00"]]},
            "business_day": "8 hours",
        },
        8: {"tz": "UTC", "weekly": {"wed": [["12:00", "12:20"]]}},
        11: {
            "tz": "America/Sao_Paulo",
            "weekly": {d: [["00:00", "24:00"]] for d in WEEK},
            "dates": {"2024-02-29": [["08:00", "12:00"]], "2024-03-01": []},
            "holidays": ["2023-11-20"],
            "business_day": "24 hours",
        },
    }.items()
}


@pytest.fixture
def db() -> Iterator[Database]:
    with Database.memory() as opened:
        yield opened


def aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)


def make_rows(db: Database, count: int, years: int = 3, ids: str = "[1, 2, 3, 4, 5, 6, 8, 11, NULL]") -> None:
    """`clocks`: random rows over the calendars; every 50th start is on an hour, some stops are missing or before the start."""
    db.run(f"""
        CREATE OR REPLACE TEMP TABLE clocks AS
        SELECT *, CASE WHEN n % 17 <> 0 THEN started_at + to_seconds(CAST(hash(n, 2) % 4000000 AS BIGINT) - 200000) END AS stopped_at
        FROM (
            SELECT
                n,
                CAST(({ids})[1 + n % len({ids})] AS INTEGER) AS calendar_id,
                TIMESTAMP '2022-11-01' + to_seconds(CAST(hash(n) % ({years} * 31536000) // step * step AS BIGINT)) AS started_at,
                CASE WHEN n % 3 = 0 THEN CAST(hash(n, 3) % 400000 // step * step AS BIGINT) END AS target_seconds,
                CASE WHEN n % 3 = 1 THEN CAST(1 + n % 7 AS INTEGER) END AS target_days,
                ['elapsed', 'close_of_day_received', 'close_of_day_opened', NULL][1 + n % 4] AS reading,
                ['closing', 'next_opening', NULL][1 + (n // 3) % 3] AS landing
            FROM (SELECT range AS n, CASE WHEN hash(range, 4) % 2 = 0 THEN 900 ELSE 1 END AS step FROM range({count}))
        )
    """)


def expected_elapsed(calendars: dict[int, Calendar], number: int | None, start: datetime | None, stop: datetime | None) -> int | None:
    if number is None or start is None or stop is None or stop < start:
        return None
    return calendars[number].elapsed_seconds(aware(start), aware(stop))


def expected_due(calendars: dict[int, Calendar], row: tuple[Any, ...]) -> datetime | None:
    number, start, seconds, days, reading, landing = row
    if number is None or start is None or (seconds is None and days is None):
        return None
    made, landing = calendars[number], landing or "closing"
    due = made.due_at(aware(start), seconds, landing) if seconds is not None else None
    return (due or made.due_after_business_days(aware(start), days, reading or "elapsed", landing)).replace(tzinfo=None)


def check(db: Database, calendars: dict[int, Calendar], count: int) -> None:
    """Every row of elapsed and due is that of the calendar itself."""
    rows = db.rows("SELECT calendar_id, started_at, stopped_at, elapsed_seconds FROM elapsed")
    assert len(rows) == count
    assert [row for row in rows if row[3] != expected_elapsed(calendars, *row[:3])][:3] == []
    rows = db.rows("SELECT calendar_id, started_at, target_seconds, target_days, reading, landing, due_at FROM due")
    assert len(rows) == count
    assert [row for row in rows if row[6] != expected_due(calendars, row[:6])][:3] == []


def counted(db: Database, calendars: dict[int, Calendar]) -> None:
    time = BusinessTime(db, calendars, FIRST, LAST)
    time.elapsed("clocks", "elapsed")
    time.due("clocks", "due")


def test_the_sql_and_the_python_form_agree_on_every_row(db: Database) -> None:
    make_rows(db, 10_000)
    counted(db, EIGHT)
    check(db, EIGHT, 10_000)


@pytest.mark.long
def test_the_sql_and_the_python_form_agree_on_a_million_rows_over_eight_calendars(db: Database) -> None:
    make_rows(db, 1_000_000)
    counted(db, EIGHT)
    check(db, EIGHT, 1_000_000)


@pytest.mark.parametrize("ids", [[1], [1, 2], [6, 8], [2, 11]])
def test_any_choice_of_calendars(db: Database, ids: list[int]) -> None:
    make_rows(db, 3_000, ids=f"[{', '.join(map(str, ids))}, NULL]")
    counted(db, {number: EIGHT[number] for number in ids})
    check(db, EIGHT, 3_000)


def test_c7_instants_beyond_the_horizon_extend_it(db: Database) -> None:
    make_rows(db, 3_000, years=30, ids="[1, 3, 5]")
    counted(db, EIGHT)
    check(db, EIGHT, 3_000)


def test_c7_instants_generations_away_are_exact_too(db: Database) -> None:
    make_rows(db, 2_000, ids="[1, 2, 4, 6, NULL]")
    db.run("UPDATE clocks SET started_at = TIMESTAMP '1883-05-01 10:00' WHERE n % 400 = 3")
    db.run("UPDATE clocks SET stopped_at = TIMESTAMP '2190-05-01 10:00' WHERE n % 300 = 5")
    db.run("UPDATE clocks SET started_at = TIMESTAMP '2150-12-31 10:00', stopped_at = NULL WHERE n % 500 = 7")
    db.run("UPDATE clocks SET calendar_id = NULL WHERE n % 800 = 3 OR n % 600 = 5")
    counted(db, EIGHT)
    check(db, EIGHT, 2_000)


def test_c7_asking_again_beyond_does_not_change_what_was_near(db: Database) -> None:
    time = BusinessTime(db, EIGHT, FIRST, LAST)
    make_rows(db, 500)
    time.elapsed("clocks", "before")
    db.run("CREATE TEMP TABLE far AS SELECT 1 AS calendar_id, TIMESTAMP '2001-01-01' AS started_at, TIMESTAMP '2040-01-01' AS stopped_at")
    time.elapsed("far", "far_elapsed")
    time.elapsed("clocks", "after")
    assert db.rows("SELECT elapsed_seconds FROM before ORDER BY n") == db.rows("SELECT elapsed_seconds FROM after ORDER BY n")


def test_hours_too_fine_for_cells_are_exact(db: Database) -> None:
    """Breaks of a second, a second apart, make cells of one second: these rows are counted without lists."""
    blinking = [[f"10:{m:02d}:{s:02d}", f"10:{m:02d}:{s + 1:02d}"] for m in (0, 7) for s in range(1, 9, 2)]
    calendars = {1: Calendar.from_mapping({**STANDARD, "breaks": {"2024-01-02": blinking}}), 2: EIGHT[2]}
    make_rows(db, 2_000, ids="[1, 2]")
    db.run("UPDATE clocks SET started_at = NULL WHERE n % 40 = 2")
    time = BusinessTime(db, calendars, FIRST, LAST)
    assert time._lists.for_elapsed == {2}
    counted(db, calendars)
    check(db, calendars, 2_000)


def test_c7_hours_that_end_serve_elapsed_and_the_dues_they_reach(db: Database) -> None:
    ending = {
        1: Calendar.from_mapping({"tz": "UTC", "weekly": {}, "dates": {"2024-01-02": [["08:00", "12:00"]]}, "business_day": "4 hours"})
    }
    db.run("""CREATE TEMP TABLE clocks AS SELECT * FROM (VALUES
        (1, TIMESTAMP '2024-01-01', TIMESTAMP '2024-02-01', 3600, NULL, 'elapsed', 'closing'),
        (1, TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-02 09:00', 14400, NULL, 'elapsed', 'closing'),
        (1, TIMESTAMP '2024-06-01', TIMESTAMP '2024-07-01', NULL, NULL, NULL, NULL),
        (1, TIMESTAMP '2024-01-01', NULL, NULL, 1, 'close_of_day_received', 'closing'))
        AS t(calendar_id, started_at, stopped_at, target_seconds, target_days, reading, landing)""")
    counted(db, ending)
    check(db, ending, 4)


def test_a_due_of_a_calendar_that_never_opens_is_refused_by_name(db: Database) -> None:
    calendars = {1: EIGHT[1], 2: Calendar.from_mapping({"name": "ghost", "tz": "UTC", "weekly": {}})}
    make_rows(db, 100, ids="[1, 2]")
    time = BusinessTime(db, calendars, FIRST, LAST)
    time.elapsed("clocks", "elapsed")
    assert db.rows("SELECT DISTINCT elapsed_seconds FROM elapsed WHERE calendar_id = 2 AND stopped_at >= started_at") == [(0,)]
    with pytest.raises(CalendarNeverOpens, match="'ghost'"):
        time.due("clocks", "due")
    db.run("UPDATE clocks SET target_seconds = NULL, target_days = NULL WHERE calendar_id = 2")
    time.due("clocks", "due")
    assert db.rows("SELECT count(*) FROM due WHERE calendar_id = 2 AND due_at IS NOT NULL") == [(0,)]


def test_c6_a_stop_before_its_start_is_null_and_not_zero(db: Database) -> None:
    db.run(
        "CREATE TEMP TABLE clocks AS SELECT 1 AS calendar_id, TIMESTAMP '2024-01-02' AS started_at, TIMESTAMP '2024-01-01' AS stopped_at"
    )
    BusinessTime(db, EIGHT, FIRST, LAST).elapsed("clocks", "elapsed")
    assert db.rows("SELECT elapsed_seconds FROM elapsed") == [(None,)]


def test_t1_sub_seconds_are_cut(db: Database) -> None:
    db.run("""CREATE TEMP TABLE clocks AS SELECT 2 AS calendar_id,
        TIMESTAMP '2024-01-01 10:00:00.900' AS started_at, TIMESTAMP '2024-01-01 10:00:01.100' AS stopped_at""")
    BusinessTime(db, EIGHT, FIRST, LAST).elapsed("clocks", "elapsed")
    assert db.rows("SELECT elapsed_seconds FROM elapsed") == [(1,)]


def test_other_columns_are_kept_as_they_were(db: Database) -> None:
    make_rows(db, 10)
    db.run("ALTER TABLE clocks ADD COLUMN note VARCHAR DEFAULT 'x'")
    counted(db, EIGHT)
    columns = [name for name, *_ in db.rows("DESCRIBE clocks")]
    assert [name for name, *_ in db.rows("DESCRIBE elapsed")] == [*columns, "elapsed_seconds"]
    assert [(name, kind) for name, kind, *_ in db.rows("DESCRIBE due")][-1] == ("due_at", "TIMESTAMP")
    assert db.rows("SELECT * EXCLUDE (elapsed_seconds) FROM elapsed ORDER BY n") == db.rows("SELECT * FROM clocks ORDER BY n")


def test_words_may_be_enums(db: Database) -> None:
    make_rows(db, 1_000)
    db.run("CREATE TYPE landings AS ENUM ('closing', 'next_opening')")
    db.run("CREATE TYPE readings AS ENUM ('elapsed', 'close_of_day_received', 'close_of_day_opened')")
    db.run(
        "CREATE OR REPLACE TEMP TABLE clocks AS SELECT * REPLACE (landing::landings AS landing, reading::readings AS reading) FROM clocks"
    )
    counted(db, EIGHT)
    check(db, EIGHT, 1_000)


def test_an_empty_relation_and_no_calendars(db: Database) -> None:
    make_rows(db, 0)
    counted(db, {})
    check(db, {}, 0)
    make_rows(db, 3, ids="[NULL]")
    counted(db, {})
    check(db, {}, 3)


def test_an_unknown_calendar_is_a_programmers_error(db: Database) -> None:
    make_rows(db, 10, ids="[1, 7]")
    with pytest.raises(ValueError, match="calendar_id 7"):
        BusinessTime(db, EIGHT, FIRST, LAST).elapsed("clocks", "elapsed")


def test_p2_an_unstated_business_day_is_refused_where_it_is_needed(db: Database) -> None:
    uneven = {1: Calendar.from_mapping({"tz": "UTC", "weekly": {"mon": [["08:00", "17:00"]], "fri": [["08:00", "12:00"]]}})}
    db.run("""CREATE TEMP TABLE clocks AS SELECT 1 AS calendar_id, TIMESTAMP '2024-01-02' AS started_at, NULL::BIGINT AS target_seconds,
        1 AS target_days, 'close_of_day_opened' AS reading, 'closing' AS landing""")
    time = BusinessTime(db, uneven, FIRST, LAST)
    time.due("clocks", "due")
    assert db.rows("SELECT due_at FROM due") == [(datetime(2024, 1, 8, 17),)]
    db.run("UPDATE clocks SET reading = 'elapsed'")
    with pytest.raises(CalendarRefused, match="business_day"):
        time.due("clocks", "due")


@pytest.mark.parametrize(("column", "value"), [("target_seconds", -1), ("target_days", 0)])
def test_targets_below_their_least_are_refused(db: Database, column: str, value: int) -> None:
    make_rows(db, 10, ids="[1]")
    db.run(f"UPDATE clocks SET {column} = {value}")
    with pytest.raises(ValueError, match="target"):
        BusinessTime(db, EIGHT, FIRST, LAST).due("clocks", "due")


def test_two_policies_at_once_keep_apart(db: Database) -> None:
    make_rows(db, 300, ids="[1]")
    one, other = BusinessTime(db, {1: EIGHT[1]}, FIRST, LAST), BusinessTime(db, {1: EIGHT[5]}, FIRST, LAST)
    one.elapsed("clocks", "elapsed")
    one.due("clocks", "due")
    check(db, {1: EIGHT[1]}, 300)
    other.elapsed("clocks", "elapsed")
    other.due("clocks", "due")
    check(db, {1: EIGHT[5]}, 300)


def test_as_a_select_within_a_larger_statement(db: Database) -> None:
    """Asking for the due makes the lists longer; the SELECT for elapsed that was written before goes on reading its own."""
    make_rows(db, 1_000)
    db.run("UPDATE clocks SET target_seconds = target_seconds + 30000000")
    counted(db, EIGHT)
    time = BusinessTime(db, EIGHT, FIRST, LAST)
    elapsed = time.elapsed_sql("clocks")
    db.run("CREATE TEMP TABLE early AS SELECT 1 AS calendar_id, TIMESTAMP '1999-01-01' AS started_at, TIMESTAMP '1999-02-01' AS stopped_at")
    time.elapsed("early", "early_elapsed")
    both = time.due_sql(f"({elapsed})")
    assert db.rows(f"SELECT n, elapsed_seconds, due_at FROM ({both}) ORDER BY n") == db.rows(
        "SELECT n, elapsed_seconds, due_at FROM elapsed JOIN due USING (n) ORDER BY n"
    )


def test_in_a_locked_down_session_over_a_read_only_file(tmp_path: Path) -> None:
    """What a what-if has: temporary tables only, no settings, no other files."""
    path = tmp_path / "store.duckdb"
    with Database.open(path, read_only=False) as writer:
        make_rows(writer, 300)
        writer.run("CREATE TABLE stored AS FROM clocks")
    with Database.open(path) as reader:
        reader.lock_down()
        time = BusinessTime(reader, EIGHT, FIRST, LAST)
        time.elapsed("stored", "elapsed")
        time.due("stored", "due")
        check(reader, EIGHT, 300)


@pytest.mark.parametrize(("column", "kind"), [("landing", "landing"), ("reading", "reading")])
def test_words_that_are_none_of_the_vocabulary_are_refused(db: Database, column: str, kind: str) -> None:
    make_rows(db, 100, ids="[1]")
    db.run(f"UPDATE clocks SET {column} = 'next_open' WHERE n = 37")
    with pytest.raises(UnknownWord, match=f"is not a {kind}"):
        BusinessTime(db, EIGHT, FIRST, LAST).due("clocks", "due")
