"""Event histories agree with the ticket rows: chains, order, final values, and the instants of response and resolution."""

from __future__ import annotations

import pandas as pd

from tests.samples.written import INSTANTS, Written

FIELDS = ["status", "priority", "tier", "group", "assignee"]


def _of(written: Written, field: str) -> pd.DataFrame:
    return written.events[written.events["field"] == field]


def test_instants_are_in_order_and_none_is_after_as_of(written: Written) -> None:
    events, tickets = written.events, written.tickets
    assert events["ticket_id"].is_monotonic_increasing
    assert (events.groupby("ticket_id")["at"].diff().dropna() >= pd.Timedelta(0)).all()
    received = events["ticket_id"].map(tickets.set_index("ticket_id")["received_at"])
    assert (events["at"] > received).all()
    assert events["at"].max() <= pd.Timestamp(written.truth.as_of)
    for column in INSTANTS:
        assert tickets[column].max() <= pd.Timestamp(written.truth.as_of)
        assert (tickets[column].dropna() >= tickets.loc[tickets[column].notna(), "received_at"]).all()


def test_no_two_acts_on_one_field_share_a_second(written: Written) -> None:
    assert not written.events.duplicated(["ticket_id", "field", "at"]).any()


def test_from_is_the_value_just_before(written: Written) -> None:
    events = written.events
    before = events.groupby(["ticket_id", "field"])["to"].shift()
    assert (events["from"] == before)[before.notna()].all()
    assert (events["from"] != events["to"]).all()
    first = events[before.isna()]
    begins = {"status": {"new"}, "assignee": {""}, "response": {""}, "level": {"0"}, "tier": {"Standard"}}
    for field, values in begins.items():
        assert set(first.loc[first["field"] == field, "from"]) == values


def test_the_last_event_of_a_field_gives_the_value_of_the_ticket(written: Written) -> None:
    tickets = written.tickets.set_index("ticket_id")
    for field in FIELDS:
        last = _of(written, field).groupby("ticket_id")["to"].last()
        assert len(last) > 10
        assert (last == tickets.loc[last.index, field]).all(), field


def test_tickets_without_an_event_of_a_field_have_its_first_value(written: Written) -> None:
    tickets = written.tickets
    assert (tickets.loc[~tickets["ticket_id"].isin(_of(written, "status")["ticket_id"]), "status"] == "new").all()
    assert (tickets.loc[~tickets["ticket_id"].isin(_of(written, "assignee")["ticket_id"]), "assignee"] == "").all()


def test_k1_first_response_is_the_first_response_event(written: Written) -> None:
    events = _of(written, "response").groupby("ticket_id")["at"].min()
    tickets = written.tickets.set_index("ticket_id")["first_response_at"].dropna()
    pd.testing.assert_series_equal(events, tickets, check_names=False, check_dtype=False)


def test_k1_resolved_is_the_last_entry_not_followed_by_a_reopening(written: Written) -> None:
    status = _of(written, "status")
    resolved = status[status["to"] == "resolved"].groupby("ticket_id")["at"].last()
    opened = status[status["to"] == "open"].groupby("ticket_id")["at"].last()
    stands = resolved[~(opened.reindex(resolved.index) > resolved)]
    tickets = written.tickets.set_index("ticket_id")
    pd.testing.assert_series_equal(stands, tickets["resolved_at"].dropna(), check_names=False, check_dtype=False)
    assert tickets.loc[tickets["resolved_at"].notna(), "status"].isin(["resolved", "closed"]).all()
    assert tickets.loc[tickets["resolved_at"].isna(), "status"].isin(["new", "open", "pending", "on_hold"]).all()


def test_closed_and_updated_are_the_last_acts(written: Written) -> None:
    tickets = written.tickets.set_index("ticket_id")
    status = _of(written, "status")
    closed = status[status["to"] == "closed"].set_index("ticket_id")["at"]
    pd.testing.assert_series_equal(closed, tickets["closed_at"].dropna(), check_names=False, check_dtype=False)
    last = written.events.groupby("ticket_id")["at"].last().reindex(tickets.index).fillna(tickets["received_at"])
    assert (last == tickets["updated_at"]).all()


def test_k6_pauses_are_entered_and_left_and_some_stand_before_the_response(written: Written) -> None:
    status = _of(written, "status")
    pauses = status[status["to"].isin(["pending", "on_hold"])]
    assert (pauses["from"] == "open").all() and set(pauses["to"]) == {"pending", "on_hold"}
    left = status[status["from"].isin(["pending", "on_hold"])]
    assert (left["to"] == "open").all()
    paused_now = written.tickets["status"].isin(["pending", "on_hold"]).sum()
    assert len(pauses) - len(left) == paused_now > 0
    answered = pauses["ticket_id"].map(written.tickets.set_index("ticket_id")["first_response_at"])
    assert (pauses["at"] < answered).sum() > 20


def test_e1_escalations_of_the_truth_are_the_moves_up(written: Written) -> None:
    level = _of(written, "level")
    up = level[level["to"].astype(int) > level["from"].astype(int)]
    tier = up["ticket_id"].map(written.tickets.set_index("ticket_id")["tier"])
    found = up.groupby([tier, "to"]).size()
    said = {(tier, to): n for tier, counts in written.truth.counts["escalations"].items() for to, n in counts.items()}
    assert found.to_dict() == said
    assert len(level) - len(up) == written.truth.counts["moves_down"]
    assert (up["to"].astype(int) - up["from"].astype(int) > 1).sum() == written.truth.counts["skipped_levels"]


def test_k7_some_tiers_are_put_right_while_the_clock_runs(written: Written) -> None:
    tier = _of(written, "tier")
    assert set(zip(tier["from"], tier["to"], strict=True)) == {("Standard", "Enterprise")}
    assert not tier["ticket_id"].isin(_of(written, "level")["ticket_id"]).any()


def test_words_of_people_and_groups_are_the_listed_ones(written: Written) -> None:
    staff = set(written.tickets["assignee"]) - {""}
    assert set(written.events["actor"]) == staff | {"requester", "dispatch", "automation"}
