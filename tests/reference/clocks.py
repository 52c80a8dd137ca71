"""Both clocks of a ticket, by the rules K1 to K8 (with C4 to C6, P1 to P6). Plain, slow, and on purpose not what the store does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from analytics.policy.policy import Policy, Tier
from analytics.policy.target import Target
from analytics.vocabulary import Clock
from tests.reference.export import Change, Export, Ticket, kind
from tests.reference.opening_hours import OpeningHours, Span

FINISHED = ("resolved", "closed")
STANDING_STILL = ("paused", *FINISHED)
Judged = dict[str, Any]


@dataclass(frozen=True)
class Stop:
    """When a clock stopped and by what; `at` None with `by` set: it stopped, and nothing says when."""

    at: int | None = None
    by: str | None = None


@dataclass(frozen=True)
class Terms:
    """What a clock is held to: the words of tier and priority at its start, and the policy's answer to them."""

    policy: Policy
    tier: str | None
    priority: str | None
    known_tier: Tier | None
    target: Target | None
    exclusion: str | None
    channel_covered: bool


class Judge:
    """The versions of a policy, ready to judge by."""

    def __init__(self, versions: list[Policy]) -> None:
        self.versions = sorted(((_midnight(p), p) for p in versions), key=lambda pair: pair[0])
        self.reporting_zone = ZoneInfo(self.versions[-1][1].reporting_zone)
        self._hours: dict[tuple[str, str], OpeningHours] = {}

    def hours(self, policy: Policy, calendar: str) -> OpeningHours:
        key = (policy.sha256, calendar)
        if key not in self._hours:
            self._hours[key] = OpeningHours(policy.calendars[calendar])
        return self._hours[key]

    def day(self, at: int) -> date:
        """The day of the reporting zone (T4)."""
        return datetime.fromtimestamp(at, self.reporting_zone).date()

    def terms(self, ticket: Ticket, clock: Clock) -> Terms:
        """P3: the version in force when the clock started. K7: tier and priority at that instant."""
        start = ticket.received_at
        policy = [p for at, p in self.versions if at <= start][-1]
        tier_word, priority_word = started_with(ticket, "tier"), started_with(ticket, "priority")
        tier = next((t for t in policy.tiers if means(tier_word, t.values)), None)
        priority = next((p for p in policy.priorities if means(priority_word, p.values)), None)
        channel = ticket.words["channel"]
        covered = channel is None or any(means(channel, c.values) for c in policy.channels)
        uncounted = None if covered or policy.counts_uncovered_channels else "channel not covered"
        exclusion = next((e.reason for e in policy.exclusions if means(ticket.words["exclusion"], e.values)), uncounted)
        target = tier.targets[priority.name, clock] if tier and priority else None
        return Terms(
            policy, tier.name if tier else tier_word, priority.name if priority else priority_word, tier, target, exclusion, covered
        )

    def clocks(self, export: Export, ticket: Ticket) -> dict[Clock, Judged]:
        return {clock: self.clock(export, ticket, clock) for clock in Clock}

    def clock(self, export: Export, ticket: Ticket, clock: Clock) -> Judged:
        """One row of sla_clocks. Instants are seconds since 1970."""
        terms = self.terms(ticket, clock)
        start = ticket.received_at
        stop = response_stop(export, ticket) if clock is Clock.FIRST_RESPONSE else resolution_stop(ticket)
        is_fault = stop.at is not None and stop.at < start
        until = export.as_of if stop.at is None else stop.at
        running = stop.by is None
        pauses = still(ticket, start, until) if clock is Clock.RESOLUTION and (running or stop.at is not None) else []
        unanswerable = clock is Clock.FIRST_RESPONSE and not export.responses_recorded
        is_paused = running and clock is Clock.RESOLUTION and kind_at(ticket, until) == "paused"
        untold = is_fault or (not running and stop.at is None)
        worth, due = self._due(terms, start, pauses)
        outcome = _outcome(terms, unanswerable, untold, due, stop.at, export.as_of)
        due = due if outcome in ("met", "breached", "running") else None
        can_count = not untold and not unanswerable
        hours = self.hours(terms.policy, terms.target.calendar) if terms.target else None
        elapsed = hours.seconds(start, until, pauses) if hours and can_count else None
        return {
            "started_at": start, "stopped_at": stop.at, "stopped_by": None if stop.at is None else stop.by,
            "outcome": outcome, "due_at": due,
            "elapsed_seconds": elapsed, **left_of(worth, elapsed, outcome, is_paused, terms.policy.at_risk_share),
            "calendar_seconds": until - start if can_count else None,
            "paused_seconds": sum(b - a for a, b in pauses), "is_paused": is_paused,
            "is_overdue": running and outcome == "breached", "tier": terms.tier, "priority": terms.priority,
            "group_name": held_at(ticket, "group", until), "assignee": held_at(ticket, "assignee", until),
            "due_on": self.day(start if due is None else due), "started_on": self.day(start),
            "stopped_on": None if stop.at is None else self.day(stop.at),
            "channel_covered": terms.channel_covered, "is_excluded": terms.exclusion is not None,
            **self._others(ticket, clock, None if untold or unanswerable else stop.at or export.as_of, running, is_paused, pauses),
        }  # fmt: skip

    def _others(self, ticket: Ticket, clock: Clock, until: int | None, running: bool, is_paused: bool, pauses: list[Span]) -> Judged:
        """The verdicts of a deadline column and of the export itself: without the policy, and by the same test (K4, K9)."""
        name = "response" if clock is Clock.FIRST_RESPONSE else "resolution"
        deadline = ticket.instants[f"{name}_due_at"]
        outcome = "unknown"
        if until is not None and deadline is not None:
            safe = is_paused and deadline >= (pauses[-1][0] if pauses else until)
            outcome = "breached" if until > deadline and not safe else "running" if running else "met"
        return {
            "deadline_at": deadline, "deadline_outcome": outcome, "deadline_overdue": running and outcome == "breached",
            "deadline_on": self.day(ticket.received_at if deadline is None else deadline),
            "vendor_outcome": (ticket.words[f"{name}_verdict"] or "unknown").lower(),
        }  # fmt: skip

    def _due(self, terms: Terms, start: int, pauses: list[Span]) -> tuple[int | None, int | None]:
        """C5, P2, K6: what the target is worth in seconds, and when it is due. A close named by a reading is, where the clock paused,
        the business time up to that close."""
        target = terms.target
        if target is None or not target.is_stated:
            return None, None
        hours = self.hours(terms.policy, target.calendar)
        if target.days is None or target.reading == "elapsed":
            seconds, landing = target.seconds, str(target.landing)
            if target.days is not None:
                seconds = target.days * terms.policy.calendars[target.calendar].day_seconds
        else:
            close = hours.close_of_day(start, target.days, str(target.reading))
            seconds, landing = hours.seconds(start, close, []), "closing"
        assert seconds
        due = hours.due(start, seconds, pauses, landing)
        return seconds, moved_out_of_pause(due, pauses)


def left_of(target: int | None, elapsed: int | None, outcome: str, is_paused: bool, share: float) -> Judged:
    """What a running clock has left of its target; at risk: less than the policy's share of it. A near miss had less than a tenth."""
    left = target - elapsed if target is not None and elapsed is not None else None
    running = left if outcome == "running" else None
    at_risk = running is not None and not is_paused and running < Fraction(str(share)) * (target or 0)
    near = outcome == "met" and left is not None and left < Fraction(target or 0, 10)
    return {"remaining_seconds": running, "is_at_risk": at_risk, "is_near_miss": near}


def moved_out_of_pause(due: int, pauses: list[Span]) -> int:
    """A clock whose pause begins at its due instant is not yet overdue, and cannot become so while it is paused (K4)."""
    for begins, ends in pauses:
        if begins <= due < ends:
            due = ends
    return due


def _outcome(terms: Terms, unanswerable: bool, untold: bool, due: int | None, stop: int | None, as_of: int) -> str:
    """K2 in its order, then K3 and K4. The one exception: without any responses in the export, even uncovered ones are unknown (K5)."""
    if terms.exclusion:
        return "excluded"
    if unanswerable:
        return "unknown"
    if terms.target is None:
        return "uncovered"
    if due is None:
        return "no_target"
    if untold:
        return "unknown"
    if stop is None:
        return "breached" if as_of > due else "running"
    return "breached" if stop > due else "met"


def response_stop(export: Export, ticket: Ticket) -> Stop:
    """K1: the first public response. K5: a ticket resolved without one stops its response clock at resolution."""
    if not export.responses_recorded:
        return Stop()
    at = ticket.instants["first_response_at"]
    if at is None and ticket.of("response"):
        at = ticket.of("response")[0].at
    if at is not None:
        return Stop(at, "response")
    resolved = resolution_stop(ticket)
    return Stop(resolved.at, "resolution without response") if resolved.by else Stop()


def resolution_stop(ticket: Ticket) -> Stop:
    """K1: the last entry into a resolved state not followed by a reopening; a closing time stands in where the resolved time is missing."""
    now = kind(ticket.words["status"])
    if now in ("open", "paused"):
        return Stop()
    resolved, closed = ticket.instants["resolved_at"], ticket.instants["closed_at"]
    if resolved is not None:
        return Stop(resolved, "resolution")
    entry = last_entry(ticket)
    if entry and kind(entry.after) == "resolved":
        return Stop(entry.at, "resolution")
    if closed is not None or entry:
        return Stop(closed if closed is not None else entry.at if entry else None, "closing time")
    return Stop(None, "resolution") if now in ("resolved", "closed") else Stop()


def last_entry(ticket: Ticket) -> Change | None:
    """The last change into a finished state (resolved or closed) from an unfinished one, with no reopening after it."""
    entry, state = None, None
    for change in ticket.of("status"):
        before, state = state or kind(change.before), kind(change.after) or "unknown"
        if state not in FINISHED:
            entry = None
        elif before not in FINISHED:
            entry = change
    return entry


def still(ticket: Ticket, start: int, until: int) -> list[Span]:
    """K6: stretches from start to until that the resolution clock does not count: pausing states, and resolved before a reopening."""
    changes = ticket.of("status")
    if not changes:
        return []
    edges = [start, *(c.at for c in changes), until]
    kinds = [kind(changes[0].before), *(kind(c.after) for c in changes)]
    spans: list[Span] = []
    for (begins, ends), state in zip(pairwise(edges), kinds, strict=True):
        begins, ends = max(begins, start), min(ends, until)
        if state in STANDING_STILL and begins < ends:
            if spans and spans[-1][1] == begins:
                begins = spans.pop()[0]
            spans.append((begins, ends))
    return spans


def kind_at(ticket: Ticket, at: int) -> str | None:
    """The kind of status at an instant, where history tells."""
    told = [c for c in ticket.of("status") if c.at <= at]
    changes = ticket.of("status")
    return kind(told[-1].after) if told else kind(changes[0].before) if changes else None


def held_at(ticket: Ticket, name: str, at: int) -> str | None:
    """K8: what history says a field held at an instant (changes of that very second included), be it nothing; else the current value."""
    later = [c for c in ticket.of(name) if c.at > at]
    return later[0].before if later and later[0].told else current(ticket, name)


def started_with(ticket: Ticket, name: str) -> str | None:
    """K7: the tier or priority at the start. One that was empty then is not told: a ticket is often triaged after it came in."""
    later = [c for c in ticket.of(name) if c.at > ticket.received_at]
    return (later[0].before if later else None) or current(ticket, name)


def current(ticket: Ticket, name: str) -> str | None:
    """The ticket's own column; where the export has none, what the last change left."""
    changes = ticket.of(name)
    return ticket.words[name] or (changes[-1].after if changes else None)


def means(value: str | None, spellings: tuple[str, ...]) -> bool:
    return value is not None and value.strip().lower() in {s.strip().lower() for s in spellings}


def _midnight(policy: Policy) -> int:
    day = policy.effective_from
    if day is None:
        return -(2**62)
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(policy.reporting_zone)).astimezone(UTC).timestamp())
