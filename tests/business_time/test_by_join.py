"""The second form, for engines without lists: equi-joins with plain tables give the same as the lists, row by row."""

from __future__ import annotations

import re
from pathlib import Path

from analytics import business_time
from analytics.business_time import BusinessTime
from analytics.warehouse import Database
from tests.business_time.test_bulk import EIGHT, FIRST, LAST, make_rows

HERE = Path(business_time.__file__).parent
OURS = "clock_id, calendar_id, CAST(epoch(started_at) AS BIGINT) AS started_second, CAST(epoch(stopped_at) AS BIGINT) AS stopped_second"


def sql(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def test_elapsed_and_due_by_join_are_those_of_the_lists() -> None:
    with Database.memory() as db:
        make_rows(db, 5_000)
        db.run("""CREATE TEMP TABLE given AS
            SELECT * REPLACE ('closing' AS landing, NULL::INTEGER AS target_days, 1 + target_seconds AS target_seconds), n AS clock_id
            FROM clocks""")
        time = BusinessTime(db, EIGHT, FIRST, LAST)
        time.elapsed("given", "elapsed")
        time.due("given", "due")
        time.write_plain_tables()
        db.run(f"CREATE OR REPLACE TEMP TABLE clocks AS SELECT {OURS}, target_seconds FROM given")
        by_lists = "SELECT clock_id, elapsed_seconds FROM elapsed ORDER BY ALL"
        assert db.rows(f"SELECT * FROM ({sql('elapsed_by_join.sql')}) ORDER BY ALL") == db.rows(by_lists)
        by_lists = "SELECT clock_id, CAST(epoch(due_at) AS BIGINT) FROM due ORDER BY ALL"
        assert db.rows(f"SELECT * FROM ({sql('due_by_join.sql')}) ORDER BY ALL") == db.rows(by_lists)


def test_the_second_form_is_plain_sql() -> None:
    for name in ("elapsed_by_join.sql", "due_by_join.sql"):
        code = re.sub(r"--.*", "", sql(name))
        assert not re.findall(r"\[|//|>>|&|\bepoch|EXCLUDE|ASOF|unnest|\{", code)
