"""The backlog page's figures against the store's rows, counted one by one in Python."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pandas as pd
import pytest

from analytics.figures.wording import count
from analytics.metrics import measure, open_work, work_list
from analytics.metrics.backlog import backlog
from analytics.reports.backlog_page import (
    HOLDERS,
    as_of_words,
    by_age,
    by_holder,
    by_left,
    by_over,
    now,
    risk_tiles,
    standing_words,
    work_table,
)
from analytics.reports.periods import Period, named_period
from analytics.reports.scope import Scope
from analytics.reports.state import store_state
from analytics.vocabulary import Clock, Dimension, Verdict
from analytics.warehouse import Reader

COLUMNS = ("source", "ticket_id", "tier", "group_name", "assignee", "state", "started_at", "as_of", "outcome", "stopped_at", "is_paused",
           "is_at_risk", "due_at", "remaining_seconds", "target_seconds", "elapsed_seconds")  # fmt: skip
SCOPES = [Scope(Period("All time"), clock, where=where) for clock in Clock for where in ({}, {Dimension.TIER: ("Enterprise",)})]


def _rows(reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    rows = reader.rows(f"SELECT {', '.join(COLUMNS)} FROM sla_clocks WHERE clock = $clock", {"clock": scope.clock.value})
    tiers = scope.where.get(Dimension.TIER)
    return [row for row in (dict(zip(COLUMNS, row, strict=True)) for row in rows) if not tiers or row["tier"] in tiers]


def _is_overdue(row: dict[str, Any]) -> bool:
    return row["outcome"] == "breached" and row["stopped_at"] is None


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_tiles_are_those_of_a_count_by_hand(reader: Reader, scope: Scope) -> None:
    rows = _rows(reader, scope)
    work = open_work(reader, now(scope).ask())
    told = {tile.key: tile.value for tile in risk_tiles(partial(measure, reader), scope, work)}
    left = [row["remaining_seconds"] for row in rows if row["outcome"] == "running" and not row["is_paused"]]
    assert told == {
        "open": count(sum(row["state"] == "open" for row in rows)), "overdue": count(sum(map(_is_overdue, rows))),
        "at_risk": count(sum(row["outcome"] == "running" and row["is_at_risk"] for row in rows)),
    } | {f"due_next_{hours}h": count(sum(seconds <= hours * 3600 for seconds in left)) for hours in (4, 8, 24)}  # fmt: skip


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_bands_hold_every_open_ticket_once(reader: Reader, scope: Scope) -> None:
    rows = [row for row in _rows(reader, scope) if row["state"] == "open"]
    work = open_work(reader, now(scope).ask())
    ages = by_age(work)
    days = Counter(max(edge for edge in ages.names if edge == 0 or _age(row) >= edge) for row in rows)
    assert ages.frame.groupby("age_from_days")["tickets"].sum().to_dict() == days
    running = [row for row in rows if row["outcome"] == "running" and not row["is_paused"]]
    assert by_left(work).tickets == len(running) and by_over(work).tickets == sum(map(_is_overdue, rows))
    for bands in (ages, by_left(work), by_over(work)):
        told = bands.table("Band")
        assert told["Tickets"].sum() == bands.tickets and set(told["Band"]) <= set(bands.names.values())
    assert sum(int(part.split(" ")[0].replace(",", "")) for part in standing_words(work).split(", ")) == len(rows) if rows else True


def _age(row: dict[str, Any]) -> float:
    age: float = (row["as_of"] - row["started_at"]).total_seconds() / 86400
    return age


def test_open_now_is_what_the_last_day_of_the_backlog_leaves(reader: Reader) -> None:
    """Both leave nothing out here: of every ticket the exports say whether and when it was closed."""
    assert reader.rows("SELECT count(*) FROM judged_tickets WHERE resolution_fault IS NOT NULL") == [(0,)]
    work = open_work(reader, now(SCOPES[0]).ask())
    assert work["tickets"].sum() == backlog(reader)["open"].iloc[-1]


def test_now_is_no_period(reader: Reader) -> None:
    scope = Scope(named_period("Last month", store_state(reader).latest, "America/Chicago"), where={Dimension.TIER: ("Standard",)})
    assert now(scope).period.from_on is None and now(scope).where == scope.where


@pytest.mark.parametrize("dimension", HOLDERS)
@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_holders_have_every_running_and_overdue_clock(reader: Reader, scope: Scope, dimension: Dimension) -> None:
    found = by_holder(partial(measure, reader), scope, dimension)
    rows = [row for row in _rows(reader, scope) if row["outcome"] == "running" or _is_overdue(row)]
    column = {"group": "group_name"}.get(dimension.value, dimension.value)
    held = Counter(row[column] for row in rows)
    drawn = found.frame.groupby(dimension.value, dropna=False)["tickets"].sum().to_dict()
    assert {None if key != key else key: total for key, total in drawn.items()} == {name: held[name] for name in found.names}
    assert sum(drawn.values()) + found.others_tickets == len(rows) and len(found.names) + found.others == len(held)
    late = [sum(_is_overdue(row) for row in rows if row[column] == name) for name in found.names]
    assert late == sorted(late, reverse=True)


def test_the_work_list_says_how_much_is_left_or_over(reader: Reader) -> None:
    listed = work_list(reader, now(SCOPES[0]).ask(), 10_000)
    told = work_table(listed, "America/Chicago")
    hand = {row["ticket_id"]: row for row in _rows(reader, SCOPES[0])}
    for row in told.to_dict("records"):
        wanted = hand[row["Ticket"]]
        left = wanted["target_seconds"] - wanted["elapsed_seconds"]
        assert row["Left (business h)"] == pytest.approx(left / 3600, abs=0.051)
        assert (row["Over"] == "") == (wanted["outcome"] == "running") != (row["Left"] == "")
    assert len(told) == sum(row["outcome"] == "running" or _is_overdue(row) for row in hand.values()) > 0


def test_another_verdict_tells_no_time_left(reader: Reader) -> None:
    scope = Scope(Period("All time"), verdict=Verdict.VENDOR)
    told = {tile.key: tile.value for tile in risk_tiles(partial(measure, reader), scope, open_work(reader, now(scope).ask()))}
    assert told["due_next_4h"] == told["at_risk"] == "not told"


def test_t3_now_is_each_sources_own_as_of() -> None:
    at = datetime(2026, 11, 17, 21, 30, tzinfo=UTC)
    one = as_of_words({"a": at}, "America/Chicago")
    assert "2026-11-17 15:30 America/Chicago" in one
    two = as_of_words({"a": at, "b": datetime(2026, 11, 16, 12)}, "America/Chicago")
    assert "a 2026-11-17 15:30" in two and "b 2026-11-16 06:00" in two


def test_k9_what_a_vendor_calls_met_though_nothing_has_stopped_it_has_its_place() -> None:
    """The page stood still on it: an open ticket whose resolution the vendor calls met."""
    work = pd.DataFrame([{"standing": "met", "age_from_days": 3, "left_to_hours": None, "over_from_hours": None, "tickets": 2}])
    assert by_age(work).table("Age").values.tolist() == [["3 to 7 days", "met, not stopped", 2]]
    assert standing_words(work) == "2 met, not stopped"
    assert not by_left(work).tickets and not by_over(work).tickets
