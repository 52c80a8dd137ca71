"""L4: a load happens whole or not at all, also when it is killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.loads import list_loads
from analytics.operations.open_store import open_reader
from analytics.operations.undo import undo_load
from analytics.samples import EVENTS_FILE, TICKETS_FILE, Desk, write_samples
from tests.operations.killing import start

ASK = """
    SELECT (SELECT count(*) FROM judged_tickets), (SELECT count(*) FROM loads),
        (SELECT sum(hash(source, ticket_id, clock, outcome, due_at, elapsed_seconds, group_name)) FROM sla_clocks),
        (SELECT value FROM store_meta WHERE key = 'version')
"""


def desk(folder: Path, seed: int) -> list[Path]:
    write_samples(folder, Desk(tickets=3_000, months=4, seed=seed, as_of=datetime(2026, 9, 1, tzinfo=UTC)))
    return [folder / TICKETS_FILE, folder / EVENTS_FILE]


def undo_loads_of(home: Path, source: str) -> None:
    # Files given together are taken back together.
    while loads := [load["load_id"] for load in list_loads(home) if load["source"] == source]:
        undo_load(home, loads[0])


@pytest.mark.long
def test_l4_killed_at_random_moments_the_store_is_whole_each_time(tmp_path: Path) -> None:
    home = tmp_path / "home"
    load_files(home, desk(tmp_path / "first", 1), LoadOptions(source="first"))
    before = open_reader(home).rows(ASK)
    second = desk(tmp_path / "second", 2)
    began = time.monotonic()
    untouched = tmp_path / "untouched"
    load_files(untouched, desk(tmp_path / "first", 1), LoadOptions(source="first"))
    first_seconds = time.monotonic() - began
    load_files(untouched, second, LoadOptions(source="second"))
    after = open_reader(untouched).rows(ASK)
    chance = random.Random(20261122)
    for _ in range(25):
        loading = start(home, second, "--source", "second")
        try:
            loading.wait(timeout=chance.uniform(0, 2.2 * first_seconds))
        except subprocess.TimeoutExpired:
            os.killpg(loading.pid, signal.SIGKILL)
            loading.wait()
        found = open_reader(home).rows(ASK)
        assert found in (before, after)
        if found == after:
            undo_loads_of(home, "second")
            assert open_reader(home).rows(ASK) == before
    load_files(home, second, LoadOptions(source="second"))
    assert open_reader(home).rows(ASK) == after
    assert not list((home / "store").glob(".next-*")), "the next writer cleans up what a killed one left"


def test_l4_a_load_killed_while_it_builds_leaves_the_version_before(tmp_path: Path) -> None:
    home = tmp_path / "home"
    load_files(home, desk(tmp_path / "first", 1), LoadOptions(source="first"))
    before = open_reader(home).rows(ASK)
    loading = start(home, desk(tmp_path / "second", 2), "--source", "second")
    store = home / "store"
    while loading.poll() is None and not list(store.glob(".next-*")):
        pass
    os.killpg(loading.pid, signal.SIGKILL)
    loading.wait()
    assert open_reader(home).rows(ASK) == before
    load_files(home, desk(tmp_path / "third", 3), LoadOptions(source="third"))
    assert open_reader(home).rows(ASK) != before
    assert not list(store.glob(".next-*"))
