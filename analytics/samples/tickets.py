"""One chunk of tickets from start to end: who asks and who answers, then response, work, pauses, reopenings and escalations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.samples import causes, names
from analytics.samples.acts import Acts
from analytics.samples.arriving import Arrived, Arriving
from analytics.samples.chance import Chance, Flags, Seconds, stream
from analytics.samples.desk import Desk, midnight_at
from analytics.samples.escalating import escalate
from analytics.samples.names import Codes, code
from analytics.samples.office_hours import DAY_SECONDS, Hours, OfficeHours

TICKETS_STREAM = 2
ABSENT = -1
MINUTE, HOUR, DAY = 60, 3600, 86400
ENTERPRISE_TARGET = 30 * MINUTE
STANDARD_MEDIAN, STANDARD_SPREAD = 1.8 * HOUR, 1.0
ENTERPRISE_MEDIAN, ENTERPRISE_SPREAD = 9.0 * MINUTE, 0.75
OVERLOOKED, STANDARD_OVERLOOKED, ENTERPRISE_OVERLOOKED = 0.01, 40.0, 200.0
PRIORITY_PACE = np.array([0.7, 1.0, 1.15])
Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Askers:
    """What is known of a ticket when it comes in, and who will take it. Indexes into the tuples of `names`, codes of its WORDS."""

    organisation: Index
    priority: Index
    channel: Index
    exclusion: Index
    group: Index
    entered_wrong: Flags
    assignee: Codes


@dataclass(frozen=True)
class Tickets:
    """A chunk of the ticket file. Instants in seconds since 1970 UTC, ABSENT where nothing is recorded; words as codes or indexes."""

    first: int
    acts: Acts
    touched: tuple[causes.Touched, ...]
    received_at: Seconds
    updated_at: Seconds
    first_response_at: Seconds
    resolved_at: Seconds
    closed_at: Seconds
    due_at: Seconds
    tier_at_start: Codes
    organisation: Index
    channel: Index
    exclusion: Index

    @property
    def rows(self) -> int:
        """How many tickets."""
        return len(self.received_at)


def draw(desk: Desk, arriving: Arriving, office: OfficeHours, chunk: int, first: int, rows: int) -> Tickets:
    """The tickets from index `first` on: the same for the same desk, whatever else is drawn."""
    chance = Chance(stream(desk.seed, TICKETS_STREAM, chunk), rows)
    arrived = arriving.draw(chance, first)
    hours = Hours(office, arrived.is_enterprise)
    askers = _askers(chance, arrived)
    planted = _planted(desk, arrived, askers)
    acts = _starting(desk, chance, arrived, askers)
    silent = chance.flag(0.01)
    tier_at_start = acts.now("tier") if desk.events else _tiers(arrived.is_enterprise)
    due_at = _due(office, arrived.received_at, tier_at_start)
    answered_at = _answered(chance, arrived, askers, hours, planted, silent)
    assigned_at = _take_up(chance, acts, arrived, askers, hours, answered_at)
    responded = acts.add("response", ~silent, answered_at, code(names.RESPONSE), askers.assignee)
    solved_at = _solved(chance, acts, arrived, askers, hours, assigned_at, answered_at, silent)
    _hand_over(chance, acts, askers, hours, answered_at, solved_at)
    resolved_at, closed_at = _finish(chance, acts, hours, solved_at)
    _correct(chance, acts, hours, arrived, solved_at)
    escalate(chance, acts, arrived, solved_at, answered_at > due_at, planted, askers.entered_wrong)
    return Tickets(
        first, acts, planted.touched(), arrived.received_at, acts.last_at(arrived.received_at),
        np.where(responded, answered_at, ABSENT), resolved_at, closed_at, due_at, tier_at_start,
        askers.organisation, askers.channel, askers.exclusion,
    )  # fmt: skip


def _tiers(is_enterprise: Flags) -> Codes:
    return names.codes(names.TIERS)[is_enterprise.astype(np.int64)]


def _askers(chance: Chance, arrived: Arrived) -> Askers:
    """Who asks and who will answer."""
    firms = names.ORGANISATIONS
    of_tier = [chance.choice([firm.share * (firm.tier == tier) for firm in firms]) for tier in names.TIERS]
    group = chance.choice([group.share for group in names.GROUPS])
    urgent = np.where(arrived.is_enterprise, chance.choice((0.22, 0.48, 0.3)), chance.choice((0.12, 0.5, 0.38)))
    return Askers(
        organisation=np.where(arrived.is_enterprise, of_tier[1], of_tier[0]),
        priority=urgent,
        channel=chance.choice((0.83, 0.1, 0.05, 0.02)),
        exclusion=chance.choice((0.97, 0.016, 0.011, 0.003)),
        group=group,
        entered_wrong=chance.flag(0.006) & arrived.is_enterprise,
        assignee=someone_of(chance, group),
    )


def someone_of(chance: Chance, group: Index) -> Codes:
    """A member of each group."""
    member = (chance.share() * names.STAFF_SIZES[group]).astype(np.int64)
    return np.asarray(names.codes(names.STAFF)[names.FIRST_STAFF[group] + member])


def _planted(desk: Desk, arrived: Arrived, askers: Askers) -> causes.Causes:
    """Which tickets the causes touch, by the day they come in."""
    begins_at, ends_at = causes.month_bounds(desk)
    is_slow_group = askers.group == [group.name for group in names.GROUPS].index(names.SLOW_GROUP)
    unhappy = [firm.name for firm in names.ORGANISATIONS].index(names.UNHAPPY_ORGANISATION)
    return causes.Causes(
        slow_group=is_slow_group & (arrived.received_at >= midnight_at(desk.reorganised_on)),
        bad_month=(arrived.received_at >= begins_at) & (arrived.received_at < ends_at),
        unhappy=askers.organisation == unhappy,
        is_slow_group=is_slow_group,
        is_enterprise=arrived.is_enterprise,
    )


def _starting(desk: Desk, chance: Chance, arrived: Arrived, askers: Askers) -> Acts:
    """The values tickets come in with: a third first go to the first line, and a few of Enterprise are entered as Standard."""
    groups = names.codes(tuple(group.name for group in names.GROUPS))
    starting: dict[str, Codes | int] = {
        "group": np.where(chance.flag(0.35), code(names.FIRST_LINE), groups[askers.group]),
        "assignee": names.NOTHING,
        "status": code("new"),
        "priority": names.codes(names.PRIORITIES)[askers.priority],
        "tier": _tiers(arrived.is_enterprise & ~askers.entered_wrong),
        "response": names.NOTHING,
        "level": code("0"),
    }
    return Acts(chance.rows, desk.as_of_at, starting)


def _due(office: OfficeHours, received_at: Seconds, tier: Codes) -> Seconds:
    """When the first response is due: one business day read as elapsed (P2) for Standard, 30 minutes for Enterprise."""
    in_office = office.instant(office.position(received_at) + DAY_SECONDS)
    return np.where(tier == code("Enterprise"), received_at + ENTERPRISE_TARGET, in_office)


def _answered(chance: Chance, arrived: Arrived, askers: Askers, hours: Hours, planted: causes.Causes, silent: Flags) -> Seconds:
    """When staff answer: a few much later than all others, and a few of Standard in the evening after hours."""
    pace = PRIORITY_PACE[askers.priority] * (0.85 + 0.03 * (askers.assignee * 7 % 10)) * planted.response_factor()
    overlooked = np.where(arrived.is_enterprise, ENTERPRISE_OVERLOOKED, STANDARD_OVERLOOKED)
    pace = pace * np.where(chance.flag(OVERLOOKED), overlooked, 1.0)
    night = (arrived.local_hour < 6) | (arrived.local_hour > 21)
    standard = chance.seconds(STANDARD_MEDIAN * pace, STANDARD_SPREAD, 5 * MINUTE, 25 * DAY_SECONDS)
    enterprise = chance.seconds(ENTERPRISE_MEDIAN * pace * np.where(night, 1.15, 1.0), ENTERPRISE_SPREAD, MINUTE, 4 * DAY)
    answered_at = hours.after(arrived.received_at, np.where(arrived.is_enterprise, enterprise, standard))
    evening = chance.flag(0.03) & ~arrived.is_enterprise & ~silent
    late_at = hours.office.closing(answered_at) + chance.share(MINUTE, 3 * HOUR).astype(np.int64)
    return np.where(evening, late_at, answered_at)


def _take_up(chance: Chance, acts: Acts, arrived: Arrived, askers: Askers, hours: Hours, answered_at: Seconds) -> Seconds:
    """Hand the ticket to its group and to a person, and open it. Returns when it was assigned, before the response."""
    groups = names.codes(tuple(group.name for group in names.GROUPS))
    moved_at = hours.between(arrived.received_at, answered_at, chance.share(0.1, 0.45))
    assigned_at = hours.between(arrived.received_at, answered_at, chance.share(0.5, 0.9))
    everyone = np.ones(chance.rows, dtype=np.bool_)
    acts.add("group", everyone, moved_at, groups[askers.group], code(names.DISPATCH))
    acts.add("tier", askers.entered_wrong, assigned_at, code("Enterprise"), code(names.DISPATCH))
    acts.add("assignee", everyone, assigned_at, askers.assignee, code(names.DISPATCH))
    acts.add("status", everyone, assigned_at, code("open"), askers.assignee)
    return assigned_at


def _solved(
    chance: Chance, acts: Acts, arrived: Arrived, askers: Askers, hours: Hours, assigned_at: Seconds, answered_at: Seconds, silent: Flags
) -> Seconds:
    """Work, with a pause in between for about a quarter of the tickets; returns when the ticket is first resolved."""
    median = np.where(arrived.is_enterprise, 9.0 * HOUR, 13.0 * HOUR) * PRIORITY_PACE[askers.priority] * np.where(silent, 0.1, 1.0)
    work = chance.seconds(median, 1.25, 10 * MINUTE, 40 * DAY_SECONDS)
    pauses = chance.flag(0.26)
    early = chance.flag(0.03) & (answered_at > assigned_at + 1)
    before_at = np.where(early, hours.between(assigned_at, answered_at, chance.share(0.1, 0.9)), answered_at)
    done = np.maximum(1, (work * chance.share(0.1, 0.8)).astype(np.int64))
    pause_at = np.where(early, before_at, hours.after(answered_at, done))
    ends_at = pause_at + chance.seconds(60.0 * HOUR, 1.0, 10 * MINUTE)
    on_hold = chance.flag(0.3)
    acts.add("status", pauses, pause_at, np.where(on_hold, code("on_hold"), code("pending")).astype(np.int16), askers.assignee)
    ended_by = np.where(on_hold, askers.assignee, code(names.REQUESTER)).astype(np.int16)
    acts.add("status", pauses, ends_at, code("open"), ended_by)
    after_pause_at = hours.after(np.maximum(ends_at, answered_at), np.maximum(1, work - np.where(early, 0, done)))
    solved_at = np.where(pauses, after_pause_at, hours.after(answered_at, work))
    return np.asarray(solved_at, dtype=np.int64)


def _hand_over(chance: Chance, acts: Acts, askers: Askers, hours: Hours, answered_at: Seconds, solved_at: Seconds) -> None:
    """About one ticket in eight goes to another person after the response, often of another group."""
    groups = names.codes(tuple(group.name for group in names.GROUPS))
    hands_over = chance.flag(0.13)
    other = np.where(chance.flag(0.6), chance.choice([group.share for group in names.GROUPS]), askers.group)
    at = hours.between(answered_at, solved_at, chance.share(0.1, 0.9))
    acts.add("group", hands_over, at, groups[other], askers.assignee)
    acts.add("assignee", hands_over, at, someone_of(chance, other), askers.assignee)


def _finish(chance: Chance, acts: Acts, hours: Hours, solved_at: Seconds) -> tuple[Seconds, Seconds]:
    """Resolve, reopen a few and resolve those again, close. Returns resolved_at as it stands (K1) and closed_at."""
    everyone = np.ones(chance.rows, dtype=np.bool_)
    resolved = acts.add("status", everyone, solved_at, code("resolved"), acts.now("assignee"))
    reopens = chance.flag(0.045)
    reopened_at = solved_at + np.minimum(chance.seconds(20.0 * HOUR, 0.9, 5 * MINUTE), 4 * DAY)
    again_at = hours.after(reopened_at, chance.seconds(4.0 * HOUR, 1.0, 10 * MINUTE))
    reopened = acts.add("status", reopens, reopened_at, code("open"), code(names.REQUESTER))
    resolved_again = acts.add("status", reopens, again_at, code("resolved"), acts.now("assignee"))
    resolved_at = np.where(resolved & ~reopened, solved_at, np.where(resolved_again, again_at, ABSENT))
    by_hand = chance.flag(0.2)
    wait = np.where(by_hand, chance.seconds(16.0 * HOUR, 0.8, MINUTE), 5 * DAY + chance.share(0, 900).astype(np.int64))
    closed_at = np.where(reopens, again_at, solved_at) + wait
    closer = np.where(by_hand, acts.now("assignee"), code(names.AUTOMATION)).astype(np.int16)
    closed = acts.add("status", everyone, closed_at, code("closed"), closer)
    return resolved_at, np.where(closed, closed_at, ABSENT)


def _correct(chance: Chance, acts: Acts, hours: Hours, arrived: Arrived, solved_at: Seconds) -> None:
    """A few priorities change while the ticket is worked on, some of them before the response."""
    at = hours.between(arrived.received_at, solved_at, chance.share(0.01, 0.95))
    becomes = names.codes(names.PRIORITIES)[chance.choice((0.45, 0.35, 0.2))]
    acts.add("priority", chance.flag(0.07), at, becomes, code(names.DISPATCH))
