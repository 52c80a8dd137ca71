"""Where a clock's time went, which levels a ticket could have been escalated to (E3), and when it was open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analytics.warehouse import Reader

Judged = Callable[..., Reader]
HOUR = 3600
POLICY = """
name = "Round the clock"
version = "{version}"
{effective}
[priorities.High]
[tiers.Standard]
calendar = "{calendar}"
first_response = "1 hour"
resolution = "4 hours"
{ladder}
"""
LADDER = """
[[tiers.Standard.ladder]]
level = 1
name = "Lead"
{after}
[[tiers.Standard.ladder]]
level = 2
name = "Manager"
"""
TIMED = LADDER.format(after='escalate_after = "2 hours"')
NINE = "2026-07-13T09:00:00Z"
PARTS = ("outside hours", "paused", "unassigned", "between groups", "worked", "counted, not split")


def policy(ladder: str = "", version: str = "1", effective: str = "", calendar: str = "round-the-clock") -> str:
    return POLICY.format(version=version, effective=effective, ladder=ladder, calendar=calendar)


def at(hour: int, minute: int = 0, second: int = 0, day: int = 13) -> str:
    return f"2026-07-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


def change(hour: int, field: str, before: str, after: str, minute: int = 0) -> dict[str, str]:
    return {"at": at(hour, minute), "field": field, "from": before, "to": after}


def hours(reader: Reader, clock: str = "resolution") -> list[float | None]:
    """The parts of the one clock with a verdict, in hours, in the order of PARTS."""
    found = dict(reader.rows("SELECT part, seconds FROM clock_parts WHERE clock = $clock", {"clock": clock}))
    assert set(found) == set(PARTS)
    return [None if found[part] is None else found[part] / HOUR for part in PARTS]


HISTORY = [
    change(11, "group", "Desk", "Network"), change(12, "assignee", "", "Ann"),
    change(13, "status", "open", "pending"), change(15, "status", "pending", "open"),
    change(17, "assignee", "Ann", ""), change(18, "assignee", "", "Bo"),
]  # fmt: skip


def test_each_hour_of_a_clock_has_one_part(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "resolved_at": at(20)}], HISTORY, [policy()])
    assert hours(reader) == [0, 2, 3, 1, 5, 0]


def test_outside_hours_is_calendar_time_that_neither_counts_nor_is_paused(judged: Judged) -> None:
    """Chicago opens at 13:00 UTC and closes at 22:00."""
    reader = judged([{"received_at": NINE, "resolved_at": at(20)}], HISTORY, [policy(calendar="chicago-office")])
    assert hours(reader) == [4, 2, 1, 0, 4, 0]


def test_k6_first_response_is_never_paused_so_its_paused_part_is_nothing(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "first_response_at": at(14)}], HISTORY, [policy()])
    assert hours(reader, "first_response") == [0, 0, 2, 1, 2, 0]


def test_without_a_history_of_assignees_the_time_is_counted_and_not_split(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "resolved_at": at(20), "assignee": "Ann", "group": "Desk"}], [], [policy()])
    assert hours(reader) == [0, None, None, None, None, 11]


def test_without_changes_of_group_passing_is_not_recorded_and_waiting_is(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "resolved_at": at(20)}], [change(12, "assignee", "", "Ann")], [policy()])
    assert hours(reader) == [0, None, 3, None, 8, 0]


def test_a_first_group_is_no_passing_between_groups(judged: Judged) -> None:
    changes = [change(10, "group", "", "Desk"), change(12, "assignee", "", "Ann")]
    assert hours(judged([{"received_at": NINE, "resolved_at": at(20)}], changes, [policy()])) == [0, None, 3, 0, 8, 0]


def test_a_change_of_group_in_the_second_in_which_nobody_is_left_is_passing(judged: Judged) -> None:
    changes = [change(9, "assignee", "", "Ann"), change(12, "assignee", "Ann", ""), change(12, "group", "Desk", "Network")]
    assert hours(judged([{"received_at": NINE, "resolved_at": at(20)}], changes, [policy()])) == [0, None, 0, 8, 3, 0]


def test_k6_time_resolved_before_a_reopening_is_in_the_paused_part(judged: Judged) -> None:
    changes = [change(10, "status", "open", "resolved"), change(15, "status", "resolved", "open"), change(20, "status", "open", "resolved")]
    reader = judged([{"received_at": NINE, "status": "resolved"}], changes, [policy()])
    assert hours(reader) == [0, 5, None, None, None, 6]


def test_the_parts_of_a_met_clock_end_at_its_stop_and_those_of_an_overdue_one_at_as_of(judged: Judged) -> None:
    tickets = [{"received_at": NINE, "first_response_at": at(9, 45)}]
    reader = judged(tickets, [change(9, "assignee", "", "Ann", 30)], [policy()], as_of=at(14))
    assert hours(reader, "first_response") == [0, 0, 0.5, None, 0.25, 0]
    assert hours(reader) == [0, None, 0.5, None, 4.5, 0]


def test_a_met_clock_without_a_history_counts_and_is_not_split_and_is_not_kept(judged: Judged) -> None:
    """Chicago opens at 13:00 UTC."""
    reader = judged([{"received_at": NINE, "first_response_at": at(13, 30)}], [], [policy(calendar="chicago-office")], as_of=at(14))
    assert hours(reader, "first_response") == [4, 0, None, None, None, 0.5]
    assert reader.rows("SELECT * FROM recorded_clock_parts") == []


def test_a_history_of_priorities_alone_says_nothing_of_where_time_went(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "first_response_at": at(10)}], [change(9, "priority", "High", "Low", 30)], [policy()])
    assert hours(reader, "first_response") == [0, 0, None, None, None, 1]
    assert reader.rows("SELECT * FROM recorded_clock_parts") == []


@pytest.mark.parametrize("deadline", ["", at(12)])
def test_k9_a_clock_the_policy_has_no_target_for_has_parts_where_a_deadline_may_judge_it(judged: Judged, deadline: str) -> None:
    no_target = policy().replace('resolution = "4 hours"', 'resolution = "no_target"')
    tickets = [{"received_at": NINE, "resolved_at": at(11), "resolution_due_at": deadline}]
    reader = judged(tickets, [change(10, "assignee", "", "Ann")], [no_target])
    assert reader.rows("SELECT outcome FROM sla_clocks WHERE clock = 'resolution'") == [("no_target",)]
    if deadline:
        assert hours(reader) == [0, None, 1, None, 1, 0]
    else:
        assert reader.rows("SELECT * FROM clock_parts WHERE clock = 'resolution'") == []


def test_k9_a_running_clock_has_parts_up_to_as_of_where_a_deadline_judges_it(judged: Judged) -> None:
    tickets = [{"received_at": NINE, "resolution_due_at": at(10)}]
    reader = judged(tickets, [change(10, "assignee", "", "Ann")], [policy()], as_of=at(12))
    assert reader.rows("SELECT outcome, deadline_outcome FROM sla_clocks WHERE clock = 'resolution'") == [("running", "breached")]
    assert hours(reader) == [0, None, 1, None, 2, 0]


def levels(reader: Reader, columns: str = "level, is_escalated") -> list[tuple[Any, ...]]:
    return reader.rows(f"SELECT {columns} FROM eligible_escalations ORDER BY ticket_id, level")


LEVEL = {"level": "0", "escalated_at": ""}


@pytest.mark.parametrize(("stop", "eligible"), [(at(11), []), (at(11, 0, 1), [(1, False)])])
def test_e3_resolved_in_the_second_it_would_be_escalated_is_not_eligible_a_second_later_is(
    judged: Judged, stop: str, eligible: list[tuple[int, bool]]
) -> None:
    assert levels(judged([{"received_at": NINE, "resolved_at": stop, **LEVEL}], [], [policy(TIMED)])) == eligible


@pytest.mark.parametrize(("as_of", "eligible"), [(at(11), []), (at(11, 0, 1), [(1, False)])])
def test_e3_open_at_the_instant_is_not_yet_eligible(judged: Judged, as_of: str, eligible: list[tuple[int, bool]]) -> None:
    assert levels(judged([{"received_at": NINE, **LEVEL}], [], [policy(TIMED)], as_of=as_of)) == eligible


def test_e3_an_escalation_to_that_level_or_above_counts_also_an_early_one(judged: Judged) -> None:
    tickets = [
        {"received_at": NINE, "level": level, "escalated_at": escalated} for level, escalated in (("1", at(10)), ("2", at(13)), ("0", ""))
    ]  # fmt: skip
    reader = judged(tickets, [], [policy(TIMED)], as_of=at(20))
    assert levels(reader, "level, level_name, is_stated, CAST(eligible_at AS VARCHAR), CAST(escalated_at AS VARCHAR), is_escalated") == [
        (1, "Lead", True, "2026-07-13 11:00:00", "2026-07-13 10:00:00", True),
        (1, "Lead", True, "2026-07-13 11:00:00", "2026-07-13 13:00:00", True),
        (1, "Lead", True, "2026-07-13 11:00:00", None, False),
    ]


def test_e4_without_levels_it_is_not_known_whether_it_was_escalated(judged: Judged) -> None:
    assert levels(judged([{"received_at": NINE}], [], [policy(TIMED)], as_of=at(20))) == [(1, None)]


def test_e3_a_ladder_without_times_makes_the_first_level_eligible_once_past_due(judged: Judged) -> None:
    tickets = [{"received_at": NINE, **LEVEL}, {"received_at": NINE, "first_response_at": at(9, 30), **LEVEL}]
    reader = judged(tickets, [], [policy(LADDER.format(after=""))], as_of=at(12))
    assert levels(reader, "ticket_id, level, is_stated, CAST(eligible_at AS VARCHAR)") == [("T1", 1, False, "2026-07-13 10:00:00")]


def test_e3_the_age_runs_on_in_a_pause(judged: Judged) -> None:
    changes = [change(9, "status", "open", "pending", 30)]
    reader = judged([{"received_at": NINE, "status": "pending", **LEVEL}], changes, [policy(TIMED)], at(12))
    assert levels(reader) == [(1, False)]


def test_p3_the_ladder_is_that_of_the_version_at_receipt(judged: Judged) -> None:
    later = policy(version="2", effective="effective_from = 2026-07-14")
    tickets = [{"received_at": at(4, 59, 59, 14), **LEVEL}, {"received_at": at(5, 0, 0, 14), **LEVEL}]
    assert levels(judged(tickets, [], [policy(TIMED), later], as_of=at(20, day=14)), "ticket_id") == [("T1",)]


def test_p4_and_p7_no_ladder_nothing_to_be_eligible_for(judged: Judged) -> None:
    tickets = [{"received_at": NINE, **LEVEL}, {"received_at": NINE, "tier": "Tin", **LEVEL}]
    assert levels(judged(tickets, [], [policy()], as_of=at(20))) == []


def spells(reader: Reader) -> list[tuple[Any, ...]]:
    return reader.rows("SELECT day(opened_on), day(closed_on), is_reopened FROM open_spells ORDER BY ticket_id, is_reopened, opened_on")


def test_t4_a_ticket_is_open_from_receipt_and_again_from_each_reopening(judged: Judged) -> None:
    changes = [
        {"at": at(12, day=day), "field": "status", "from": before, "to": after}
        for day, before, after in ((13, "open", "resolved"), (14, "resolved", "closed"), (15, "closed", "open"), (17, "open", "resolved"))
    ]  # fmt: skip
    reader = judged([{"received_at": NINE, "status": "resolved"}, {"received_at": at(3)}], changes, as_of=at(12, day=20))
    assert spells(reader) == [(13, 13, False), (15, 17, True), (12, None, False)]


def test_the_tickets_own_state_is_newer_than_a_history_that_ends_resolved(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "status": "open"}], [change(12, "status", "open", "resolved")], as_of=at(12, day=20))
    assert spells(reader) == [(13, None, False)]


def test_c6_a_ticket_closed_nobody_knows_when_is_not_in_the_backlog(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "status": "closed"}, {"received_at": NINE, "status": "closed", "resolved_at": at(8)}])
    assert spells(reader) == []
