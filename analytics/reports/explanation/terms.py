"""What a clock was held to: the policy version in force when it started, its target, and the calendar its time is counted by (P1, P3)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

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
    at, stated = story.received_at.replace(tzinfo=None), _targets(facts, story.version)
    of_tier = [row for row in stated if row.effective_at <= at < row.ends_at and row.tier == story.tier]
    return {Clock(row.clock): _held(facts, story.version, row, of_tier) for row in of_tier if row.priority == story.priority}


class _Row(NamedTuple):
    """A target as the store's tables state it. Instants: UTC without zone."""

    clock: str
    tier: str
    priority: str
    policy: str
    sha256: str
    effective_at: datetime
    ends_at: datetime
    text: str | None
    seconds: int | None
    days: int | None
    reading: str
    landing: str
    calendar_id: int
    calendar: str


def _held(facts: Facts, version: str, row: _Row, of_tier: list[_Row]) -> Terms:
    """Terms are the same for all tickets of a target: worked out once."""
    held = _held_terms.get((version, row))
    if held is None:
        if len(_held_terms) >= 16 * _MOST_HELD:
            _held_terms.clear()
        held = _held_terms[version, row] = _terms(facts, row, of_tier)
    return held


def _terms(facts: Facts, row: _Row, of_tier: list[_Row]) -> Terms:
    reasons = _reasons(facts, row)
    lengths = reasons.calendar.parts.weekly.lengths
    return Terms(
        policy=row.policy,
        effective_at=None if row.effective_at == BEGINNING else row.effective_at.replace(tzinfo=UTC),
        calendar=row.calendar,
        zone=reasons.calendar.tz,
        hours=_hours(reasons.calendar),
        is_round_the_clock=list(lengths.values()) == [_DAY_SECONDS] * 7,
        differs_by_priority=len({(other.text, other.calendar_id) for other in of_tier if other.clock == row.clock}) > 1,
        target=Target(row.text or "", row.calendar, Reading(row.reading), Landing(row.landing), row.seconds, row.days),
        reasons=reasons,
    )


_TARGETS = """
    SELECT t.clock, t.tier, t.priority, v.name || ' ' || v.label, v.sha256, v.effective_at, v.ends_at,
        t.target_text, t.target_seconds, t.target_days, t.reading, t.landing, c.calendar_id, c.name
    FROM policy_versions AS v
    JOIN policy_targets AS t ON t.policy_id = v.policy_id
    JOIN policy_calendars AS c ON c.calendar_id = t.calendar_id
"""
_MOST_HELD = 64
_held_targets: dict[str, list[_Row]] = {}
_held_reasons: dict[tuple[str, str], Reasons] = {}
_held_terms: dict[tuple[str, _Row], Terms] = {}
_held_titles: dict[str, list[tuple[datetime, datetime, dict[str, str]]]] = {}


def _targets(facts: Facts, version: str) -> list[_Row]:
    """All targets of a store's version, read once: its name is a hash of the policies too."""
    held = _held_targets.get(version)
    if held is None:
        if len(_held_targets) >= _MOST_HELD:
            _held_targets.clear()
        held = _held_targets[version] = [_Row(*row) for row in facts.rows(_TARGETS)]
    return held


def exclusion_title(facts: Facts, story: TicketStory) -> str | None:
    """What the policy calls the reason for which the ticket stands outside (P5); None where it has no words for it."""
    if story.exclusion_reason is None:
        return None
    titles = _held_titles.get(story.version)
    if titles is None:
        if len(_held_titles) >= _MOST_HELD:
            _held_titles.clear()
        titles = _held_titles[story.version] = [(begins, ends, _titles(stated)) for begins, ends, stated in facts.rows(_EXCLUSIONS)]
    at = story.received_at.replace(tzinfo=None)
    return next((words.get(story.exclusion_reason) for begins, ends, words in titles if begins <= at < ends), None)


_EXCLUSIONS = """
    SELECT v.effective_at, v.ends_at, p.resolved_json -> '$.exclusions'
    FROM policies AS p JOIN policy_versions AS v ON v.sha256 = p.sha256
"""


def _titles(stated: str | None) -> dict[str, str]:
    found: list[dict[str, Any]] = json.loads(stated) if stated else []
    return {str(one["reason"]): str(one["title"]) for one in found}


def _reasons(facts: Facts, row: _Row) -> Reasons:
    """A calendar of a policy version is read once: it holds the holidays of a century. The policy's hash says what it says."""
    key = (row.sha256, row.calendar)
    held = _held_reasons.get(key)
    if held is None:
        ((mapping_json,),) = facts.rows("SELECT mapping_json FROM policy_calendars WHERE calendar_id = $id", {"id": row.calendar_id})
        if len(_held_reasons) >= _MOST_HELD:
            _held_reasons.clear()
        held = _held_reasons[key] = Reasons(Calendar.from_mapping(json.loads(mapping_json)))
    return held


def _hours(calendar: Calendar) -> str:
    week = zip(WEEKDAYS, calendar.parts.weekly.days, strict=True)
    return weekly_words({weekday: day.written() for weekday, day in week})
