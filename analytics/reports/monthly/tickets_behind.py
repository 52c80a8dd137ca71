"""The tickets behind a month's figures, as plain lines for a workbook."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BreachedTicket:
    """A breached clock of the month. over_seconds: business time over the target; None where that is not known (K4)."""

    source: str
    ticket_id: str
    tier: str | None
    priority: str | None
    group: str | None
    organisation: str | None
    assignee: str | None
    status: str | None
    received_at: str
    due_at: str | None
    stopped_at: str | None
    target: str | None
    elapsed_seconds: int | None
    over_seconds: int | None
    over_calendar_seconds: int | None
    is_overdue: bool


@dataclass(frozen=True)
class EscalatedTicket:
    """An escalation of the month (E1). business_seconds, calendar_seconds: from received to this level."""

    source: str
    ticket_id: str
    level: int
    level_name: str | None
    escalated_at: str
    received_at: str
    tier: str | None
    priority: str | None
    group: str | None
    organisation: str | None
    status: str | None
    business_seconds: int | None
    calendar_seconds: int | None


@dataclass(frozen=True)
class TicketsBehind:
    """The tickets behind a month's figures, the furthest over and the latest first; the totals count those left out too."""

    breached: tuple[BreachedTicket, ...]
    breached_in_all: int
    escalated: tuple[EscalatedTicket, ...]
    escalated_in_all: int
