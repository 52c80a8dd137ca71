"""What a store knows of one ticket: its words, its two clocks as judged, its changes of status, its escalations and its loads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analytics.vocabulary import Clock


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
