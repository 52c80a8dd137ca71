"""Stores whose every ticket can be explained: hostile histories under three policy versions, and the samples."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.intake.options import LoadOptions
from analytics.operations.load import change_store, load_files
from analytics.operations.open_store import open_reader, own_store
from analytics.policy.resolved import resolve
from analytics.samples import EVENTS_FILE, TICKETS_FILE, Desk, write_samples
from analytics.warehouse import Reader
from tests.reference.clocks import Judge
from tests.reference.desk import LAST_AT, STYLES, write_desk
from tests.reference.policies import read_policies, write_policies

SHARES = {"full": 0.55, "silent": 0.15, "logged": 0.3}


def hostile_store(folder: Path, tickets: int, seed: int) -> Reader:
    """Three sources of hostile histories: pauses, reopenings, close-of-day readings, both landings, days of 23 and 25 hours."""
    home, policies = folder / "home", write_policies(folder)
    versions = read_policies(policies)
    change_store(home, own_store(home), {"policies": [{"resolved": resolve(version), "note": "added"} for version in versions]})
    judge = Judge(versions)
    for style in STYLES:
        files = write_desk(folder, style, judge, int(tickets * SHARES[style.name]), seed)
        as_of = datetime.fromtimestamp(LAST_AT, UTC).isoformat() if style.as_of_given else None
        load_files(home, list(files), LoadOptions(source=style.name, as_of=as_of))
    return open_reader(home)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return hostile_store(tmp_path_factory.mktemp("hostile"), 150, seed=3)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return sample_store(tmp_path_factory.mktemp("samples"), Desk(tickets=1_500))


def sample_store(folder: Path, desk: Desk) -> Reader:
    """A sample desk with its log of changes, under the shipped policy."""
    write_samples(folder / "files", desk)
    files = [folder / "files" / TICKETS_FILE, folder / "files" / EVENTS_FILE]
    load_files(folder / "home", files, LoadOptions(source="desk", as_of=desk.as_of.isoformat()))
    return open_reader(folder / "home")
