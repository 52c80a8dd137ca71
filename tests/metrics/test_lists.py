"""The rows behind the numbers are as many as the numbers say."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analytics.metrics import (
    Question,
    breached_clocks,
    dimension_values,
    escalation_list,
    level_names,
    measure,
    open_work,
    ticket_history,
    tickets_found,
    work_list,
)
from analytics.vocabulary import Clock, Dimension, Rule, Verdict
from analytics.warehouse import Database
from tests.metrics.facts import ANALYTICS, Records, fill, random_records
from tests.metrics.reference import outcome_of
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


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("clock", Clock)
def test_the_work_list_is_every_running_and_overdue_clock(db: Database, records: Records, clock: Clock, verdict: Verdict) -> None:
    question = Question(("running", "overdue"), clock=clock, verdict=verdict)
    row = measure(db, question).rows()[0]
    listed = work_list(db, question, limit=10_000)
    assert len(listed) == row["running"] + row["overdue"] == listed["total"].max()
    named = [(record, outcome_of(record, verdict)) for record in records.clocks if record["clock"] == clock]
    wanted = {(r["source"], r["ticket_id"]) for r, o in named if o == "running" or (o == "breached" and r["stopped_at"] is None)}
    assert set(zip(listed["source"], listed["ticket_id"], strict=True)) == wanted
    assert work_list(db, question, 5, 3)["ticket_id"].tolist() == listed["ticket_id"].tolist()[3:8]


def test_k4_the_work_list_goes_by_what_is_due_and_paused_clocks_stand_last(db: Database) -> None:
    listed = work_list(db, Question(("running",)), limit=10_000)
    paused = (listed["standing"] == "paused").tolist()
    assert any(paused) and paused == sorted(paused)
    left = (listed["due_at"] - listed["as_of"])[[not one for one in paused]]
    assert left.is_monotonic_increasing
    assert listed["over_seconds"].notna().sum() and (listed.loc[listed["over_seconds"].notna(), "standing"] == "overdue").all()


AGES, LEFT, OVER = (0, 1, 3, 7, 14, 30, 90), (4, 8, 24), (0, 1, 4, 8, 24, 72)


def _open_by_hand(records: Records, clock: Clock) -> Counter[tuple[Any, ...]]:
    """open_work.sql once more, ticket by ticket: edges belong to the band they begin, of time left to the band they end."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in (r for r in records.clocks if r["clock"] == clock and r["state"] == "open"):
        outcome, stopped = row["outcome"], row["stopped_at"] is not None
        standing = {"met": "stopped", "breached": "stopped" if stopped else "overdue"}.get(outcome, outcome)
        if outcome == "running":
            standing = "paused" if row["is_paused"] else "at_risk" if row["is_at_risk"] else "running"
        age = (row["as_of"] - row["started_at"]).total_seconds() / 86400
        left = over = None
        if standing in ("at_risk", "running"):
            left = next((hours for hours in LEFT if row["remaining_seconds"] <= hours * 3600), None)
        if standing == "overdue" and row["target_seconds"] is not None and row["elapsed_seconds"] >= row["target_seconds"]:
            over = max(hours for hours in OVER if row["elapsed_seconds"] - row["target_seconds"] >= hours * 3600)
        found[standing, max(days for days in AGES if days == 0 or age >= days), left, over] += 1
    return found


@pytest.mark.parametrize("clock", Clock)
def test_open_work_by_band_is_that_of_a_count_by_hand(db: Database, records: Records, clock: Clock) -> None:
    rows = open_work(db, Question((), clock=clock)).to_dict("records")
    names = ("standing", "age_from_days", "left_to_hours", "over_from_hours")
    told = {tuple(None if pd.isna(row[name]) else row[name] for name in names): row["tickets"] for row in rows}
    assert told == _open_by_hand(records, clock)


@pytest.mark.parametrize(
    ("wanted", "ids", "exact"),
    [
        ("SD-1", ["SD-1", "SD-1"], True), (" SD-1 ", ["SD-1", "SD-1"], True), ("sd-1", ["SD-1", "SD-1", "SD-10", "SD-1%"], False),
        ("SD-1%", ["SD-1%"], True), ("%", [], None), ("", ["=1+1", "SD-1", "SD-1", "SD-2", "SD-10", "SD-1%", "<b>x</b>"], False),
        ("<b>", ["<b>x</b>"], False), ("=1+1", ["=1+1"], True),
    ],
)  # fmt: skip
def test_tickets_are_found_by_their_id_else_by_how_it_begins(wanted: str, ids: list[str], exact: bool | None) -> None:
    held = [("a", "SD-1"), ("b", "SD-1"), ("a", "SD-10"), ("a", "SD-2"), ("a", "SD-1%"), ("a", "<b>x</b>"), ("a", "=1+1")]
    with Database.memory() as small:
        fill(small, Records(tickets=[{"source": source, "ticket_id": ticket} for source, ticket in held]))
        found = tickets_found(small, wanted, 10)
        assert sorted(found["ticket_id"]) == sorted(ids)
        assert set(found["is_exact"]) == ({exact} if ids else set())
        assert len(tickets_found(small, wanted, 1)) == min(1, len(ids)) and set(found["total"]) <= {len(ids)}


def test_a_history_is_every_change_in_order() -> None:
    with Database.memory() as small:
        fill(small, Records())
        small.run_file(ANALYTICS / "intake" / "changes.sql")
        small.run("""INSERT INTO ticket_changes (source, ticket_id, field, changed_at, place, from_value, to_value, from_told) VALUES
            ('a', '1', 'status', TIMESTAMP '2026-10-02 10:00:00', 1, 'new', 'open', true),
            ('a', '1', 'group', TIMESTAMP '2026-10-01 10:00:00', 1, NULL, 'Network', false),
            ('b', '1', 'group', TIMESTAMP '2026-10-01 10:00:00', 1, NULL, 'Cloud', false)""")
        assert ticket_history(small, "a", "1")[["field", "to_value"]].to_numpy().tolist() == [["group", "Network"], ["status", "open"]]
        assert ticket_history(small, "a", "2").empty
