"""The backlog: days add up (T4), and any selection and any span of days says the same."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from analytics.errors import QuestionRefused
from analytics.metrics import backlog as module
from analytics.metrics.backlog import backlog, unplaced
from analytics.vocabulary import Dimension
from analytics.warehouse import Database
from tests.metrics.facts import Records, fill

FIRST, AS_OF = date(2026, 8, 20), date(2026, 11, 3)


@pytest.fixture(scope="module")
def db() -> Database:
    """400 tickets; those of desk-b stop at its own as_of, 2026-11-01; some were opened again, some cannot be placed."""
    chance, records, again = random.Random(3), Records(), []
    for number in range(400):
        received = FIRST + timedelta(days=chance.randrange(70))
        closed = received + timedelta(days=chance.choice((0, 0, 1, 5, 30)))
        ticket: dict[str, Any] = {
            "source": chance.choice(("desk-a", "desk-b")), "ticket_id": f"{number}",
            "tier": chance.choice(("Standard", "Enterprise", None)),
            "state": "open", "received_on": received, "first_closed_on": closed if chance.random() < 0.8 else None,
            "resolution_fault": "closed, and the export does not say when" if chance.random() < 0.05 else None,
        }  # fmt: skip
        records.tickets.append(ticket)
        if ticket["first_closed_on"] and ticket["resolution_fault"] is None and chance.random() < 0.3:
            kept = {name: ticket[name] for name in ("source", "ticket_id", "tier", "state", "received_on")}
            closed_again = closed + timedelta(days=3) if chance.random() < 0.7 else None
            again.append(kept | {"opened_on": closed + timedelta(days=1), "closed_on": closed_again})
    filled = Database.memory()
    fill(filled, records)
    filled.register("again", pd.DataFrame(again))
    filled.run("INSERT INTO reopened_spells BY NAME SELECT * FROM again")
    return filled


def test_open_is_that_of_the_day_before_with_what_came_and_without_what_went(db: Database) -> None:
    found = backlog(db)
    assert (found["day"].iloc[0], found["day"].iloc[-1]) == (FIRST, AS_OF)
    change = found["arrivals"] + found["reopened"] - found["departures"]
    assert list(found["open"]) == list(change.cumsum())
    placed = db.rows("SELECT count(*) FROM judged_tickets WHERE resolution_fault IS NULL")[0][0]
    assert found["arrivals"].sum() == placed and placed + unplaced(db) == 400 and unplaced(db) > 0
    assert found["reopened"].sum() > 20


def test_open_at_the_end_is_what_has_no_end(db: Database) -> None:
    on = "opened_on <= $day AND (closed_on IS NULL OR closed_on > $day)"
    still = db.rows(f"SELECT count(*) FROM open_spells WHERE {on}", {"day": AS_OF})[0][0]
    assert backlog(db)["open"].iloc[-1] == still


@pytest.mark.parametrize(("from_on", "to_on"), [(date(2026, 9, 1), date(2026, 9, 30)), (FIRST, FIRST), (date(2026, 10, 20), AS_OF)])
def test_a_span_of_days_says_what_the_whole_says_of_them(db: Database, from_on: date, to_on: date) -> None:
    whole = backlog(db)
    wanted = whole[(whole["day"] >= from_on) & (whole["day"] <= to_on)].reset_index(drop=True)
    pd.testing.assert_frame_equal(backlog(db, from_on, to_on), wanted)


def test_days_reckoned_in_pieces_are_the_same(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = backlog(db)
    monkeypatch.setattr(module, "DAYS_AT_ONCE", 7)
    pd.testing.assert_frame_equal(backlog(db), whole)


def test_selections_sum_to_the_whole(db: Database) -> None:
    names = ["open", "arrivals", "reopened", "departures"]
    parts = [backlog(db, FIRST, AS_OF, {Dimension.TIER: (tier,)}) for tier in ("Standard", "Enterprise", None)]
    assert sum(part[names].to_numpy() for part in parts).tolist() == backlog(db, FIRST, AS_OF)[names].to_numpy().tolist()


def test_t3_days_after_an_as_of_are_not_told_and_one_that_some_source_has_not_passed_is_not_whole(db: Database) -> None:
    found = backlog(db, date(2026, 10, 30), date(2026, 12, 31))
    assert [day.day for day in found["day"]] == [30, 31, 1, 2, 3]
    assert list(found["is_whole"]) == [True, True, False, False, False]
    alone = backlog(db, date(2026, 10, 30), date(2026, 12, 31), {Dimension.SOURCE: ("desk-b",)})
    assert [day.day for day in alone["day"]] == [30, 31, 1]


def test_where_nothing_is_open_there_is_no_age_and_before_the_first_receipt_nothing(db: Database) -> None:
    found = backlog(db, date(2026, 8, 1), date(2026, 8, 2))
    assert list(found["open"]) == [0, 0] and found["age_p50_days"].isna().all()
    assert backlog(db, date(2027, 1, 1)).empty
    assert backlog(db, where={Dimension.TIER: ("none has it",)}).empty


def test_a_level_is_not_asked_of_the_backlog(db: Database) -> None:
    with pytest.raises(QuestionRefused):
        backlog(db, where={Dimension.LEVEL: ("1",)})
