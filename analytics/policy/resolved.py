"""A policy as plain JSON: what the store keeps (C2, P3).

Everything a verdict needs is in it, the generated holidays with their names too, so neither a later version of the holidays
library nor a calendar file changed since can alter what an old ticket was judged by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from analytics.business_time import Calendar
from analytics.policy.policy import AT_RISK_SHARE, Channel, Exclusion, Level, Policy, Priority, Tier
from analytics.policy.target import Target
from analytics.vocabulary import Clock, Landing, Reading


def resolve(policy: Policy) -> dict[str, Any]:
    """The policy as a JSON-able mapping; `from_resolved` gives the same policy back."""
    return {**_says(policy), "toml": policy.toml, "sha256": policy.sha256}


def from_resolved(mapping: Mapping[str, Any]) -> Policy:
    """The policy of a mapping made by `resolve`. The mapping is Sundial's own: it is trusted, not validated again."""
    return Policy(
        name=mapping["name"],
        version_label=mapping["version_label"],
        effective_from=date.fromisoformat(mapping["effective_from"]) if mapping["effective_from"] else None,
        reporting_zone=mapping["reporting_zone"],
        counts_uncovered_channels=mapping["counts_uncovered_channels"],
        priorities=tuple(Priority(**_with_values(stated)) for stated in mapping["priorities"]),
        tiers=tuple(_tier(stated) for stated in mapping["tiers"]),
        channels=tuple(Channel(**_with_values(stated)) for stated in mapping["channels"]),
        exclusions=tuple(Exclusion(**_with_values(stated)) for stated in mapping["exclusions"]),
        calendars={name: Calendar.from_mapping(stated) for name, stated in mapping["calendars"].items()},
        stated=dict(mapping["stated"]),
        toml=mapping["toml"],
        sha256=mapping["sha256"],
        at_risk_share=mapping.get("at_risk_share", AT_RISK_SHARE),
    )


def identified(policy: Policy) -> Policy:
    """The policy with the hash of what it says."""
    text = json.dumps(_says(policy), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return replace(policy, sha256=hashlib.sha256(text.encode()).hexdigest())


def _says(policy: Policy) -> dict[str, Any]:
    return {
        "name": policy.name,
        "version_label": policy.version_label,
        "effective_from": policy.effective_from.isoformat() if policy.effective_from else None,
        "reporting_zone": policy.reporting_zone,
        "counts_uncovered_channels": policy.counts_uncovered_channels,
        "priorities": [_listed(asdict(priority)) for priority in policy.priorities],
        "tiers": [_tier_says(tier) for tier in policy.tiers],
        "channels": [_listed(asdict(channel)) for channel in policy.channels],
        "exclusions": [_listed(asdict(exclusion)) for exclusion in policy.exclusions],
        "calendars": {name: calendar.to_mapping() for name, calendar in policy.calendars.items()},
        "stated": {name: dict(stated) for name, stated in policy.stated.items()},
        # Left out where it is the usual one, so that versions kept before it could be said are still the same version.
        **({} if policy.at_risk_share == AT_RISK_SHARE else {"at_risk_share": policy.at_risk_share}),
    }


def _tier_says(tier: Tier) -> dict[str, Any]:
    targets = [
        {"priority": priority, "clock": str(clock), **asdict(target), "reading": str(target.reading), "landing": str(target.landing)}
        for (priority, clock), target in tier.targets.items()
    ]
    return {
        "name": tier.name,
        "meaning": tier.meaning,
        "values": list(tier.values),
        "calendar": tier.calendar,
        "targets": targets,
        "ladder": [asdict(level) for level in tier.ladder],
        "attainment_goals": {str(clock): goal for clock, goal in tier.attainment_goals.items()},
    }


def _tier(stated: Mapping[str, Any]) -> Tier:
    return Tier(
        name=stated["name"],
        meaning=stated["meaning"],
        values=tuple(stated["values"]),
        calendar=stated["calendar"],
        targets={(target["priority"], Clock(target["clock"])): _target(target) for target in stated["targets"]},
        ladder=tuple(Level(**level) for level in stated["ladder"]),
        attainment_goals={Clock(clock): goal for clock, goal in stated["attainment_goals"].items()},
    )


def _target(stated: Mapping[str, Any]) -> Target:
    return Target(
        text=stated["text"],
        calendar=stated["calendar"],
        reading=Reading(stated["reading"]),
        landing=Landing(stated["landing"]),
        seconds=stated["seconds"],
        days=stated["days"],
    )


def _listed(stated: dict[str, Any]) -> dict[str, Any]:
    return {**stated, "values": list(stated["values"])}


def _with_values(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {**stated, "values": tuple(stated["values"])}
