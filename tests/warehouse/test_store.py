"""Publishing, falling back, the writer's lock, and what is left on disk."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.errors import StoreRefused
from analytics.warehouse import SCHEMA_VERSION, Database, Store, Version, contents
from analytics.warehouse import choosing as choosing_module
from analytics.warehouse import version as version_module
from analytics.warehouse.version import CURRENT, file_name, is_of, read_current, sha256_of

Publish = Callable[..., Version]


def shown(store: Store) -> int:
    reader = store.reader()
    assert reader is not None
    return int(reader.rows("SELECT max(n) FROM t")[0][0])


def damage(path: Path, at: int = 9000) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_nothing_published_is_none(store: Store) -> None:
    assert store.current() is None
    assert store.reader() is None
    assert not store.folder.exists(), "looking must not create anything"


def test_a_publication_is_named_by_number_hash_and_size(store: Store, publish: Publish) -> None:
    version = publish(1)
    named = json.loads((store.folder / CURRENT).read_text())
    assert named == {"number": 1, "file": version.path.name, "sha256": sha256_of(version.path), "size": version.path.stat().st_size}
    assert store.current() == version


def test_the_last_three_versions_are_kept(store: Store, publish: Publish) -> None:
    versions = [publish(number) for number in range(1, 6)]
    kept = sorted(path.name for path in store.folder.glob("version-*"))
    assert kept == [version.path.name for version in versions[-3:]]
    assert sorted(path.name for path in store.folder.iterdir()) == [CURRENT, "LOCK", *kept]


def test_unpublished_work_is_removed(store: Store, publish: Publish) -> None:
    publish(1)
    with store.writing() as draft:
        draft.path.write_bytes(b"half")
        draft.path.with_name(draft.path.name + ".wal").write_bytes(b"log")
    with pytest.raises(ZeroDivisionError), store.writing() as draft:
        draft.path.write_bytes(b"half")
        _ = 1 / 0
    assert not list(store.folder.glob(".next-*"))
    assert shown(store) == 1


def test_what_a_crashed_writer_left_is_removed_by_the_next(store: Store, publish: Publish) -> None:
    publish(1)
    published = publish(2)
    left = [".next-3-00000000.duckdb", ".next-3-00000000.duckdb.wal", ".CURRENT-next", ".CURRENT-last", file_name(3, "0" * 64)]
    for name in left:
        (store.folder / name).write_bytes(b"left")
    (store.folder / ".spill-999999999-00000000").mkdir()
    assert store.current() == published, "a file that was never named was never published"
    publish(3)
    assert not [name for name in [*left, ".spill-999999999-00000000"] if (store.folder / name).exists()]
    assert shown(store) == 3


def test_two_writers_the_second_is_refused_with_the_firsts_process(store: Store) -> None:
    with store.writing():
        with pytest.raises(StoreRefused, match="Another load is running") as refused, Store(store.folder).writing():
            pass
        assert str(os.getpid()) in refused.value.found
    with store.writing():
        pass


def test_a_writer_of_another_process_is_refused_and_its_kill_frees_the_lock(store: Store, publish: Publish) -> None:
    publish(1)
    code = (
        "import sys; from pathlib import Path; from analytics.warehouse import Store\n"
        "with Store(Path(sys.argv[1])).writing() as draft:\n"
        "    draft.path.write_bytes(b'half'); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(store.folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as other:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        with pytest.raises(StoreRefused) as refused:
            publish(2)
        assert f"process {other.pid}" in refused.value.found
        assert shown(store) == 1
        other.kill()
        other.wait()
    publish(2)
    assert shown(store) == 2
    assert not list(store.folder.glob(".next-*"))


def test_a_torn_page_is_not_published(store: Store, publish: Publish) -> None:
    publish(1)
    with pytest.raises(StoreRefused, match="damaged"), store.writing() as draft:
        with Database.open(draft.path, read_only=False) as database:
            database.run("CREATE TABLE t AS SELECT 2 AS n, hash(range) AS i FROM range(200000); CHECKPOINT")
        content = bytearray(draft.path.read_bytes())
        torn = len(content) // 2
        content[torn : torn + 4096] = bytes(4096)
        draft.path.write_bytes(content)
        draft.publish()
    assert shown(store) == 1


def test_what_was_counted_must_be_found_again(store: Store, publish: Publish) -> None:
    publish(1)
    with pytest.raises(StoreRefused, match="does not hold what was written") as refused, store.writing() as draft:
        with Database.open(draft.path, read_only=False) as database:
            database.run("CREATE TABLE t AS SELECT 2 AS n; CREATE TABLE u AS SELECT 1 AS x")
            counted = contents(database)
            database.run("UPDATE t SET n = 3; CHECKPOINT")
        draft.publish(json.loads(json.dumps(counted)))
    assert refused.value.found == "tables that differ: t"
    assert shown(store) == 1


def test_contents_are_those_of_the_rows_in_any_order_and_of_tables_only() -> None:
    with Database.memory() as one, Database.memory() as other:
        one.run("CREATE TABLE t AS SELECT range AS i, NULL::VARCHAR AS s FROM range(10)")
        one.run("CREATE VIEW v AS FROM t; CREATE TABLE none (x DATE)")
        other.run("CREATE TABLE none (x DATE); CREATE TABLE t AS SELECT 9 - range AS i, NULL::VARCHAR AS s FROM range(10)")
        assert contents(one) == contents(other)
        assert set(contents(one)) == {"t", "none"} and contents(one)["none"] == (0, 0) and contents(one)["t"][0] == 10
        other.run("UPDATE t SET s = '' WHERE i = 3")
        assert contents(one) != contents(other)


def test_contents_are_those_that_are_stored_not_what_is_made_from_them() -> None:
    with Database.memory() as one, Database.memory() as other:
        one.run("CREATE TABLE t (n INTEGER, doubled INTEGER AS (2 * n)); INSERT INTO t SELECT range FROM range(9)")
        other.run("CREATE TABLE t AS SELECT CAST(range AS INTEGER) AS n FROM range(9)")
        assert contents(one) == contents(other)


def test_a_log_left_behind_is_refused(store: Store) -> None:
    with store.writing() as draft:
        draft.path.write_bytes(b"")
        draft.path.with_name(draft.path.name + ".wal").write_bytes(b"changes")
        with pytest.raises(StoreRefused, match="not closed"):
            draft.publish()


def test_a_draft_that_was_not_built_is_refused(store: Store) -> None:
    with store.writing() as draft, pytest.raises(StoreRefused, match="not built"):
        draft.publish()


@pytest.mark.parametrize("harm", ["changed", "missing", "cut"])
def test_a_damaged_newest_version_falls_back_with_a_notice(store: Store, publish: Publish, harm: str) -> None:
    publish(1)
    publish(2)
    newest = publish(3).path
    if harm == "changed":
        damage(newest)
    elif harm == "missing":
        newest.unlink()
    else:
        newest.write_bytes(newest.read_bytes()[:-4096])
    version = store.current()
    assert version is not None and version.number == 2
    assert version.notice is not None and "version 3" in version.notice and "version 2" in version.notice
    assert shown(store) == 2


def test_two_damaged_versions_fall_back_to_the_third(store: Store, publish: Publish) -> None:
    publish(1)
    older, newest = publish(2), publish(3)
    damage(older.path)
    damage(newest.path, -1)
    assert shown(store) == 1


def test_all_versions_damaged_is_refused(store: Store, publish: Publish) -> None:
    damage(publish(1).path)
    with pytest.raises(StoreRefused, match="No version of the store can be read"):
        store.reader()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"number": 2}', "\x00" * 200, '{"number": 2, "file": "../x", "sha256": "", "size": 1}'])
def test_a_damaged_current_falls_back_to_the_newest_whole_file(store: Store, publish: Publish, text: str) -> None:
    publish(1)
    publish(2)
    (store.folder / CURRENT).write_text(text)
    version = store.current()
    assert version is not None and version.number == 2
    assert version.notice is not None and "names the newest version is damaged" in version.notice


def test_a_first_version_cut_off_before_it_was_named_counts(store: Store, publish: Publish) -> None:
    first = publish(1)
    (store.folder / CURRENT).unlink()
    assert store.current() == first
    publish(2)
    (store.folder / CURRENT).unlink()
    version = store.current()
    assert version is not None and version.number == 2 and version.notice is not None


def test_nothing_is_built_on_an_older_version_unasked(store: Store, publish: Publish) -> None:
    publish(1)
    damage(publish(2).path)
    with pytest.raises(StoreRefused, match="newest version of the store is damaged"):
        publish(3)
    with store.writing(from_fallback=True) as draft:
        assert draft.base is not None and draft.base.number == 1
        assert draft.number == 3, "a number is not used twice"


def test_another_fault_inside_stays_what_it_is(store: Store) -> None:
    with pytest.raises(FileNotFoundError), store.writing():
        (store.folder / "none").read_bytes()


def test_the_number_of_a_missing_version_is_not_used_again(store: Store, publish: Publish) -> None:
    publish(1)
    publish(2).path.unlink()
    with store.writing(from_fallback=True) as draft:
        assert draft.number == 3


def test_no_going_back_within_a_process(store: Store, publish: Publish) -> None:
    publish(1)
    newest = publish(2)
    assert shown(store) == 2
    damage(newest.path)
    reader = Store(store.folder).reader()
    assert reader is not None and reader.version.number == 2
    assert reader.version.notice is not None and "goes on being shown" in reader.version.notice
    current = store.current()
    assert current is not None and current.number == 1, "another process, that has seen nothing, gets the version before"


def test_the_hash_is_taken_once_per_version(store: Store, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Path] = []
    monkeypatch.setattr(choosing_module, "is_of", lambda path, sha256: hashed.append(path) or is_of(path, sha256))
    version = publish(1)
    for _ in range(5):
        store.reader()
        Store(store.folder).current()
    assert hashed == [], "publishing took it"
    choosing_module._checked.clear()  # as in another process
    for _ in range(5):
        store.reader()
        Store(store.folder).current()
    assert hashed == [version.path]


def test_a_file_written_to_after_its_publication_is_hashed_again(store: Store, publish: Publish) -> None:
    version = publish(1)
    damage(version.path)
    with pytest.raises(StoreRefused):
        store.current()


@pytest.mark.parametrize("pieces", [0, 1, 2, 3])
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_a_large_file_is_hashed_by_its_pieces(pieces: int, beyond: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version_module, "PIECE", 1_000)
    monkeypatch.setattr(version_module, "BLOCK", 300)
    content = random.Random(pieces).randbytes(max(0, pieces * 1_000 + beyond))
    path = tmp_path / "version"
    path.write_bytes(content)
    whole = hashlib.sha256(content).hexdigest()
    assert sha256_of(path) == by_pieces(content)
    assert is_of(path, sha256_of(path)) and is_of(path, whole), "stores published before pieces are read on"
    for place in range(0, len(content), 97):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert not is_of(path, by_pieces(content))
        assert not is_of(path, whole)


def by_pieces(content: bytes) -> str:
    """By pieces of 1,000 bytes, written another way."""
    if len(content) <= 1_000:
        return hashlib.sha256(content).hexdigest()
    gathered = hashlib.sha256()
    while content:
        gathered.update(hashlib.sha256(content[:1_000]).digest())
        content = content[1_000:]
    return gathered.hexdigest()


def test_a_newer_store_is_refused_by_name_to_readers_and_writers(store: Store) -> None:
    with store.writing() as draft:
        with Database.open(draft.path, read_only=False) as database:
            database.run("CREATE TABLE store_meta (key VARCHAR, value VARCHAR)")
            database.run("INSERT INTO store_meta VALUES ('schema_version', $v); CHECKPOINT", {"v": str(SCHEMA_VERSION + 1)})
        draft.publish()
    with pytest.raises(StoreRefused, match="newer Sundial"):
        store.reader()
    with pytest.raises(StoreRefused, match="newer Sundial"), store.writing():
        pass


def test_current_replaced_while_it_is_read_is_read_again(store: Store, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(1)
    stale = read_current(store.folder)
    for number in range(2, 6):
        publish(number)
    answers = [stale]
    monkeypatch.setattr(choosing_module, "read_current", lambda folder: answers.pop() if answers else read_current(folder))
    version = store.current()
    assert version is not None and version.number == 5 and version.notice is None
