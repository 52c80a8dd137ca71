"""Tickets without a history are judged in one pass; in steps, as others are, they get the same facts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from analytics.business_time.bulk import BusinessTime
from analytics.facts import judge as judging
from analytics.facts.judge import FACTS, create_facts, judge
from analytics.intake.folding import fold_all
from analytics.policy.history import PolicyHistory
from analytics.policy.resolved import from_resolved
from analytics.policy.tables import write_policy_tables
from analytics.warehouse import Contents, Database, contents
from tests.invariants.test_samples import SAMPLE_TARGETS, filled


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("one-pass")
    policy = home / "policy.toml"
    text = SAMPLE_TARGETS.read_text(encoding="utf-8").replace("close_of_day_received", "elapsed").replace('"closing"', '"next_opening"')
    policy.write_text(text, encoding="utf-8")
    return filled(home, policy, events=False, tickets=300).version.path


def judged_anew(store: Path, copy: Path) -> tuple[Contents, bool]:
    """Rows and checksums of the facts, judged in this process; and whether times were kept on the way."""
    shutil.copyfile(store, copy)
    with Database.open(copy, read_only=False) as db:
        stated = db.rows("SELECT resolved_json FROM policies ORDER BY position")
        history = PolicyHistory([from_resolved(json.loads(row[0])) for row in stated])
        calendars = write_policy_tables(db, history)
        ((loaded_at,),) = db.rows("SELECT max(loaded_at) FROM loads")
        db.run("BEGIN TRANSACTION")
        fold_all(db)
        create_facts(db)
        judge(db, calendars, history.reporting_zone, loaded_at)
        db.run("COMMIT")
        kept = db.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'kept_times'")
        return {table: found for table, found in contents(db).items() if table in FACTS}, bool(kept)


def test_one_pass_and_steps_give_the_same_facts(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, kept = judged_anew(store, tmp_path / "at-once.duckdb")
    assert not kept
    assert at_once["judged_tickets"][0] == 300 and at_once["eligible_escalations"][0] > 20
    monkeypatch.setattr(judging, "_is_one_pass", lambda db, time: False)
    in_steps, kept = judged_anew(store, tmp_path / "in-steps.duckdb")
    assert kept
    assert in_steps == at_once


@pytest.mark.parametrize("one_pass", [True, False])
def test_batches_of_any_size_give_the_same_facts(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_pass: bool) -> None:
    whole = judged_anew(store, tmp_path / "whole.duckdb")[0]
    monkeypatch.setattr(judging, "ONE_PASS_TICKETS", 37 if one_pass else 1)
    monkeypatch.setattr(judging, "BATCH_TICKETS", 1 if one_pass else 37)
    if not one_pass:
        monkeypatch.setattr(judging, "_is_one_pass", lambda db, time: False)
    heard: list[int] = []
    monkeypatch.setattr(judging, "_judge_batch", counting(judging._judge_batch, heard))
    assert judged_anew(store, tmp_path / "batches.duckdb")[0] == whole
    assert sum(heard) == 300 and len(heard) == 9 and max(heard) <= 37


def counting(judge_batch: Callable[..., None], heard: list[int]) -> Callable[..., None]:
    """`judge_batch`, telling how many states stand in each batch."""

    def judged(db: Database, time: BusinessTime, loaded_at: datetime) -> None:
        heard.append(db.rows("SELECT count(*) FROM standing_states")[0][0])
        judge_batch(db, time, loaded_at)

    return judged


def test_it_is_what_loading_made(store: Path, tmp_path: Path) -> None:
    with Database.open(store) as db:
        published = {table: found for table, found in contents(db).items() if table in FACTS}
    assert published == judged_anew(store, tmp_path / "again.duckdb")[0]
