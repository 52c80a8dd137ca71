"""The verdict that follows from a ledger, and the check that it is the one the store gives (K2 to K4).

Where the two differ a program is wrong. That is said loudly: a wrong number shown with confidence is the worst that can happen.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from analytics.reports.explanation.ledger import Ledger
from analytics.reports.explanation.terms import Terms
from analytics.reports.explanation.ticket_story import JudgedClock, TicketStory
from analytics.vocabulary import Clock, Outcome


class LedgerDisagrees(RuntimeError):
    """The ledger of a clock and what the store says of it are not the same: a fault of the program."""


def clock_end(story: TicketStory, judged: JudgedClock) -> datetime:
    """Where a clock's ledger ends: its stop, else the source's as_of (T3); never before its start."""
    return max(story.received_at, judged.stopped_at or story.as_of)


def outcome_of(story: TicketStory, clock: Clock, terms: Terms | None, due_at: datetime | None) -> Outcome:
    """K2's order of precedence, then K4: breached if and only if stopped after due, or running and as_of is after due."""
    judged = story.clocks[clock]
    if story.exclusion_reason is not None:
        return Outcome.EXCLUDED
    if clock is Clock.FIRST_RESPONSE and not story.responses_recorded:
        return Outcome.UNKNOWN
    if terms is None:
        return Outcome.UNCOVERED
    if not terms.target.is_stated:
        return Outcome.NO_TARGET
    if story.fault(clock) is not None or due_at is None:
        return Outcome.UNKNOWN
    if (judged.stopped_at or story.as_of) > due_at:
        return Outcome.BREACHED
    return Outcome.RUNNING if judged.stopped_at is None else Outcome.MET


def check(story: TicketStory, clock: Clock, terms: Terms | None, ledger: Ledger | None) -> None:
    """Raise LedgerDisagrees where the ledger and the store differ in any figure."""
    judged = story.clocks[clock]
    outcome = outcome_of(story, clock, terms, ledger.due_at if ledger else None)
    has_verdict = outcome in (Outcome.MET, Outcome.BREACHED, Outcome.RUNNING)
    found = {
        "outcome": (str(outcome), judged.outcome),
        "target": (terms.target.text or None if terms else None, judged.target),
        "calendar": (terms.calendar if terms else None, judged.calendar),
        "elapsed_seconds": (ledger.elapsed_seconds if ledger else None, judged.elapsed_seconds),
        "due_at": (ledger.due_at if ledger and has_verdict else None, judged.due_at),
    }
    if ledger:
        found["calendar_seconds"] = (sum(entry.seconds for entry in ledger.entries), judged.calendar_seconds)
        found["paused_seconds"] = (ledger.paused_seconds, judged.paused_seconds)
        found["is_paused"] = (ledger.is_paused, judged.is_paused)
        if has_verdict:
            found["target_seconds"] = (ledger.target_seconds, judged.target_seconds)
            found["precision_flips"] = (_flips(story, clock, outcome, ledger.due_at), judged.precision_flips)
    wrong = [f"{name}: the ledger says {ours}, the store {theirs}" for name, (ours, theirs) in found.items() if ours != theirs]
    if wrong:
        raise LedgerDisagrees(f"{clock} of ticket {story.ticket_id!r} of {story.source!r}: {'; '.join(wrong)}")


def _flips(story: TicketStory, clock: Clock, outcome: Outcome, due_at: datetime | None) -> bool:
    """Whether a stop one of its units earlier or later would turn the verdict (K1)."""
    stop, unit = story.clocks[clock].stopped_at, timedelta(seconds=story.precision_seconds(clock) or 0)
    if not unit or stop is None or due_at is None:
        return False
    return stop + unit > due_at if outcome is Outcome.MET else stop - unit <= due_at
