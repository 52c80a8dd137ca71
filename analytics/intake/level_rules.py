"""Rules that read an escalation level from a text, mostly a group's name: the first that matches wins (E1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.intake.faults import pattern_of, tables_of, unknown_key
from analytics.warehouse.database import text


@dataclass(frozen=True)
class LevelRule:
    """One rule: texts in which `matches` is found, whatever the size of letters, are of `level`."""

    matches: str
    level: int


def parse_rules(found: Any, faults: list[str]) -> tuple[LevelRule, ...]:
    """[[level_rules]], checked."""
    rules = []
    for number, table in enumerate(tables_of("level_rules", found, faults), start=1):
        key = f"level_rules {number}"
        faults += [unknown_key(f"{key}.", word, ("matches", "level")) for word in table if word not in ("matches", "level")]
        pattern = pattern_of(f"{key}.matches", table.get("matches"), faults)
        level = table.get("level")
        if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 1000:
            faults.append(f"{key}.level: found {level!r}; a whole number from 0 is wanted")
        elif pattern is not None:
            rules.append(LevelRule(pattern, level))
    return tuple(rules)


def level_sql(raw: str, levels: Mapping[str, int], rules: tuple[LevelRule, ...]) -> str:
    """SQL for the level of a text: by the format's words, then by its rules, else a whole number."""
    number = f"CASE WHEN TRY_CAST({raw} AS INTEGER) >= 0 THEN TRY_CAST({raw} AS INTEGER) END"
    named = [f"WHEN lower({raw}) = lower({text(word)}) THEN {level}" for word, level in levels.items()]
    ruled = [f"WHEN regexp_matches({raw}, {text(rule.matches)}, 'i') THEN {rule.level}" for rule in rules]
    return f"CASE {' '.join([*named, *ruled])} ELSE {number} END" if named or ruled else number
