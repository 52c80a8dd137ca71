"""The planted causes: who or when is slow, by how much, and which tickets each one touches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from analytics.samples.chance import Flags, Floats
from analytics.samples.desk import Desk, midnight_at
from analytics.samples.names import SLOW_GROUP, UNHAPPY_ORGANISATION

SLOW_GROUP_FACTOR = 2.3
BAD_MONTH_FACTOR = 2.0
UNHAPPY_FACTOR = 2.6
UNHAPPY_ESCALATES = 3.5


@dataclass(frozen=True)
class Touched:
    """One cause in a chunk: the tickets it touches, and the ones to compare them with (touched by no cause)."""

    cause: str
    tickets: Flags
    beside: Flags


@dataclass(frozen=True)
class Causes:
    """Which tickets each cause touches. Group: the one that holds the ticket when it responds."""

    slow_group: Flags
    bad_month: Flags
    unhappy: Flags
    is_slow_group: Flags
    is_enterprise: Flags

    def response_factor(self) -> Floats:
        """How many times longer than usual the response takes."""
        factor = np.where(self.slow_group, SLOW_GROUP_FACTOR, 1.0) * np.where(self.bad_month, BAD_MONTH_FACTOR, 1.0)
        return np.asarray(factor * np.where(self.unhappy, UNHAPPY_FACTOR, 1.0))

    def escalation_factor(self) -> Floats:
        """How many times more likely than usual the customer asks for escalation."""
        return np.where(self.unhappy, UNHAPPY_ESCALATES, 1.0)

    def touched(self) -> tuple[Touched, ...]:
        """Each cause beside what is like it but for the cause: the group before, the other months, the other Enterprise customers."""
        none = ~(self.slow_group | self.bad_month | self.unhappy)
        return (
            Touched("slow_group", self.slow_group, self.is_slow_group & none),
            Touched("bad_month", self.bad_month, none),
            Touched("unhappy_organisation", self.unhappy, self.is_enterprise & none),
            Touched("none", none, none),
        )


def described(desk: Desk) -> dict[str, dict[str, str | None]]:
    """The causes in words and as a filter: dimension, value, first and last day (of receiving, inclusive; None: no end)."""
    last_of_month = desk.after_bad_month_on - timedelta(days=1)
    month = f"{desk.bad_month_on:%Y-%m}"
    return {
        "slow_group": {
            "what": "After a reorganisation this group takes longer to respond.",
            "beside": "the same group before, without the other causes",
            "dimension": "group",
            "value": SLOW_GROUP,
            "from": desk.reorganised_on.isoformat(),
            "to": None,
        },
        "bad_month": {
            "what": "In this month the whole desk takes longer to respond, both tiers.",
            "beside": "all tickets without any cause",
            "dimension": "month",
            "value": month,
            "from": desk.bad_month_on.isoformat(),
            "to": last_of_month.isoformat(),
        },
        "unhappy_organisation": {
            "what": "This customer waits longer for a response and asks for escalation far more often, all the time.",
            "beside": "the other Enterprise organisations, without the other causes",
            "dimension": "organisation",
            "value": UNHAPPY_ORGANISATION,
            "from": desk.first_on.isoformat(),
            "to": None,
        },
    }


def month_bounds(desk: Desk) -> tuple[int, int]:
    """Start and end (exclusive) of the bad month, in seconds since 1970 UTC."""
    return midnight_at(desk.bad_month_on), midnight_at(desk.after_bad_month_on)
