"""At risk, near misses, what is left, and verdicts that a coarse stop could flip (K1, P3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import analytics.facts
from analytics.warehouse import Database, Reader

Judged = Callable[..., Reader]
HOUR = 3600
# Round the clock: ten hours for each clock, a quarter at risk unless it says otherwise.
POLICY = """
name = "Ten hours"
version = "{version}"
{lines}
[priorities.High]
[tiers.Standard]
calendar = "round-the-clock"
first_response = "10 hours"
resolution = "10 hours"
"""
TEN = POLICY.format(version="1", lines="")
NINE = "2026-07-13T09:00:00Z"


def at(hour: int, minute: int = 0, second: int = 0, day: int = 13) -> str:
    return f"2026-07-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


def left(reader: Reader, clock: str = "resolution") -> tuple[Any, ...]:
    columns = "outcome, remaining_seconds, is_at_risk, is_near_miss"
    return reader.rows(f"SELECT {columns} FROM sla_clocks WHERE clock = $clock ORDER BY ticket_id", {"clock": clock})[0]


@pytest.mark.parametrize(("as_of", "seconds", "at_risk"), [
    (at(16, 30), 9000, False), (at(16, 30, 1), 8999, True), (at(19), 0, True), (NINE, 10 * HOUR, False)])  # fmt: skip
def test_less_than_a_quarter_left_is_at_risk_and_a_quarter_is_not(judged: Judged, as_of: str, seconds: int, at_risk: bool) -> None:
    reader = judged([{"received_at": NINE}], [], [TEN], as_of=as_of)
    assert left(reader) == left(reader, "first_response") == ("running", seconds, at_risk, False)


def test_one_second_past_due_is_breached_and_nothing_is_left_or_at_risk(judged: Judged) -> None:
    assert left(judged([{"received_at": NINE}], [], [TEN], as_of=at(19, 0, 1))) == ("breached", None, False, False)


def test_a_paused_clock_is_not_at_risk_and_says_what_is_left(judged: Judged) -> None:
    changes = [{"at": at(18), "field": "status", "from": "open", "to": "pending"}]
    reader = judged([{"received_at": NINE, "status": "pending"}], changes, [TEN], as_of=at(9, day=20))
    assert left(reader) == ("running", HOUR, False, False)
    assert left(reader, "first_response")[0] == "breached"


@pytest.mark.parametrize(("stop", "near"), [(at(18), False), (at(18, 0, 1), True), (at(19), True)])
def test_met_with_less_than_a_tenth_left_is_a_near_miss_and_a_tenth_is_not(judged: Judged, stop: str, near: bool) -> None:
    assert left(judged([{"received_at": NINE, "resolved_at": stop}], [], [TEN])) == ("met", None, False, near)


def test_a_breach_by_a_second_is_no_near_miss(judged: Judged) -> None:
    assert left(judged([{"received_at": NINE, "resolved_at": at(19, 0, 1)}], [], [TEN])) == ("breached", None, False, False)


SHARES = [("at_risk_share = 0", False), ('at_risk_share = "7 %"', False), ("at_risk_share = 0.08", True)]


@pytest.mark.parametrize(("line", "at_risk"), SHARES)
def test_the_share_is_the_policys_and_exact(judged: Judged, line: str, at_risk: bool) -> None:
    reader = judged([{"received_at": NINE}], [], [POLICY.format(version="1", lines=line)], as_of=at(18, 18))
    assert left(reader)[1:3] == (42 * 60, at_risk)


def test_p3_at_risk_by_the_version_that_judges(judged: Judged) -> None:
    later = POLICY.format(version="2", lines="effective_from = 2026-07-14\nat_risk_share = 1")
    reader = judged([{"received_at": at(4, 59, 59, 14)}, {"received_at": at(5, 0, 0, 14)}], [], [TEN, later], as_of=at(6, day=14))
    rows = reader.rows("SELECT is_at_risk FROM sla_clocks WHERE clock = 'resolution' ORDER BY ticket_id")
    assert rows == [(False,), (True,)]


# Due 10:00:00. A stop of whole minutes; outcome; precision in seconds; whether one unit could flip it.
FLIPS = [
    ("09:59:00", "met", 60, False), ("09:59:00", "met", 61, True), ("10:00:00", "met", 60, True), ("10:00:00", "met", None, False),
    ("10:01:00", "breached", 60, True), ("10:02:00", "breached", 60, False), ("10:30:00", "breached", 3600, True),
    (None, "breached", 60, False), (None, "running", 60, False), ("10:01:00", "unknown", 60, False),
]  # fmt: skip


@pytest.mark.parametrize(("stop", "outcome", "precision", "flips"), FLIPS)
def test_k1_a_verdict_that_one_unit_of_the_stop_could_flip_is_marked(
    stop: str | None, outcome: str, precision: int | None, flips: bool
) -> None:
    with Database.memory() as db:
        db.run_file(Path(analytics.facts.__file__).with_name("schema.sql"))
        day = {"due": "2026-07-13 10:00:00", "stop": stop and f"2026-07-13 {stop}", "outcome": outcome, "precision": precision}
        both = ", ".join(f"{clock}_{part}" for clock in ("response", "resolution") for part in ("due_at", "stopped_at", "outcome"))
        both += ", response_precision_seconds, resolution_precision_seconds"
        words = "$due, $stop, $outcome, $due, $stop, $outcome, $precision, $precision"
        db.run(f"INSERT INTO judged_tickets ({both}) VALUES ({words})", day)
        assert db.rows("SELECT precision_flips FROM sla_clocks") == [(flips,), (flips,)]
