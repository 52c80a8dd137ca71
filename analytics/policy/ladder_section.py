"""An escalation ladder as written in a policy: levels in order, each with a name and perhaps a time (E1, E3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.policy.policy import Level
from analytics.policy.section import Section, shown
from analytics.policy.target import Length, NotALength, read_length

LEVEL_KEYS = ("level", "name", "escalate_after")
MAX_LEVELS = 20


def read_ladder(tier: Section, day_seconds: int | None, uneven: bool) -> tuple[Level, ...]:
    """The levels 1, 2, 3 … of a tier's `[[tiers.NAME.ladder]]` tables; none where there is no ladder.

    `day_seconds`: a business day of the tier's calendar. `uneven`: None there means that its days differ in length.
    """
    written = tier.table.get("ladder", [])
    if not isinstance(written, list) or not all(isinstance(rung, dict) for rung in written):
        allowed = f"write [[{tier.key('ladder')}]] for each level, its level and name below it"
        tier.note("ladder", f"{shown(written)} is not a ladder", allowed)
        return ()
    if len(written) > MAX_LEVELS:
        tier.note("ladder", f"{len(written)} levels", f"at most {MAX_LEVELS}")
        return ()
    levels = [_level(tier, number, rung, day_seconds, uneven) for number, rung in enumerate(written, start=1)]
    latest = 0
    for level in levels:
        after = level.escalate_after_seconds
        if after is not None and after <= latest:
            found = f'"{level.escalate_after}" is not later than at the level before'
            Section({}, f"{tier.key('ladder')} {level.level}", tier.problems).note("escalate_after", found, "a higher level comes later")
        latest = after or latest
    return tuple(levels)


def _level(tier: Section, number: int, rung: Mapping[str, Any], day_seconds: int | None, uneven: bool) -> Level:
    section = Section(rung, f"{tier.key('ladder')} {number}", tier.problems)
    section.only(LEVEL_KEYS)
    stated = rung.get("level")
    if isinstance(stated, bool) or stated != number:
        found = "nothing is stated" if stated is None else f"{shown(stated)} is not the next level"
        section.note("level", found, f"levels count up from 1 in the order written: write level = {number}")
    name = section.text("name", missing="write who is asked at this level, in quotes") or ""
    length = _length(section)
    seconds = length.seconds if length else None
    if length and length.days is not None:
        if day_seconds is None and uneven:
            section.note("escalate_after", f'"{length.text}", but the days of the tier\'s calendar differ in length', "write it in hours")
        seconds = length.days * day_seconds if day_seconds else None
    return Level(number, name, length.text if length else None, seconds)


def _length(section: Section) -> Length | None:
    if "escalate_after" not in section.table:
        return None
    try:
        return read_length(section.table["escalate_after"])
    except NotALength as fault:
        section.note("escalate_after", fault.found, fault.allowed, fault.near)
        return None
