"""The edges of the rules: nothing decided, nothing recorded, periods, verdicts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.errors import QuestionRefused, UnknownWord
from analytics.metrics import catalogue, dimensions, measure, question_from_words
from analytics.vocabulary import Dimension
from analytics.warehouse import Database
from tests.metrics.facts import Record, Records, fill
from tests.metrics.test_worked_examples import DESK, _clock, _escalation, _ticket

OCTOBER = {"from_on": date(2026, 10, 1), "to_on": date(2026, 10, 31)}


def ask(records: Records, *metrics: str, **given: Any) -> list[Record]:
    with Database.memory() as db:
        fill(db, records)
        return measure(db, question_from_words(metrics, **given)).rows()


def test_an_empty_store_gives_counts_of_0_and_no_rates() -> None:
    row = ask(Records(), *(metric.name for metric in catalogue()))[0]
    for metric in catalogue():
        if metric.unit in ("share", "seconds", "per 100 tickets"):
            assert row[metric.name] is None
    assert row["tickets"] == row["clocks"] == row["breached"] == 0
    assert row["escalations"] is None and row["escalated_tickets"] is None
    assert ask(Records(), "breach_rate", by=["month"]) == []


def test_k3_nothing_decided_is_null_and_not_0() -> None:
    row = ask(Records(clocks=[_clock(1, "running")]), "breach_rate", "attainment")[0]
    assert {name: value for name, value in row.items() if value is not None} == {"breached": 0, "met": 0, "decided": 0}


def test_a_rate_always_brings_its_numerator_denominator_and_interval() -> None:
    assert list(ask(DESK, "breach_rate")[0]) == ["breach_rate", "breach_rate_low", "breach_rate_high", "breached", "decided"]
    name = "escalation_frequency"
    assert list(ask(DESK, name)[0]) == [name, f"{name}_low", f"{name}_high", "escalations", "tickets_with_levels"]


@pytest.mark.parametrize("verdict", ["deadline", "vendor"])
def test_what_only_the_policys_verdict_can_tell_is_null_under_another(verdict: str) -> None:
    clock = _clock(1, "met", is_near_miss=True, precision_flips=True, vendor_outcome="met", deadline_outcome="met")
    row = ask(Records(clocks=[clock]), "met", "at_risk", "near_misses", "near_miss_share", "precision_flips", verdict=verdict)[0]
    assert row["met"] == 1 and row["at_risk"] is row["near_misses"] is row["near_miss_share"] is row["precision_flips"] is None


def test_e3_no_ladder_in_scope_is_null_and_not_0() -> None:
    names = ("eligible", "eligible_not_escalated", "should_have_escalated")
    standard = ask(Records(tickets=[_ticket(1, tier="Standard")]), *names)[0]
    silent = ask(Records(tickets=[_ticket(1, levels_recorded=False, escalations=None)]), *names)[0]
    assert [standard[name] for name in names] == [silent[name] for name in names] == [None] * 3
    assert [ask(Records(tickets=[_ticket(1)]), *names)[0][name] for name in names] == [0, 0, 0]


def test_e3_a_level_reached_again_is_a_repeat_and_a_higher_one_is_not() -> None:
    steps = [(1, 1), (3, 2), (2, 3), (4, 4)]       # 0 → 1 → 3, down to 0 or 1, → 2 again, → 4
    escalations = [_escalation(1, level, ordinal=ordinal) for level, ordinal in steps]
    assert ask(Records(tickets=[_ticket(1)], escalations=escalations), "escalations_repeated")[0]["escalations_repeated"] == 1
    by_level = ask(Records(tickets=[_ticket(1)], escalations=escalations), "escalations_repeated", by=["level"])
    assert [(row["level"], row["escalations_repeated"]) for row in by_level] == [(1, 0), (2, 1), (3, 0), (4, 0)]


def test_k10_the_plain_median_drops_open_tickets_that_the_other_one_keeps() -> None:
    answered = [_clock(n, "met", elapsed_seconds=100 * n) for n in range(1, 4)]
    waiting = [_clock(n, "running", elapsed_seconds=250, stopped_at=None) for n in range(4, 8)]
    row = ask(Records(clocks=[*answered, *waiting]), "elapsed_p50", "time_to_stop_p50", "time_to_stop_p90")[0]
    assert (row["elapsed_p50"], row["time_to_stop_p50"], row["still_open"], row["followed"]) == (200, 300, 4, 7)
    nobody = ask(Records(clocks=waiting), "time_to_stop_p50")[0]
    assert (nobody["time_to_stop_p50"], nobody["time_to_stop_p50_not_reached"]) == (None, True)
    assert ask(Records(), "time_to_stop_p50")[0]["time_to_stop_p50_not_reached"] is False


def test_k10_an_overdue_clock_above_the_percentile_does_not_mark_it() -> None:
    met = [_clock(n, "met", elapsed_seconds=100 * n) for n in range(1, 10)]
    late = _clock(10, "breached", elapsed_seconds=1000, is_overdue=True, stopped_at=None)
    row = ask(Records(clocks=[*met, late]), "elapsed_p90", "elapsed_p50")[0]
    assert (row["elapsed_p90"], row["elapsed_p90_at_least"]) == (900, False)
    row = ask(Records(clocks=[*met, late | {"elapsed_seconds": 900}]), "elapsed_p90")[0]
    assert (row["elapsed_p90"], row["elapsed_p90_at_least"]) == (900, True)


def test_e4_no_source_records_levels_is_null_and_not_0() -> None:
    silent = Records(tickets=[_ticket(1, levels_recorded=False, escalations=None)])
    row = ask(silent, "escalations", "escalated_tickets", "escalated_share", "escalation_frequency")[0]
    assert [row[name] for name in ("escalations", "escalated_tickets", "escalated_share", "escalation_frequency")] == [None] * 4
    assert row["tickets_with_levels"] == 0


def test_e4_levels_recorded_and_none_reached_is_0() -> None:
    row = ask(Records(tickets=[_ticket(1)]), "escalations", "escalated_share", "escalation_frequency")[0]
    assert (row["escalations"], row["escalated_share"], row["escalation_frequency"]) == (0, 0.0, 0.0)


def test_e2_frequency_counts_escalations_of_the_period_and_tickets_received_in_it() -> None:
    late = Records(tickets=[_ticket(1, escalations=2)], escalations=[_escalation(1, 1), _escalation(1, 2, escalated_on=date(2026, 11, 2))])
    rows = ask(late, "escalation_frequency", "escalated_share", by=["month"])
    assert [(row["month"], row["escalation_frequency"], row["escalations"]) for row in rows] == [
        ("2026-10", 100.0, 1), ("2026-11", None, 1),
    ]
    assert rows[0]["escalated_share"] == 1.0


def test_e2_may_exceed_100() -> None:
    assert ask(DESK, "escalation_frequency", where={"channel": []})[0]["escalation_frequency"] == pytest.approx(300 / 7)
    twice = Records(tickets=[_ticket(1, escalations=2)], escalations=[_escalation(1, 1), _escalation(1, 2)])
    assert ask(twice, "escalation_frequency")[0]["escalation_frequency"] == 200.0


def test_by_level_a_level_not_reached_in_a_month_is_0() -> None:
    two = Records(
        tickets=[_ticket(1), _ticket(2, received_on=date(2026, 9, 1))],
        escalations=[_escalation(1, 1), _escalation(2, 2, escalated_on=date(2026, 9, 2))],
    )
    rows = ask(two, "escalations", by=["month", "level"])
    assert [(row["month"], row["level"], row["escalations"]) for row in rows] == [
        ("2026-09", 1, 0), ("2026-09", 2, 1), ("2026-10", 1, 1), ("2026-10", 2, 0),
    ]


@pytest.mark.parametrize("verdict", ["policy", "deadline", "vendor"])
def test_p5_excluded_is_excluded_in_every_verdict(verdict: str) -> None:
    clock = _clock(1, "excluded", deadline_outcome="breached", vendor_outcome="breached")
    row = ask(Records(clocks=[clock]), "excluded", "breached", "breach_rate", verdict=verdict)[0]
    assert (row["excluded"], row["breached"], row["breach_rate"]) == (1, 0, None)


def test_p5_tickets_include_excluded_ones() -> None:
    row = ask(Records(tickets=[_ticket(1, is_excluded=True)]), "tickets", "tickets_with_levels")[0]
    assert row == {"tickets": 1, "tickets_with_levels": 0}


def test_k9_no_verdict_by_the_vendor_is_unknown() -> None:
    row = ask(Records(clocks=[_clock(1, "met", vendor_outcome=None)]), "met", "unknown", verdict="vendor")[0]
    assert row == {"met": 0, "unknown": 1}


def test_p4_vendor_and_deadline_verdicts_go_by_the_exports_words() -> None:
    clock = _clock(1, "uncovered", vendor_outcome="breached", tier=None, priority="3 - Moderate", export_priority="3 - Moderate")
    row = ask(Records(clocks=[clock]), "breach_rate", by=["priority"], verdict="vendor")[0]
    assert (row["priority"], row["breach_rate"], row["breached"], row["decided"]) == ("3 - Moderate", 1.0, 1, 1)


def test_k3_the_vendor_breached_it_and_it_runs_is_overdue() -> None:
    clocks = [_clock(1, "met", vendor_outcome="breached"), _clock(2, "running", vendor_outcome="breached", stopped_at=None)]
    assert ask(Records(clocks=clocks), "breached", "overdue", verdict="vendor") == [{"breached": 2, "overdue": 1}]


def test_t4_the_days_of_a_period_are_inclusive() -> None:
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)]
    clocks = [_clock(n, "met", due_on=day) for n, day in enumerate(days)]
    tickets = [_ticket(n, received_on=day) for n, day in enumerate(days)]
    assert ask(Records(tickets=tickets, clocks=clocks), "clocks", "tickets", **OCTOBER) == [{"clocks": 2, "tickets": 2}]


@pytest.mark.parametrize(("rule", "counted"), [("due", 1), ("started", 0), ("stopped", 0)])
def test_k8_the_rule_chooses_the_day_of_a_clock(rule: str, counted: int) -> None:
    clock = _clock(1, "running", due_on=date(2026, 10, 1), started_on=date(2026, 9, 30), stopped_on=None, stopped_at=None)
    assert ask(Records(clocks=[clock]), "clocks", rule=rule, **OCTOBER) == [{"clocks": counted}]


def test_k8_running_clocks_have_no_day_under_the_rule_stopped() -> None:
    clock = _clock(1, "running", stopped_on=None, stopped_at=None)
    assert ask(Records(clocks=[clock]), "clocks", by=["month"], rule="stopped") == [{"month": None, "clocks": 1}]


@pytest.mark.parametrize("verdict", ["deadline", "vendor"])
def test_k8_due_is_the_deadlines_day_where_the_deadline_or_the_vendor_judges(verdict: str) -> None:
    clock = _clock(1, "met", due_on=date(2026, 9, 1), deadline_on=date(2026, 10, 2))
    assert ask(Records(clocks=[clock]), "clocks", by=["day"], verdict=verdict) == [{"day": "2026-10-02", "clocks": 1}]


def test_iso_weeks_belong_to_the_year_of_their_thursday() -> None:
    tickets = [_ticket(n, received_on=day) for n, day in enumerate((date(2025, 12, 29), date(2027, 1, 3), date(2027, 1, 4)))]
    assert [row["week"] for row in ask(Records(tickets=tickets), "tickets", by=["week"])] == ["2026-W01", "2026-W53", "2027-W01"]
    assert ask(Records(tickets=tickets), "tickets", where={"week": ["2026-W53"]}) == [{"tickets": 1}]


@pytest.mark.parametrize(("dimension", "firsts", "ends"), [
    (Dimension.MONTH, ["2024-02-01", "2024-01-01", "2024-04-01"], [("2024-01-01", "2024-02-29"), ("2024-04-01", "2024-04-30")]),
    (Dimension.WEEK, ["2026-12-28", "2027-01-04"], [("2026-12-28", "2027-01-10")]),
    (Dimension.DAY, ["2026-12-31", "2027-01-01", "2027-01-03"], [("2026-12-31", "2027-01-01"), ("2027-01-03", "2027-01-03")]),
    (Dimension.MONTH, ["9999-12-01"], [("9999-12-01", "9999-12-31")]),
    (Dimension.WEEK, ["9999-12-27"], [("9999-12-27", "9999-12-31")]),
])  # fmt: skip
def test_selected_periods_are_as_few_spans_of_days_as_there_can_be(
    dimension: Dimension, firsts: list[str], ends: list[tuple[str, str]]
) -> None:
    found = dimensions.spans(dimension, [None, *map(date.fromisoformat, firsts)])
    assert [(str(first), str(last)) for first, last in found] == ends


def test_rows_stand_in_natural_order() -> None:
    words = [("Standard", "Low"), ("Standard", "High"), ("Enterprise", "Medium"), (None, "High"), ("Gold 10", "Low"), ("Gold 9", "Low")]
    tickets = [_ticket(n, tier=tier, priority=priority) for n, (tier, priority) in enumerate(words)]
    rows = ask(Records(tickets=tickets), "tickets", by=["tier", "priority"])
    assert [(row["tier"], row["priority"]) for row in rows] == [
        ("Standard", "High"), ("Standard", "Low"), ("Enterprise", "Medium"), ("Gold 9", "Low"), ("Gold 10", "Low"), (None, "High"),
    ]
    days = [_ticket(n, received_weekday=n % 7 + 1, received_hour=23 - n) for n in range(7)]
    weekdays = [row["weekday"] for row in ask(Records(tickets=days), "tickets", by=["weekday"])]
    assert weekdays == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert [row["hour"] for row in ask(Records(tickets=days), "tickets", by=["hour"])] == list(range(17, 24))


def test_values_are_bound_and_never_become_sql() -> None:
    word = "x' OR 1=1 --"
    tickets = [_ticket(1, organisation=word), _ticket(2, organisation="Acme")]
    assert ask(Records(tickets=tickets), "tickets", where={"organisation": [word]}) == [{"tickets": 1}]
    assert ask(Records(tickets=tickets), "tickets", by=["organisation"])[1] == {"organisation": word, "tickets": 1}


def test_the_answer_as_json() -> None:
    with Database.memory() as db:
        fill(db, DESK)
        found = measure(db, question_from_words(["decided"], by=["priority"])).to_json()
    assert found == {
        "metrics": ["decided"], "by": ["priority"], "clock": "first_response", "verdict": "policy", "rule": "due",
        "from": None, "to": None, "where": {},
        "as_of": {"desk-a": "2026-11-03T12:00:00Z", "desk-b": "2026-11-01T09:00:00Z"}, "version": "test-version",
        "units": {"decided": "count"},
        "rows": [{"priority": "High", "decided": 4}],
    }


@pytest.mark.parametrize(
    ("metrics", "given", "near"),
    [
        (["breachrate"], {}, "breach_rate"),
        (["tickets"], {"by": ["organization"]}, "organisation"),
        (["tickets"], {"clock": "resolutions"}, "resolution"),
        (["tickets"], {"rule": "stoped"}, "stopped"),
        (["tickets"], {"verdict": "vendors"}, "vendor"),
        (["tickets"], {"where": {"weekday": ["Monday"]}}, "Mon"),
    ],
)
def test_an_unknown_word_is_refused_with_the_nearest(metrics: list[str], given: dict[str, Any], near: str) -> None:
    with pytest.raises(UnknownWord) as refused:
        question_from_words(metrics, **given)
    assert f"did you mean {near!r}" in refused.value.remedy


@pytest.mark.parametrize(
    "given",
    [
        {"by": ["tier", "tier"]},
        {"by": ["level"]},
        {"where": {"level": ["1"]}},
        {"where": {"month": ["2026-13"]}},
        {"where": {"week": ["2026-W54"]}},
        {"where": {"day": ["5 October"]}},
        {"where": {"hour": ["noon"]}},
        {"from_on": date(2026, 10, 2), "to_on": date(2026, 10, 1)},
    ],
)
def test_a_question_without_an_answer_is_refused_in_three_parts(given: dict[str, Any]) -> None:
    with pytest.raises(QuestionRefused) as refused:
        question_from_words(["tickets"], **given)
    assert refused.value.wrong and refused.value.found and refused.value.remedy


def test_equal_questions_hash_alike() -> None:
    one, other = (question_from_words(["tickets"], where={"tier": ["Standard", ""]}) for _ in range(2))
    assert one == other and hash(one) == hash(other) and one.where == {"tier": ("Standard", None)}
