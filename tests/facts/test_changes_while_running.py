"""What changes while a clock runs: tier, policy, an as_of that moves on, a ticket merged away (K1, K6, K7, P3, P5, C5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.intake.options import LoadOptions
from analytics.operations import building, load
from analytics.operations.open_store import open_reader
from analytics.operations.restate import add_policy
from analytics.warehouse import Reader

Judged = Callable[..., Reader]
HOUR = 3600
POLICY = """
name = "Two tiers"
version = "{version}"
{lines}
[priorities.High]
[tiers.Standard]
calendar = "{calendar}"
first_response = "4 hours"
resolution = "{length}"
[tiers.Gold]
calendar = "round-the-clock"
first_response = "1 hour"
resolution = "2 hours"
"""
NINE = "2026-07-13T09:00:00Z"


def policy(version: str = "1", lines: str = "", calendar: str = "round-the-clock", length: str = "8 hours") -> str:
    return POLICY.format(version=version, lines=lines, calendar=calendar, length=length)


def at(hour: int, day: int = 13) -> str:
    return f"2026-07-{day:02}T{hour:02}:00:00Z"


def change(day: int, hour: int, field: str, before: str, after: str) -> dict[str, str]:
    return {"at": at(hour, day), "field": field, "from": before, "to": after}


def clock(reader: Reader, columns: str, name: str = "resolution") -> tuple[Any, ...]:
    return reader.rows(f"SELECT {columns} FROM sla_clocks WHERE clock = $name ORDER BY ticket_id", {"name": name})[0]


def test_k7_a_tier_that_changes_while_the_clock_runs_does_not_change_its_target(judged: Judged) -> None:
    ticket = {"received_at": NINE, "tier": "Gold"}
    reader = judged([ticket], [change(13, 10, "tier", "Standard", "Gold")], [policy()], as_of=at(14))
    assert clock(reader, "tier, export_tier, target, outcome, remaining_seconds") == ("Standard", "Gold", "8 hours", "running", 3 * HOUR)


def test_k7_a_change_in_the_second_of_receipt_is_the_start(judged: Judged) -> None:
    ticket = {"received_at": NINE, "tier": "Gold"}
    reader = judged([ticket], [change(13, 9, "tier", "Standard", "Gold")], [policy()], as_of=at(10))
    assert clock(reader, "tier, target") == ("Gold", "2 hours")


def test_p3_a_pause_over_a_change_of_policy_counts_by_the_version_at_the_start(judged: Judged) -> None:
    """The second version is closed at night; the clock that started before goes on round the clock, also after its pause."""
    later = policy("2", "effective_from = 2026-07-14", "chicago-office", "1 hours")
    changes = [change(13, 12, "status", "open", "pending"), change(15, 2, "status", "pending", "open")]
    reader = judged([{"received_at": NINE, "resolved_at": at(7, 15)}], changes, [policy(), later])
    found = clock(reader, "policy, calendar, CAST(due_at AS VARCHAR), elapsed_seconds, paused_seconds, outcome")
    assert found == ("Two tiers 1", "round-the-clock", "2026-07-15 07:00:00", 8 * HOUR, 38 * HOUR, "met")


def test_c5_both_landings_of_a_target_that_ends_at_closing_time(judged: Judged) -> None:
    """Received at the opening, 13:00 UTC, with the length of the day: due at the close, or where the day after opens."""
    tickets = [{"received_at": at(13)}, {"received_at": at(13, 14)}]
    later = policy("2", 'effective_from = 2026-07-14\nlanding = "next_opening"', "chicago-office", "9 hours")
    reader = judged(tickets, [], [policy(calendar="chicago-office", length="9 hours"), later], as_of=at(12, 20))
    due = reader.rows("SELECT CAST(due_at AS VARCHAR) FROM sla_clocks WHERE clock = 'resolution' ORDER BY ticket_id")
    assert due == [("2026-07-13 22:00:00",), ("2026-07-15 13:00:00",)]


TICKETS = "ticket_id,received_at,updated_at,status,tier,priority\nT1,{received},{updated},{status},Standard,High\n"
CHANGES = "ticket_id,at,field,from,to\n{rows}"


def test_k1_a_reopening_after_the_as_of_resumes_the_clock_at_the_next_load(
    judged: Judged, tmp_path: Path
) -> None:
    """Resolved within the target when first loaded; opened again later, so it is not resolved, and at the new as_of it is overdue."""
    reader = judged([{"received_at": NINE, "updated_at": at(12), "status": "resolved"}], [change(13, 12, "status", "open", "resolved")],
                    [policy()], as_of=at(20))  # fmt: skip
    assert clock(reader, "outcome, elapsed_seconds") == ("met", 3 * HOUR)
    (tmp_path / "later.csv").write_text(TICKETS.format(received=NINE, updated=at(9, 14), status="open"))
    (tmp_path / "later-changes.csv").write_text(CHANGES.format(rows=f"T1,{at(9, 14)},status,resolved,open\n"))
    files = [tmp_path / "later.csv", tmp_path / "later-changes.csv"]
    load.load_files(tmp_path / "home", files, LoadOptions(as_of=at(15, 14), source="desk"))
    columns = "outcome, is_overdue, stopped_at, elapsed_seconds, paused_seconds, CAST(due_at AS VARCHAR)"
    found = clock(open_reader(tmp_path / "home"), columns)
    assert found == ("breached", True, None, 9 * HOUR, 21 * HOUR, "2026-07-14 14:00:00")


MERGED = """
[exclusions.merged]
title = "Merged into another ticket"
values = ["merged"]
"""


def test_p5_merged_and_spam_are_outside_the_rates_only_where_the_policy_says_so(judged: Judged) -> None:
    tickets = [{"received_at": NINE, "resolved_at": at(10), "exclusion": word} for word in ("Merged", "spam", "")]
    reader = judged(tickets, [], [policy(lines="").rstrip() + MERGED])
    found = reader.rows("SELECT outcome, reason FROM sla_clocks WHERE clock = 'first_response' ORDER BY ticket_id")
    assert found == [("excluded", "merged"), ("met", None), ("met", None)]
    assert reader.rows("SELECT count(*) FROM judged_tickets") == [(3,)]


@pytest.mark.parametrize(("field", "told"), [("priority", True), ("status", False)])
def test_k7_the_receipt_says_where_no_history_tells_tier_and_priority_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, field: str, told: bool
) -> None:
    monkeypatch.setattr(load, "run_limited", lambda module, job, **_: building.main(dict(job), lambda step, share: None))
    add_policy(tmp_path / "home", _written(tmp_path, policy()))
    tickets, changes = tmp_path / "a.csv", tmp_path / "b.csv"
    tickets.write_text(TICKETS.format(received=NINE, updated=at(12), status="open") + f"T2,{NINE},{NINE},open,Tin,High\n")
    changes.write_text(CHANGES.format(rows=f"T1,{at(10)},{field},High,open\n"))
    receipt = load.load_files(tmp_path / "home", [tickets, changes], LoadOptions(as_of=at(15), source="other"))
    assert receipt["warnings"].get("target_by_current_tier_and_priority") == (None if told else 1)


def _written(folder: Path, text: str) -> Path:
    (folder / "policy.toml").write_text(text)
    return folder / "policy.toml"
