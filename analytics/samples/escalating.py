"""Escalations (E1): the customer asks for the next level. Enterprise has the ladder; a few of Standard move too (P7)."""

from __future__ import annotations

import numpy as np

from analytics.samples.acts import Acts
from analytics.samples.arriving import Arrived
from analytics.samples.causes import Causes
from analytics.samples.chance import Chance, Flags, Floats, Seconds
from analytics.samples.names import LEVELS, REQUESTER, code, codes

DAY = 86400
LONGEST = 20 * DAY
LONG = 2 * DAY


def escalate(chance: Chance, acts: Acts, arrived: Arrived, solved_at: Seconds, late: Flags, planted: Causes, entered_wrong: Flags) -> None:
    """Add the level acts: up the ladder one by one, some past a level, a few down again.

    Tickets entered with the wrong tier never escalate, so that an escalation's tier is the same at its instant and at the end.
    """
    span = np.minimum(solved_at - arrived.received_at, LONGEST)
    asks = chance.flag(_probability(arrived, span, late, planted)) & ~entered_wrong
    first = np.where(chance.flag(0.08), 2, 1)
    climbs = chance.flag(0.36) & asks
    second = np.where((first == 1) & chance.flag(0.1), 3, first + 1)
    tops = chance.flag(0.33) & climbs & (second == 2)
    level = codes(LEVELS)
    at = arrived.received_at + np.maximum(30, (span * chance.share(0.12, 0.6)).astype(np.int64))
    acts.add("level", asks, at, level[first], code(REQUESTER))
    at = _later(chance, at, arrived.received_at + span)
    acts.add("level", climbs, at, level[second], code(REQUESTER))
    at = _later(chance, at, arrived.received_at + span)
    acts.add("level", tops, at, level[np.full(chance.rows, 3)], code(REQUESTER))
    at = _later(chance, at, arrived.received_at + span)
    lower = np.where(chance.flag(0.5), code("1"), code("0")).astype(np.int16)
    goes_down = chance.flag(0.06) & asks & (acts.now("level") > lower)
    acts.add("level", goes_down, at, lower, acts.now("assignee"))


def _probability(arrived: Arrived, span: Seconds, late: Flags, planted: Causes) -> Floats:
    """More likely after a late response and where the work takes days."""
    enterprise = (0.035 + 0.2 * late + 0.05 * (span > LONG)) * planted.escalation_factor()
    standard = 0.001 + 0.012 * late
    return np.minimum(0.9, np.where(arrived.is_enterprise, enterprise, standard))


def _later(chance: Chance, at: Seconds, end_at: Seconds) -> Seconds:
    """Some way on towards the end, at least a minute later."""
    rest = np.maximum(0, end_at - at)
    return np.asarray(at + np.maximum(60, (rest * chance.share(0.15, 0.6)).astype(np.int64)))
