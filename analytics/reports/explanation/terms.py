"""What a clock was held to: the policy version in force when it started, its target, and the calendar its time is counted by (P1, P3)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from analytics.business_time import Calendar, Reasons
from analytics.metrics.answer import Facts
from analytics.policy.history import BEGINNING
from analytics.policy.opening_words import WEEKDAYS
from analytics.policy.target import Target
from analytics.policy.weekly_words import weekly_words
from analytics.reports.explanation.ticket_story import TicketStory
from analytics.vocabulary import Clock, Landing, Reading

_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Terms:
    """effective_at: UTC; None: from the beginning. `hours`: the calendar's week in words. target: without a length it is no_target."""

    policy: str
    effective_at: datetime | None
    calendar: str
    zone: str
    hours: str
    is_round_the_clock: bool
    differs_by_priority: bool
    target: Target
    reasons: Reasons = field(repr=False, compare=False)


def read_terms(facts: Facts, story: TicketStory) -> dict[Clock, Terms]:
    """The terms of a ticket's clocks; none where the policy does not know its tier or priority (P4)."""
    if story.cover_gap is not None:
        return {}
    given = {"at": story.received_at.replace(tzinfo=None), "tier": story.tier, "priority": story.priority}
    found = facts.rows(_TARGETS, given)
    return {Clock(clock): _terms(facts, row) for clock, *row in found}


def _terms(facts: Facts, row: list[Any]) -> Terms:
    name, label, sha256, effective_at, text, seconds, days, reading, landing, calendar_id, calendar_name, targets = row
    reasons = _reasons(facts, sha256, calendar_id, calendar_name)
    lengths = reasons.calendar.parts.weekly.lengths
    return Terms(
        policy=f"{name} {label}",
        effective_at=None if effective_at == BEGINNING else effective_at.replace(tzinfo=UTC),
        calendar=calendar_name,
        zone=reasons.calendar.tz,
        hours=_hours(reasons.calendar),
        is_round_the_clock=list(lengths.values()) == [_DAY_SECONDS] * 7,
        differs_by_priority=targets > 1,
        target=Target(text or "", calendar_name, Reading(reading), Landing(landing), seconds, days),
        reasons=reasons,
    )


_TARGETS = """
    SELECT t.clock, v.name, v.label, v.sha256, v.effective_at, t.target_text, t.target_seconds, t.target_days, t.reading, t.landing,
        c.calendar_id, c.name, (
            SELECT count(DISTINCT coalesce(o.target_text, '') || o.calendar_id) FROM policy_targets AS o
            WHERE o.policy_id = t.policy_id AND o.tier = t.tier AND o.clock = t.clock
        )
    FROM policy_versions AS v
    JOIN policy_targets AS t ON t.policy_id = v.policy_id
    JOIN policy_calendars AS c ON c.calendar_id = t.calendar_id
    WHERE v.effective_at <= $at AND $at < v.ends_at AND t.tier = $tier AND t.priority = $priority
"""


def exclusion_title(facts: Facts, story: TicketStory) -> str | None:
    """What the policy calls the reason for which the ticket stands outside (P5); None where it has no words for it."""
    if story.exclusion_reason is None:
        return None
    found = facts.rows(
        """
        SELECT p.resolved_json -> '$.exclusions' FROM policies AS p JOIN policy_versions AS v ON v.sha256 = p.sha256
        WHERE v.effective_at <= $at AND $at < v.ends_at LIMIT 1
        """,
        {"at": story.received_at.replace(tzinfo=None)},
    )
    stated: list[dict[str, Any]] = json.loads(found[0][0]) if found and found[0][0] else []
    return next((str(one["title"]) for one in stated if one["reason"] == story.exclusion_reason), None)


_HELD: dict[tuple[str, str], Reasons] = {}
_MOST_HELD = 64


def _reasons(facts: Facts, sha256: str, calendar_id: int, name: str) -> Reasons:
    """A calendar of a policy version is read once: it holds the holidays of a century. The version's hash says what it says."""
    held = _HELD.get((sha256, name))
    if held is None:
        ((mapping_json,),) = facts.rows("SELECT mapping_json FROM policy_calendars WHERE calendar_id = $id", {"id": calendar_id})
        held = Reasons(Calendar.from_mapping(json.loads(mapping_json)))
        if len(_HELD) >= _MOST_HELD:
            _HELD.clear()
        _HELD[sha256, name] = held
    return held


def _hours(calendar: Calendar) -> str:
    week = zip(WEEKDAYS, calendar.parts.weekly.days, strict=True)
    return weekly_words({weekday: day.written() for weekday, day in week})
