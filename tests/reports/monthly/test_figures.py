"""Every figure of the summary is what `measure()` and its companions answer to the same question, and its parts add up."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from analytics.metrics import Question, change, control, measure, ranking
from analytics.metrics.backlog import backlog
from analytics.metrics.ranking import Ranked
from analytics.reports.monthly import MonthlySummary, monthly_summary, tickets_behind
from analytics.reports.monthly.ranked import ranked_row
from analytics.reports.periods import month_of
from analytics.vocabulary import Clock, Dimension
from analytics.warehouse import Reader

MONTHS = ("2026-09", "2026-10", "2026-11")


@pytest.fixture(scope="module", params=MONTHS)
def found(request: pytest.FixtureRequest, reader: Reader) -> MonthlySummary:
    return monthly_summary(reader, request.param)


def asked(reader: Reader, month: str, *metrics: str, by: tuple[Dimension, ...] = (), **given: Any) -> list[dict[str, Any]]:
    """What measure() says of a month by its days: the summary asks by month."""
    period = month_of(month)
    return measure(reader, Question(metrics, by=by, from_on=period.from_on, to_on=period.to_on, **given)).rows()


def test_every_figure_and_what_it_is_compared_with(found: MonthlySummary, reader: Reader) -> None:
    assert {"attainment", "elapsed_p50", "escalation_frequency", "tickets"} <= {one.name for one in found.figures}
    for one in found.figures:
        clock = {"clock": Clock(one.clock)} if one.clock else {}
        row = asked(reader, found.month, one.name, **clock)[0]
        assert one.value == row[one.name], one.name
        if one.low is not None:
            assert (one.low, one.high) == (row[f"{one.name}_low"], row[f"{one.name}_high"])
        if one.previous:
            assert one.previous.value == asked(reader, one.previous.month, one.name, **clock)[0][one.name]


def test_charted_figures_carry_the_test_of_change_and_the_limits(found: MonthlySummary, reader: Reader) -> None:
    for one in found.figures:
        if one.name not in ("attainment", "escalation_frequency") or one.value is None:
            continue
        question = Question((one.name,), clock=Clock(one.clock or "first_response"))
        assert one.previous is not None
        tested = change(reader, question, found.month, one.previous.month)
        assert (one.previous.usual, one.previous.arrow, one.previous.difference) == (tested.usual, tested.arrow, tested.difference)
        point = control(reader, question).point(found.month)
        assert point is not None and (one.usual_low, one.signals) == (point.lower_limit, point.signals)


def test_tiers_and_priorities_are_measured_and_add_up(found: MonthlySummary, reader: Reader) -> None:
    rows = asked(reader, found.month, "attainment", "tickets", "overdue", "elapsed_p90", by=(Dimension.TIER, Dimension.PRIORITY))
    inner = {(row.tier, row.priority): row for row in found.tiers if not row.is_total}
    assert len(inner) == len(rows)
    for row in rows:
        here = inner[row["tier"], row["priority"]]
        assert (here.attainment, here.met, here.decided, here.tickets, here.overdue, here.elapsed_p90_seconds) == tuple(
            row[name] for name in ("attainment", "met", "decided", "tickets", "overdue", "elapsed_p90")
        )
    for total in (row for row in found.tiers if row.is_total):
        parts = [row for row in found.tiers if not row.is_total and row.tier == total.tier]
        for name in ("tickets", "decided", "met", "breached", "overdue", "running", "without_verdict"):
            assert getattr(total, name) == sum(getattr(part, name) for part in parts), (total.tier, name)
    whole = asked(reader, found.month, "decided", "tickets")[0]
    assert sum(row.decided for row in inner.values()) == whole["decided"]
    assert sum(row.tickets for row in inner.values()) == whole["tickets"]


def test_the_series_is_the_control_chart_without_holes(found: MonthlySummary, reader: Reader) -> None:
    chart = {point.period: point for point in control(reader, Question(("attainment",))).points}
    assert found.series[-1].month == found.month
    for one in found.series:
        point = chart.get(one.month)
        assert (one.decided, one.met, one.attainment) == ((point.denominator, point.numerator, point.value) if point else (0, 0, None))
        assert one.tickets == asked(reader, one.month, "tickets")[0]["tickets"]
    for level in found.levels:
        row = asked(reader, found.month, "escalation_frequency", by=(Dimension.LEVEL,))
        assert (level.escalations, level.frequency) == next(
            (each["escalations"], each["escalation_frequency"]) for each in row if each["level"] == level.level
        )


def test_the_backlog_adds_up(found: MonthlySummary, reader: Reader) -> None:
    kept = found.backlog
    assert kept.day is not None and kept.open is not None and kept.open_before is not None
    assert kept.open == kept.open_before + (kept.arrivals or 0) + (kept.reopened or 0) - (kept.departures or 0)
    day = date.fromisoformat(kept.day)
    assert int(backlog(reader, day, day)["open"].iloc[0]) == kept.open
    eve = date.fromisoformat(f"{found.month}-01") - timedelta(days=1)
    assert int(backlog(reader, eve, eve)["open"].iloc[0]) == kept.open_before


@pytest.mark.parametrize("dimension", [Dimension.GROUP, Dimension.ORGANISATION])
def test_groups_are_ranked_by_breaches_beyond_those_expected(found: MonthlySummary, reader: Reader, dimension: Dimension) -> None:
    period = month_of(found.month)
    wanted = ranking(reader, Question(("breach_rate",), from_on=period.from_on, to_on=period.to_on), dimension)
    here = found.groups if dimension is Dimension.GROUP else found.organisations
    assert [row.value for row in here.worst] == [one.value for one in wanted.ranked if one.excess > 0][:5]
    assert (here.breached, here.decided, here.breach_rate) == (wanted.breached, wanted.decided, wanted.breach_rate)
    assert (here.few_values, here.values) == (len(wanted.few), len(wanted.few) + len(wanted.ranked))
    assert all(row.decided >= here.fewest for row in here.worst) and all(row.decided < here.fewest for row in here.few)


def test_k3_what_runs_bounds_what_the_month_becomes(found: MonthlySummary, reader: Reader) -> None:
    for one in found.open_clocks:
        row = asked(reader, found.month, "attainment_best", "attainment_worst", "running", clock=Clock(one.clock))[0]
        assert (one.best, one.worst, one.running) == (row["attainment_best"], row["attainment_worst"], row["running"])


def test_the_tickets_behind_are_as_many_as_the_figures_say(found: MonthlySummary, reader: Reader) -> None:
    behind = tickets_behind(reader, found.month)
    breached, escalated = found.figure("breached", "first_response"), found.figure("escalation_frequency")
    assert breached is not None and escalated is not None
    assert len(behind.breached) == behind.breached_in_all == breached.value
    assert len(behind.escalated) == behind.escalated_in_all == escalated.numerator
    assert len(tickets_behind(reader, found.month, most=1).breached) == 1


def test_provenance_names_everything_the_numbers_come_from(found: MonthlySummary, reader: Reader) -> None:
    origin = found.provenance
    assert origin.version == measure(reader, Question(("tickets",))).version
    assert [load.file for load in origin.loads] == ["events.csv", "tickets.csv", "sparse.csv"]
    assert all(len(load.sha256) == 64 for load in origin.loads)
    assert [source.name for source in origin.sources] == ["desk-a", "desk-b"]
    assert origin.rows_rejected == 1 and {"T3", "T4", "K3", "K8"} <= {rule.name for rule in origin.rules}
    names = {note.name for note in found.notes}
    assert {"rule", "no_responses", "no_levels", "rejected"} <= names


def test_parts_asked_side_by_side_are_those_asked_in_turn(found: MonthlySummary, reader: Reader) -> None:
    with reader.session() as db:
        assert monthly_summary(db, found.month) == found


def test_the_same_store_gives_the_same_json_text(found: MonthlySummary, reader: Reader) -> None:
    text = found.json_text()
    assert monthly_summary(reader, found.month).json_text() == text
    read = json.loads(text)
    assert read["form"] == 1 and read["sentence"] == found.sentence and len(read["figures"]) == len(found.figures)


@pytest.mark.parametrize(("excess", "words"), [(1663.64, "+1,663.6"), (-1663.64, "−1,663.6"), (0.04, "+0.0")])
def test_breaches_beyond_those_expected_are_written_as_other_counts_are(excess: float, words: str) -> None:
    one = Ranked("Connectivity", 3070, 11124, 0.276, 0.268, 0.284, 3070 - excess, excess, excess - 90, excess + 90, beyond_chance=True)
    assert ranked_row(one, None).excess_text == words
