"""One column for each field: the surest, where nothing else is as sure and the values do not speak against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from analytics.intake.export_format import Layout
from analytics.intake.proposing.candidates import CLEAR, SURE, Candidate
from analytics.intake.proposing.evidence import Evidence
from analytics.intake.proposing.field_rules import INSTANT, SPAN
from analytics.intake.proposing.kind_of_file import KindOfFile

_ORDER = (
    "ticket_id", "received_at", "updated_at", "first_response_at", "resolved_at", "closed_at", "escalated_at", "response_due_at",
    "resolution_due_at", "status", "priority", "tier", "group", "assignee", "organisation", "requester", "channel", "level", "sequence",
)  # fmt: skip
"""Fields choose in this order; a column is one field's only."""
_MOST_OUT_OF_ORDER = 0.05


@dataclass
class Chosen:
    """What was chosen, and what was not sure enough, by field."""

    fields: dict[str, Candidate] = field(default_factory=dict)
    unsure: dict[str, tuple[Candidate, str]] = field(default_factory=dict)
    others: dict[str, list[Candidate]] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        return {one.column for one in self.fields.values()}


def ticket_key(evidence: Evidence, found: Mapping[str, Sequence[Candidate]], by_hand: Mapping[str, str]) -> str | None:
    """The column of the ticket's id, the surest by its header; of equal ones the one that tells the most tickets apart."""
    if "ticket_id" in by_hand:
        return by_hand["ticket_id"]
    ids = [one for one in found.get("ticket_id", []) if one.confidence >= SURE]
    best = [one for one in ids if one.confidence >= ids[0].confidence - CLEAR]
    return max(best, key=lambda one: evidence.profiles[one.column].distinct).column if best else None


def choose(
    evidence: Evidence, found: Mapping[str, Sequence[Candidate]], kind: KindOfFile, by_hand: Mapping[str, str]
) -> Chosen:
    """A column for each field that has a sure one. What was said by hand stands, and its columns are taken."""
    chosen = Chosen()
    for name, column in by_hand.items():
        is_instant = column in evidence.forms
        chosen.fields[name] = Candidate(name, column, 1.0, "said by hand", INSTANT if is_instant else "text")
    if kind.key and "ticket_id" not in chosen.fields:
        best = next(one for one in found["ticket_id"] if one.column == kind.key)
        chosen.fields["ticket_id"] = replace(best, reason=f"{best.reason}; {kind.reason}")
    for name in _ORDER:
        if name in chosen.fields or (name == "updated_at" and kind.layout is Layout.EVENT_LOG):
            continue
        ones = [one for one in found.get(name, []) if one.column not in chosen.columns]
        if kind.layout is Layout.EVENT_LOG and name == "received_at":
            ones = [one for one in ones if kind.changing.get(one.column, 0.0) == 0.0]
        _choose_one(evidence, chosen, name, ones)
    _hold_against_order(evidence, chosen)
    return chosen


def _choose_one(evidence: Evidence, chosen: Chosen, name: str, ones: Sequence[Candidate]) -> None:
    if not ones:
        return
    # An instant says more than a span of time, where both are there.
    instants = [one for one in ones if one.kind == INSTANT and one.confidence >= SURE]
    ones = instants or [one for one in ones if one.kind != SPAN or name in ("first_response_at", "resolved_at", "closed_at")]
    if not ones:
        return
    best, rest = ones[0], list(ones[1:])
    rivals = [one for one in rest if one.confidence > best.confidence - CLEAR and not evidence.are_alike(best.column, one.column)]
    chosen.others[name] = rest
    if best.confidence < SURE:
        chosen.unsure[name] = (best, f"{best.column!r} may be it, which is not sure enough: {best.reason}")
    elif rivals:
        names = ", ".join(repr(one.column) for one in (best, *rivals))
        chosen.unsure[name] = (best, f"{names} may all be it, and their values differ")
    else:
        chosen.fields[name] = best


def _hold_against_order(evidence: Evidence, chosen: Chosen) -> None:
    """A ticket is received before all else happens to it: where that does not hold, the mapping is not sure."""
    received = chosen.fields.get("received_at")
    if received is None or received.kind != INSTANT or received.reason == "said by hand" or received.column not in evidence.forms:
        return
    for name in ("first_response_at", "resolved_at", "closed_at", "updated_at"):
        other = chosen.fields.get(name)
        if other is None or other.kind != INSTANT or other.column not in evidence.forms:
            continue
        wrong, both = evidence.later(received.column, other.column)
        if both and wrong > max(1, _MOST_OUT_OF_ORDER * both):
            del chosen.fields["received_at"]
            later = f"{received.column!r} is later than {other.column!r} in {wrong:,} of {both:,} rows"
            why = f"{later}, so it is not when the ticket was received"
            chosen.unsure["received_at"] = (received, why)
            return
