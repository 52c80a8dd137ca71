"""Rankings of breaches: by how many are beyond those expected, small ones apart, ties in a stable order; and causes."""

from __future__ import annotations

import pytest

from analytics.errors import QuestionRefused
from analytics.metrics import Question, causes, measure, ranking
from analytics.vocabulary import Clock, Dimension, Verdict
from analytics.warehouse import Database
from tests.metrics.facts import Record, Records, fill, random_records
from tests.metrics.intervals import wilson
from tests.metrics.test_worked_examples import _clock


def desk(**groups: tuple[int, int]) -> Database:
    """Groups with (breached, decided)."""
    clocks: list[Record] = []
    for name, (breached, decided) in groups.items():
        clocks += [_clock(len(clocks) + n, "breached" if n < breached else "met", group_name=name) for n in range(decided)]
    db = Database.memory()
    fill(db, Records(clocks=clocks))
    return db


def test_a_large_group_a_little_worse_stands_before_a_small_one_far_worse() -> None:
    found = ranking(desk(Large=(300, 1000), Small=(15, 20), Good=(5, 600)), Question(("clocks",)), Dimension.GROUP)
    assert [one.value for one in found.ranked] == ["Large", "Small", "Good"]
    assert (found.breached, found.decided, found.breach_rate) == (320, 1620, pytest.approx(320 / 1620))
    large = found.ranked[0]
    assert (large.expected, large.excess) == (pytest.approx(1000 * 320 / 1620), pytest.approx(300 - 1000 * 320 / 1620))
    assert (large.low, large.high) == pytest.approx(wilson(300, 1000)) and large.beyond_chance
    assert large.excess_low < large.excess < large.excess_high
    assert sum(one.excess for one in (*found.ranked, *found.few)) == pytest.approx(0)


def test_fewer_than_20_decided_are_listed_apart_and_not_ranked() -> None:
    found = ranking(desk(Many=(1, 20), Few=(19, 19)), Question(("clocks",)), Dimension.GROUP)
    assert [one.value for one in found.ranked] == ["Many"] and [one.value for one in found.few] == ["Few"]


def test_ties_stand_by_decided_and_then_in_natural_order() -> None:
    alike = ranking(desk(**{"Desk 10": (3, 30), "Desk 9": (3, 30), "Desk 1": (6, 60)}), Question(("clocks",)), Dimension.GROUP)
    assert [one.value for one in alike.ranked] == ["Desk 1", "Desk 9", "Desk 10"]
    assert not any(one.beyond_chance for one in alike.ranked)


def test_k3_nothing_decided_ranks_nothing() -> None:
    found = ranking(desk(), Question(("clocks",)), Dimension.GROUP)
    assert (found.breach_rate, found.low, found.ranked, found.few) == (None, None, (), ())


def test_clocks_cannot_be_ranked_by_level() -> None:
    with pytest.raises(QuestionRefused):
        ranking(desk(), Question(("clocks",)), Dimension.LEVEL)


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("dimension", [d for d in Dimension if d is not Dimension.LEVEL])
def test_every_decided_clock_stands_in_one_place_of_the_ranking(dimension: Dimension, verdict: Verdict) -> None:
    with Database.memory() as db:
        fill(db, random_records(5, 200))
        found = ranking(db, Question(("clocks",), verdict=verdict, clock=Clock.RESOLUTION), dimension)
    everyone = (*found.ranked, *found.few)
    assert (sum(one.breached for one in everyone), sum(one.decided for one in everyone)) == (found.breached, found.decided)


def part(number: int, name: str, seconds: int | None) -> Record:
    return {"source": "desk-a", "ticket_id": str(number), "clock": "first_response", "part": name, "seconds": seconds}


def test_the_cause_is_the_largest_counted_part_and_never_time_that_did_not_count() -> None:
    parts = [
        part(1, "outside hours", 90_000), part(1, "unassigned", 500), part(1, "worked", 100),
        part(2, "paused", 90_000), part(2, "unassigned", 100), part(2, "worked", 400),
        part(3, "between groups", 50), part(3, "unassigned", None), part(3, "worked", 10),
        part(4, "counted, not split", 900), part(4, "unassigned", None), part(4, "worked", 800),
        part(5, "unassigned", 100),
    ]
    clocks = [_clock(n, "breached") for n in (1, 2, 3, 4, 6)] + [_clock(5, "met")]
    with Database.memory() as db:
        fill(db, Records(clocks=clocks, parts=parts))
        found = causes(db, Question(("breached",)))
    assert [(one.cause, one.breached) for one in found] == [("between groups", 1), ("unassigned", 1), ("worked", 1), (None, 2)]
    assert found[-1].share == 0.4 and (found[-1].low, found[-1].high) == pytest.approx(wilson(2, 5))


@pytest.mark.parametrize("verdict", Verdict)
def test_causes_are_as_many_as_breached_counts(verdict: Verdict) -> None:
    question = Question(("breached",), verdict=verdict, where={Dimension.STATE: ("closed",)})
    with Database.memory() as db:
        fill(db, random_records(6, 300))
        assert sum(one.breached for one in causes(db, question)) == measure(db, question).rows()[0]["breached"]
