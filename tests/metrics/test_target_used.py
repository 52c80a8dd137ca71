"""How much of the target was used: every decided clock stands in one step, its upper end included."""

from __future__ import annotations

import re
from bisect import bisect_left

import pytest

from analytics.metrics import Question, measure, target_used
from analytics.metrics.lists import LISTINGS
from analytics.vocabulary import Clock, Verdict
from analytics.warehouse import Database
from tests.metrics.facts import fill, random_records

STEPS = [5, 10, 25, 50, 75, 90, 100, 110, 125, 150, 200, 400, 9999]


@pytest.fixture(scope="module")
def db() -> Database:
    filled = Database.memory()
    fill(filled, random_records(31, 400))
    return filled


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("clock", Clock)
def test_k3_all_decided_clocks_are_in_it_once(db: Database, clock: Clock, verdict: Verdict) -> None:
    question = Question(("met", "breached", "overdue"), clock=clock, verdict=verdict)
    row = measure(db, question).rows()[0]
    used = target_used(db, question)
    assert {name: used[name].sum() for name in ("met", "breached", "overdue")} == row
    assert used["up_to_percent"].dropna().tolist() == STEPS


@pytest.mark.parametrize("clock", Clock)
def test_steps_are_those_of_a_count_by_hand(db: Database, clock: Clock) -> None:
    counted: dict[int | None, list[int]] = {}
    sql = "SELECT outcome, elapsed_seconds, target_seconds FROM sla_clocks WHERE clock = $clock AND outcome IN ('met', 'breached')"
    for outcome, elapsed, target in db.rows(sql, {"clock": clock.value}):
        step = STEPS[min(bisect_left(STEPS, elapsed * 100 / target), 12)] if target and elapsed is not None else None
        counted.setdefault(step, [0, 0])[outcome == "breached"] += 1
    used = target_used(db, Question((), clock=clock))
    found = {None if row.up_to_percent != row.up_to_percent else row.up_to_percent: [row.met, row.breached]
             for row in used.astype(object).where(used.notna(), None).itertuples() if row.met + row.breached}  # fmt: skip
    assert found == counted


def test_the_steps_of_the_listing_are_whole_percents_up_to_four_times_the_target() -> None:
    sql = (LISTINGS / "target_used.sql").read_text(encoding="utf-8")
    assert [int(word) for word in re.findall(r"unnest\(\[(.*)\]\)", sql)[0].split(",")] == STEPS
