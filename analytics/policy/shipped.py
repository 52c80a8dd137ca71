"""The policy files that come with Sundial. They are defaults: a company's own stand under its home."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from analytics.policy.parse import SHIPPED_CALENDARS, read_policy
from analytics.policy.policy import Policy

DEFAULT_POLICY = SHIPPED_CALENDARS.parent / "policy" / "default.toml"
SAMPLE_TARGETS = DEFAULT_POLICY.with_name("sample_targets.toml")

__all__ = ["DEFAULT_POLICY", "SAMPLE_TARGETS", "SHIPPED_CALENDARS", "default_policy", "shipped_policies"]


@cache
def default_policy() -> Policy:
    """The policy that holds where a company has added none."""
    return read_policy(DEFAULT_POLICY)


def shipped_policies() -> tuple[Path, ...]:
    """All policy files that come with Sundial, by name."""
    return tuple(sorted(DEFAULT_POLICY.parent.glob("*.toml")))
