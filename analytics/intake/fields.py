"""The fields of a ticket and of a change: what an export's columns are mapped to.

A field's kind decides how its text is typed. Only mapped fields are stored (L5).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How the text of a field is read."""

    TEXT = "text"
    INSTANT = "instant"
    WHOLE = "whole"
    VERDICT = "verdict"
    LEVEL = "level"


@dataclass(frozen=True)
class Field:
    """One field. `also_called` are other words people use for it on the command line and in canonical files."""

    name: str
    kind: Kind
    means: str
    is_act: bool = False
    also_called: tuple[str, ...] = ()


TICKET_FIELDS: tuple[Field, ...] = (
    Field("ticket_id", Kind.TEXT, "the ticket's id in its help desk", also_called=("id", "ticket")),
    Field("received_at", Kind.INSTANT, "when the ticket was received (created)", True, ("created_at", "created", "received", "opened_at")),
    Field("updated_at", Kind.INSTANT, "the last change this row knows of", True, ("updated", "modified_at")),
    Field("sequence", Kind.WHOLE, "the order of rows with the same updated_at"),
    Field("first_response_at", Kind.INSTANT, "first public response by support staff (K1)", True, ("responded_at", "response_at")),
    Field("resolved_at", Kind.INSTANT, "last entry into a resolved state (K1)", True, ("resolved", "solved_at")),
    Field("closed_at", Kind.INSTANT, "when the ticket was closed for good", True, ("closed",)),
    Field("status", Kind.TEXT, "the export's own status", also_called=("state",)),
    Field("priority", Kind.TEXT, "the export's own priority"),
    Field("tier", Kind.TEXT, "the support tier (P9)"),
    Field("group", Kind.TEXT, "the team that holds the ticket", also_called=("group_name", "team", "assignment_group")),
    Field("assignee", Kind.TEXT, "the person who holds the ticket", also_called=("agent", "assigned_to")),
    Field("organisation", Kind.TEXT, "the customer's organisation", also_called=("organization", "company", "customer")),
    Field("requester", Kind.TEXT, "who asked; an e-mail address gives the domain for P9", also_called=("requester_email", "email")),
    Field("channel", Kind.TEXT, "how the ticket came in", also_called=("via",)),
    Field("level", Kind.LEVEL, "the escalation level the ticket is on (E1)"),
    Field("escalated_at", Kind.INSTANT, "when it reached that level (E1)", True),
    Field("exclusion", Kind.TEXT, "why the ticket is outside the policy (P5)"),
    Field("response_due_at", Kind.INSTANT, "the export's own deadline for the first response (K9)"),
    Field("resolution_due_at", Kind.INSTANT, "the export's own deadline for the resolution (K9)", also_called=("due_at", "deadline_at")),
    Field("response_verdict", Kind.VERDICT, "the export's own verdict on the first response (K9)"),
    Field("resolution_verdict", Kind.VERDICT, "the export's own verdict on the resolution (K9)", also_called=("verdict",)),
)

CHANGE_FIELDS: tuple[Field, ...] = (
    Field("ticket_id", Kind.TEXT, "the ticket's id in its help desk"),
    Field("at", Kind.INSTANT, "when the change happened", True),
    Field("field", Kind.TEXT, "what changed: status, priority, tier, group, assignee, level or response"),
    Field("from", Kind.TEXT, "the value just before"),
    Field("to", Kind.TEXT, "the value from then on"),
    Field("actor", Kind.TEXT, "who made the change"),
)

CHANGING = ("status", "priority", "tier", "group", "assignee", "level", "response")
"""The fields whose changes are kept: they drive pauses (K6), K7, K8 and escalations (E1)."""


def stored_name(field: str) -> str:
    """The column a field is kept in: its name, where that is not a word of SQL."""
    return {"group": "group_name", "at": "changed_at", "from": "from_value", "to": "to_value"}.get(field, field)


def canonical_name(word: str, fields: tuple[Field, ...] = TICKET_FIELDS) -> str | None:
    """The field a word means, by its name or one of its other names; None where it means none."""
    folded = word.strip().casefold()
    for f in fields:
        if folded == f.name or folded in f.also_called:
            return f.name
    return None
