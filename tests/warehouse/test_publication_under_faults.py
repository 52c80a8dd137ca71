"""At whatever call a publication fails, the store afterwards serves a whole version: the old one, or the new one.

Every file-changing call of a publication is failed in turn by a shim under libc: the store's own calls, and in the long tests
DuckDB's too.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.warehouse import Database, Store

OLD, NEW = 3, 4
DEADLY = ("kill", "after", "torn")
SURVIVED = ("eio", "enospc", "short")


class Witness:
    """Reads what a store serves, in full, through one database: opening one for each look would take most of the time."""

    def __init__(self) -> None:
        self._database = Database.memory()

    def number_served(self, folder: Path) -> int:
        version = Store(folder).current()
        assert version is not None and version.notice is None
        self._database.attach(version.path, "served")
        read = self._database.rows("SELECT min(n), max(n), count(*), sum(i) FROM served.t")
        self._database.detach("served")
        assert read == [(version.number, version.number, 3000, 4498500)]
        return version.number


@pytest.fixture(scope="module")
def witness() -> Iterator[Witness]:
    yield Witness()


def check(folder: Path, kind: str, told: dict[str, Any], served: int) -> None:
    if NEW in told["published"]:
        assert served == NEW
    elif told["refused"]:
        assert served == OLD
        assert kind != "enospc" or told["refused"] == "The disk is full."
    else:
        assert kind in DEADLY and told["status"] == 9 and served in (OLD, NEW)
    if told["refused"] and kind == "enospc":
        assert not list(folder.glob(".next-*")), "a full disk must not stay full of what was not published"


def sweep(template: Path, work: Path, writer: Any, witness: Witness, kind: str, built: Path | None) -> None:
    more = {"built": str(built)} if built else {}
    calls = writer.publish(shutil.copytree(template, work / "counted"), NEW, **more)["calls"]
    assert calls >= 15
    for at in range(1, calls + 1):
        folder = shutil.copytree(template, work / f"{kind}-{at}")
        told = writer.publish(folder, NEW, at=at, kind=kind, **more)
        try:
            served = witness.number_served(folder)
            check(folder, kind, told, served)
            if at % 5 == 0:
                assert writer.publish(folder, served + 1)["published"] == [served + 1], "the next load must work again"
                assert witness.number_served(folder) == served + 1
                assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
        except AssertionError as error:
            raise AssertionError(f"{kind} at call {at} of {calls}: {told}: {error}") from error
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "kind", ["kill", "eio", "enospc", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("after", "torn", "short"))]
)
def test_each_call_of_the_store_failing_leaves_a_whole_version(
    three_versions: Store, tmp_path: Path, failing_writer: Any, witness: Witness, fourth: Path, kind: str
) -> None:
    sweep(three_versions.folder, tmp_path, failing_writer, witness, kind, fourth)


@pytest.mark.long
@pytest.mark.parametrize("kind", [*DEADLY, *SURVIVED])
def test_each_call_of_store_and_engine_failing_leaves_a_whole_version(
    three_versions: Store, tmp_path: Path, failing_writer: Any, witness: Witness, kind: str
) -> None:
    sweep(three_versions.folder, tmp_path, failing_writer, witness, kind, None)


@pytest.mark.parametrize("kind", ["kill", "eio", "enospc"])
def test_first_publication_failing_leaves_nothing_or_all(
    tmp_path: Path, failing_writer: Any, witness: Witness, first: Path, kind: str
) -> None:
    calls = failing_writer.publish(tmp_path / "counted", 1, built=str(first))["calls"]
    for at in range(1, calls + 1):
        folder = tmp_path / f"{at}"
        told = failing_writer.publish(folder, 1, at=at, kind=kind, built=str(first))
        version = Store(folder).current()
        assert version is None or witness.number_served(folder) == 1, f"{kind} at call {at}: {told}"
        assert version is not None or not told["published"]
        assert version is None or not told["refused"], f"{kind} at call {at}: {told}"
        shutil.rmtree(folder)


@pytest.mark.parametrize("times", [20, pytest.param(150, marks=pytest.mark.long)])
def test_killed_at_any_moment_leaves_a_whole_version(three_versions: Store, failing_writer: Any, witness: Witness, times: int) -> None:
    moments = random.Random(20260702)
    served, died = OLD, 0
    for _ in range(times):
        told = failing_writer.publish(three_versions.folder, served + 1, kill_after_seconds=moments.uniform(0.002, 0.2), times=3)
        now = witness.number_served(three_versions.folder)
        acknowledged = max([served, *told["published"]])
        assert acknowledged <= now <= acknowledged + 1, told
        served, died = now, died + (told["status"] != 0)
    assert died > times // 3, "most writers must have been killed at work"


def test_a_full_disk_is_one_sentence_and_frees_what_it_took(three_versions: Store, failing_writer: Any, witness: Witness) -> None:
    before = sorted(["LOCK", *(path.name for path in three_versions.folder.iterdir())])
    told = failing_writer.publish(three_versions.folder, NEW, at=8, kind="enospc")
    assert told["refused"] == "The disk is full." and not told["published"]
    assert sorted(path.name for path in three_versions.folder.iterdir()) == before
    assert witness.number_served(three_versions.folder) == OLD
