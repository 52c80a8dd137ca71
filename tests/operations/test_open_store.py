"""Which store a server shows, and what it has done before anybody asks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from analytics.operations.open_store import keep_open, open_for_pages
from analytics.warehouse import choosing

ONE, TWO = (f"ticket_id,received_at,status\n{number},2026-10-01T09:00:00Z,open\n" for number in (1, 2))


class Rounds(Event):
    """Over after some rounds; between two of them something happens."""

    def __init__(self, *between: Callable[[], Any]) -> None:
        super().__init__()
        self._between = list(between)

    def wait(self, timeout: float | None = None) -> bool:
        if not self._between:
            return True
        self._between.pop(0)()
        return False


def published(store: Path, server: Path) -> None:
    """What another process does to the server's store: new files, then CURRENT in one step."""
    (server / "store").mkdir(parents=True, exist_ok=True)
    for file in sorted(store.glob("version-*")):
        shutil.copy(file, server / "store" / file.name)
    shutil.copy(store / "CURRENT", server / "new")
    (server / "new").replace(server / "store" / "CURRENT")


def tickets(server: Path) -> list[tuple[Any, ...]]:
    reader, is_samples = open_for_pages(server)
    assert reader is not None and not is_samples
    return reader.rows("SELECT ticket_id FROM judged_tickets ORDER BY 1")


@pytest.fixture
def no_hash_now(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def refuse(*_: object) -> bool:
        raise AssertionError("somebody waits for the hash of a version")

    return lambda: monkeypatch.setattr(choosing, "is_of", refuse)


def test_a_version_another_process_published_is_checked_and_open_before_anybody_asks(
    home: Path, put: Any, tmp_path: Path, no_hash_now: Callable[[], None]
) -> None:
    server = tmp_path / "server"
    put(ONE, name="one.csv", source="desk")
    published(home / "store", server)
    keep_open(server, Rounds())
    no_hash_now()
    assert tickets(server) == [("1",)]


def test_a_version_published_while_the_server_watches_is_taken_up(
    home: Path, put: Any, tmp_path: Path, no_hash_now: Callable[[], None]
) -> None:
    server = tmp_path / "server"
    put(ONE, name="one.csv", source="desk")
    published(home / "store", server)

    def another() -> None:
        put(TWO, name="two.csv", source="desk")
        published(home / "store", server)

    keep_open(server, Rounds(another))
    no_hash_now()
    assert tickets(server) == [("1",), ("2",)]


def test_a_store_that_cannot_be_read_does_not_end_the_watch(home: Path, put: Any, tmp_path: Path, no_hash_now: Callable[[], None]) -> None:
    server = tmp_path / "server"
    (server / "store").mkdir(parents=True)
    (server / "store" / "CURRENT").write_text("no such thing")
    put(ONE, name="one.csv", source="desk")
    keep_open(server, Rounds(lambda: published(home / "store", server)))
    no_hash_now()
    assert tickets(server) == [("1",)]
