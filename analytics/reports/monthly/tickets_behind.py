"""The tickets behind a month's figures, as plain lines for a workbook."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from analytics.metrics import Facts, Question, breached_clocks, escalation_list
from analytics.metrics.measure import measure
from analytics.reports.periods import month_of

MOST_TICKETS = 5_000
Line = TypeVar("Line")


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


def tickets_behind(facts: Facts, month: str, most: int = MOST_TICKETS) -> TicketsBehind:
    """The breached first response clocks due in the month and the escalations that happened in it; at most `most` of each."""
    period = month_of(month)
    question = Question(("breached", "escalations"), from_on=period.from_on, to_on=period.to_on)
    totals = measure(facts, question).rows()[0]
    return TicketsBehind(
        breached=_lines(BreachedTicket, breached_clocks(facts, question, most), {"received_at": "started_at"}),
        breached_in_all=int(totals["breached"] or 0),
        escalated=_lines(EscalatedTicket, escalation_list(facts, question, most), {}),
        escalated_in_all=int(totals["escalations"] or 0),
    )


def _lines(kind: type[Line], frame: Any, names: dict[str, str]) -> tuple[Line, ...]:
    """The rows of a listing as plain lines; the listing's name of a field where it has another."""
    wanted = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    columns = [_plain(frame[names.get(name, name)]) for name in wanted]
    return tuple(kind(*values) for values in zip(*columns, strict=True))


def _plain(column: pd.Series[Any]) -> list[Any]:
    """A column as plain values, None where there is none: instants as text, `2026-10-05T14:30:00Z`, whole numbers as such."""
    kept = column.notna().to_numpy()
    values: list[Any]
    if column.dtype.kind == "M":
        values = [f"{text}Z" for text in np.datetime_as_string(column.to_numpy("datetime64[s]"), unit="s").tolist()]
    elif column.dtype.kind == "f":
        values = [int(value) if known else None for value, known in zip(column.tolist(), kept.tolist(), strict=True)]
    else:
        values = column.tolist()
    return values if kept.all() else [value if known else None for value, known in zip(values, kept.tolist(), strict=True)]
