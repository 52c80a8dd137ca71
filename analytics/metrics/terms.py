"""What the policy in force says that figures draw beside the numbers: goals and support hours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analytics.metrics.answer import Facts
from analytics.vocabulary import Clock

_NEWEST = "policy_id = (SELECT max(policy_id) FROM policy_versions)"


def attainment_goals(facts: Facts, clock: Clock) -> dict[str, float]:
    """The attainment goal of a clock by tier, in the newest version of the policy (P8); tiers without one are not in it."""
    sql = f"SELECT tier, attainment_goal FROM policy_goals WHERE clock = $clock AND {_NEWEST} ORDER BY tier"  # noqa: S608  our own words
    return {tier: goal for tier, goal in facts.rows(sql, {"clock": clock.value}) if goal is not None}


def tier_calendars(facts: Facts) -> dict[str, Mapping[str, Any]]:
    """The calendar of each tier in the newest version of the policy, as Calendar.from_mapping reads it."""
    sql = f"""
        SELECT t.tier, c.mapping_json FROM policy_tier_calendars AS t JOIN policy_calendars AS c USING (calendar_id)
        WHERE t.{_NEWEST} ORDER BY t.tier
    """  # noqa: S608  our own words
    return {tier: json.loads(mapping) for tier, mapping in facts.rows(sql)}
