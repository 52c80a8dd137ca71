"""Every metric once by hand: the figures by the numbers in their headers, the aggregates on one small desk of ten tickets."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

import pytest

from analytics.metrics import Metric, catalogue, measure, question_from_words
from analytics.vocabulary import Clock
from analytics.warehouse import Database
from tests.metrics.facts import Record, Records, fill

FIGURES = [metric for metric in catalogue() if metric.relation == "figures"]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_the_example_in_the_header_is_what_the_expression_gives(figure: Metric) -> None:
    inputs, _, result = figure.example.rpartition(": ")
    given = ", ".join(re.sub(r"(\w+) (\d+)", r"\2 AS \1", part) for part in inputs.split(", "))
    with Database.memory() as db:
        found = db.rows(f"SELECT {figure.expression} FROM (SELECT {given})")[0][0]
    assert found == pytest.approx(json.loads(result), abs=0.00005)


def _ticket(number: int, **given: Any) -> Record:
    return {
        "source": "desk-a", "ticket_id": str(number), "tier": "Enterprise", "priority": "High",
        "received_on": date(2026, 10, 5), "received_weekday": 1, "received_hour": 9,
        "is_excluded": False, "channel_covered": True, "levels_recorded": True, "escalations": 0,
    } | given


def _clock(number: int, outcome: str, **given: Any) -> Record:
    return {
        "source": "desk-a", "ticket_id": str(number), "clock": "first_response", "tier": "Enterprise", "priority": "High",
        "outcome": outcome, "is_overdue": False, "is_paused": False, "is_excluded": outcome == "excluded", "elapsed_seconds": None,
        "started_on": date(2026, 10, 5), "stopped_on": date(2026, 10, 5), "due_on": date(2026, 10, 5), "deadline_on": date(2026, 10, 5),
        "received_weekday": 1, "received_hour": 9, "stopped_at": datetime(2026, 10, 5, 15),
    } | given


def _escalation(number: int, level: int, **given: Any) -> Record:
    return {"source": "desk-a", "ticket_id": str(number), "level": level, "is_excluded": False, "escalated_on": date(2026, 10, 6)} | given


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
        _clock(2, "met", elapsed_seconds=1200),
        _clock(3, "breached", elapsed_seconds=1800),
        _clock(4, "breached", elapsed_seconds=9000, is_overdue=True, stopped_at=None),
        _clock(5, "running", elapsed_seconds=300, stopped_at=None),
        _clock(6, "running", elapsed_seconds=300, stopped_at=None, is_paused=True),
        _clock(7, "uncovered"),
        _clock(8, "excluded", elapsed_seconds=60),
        _clock(9, "no_target", elapsed_seconds=60),
        _clock(10, "unknown"),
        _clock(1, "met", clock=Clock.RESOLUTION.value, elapsed_seconds=5),
    ],
    escalations=[_escalation(1, 1), _escalation(1, 3), _escalation(2, 1), _escalation(8, 1, is_excluded=True)],
)

EXPECTED = {
    "clocks": 10, "met": 2, "breached": 2, "running": 2, "overdue": 1, "paused": 1,
    "excluded": 1, "uncovered": 1, "no_target": 1, "unknown": 1,
    "decided": 4, "attainment": 0.5, "breach_rate": 0.5, "attainment_best": 4 / 6, "attainment_worst": 2 / 6,
    "timed": 4, "elapsed_p50": 1200, "elapsed_p50_at_least": False, "elapsed_p90": 9000, "elapsed_p90_at_least": True,
    "overdue_elapsed_min": 9000,
    "tickets": 10, "channel_uncovered": 2, "channel_uncovered_share": 0.2,
    "tickets_with_levels": 7, "escalated_tickets": 2, "escalated_share": 2 / 7,
    "escalation_events": 3, "escalations": 3, "escalation_frequency": 300 / 7,
}


@pytest.fixture(scope="module")
def desk() -> Database:
    db = Database.memory()
    fill(db, DESK)
    return db


def test_every_metric_of_the_catalogue_is_worked_here() -> None:
    assert set(EXPECTED) == {metric.name for metric in catalogue()}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_metric_on_the_worked_desk(desk: Database, name: str) -> None:
    assert measure(desk, question_from_words([name])).rows()[0][name] == EXPECTED[name]


def test_all_metrics_asked_together_are_what_each_is_alone(desk: Database) -> None:
    assert measure(desk, question_from_words(EXPECTED)).rows() == [EXPECTED]
