"""Months in which there is little or nothing to say: each says so, and nothing else."""

from __future__ import annotations

import json

import pytest

from analytics.errors import SundialError
from analytics.reports.monthly import MonthlySummary
from tests.metrics.facts import Records
from tests.reports.monthly.made import MONTHS, decided, plain_text, running, store, summary, together, usual_months


def no_rates(found: MonthlySummary) -> bool:
    """Whether no share and no time of a clock is claimed anywhere, and no frequency where no ticket came."""
    tickets = found.figure("tickets")
    rates = [one.value for one in found.figures if one.unit != "count" and (one.clock or not (tickets and tickets.value))]
    return all(value is None for value in [*rates, *(row.attainment for row in found.tiers), found.groups.breach_rate])


def test_a_month_without_tickets_inside_the_data() -> None:
    found = summary(together(decided("2026-06", 9, 1), decided("2026-10", 9, 1)), "2026-08")
    assert found.sentences == ("No first response was due in Aug 2026: no ticket received.",)
    assert (found.phase, found.is_closed) == ("closed", True)
    assert no_rates(found)
    assert [(one.name, one.value) for one in found.figures if one.unit == "count"] == [
        ("breached", 0), ("overdue", 0), ("tickets", 0)]  # fmt: skip
    assert [row.note for row in found.tiers] == ["no tickets", "no tickets"]
    assert {one.value_text for one in found.figures if one.name.startswith("escalat")} == {"no tickets"}
    assert (found.changed, found.unchanged, found.untested) == ((), (), ())
    assert found.backlog.open == 0
    assert [month.month for month in found.series] == ["2026-06", "2026-07", "2026-08"]


def test_a_month_with_one_ticket() -> None:
    found = summary(decided("2026-10", 1, 0), "2026-10")
    assert plain_text(found.sentence) == (
        "Standard answered 100.0 % within 1 business day (n = 1). Too few months to say whether that is usual."
    )
    figure = found.figure("attainment", "first_response")
    assert figure is not None and (figure.value, figure.numerator, figure.denominator) == (1.0, 1, 1)
    assert figure.low is not None and figure.low < 0.21
    assert figure.previous is None and figure.year_before is None
    assert found.groups.worst == () and [(row.value, row.decided) for row in found.groups.few] == [("Network", 1)]


def test_a_tier_of_the_policy_that_no_ticket_has_stands_in_the_table() -> None:
    found = summary(decided("2026-10", 9, 1), "2026-10")
    unseen = next(row for row in found.tiers if row.tier == "Enterprise")
    assert (unseen.is_known, unseen.tickets, unseen.decided, unseen.attainment, unseen.note) == (True, 0, 0, None, "no tickets")
    assert unseen.attainment_text == "none decided"
    assert "Enterprise" not in found.sentence


def test_p4_a_tier_the_policy_does_not_know_has_no_rate_and_is_in_the_notes() -> None:
    strange = decided("2026-10", 4, 0, "Platinum")
    for clock in strange.clocks:
        clock["outcome"] = "uncovered"
    found = summary(together(decided("2026-10", 9, 1), strange), "2026-10")
    row = next(row for row in found.tiers if row.tier == "Platinum" and row.is_total)
    assert (row.is_known, row.attainment, row.without_verdict, row.note) == (False, None, 4, "4 not covered by the policy")
    note = next(one for one in found.notes if one.name == "without_verdict")
    assert note.count == 4 and "4 on a tier or priority the policy does not know" in note.text
    assert "Outside the rates: 4 of 14" in found.sentence, "more than a quarter without a verdict belongs into the headline"


def test_k3_nothing_decided_is_no_rate_and_is_said() -> None:
    found = summary(together(usual_months(MONTHS[-3:-1]), running("2026-10", 3)), "2026-10")
    assert found.sentences == ("No first response was decided in Oct 2026: 3 clocks, 3 still running.",)
    assert no_rates(found)
    assert next(row for row in found.tiers if row.tier == "Standard").note == "3 still running"
    assert found.open_clocks[0].running == 3 and (found.open_clocks[0].worst, found.open_clocks[0].best) == (0.0, 1.0)


def test_where_first_response_decides_nothing_it_says_what_does() -> None:
    resolved = decided("2026-10", 3, 1)
    for clock in [*resolved.clocks]:
        resolved.clocks.append(clock | {"clock": "resolution"})
        clock |= {"outcome": "unknown", "stopped_at": None}
    found = summary(resolved, "2026-10")
    assert found.sentences[0] == "No first response was decided in Oct 2026: 4 clocks."
    assert found.sentences[-1] == "These tickets have: resolution judged by the policy (4 decided)."


def test_t3_the_running_month_claims_nothing_final() -> None:
    found = summary(together(usual_months(MONTHS[-14:]), decided("2026-11", 1, 9), running("2026-11", 2)), "2026-11")
    assert (found.phase, found.is_closed) == ("running", False)
    assert found.sentence.startswith("So far in Nov 2026: Standard answered 10.0\u00a0% within 1 business day (n = 10).")
    assert plain_text(found.sentence).endswith("2 clocks are still running: attainment can end between 8.3 % and 25.0 %.")
    assert found.changed == () and found.unchanged == (), "nothing is tested before the month is closed"
    assert all(one.standing == "not judged: the month is not closed" for one in found.figures if one.name == "attainment" and one.value)
    counted = found.figure("tickets")
    assert counted is not None and counted.previous is not None and counted.previous.difference is None
    assert found.notes[0].name == "phase" and found.series[-1].is_open
    assert not found.backlog.is_whole


def test_a_month_before_the_first_ticket_is_not_known() -> None:
    found = summary(usual_months(MONTHS[-3:]), "2024-02")
    assert found.phase == "before the data"
    assert found.sentences == ("Nothing is known of Feb 2024: the first tickets of these exports are of Aug 2026.",)
    assert no_rates(found)
    assert found.backlog.open is None and "no backlog" in found.backlog.text
    assert [month.month for month in found.series] == ["2024-02"]


def test_a_month_after_the_data_has_not_begun() -> None:
    found = summary(usual_months(MONTHS[-3:]), "2031-05")
    assert (found.phase, found.is_closed) == ("not begun", False)
    assert found.sentences == ("May 2031 has not begun: the data end on 2026-11-03.",)
    assert no_rates(found) and found.backlog.open is None


def test_a_store_without_tickets() -> None:
    found = summary(Records(), "2026-10")
    assert found.phase == "before the data" and found.sentences == ("Nothing is known of Oct 2026: there are no tickets.",)
    assert no_rates(found)


@pytest.mark.parametrize("month", ["2026-08", "2026-10", "2026-11", "2024-02", "2031-05"])
def test_every_edge_is_plain_json(month: str) -> None:
    found = summary(together(usual_months(MONTHS[-14:-4]), decided("2026-10", 1, 0)), month)
    assert json.loads(found.json_text())["month"] == month
    assert "NaN" not in found.json_text()


@pytest.mark.parametrize("word", ["October", "2026-13", "2026-W40", "2026-10-05", ""])
def test_what_is_no_month_is_refused(word: str) -> None:
    with store(Records()) as db, pytest.raises(SundialError):
        from analytics.reports.monthly import monthly_summary

        monthly_summary(db, word)
