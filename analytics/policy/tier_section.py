"""A tier as written in a policy: calendar, targets per clock and priority, ladder, attainment goals (P1, P2, P8, C5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.errors import nearest
from analytics.policy.ladder_section import read_ladder
from analytics.policy.policy import Tier
from analytics.policy.section import Section, shown
from analytics.policy.share import read_share
from analytics.policy.target import NO_TARGET, NotALength, Target, read_target
from analytics.vocabulary import Clock, Landing, Reading

TIER_KEYS = (
    "meaning", "also_called", "calendar", "business_day_reading", "landing",
    *Clock, "attainment_goal", "ladder",
)  # fmt: skip
TARGET_KEYS = ("target", "calendar", "business_day_reading", "landing")
_GOAL = 'write "95 %" or 0.95, or one for each clock: { first_response = "95 %", resolution = "90 %" }'


@dataclass(frozen=True)
class Surroundings:
    """What a tier is read against: the policy's priorities and settings, and the seconds of a business day of each calendar.

    `day_seconds` has every calendar that may be named; None stands for one that cannot say (its weekdays differ, or it is refused).
    """

    priorities: tuple[str, ...]
    reading: Reading
    landing: Landing
    day_seconds: Mapping[str, int | None]
    refused: frozenset[str]


@dataclass(frozen=True)
class _Manner:
    """How a target counts: on which calendar, by which reading of a business day, with which landing."""

    calendar: str
    reading: Reading
    landing: Landing


def read_tier(name: str, values: tuple[str, ...], section: Section, around: Surroundings) -> Tier:
    """The tier; where something is wrong, the problem is noted and its place is left empty."""
    section.only(TIER_KEYS)
    manner = _manner(section, _Manner(_calendar(section, around) or "", around.reading, around.landing), around)
    targets: dict[tuple[str, Clock], Target] = {}
    for clock in Clock:
        if clock not in section.table:
            section.note(clock, "nothing is stated", f'write a target such as "30 minutes", or "{NO_TARGET}"')
            continue
        for priority, target in _targets(section, clock, manner, around).items():
            targets[priority, clock] = target
    day_seconds = around.day_seconds.get(manner.calendar)
    return Tier(
        name=name,
        meaning=section.text("meaning"),
        values=values,
        calendar=manner.calendar,
        targets=targets,
        ladder=read_ladder(section, day_seconds, uneven=manner.calendar not in around.refused),
        attainment_goals=_goals(section, targets),
    )


def _calendar(section: Section, around: Surroundings, required: bool = True) -> str | None:
    names = tuple(around.day_seconds)
    allowed = f"name one of: {', '.join(names)}" if names else "write a [calendars.NAME] table and name it here"
    name = section.text("calendar", missing=allowed if required else None)
    if name is not None and name not in names:
        near = nearest(name, names)
        found = f"{shown(name)} is not a calendar of this policy, and there is no file of that name"
        section.note("calendar", found, allowed, near and f'"{near}"')
        return None
    return name


def _manner(section: Section, outer: _Manner, around: Surroundings) -> _Manner:
    return _Manner(
        calendar=outer.calendar,
        reading=Reading(section.word("business_day_reading", Reading, outer.reading)),
        landing=Landing(section.word("landing", Landing, outer.landing)),
    )


def _targets(section: Section, clock: Clock, manner: _Manner, around: Surroundings) -> dict[str, Target]:
    """Priority → target, from one target for all or a table with one a priority."""
    if not isinstance(section.table[clock], dict):
        target = _target(section, clock, manner, around)
        return dict.fromkeys(around.priorities, target) if target else {}
    below = section.section(clock)
    by_lower = {priority.lower(): priority for priority in around.priorities}
    targets: dict[str, Target] = {}
    for written in below.table:
        priority = by_lower.get(written.strip().lower())
        if priority is None:
            below.note(written, "this is not a priority of this policy", f"allowed here: {', '.join(around.priorities)}",
                       nearest(written, around.priorities))  # fmt: skip
            continue
        target = _target_of_priority(below, written, manner, around)
        if target:
            targets[priority] = target
    stated = {written.strip().lower() for written in below.table}
    for lower, priority in by_lower.items():
        if lower not in stated:
            below.note(priority, "nothing is stated", f'every priority needs a target, or "{NO_TARGET}"')
    return targets


def _target_of_priority(section: Section, priority: str, manner: _Manner, around: Surroundings) -> Target | None:
    """A target as a text, or as a table where this priority counts in another manner than its tier."""
    if not isinstance(section.table[priority], dict):
        return _target(section, priority, manner, around)
    below = section.section(priority)
    below.only(TARGET_KEYS)
    own = _manner(below, _Manner(_calendar(below, around, required=False) or manner.calendar, manner.reading, manner.landing), around)
    return _target(below, "target", own, around)


def _target(section: Section, name: str, manner: _Manner, around: Surroundings) -> Target | None:
    try:
        length = read_target(section.table.get(name))
    except NotALength as fault:
        section.note(name, fault.found, fault.allowed, fault.near)
        return None
    if length is None:
        return Target(NO_TARGET, manner.calendar, manner.reading, manner.landing)
    seconds = length.seconds
    if length.days is not None and manner.calendar in around.day_seconds:
        day = around.day_seconds[manner.calendar]
        if day is None and manner.calendar not in around.refused:
            found = f'"{length.text}", but the days of calendar {manner.calendar} differ in length'
            section.note(name, found, 'state there what one is worth, business_day = "8 hours", or write the target in hours')
        if day is not None and manner.reading is Reading.ELAPSED:
            seconds = length.days * day
    return Target(length.text, manner.calendar, manner.reading, manner.landing, seconds, length.days)


def _goals(section: Section, targets: Mapping[tuple[str, Clock], Target]) -> dict[Clock, float]:
    """Clock → share of decided clocks that shall be met, 0 to 1 (P8). One goal for the tier holds for its clocks with a target."""
    if "attainment_goal" not in section.table:
        return {}
    held = {clock for (_, clock), target in targets.items() if target.is_stated}
    if isinstance(section.table["attainment_goal"], dict):
        below = section.section("attainment_goal")
        below.only(tuple(Clock))
        read = {clock: read_share(below, clock, _GOAL) for clock in Clock if clock in below.table}
        for clock in [clock for clock in read if clock not in held]:
            below.note(clock, f"a goal, but {clock} has no target in this tier", "state a target, or leave the goal out")
        return {clock: goal for clock, goal in read.items() if goal is not None}
    goal = read_share(section, "attainment_goal", _GOAL)
    return {clock: goal for clock in Clock if clock in held} if goal is not None else {}
