"""How far over, what the time went to, and the lists behind near misses and missing escalations: counted again, naively."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.metrics import Question, breached_clocks, measure, near_misses, not_escalated, overruns, time_spent
from analytics.metrics.overruns import COUNTED, EDGES, NOT_COUNTED, Time
from analytics.vocabulary import Clock, Dimension, Rule, Verdict
from analytics.warehouse import Database
from tests.metrics.facts import Records, fill, random_records
from tests.metrics.test_worked_examples import _clock

PARTS = {
    "unassigned": "unassigned_seconds", "between groups": "between_groups_seconds", "worked": "worked_seconds",
    "counted, not split": "unsplit_seconds", "outside hours": "outside_hours_seconds", "paused": "paused_seconds",
}  # fmt: skip
COLUMNS: dict[Time, str] = {"business": "over_seconds", "calendar": "over_calendar_seconds"}


@pytest.fixture(scope="module")
def records() -> Records:
    return random_records(31, 400)


@pytest.fixture(scope="module")
def db(records: Records) -> Database:
    filled = Database.memory()
    fill(filled, records)
    return filled


@pytest.mark.parametrize("time", COLUMNS)
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("clock", Clock)
def test_every_breached_clock_stands_in_one_stretch_as_the_list_has_it(db: Database, clock: Clock, verdict: Verdict, time: Time) -> None:
    question = Question(("breached",), clock=clock, verdict=verdict, where={Dimension.TIER: ("Standard", "standard", "Enterprise")})
    found = overruns(db, question, time)
    listed = breached_clocks(db, question, limit=10_000)
    over = listed[COLUMNS[time]]
    assert found.known + found.unknown == measure(db, question).rows()[0]["breached"] == len(listed)
    assert found.unknown == int(over.isna().sum())
    for stretch in found.stretches:
        inside = listed[(over >= stretch.from_seconds) & (over < (stretch.to_seconds or math.inf))]
        only = breached_clocks(db, question, 10_000, over=(time, stretch.from_seconds, stretch.to_seconds))
        assert only["ticket_id"].tolist() == inside["ticket_id"].tolist()
        assert (stretch.stopped, stretch.overdue) == (int((~inside["is_overdue"]).sum()), int(inside["is_overdue"].sum()))
    known = sorted(over.dropna())
    assert found.p50 == (known[math.ceil(len(known) / 2) - 1] if known else None)
    late = listed[listed["is_overdue"]][COLUMNS[time]].dropna()
    assert found.p90_at_least is (bool(known) and bool((late <= found.p90).any()))


def test_a_stretch_begins_with_its_edge_and_ends_before_the_next() -> None:
    over = [0, 899, 900, 1799, 1800, EDGES[-1] - 1, EDGES[-1]]
    clocks = [_clock(n, "breached", target_seconds=60, elapsed_seconds=60 + seconds) for n, seconds in enumerate(over)]
    with Database.memory() as small:
        fill(small, Records(clocks=clocks))
        found = overruns(small, Question(("breached",)), "business")
    assert [s.stopped for s in found.stretches] == [2, 2, 1, 0, 0, 0, 0, 0, 0, 1, 1]
    assert found.stretches[-1].to_seconds is None


def test_k10_what_an_overdue_clock_is_over_is_a_lower_bound() -> None:
    clocks = [_clock(n, "breached", target_seconds=60, elapsed_seconds=60 + n * 1000, is_overdue=n == 6) for n in range(1, 11)]
    with Database.memory() as small:
        fill(small, Records(clocks=clocks))
        found = overruns(small, Question(("breached",)), "business")
    assert (found.p50, found.p50_at_least, found.p90, found.p90_at_least) == (5000, False, 9000, True)
    assert sum(stretch.overdue for stretch in found.stretches) == 1


def test_nothing_breached_is_over_by_nothing_and_went_to_nothing() -> None:
    with Database.memory() as small:
        fill(small, Records())
        found = overruns(small, Question(("breached",)), "calendar")
        parts = time_spent(small, Question(("breached",)))
    assert (found.known, found.unknown, found.p50, found.p90_at_least) == (0, 0, None, False)
    assert [(part.part, part.seconds, part.clocks) for part in parts] == [(name, None, 0) for name in (*COUNTED, *NOT_COUNTED)]


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("clock", Clock)
def test_time_spent_sums_the_parts_of_the_breached_clocks(db: Database, records: Records, clock: Clock, rule: Rule) -> None:
    question = Question(("breached",), clock=clock, rule=rule, where={Dimension.STATE: ("closed",)})
    listed = breached_clocks(db, question, limit=10_000)
    recorded = {(row["source"], row["ticket_id"]): row for row in records.parts if row["clock"] == clock}
    told: dict[str, list[int]] = {part: [] for part in PARTS}
    for source, ticket, elapsed in zip(listed["source"], listed["ticket_id"], listed["elapsed_seconds"], strict=True):
        without = {"unsplit_seconds": None if pd.isna(elapsed) else elapsed, "paused_seconds": 0 if clock == "first_response" else None}
        row = recorded.get((source, ticket), without)
        for part, column in PARTS.items():
            if row.get(column) is not None:
                told[part].append(row[column])
    found = {part.part: (part.clocks, part.seconds) for part in time_spent(db, question)}
    assert found == {part: (len(seconds), sum(seconds) if seconds else None) for part, seconds in told.items()}


def test_what_counted_stands_apart_from_what_did_not(db: Database) -> None:
    parts = time_spent(db, Question(("breached",)))
    assert [part.part for part in parts if part.is_counted] == list(COUNTED)
    assert [part.part for part in parts if not part.is_counted] == list(NOT_COUNTED)


@pytest.mark.parametrize("verdict", Verdict)
def test_the_list_of_near_misses_is_as_long_as_near_misses_says(db: Database, verdict: Verdict) -> None:
    question = Question(("near_misses",), verdict=verdict, rule=Rule.STARTED)
    listed = near_misses(db, question, limit=10_000)
    assert len(listed) == (measure(db, question).rows()[0]["near_misses"] or 0)
    assert listed["left_seconds"].dropna().is_monotonic_increasing


@pytest.mark.parametrize("level", [(), ("1",)])
def test_e3_the_list_of_missing_escalations_is_as_long_as_eligible_not_escalated_says(db: Database, level: tuple[str, ...]) -> None:
    question = Question(("eligible_not_escalated",), where={Dimension.LEVEL: level})
    listed = not_escalated(db, question, limit=10_000)
    assert len(listed) == measure(db, question).rows()[0]["eligible_not_escalated"]
    assert not listed.duplicated(["source", "ticket_id", "level"]).any()
