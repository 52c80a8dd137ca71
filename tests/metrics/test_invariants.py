"""What must hold whatever the facts are."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest

from analytics.metrics import Question, catalogue, measure
from analytics.vocabulary import Clock, Dimension, Outcome, Rule, Verdict
from analytics.warehouse import Database
from tests.metrics.facts import Records, fill, random_records

NAMES = tuple(metric.name for metric in catalogue())
SUMMED = tuple(metric.name for metric in catalogue() if metric.unit == "count")
OTHERS = tuple(dimension for dimension in Dimension if dimension is not Dimension.LEVEL)


@pytest.fixture(scope="module", params=[11, 12])
def records(request: pytest.FixtureRequest) -> Records:
    return random_records(request.param, 400)


@pytest.fixture(scope="module")
def db(records: Records) -> Database:
    filled = Database.memory()
    fill(filled, records)
    return filled


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("clock", Clock)
def test_k2_every_clock_has_exactly_one_outcome(db: Database, clock: Clock, verdict: Verdict) -> None:
    for row in rows(db, NAMES, Dimension.MONTH, clock=clock, verdict=verdict):
        assert sum(row[outcome] for outcome in Outcome) == row["clocks"]


@pytest.mark.parametrize("dimension", OTHERS)
@pytest.mark.parametrize("verdict", Verdict)
def test_breakdowns_sum_to_the_overall(db: Database, dimension: Dimension, verdict: Verdict) -> None:
    overall = rows(db, SUMMED, verdict=verdict)[0]
    parts = rows(db, SUMMED, dimension, verdict=verdict)
    assert {name: sum(part[name] or 0 for part in parts) for name in SUMMED} == overall


@pytest.mark.parametrize("verdict", Verdict)
def test_k3_the_worst_it_can_become_is_no_better_than_now_and_the_best_no_worse(db: Database, verdict: Verdict) -> None:
    for row in rows(db, NAMES, Dimension.WEEK, Dimension.TIER, verdict=verdict):
        if row["decided"]:
            assert row["attainment_worst"] <= row["attainment"] <= row["attainment_best"]
            assert row["attainment"] + row["breach_rate"] == pytest.approx(1)
        if not row["running"]:
            assert row["attainment_worst"] == row["attainment"] == row["attainment_best"]


def test_contained_counts_are_no_more_than_what_contains_them(db: Database) -> None:
    for verdict in Verdict:
        for row in rows(db, NAMES, Dimension.DAY, verdict=verdict):
            assert row["overdue"] <= row["breached"] and row["paused"] <= row["running"] and row["timed"] <= row["decided"]
            assert (row["escalated_tickets"] or 0) <= row["tickets_with_levels"] <= row["tickets"]


def test_escalations_by_level_sum_to_the_total(db: Database) -> None:
    total = rows(db, ("escalations",))[0]["escalations"]
    by_level = rows(db, ("escalations", "escalation_frequency"), Dimension.LEVEL)
    assert sum(row["escalations"] for row in by_level) == total
    assert len({row["tickets_with_levels"] for row in by_level}) == 1
    frequency = rows(db, ("escalation_frequency",))[0]["escalation_frequency"]
    assert sum(row["escalation_frequency"] for row in by_level) == pytest.approx(frequency)


@pytest.mark.parametrize("metric", [m for m in catalogue() if m.numerator], ids=lambda metric: metric.name)
def test_numerator_and_denominator_stand_beside_a_rate_and_reproduce_it(db: Database, metric: Any) -> None:
    seen = 0
    for row in rows(db, (metric.name,), Dimension.MONTH, Dimension.PRIORITY):
        top, below = (added(row, text) for text in (metric.numerator, metric.denominator))
        if not below:
            assert row[metric.name] is None
        else:
            seen += 1
            assert row[metric.name] == pytest.approx(top / below * (100 if metric.unit == "per 100 tickets" else 1))
    assert seen


def test_the_order_of_the_rows_changes_nothing(records: Records, db: Database) -> None:
    shuffled = Records(*(random.Random(5).sample(rows, len(rows)) for rows in dataclasses.astuple(records)))
    with Database.memory() as other:
        fill(other, shuffled)
        for verdict in Verdict:
            question = Question(NAMES, by=(Dimension.MONTH, Dimension.TIER, Dimension.GROUP), verdict=verdict)
            assert measure(other, question).to_json() == measure(db, question).to_json()


def test_k8_another_rule_moves_clocks_between_months_and_loses_none(db: Database) -> None:
    totals = {rule: sum(row["clocks"] for row in rows(db, ("clocks",), Dimension.MONTH, rule=rule)) for rule in Rule}
    assert len(set(totals.values())) == 1


@pytest.mark.parametrize("dimension", OTHERS)
def test_a_selection_gives_the_same_row_as_the_breakdown(db: Database, dimension: Dimension) -> None:
    for verdict in (Verdict.POLICY, Verdict.VENDOR):
        parts = rows(db, NAMES, dimension, verdict=verdict)
        for row in (parts[0], parts[-1]):
            text = None if row[dimension] is None else str(row[dimension])
            assert rows(db, NAMES, dimension, verdict=verdict, where={dimension: (text,)}) == [row]


def added(row: dict[str, Any], text: str) -> int | None:
    """A sum of metrics, written "met + running"; None where one of them is null."""
    values = [row[word] for word in text.split(" + ")]
    return None if None in values else sum(values)


def rows(db: Database, metrics: tuple[str, ...], *by: Dimension, **given: Any) -> list[dict[str, Any]]:
    return measure(db, Question(metrics, by=by, **given)).rows()
