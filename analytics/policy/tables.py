"""A policy history as tables of a store version: small, plain, one relation each, so that facts join and never ask Python (P1, P3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analytics.business_time import Calendar
from analytics.policy.history import PolicyHistory
from analytics.policy.policy import Policy, Tier
from analytics.vocabulary import Reading
from analytics.warehouse import Database

SCHEMA = Path(__file__).with_name("schema.sql")
Rows = Sequence[Sequence[Any]]

# Two spellings that differ for Python may be one for SQL (a Greek final sigma); a join must still meet one row only.
_SPELLING = """
    INSERT INTO {table}
    SELECT $policy_id, lower(trim($word)), $meaning
    WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE policy_id = $policy_id AND export_value = lower(trim($word)))
"""


def write_policy_tables(db: Database, history: PolicyHistory) -> dict[int, Calendar]:
    """Create and fill the policy tables (schema.sql names their columns and grain). Returns the calendar of each calendar_id.

    Spellings of an export are written with SQL's own `lower(trim(…))`, so that a join on the same expression meets them.
    """
    db.run_file(SCHEMA)
    calendars: dict[int, Calendar] = {}
    for policy_id, policy, effective_at, ends_at in history.spans():
        version = (policy_id, policy.name, policy.version_label, effective_at, ends_at, policy.reporting_zone,
                   policy.counts_uncovered_channels, policy.sha256, policy.toml, policy.at_risk_share)  # fmt: skip
        _insert(db, "policy_versions", [version])
        ids = {name: len(calendars) + number for number, name in enumerate(policy.calendars, start=1)}
        calendars.update({ids[name]: calendar for name, calendar in policy.calendars.items()})
        rows = [(ids[name], policy_id, name, json.dumps(calendar.to_mapping())) for name, calendar in policy.calendars.items()]
        _insert(db, "policy_calendars", rows)
        _write_spellings(db, policy_id, policy)
        for tier in policy.tiers:
            _write_tier(db, policy_id, tier, ids)
    return calendars


def _write_spellings(db: Database, policy_id: int, policy: Policy) -> None:
    spellings = {
        "policy_tiers": [(word, tier.name) for tier in policy.tiers for word in tier.values],
        "policy_priorities": [(word, priority.name) for priority in policy.priorities for word in priority.values],
        "policy_channels": [(word, channel.name) for channel in policy.channels for word in channel.values],
        "policy_exclusions": [(word, exclusion.reason) for exclusion in policy.exclusions for word in exclusion.values],
    }
    for table, pairs in spellings.items():
        for word, meaning in pairs:
            given = {"policy_id": policy_id, "word": word, "meaning": meaning}
            db.run(_SPELLING.format(table=table), given)


def _write_tier(db: Database, policy_id: int, tier: Tier, ids: dict[str, int]) -> None:
    _insert(db, "policy_tier_calendars", [(policy_id, tier.name, ids[tier.calendar])])
    _insert(db, "policy_targets", list(_target_rows(policy_id, tier, ids)))
    ladder = [(policy_id, tier.name, level.level, level.name, level.escalate_after_seconds) for level in tier.ladder]
    _insert(db, "policy_ladder", ladder)
    _insert(db, "policy_goals", [(policy_id, tier.name, str(clock), goal) for clock, goal in tier.attainment_goals.items()])


def _target_rows(policy_id: int, tier: Tier, ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    """A row for every priority and clock; without a target its text, seconds and days are NULL. `elapsed` days are seconds already (P2)."""
    for (priority, clock), target in tier.targets.items():
        days = None if target.reading is Reading.ELAPSED else target.days
        text = target.text if target.is_stated else None
        yield (policy_id, tier.name, priority, str(clock), ids[target.calendar], text, target.seconds, days,
               str(target.reading), str(target.landing))  # fmt: skip


def _insert(db: Database, table: str, rows: Rows) -> None:
    for row in rows:
        given = {f"column_{place}": value for place, value in enumerate(row)}
        db.run(f"INSERT INTO {table} VALUES ({', '.join('$' + name for name in given)})", given)  # noqa: S608 - the table's name is ours
