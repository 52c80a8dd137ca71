"""Levels that a ticket could have been escalated to (E3), from the words of the policy."""

from __future__ import annotations

from typing import Any

from analytics.vocabulary import Clock
from tests.reference.clocks import Judge, Judged, held_at, resolution_stop
from tests.reference.escalations import moves
from tests.reference.export import Export, Ticket


def eligible(judge: Judge, export: Export, ticket: Ticket, clocks: dict[Clock, Judged], levels_recorded: bool) -> list[dict[str, Any]]:
    """Rows of eligible_escalations. Passed unresolved: not yet resolved in the second after. A ladder without times: past any due."""
    terms, stop = judge.terms(ticket, Clock.RESOLUTION), resolution_stop(ticket)
    if terms.known_tier is None or (stop.by and stop.at is None):
        return []
    until = export.as_of if stop.at is None else stop.at
    if until < ticket.received_at:
        return []
    hours = judge.hours(terms.policy, terms.known_tier.calendar)
    rungs = terms.known_tier.ladder
    found = []
    if any(rung.escalate_after for rung in rungs):
        for rung in rungs:
            if rung.escalate_after_seconds:
                found.append((rung, hours.due(ticket.received_at, rung.escalate_after_seconds, [], "closing"), True))
    elif rungs:
        dues = [clock["due_at"] for clock in clocks.values() if clock["outcome"] == "breached"]
        found = [(rungs[0], min(dues), False)] if dues else []
    return [_row(judge, ticket, terms.exclusion, *one, levels_recorded) for one in found if until > one[1]]


def _row(judge: Judge, ticket: Ticket, exclusion: str | None, rung: Any, at: int, is_stated: bool, recorded: bool) -> dict[str, Any]:
    reached = [moved for moved, _, level in moves(ticket) if level >= rung.level]
    return {
        "level": rung.level, "level_name": rung.name, "is_stated": is_stated, "eligible_at": at, "eligible_on": judge.day(at),
        "escalated_at": min(reached, default=None), "is_escalated": bool(reached) if recorded else None,
        "group_name": held_at(ticket, "group", at), "assignee": held_at(ticket, "assignee", at), "is_excluded": exclusion is not None,
    }  # fmt: skip
