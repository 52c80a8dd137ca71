"""Which field a header's concepts speak of, and how surely: one line a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.intake.proposing.header import NEUTRAL, HeaderReading

INSTANT, DATED, SPAN, TEXT, ID, EMAIL, FEW = "instant", "dated", "span", "text", "id", "email", "few"
"""What the values of a column have to be like: timestamps, timestamps that are no numbers, spans of time, words, ids, e-mail addresses,
words that recur."""


@dataclass(frozen=True)
class Rule:
    """All of `must` stand in the header, and nothing that is not in `may`. `confidence` where every word of it is understood."""

    field: str
    must: tuple[str, ...]
    may: frozenset[str]
    kind: str
    confidence: float


def _rule(field: str, must: str, may: str, kind: str, confidence: float) -> Rule:
    return Rule(field, tuple(must.split()), frozenset(may.split()), kind, confidence)


_ACT = "time ticket"
RULES: tuple[Rule, ...] = (
    _rule("ticket_id", "ticket id", "", ID, 0.97),
    _rule("ticket_id", "ticket", "", ID, 0.8),
    _rule("ticket_id", "id", "", ID, 0.85),
    _rule("received_at", "created", _ACT, INSTANT, 0.95),
    _rule("received_at", "created requester", _ACT, INSTANT, 0.6),
    _rule("received_at", "ticket time", "", INSTANT, 0.72),
    _rule("received_at", "time", "", INSTANT, 0.5),
    _rule("updated_at", "updated", _ACT + " last", INSTANT, 0.95),
    _rule("updated_at", "event time", _ACT, INSTANT, 0.8),
    _rule("updated_at", "last event", _ACT, INSTANT, 0.85),
    _rule("first_response_at", "first response", _ACT + " assignee email channel", INSTANT, 0.95),
    _rule("first_response_at", "response", _ACT + " assignee", INSTANT, 0.8),
    _rule("resolved_at", "resolved", _ACT + " last", INSTANT, 0.95),
    _rule("closed_at", "closed", _ACT + " last", INSTANT, 0.95),
    # "Time to Resolution" that holds dates can only be when it was resolved.
    _rule("first_response_at", "first response", _ACT + " assignee span", DATED, 0.85),
    _rule("resolved_at", "resolved", _ACT + " span", DATED, 0.8),
    _rule("closed_at", "closed", _ACT + " span", DATED, 0.75),
    _rule("escalated_at", "escalated", _ACT + " first level", INSTANT, 0.9),
    _rule("response_due_at", "due response", _ACT + " first sla", INSTANT, 0.92),
    _rule("response_due_at", "sla response", _ACT + " first due", INSTANT, 0.7),
    _rule("resolution_due_at", "due resolved", _ACT + " sla", INSTANT, 0.92),
    _rule("resolution_due_at", "due closed", _ACT + " sla", INSTANT, 0.8),
    _rule("resolution_due_at", "due", _ACT + " sla", INSTANT, 0.85),
    _rule("resolution_due_at", "sla time", "ticket", INSTANT, 0.6),
    _rule("first_response_at", "first response", _ACT + " span assignee", SPAN, 0.9),
    _rule("first_response_at", "response", _ACT + " span assignee", SPAN, 0.78),
    _rule("resolved_at", "resolved", _ACT + " span", SPAN, 0.88),
    _rule("closed_at", "closed", _ACT + " span", SPAN, 0.85),
    _rule("status", "status", "ticket", FEW, 0.95),
    _rule("status", "status", "ticket event new", FEW, 0.8),
    _rule("priority", "priority", "ticket", FEW, 0.95),
    _rule("priority", "priority", "ticket level", FEW, 0.85),
    _rule("priority", "urgency", "ticket level", FEW, 0.8),
    _rule("tier", "tier", "organisation ticket", FEW, 0.7),
    _rule("group", "group", "assignee ticket", FEW, 0.92),
    _rule("group", "department assignee", "ticket", FEW, 0.85),
    _rule("group", "department", "ticket", FEW, 0.6),
    _rule("assignee", "assignee", "ticket by", TEXT, 0.93),
    _rule("organisation", "organisation", "requester ticket", TEXT, 0.9),
    _rule("requester", "requester", "ticket organisation", TEXT, 0.92),
    _rule("requester", "requester", "ticket organisation email", EMAIL, 0.95),
    _rule("requester", "email", "ticket organisation requester", EMAIL, 0.9),
    _rule("requester", "created by", "ticket", TEXT, 0.6),
    _rule("channel", "channel", "ticket requester", FEW, 0.92),
    _rule("level", "level", "ticket escalated assignee group", FEW, 0.8),
    _rule("level", "escalated level", "ticket", FEW, 0.9),
    _rule("assignee", "assignee id", "ticket", TEXT, 0.75),
    _rule("organisation", "organisation id", "ticket", TEXT, 0.75),
    _rule("requester", "requester id", "ticket organisation", TEXT, 0.75),
    _rule("group", "group id", "assignee ticket", FEW, 0.75),
    _rule("sequence", "sequence", "ticket status", ID, 0.8),
)
SO_FAR = "so far"
"""Verdicts by which no breach has happened yet: met only where the clock has stopped (K9)."""
VERDICT_CONCEPTS = frozenset({"sla", "breached", "met"})
VERDICT_BESIDE = frozenset({"response", "first", "resolved", "closed", "time", "ticket", "due", "status", "span"})
UNKNOWN_WORD = 0.235
"""What one word that is not understood takes from the confidence; two take all of it."""


def matches(reading: HeaderReading, rules: tuple[Rule, ...] = RULES) -> Iterator[tuple[Rule, float]]:
    """The rules that a header fits, each with its confidence."""
    for rule in rules:
        if reading.pieces and reading.unknown < 2 and _fits(reading, rule):
            yield rule, rule.confidence - UNKNOWN_WORD * reading.unknown - (0.06 if reading.of_the_system else 0.0)


def _fits(reading: HeaderReading, rule: Rule) -> bool:
    left = list(reading.pieces)
    for concept in rule.must:
        place = next((i for i, piece in enumerate(left) if concept in piece), None)
        if place is None:
            return False
        del left[place]
    allowed = rule.may | set(rule.must) | {NEUTRAL}
    return all(piece & allowed for piece in left)


def speaks_of_a_verdict(reading: HeaderReading) -> bool:
    """Whether a header may name a column of verdicts (K9)."""
    if reading.unknown > 1 or not any(piece & VERDICT_CONCEPTS for piece in reading.pieces):
        return False
    return all(piece & (VERDICT_CONCEPTS | VERDICT_BESIDE | {NEUTRAL}) for piece in reading.pieces)
