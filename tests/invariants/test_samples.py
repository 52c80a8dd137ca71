"""The invariants on the samples, under the shipped policy and under one with targets for both clocks and a ladder with times; and that
each of them finds the fault it is there for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analytics.intake.options import LoadOptions
from analytics.operations.load import change_store, load_files
from analytics.operations.open_store import open_reader, own_store
from analytics.policy.parse import parse_policy
from analytics.policy.resolved import resolve
from analytics.policy.shipped import DEFAULT_POLICY
from analytics.samples import EVENTS_FILE, TICKETS_FILE, Desk, write_samples
from analytics.warehouse import Database, Reader
from tests.invariants import FILES, assert_holds

SAMPLE_TARGETS = DEFAULT_POLICY.with_name("sample_targets.toml")
ONE = "(SELECT min(ticket_id) FROM judged_tickets WHERE {})"

# A change of one ticket's facts that breaks the invariant of that name, and only has to be seen by it.
FAULTS = {
    "a_ticket_is_received_once":
        "UPDATE judged_tickets SET ticket_id = (SELECT max(ticket_id) FROM judged_tickets) WHERE ticket_id = ONE[is_closed]",
    "a_verdict_has_what_it_takes": "UPDATE judged_tickets SET response_due_at = NULL WHERE ticket_id = ONE[response_outcome = 'met']",
    "backlog_adds_up": None,
    "best_now_worst": None,
    "breached_is_after_due": "UPDATE judged_tickets SET resolution_outcome = 'met' WHERE ticket_id = ONE[resolution_outcome = 'breached']",
    "elapsed_fits_calendar_time":
        "UPDATE judged_tickets SET resolution_elapsed_seconds = 99999999 WHERE ticket_id = ONE[resolution_outcome = 'met']",
    "eligible_levels_were_passed": "UPDATE eligible_escalations SET escalated_at = NULL WHERE is_escalated",
    "escalations_sum_to_the_total": "DELETE FROM escalations WHERE ordinal = 1 AND level = 1",
    "no_running_clock_is_past_due":
        "UPDATE judged_tickets SET resolution_outcome = 'running', resolution_paused_since = NULL"
        " WHERE ticket_id = ONE[resolution_outcome = 'breached']",
    "one_outcome_a_clock": "UPDATE judged_tickets SET response_outcome = NULL WHERE ticket_id = ONE[response_outcome = 'breached']",
    "parts_sum_to_the_clock": "UPDATE recorded_clock_parts SET worked_seconds = worked_seconds + 1 WHERE worked_seconds > 0",
    "pauses_lie_apart_within_the_run": "DELETE FROM ticket_pauses WHERE NOT is_open",
    "stretches_open_and_close_in_turn": "UPDATE judged_tickets SET first_closed_on = NULL WHERE ticket_id = ONE[state = 'closed']",
    "time_left": "UPDATE judged_tickets SET response_elapsed_seconds = -1 WHERE ticket_id = ONE[response_outcome = 'running']",
}  # fmt: skip


def filled(home: Path, policy: Path, events: bool = True, tickets: int = 2_000) -> Reader:
    desk = Desk(tickets=tickets)
    write_samples(home / "files", desk)
    files = [home / "files" / name for name in (TICKETS_FILE, *([EVENTS_FILE] if events else []))]
    text = policy.read_text(encoding="utf-8").replace("effective_from = 2027-01-01", "")
    change_store(home, own_store(home), {"policies": [{"resolved": resolve(parse_policy(text, policy.name)), "note": "added"}]})
    load_files(home, files, LoadOptions(source="desk", as_of=desk.as_of.isoformat()))
    return open_reader(home)


@pytest.fixture(scope="module")
def with_targets(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return filled(tmp_path_factory.mktemp("targets"), SAMPLE_TARGETS)


def test_they_hold_on_the_samples_with_targets_for_both_clocks(with_targets: Reader) -> None:
    assert_holds(with_targets)
    for table in ("eligible_escalations", "recorded_clock_parts", "reopened_spells", "escalations", "ticket_pauses"):
        assert with_targets.rows(f"SELECT count(*) FROM {table}")[0][0] > 20, table


@pytest.mark.parametrize("events", [True, False], ids=["with the log of changes", "without"])
def test_they_hold_on_the_samples_under_the_shipped_policy(events: bool, tmp_path: Path) -> None:
    assert_holds(filled(tmp_path, DEFAULT_POLICY, events))


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault])
def test_each_finds_its_fault(name: str, with_targets: Reader, tmp_path: Path) -> None:
    before, after = FAULTS[name].partition("ONE[")[::2]
    fault = before + (ONE.format(after.removesuffix("]")) if after else "")
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(with_targets.version.path, copy)
    with Database.open(copy, read_only=False) as db:
        db.run(fault)
        (file,) = [file for file in FILES if file.stem == name]
        assert db.rows(file.read_text(encoding="utf-8"))


def test_every_invariant_says_what_it_is_of_and_has_a_fault_or_none_can_be() -> None:
    assert {file.stem for file in FILES} == set(FAULTS)
    assert all(file.read_text(encoding="utf-8").startswith("-- ") for file in FILES)
