"""Escalations in rows: the numbers of measure(), the list counted again naively, and null where nothing records levels (E4)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

import pandas as pd
import pytest

from analytics.metrics import control, control_each, escalation_list, level_names, measure, not_escalated
from analytics.reports import escalations
from analytics.reports.drivers import FEWEST
from analytics.reports.escalation_tiles import NAMES, escalation_tiles
from analytics.reports.lists import NO_LADDER, escalation_table, not_escalated_table
from analytics.reports.periods import ALL, Period, month_of
from analytics.reports.scope import Scope
from analytics.reports.series import whatever_the_period
from analytics.vocabulary import Dimension
from analytics.warehouse import Reader

EVERYTHING = Scope(Period(ALL))
UNRECORDED = Scope(Period(ALL), where={Dimension.SOURCE: ("desk-b",)})
SCOPES = (EVERYTHING, Scope(month_of("2026-10")), Scope(Period(ALL), where={Dimension.TIER: ("Enterprise",)}))


def listed(reader: Reader, scope: Scope) -> pd.DataFrame:
    return escalation_list(reader, scope.ask("escalations"), 5_000)


def test_e4_no_levels_is_not_recorded_and_never_zero(reader: Reader) -> None:
    ask = partial(measure, reader)
    assert escalations.recorded(ask, EVERYTHING)
    assert not escalations.recorded(ask, UNRECORDED)
    tiles = escalation_tiles(ask(UNRECORDED.ask(*NAMES)).rows()[0])
    assert {tile.value for tile in tiles} == {"not recorded"}
    row = ask(UNRECORDED.ask("eligible_not_escalated", "should_have_escalated")).rows()[0]
    assert "No ticket in view" in escalations.eligible_words(row)


@pytest.mark.parametrize("scope", SCOPES)
def test_tiles_agree_with_the_list(reader: Reader, scope: Scope) -> None:
    rows = listed(reader, scope)
    tiles = {tile.key: tile.value for tile in escalation_tiles(measure(reader, scope.ask(*NAMES)).rows()[0])}
    assert tiles["escalations"] == f"{len(rows):,}"
    assert tiles["escalations_skipping"] == f"{int((rows['skipped_levels'] > 0).sum()):,}"
    assert tiles["escalations_without_ladder"] == f"{int((~rows['has_ladder'].astype(bool)).sum()):,}"


@pytest.mark.parametrize("scope", SCOPES)
def test_the_funnel_counts_tickets_by_the_highest_level_they_were_escalated_to(reader: Reader, scope: Scope) -> None:
    steps = escalations.ladder(partial(measure, reader), scope, level_names(reader))
    highest = listed(reader, scope).groupby(["source", "ticket_id"])["level"].max()
    assert [step.tickets for step in steps] == [int((highest >= step.level).sum()) for step in steps]
    for before, step in pairwise(steps):
        assert step.before == before.tickets >= step.tickets
        assert step.share == (step.tickets / before.tickets if before.tickets else None)
    assert escalations.ladder_rows(steps)[0].words.endswith(("tickets", "ticket"))


def test_a_level_that_nobody_reached_is_a_step_of_none(reader: Reader) -> None:
    names = {**level_names(reader), 9: "Board"}
    last = escalations.ladder(partial(measure, reader), EVERYTHING, names)[-1]
    assert (last.tickets, last.share) == (0, 0.0)
    nobody = Scope(Period(ALL), where={Dimension.GROUP: ("nobody",)})
    assert "none before" in escalations.ladder_rows(escalations.ladder(partial(measure, reader), nobody, names))[-1].words


def test_under_twelve_months_there_are_too_few_to_say(reader: Reader) -> None:
    question = EVERYTHING.ask("escalation_frequency")
    total, each = control(reader, question), control_each(reader, question, Dimension.LEVEL)
    names = level_names(reader)
    months = escalations.months_shown(total, EVERYTHING)
    strips = escalations.strips(total, each, names, months)
    assert [strip.name for strip in strips] == ["All levels", *(escalations.level_words(level, names) for level in sorted(names))]
    assert all(strip.centre is None and not any(mark.signals or mark.upper for mark in strip.marks) for strip in strips)
    assert all("too few months to say" in line for line in escalations.signal_words(total, each, names, months))
    by_month = {row["month"]: row for row in measure(reader, EVERYTHING.ask("escalation_frequency", by=(Dimension.MONTH,))).rows()}
    for mark in strips[0].marks:
        row = by_month[mark.month]
        assert (mark.value, mark.part, mark.whole) == (row["escalation_frequency"], row["escalations"], row["tickets_with_levels"])


@pytest.mark.parametrize("scope", [*SCOPES, UNRECORDED])
def test_charts_are_those_of_control_and_each_level_beside_its_rows(reader: Reader, scope: Scope) -> None:
    ask, whole = partial(measure, reader), whatever_the_period(scope).ask("escalation_frequency")
    total, each = escalations.charts(ask, scope, str(reader.rows("SELECT value FROM store_meta WHERE key = 'reporting_zone'")[0][0]))
    assert total == control(reader, whole)
    assert each == control_each(reader, whole, Dimension.LEVEL)
    months = escalations.months_shown(total, scope)
    frame = escalations.by_month_and_level(ask, scope, months)
    rows = ask(replace(whole, by=(Dimension.MONTH, Dimension.LEVEL))).rows()
    expected = [row for row in rows if row["level"] is not None and row["month"] in months]
    assert [{name: None if pd.isna(v) else v for name, v in row.items()} for row in frame.to_dict("records")] == expected


def test_a_month_is_shown_with_those_before_it_and_none_after(reader: Reader) -> None:
    scope = Scope(month_of("2026-10"))
    whole = whatever_the_period(scope)
    total = control(reader, whole.ask("escalation_frequency"))
    months = escalations.months_shown(total, scope)
    assert months[-1] == "2026-10" < total.points[-1].period
    assert [mark.month for mark in escalations.strips(total, {}, {}, months)[0].marks] == months
    frame = escalations.by_month_and_level(partial(measure, reader), whole, months)
    assert set(frame["month"]) <= set(months)


@pytest.mark.parametrize("time", ["business", "calendar"])
def test_times_to_levels_are_nearest_ranks_of_the_list(reader: Reader, time: str) -> None:
    rows = listed(reader, EVERYTHING)
    found = escalations.time_rows(escalations.times_to_levels(partial(measure, reader), EVERYTHING), time, level_names(reader))
    for one in found:
        own = rows[rows["level"] == one.clicked[0]]
        seconds = sorted(own[f"{time}_seconds"].dropna())
        assert (one.p50, one.n) == (seconds[-(-len(seconds) // 2) - 1], len(own))
        assert one.p90 == seconds[-(-9 * len(seconds) // 10) - 1]


def test_before_and_after_the_breach_leave_nobody_out(reader: Reader) -> None:
    rows = listed(reader, EVERYTHING)
    frame = escalations.before_after(partial(measure, reader), EVERYTHING)
    assert set(frame["clock"]) == {"first response"}, "the policy has no resolution target, so no due instant"
    for row in escalations.before_after_rows(frame, level_names(reader)):
        own = rows[rows["level"] == row.clicked[0]]["after_response_breach"]
        assert row.amounts == (int((own == True).sum()), int((own == False).sum()), int(own.isna().sum()))  # noqa: E712  null is neither


@pytest.mark.parametrize("dimension", [Dimension.GROUP, Dimension.ORGANISATION])
def test_places_are_measured_with_their_interval_and_few_stand_apart(reader: Reader, dimension: Dimension) -> None:
    found = escalations.places(partial(measure, reader), EVERYTHING, dimension)
    rows = listed(reader, EVERYTHING)
    everyone = pd.concat([found.ranked, found.few])
    assert int(everyone["escalations"].sum()) == len(rows)
    assert (found.ranked["tickets_with_levels"] >= FEWEST).all()
    assert found.ranked["escalation_frequency"].is_monotonic_decreasing
    for drawn, (_, row) in zip(escalations.place_rows(found), found.ranked.iterrows(), strict=True):
        assert drawn.low <= drawn.value <= drawn.high
        assert drawn.value == 100 * row["escalations"] / row["tickets_with_levels"]
        assert f"of {row['tickets_with_levels']:,}" in drawn.words


def test_p7_an_escalation_on_a_tier_without_a_ladder_says_so_in_the_list() -> None:
    frame = pd.DataFrame({"ticket_id": ["a", "b"], "level_name": ["Lead", None], "has_ladder": [True, False]})
    assert escalation_table(frame, "UTC")["To"].tolist() == ["Lead", NO_LADDER]


def test_e3_eligible_says_by_which_rule(reader: Reader) -> None:
    question = EVERYTHING.ask("eligible_not_escalated", "should_have_escalated")
    row = measure(reader, question).rows()[0]
    words = escalations.eligible_words(row)
    assert words.startswith(f"{row['eligible_not_escalated']:,} of {row['eligible']:,} eligible tickets were not escalated.")
    assert "states no time" in words
    rows = not_escalated(reader, question, 5_000)
    assert len(rows) == row["eligible_not_escalated"] == len(not_escalated_table(rows, "America/Chicago"))
    stated = escalations.eligible_words({"eligible": 9, "eligible_not_escalated": 4, "should_have_escalated": 3})
    assert "4 of 9" in stated
    assert "3 should have been" in stated
