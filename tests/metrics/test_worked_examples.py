"""Every metric once by hand: the figures by the numbers in their headers, the aggregates on one small desk of ten tickets."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

import pytest

from analytics.metrics import Metric, catalogue, measure, question_from_words
from analytics.metrics.formula import formulas_for
from analytics.vocabulary import Clock
from analytics.warehouse import Database
from tests.metrics.facts import POLICY, Record, Records, fill
from tests.metrics.reference import intervals

FIGURES = [metric for metric in catalogue() if metric.relation == "figures"]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_the_example_in_the_header_is_what_the_expression_gives(figure: Metric) -> None:
    inputs, _, result = figure.example.rpartition(": ")
    given = ", ".join(re.sub(r"(\w+) (\d+(\.\d+)?|null)", r"\2 AS \1", part) for part in inputs.split(", "))
    with Database.memory() as db:
        sql = f"SELECT {figure.expression} FROM (SELECT {given})"
        found = db.rows(sql, using=formulas_for(figure.expression))[0][0]
    assert found == pytest.approx(json.loads(result), abs=0.00005)


def _ticket(number: int, **given: Any) -> Record:
    return {
        "source": "desk-a", "ticket_id": str(number), "tier": "Enterprise", "priority": "High",
        "received_on": date(2026, 10, 5), "received_weekday": 1, "received_hour": 9,
        "is_excluded": False, "channel_covered": True, "levels_recorded": True, "escalations": 0, "policy": POLICY,
    } | given


def _clock(number: int, outcome: str, **given: Any) -> Record:
    return {
        "source": "desk-a", "ticket_id": str(number), "clock": "first_response", "tier": "Enterprise", "priority": "High",
        "outcome": outcome, "is_overdue": False, "is_paused": False, "is_excluded": outcome == "excluded", "elapsed_seconds": None,
        "is_at_risk": False, "is_near_miss": False, "precision_flips": False, "remaining_seconds": None,
        "started_on": date(2026, 10, 5), "stopped_on": date(2026, 10, 5), "due_on": date(2026, 10, 5), "deadline_on": date(2026, 10, 5),
        "received_weekday": 1, "received_hour": 9, "stopped_at": datetime(2026, 10, 5, 15),
    } | given


def _escalation(number: int, level: int, **given: Any) -> Record:
    return {"source": "desk-a", "ticket_id": str(number), "level": level, "is_excluded": False, "escalated_on": date(2026, 10, 6)} | {
        "ordinal": 1, "skipped_levels": 0, "business_seconds": None, "calendar_seconds": None, "after_response_breach": None,
        "has_ladder": True,
    } | given


def _eligible(number: int, level: int, **given: Any) -> Record:
    return {
        "source": "desk-a", "ticket_id": str(number), "level": level, "tier": "Enterprise", "is_excluded": False, "is_stated": True,
        "is_escalated": False, "eligible_on": date(2026, 10, 6),
    } | given


DESK = Records(
    tickets=[
        _ticket(1, escalations=2),
        _ticket(2, escalations=1),
        _ticket(3, channel_covered=False),
        _ticket(4), _ticket(5), _ticket(6), _ticket(7),
        _ticket(8, is_excluded=True, escalations=1),
        _ticket(9, levels_recorded=False, escalations=None, channel_covered=False),
        _ticket(10, levels_recorded=False, escalations=None),
    ],
    clocks=[
        _clock(1, "met", elapsed_seconds=600),
        _clock(2, "met", elapsed_seconds=1200, is_near_miss=True, precision_flips=True),
        _clock(3, "breached", elapsed_seconds=1800, precision_flips=True),
        _clock(4, "breached", elapsed_seconds=9000, is_overdue=True, stopped_at=None),
        _clock(5, "running", elapsed_seconds=300, stopped_at=None, is_at_risk=True, remaining_seconds=4 * 3600 + 1),
        _clock(6, "running", elapsed_seconds=300, stopped_at=None, is_paused=True, remaining_seconds=60),
        _clock(7, "uncovered"),
        _clock(8, "excluded", elapsed_seconds=60),
        _clock(9, "no_target", elapsed_seconds=60),
        _clock(10, "unknown"),
        _clock(1, "met", clock=Clock.RESOLUTION.value, elapsed_seconds=5),
    ],
    escalations=[
        _escalation(1, 1, ordinal=1, business_seconds=600, calendar_seconds=700, after_response_breach=False),
        _escalation(1, 3, ordinal=2, business_seconds=1200, calendar_seconds=9000, after_response_breach=True, skipped_levels=1),
        _escalation(2, 1, ordinal=2, has_ladder=False, business_seconds=1800, calendar_seconds=3000),
        _escalation(8, 1, ordinal=1, is_excluded=True, business_seconds=5, calendar_seconds=5, after_response_breach=True),
    ],
    eligible=[
        _eligible(1, 1, is_escalated=True), _eligible(3, 1), _eligible(4, 1), _eligible(4, 2, is_stated=False),
        _eligible(8, 1, is_excluded=True),
        _eligible(9, 1, is_escalated=None),
    ],
)

EXPECTED = {
    "clocks": 10, "met": 2, "breached": 2, "running": 2, "overdue": 1, "paused": 1, "at_risk": 1, "precision_flips": 2,
    "due_next_4h": 0, "due_next_8h": 1, "due_next_24h": 1,
    "excluded": 1, "uncovered": 1, "no_target": 1, "unknown": 1,
    "decided": 4, "attainment": 0.5, "breach_rate": 0.5, "attainment_best": 4 / 6, "attainment_worst": 2 / 6,
    "breach_rate_best": 2 / 6, "breach_rate_worst": 4 / 6, "overall_breach_rate": 0.5, "excess_breaches": 0.0,
    "near_misses": 1, "near_miss_share": 0.5,
    "timed": 4, "elapsed_p50": 1200, "elapsed_p50_at_least": False, "elapsed_p90": 9000, "elapsed_p90_at_least": True,
    "overdue_elapsed_min": 9000,
    # Stopped after 60, 600, 1200 and 1800 s; open since 300, 300 and 9000 s: 6/7, then 3 of 4, 2 of 3, 1 of 2 of it are left.
    "followed": 7, "still_open": 3, "time_to_stop_p50": 1200, "time_to_stop_p90": None,
    "time_to_stop_p50_not_reached": False, "time_to_stop_p90_not_reached": True,
    "tickets": 10, "channel_uncovered": 2, "channel_uncovered_share": 0.2,
    "tickets_with_levels": 7, "escalated_tickets": 2, "escalated_share": 2 / 7,
    "escalation_events": 3, "escalations": 3, "escalation_frequency": 300 / 7,
    "distinct_escalated": 2, "tickets_escalated_to": 2,
    "skipping_events": 1, "escalations_skipping": 1, "skipped_level_events": 1, "levels_skipped": 1,
    "without_ladder_events": 1, "escalations_without_ladder": 1,
    "repeat_events": 0, "escalations_repeated": 0,
    "after_breach_events": 1, "with_due_events": 2, "after_breach_share": 0.5,
    "to_level_business_p50": 1200, "to_level_business_p90": 1800, "to_level_calendar_p50": 3000, "to_level_calendar_p90": 9000,
    "ladder_levels": 14, "levels_stated": 14, "eligible_events": 4, "eligible_waiting_events": 3, "stated_waiting_events": 2,
    "eligible": 4, "eligible_not_escalated": 3, "should_have_escalated": 2,
}
EXPECTED |= intervals(EXPECTED)


@pytest.fixture(scope="module")
def desk() -> Database:
    db = Database.memory()
    fill(db, DESK)
    return db


def test_every_metric_of_the_catalogue_is_worked_here() -> None:
    assert set(EXPECTED) == {metric.name for metric in catalogue()}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_metric_on_the_worked_desk(desk: Database, name: str) -> None:
    assert_close(measure(desk, question_from_words([name])).rows()[0][name], EXPECTED[name])


def test_all_metrics_asked_together_are_what_each_is_alone(desk: Database) -> None:
    (row,) = measure(desk, question_from_words(EXPECTED)).rows()
    assert set(row) == set(EXPECTED)
    for name, value in row.items():
        assert_close(value, EXPECTED[name])


def assert_close(found: Any, wanted: Any) -> None:
    """Numbers with decimals to the twelfth digit, everything else exactly."""
    assert found == (pytest.approx(wanted, rel=1e-12) if isinstance(wanted, float) else wanted)
