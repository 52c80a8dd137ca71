"""What must hold whatever the facts are."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest

from analytics.metrics import Question, catalogue, measure
from analytics.vocabulary import Clock, Dimension, Rule, Verdict
from analytics.warehouse import Database
from tests.metrics.bad_rows import bad_levels, bad_rows
from tests.metrics.facts import Records, fill, random_records

NAMES = tuple(metric.name for metric in catalogue())
ALONE = tuple(name for name in NAMES if name not in ("overall_breach_rate", "excess_breaches"))
"""What a group's row says of the group alone, without the rest of the answer."""
RATIOS = [m for m in catalogue() if m.numerator and m.name != "overall_breach_rate" and not m.name.endswith(("_low", "_high"))]
OTHERS = tuple(dimension for dimension in Dimension if dimension is not Dimension.LEVEL)


@pytest.fixture(scope="module", params=[11, 12])
def records(request: pytest.FixtureRequest) -> Records:
    return random_records(request.param, 400)


@pytest.fixture(scope="module")
def db(records: Records) -> Database:
    filled = Database.memory()
    fill(filled, records)
    return filled


@pytest.mark.parametrize(("dimension", "clock", "verdict"), [
    (dimension, tuple(Clock)[n % 2], tuple(Verdict)[n % 3]) for n, dimension in enumerate(OTHERS)
])
def test_what_must_hold_holds(db: Database, dimension: Dimension, clock: Clock, verdict: Verdict) -> None:
    assert bad_rows(db, dimension, clock, verdict) == {}


@pytest.mark.long
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("clock", Clock)
@pytest.mark.parametrize("dimension", OTHERS)
def test_what_must_hold_holds_for_every_clock_and_verdict(db: Database, dimension: Dimension, clock: Clock, verdict: Verdict) -> None:
    assert bad_rows(db, dimension, clock, verdict) == {}


def test_what_must_hold_by_level_holds(db: Database) -> None:
    assert bad_levels(db) == {}


@pytest.mark.parametrize("metric", RATIOS, ids=lambda metric: metric.name)
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
            (selected,) = rows(db, ALONE, dimension, verdict=verdict, where={dimension: (text,)})
            assert selected == {name: row[name] for name in selected}


@pytest.mark.parametrize("dimension", [Dimension.MONTH, Dimension.WEEK, Dimension.DAY])
@pytest.mark.parametrize("rule", Rule)
def test_several_periods_selected_give_the_rows_of_the_breakdown(db: Database, dimension: Dimension, rule: Rule) -> None:
    """Some that follow each other, some apart, and clocks without a day (K8)."""
    names = ("clocks", "attainment", "tickets", "escalation_frequency", "time_to_stop_p50")
    parts = {row[dimension]: row for row in rows(db, names, dimension, rule=rule)}
    texts = [text for text in parts if text is not None]
    for wanted in ((*texts[:3], *texts[5:7], texts[-1]), (texts[1], texts[3], None), (None,)):
        found = rows(db, names, dimension, rule=rule, where={dimension: wanted})
        assert found == [parts[text] for text in parts if text in wanted]


def added(row: dict[str, Any], text: str) -> int | None:
    """A sum of metrics, written "met + running"; None where one of them is null."""
    values = [row[word] for word in text.split(" + ")]
    return None if None in values else sum(values)


def rows(db: Database, metrics: tuple[str, ...], *by: Dimension, **given: Any) -> list[dict[str, Any]]:
    return measure(db, Question(metrics, by=by, **given)).rows()
