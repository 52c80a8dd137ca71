"""A ticket explained: its story, and for each clock the terms, the ledger, how it stands, and the sentence for the customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.business_time.zone import seconds_of
from analytics.metrics.answer import Facts
from analytics.reports.explanation.ledger import Ledger, build_ledger
from analytics.reports.explanation.periods import condensed
from analytics.reports.explanation.plain import plain
from analytics.reports.explanation.reading import Key, read_stories, read_story
from analytics.reports.explanation.sentence import sentence
from analytics.reports.explanation.standstill import standstills
from analytics.reports.explanation.terms import Terms, exclusion_title, read_terms
from analytics.reports.explanation.ticket_story import JudgedClock, TicketStory
from analytics.reports.explanation.verdict import check, clock_end
from analytics.reports.explanation.words import why
from analytics.vocabulary import Clock


@dataclass(frozen=True)
class ExplainedClock:
    """terms: None where the policy knows no answer. ledger: None where nothing can be counted (uncovered, or the data cannot tell).

    sentence: for the customer, plain text.
    """

    clock: Clock
    judged: JudgedClock
    terms: Terms | None
    ledger: Ledger | None
    sentence: str
    precision_seconds: int | None

    @property
    def remaining_seconds(self) -> int | None:
        """Business time left of the target; 0 where it is used up. None without a due instant."""
        if self.ledger is None or self.ledger.target_seconds is None or self.judged.due_at is None:
            return None
        return max(self.ledger.target_seconds - self.ledger.elapsed_seconds, 0)

    @property
    def over_seconds(self) -> int | None:
        """Business time beyond the target; 0 in the closed time after a due that is a closing time (K4). None where not breached."""
        if self.ledger is None or self.ledger.target_seconds is None or self.judged.outcome != "breached":
            return None
        return max(self.ledger.elapsed_seconds - self.ledger.target_seconds, 0)

    @property
    def over_calendar_seconds(self) -> int | None:
        """Calendar time from the due instant to the stop or as_of. None where not breached."""
        if self.ledger is None or self.judged.due_at is None or self.judged.outcome != "breached":
            return None
        return seconds_of(self.ledger.end_at) - seconds_of(self.judged.due_at)

    def to_json(self) -> dict[str, Any]:
        """Plain values. `periods` is the ledger by day; of long clocks by week or month."""
        ledger = self.ledger
        judged: dict[str, Any] = plain(self.judged)
        return judged | {
            "remaining_seconds": self.remaining_seconds,
            "over_seconds": self.over_seconds,
            "over_calendar_seconds": self.over_calendar_seconds,
            "precision_seconds": self.precision_seconds,
            "sentence": self.sentence,
            "terms": plain(self.terms),
            "zone": ledger.zone if ledger else None,
            "paused_business_seconds": ledger.paused_business_seconds if ledger else None,
            "first_counted_at": plain(ledger.first_counted_at) if ledger else None,
            "entries": [plain(entry) | {"why": why(entry)} for entry in ledger.entries] if ledger else None,
            "periods": [plain(period) for period in condensed(ledger)] if ledger else None,
        }


@dataclass(frozen=True)
class Explanation:
    """A ticket with its clocks explained."""

    story: TicketStory
    clocks: tuple[ExplainedClock, ...]
    exclusion_title: str | None

    def to_json(self) -> dict[str, Any]:
        """Plain values for json.dumps; the keys stay. Instants: UTC with Z; *_local with the zone's offset."""
        told: dict[str, Any] = plain(self.story)
        told.pop("clocks")
        told["exclusion_title"] = self.exclusion_title
        return told | {"clocks": [clock.to_json() for clock in self.clocks]}


def explain(facts: Facts, ticket_id: str, source: str | None = None, clocks: tuple[Clock, ...] = tuple(Clock)) -> Explanation:
    """Explain a ticket of a published version. Raises TicketNotFound; LedgerDisagrees where ledger and store differ (a fault of ours)."""
    return explain_story(facts, read_story(facts, ticket_id, source), clocks)


def explain_all(
    facts: Facts, tickets: Sequence[Key] | None = None, clocks: tuple[Clock, ...] = tuple(Clock)
) -> Iterator[Explanation]:
    """The same for many tickets, read together: (source, ticket_id) of each, or None for every ticket of the store."""
    for story in read_stories(facts, tickets):
        yield explain_story(facts, story, clocks)


def explain_story(facts: Facts, story: TicketStory, clocks: tuple[Clock, ...] = tuple(Clock)) -> Explanation:
    """Explain a ticket that has been read. Raises LedgerDisagrees."""
    title, terms = exclusion_title(facts, story), read_terms(facts, story)
    return Explanation(story, tuple(_clock(story, clock, terms.get(clock), title) for clock in clocks), title)


def _clock(story: TicketStory, clock: Clock, terms: Terms | None, title: str | None) -> ExplainedClock:
    ledger = _ledger(story, clock, terms)
    check(story, clock, terms, ledger)
    words = sentence(story, clock, terms, ledger, title)
    return ExplainedClock(clock, story.clocks[clock], terms, ledger, words, story.precision_seconds(clock))


def _ledger(story: TicketStory, clock: Clock, terms: Terms | None) -> Ledger | None:
    """None where there is no calendar to count by, or the instants are at fault (C6, K5)."""
    if terms is None or story.fault(clock) is not None:
        return None
    judged = story.clocks[clock]
    end: datetime = clock_end(story, judged)
    changes = story.status_changes if clock is Clock.RESOLUTION else ()
    still = standstills(changes, story.received_at, end, judged.stopped_at is None)
    return build_ledger(terms.reasons, story.received_at, end, still, terms.target)
