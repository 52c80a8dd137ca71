"""The escalations of a ticket (E1): moves above the level it was on just before."""

from __future__ import annotations

from typing import Any

from analytics.vocabulary import Clock
from tests.reference.clocks import Judge, Judged, held_at
from tests.reference.export import Export, Ticket

NONE = 0


def escalations(judge: Judge, export: Export, ticket: Ticket, clocks: dict[Clock, Judged]) -> list[dict[str, Any]]:
    """Rows of the table escalations, in the order they happened."""
    terms = judge.terms(ticket, Clock.FIRST_RESPONSE)
    found = []
    for at, before, level in moves(ticket):
        hours = judge.hours(terms.policy, terms.known_tier.calendar) if terms.known_tier else None
        rungs = {rung.level: rung.name for rung in terms.known_tier.ladder} if terms.known_tier else {}
        after = at >= ticket.received_at
        found.append({
            "level": level, "level_name": rungs.get(level), "from_level": before, "skipped_levels": level - before - 1,
            "ordinal": len(found) + 1, "escalated_at": at, "escalated_on": judge.day(at), "tier": terms.tier, "priority": terms.priority,
            "group_name": held_before(ticket, "group", at), "assignee": held_before(ticket, "assignee", at),
            "calendar_seconds": at - ticket.received_at if after else None,
            "business_seconds": hours.seconds(ticket.received_at, at, []) if hours and after else None,
            "after_response_breach": past(clocks[Clock.FIRST_RESPONSE], at), "after_resolution_breach": past(clocks[Clock.RESOLUTION], at),
            "has_ladder": bool(rungs), "is_excluded": terms.exclusion is not None,
        })  # fmt: skip
    return found


def moves(ticket: Ticket) -> list[tuple[int, int, int]]:
    """(instant, level just before, level) of every move upwards; from the event log, else from the ticket's own columns."""
    changes = ticket.of("level")
    if not changes:
        at, level = ticket.instants["escalated_at"], ticket.words["level"]
        return [(at, NONE, int(level))] if at is not None and level is not None and int(level) > NONE else []
    found, held = [], NONE
    for change in changes:
        before, held = int(change.before) if change.before else held, int(change.after or NONE)
        if held > before:
            found.append((change.at, before, held))
    return found


def past(clock: Judged, at: int) -> bool | None:
    """Whether the clock was breached by then; None where it has no due instant (E3)."""
    due = clock["due_at"]
    return None if due is None else clock["outcome"] == "breached" and at > due


def held_before(ticket: Ticket, name: str, at: int) -> str | None:
    """Who held it just before: a change of the same second is the escalation itself handing it over (E2)."""
    return held_at(ticket, name, at - 1)
