"""measure() beside the reference: every metric, random facts, random questions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.metrics import Question, catalogue, measure
from analytics.metrics.catalogue import splits_by_level
from analytics.vocabulary import Clock, Dimension, Rule, Verdict
from analytics.warehouse import Database
from tests.metrics.facts import Records, fill, random_records
from tests.metrics.reference import reference

NAMES = tuple(metric.name for metric in catalogue())
BY_LEVEL = tuple(name for name in NAMES if splits_by_level(name))
BY_SEARCH = tuple(name for name in NAMES if name.endswith(("_low", "_high")))
SEEDS = range(6)
WHERE = {
    Dimension.TIER: ("Standard", "enterprise", "Platinum", None),
    Dimension.PRIORITY: ("High", "10 - Low", "P0", None),
    Dimension.GROUP: ("Cloud", "Night", None),
    Dimension.STATE: ("open",),
    Dimension.SOURCE: ("desk-b", "desk-a"),
    Dimension.MONTH: ("2026-09", "2026-12"),
    Dimension.WEEK: ("2026-W40", "2026-W41"),
    Dimension.DAY: ("2026-09-30", "2026-10-01", "2026-10-02"),
    Dimension.WEEKDAY: ("Mon", "Sun"),
    Dimension.HOUR: ("0", "9", "10", "23"),
}


@pytest.fixture(scope="module")
def stores() -> dict[int, tuple[Records, Database]]:
    found = {}
    for seed in SEEDS:
        records = random_records(seed, (0, 1, 7, 40, 150, 150)[seed], levels=seed != 4)
        db = Database.memory()
        fill(db, records)
        found[seed] = (records, db)
    return found


@st.composite
def questions(draw: st.DrawFn, *, level: bool = False) -> Question:
    dimensions = st.sampled_from([d for d in Dimension if d is not Dimension.LEVEL])
    by = draw(st.lists(dimensions, max_size=3, unique=True)) + ([Dimension.LEVEL] if level else [])
    picked = draw(st.lists(st.sampled_from(list(WHERE)), max_size=2, unique=True))
    where: dict[Dimension, tuple[str | None, ...]] = {d: tuple(draw(st.lists(st.sampled_from(WHERE[d]), unique=True))) for d in picked}
    if level and draw(st.booleans()):
        where[Dimension.LEVEL] = ("1", "3")
    first = date(2026, 8, 20) + timedelta(draw(st.integers(0, 90)))
    return Question(
        metrics=tuple(draw(st.lists(st.sampled_from(BY_LEVEL if level else NAMES), min_size=1, max_size=8, unique=True))),
        by=tuple(draw(st.permutations(by))),
        clock=draw(st.sampled_from(Clock)),
        rule=draw(st.sampled_from(Rule)),
        verdict=draw(st.sampled_from(Verdict)),
        from_on=draw(st.sampled_from((None, first))),
        to_on=draw(st.sampled_from((None, first + timedelta(draw(st.integers(0, 40)))))),
        where=where,
    )


def check(stores: dict[int, tuple[Records, Database]], seed: int, question: Question) -> None:
    records, db = stores[seed]
    expected = reference(records, question)
    rows = measure(db, question).rows()
    groups = [tuple(row[dimension] for dimension in question.by) for row in rows]
    assert len(set(groups)) == len(groups)
    for group, row in zip(groups, rows, strict=True):
        for name in (name for name in row if name not in question.by):
            assert_same(row[name], expected[group][name], name, group)
    # Groups left out have no row in the relations that were read; the upper end of an interval about no escalation at all is not 0.
    for group in set(expected) - set(groups):
        named = (name for name in question.metrics if name not in ("overall_breach_rate", "escalation_frequency_high"))
        empty = {name: expected[group][name] for name in named}
        assert not any(empty.values()), (group, empty)


def assert_same(found: Any, wanted: Any, name: str, group: Any) -> None:
    if isinstance(wanted, float):
        near = 1e-9 if name in BY_SEARCH else 1e-12       # the reference finds the ends of intervals by search
        assert found == pytest.approx(wanted, rel=near, abs=1e-9 if name == "excess_breaches" or name in BY_SEARCH else 0), (name, group)
    else:
        assert found == wanted and type(found) is type(wanted), (name, group)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(SEEDS), question=questions())
def test_measure_agrees_with_the_reference(stores: dict[int, tuple[Records, Database]], seed: int, question: Question) -> None:
    check(stores, seed, question)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(SEEDS), question=questions(level=True))
def test_e2_by_level_every_level_is_divided_by_all_tickets(
    stores: dict[int, tuple[Records, Database]], seed: int, question: Question
) -> None:
    check(stores, seed, question)


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(SEEDS), question=questions())
def test_measure_agrees_with_the_reference_at_length(
    stores: dict[int, tuple[Records, Database]], seed: int, question: Question
) -> None:
    check(stores, seed, question)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("verdict", Verdict)
def test_each_metric_by_month_and_tier_agrees_with_the_reference(
    stores: dict[int, tuple[Records, Database]], name: str, verdict: Verdict
) -> None:
    check(stores, 5, Question((name,), by=(Dimension.MONTH, Dimension.TIER), verdict=verdict))
