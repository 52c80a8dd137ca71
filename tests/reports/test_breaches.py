"""Breaches in rows: the numbers of measure() and of the list behind them, counted again naively."""

from __future__ import annotations

from functools import partial

import pytest

from analytics.metrics import Question, breached_clocks, causes, near_misses, overruns, ranking, time_spent
from analytics.metrics import measure as measured
from analytics.metrics.overruns import Time
from analytics.reports import breaches
from analytics.reports.drivers import FEWEST, drivers, first_of, of_ranking
from analytics.reports.lists import near_miss_table, opens
from analytics.reports.periods import ALL, Period, month_of
from analytics.reports.scope import Scope
from analytics.vocabulary import Clock, Dimension, Verdict
from analytics.warehouse import Reader

EVERYTHING = Scope(Period(ALL))
NOBODY = Scope(Period(ALL), where={Dimension.SOURCE: ("nobody",)})
SCOPES = (EVERYTHING, Scope(month_of("2026-10")), Scope(Period(ALL), where={Dimension.TIER: ("Enterprise",)}))
TIMES: tuple[Time, ...] = ("business", "calendar")


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("scope", SCOPES)
def test_every_breach_stands_in_one_stretch_or_is_said_to_be_left_out(reader: Reader, scope: Scope, time: Time) -> None:
    found = overruns(reader, scope.ask("breached"), time)
    breached = measured(reader, scope.ask("breached", "overdue")).rows()[0]
    drawn = breaches.stretches_of(found)
    assert sum(one.known + one.at_least for one in drawn) + found.unknown == breached["breached"]
    assert f"n = {found.known:,}" in breaches.overrun_words(found)
    assert ("still run" in breaches.overrun_words(found)) == any(one.at_least for one in drawn)
    assert int(breaches.overrun_frame(found)["Breached"].sum()) == found.known


@pytest.mark.parametrize("time", TIMES)
def test_a_stretch_lists_as_many_tickets_as_it_counts(reader: Reader, time: Time) -> None:
    choices = breaches.over_choices()
    found = overruns(reader, EVERYTHING.ask("breached"), time)
    for one in breaches.stretches_of(found):
        listed = breached_clocks(reader, EVERYTHING.ask("breached"), 5_000, over=choices[one.clicked[0]])
        assert len(listed) == one.known + one.at_least


def test_both_times_are_drawn_on_one_scale(reader: Reader) -> None:
    business, calendar = (overruns(reader, EVERYTHING.ask("breached"), time) for time in TIMES)
    both = (business, calendar)
    names = [[one.name for one in breaches.stretches_of(found, both)] for found in both]
    assert names[0] == names[1]


def test_stretches_are_named_so_that_none_is_missing_and_none_twice() -> None:
    names = list(breaches.over_choices())
    assert len(names) == len(set(names)) == 22
    assert [name.partition(",")[0] for name in names[:3]] == ["under 15 min", "15–30 min", "30–60 min"]
    assert names[10] == "over 720 h, business time"


def test_k3_nothing_breached_says_nothing_of_how_far(reader: Reader) -> None:
    found = overruns(reader, NOBODY.ask("breached"), "business")
    assert breaches.stretches_of(found) == ()
    assert breaches.overrun_words(found) == ""


@pytest.mark.parametrize("dimension", [d for d in Dimension if d is not Dimension.LEVEL])
def test_drivers_are_the_ranking_of_the_command_line(reader: Reader, dimension: Dimension) -> None:
    wanted = ranking(reader, Question(("breach_rate",)), dimension)
    found = drivers(partial(measured, reader), EVERYTHING, dimension)
    assert (found.breached, found.decided, found.overall) == (wanted.breached, wanted.decided, wanted.breach_rate)
    for frame, ranks in ((found.ranked, wanted.ranked), (found.few, wanted.few)):
        assert frame["excess"].tolist() == [one.excess for one in ranks]
        assert frame["breached"].tolist() == [one.breached for one in ranks]
        assert frame["beyond_chance"].tolist() == [one.beyond_chance for one in ranks]
    assert (found.ranked["decided"] >= FEWEST).all()
    assert (found.few["decided"] < FEWEST).all()


def test_the_table_of_a_ranking_holds_those_with_few_too(reader: Reader) -> None:
    found = drivers(partial(measured, reader), EVERYTHING, Dimension.ASSIGNEE)
    table = breaches.ranked_frame(found)
    assert table["Ranked"].tolist() == [True] * len(found.ranked) + [False] * len(found.few)
    assert (int(table["Breached"].sum()), int(table["Decided"].sum())) == (found.breached, found.decided)
    assert first_of(found.ranked, len(found.ranked)) == ""
    assert f"The first 2 of {len(found.ranked)};" in first_of(found.ranked, 2)
    assert breaches.leading(found, 3) == found.ranked["assignee"].head(3).tolist()


def test_hours_of_arrival_are_named_by_the_clock() -> None:
    assert breaches.hour_words(9) == "09:00 to 10:00"
    assert breaches.hour_words(23) == "23:00 to 24:00"
    assert breaches.hour_words(None) == "not recorded"


def test_causes_leave_out_no_clock(reader: Reader) -> None:
    found = causes(reader, EVERYTHING.ask("breach_rate"))
    ranked = of_ranking(found)
    outside = sum(one.decided for one in found.no_cause)
    assert int(ranked.ranked["decided"].sum() + ranked.few["decided"].sum()) + outside == ranked.decided
    for one in found.no_cause:
        assert f"{one.decided:,} ({one.breached:,} breached)" in breaches.no_cause_words(found)


def test_time_of_breached_clocks_says_of_how_many_it_tells(reader: Reader) -> None:
    question = EVERYTHING.ask("breached")
    parts, breached = time_spent(reader, question), measured(reader, question).rows()[0]["breached"]
    rows = breaches.spent_rows(parts, breached)
    told = [part for part in parts if part.seconds is not None]
    assert [sum(row.amounts) for row in rows] == [part.seconds for part in told]
    assert all((row.amounts[1] == 0) is part.is_counted for row, part in zip(rows, told, strict=True) if part.seconds)
    elapsed = breached_clocks(reader, question, 5_000)["elapsed_seconds"].sum()
    assert sum(part.seconds or 0 for part in parts if part.is_counted) == elapsed


def test_time_of_breached_clocks_is_that_of_their_parts(reader: Reader) -> None:
    sql = """
        SELECT p.part, count(p.seconds), sum(p.seconds) FROM clock_parts AS p
        JOIN sla_clocks AS c ON c.source = p.source AND c.ticket_id = p.ticket_id AND c.clock = p.clock
        WHERE c.clock = 'first_response' AND c.outcome = 'breached' GROUP BY p.part
    """
    found = {part.part: (part.clocks, part.seconds) for part in time_spent(reader, EVERYTHING.ask("breached"))}
    assert found == {part: (clocks, seconds) for part, clocks, seconds in reader.rows(sql)}


def test_near_misses_are_listed_as_many_as_are_said(reader: Reader) -> None:
    row = measured(reader, EVERYTHING.ask("near_miss_share")).rows()[0]
    assert f"{row['near_misses']:,} of {row['met']:,}" in breaches.near_miss_words(row)
    rows = near_misses(reader, EVERYTHING.ask("near_misses"), 5_000)
    assert len(rows) == row["near_misses"]
    left = near_miss_table(rows, "America/Chicago")["Left (business min)"]
    assert left.is_monotonic_increasing
    assert len(opens(rows)) == len(rows)


def test_near_misses_of_another_verdict_are_not_known_and_not_zero(reader: Reader) -> None:
    words = breaches.near_miss_words({"near_misses": None, "met": 5})
    assert words.startswith("Not known")
    row = measured(reader, Scope(Period(ALL), Clock.FIRST_RESPONSE, verdict=Verdict.DEADLINE).ask("near_miss_share")).rows()[0]
    assert row["near_misses"] is None
    assert breaches.near_miss_words({"near_misses": 0, "met": 0}) == "No met tickets in view."
