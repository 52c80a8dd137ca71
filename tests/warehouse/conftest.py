"""A store in a folder of its own, a way to publish into it, and a writer that is made to fail."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.warehouse import Database, Store, Version
from analytics.warehouse.draft import KEPT_VERSIONS
from analytics.warehouse.version import CURRENT, current_text, from_path, versions_on_disk

CHECKOUT = Path(__file__).resolve().parents[2]
FAULTS = Path(__file__).parent / "faults"


def build(path: Path, number: int, rows: int = 3000) -> None:
    """A version's file: t(n, i), every n the number, i from 0."""
    with Database.open(path, read_only=False, threads=1) as database:
        database.run("CREATE TABLE t AS SELECT $n::INTEGER AS n, range AS i FROM range($rows)", {"n": number, "rows": rows})
        database.run("CHECKPOINT")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home" / "store")


@pytest.fixture
def publish(store: Store) -> Callable[..., Version]:
    def publish_one(number: int, rows: int = 3000) -> Version:
        with store.writing() as draft:
            build(draft.path, number, rows)
            return draft.publish()

    return publish_one


class FailingWriter:
    """Talks to faults/writer.py."""

    def __init__(self, shim: Path) -> None:
        environment = {**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(CHECKOUT)}
        command = [sys.executable, str(FAULTS / "writer.py")]
        self._running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True)

    def publish(self, store: Path, number: int, *, at: int = 0, kind: str = "none", **more: Any) -> dict[str, Any]:
        order = {
            "store": str(store),
            "number": number,
            "at": at,
            "kind": kind,
            "log": "",
            "times": 1,
            "built": None,
            "kill_after_seconds": 0,
        }
        assert self._running.stdin is not None and self._running.stdout is not None
        self._running.stdin.write(json.dumps(order | more) + "\n")
        self._running.stdin.flush()
        return dict(json.loads(self._running.stdout.readline()))

    def close(self) -> None:
        assert self._running.stdin is not None
        self._running.stdin.close()
        self._running.wait()


@pytest.fixture(scope="session")
def failing_writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FailingWriter]:
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("the shim that fails calls needs a C compiler (cc) on Linux")
    shim = tmp_path_factory.mktemp("shim") / "faults.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(FAULTS / "faults.c"), "-ldl"], check=True)
    writer = FailingWriter(shim)
    yield writer
    writer.close()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of versions 1 to 4, published one after the other."""
    store, archive = Store(tmp_path_factory.mktemp("published") / "store"), tmp_path_factory.mktemp("archive")
    for number in range(1, 5):
        with store.writing() as draft:
            build(draft.path, number)
            shutil.copy(draft.publish().path, archive)
    return archive


def as_after(archive: Path, folder: Path, newest: int) -> Store:
    """A store's folder as it was after the publication of a version."""
    folder.mkdir(parents=True)
    for version in versions_on_disk(archive):
        if newest - KEPT_VERSIONS < version.number <= newest:
            copy = from_path(Path(shutil.copy(version.path, folder)))
            if copy is not None and copy.number == newest:
                (folder / CURRENT).write_bytes(current_text(copy, copy.path.stat().st_size))
    return Store(folder)


@pytest.fixture
def two_versions(store: Store, archive: Path) -> Store:
    """A store with versions 1 and 2 published."""
    return as_after(archive, store.folder, 2)


@pytest.fixture
def three_versions(store: Store, archive: Path) -> Store:
    """A store with versions 1 to 3 published: the next publication also removes one."""
    return as_after(archive, store.folder, 3)


@pytest.fixture
def first(archive: Path) -> Path:
    """A built file of what version 1 holds."""
    return versions_on_disk(archive)[-1].path


@pytest.fixture
def fourth(archive: Path) -> Path:
    """A built file of what version 4 holds."""
    return versions_on_disk(archive)[0].path
