"""What a store knows of one ticket: its words, its two clocks as judged, its changes of status, its escalations and its loads."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from analytics.errors import TicketNotFound
from analytics.metrics.answer import Facts
from analytics.vocabulary import Clock

MOST_NEAR = 5

Record = TypeVar("Record")


@dataclass(frozen=True)
class JudgedClock:
    """A clock as the store judged it (a row of sla_clocks). Instants are aware and in UTC, durations whole seconds."""

    clock: str
    started_at: datetime
    stopped_at: datetime | None
    stopped_by: str | None
    calendar: str | None
    target: str | None
    target_seconds: int | None
    due_at: datetime | None
    elapsed_seconds: int | None
    calendar_seconds: int | None
    paused_seconds: int | None
    is_paused: bool
    outcome: str
    reason: str | None
    is_overdue: bool
    deadline_at: datetime | None
    deadline_outcome: str
    vendor_outcome: str
    is_at_risk: bool
    precision_flips: bool
    group_name: str | None
    assignee: str | None


@dataclass(frozen=True)
class StatusChange:
    """A change of status: the export's words, and what they mean for the clocks (K1, K6)."""

    changed_at: datetime
    from_value: str | None
    to_value: str | None
    from_kind: str | None
    to_kind: str | None


@dataclass(frozen=True)
class Escalation:
    """The ticket moved up (E1). after_*_breach: None where that clock has no due instant (E3)."""

    level: int
    level_name: str | None
    from_level: int | None
    skipped_levels: int
    escalated_at: datetime
    calendar_seconds: int | None
    business_seconds: int | None
    after_response_breach: bool | None
    after_resolution_breach: bool | None


@dataclass(frozen=True)
class Carrier:
    """A load whose file held the ticket or a change of it."""

    load_id: int
    file_name: str
    layout: str
    format: str
    as_of: datetime
    loaded_at: datetime


@dataclass(frozen=True)
class TicketStory:
    """The facts of a ticket. tier, priority: the policy's words, at the start where a history tells (K7); export_*: the export's, now.

    *_told_by_history: whether a later change says what the tier or priority was at the start; else the current one stands for it.
    *_precision_seconds: of a stop rebuilt from whole minutes or hours (K1); None: exact. `version`: of the store.
    """

    source: str
    ticket_id: str
    as_of: datetime
    received_at: datetime
    state: str
    status: str | None
    tier: str | None
    priority: str | None
    export_tier: str | None
    export_priority: str | None
    organisation: str | None
    channel: str | None
    channel_covered: bool
    exclusion_reason: str | None
    cover_gap: str | None
    responses_recorded: bool
    levels_recorded: bool
    reopens: int | None
    seen_in_last_load: bool
    response_fault: str | None
    resolution_fault: str | None
    response_precision_seconds: int | None
    resolution_precision_seconds: int | None
    tier_told_by_history: bool
    priority_told_by_history: bool
    reporting_zone: str
    version: str
    clocks: dict[Clock, JudgedClock]
    status_changes: tuple[StatusChange, ...]
    escalations: tuple[Escalation, ...]
    loads: tuple[Carrier, ...]

    def precision_seconds(self, clock: Clock) -> int | None:
        """How exactly the clock's stop is known (K1)."""
        return self.response_precision_seconds if clock is Clock.FIRST_RESPONSE else self.resolution_precision_seconds

    def fault(self, clock: Clock) -> str | None:
        """Why the data cannot tell how the clock ran (K5, C6)."""
        return self.response_fault if clock is Clock.FIRST_RESPONSE else self.resolution_fault


def read_story(facts: Facts, ticket_id: str, source: str | None = None) -> TicketStory:
    """One ticket. Raises TicketNotFound, also where several sources have it and none is named (L3)."""
    names = [field.name for field in fields(TicketStory)][: -len(_PUT_TOGETHER)]
    holding = facts.rows(f"SELECT {', '.join(names)} FROM judged_tickets WHERE ticket_id = $id ORDER BY source", {"id": ticket_id})  # noqa: S608
    found = _source(facts, ticket_id, source, [str(row[0]) for row in holding])
    told = dict(zip(names, map(_aware, next(row for row in holding if row[0] == found)), strict=True))
    key = {"source": found, "ticket_id": ticket_id}
    meta = dict(facts.rows("SELECT key, value FROM store_meta"))
    changes = facts.rows(_CHANGES, key)
    at_start = _told_at_start(changes, told["received_at"])
    return TicketStory(
        **told,
        tier_told_by_history="tier" in at_start,
        priority_told_by_history="priority" in at_start,
        reporting_zone=meta["reporting_zone"],
        version=meta["version"],
        clocks={Clock(clock.clock): clock for clock in _records(JudgedClock, facts, f"FROM sla_clocks {_ONE}", key)},
        status_changes=tuple(StatusChange(*map(_aware, row[1:])) for row in changes if row[0] == "status"),
        escalations=_records(Escalation, facts, f"FROM escalations {_ONE} ORDER BY ordinal", key),
        loads=_records(Carrier, facts, _CARRIERS, key),
    )


def _told_at_start(changes: list[tuple[Any, ...]], received_at: datetime) -> set[str]:
    """The fields whose first change after the start says what was before (K7); nothing is not told: a ticket is often triaged later."""
    first: dict[str, Any] = {}
    for field, changed_at, before, *_ in changes:
        if _aware(changed_at) > received_at:
            first.setdefault(field, before)
    return {field for field, before in first.items() if before is not None}


_PUT_TOGETHER = (
    "tier_told_by_history", "priority_told_by_history", "reporting_zone", "version", "clocks", "status_changes", "escalations", "loads",
)  # fmt: skip
_ONE = "WHERE source = $source AND ticket_id = $ticket_id"
_CHANGES = """
    SELECT field, changed_at, from_value, to_value, from_kind, to_kind FROM ticket_changes
    WHERE source = $source AND ticket_id = $ticket_id AND field IN ('status', 'tier', 'priority') ORDER BY field, place
"""
_CARRIERS = """
    FROM loads WHERE load_id IN (
        SELECT load_id FROM ticket_states WHERE source = $source AND ticket_id = $ticket_id
        UNION SELECT load_id FROM state_carriers WHERE source = $source AND ticket_id = $ticket_id
        UNION SELECT load_id FROM change_rows WHERE source = $source AND ticket_id = $ticket_id
        UNION SELECT load_id FROM change_carriers WHERE source = $source AND ticket_id = $ticket_id
    ) ORDER BY load_id
"""


def _source(facts: Facts, ticket_id: str, source: str | None, holders: list[str]) -> str:
    """The help desk the ticket is of; `holders` are those that have one of this id."""
    if source in holders:
        return str(source)
    if source is None and len(holders) == 1:
        return holders[0]
    if source is None and holders:
        raise TicketNotFound(f"several help desks have a ticket {ticket_id!r}", f"it is in {_listed(holders)}", "say which: --source NAME")
    sources = [str(row[0]) for row in facts.rows("SELECT source FROM sources ORDER BY source")]
    if source is not None and source not in sources:
        raise TicketNotFound(f"there is no source {source!r}", f"the sources are {_listed(sources)}", "name one of them, or none")
    near = [f"{near_id!r} of {owner}" for near_id, owner in facts.rows(_NEAR, {"id": ticket_id, "source": source, "most": MOST_NEAR})]
    where = f"in {source!r}" if source else f"in {_listed(sources)}"
    elsewhere = f"; {_listed(holders)} has it" if holders else ""
    remedy = f"near it: {', '.join(near)}" if near else "take an id as the export writes it"
    raise TicketNotFound(f"there is no ticket {ticket_id!r}", f"none of that id {where}{elsewhere}", remedy)


_NEAR = """
    SELECT ticket_id, source FROM judged_tickets
    WHERE ($source IS NULL OR source = $source) AND jaro_winkler_similarity(lower(ticket_id), lower(trim($id))) > 0.8
    ORDER BY levenshtein(lower(ticket_id), lower(trim($id))), ticket_id, source LIMIT $most
"""


def _listed(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names) or "no source at all"


def _records(kind: type[Record], facts: Facts, rest: str, key: dict[str, str]) -> Any:
    """Rows of a relation as records; a column a field."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return tuple(kind(*map(_aware, row)) for row in facts.rows(f"SELECT {', '.join(names)} {rest}", key))


def _aware(value: Any) -> Any:
    """Instants of the store are UTC without zone."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
