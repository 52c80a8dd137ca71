"""The picture and the tables of a ticket say what its ledger says: every stretch once, no gaps, the sum, the verdict."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from analytics.figures.drawing import Drawing
from analytics.figures.timeline import STYLES
from analytics.reports.explanation import ExplainedClock, Kind
from analytics.reports.explanation.words import length
from analytics.reports.ticket_page import (
    TicketPage,
    condensed_table,
    events_table,
    facts_table,
    find,
    ledger_table,
    loads_table,
    sum_words,
    terms_table,
    ticket_page,
    tiles,
    verdict_table,
    verdict_words,
)
from analytics.reports.timeline import clock_timeline
from analytics.warehouse import Reader

SOME_OF_EVERY_OUTCOME = """
    SELECT source, ticket_id FROM judged_tickets
    QUALIFY row_number() OVER (
        PARTITION BY source, response_outcome, resolution_outcome, resolution_paused_since IS NULL ORDER BY hash(ticket_id)
    ) <= 1
"""
KINDS = {style.words: kind for kind, style in STYLES.items()}


@pytest.fixture(scope="module")
def pages(hostile: Reader) -> list[TicketPage]:
    return [ticket_page(hostile, ticket, source) for source, ticket in hostile.rows(SOME_OF_EVERY_OUTCOME)]


def _row(drawing: Drawing, row: int) -> list[tuple[float, float, str]]:
    """(from, to, kind) of the stretches in a row, in order."""
    bars: list[Any] = [trace for trace in drawing.figure.data if trace.type == "bar"]
    found = [(at, at + long, KINDS[bar.name]) for bar in bars for at, long, y in zip(bar.base, bar.x, bar.y, strict=True) if y == row]
    return sorted(found)


def _clocks(pages: list[TicketPage]) -> list[tuple[TicketPage, ExplainedClock, Drawing]]:
    found = []
    for page in pages:
        for clock in page.told.clocks:
            drawing = clock_timeline(page.told.story, page.told.clocks, clock, page.history)
            assert (drawing is None) == (clock.ledger is None)
            if drawing is not None:
                found.append((page, clock, drawing))
    return found


def test_every_stretch_of_the_ledger_is_drawn_once_without_a_gap(pages: list[TicketPage]) -> None:
    drawn = _clocks(pages)
    assert len(drawn) > 20
    for _, clock, drawing in drawn:
        ledger = clock.ledger
        assert ledger is not None
        stretches = _row(drawing, 0)
        wanted = [entry for entry in ledger.entries if entry.seconds]
        assert [round(to - at) for at, to, _ in stretches] == [entry.seconds for entry in wanted]
        assert all(before[1] == pytest.approx(after[0], abs=0.01) for before, after in pairwise(stretches))
        counted = {False: "counted", True: "over"}
        for entry, (_, _, kind) in zip(wanted, stretches, strict=True):
            if entry.kind is Kind.COUNTED:
                assert kind == counted[entry.is_past_due]
            else:
                assert kind not in ("counted", "over")
        assert sum(round(to - at) for at, to, kind in stretches if kind in ("counted", "over")) == clock.judged.elapsed_seconds


def test_the_office_is_drawn_over_the_whole_range_without_a_gap(pages: list[TicketPage]) -> None:
    for _, _, drawing in _clocks(pages):
        stretches = _row(drawing, 1)
        low, high = drawing.figure.layout.xaxis.range
        if stretches:
            assert stretches[0][0] <= low + 1 and stretches[-1][1] >= high - 1.5
            assert all(before[1] == pytest.approx(after[0], abs=0.01) for before, after in pairwise(stretches))


def test_due_and_stop_stand_where_the_store_has_them(pages: list[TicketPage]) -> None:
    for page, clock, drawing in _clocks(pages):
        marks = {trace.name: trace for trace in drawing.figure.data if trace.type == "scatter"}
        assert marks["Received"].x[0] == pytest.approx(_row(drawing, 0)[0][0] if _row(drawing, 0) else marks["Received"].x[0], abs=0.01)
        assert ("As of" in marks) == (clock.judged.stopped_at is None)
        assert ("Escalated" in marks) == bool(page.told.story.escalations)
        assert ("Due" in marks) == (clock.judged.due_at is not None), "P5: an excluded clock has no due instant, whatever its target"
        if clock.judged.due_at is not None:
            ends = drawing.figure.layout.xaxis.range[1]
            place = marks["Received"].x[0] + (clock.judged.due_at - page.told.story.received_at).total_seconds()
            assert marks["Due"].x[0] == pytest.approx(min(place, ends), abs=0.01)


def test_ledger_tables_sum_to_elapsed_and_end_in_the_verdict(pages: list[TicketPage]) -> None:
    for _, clock, _ in _clocks(pages):
        ledger = clock.ledger
        assert ledger is not None
        whole, compact = ledger_table(ledger), condensed_table(ledger)[1]
        assert whole["Counted (s)"].sum() == clock.judged.elapsed_seconds
        if len(whole):
            assert compact["Counted (s)"].sum() == clock.judged.elapsed_seconds
            assert whole["So far"].iloc[-1] == compact["So far"].iloc[-1] == length(ledger.elapsed_seconds)
        words = sum_words(clock)
        assert verdict_words(clock) in words and words.startswith(f"In all {length(ledger.elapsed_seconds)} counted.")
        assert tiles(clock)[0][1].casefold() in verdict_words(clock).casefold()


def test_every_ticket_has_its_tables(pages: list[TicketPage]) -> None:
    for page in pages:
        assert not facts_table(page).isna().any(axis=None) and not verdict_table(page).isna().any(axis=None)
        events = events_table(page)
        instants = events["At"].str[4:]
        assert (events["What"] == "received").sum() == 1 and list(instants) == sorted(instants)
        assert (events["What"] == "escalated").sum() == len(page.told.story.escalations)
        assert len(events) == 1 + len(page.history) + len(page.told.story.escalations) + sum(
            clock.judged.stopped_at is not None for clock in page.told.clocks
        )
        assert len(loads_table(page)) == len(page.told.story.loads) > 0
        for clock in page.told.clocks:
            assert (len(terms_table(clock)) == 0) == (clock.terms is None)


def test_a_search_says_whether_it_found_the_id_itself(hostile: Reader) -> None:
    ((ticket, source, several),) = hostile.rows(
        "SELECT ticket_id, min(source), count(*) FROM judged_tickets GROUP BY ticket_id ORDER BY count(*) DESC, ticket_id LIMIT 1"
    )
    found = find(hostile, ticket, "America/Chicago")
    assert found.exact and found.total == several == len(found.frame) and (source, ticket) in found.opens
    near = find(hostile, ticket[:-1], "America/Chicago")
    assert near.exact or (ticket in near.frame["Ticket"].tolist() or near.total > len(near.frame))
    nothing = find(hostile, "no such ticket", "America/Chicago")
    assert nothing.total == 0 and not nothing.exact and nothing.opens == []
