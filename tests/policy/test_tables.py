"""The policy as tables of the store: what facts join with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from analytics.business_time import Calendar
from analytics.policy import SAMPLE_TARGETS, Policy, PolicyHistory, default_policy, read_policy, write_policy_tables
from analytics.vocabulary import Clock
from analytics.warehouse import Database


@pytest.fixture
def db() -> Iterator[Database]:
    with Database.memory() as database:
        yield database


@pytest.fixture
def history() -> PolicyHistory:
    return PolicyHistory([default_policy(), read_policy(SAMPLE_TARGETS)])


def test_versions_with_their_span_in_utc(db: Database, history: PolicyHistory) -> None:
    write_policy_tables(db, history)
    assert db.rows("SELECT policy_id, label, effective_at, ends_at, reporting_zone, counts_uncovered_channels FROM policy_versions") == [
        (1, "1", datetime(1, 1, 1), datetime(2027, 1, 1, 6), "America/Chicago", True),
        (2, "2027-1", datetime(2027, 1, 1, 6), datetime(9999, 12, 31), "America/Chicago", False),
    ]


def test_a_target_row_for_every_tier_priority_and_clock(db: Database, history: PolicyHistory) -> None:
    write_policy_tables(db, history)
    expected = {
        (policy_id, tier.name, priority.name, str(clock))
        for policy_id, policy in enumerate(history, start=1) for tier in policy.tiers for priority in policy.priorities for clock in Clock
    }  # fmt: skip
    found = db.rows("SELECT policy_id, tier, priority, clock FROM policy_targets")
    assert set(found) == expected
    assert len(found) == len(expected)


def test_p2_elapsed_days_stand_in_seconds_and_other_readings_in_days(db: Database, history: PolicyHistory) -> None:
    write_policy_tables(db, history)
    sql = """SELECT target_text, target_seconds, target_days, reading FROM policy_targets
             WHERE tier = $tier AND priority = $priority AND clock = $clock AND policy_id = $policy_id"""
    asked = {"policy_id": 1, "tier": "Standard", "priority": "Low", "clock": "first_response"}
    assert db.rows(sql, asked) == [("1 business day", 32_400, None, "elapsed")]
    asked = {"policy_id": 2, "tier": "Enterprise", "priority": "Low", "clock": "resolution"}
    assert db.rows(sql, asked) == [("5 business days", None, 5, "close_of_day_received")]


def test_k2_no_target_is_null_throughout(db: Database, history: PolicyHistory) -> None:
    write_policy_tables(db, history)
    assert db.rows("""SELECT DISTINCT target_text, target_seconds, target_days FROM policy_targets
                      WHERE policy_id = 1 AND clock = 'resolution'""") == [(None, None, None)]  # fmt: skip


def test_every_target_has_its_calendar_and_every_calendar_reads_back(db: Database, history: PolicyHistory) -> None:
    calendars = write_policy_tables(db, history)
    assert db.rows("SELECT count(*) FROM policy_targets t ANTI JOIN policy_calendars c USING (policy_id, calendar_id)") == [(0,)]
    stored = db.rows("SELECT calendar_id, mapping_json FROM policy_calendars ORDER BY calendar_id")
    assert [calendar_id for calendar_id, _ in stored] == list(calendars) == [1, 2, 3, 4]
    for calendar_id, mapping in stored:
        assert Calendar.from_mapping(json.loads(mapping)) == calendars[calendar_id]
    assert json.loads(stored[0][1])["holidays"]["2026-07-03"] == "Independence Day (observed)"


def test_p4_spellings_are_lower_case_and_trimmed_and_each_once(db: Database, small_text: str, changed: Callable[..., Policy]) -> None:
    policy = changed(small_text, ("[priorities.Low]", '[priorities.Low]\nalso_called = [" Minor ", "MINOR", "ΣΑΣ", "σασ"]'))
    write_policy_tables(db, PolicyHistory([policy]))
    assert db.rows("SELECT export_value FROM policy_priorities WHERE priority = 'Low'") == [("low",), ("minor",), ("σασ",)]
    assert db.rows("SELECT p.priority FROM policy_priorities p WHERE p.export_value = lower(trim(' HIGH '))") == [("High",)]


def test_p5_p6_channels_and_exclusions(db: Database, history: PolicyHistory) -> None:
    write_policy_tables(db, history)
    assert db.rows("SELECT export_value, channel FROM policy_channels WHERE policy_id = 1") == [("email", "email")]
    assert db.rows("SELECT export_value, reason FROM policy_exclusions WHERE policy_id = 2 AND reason = 'unauthorised_access'") == [
        ("unauthorised_access", "unauthorised_access"), ("unauthorized_access", "unauthorised_access"),
    ]  # fmt: skip


def test_p7_p8_ladder_and_goals_only_where_stated(db: Database, history: PolicyHistory) -> None:
    write_policy_tables(db, history)
    assert db.rows("SELECT tier, level, name, escalate_after_seconds FROM policy_ladder WHERE policy_id = 1") == [
        ("Enterprise", 1, "Support team lead", None),
        ("Enterprise", 2, "Department manager", None),
        ("Enterprise", 3, "Executive management", None),
    ]
    assert db.rows("SELECT level, escalate_after_seconds FROM policy_ladder WHERE policy_id = 2") == [(1, 14_400), (2, 28_800), (3, None)]
    assert db.rows("SELECT count(*) FROM policy_goals WHERE policy_id = 1") == [(0,)]
    assert db.rows("SELECT attainment_goal FROM policy_goals WHERE tier = 'Enterprise' AND clock = 'first_response'") == [(0.95,)]


def test_written_again_the_tables_hold_the_new_history_only(db: Database, history: PolicyHistory) -> None:
    write_policy_tables(db, history)
    write_policy_tables(db, PolicyHistory([default_policy()]))
    assert db.rows("SELECT count(*), max(policy_id) FROM policy_versions") == [(1, 1)]
    assert db.rows("SELECT max(policy_id) FROM policy_targets") == [(1,)]


def test_an_empty_history_makes_empty_tables(db: Database) -> None:
    assert write_policy_tables(db, PolicyHistory([])) == {}
    assert db.rows("SELECT count(*) FROM policy_targets") == [(0,)]


def test_a_name_is_never_read_as_sql(db: Database, small_text: str, changed: Callable[..., Policy]) -> None:
    name = "x'); DROP TABLE policy_tiers; --"
    policy = changed(small_text, ("[priorities.Low]", f'[priorities."{name}"]'), ("Low =", f'"{name}" ='))
    write_policy_tables(db, PolicyHistory([policy]))
    assert db.rows("SELECT count(*) FROM policy_tiers") == [(1,)]
