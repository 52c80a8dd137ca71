"""Where the time of a clock went: every stretch between two events of the history, one by one."""

from __future__ import annotations

from itertools import pairwise

from analytics.vocabulary import Clock
from tests.reference.clocks import Judge, still
from tests.reference.export import Ticket

Parts = dict[str, int | None]


def parts(judge: Judge, ticket: Ticket, clock: Clock, until: int) -> Parts:
    """Seconds of each part of the run [received, until]; None: not recorded."""
    terms, start = judge.terms(ticket, clock), ticket.received_at
    assert terms.target
    hours = judge.hours(terms.policy, terms.target.calendar)
    pauses = still(ticket, start, until) if clock is Clock.RESOLUTION else []
    events = [c.at for name in ("assignee", "group") for c in ticket.of(name)] + [at for pause in pauses for at in pause]
    edges = sorted({start, until, *(at for at in events if start < at < until)})
    sums = dict.fromkeys(("outside hours", "paused", "unassigned", "between groups", "worked", "counted, not split"), 0)
    told = False
    for begins, ends in pairwise(edges):
        kind = _kind(ticket, begins)
        told |= kind != "counted, not split"
        if any(a <= begins and ends <= b for a, b in pauses):
            sums["paused"] += ends - begins
            continue
        counted = hours.seconds(begins, ends, [])
        sums["outside hours"] += ends - begins - counted
        sums[kind] += counted
    found: Parts = dict(sums)
    if not told:
        found |= {"unassigned": None, "between groups": None, "worked": None}
    elif not ticket.of("group"):
        found["between groups"] = None
    if clock is Clock.RESOLUTION and not ticket.of("status"):
        found["paused"] = None
    return found


def _kind(ticket: Ticket, at: int) -> str:
    """What the second at that instant was spent on. All changes of a second are done by its beginning."""
    state = _assigned(ticket, at)
    if state is None:
        return "counted, not split"
    if state:
        return "worked"
    since = at
    for instant in sorted({c.at for c in ticket.of("assignee") if c.at <= at}, reverse=True):
        if _assigned(ticket, instant) is not False:
            break
        since = instant
    else:
        since = since if _assigned(ticket, -(2**40)) is not False else -(2**40)
    left = [c.at for c in ticket.of("group") if c.before is not None and max(since, ticket.received_at + 1) <= c.at <= at]
    return "between groups" if left else "unassigned"


def _assigned(ticket: Ticket, at: int) -> bool | None:
    """Whether somebody was assigned, after all changes of that second; None where history does not tell."""
    changes = ticket.of("assignee")
    done = [c for c in changes if c.at <= at]
    if done:
        return done[-1].after is not None
    return changes[0].before is not None if changes and changes[0].told else None
