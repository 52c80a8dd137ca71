"""One connection: named parameters, files of statements, faults by name."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import StoreRefused
from analytics.warehouse import Database, home
from analytics.warehouse.database import lowered


@pytest.fixture
def database() -> Database:
    return Database.memory()


def test_each_statement_of_a_file_gets_only_the_names_it_uses(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "relation.sql"
    file.write_text(
        "-- grain: one row a number; a comment with $nothing and a ; in it\n"
        "CREATE TABLE a AS SELECT $first::INTEGER AS x, '$first; not a name' AS s;\n"
        "/* between */ CREATE TABLE b AS SELECT x + $second AS y FROM a;\n"
        "INSERT INTO b VALUES ($first + $first);\n-- the end\n"
    )
    database.run_file(file, {"first": 1, "second": 10, "unused": None})
    assert database.rows("FROM a") == [(1, "$first; not a name")]
    assert database.rows("FROM b ORDER BY y") == [(2,), (11,)]


def test_a_name_that_is_used_must_be_given(database: Database) -> None:
    with pytest.raises(duckdb.InvalidInputException, match="missing"):
        database.rows("SELECT $missing", {"given": 1})


def test_lists_and_nulls_are_bound(database: Database) -> None:
    sql = "SELECT x FROM range(4) t(x) WHERE $chosen IS NULL OR x IN $chosen ORDER BY x"
    assert database.rows(sql, {"chosen": [1, 3]}) == [(1,), (3,)]
    assert len(database.rows(sql, {"chosen": None})) == 4
    assert database.rows("SELECT $word", {"word": "'; DROP TABLE x; --"}) == [("'; DROP TABLE x; --",)]


def test_the_last_statement_answers(database: Database) -> None:
    assert database.rows("SELECT 1; SELECT $two::INTEGER;", {"two": 2}) == [(2,)]
    database.run("")
    database.run("-- nothing but words")


def test_nothing_stays_open_after_a_call(database: Database) -> None:
    database.run("CREATE TABLE t AS SELECT range AS x FROM range(100000)")
    assert database.rows("SELECT x FROM t LIMIT 1") and len(database.frame("FROM t")) == 100_000
    database.run("DROP TABLE t; CREATE TABLE t AS SELECT 1 AS x; CHECKPOINT")
    assert database.rows("FROM t") == [(1,)]


@pytest.mark.parametrize("table", [pyarrow.table({"a": [1, 2]}), pandas.DataFrame({"a": [1, 2]})])
def test_tables_of_this_process_are_read_under_a_name(database: Database, table: pyarrow.Table | pandas.DataFrame) -> None:
    database.lock_down()
    database.register("arrived", table)
    assert database.rows("SELECT sum(a) FROM arrived") == [(3,)]
    database.unregister("arrived")
    with pytest.raises(duckdb.CatalogException):
        database.rows("FROM arrived")


def test_locked_down_reads_its_folders_and_nothing_else(database: Database, tmp_path: Path) -> None:
    allowed, other = tmp_path / "it's allowed", tmp_path / "other"
    for folder in (allowed, other):
        folder.mkdir()
        (folder / "file.csv").write_text("a\n1\n")
    database.lock_down([allowed])
    assert database.rows("FROM read_csv($file)", {"file": str(allowed / "file.csv")}) == [(1,)]
    for path in (other / "file.csv", allowed / ".." / "other" / "file.csv"):
        with pytest.raises(duckdb.PermissionException):
            database.rows("FROM read_csv($file)", {"file": str(path)})
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        database.run("SET allowed_directories = []")


def test_a_file_opened_read_only_cannot_be_changed_and_takes_temporary_tables(tmp_path: Path) -> None:
    path = tmp_path / "some's file.duckdb"
    with Database.open(path, read_only=False) as writing:
        writing.run("CREATE TABLE t AS SELECT 1 AS x; CHECKPOINT")
    before = path.read_bytes()
    with Database.open(path) as reading:
        reading.run("CREATE TEMP TABLE mine AS FROM t")
        assert reading.rows("FROM mine") == [(1,)]
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            reading.run("INSERT INTO t VALUES (2)")
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    path.write_bytes(b"%PDF-1.7" * 2000)
    with pytest.raises(StoreRefused):
        Database.open(path)
    with pytest.raises(StoreRefused, match="missing"):
        Database.open(tmp_path / "none.duckdb")


def test_faults_in_sql_stay_loud(database: Database) -> None:
    with pytest.raises(duckdb.BinderException):
        database.rows("SELECT no_such_column FROM range(1)")


def test_memory_that_is_not_enough_is_refused_by_name(tmp_path: Path) -> None:
    with Database.open(tmp_path / "small.duckdb", read_only=False, memory_limit="20MB", threads=1) as database:
        database.run("SET temp_directory = ''")
        with pytest.raises(StoreRefused, match="not enough memory"):
            database.rows("SELECT count(*) FROM (SELECT DISTINCT hash(range) FROM range(5000000))")


def test_home_is_the_argument_then_the_environment_then_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SUNDIAL_HOME", str(tmp_path / "told"))
    assert home(tmp_path / "given") == tmp_path / "given"
    assert home() == tmp_path / "told"
    monkeypatch.setenv("SUNDIAL_HOME", "")
    assert home().parts[-2:] == ("data", "warehouse")
    assert not (tmp_path / "told").exists()


def test_small_letters_are_the_engines_for_every_letter_there_is() -> None:
    letters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    with Database.memory() as db:
        rows = db.rows("SELECT letter, lower(letter) FROM (SELECT unnest($letters) AS letter)", {"letters": letters})
    assert [letter for letter, small in rows if lowered(letter) != small] == []


@given(st.text(alphabet="İIiıσΣςAß "))
def test_small_letters_are_the_engines_whatever_stands_beside_them(word: str) -> None:
    with Database.memory() as db:
        assert db.rows("SELECT lower($word)", {"word": word}) == [(lowered(word),)]
