"""Rankings of breaches: by how many are beyond those expected, small ones apart, ties in a stable order; and causes."""

from __future__ import annotations

import pytest

from analytics.errors import QuestionRefused
from analytics.metrics import Question, Ranking, causes, measure, ranking
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


def parts(number: int, **seconds: int | None) -> Record:
    key = {"source": "desk-a", "ticket_id": str(number), "clock": "first_response"}
    names = ("outside_hours", "paused", "unassigned", "between_groups", "worked", "unsplit")
    return key | {f"{name}_seconds": seconds.get(name) for name in names}


def causes_of(clocks: list[Record], recorded: list[Record]) -> Ranking:
    with Database.memory() as db:
        fill(db, Records(clocks=clocks, parts=recorded))
        return causes(db, Question(("breached",)))


PARTS_OF_ONE = {
    "unassigned": parts(0, outside_hours=90_000, paused=90_000, unassigned=500, worked=100, unsplit=0),
    "worked": parts(0, outside_hours=90_000, paused=90_000, unassigned=100, worked=400, unsplit=0),
    "between groups": parts(0, unassigned=10, between_groups=50, worked=10, unsplit=0),
    None: parts(0, unassigned=0, worked=800, unsplit=900),
}


@pytest.mark.parametrize("outcome", ["met", "breached"])
@pytest.mark.parametrize("cause", PARTS_OF_ONE)
def test_a_cause_is_the_largest_counted_part_and_never_time_that_did_not_count(cause: str | None, outcome: str) -> None:
    found = causes_of([_clock(0, outcome, elapsed_seconds=1700)], [PARTS_OF_ONE[cause]])
    (one,) = (*found.few, *found.no_cause)
    assert (one.value, one.decided, one.breached) == (cause, 1, int(outcome == "breached"))


@pytest.mark.parametrize(("tied", "cause"), [
    ({"unsplit": 50, "unassigned": 50, "between_groups": 50, "worked": 50}, None),
    ({"unsplit": 0, "unassigned": 50, "between_groups": 50, "worked": 50}, "unassigned"),
    ({"unsplit": 0, "unassigned": 0, "between_groups": 50, "worked": 50}, "between groups"),
    ({"unsplit": 50, "unassigned": None, "between_groups": None, "worked": None}, None),
])  # fmt: skip
def test_of_parts_alike_not_split_stands_first_then_unassigned_then_between_groups(tied: dict[str, int | None], cause: str | None) -> None:
    found = causes_of([_clock(0, "met", elapsed_seconds=50)], [parts(0, **tied)])
    assert [one.value for one in (*found.few, *found.no_cause)] == [cause]


def test_a_clock_that_stopped_before_time_counted_has_no_cause_with_a_history_or_without() -> None:
    found = causes_of([_clock(n, "met", elapsed_seconds=0) for n in (1, 2)], [parts(1, unassigned=0, worked=0, unsplit=0)])
    assert [(one.value, one.decided) for one in found.no_cause] == [("no counted time", 2)]


def test_causes_rank_by_breaches_beyond_the_overall_rate_and_19_clocks_stand_apart() -> None:
    """(breached, decided) of each. What is not recorded is apart, however many: it is no cause; the overall rate is of all."""
    wanted = {"unassigned": (12, 20), "worked": (10, 40), "between groups": (19, 19), None: (9, 121)}
    clocks, recorded = [], []
    for cause, (breached, decided) in wanted.items():
        for n in range(decided):
            clocks.append(_clock(len(clocks), "breached" if n < breached else "met", elapsed_seconds=1000))
            if cause:
                recorded.append(parts(len(clocks) - 1, unsplit=0, **{cause.replace(" ", "_"): 1000}))
    found = causes_of(clocks, recorded)
    assert [one.value for one in found.ranked] == ["unassigned", "worked"]
    assert [one.value for one in found.few] == ["between groups"] and [one.value for one in found.no_cause] == [None]
    assert (found.dimension, found.breached, found.decided, found.breach_rate) == ("cause", 50, 200, 0.25)
    first = found.ranked[0]
    assert (first.breached, first.decided, first.breach_rate, first.expected, first.excess) == (12, 20, 0.6, 5, 7)
    assert (first.low, first.high) == pytest.approx(wilson(12, 20)) and first.beyond_chance and not found.ranked[1].beyond_chance
    assert (first.excess_low, first.excess_high) == pytest.approx((20 * first.low - 5, 20 * first.high - 5))
    assert sum(one.excess for one in (*found.ranked, *found.few, *found.no_cause)) == pytest.approx(0)


def test_k3_nothing_decided_has_no_causes() -> None:
    found = causes_of([_clock(0, "running", elapsed_seconds=5)], [parts(0, unassigned=5, unsplit=0)])
    assert (found.breach_rate, found.ranked, found.few, found.no_cause) == (None, (), (), ())


@pytest.mark.parametrize("verdict", Verdict)
def test_every_decided_clock_has_one_place_among_the_causes(verdict: Verdict) -> None:
    question = Question(("breached",), verdict=verdict, where={Dimension.STATE: ("closed",)})
    with Database.memory() as db:
        fill(db, random_records(6, 300))
        found, counted = causes(db, question), measure(db, question).rows()[0]
    everyone = (*found.ranked, *found.few, *found.no_cause)
    assert sum(one.breached for one in everyone) == found.breached == counted["breached"]
    assert sum(one.decided for one in everyone) == found.decided
    assert len({one.value for one in everyone}) == len(everyone) > 3
