"""The rows behind the numbers are as many as the numbers say."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.metrics import Question, breached_clocks, dimension_values, escalation_list, level_names, measure
from analytics.vocabulary import Clock, Dimension, Rule, Verdict
from analytics.warehouse import Database
from tests.metrics.facts import Records, fill, random_records
from tests.metrics.test_worked_examples import DESK


@pytest.fixture(scope="module")
def records() -> Records:
    return random_records(21, 300)


@pytest.fixture(scope="module")
def db(records: Records) -> Database:
    filled = Database.memory()
    fill(filled, records)
    return filled


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("clock", Clock)
def test_the_list_of_breaches_is_as_long_as_breached_says(db: Database, clock: Clock, rule: Rule, verdict: Verdict) -> None:
    standard = {Dimension.TIER: ("Standard", "standard", None)}
    question = Question(("breached", "overdue"), clock=clock, rule=rule, verdict=verdict, from_on=date(2026, 9, 10), where=standard)
    row = measure(db, question).rows()[0]
    listed = breached_clocks(db, question, limit=10_000)
    assert len(listed) == row["breached"] and listed["is_overdue"].sum() == row["overdue"]
    assert not listed.duplicated(["source", "ticket_id"]).any()
    assert (listed["over_calendar_seconds"].dropna() > 0).all() and (listed["over_seconds"].dropna() >= 0).all()


def test_pages_of_a_list_join_to_the_whole(db: Database) -> None:
    question = Question(("breached",))
    whole = breached_clocks(db, question, limit=10_000)["ticket_id"].tolist()
    pages = [ticket for offset in range(0, len(whole) + 7, 7) for ticket in breached_clocks(db, question, 7, offset)["ticket_id"]]
    assert pages == whole


@pytest.mark.parametrize("level", [(), ("1",), ("2", "3")])
def test_the_list_of_escalations_is_as_long_as_escalations_says(db: Database, level: tuple[str, ...]) -> None:
    question = Question(("escalations",), to_on=date(2026, 10, 15), where={Dimension.LEVEL: level})
    assert len(escalation_list(db, question, limit=10_000)) == measure(db, question).rows()[0]["escalations"]


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("dimension", [d for d in Dimension if d is not Dimension.LEVEL])
def test_a_filter_offers_every_value_that_occurs_in_the_order_of_the_answers(db: Database, dimension: Dimension, verdict: Verdict) -> None:
    offered = dimension_values(db, dimension, verdict)
    for clock in Clock:
        question = Question(("tickets", "clocks", "escalations"), by=(dimension,), clock=clock, verdict=verdict)
        shown = [row[dimension] for row in measure(db, question).rows()]
        assert [value for value in offered if value in shown] == shown


def test_levels_are_offered_with_their_names(db: Database) -> None:
    assert dimension_values(db, Dimension.LEVEL) == [1, 2, 3, 4]
    assert level_names(db)[1] == "support team lead"


def test_over_is_business_time_past_the_target_and_calendar_time_past_due() -> None:
    with Database.memory() as small:
        fill(small, DESK)
        listed = breached_clocks(small, Question(("breached",)), limit=5)
    assert listed["over_seconds"].isna().all()          # the desk states no target in seconds
    assert listed["ticket_id"].tolist() == ["3", "4"]
