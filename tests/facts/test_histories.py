"""What a history changes: pauses and reopening (K6), the target at the start (K7), holders (K8), escalations (E1), versions (P3)."""

from __future__ import annotations

from collections.abc import Callable

from analytics.warehouse import Reader

Judged = Callable[..., Reader]

# Round the clock, so that seconds are plain to count: eight hours to resolve for High, a day for Low.
POLICY = """
name = "Round the clock"
version = "{version}"
{effective}
[priorities.High]
[priorities.Low]
[tiers.Standard]
calendar = "round-the-clock"
first_response = "1 hour"
[tiers.Standard.resolution]
High = "{high}"
Low = "24 hours"
"""
ALWAYS = POLICY.format(version="1", effective="", high="8 hours")
NINE = "2026-07-13T09:00:00Z"


def at(hour: int, minute: int = 0, day: int = 13) -> str:
    return f"2026-07-{day:02}T{hour:02}:{minute:02}:00Z"


def change(hour: int, field: str, before: str, after: str, day: int = 13) -> dict[str, str]:
    return {"at": at(hour, day=day), "field": field, "from": before, "to": after}


def clock(reader: Reader, columns: str, name: str = "resolution") -> tuple[object, ...]:
    return reader.rows(f"SELECT {columns} FROM sla_clocks WHERE clock = $name ORDER BY ticket_id", {"name": name})[0]


def test_k6_time_waiting_for_the_customer_is_not_counted_and_moves_the_due_instant(judged: Judged) -> None:
    changes = [change(10, "status", "open", "pending"), change(14, "status", "pending", "open")]
    reader = judged([{"received_at": NINE, "resolved_at": at(20)}], changes, [ALWAYS])
    found = clock(reader, "elapsed_seconds, paused_seconds, CAST(due_at AS VARCHAR), outcome")
    assert found == (7 * 3600, 4 * 3600, "2026-07-13 21:00:00", "met")


def test_k4_a_pause_that_begins_at_the_due_instant_moves_it_to_its_end(judged: Judged) -> None:
    changes = [change(17, "status", "open", "pending"), change(19, "status", "pending", "open")]
    reader = judged([{"received_at": NINE, "resolved_at": at(20)}], changes, [ALWAYS])
    assert clock(reader, "CAST(due_at AS VARCHAR), outcome, elapsed_seconds") == ("2026-07-13 19:00:00", "breached", 9 * 3600)


def test_k6_a_pause_that_begins_after_the_due_instant_moves_nothing(judged: Judged) -> None:
    changes = [change(18, "status", "open", "pending"), change(19, "status", "pending", "open")]
    reader = judged([{"received_at": NINE, "resolved_at": at(20)}], changes, [ALWAYS])
    assert clock(reader, "CAST(due_at AS VARCHAR), outcome, elapsed_seconds") == ("2026-07-13 17:00:00", "breached", 10 * 3600)


def test_k6_first_response_never_pauses(judged: Judged) -> None:
    changes = [change(9, "status", "open", "pending")]
    reader = judged([{"received_at": NINE, "first_response_at": at(11)}], changes, [ALWAYS])
    assert clock(reader, "elapsed_seconds, paused_seconds, outcome", "first_response") == (2 * 3600, 0, "breached")


def test_k4_a_paused_clock_is_not_overdue_and_its_due_moves_with_as_of(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "status": "pending"}], [change(10, "status", "open", "pending")], [ALWAYS], as_of=at(9, day=20))
    found = clock(reader, "outcome, is_paused, is_overdue, CAST(due_at AS VARCHAR), elapsed_seconds")
    assert found == ("running", True, False, "2026-07-20 16:00:00", 3600)


def test_k6_reopened_resumes_and_time_resolved_is_not_counted(judged: Judged) -> None:
    changes = [
        change(10, "status", "open", "resolved"), change(15, "status", "resolved", "open"), change(16, "status", "open", "resolved"),
    ]  # fmt: skip
    reader = judged([{"received_at": NINE, "status": "resolved"}], changes, [ALWAYS])
    found = clock(reader, "CAST(stopped_at AS VARCHAR), elapsed_seconds, paused_seconds, outcome")
    assert found == ("2026-07-13 16:00:00", 2 * 3600, 5 * 3600, "met")
    assert reader.rows("SELECT reopens FROM judged_tickets") == [(1,)]


def test_k1_resolved_then_closed_stops_at_resolved(judged: Judged) -> None:
    changes = [change(10, "status", "open", "resolved"), change(10, "status", "resolved", "closed", day=16)]
    reader = judged([{"received_at": NINE, "status": "closed"}], changes, [ALWAYS])
    assert clock(reader, "CAST(stopped_at AS VARCHAR)") == ("2026-07-13 10:00:00",)


def test_k7_the_target_is_that_of_the_priority_at_the_start(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "resolved_at": at(20), "priority": "Low"}], [change(10, "priority", "High", "Low")], [ALWAYS])
    assert clock(reader, "priority, export_priority, target, outcome") == ("High", "Low", "8 hours", "breached")


def test_k7_without_history_the_current_priority_judges(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "resolved_at": at(20), "priority": "Low"}], [], [ALWAYS])
    assert clock(reader, "priority, outcome") == ("Low", "met")


def test_k8_the_group_is_the_one_that_held_the_ticket_at_the_stop(judged: Judged) -> None:
    changes = [change(12, "group", "Desk", "Network"), change(20, "group", "Network", "Billing")]
    ticket = {"received_at": NINE, "first_response_at": at(10), "resolved_at": at(15), "group": "Billing"}
    reader = judged([ticket], changes, [ALWAYS])
    assert clock(reader, "group_name", "first_response") == ("Desk",)
    assert clock(reader, "group_name") == ("Network",)
    assert reader.rows("SELECT group_name, group_changes FROM judged_tickets") == [("Billing", 2)]


def test_k8_clocks_without_a_due_instant_stand_on_the_day_of_their_start(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "tier": "Gold", "resolved_at": at(9, day=20)}], [], [ALWAYS])
    assert clock(reader, "CAST(due_on AS VARCHAR), CAST(stopped_on AS VARCHAR)") == ("2026-07-13", "2026-07-20")


def test_p3_a_clock_is_judged_by_the_version_in_force_when_it_started(judged: Judged) -> None:
    later = POLICY.format(version="2", effective="effective_from = 2026-07-14", high="2 hours")
    tickets = [{"received_at": "2026-07-14T04:59:59Z"}, {"received_at": "2026-07-14T05:00:00Z"}]
    reader = judged(tickets, [], [ALWAYS, later], as_of=at(9, day=20))
    assert reader.rows("SELECT target FROM sla_clocks WHERE clock = 'resolution' ORDER BY ticket_id") == [("8 hours",), ("2 hours",)]


def escalations(reader: Reader) -> list[tuple[object, ...]]:
    return reader.rows("SELECT level, from_level, skipped_levels, ordinal FROM escalations ORDER BY escalated_at, level")


def test_e1_only_moves_up_are_escalations(judged: Judged) -> None:
    changes = [change(10, "level", "0", "1"), change(11, "level", "1", "0"), change(12, "level", "0", "3"), change(13, "level", "3", "3")]
    reader = judged([{"received_at": NINE}], changes)
    assert escalations(reader) == [(1, 0, 0, 1), (3, 0, 2, 2)]


def test_e1_a_level_in_the_tickets_own_columns_is_one_event(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "level": "2", "escalated_at": at(12)}, {"received_at": NINE, "level": "0"}])
    assert escalations(reader) == [(2, 0, 1, 1)]
    assert reader.rows("SELECT escalations, highest_level FROM judged_tickets ORDER BY ticket_id") == [(1, 2), (0, 0)]


def test_e2_the_group_is_the_one_escalated_from(judged: Judged) -> None:
    changes = [change(12, "level", "0", "1"), change(12, "group", "Desk", "Leads")]
    reader = judged([{"received_at": NINE, "group": "Leads"}], changes)
    assert reader.rows("SELECT group_name FROM escalations") == [("Desk",)]


def test_e4_without_levels_escalations_are_null_and_never_zero(judged: Judged) -> None:
    reader = judged([{"received_at": NINE}])
    assert reader.rows("SELECT escalations, levels_recorded FROM judged_tickets") == [(None, False)]


def test_p7_an_escalation_on_a_tier_without_a_ladder_is_kept_and_flagged(judged: Judged) -> None:
    tickets = [{"received_at": NINE, "level": "1", "escalated_at": at(12), "tier": tier} for tier in ("Standard", "Enterprise")]
    reader = judged(tickets)
    assert reader.rows("SELECT tier, has_ladder FROM escalations ORDER BY tier") == [("Enterprise", True), ("Standard", False)]


def test_p6_a_channel_outside_the_policy_is_flagged_and_counts_by_default(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "channel": "phone"}, {"received_at": NINE, "channel": "Email"}])
    found = reader.rows("SELECT channel_covered, is_excluded FROM judged_tickets ORDER BY ticket_id")
    assert found == [(False, False), (True, False)]


def test_p6_where_the_policy_does_not_count_other_channels_their_tickets_are_excluded(judged: Judged) -> None:
    strict = "count_uncovered_channels = false\n" + ALWAYS + "\n[channels.email]\n"
    reader = judged([{"received_at": NINE, "channel": "phone"}], [], [strict])
    assert clock(reader, "outcome, reason") == ("excluded", "channel not covered")


def test_k9_deadline_and_vendor_stand_without_the_policy(judged: Judged) -> None:
    ticket = {"received_at": NINE, "resolved_at": at(12), "resolution_due_at": at(11, 59), "resolution_verdict": "met", "tier": "Gold"}
    reader = judged([ticket])
    assert clock(reader, "outcome, deadline_outcome, vendor_outcome") == ("uncovered", "breached", "met")


def test_an_export_that_never_says_resolved_gives_no_verdict_on_resolution(judged: Judged) -> None:
    reader = judged([{"received_at": NINE, "first_response_at": at(9, 30)}], policies=[ALWAYS], as_of=at(9, day=20), resolutions=False)
    assert clock(reader, "outcome, reason") == ("unknown", "the export does not say whether tickets are resolved")
    assert clock(reader, "outcome", "first_response") == ("met",)


def test_a_history_of_statuses_says_it_where_the_tickets_do_not(judged: Judged) -> None:
    changes = [change(12, "status", "open", "resolved")]
    tickets = [{"received_at": NINE, "first_response_at": at(9, 30)}]
    reader = judged(tickets, changes, policies=[ALWAYS], as_of=at(9, day=20), resolutions=False)
    assert clock(reader, "outcome, elapsed_seconds") == ("met", 3 * 3600)
