"""Readers: their own rows, their own tables, nothing else on the machine, and a version for as long as they hold it."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest

from analytics.errors import StoreRefused
from analytics.warehouse import Database, Reader, Store, Version, choosing, database
from analytics.warehouse import store as store_module
from analytics.warehouse.choosing import newest_whole

Publish = Callable[..., Version]


def reader_of(store: Store) -> Reader:
    reader = store.reader()
    assert reader is not None
    return reader


def read_until(stop: threading.Event, store: Store, rows: int, faults: list[str]) -> None:
    last = 0
    while not stop.is_set():
        try:
            found = reader_of(store).rows("SELECT $rows::INTEGER, count(*), min(n), max(n) FROM t WHERE i < $rows", {"rows": rows})
        except Exception as error:  # noqa: BLE001  Any fault of a reader is one.
            faults.append(repr(error))
            return
        mine, count, least, most = found[0]
        if (mine, count) != (rows, rows) or least != most or least < last or len(found) != 1:
            faults.append(f"{rows}: {found} after {last}")
        last = least


@pytest.mark.parametrize("publications", [5, pytest.param(60, marks=pytest.mark.long)])
def test_eight_threads_get_their_own_rows_across_publications(two_versions: Store, failing_writer: Any, publications: int) -> None:
    """Each thread its own query, each version's rows only, and never an older version than before."""
    stop, faults = threading.Event(), list[str]()
    readers = [threading.Thread(target=read_until, args=(stop, two_versions, rows, faults)) for rows in range(100, 900, 100)]
    for reader in readers:
        reader.start()
    told = failing_writer.publish(two_versions.folder, 3, times=publications)
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert told["published"] == list(range(3, 3 + publications))
    assert reader_of(two_versions).version.number == 2 + publications


def ask_what_ended_it(reader: Reader) -> int:
    """A joined word in the first chunks and another in the next, few rows of each: what ended DuckDB 2.0.0 while it gathered them."""
    with reader.session() as session:
        session.run("""
            CREATE TEMP TABLE words AS SELECT i * 3 AS id, 'a word of some length, number ' || i AS word FROM range(50) AS r (i);
            CREATE TEMP TABLE asked AS
            SELECT 'k' || i AS k, (i % 50) * 3 AS id, i < 4096 AS told, 'another one, number ' || i AS own FROM range(20000) AS r (i);
            CREATE TEMP TABLE few AS SELECT 'k' || (i * 97) AS k, i AS n FROM range(200) AS r (i)
        """)
        found = session.rows("""
            WITH told AS (SELECT a.k, CASE WHEN a.told THEN w.word ELSE a.own END AS word FROM asked AS a JOIN words AS w ON w.id = a.id),
            kept AS (SELECT t.* FROM told AS t SEMI JOIN few ON few.k = t.k)
            SELECT k.word, k.k, f.n FROM kept AS k LEFT JOIN few AS f ON f.k = k.k
        """)
    return len(found)


def test_a_joined_word_that_gives_way_to_another_does_not_end_the_engine(two_versions: Store) -> None:
    assert ask_what_ended_it(reader_of(two_versions)) == 200


def test_a_version_whose_engine_gave_up_is_opened_again(two_versions: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = database.settings
    gathering = {"enable_caching_operators": True}
    monkeypatch.setattr(database, "settings", lambda *given, **named: usual(*given, **named) | gathering)
    held = reader_of(two_versions)
    assert reader_of(two_versions).rows("SELECT max(n) FROM t") == [(2,)]
    try:
        ask_what_ended_it(held)
    except StoreRefused as refused:
        assert "could not go on" in str(refused)
    else:
        pytest.skip("this version of the engine does not give up: enable_caching_operators may be left out of the settings")
    assert held.is_lost
    again = reader_of(two_versions)
    assert not again.is_lost
    assert again.version == held.version
    assert again.rows("SELECT max(n) FROM t") == [(2,)]
    assert reader_of(two_versions) is not held


def test_a_removed_version_goes_on_being_read(two_versions: Store, publish: Publish) -> None:
    held = reader_of(two_versions)
    for number in range(3, 6):
        publish(number, 50_000)
    assert not held.version.path.exists()
    assert held.rows("SELECT min(n), max(n), count(*), sum(i) FROM t") == [(2, 2, 3000, 4498500)]
    assert reader_of(two_versions).rows("SELECT max(n) FROM t") == [(5,)]


def test_a_version_removed_between_choosing_and_opening_is_chosen_again(
    two_versions: Store, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = two_versions.current()
    for number in range(3, 6):
        publish(number)
    answers = [chosen]
    monkeypatch.setattr(store_module, "newest_whole", lambda folder: answers.pop() if answers else newest_whole(folder))
    assert reader_of(two_versions).version.number == 5


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are seen in /proc, which this system does not have")
def test_a_version_nobody_reads_is_closed(two_versions: Store, publish: Publish) -> None:
    def open_versions() -> list[str]:
        gc.collect()
        targets = [str(link.readlink()) for link in list(Path("/proc/self/fd").iterdir()) if link.is_symlink()]
        return [target for target in targets if str(two_versions.folder) in target]

    held = reader_of(two_versions)
    publish(3)
    assert reader_of(two_versions).version.number == 3
    assert len(open_versions()) == 2, "the one that is held, and the new one"
    assert held.rows("SELECT max(n) FROM t") == [(2,)]
    del held
    assert len(open_versions()) == 1


def test_one_instance_per_version_in_a_process(two_versions: Store) -> None:
    assert reader_of(two_versions) is reader_of(Store(two_versions.folder))


def test_other_processes_read_while_this_one_does(two_versions: Store, failing_writer: Any) -> None:
    held = reader_of(two_versions)
    assert failing_writer.publish(two_versions.folder, 3)["published"] == [3]
    assert held.rows("SELECT max(n) FROM t") == [(2,)]
    assert reader_of(two_versions).rows("SELECT max(n) FROM t") == [(3,)]


def test_nobody_waits_for_the_hash_of_a_large_version_just_published_and_then_has_it(
    two_versions: Store, failing_writer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader_of(two_versions)
    monkeypatch.setattr(choosing, "LONG_BYTES", 1)
    begun, gate, hashed = threading.Event(), threading.Event(), choosing.is_of

    def slowly(path: Path, sha256: str) -> bool:
        begun.set()
        return gate.wait(60) and hashed(path, sha256)

    monkeypatch.setattr(choosing, "is_of", slowly)
    failing_writer.publish(two_versions.folder, 3)
    before = set(threading.enumerate())
    at_once = two_versions.reader_at_once()
    assert at_once is not None and at_once.rows("SELECT max(n) FROM t") == [(2,)]
    assert begun.wait(60), "nobody takes the hash meanwhile"
    gate.set()
    for checking in set(threading.enumerate()) - before:
        checking.join()
    newest = two_versions.reader_at_once()
    assert newest is not None and newest.rows("SELECT max(n) FROM t") == [(3,)]


@pytest.mark.parametrize(("name", "value"), [("JUST_PUBLISHED_SECONDS", -1.0), ("LONG_BYTES", 1_000_000_000)])
def test_a_version_published_long_ago_or_a_small_one_is_waited_for(
    two_versions: Store, failing_writer: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    reader_of(two_versions)
    monkeypatch.setattr(choosing, "LONG_BYTES", 1)
    monkeypatch.setattr(choosing, name, value)
    failing_writer.publish(two_versions.folder, 3)
    newest = two_versions.reader_at_once()
    assert newest is not None and newest.rows("SELECT max(n) FROM t") == [(3,)]


def test_temporary_tables_are_a_sessions_own_and_gone_at_its_end(two_versions: Store) -> None:
    reader = reader_of(two_versions)
    with reader.session() as one, reader.session() as other:
        one.run("CREATE TEMP TABLE what_if AS SELECT count(*) AS c FROM t")
        assert one.rows("FROM what_if") == [(3000,)]
        with pytest.raises(duckdb.CatalogException):
            other.rows("FROM what_if")
        other.run("CREATE TEMP TABLE what_if AS SELECT 7 AS c")
        assert (one.rows("FROM what_if"), other.rows("FROM what_if")) == ([(3000,)], [(7,)])
    with pytest.raises(duckdb.CatalogException):
        reader.rows("FROM what_if")


def test_what_a_question_uses_by_name_is_made_once_a_cursor(two_versions: Store) -> None:
    reader = reader_of(two_versions)
    twice = ("CREATE TEMP MACRO half(n) AS n // 2", "CREATE TEMP MACRO quarter(n) AS half(half(n))")
    with reader.session() as session:
        assert [session.rows("SELECT quarter(9)", using=twice) for _ in range(2)] == [[(2,)], [(2,)]]
    assert [reader.rows("SELECT quarter(count(*)) FROM t", using=twice) for _ in range(3)] == [[(750,)]] * 3


def test_a_cursor_whose_question_failed_answers_no_other(two_versions: Store) -> None:
    reader = reader_of(two_versions)
    with pytest.raises(duckdb.CatalogException):
        reader.rows("BEGIN TRANSACTION; SELECT no_such_function(1)")
    assert reader.rows("SELECT max(n) FROM t") == [(2,)]      # in that transaction it would be refused


def test_a_statement_read_before_takes_other_values_and_other_tables(two_versions: Store) -> None:
    asked = "SELECT count(*) FROM t WHERE i < $limit"
    reader = reader_of(two_versions)
    assert [reader.rows(asked, {"limit": limit}) for limit in (7, 8)] == [[(7,)], [(8,)]]
    with Database.memory() as other:
        other.run("CREATE TABLE t AS SELECT CAST(i AS VARCHAR) AS i FROM range(5) AS r (i)")
        assert other.rows(asked, {"limit": "3"}) == [(3,)]


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_text('{path}')",
        "FROM read_csv('{path}')",
        "COPY t TO '{path}'",
        "ATTACH '{path}.db' AS other",
        "SET enable_external_access = true",
        "SET memory_limit = '1TB'",
        "CREATE TABLE made AS SELECT 1",
        "DELETE FROM t",
        "INSTALL httpfs",
        "LOAD '{path}'",
        "EXPORT DATABASE '{path}'",
    ],
)
def test_a_reader_is_locked_down(two_versions: Store, tmp_path: Path, sql: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises((duckdb.Error, StoreRefused)):
        reader_of(two_versions).rows(sql.format(path=path))
    assert path.read_text() == "a,b\n1,2\n"


def test_python_variables_are_not_tables(two_versions: Store) -> None:
    secret = pyarrow.table({"a": [1]})
    assert secret.num_rows == 1
    with pytest.raises(duckdb.CatalogException):
        reader_of(two_versions).rows("FROM secret")


def test_a_query_bigger_than_memory_spills_in_a_folder_that_goes_again(two_versions: Store) -> None:
    version = two_versions.current()
    assert version is not None
    with Database.open(version.path, threads=1, memory_limit="30MB") as database:
        database.lock_down()
        database.run("CREATE TEMP TABLE big AS SELECT r, hash(r) || 'abcdefghij' AS s FROM range(600000) x(r) ORDER BY hash(r)")
        assert database.rows("SELECT count(*) FROM big") == [(600_000,)]
        assert list(two_versions.folder.glob(".spill-*"))
    assert not list(two_versions.folder.glob(".spill-*"))


def test_instants_are_naive_utc_whatever_the_machines_zone(two_versions: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = reader_of(two_versions)
    sql = "SELECT current_setting('TimeZone'), TIMESTAMPTZ '2026-07-01 12:00:00-05'::TIMESTAMP, TIMESTAMP '2026-07-01 12:00:00' AS at"
    assert reader.rows(sql) == [("UTC", datetime(2026, 7, 1, 17), datetime(2026, 7, 1, 12))]
    with Database.memory() as database:
        assert database.rows(sql) == reader.rows(sql)
    frame = reader.frame("SELECT TIMESTAMP '2026-07-01 12:00:00' AS started_at, NULL::TIMESTAMP AS stopped_at, NULL::BIGINT AS seconds")
    assert [str(kind) for kind in frame.dtypes] == ["datetime64[us]", "datetime64[us]", "Int64"]


def test_files_of_a_version_can_be_opened_beside_its_reader(two_versions: Store) -> None:
    reader = reader_of(two_versions)
    with Database.open(reader.version.path, threads=1) as one, Database.memory() as other:
        other.attach(reader.version.path, "base")
        assert one.rows("SELECT count(*) FROM t") == other.rows("SELECT count(*) FROM base.t") == reader.rows("SELECT count(*) FROM t")
        other.detach("base")


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be made unwritable this way on Windows")
def test_looking_changes_nothing_in_the_folder(two_versions: Store) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in two_versions.folder.iterdir()}
    reader_of(two_versions).rows("SELECT count(*) FROM t")
    two_versions.current()
    assert {path.name: path.stat().st_mtime_ns for path in two_versions.folder.iterdir()} == before
