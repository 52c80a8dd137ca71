"""The planted causes can be seen by breach rate. Measured here by plain pandas and numpy business days, and holidays from the library."""

from __future__ import annotations

from datetime import date

import holidays
import numpy as np
import pandas as pd
import pytest

from analytics.samples.closed_days import federal_closed_days
from tests.samples.written import Written

OFFICE_DAY = 9 * 3600


def _due_office(received: pd.Series) -> pd.Series:
    """One business day, read as nine business hours: the same time of the next open day, or today's close when taken up at the opening."""
    local = received.dt.tz_convert("America/Chicago")
    closed = np.array(sorted(holidays.country_holidays("US", years=range(2025, 2028))), dtype="datetime64[D]")
    days = local.dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    second = (local.dt.hour * 3600 + local.dt.minute * 60 + local.dt.second).to_numpy() - 8 * 3600
    is_open = np.is_busday(days, holidays=closed)
    next_day = np.busday_offset(days, 1, roll="backward", holidays=closed)
    inside = is_open & (second > 0) & (second < OFFICE_DAY)
    at_opening = is_open & (second <= 0)
    day = np.where(at_opening, days, next_day)
    into = np.where(inside, second, OFFICE_DAY)
    due = pd.Series(pd.to_datetime(day)) + pd.to_timedelta(into + 8 * 3600, unit="s")
    return due.dt.tz_localize("America/Chicago").dt.tz_convert("UTC").set_axis(received.index)


@pytest.fixture(scope="session")
def judged(written: Written) -> pd.DataFrame:
    """Tickets with their first-response verdict by the default policy, tier as at the start (K7), group as at the response (K8)."""
    frame = written.tickets.set_index("ticket_id")
    events = written.events
    tier = events[events["field"] == "tier"].groupby("ticket_id")["from"].first()
    frame["tier"] = tier.reindex(frame.index).fillna(frame["tier"])
    stop = frame["first_response_at"].fillna(frame["resolved_at"])
    due = _due_office(frame["received_at"]).where(frame["tier"] == "Standard", frame["received_at"] + pd.Timedelta(minutes=30))
    frame["late"] = stop.fillna(pd.Timestamp(written.truth.as_of)) > due
    frame["outcome"] = np.select([frame["exclusion"] != "", frame["late"], stop.notna()], ["excluded", "breached", "met"], "running")
    moves = events[events["field"] == "group"].copy()
    moves["stop"] = moves["ticket_id"].map(stop)
    later = moves[moves["at"] > moves["stop"]].groupby("ticket_id")["from"].first()
    frame["group"] = later.reindex(frame.index).fillna(frame["group"])
    frame["month"] = frame["received_at"].dt.tz_convert("America/Chicago").dt.strftime("%Y-%m")
    frame["overdue"] = frame["late"] & stop.isna() & (frame["exclusion"] == "")
    return frame


def _rate(frame: pd.DataFrame) -> float:
    decided = frame["outcome"].isin(["met", "breached"])
    return float((frame.loc[decided, "outcome"] == "breached").mean())


def test_c2_closed_days_are_those_of_the_library() -> None:
    ours = federal_closed_days(date(2010, 1, 1), date(2060, 12, 31))
    listed = holidays.country_holidays("US", years=range(2010, 2062))
    theirs = {day for day in listed if date(2010, 1, 1) <= day <= date(2060, 12, 31) and "Juneteenth" not in listed[day]}
    assert {day for day in ours if (day.month, day.day) not in ((6, 18), (6, 19), (6, 20))} == theirs
    assert {date(2026, 7, 3), date(2026, 7, 4), date(2026, 6, 19)} <= ours


def test_verdicts_of_the_truth_are_those_of_a_plain_computation(written: Written, judged: pd.DataFrame) -> None:
    for tier, said in written.truth.first_response.items():
        own = judged[judged["tier"] == tier]
        found = own["outcome"].value_counts().to_dict() | {"overdue": int(own["overdue"].sum())}
        assert found == said, tier


def test_outside_the_causes_about_eight_in_a_hundred_are_breached(written: Written, judged: pd.DataFrame) -> None:
    assert 0.06 < written.truth.causes["none"]["counts"]["breach_rate"] < 0.1
    quiet = judged[(judged["month"] < written.truth.causes["bad_month"]["value"]) & (judged["organisation"] != "Quaggaport Harbour Works")]
    assert 0.05 < _rate(quiet) < 0.11


def test_the_group_is_slow_since_its_reorganisation_and_was_not_before(written: Written, judged: pd.DataFrame) -> None:
    cause = written.truth.causes["slow_group"]
    since = judged["received_at"] >= pd.Timestamp(cause["from"], tz="America/Chicago")
    rates = {name: _rate(own) for name, own in judged[since].groupby("group")}
    assert max(rates, key=lambda name: rates[name]) == cause["value"]
    assert rates[cause["value"]] > 2 * max(rate for name, rate in rates.items() if name != cause["value"])
    own = judged["group"] == cause["value"]
    plain = own & (judged["month"] != written.truth.causes["bad_month"]["value"])
    assert _rate(judged[own & since]) > 2 * _rate(judged[plain & ~since])
    assert abs((own & since).sum() - cause["counts"]["tickets"]) <= 10  # those still on their way to the group at as_of


def test_the_bad_month_stands_out_in_both_tiers(written: Written, judged: pd.DataFrame) -> None:
    cause = written.truth.causes["bad_month"]
    for tier, own in judged.groupby("tier"):
        rates = {month: _rate(part) for month, part in own[own["month"] < "2026-11"].groupby("month")}
        assert max(rates, key=lambda month: rates[month]) == cause["value"], tier
        assert rates[cause["value"]] > 1.4 * sorted(rates.values())[-2], tier
    assert (judged["month"] == cause["value"]).sum() == cause["counts"]["tickets"]


def test_the_unhappy_organisation_leads_in_breaches_and_escalations(written: Written, judged: pd.DataFrame) -> None:
    cause = written.truth.causes["unhappy_organisation"]
    rates = {name: _rate(own) for name, own in judged.groupby("organisation")}
    assert sorted(rates, key=lambda name: rates[name])[-1] == cause["value"]
    assert rates[cause["value"]] > 2 * sorted(rates.values())[-2]
    level = written.events[(written.events["field"] == "level") & (written.events["to"] > written.events["from"])]
    escalated = judged.index.isin(level["ticket_id"])
    shares = pd.Series(escalated, index=judged.index).groupby(judged["organisation"]).mean()
    assert shares.idxmax() == cause["value"] and shares.max() > 3 * shares.nlargest(2).iloc[-1]
    own = judged["organisation"] == cause["value"]
    assert own.sum() == cause["counts"]["tickets"]
    assert (own & (judged["outcome"] == "breached")).sum() == cause["counts"]["breached"]
    assert (own & escalated & (judged["exclusion"] == "")).sum() == cause["counts"]["escalated"]


@pytest.mark.parametrize("cause", ["slow_group", "bad_month", "unhappy_organisation"])
def test_each_cause_at_least_doubles_the_breach_rate(cause: str, written: Written) -> None:
    facts = written.truth.causes[cause]
    assert facts["counts"]["breach_rate"] > 2 * facts["beside_counts"]["breach_rate"]
    assert facts["counts"]["breach_rate"] < 0.6
