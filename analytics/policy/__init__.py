"""Dated versions of a support policy: read from TOML, validated with all errors at once, kept as data, written as tables (P1–P9).

    policy = read_policy(path)                    raises PolicyRefused; its `problems` are all that is wrong
    describe(policy)                              plain sentences
    history = PolicyHistory([policy, …])          in the order they were added
    check_effect(history, policy, latest_as_of)   P3
    write_policy_tables(db, history)              calendar_id → Calendar
"""

from analytics.policy.describe import describe
from analytics.policy.history import PolicyHistory, check_effect, effective_at
from analytics.policy.parse import calendar_texts, parse_policy, read_policy
from analytics.policy.policy import Channel, Exclusion, Level, Policy, Priority, Tier
from analytics.policy.resolved import from_resolved, resolve
from analytics.policy.shipped import DEFAULT_POLICY, SAMPLE_TARGETS, SHIPPED_CALENDARS, default_policy
from analytics.policy.tables import write_policy_tables
from analytics.policy.target import Target

__all__ = [
    "DEFAULT_POLICY", "SAMPLE_TARGETS", "SHIPPED_CALENDARS",
    "Channel", "Exclusion", "Level", "Policy", "PolicyHistory", "Priority", "Target", "Tier",
    "calendar_texts", "check_effect", "default_policy", "describe", "effective_at", "from_resolved", "parse_policy", "read_policy",
    "resolve", "write_policy_tables",
]  # fmt: skip
