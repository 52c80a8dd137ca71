"""How a clock went, in a few sentences that a customer can read and check. Plain text, and nothing in it that the ledger does not say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analytics.business_time.zone import seconds_of, zone
from analytics.figures.wording import shown
from analytics.reports.explanation.counting import counting
from analytics.reports.explanation.ledger import Ledger
from analytics.reports.explanation.terms import Terms
from analytics.reports.explanation.ticket_story import JudgedClock, TicketStory
from analytics.reports.explanation.words import instant_words, length, zone_words
from analytics.vocabulary import Clock, Landing, Outcome, Reading

_VERB = {Clock.FIRST_RESPONSE: ("answers", "answered", "answering"), Clock.RESOLUTION: ("resolves", "resolved", "resolving")}
_ORDINALS = {1: "first", 2: "second", 3: "third"}
_STOPS = {
    "response": "We answered",
    "resolution without response": "It was resolved without an answer before that, which ended the wait for one,",
    "resolution": "We resolved it",
    "closing time": "It was closed (nothing says when it was resolved)",
}


@dataclass(frozen=True)
class _Case:
    """What the sentences are made of."""

    story: TicketStory
    clock: Clock
    judged: JudgedClock
    terms: Terms | None
    ledger: Ledger | None
    title: str | None

    @property
    def zone(self) -> str:
        """Of the calendar; without one, the reporting zone (T4)."""
        return self.terms.zone if self.terms else self.story.reporting_zone

    @property
    def year(self) -> int:
        return self.local(self.story.received_at).year

    def local(self, at: datetime) -> datetime:
        return at.astimezone(zone(self.zone))

    def when(self, at: datetime) -> str:
        """Day and time, the year only where it is another than that of receipt."""
        return instant_words(self.local(at), self.year)

    def business(self, seconds: int) -> str:
        """A length of business time; round the clock it is a length like any other."""
        return length(seconds) if self.terms and self.terms.is_round_the_clock else f"{length(seconds)} of business time"


def sentence(story: TicketStory, clock: Clock, terms: Terms | None, ledger: Ledger | None, exclusion_title: str | None) -> str:
    """The sentences of one clock. Times are those of the calendar's zone, which is named once."""
    case = _Case(story, clock, story.clocks[clock], terms, ledger, exclusion_title)
    arrived = f"Your ticket {shown(story.ticket_id)} arrived on {instant_words(case.local(story.received_at))} ({zone_words(case.zone)})."
    outcome = Outcome(case.judged.outcome)
    told = {Outcome.EXCLUDED: _excluded, Outcome.UNCOVERED: _uncovered, Outcome.UNKNOWN: _unknown, Outcome.NO_TARGET: _without_target}
    parts = [arrived, *(told[outcome](case) if outcome in told else _judged(case))]
    return " ".join(part for part in parts if part)


def _excluded(case: _Case) -> list[str]:
    title = (case.title or shown(case.story.exclusion_reason).replace("_", " ")).rstrip(".")
    return [f"It stands outside our support times: {title[:1].lower()}{title[1:]}."]


def _uncovered(case: _Case) -> list[str]:
    gap = {
        "no tier": "our records hold no support tier for it",
        "no priority": "our records hold no priority for it",
        "a tier the policy does not know": f"our policy does not know the tier “{shown(case.story.tier)}”",
        "a priority the policy does not know": f"our policy does not know the priority “{shown(case.story.priority)}”",
    }.get(case.story.cover_gap or "", shown(case.story.cover_gap))
    return [f"What we would have to keep to in {_VERB[case.clock][2]} it cannot be said: {gap}."]


def _unknown(case: _Case) -> list[str]:
    why = {
        "the export carries no responses": "our records do not hold responses",
        "the export does not say whether tickets are resolved": "our records do not say whether it is resolved",
        "closed, and the export does not say when": "it is closed, and our records do not say since when",
        "stopped before it started": "our records say that happened before it arrived",
        "an instant after the moment of loading": "our records hold a time that lies in the future",
    }.get(case.judged.reason or "", shown(case.judged.reason))
    return [f"How long {_VERB[case.clock][2]} it took cannot be told: {why}."]


def _without_target(case: _Case) -> list[str]:
    """No target: what it took is said all the same."""
    tier, verb = shown(case.story.tier), _VERB[case.clock]
    stated = f"Our {tier} support states no time for {verb[2]}{_whom(case)}."
    if case.ledger is None:
        return [stated]
    spent = case.business(case.ledger.elapsed_seconds)
    if case.judged.stopped_at is None:
        return [stated, counting(case.ledger, case.year), f"{_not_yet(case)} {spent[:1].upper()}{spent[1:]} {_has(spent)} counted so far."]
    return [stated, counting(case.ledger, case.year), f"{_stopped(case)}, after {spent}."]


def _judged(case: _Case) -> list[str]:
    assert case.ledger is not None and case.judged.due_at is not None
    said = [_promise(case), counting(case.ledger, case.year)]
    if case.judged.stopped_at is not None:
        return [*said, _in_time(case) if case.judged.outcome == Outcome.MET else _late(case)]
    return [*said, _overdue(case) if case.judged.outcome == Outcome.BREACHED else _running(case)]


def _promise(case: _Case) -> str:
    """What the policy says of such a ticket."""
    assert case.terms is not None and case.ledger is not None and case.ledger.target_seconds is not None
    target, hours = case.terms.target, f", counted {case.terms.hours}"
    if case.terms.is_round_the_clock:
        hours = ", counted around the clock"
    said = f"Our {shown(case.story.tier)} support {_VERB[case.clock][0]}{_whom(case)} within {target.text}"
    if target.days is None or target.reading is Reading.ELAPSED:
        worth = length(case.ledger.target_seconds)
        return f"{said}{'' if _same(target.text, worth) else f' ({worth})'}{hours}."
    nth = _ORDINALS.get(target.days, f"{target.days}th")
    first = "the day it is taken up on" if target.reading is Reading.CLOSE_OF_DAY_OPENED else "the day it arrives on"
    outside = " (outside opening hours, the day it is taken up on is the first)" if first.endswith("arrives on") else ""
    return f"{said}{hours}: until closing time of the {nth} business day after {first}{outside}."


def _same(text: str, worth: str) -> bool:
    """Whether a target's text says its length already."""
    return text == worth or "day" not in text


def _whom(case: _Case) -> str:
    return f" tickets of priority {shown(case.story.priority)}" if case.terms and case.terms.differs_by_priority else ""


def _stopped(case: _Case) -> str:
    assert case.judged.stopped_at is not None
    return f"{_STOPS[case.judged.stopped_by or '']} on {case.when(case.judged.stopped_at)}"


def _not_yet(case: _Case) -> str:
    return f"On {case.when(case.story.as_of)} it was not {_VERB[case.clock][1]} yet."


def _in_time(case: _Case) -> str:
    assert case.ledger is not None and case.ledger.target_seconds is not None
    left = case.ledger.target_seconds - case.ledger.elapsed_seconds
    spent = case.business(case.ledger.elapsed_seconds)
    if left > 0:
        return f"{_stopped(case)}, after {spent}: in time, with {length(left)} left."
    if case.judged.stopped_at == case.judged.due_at or case.judged.due_at is None:
        return f"{_stopped(case)}, after {spent}: in time, just as the time was up."
    return f"{_stopped(case)}, after {spent}: in time, as the time was up only on {case.when(case.judged.due_at)}."


def _late(case: _Case) -> str:
    over, over_calendar = _over(case)
    assert case.ledger is not None and case.judged.due_at is not None
    said = f"{_stopped(case)}, after {case.business(case.ledger.elapsed_seconds)}"
    if over == 0:
        return f"{said}. The time was up at closing time, on {case.when(case.judged.due_at)}, so this was {length(over_calendar)} late."
    return f"{said}: {length(over)} late. The time was up on {case.when(case.judged.due_at)}."


def _overdue(case: _Case) -> str:
    over, over_calendar = _over(case)
    assert case.judged.due_at is not None
    ago = f"{case.business(over)} before" if over else f"{length(over_calendar)} before"
    return f"{_not_yet(case)} The time was up on {case.when(case.judged.due_at)}, {ago}.{_still(case)}"


def _over(case: _Case) -> tuple[int, int]:
    """Beyond the target in business time, and in calendar time (K4)."""
    assert case.ledger is not None and case.ledger.target_seconds is not None and case.judged.due_at is not None
    business = max(case.ledger.elapsed_seconds - case.ledger.target_seconds, 0)
    return business, seconds_of(case.ledger.end_at) - seconds_of(case.judged.due_at)


def _running(case: _Case) -> str:
    assert case.ledger is not None and case.ledger.target_seconds is not None and case.judged.due_at is not None
    left = case.ledger.target_seconds - case.ledger.elapsed_seconds
    remain = case.business(left)
    if case.judged.is_paused:
        return f"{_not_yet(case)}{_still(case)} The clock stands still with {remain} left."
    if left == 0:
        waits = case.terms is not None and case.terms.target.landing is Landing.NEXT_OPENING
        until = f"the next opening, {case.when(case.judged.due_at)}" if waits else case.when(case.judged.due_at)
        return f"{_not_yet(case)} The time is used up at {until}."
    verb = "is" if _is_one(left) else "are"
    return f"{_not_yet(case)} {remain} {verb} left, until {case.when(case.judged.due_at)}."


def _still(case: _Case) -> str:
    """Since when it waits, and in which status."""
    still = next((one for one in case.ledger.standstills if one.is_open), None) if case.ledger else None
    if still is None:
        return ""
    word = f", in the status “{shown(still.status)}”" if still.status else ""
    return f" It has been waiting since {case.when(still.from_at)}{word}."


def _is_one(seconds: int) -> bool:
    return seconds in (1, 60, 3600)


def _has(spent: str) -> str:
    return "has" if spent.startswith("1 ") and spent.split()[1] in ("hour", "minute", "second") else "have"


