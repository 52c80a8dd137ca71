"""One version of a support policy, validated: what each tier is held to, and how export values map to its words (P1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.business_time import Calendar
from analytics.policy.target import Target
from analytics.vocabulary import Clock

AT_RISK_SHARE = 0.25
"""Where a policy says nothing of it. Our reading: policies do not name it."""


@dataclass(frozen=True)
class Priority:
    """A priority (severity). `values` are all spellings of an export that mean it, its own name first."""

    name: str
    meaning: str | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class Channel:
    """A channel the policy covers (P6)."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Exclusion:
    """A reason for which a ticket stands outside every rate (P5). `reason` is the word kept with the ticket, `title` is for people."""

    reason: str
    title: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """A rung of a ladder. `escalate_after_seconds`: business time of the tier's calendar since the ticket was received (E3)."""

    level: int
    name: str
    escalate_after: str | None = None
    escalate_after_seconds: int | None = None


@dataclass(frozen=True)
class Tier:
    """A tier: its calendar, a target for every priority and clock, its ladder (empty: none, P7) and goals (empty: none, P8)."""

    name: str
    meaning: str | None
    values: tuple[str, ...]
    calendar: str
    targets: Mapping[tuple[str, Clock], Target]
    ladder: tuple[Level, ...]
    attainment_goals: Mapping[Clock, float]


@dataclass(frozen=True)
class Policy:
    """A version of the policy. In force from the local midnight of `effective_from` in `reporting_zone`; None: from the beginning.

    `calendars` are ready to count, `stated` holds the same calendars in the words of their writer (title and mapping), and `toml`
    the text it was read from. `sha256` identifies what it says: the resolved policy, so comments and layout do not count, and a
    calendar file or a holiday list that changed does. `at_risk_share`: a running clock with less than this share of its target left
    is at risk.
    """

    name: str
    version_label: str
    effective_from: date | None
    reporting_zone: str
    counts_uncovered_channels: bool
    priorities: tuple[Priority, ...]
    tiers: tuple[Tier, ...]
    channels: tuple[Channel, ...]
    exclusions: tuple[Exclusion, ...]
    calendars: Mapping[str, Calendar]
    stated: Mapping[str, Mapping[str, Any]]
    toml: str
    sha256: str
    at_risk_share: float = AT_RISK_SHARE

    def tier(self, name: str) -> Tier:
        """The tier of that name. Raises KeyError."""
        return {tier.name: tier for tier in self.tiers}[name]

    def target(self, tier: str, priority: str, clock: Clock) -> Target:
        """What a clock of that tier and priority is held to; one without a length is `no_target`. Raises KeyError."""
        return self.tier(tier).targets[priority, clock]
