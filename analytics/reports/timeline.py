"""A ticket's clock as a picture: its ledger's stretches, the office's hours around them, and what happened to the ticket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from analytics.business_time import Because
from analytics.business_time.zone import zone as named_zone
from analytics.figures.drawing import Drawing
from analytics.figures.palette import BREACHED, MET, NEUTRAL, NO_VERDICT
from analytics.figures.timeline import Mark, Span, Stretch, span_around, timeline
from analytics.figures.wording import instant, shown
from analytics.reports.explanation import Entry, ExplainedClock, Kind, TicketStory, why
from analytics.reports.explanation.words import length
from analytics.vocabulary import Clock

MOST_WINDOWS = 1_500
"""Beyond that many stretches the office's row is left out: single days are thinner than a line."""
_OUTCOME_COLOURS = {"met": MET, "breached": BREACHED}
_STOPS = {Clock.FIRST_RESPONSE: "Answered", Clock.RESOLUTION: "Resolved"}


def clock_timeline(story: TicketStory, clocks: tuple[ExplainedClock, ...], clock: ExplainedClock, history: pd.DataFrame) -> Drawing | None:
    """The picture of a clock that has a ledger; None for one that cannot be counted. `history`: ticket_history()."""
    ledger = clock.ledger
    if ledger is None or clock.terms is None:
        return None
    due = clock.judged.due_at  # not the ledger's: a clock that is not judged has none, whatever its target would be (P5)
    span = span_around(ledger.start_at, ledger.end_at, due, ledger.zone)
    stretches = [Stretch(entry.from_at, entry.to_at, _kind(entry), _words(entry)) for entry in ledger.entries if entry.seconds]
    marks = [*_marks(story, clocks, clock, due, history)]
    return timeline(span, stretches, _office(clock, span), marks, due, _said(story, clock))


def _kind(entry: Entry) -> str:
    if entry.kind is Kind.COUNTED:
        return "over" if entry.is_past_due else "counted"
    if entry.kind in (Kind.PAUSED, Kind.RESOLVED, Kind.HOLIDAY):
        return str(entry.kind)
    return "closed day" if entry.is_closed_day else "closed"


def _words(entry: Entry) -> str:
    counted = f"{length(entry.counted_seconds)} counted" if entry.counted_seconds else f"{length(entry.seconds)}, none of it counted"
    return f"{why(entry)}: {counted}"


def _office(clock: ExplainedClock, span: Span) -> list[Stretch]:
    """The calendar's own hours over the whole range, pauses or not."""
    assert clock.terms is not None
    found: list[Stretch] = []
    for one in clock.terms.reasons.spans(span.from_at, span.to_at):
        kinds = {Because.OPEN: "open", Because.HOLIDAY: "holiday", Because.CLOSED_DAY: "closed day"}
        kind, words = kinds.get(one.because, "closed"), shown(one.name, "")
        if kind == "open" and found and found[-1].kind == "open":     # round the clock: one window, not one a day
            found[-1] = replace(found[-1], to_at=one.to_at)
        else:
            found.append(Stretch(one.from_at, one.to_at, kind, words))
        if len(found) > MOST_WINDOWS:
            return []
    return found


def _marks(
    story: TicketStory, clocks: tuple[ExplainedClock, ...], clock: ExplainedClock, due: datetime | None, history: pd.DataFrame
) -> Iterator[Mark]:
    """Row by row. Names of people and groups stand in the hover alone."""
    yield Mark("Received", story.received_at)
    for row in history[history["field"].isin(("assignee", "group"))].to_dict("records"):
        at = row["changed_at"].to_pydatetime().replace(tzinfo=UTC)
        yield Mark("Assigned", at, f"{row['field']}: {shown(row['from_value'], 'nobody')} → {shown(row['to_value'], 'nobody')}")
    for other in clocks:
        if other.judged.stopped_at is not None and other.judged.stopped_by != "resolution without response":
            colour = _OUTCOME_COLOURS.get(other.judged.outcome, NO_VERDICT)
            yield Mark(_STOPS[other.clock], other.judged.stopped_at, _outcome(other), colour)
    for move in story.escalations:
        yield Mark("Escalated", move.escalated_at, f"to level {move.level}{f', {shown(move.level_name)}' if move.level_name else ''}")
    if due is not None:
        yield Mark("Due", due, clock.terms.target.text if clock.terms else "", NO_VERDICT)
    if clock.judged.deadline_at is not None:
        yield Mark("Export's deadline", clock.judged.deadline_at, "", NO_VERDICT)
    if clock.judged.stopped_at is None:
        yield Mark("As of", story.as_of, "the export's latest act; the clock still runs", NEUTRAL)


def _outcome(clock: ExplainedClock) -> str:
    name = "first response" if clock.clock is Clock.FIRST_RESPONSE else "resolution"
    return f"{name} {clock.judged.outcome.replace('_', ' ')}"


def _said(story: TicketStory, clock: ExplainedClock) -> str:
    """The picture in words: its own figures, and the named holidays within it."""
    ledger = clock.ledger
    assert ledger is not None
    zone = ledger.zone
    counted = f"{length(ledger.elapsed_seconds)} counted of {length(sum(entry.seconds for entry in ledger.entries))}"
    ends = "stopped" if clock.judged.stopped_at else "still running"
    due = clock.judged.due_at
    parts = [f"Timeline from {_local(ledger.start_at, zone)} to {_local(ledger.end_at, zone)}, {ends}: {counted}"]
    parts.append(f"due {_local(due, zone)}" if due else "no due instant")
    if ledger.paused_seconds:
        parts.append(f"{length(ledger.paused_seconds)} standing still")
    names = holidays(clock)
    if names:
        parts.append(f"holidays: {', '.join(names)}")
    return f"{'; '.join(parts)}. Outcome: {_outcome(clock)}."


def holidays(clock: ExplainedClock) -> list[str]:
    """The named holidays that a clock met, with their days."""
    entries: Any = clock.ledger.entries if clock.ledger else ()
    return list(dict.fromkeys(f"{shown(entry.name)} ({entry.day.isoformat()})" for entry in entries if entry.kind is Kind.HOLIDAY))


def _local(at: datetime, zone: str) -> str:
    return instant(at.astimezone(named_zone(zone)), zone)
