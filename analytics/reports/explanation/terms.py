"""What a clock was held to: the policy version in force when it started, its target, and the calendar its time is counted by (P1, P3)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
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


def read_terms(facts: Facts, story: TicketStory, clock: Clock) -> Terms | None:
    """The terms of one clock of a ticket; None where the policy does not know its tier or priority (P4)."""
    version = _version(facts, story.received_at)
    if version is None or story.cover_gap is not None:
        return None
    policy_id, name, label, effective_at = version
    given = {"policy_id": policy_id, "tier": story.tier, "priority": story.priority, "clock": str(clock)}
    (row,) = facts.rows(_TARGET, given)
    text, seconds, days, reading, landing, calendar_name, mapping_json, targets = row
    reasons = _reasons(mapping_json)
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


_TARGET = """
    SELECT t.target_text, t.target_seconds, t.target_days, t.reading, t.landing, c.name, c.mapping_json,
        (SELECT count(DISTINCT coalesce(o.target_text, '') || o.calendar_id) FROM policy_targets AS o
         WHERE o.policy_id = t.policy_id AND o.tier = t.tier AND o.clock = t.clock)
    FROM policy_targets AS t JOIN policy_calendars AS c ON c.calendar_id = t.calendar_id
    WHERE t.policy_id = $policy_id AND t.tier = $tier AND t.priority = $priority AND t.clock = $clock
"""


def exclusion_title(facts: Facts, story: TicketStory) -> str | None:
    """What the policy calls the reason for which the ticket stands outside (P5); None where it has no words for it."""
    version = _version(facts, story.received_at)
    if version is None or story.exclusion_reason is None:
        return None
    found = facts.rows(
        """
        SELECT p.resolved_json -> '$.exclusions' FROM policies AS p JOIN policy_versions AS v ON v.sha256 = p.sha256
        WHERE v.policy_id = $policy_id LIMIT 1
        """,
        {"policy_id": version[0]},
    )
    stated: list[dict[str, Any]] = json.loads(found[0][0]) if found and found[0][0] else []
    return next((str(one["title"]) for one in stated if one["reason"] == story.exclusion_reason), None)


def _version(facts: Facts, at: datetime) -> tuple[int, str, str, datetime] | None:
    """policy_id, name, label and start of the version in force at an instant."""
    rows = facts.rows(
        "SELECT policy_id, name, label, effective_at FROM policy_versions WHERE effective_at <= $at AND $at < ends_at",
        {"at": at.replace(tzinfo=None)},
    )
    return rows[0] if rows else None


@lru_cache(maxsize=64)
def _reasons(mapping_json: str) -> Reasons:
    """Calendars are read once: one holds the holidays of a century."""
    return Reasons(Calendar.from_mapping(json.loads(mapping_json)))


def _hours(calendar: Calendar) -> str:
    week = zip(WEEKDAYS, calendar.parts.weekly.days, strict=True)
    return weekly_words({weekday: day.written() for weekday, day in week})
