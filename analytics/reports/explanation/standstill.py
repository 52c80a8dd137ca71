"""Where a resolution clock stood still: pausing states, and resolved ones before a reopening (K6). First response never pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analytics.reports.explanation.ticket_story import StatusChange
from analytics.vocabulary import StatusKind

_STILL = (StatusKind.PAUSED, StatusKind.RESOLVED, StatusKind.CLOSED)


@dataclass(frozen=True)
class Standstill:
    """A stretch in one status that does not count. Half-open, aware and in UTC; `status` is the export's word.

    `is_open`: a pause that had not ended when the clock was read. One that began in that very second has no length.
    """

    from_at: datetime
    to_at: datetime
    kind: StatusKind
    status: str
    is_open: bool


def standstills(changes: Sequence[StatusChange], start: datetime, end: datetime, is_running: bool) -> tuple[Standstill, ...]:
    """The stretches between start and end, in order. The one before the first change has what that change says was before."""
    found = []
    for place in range(-1, len(changes)):
        status, kind = _held(changes, place)
        if kind not in _STILL:
            continue
        begins = start if place < 0 else changes[place].changed_at
        ends = changes[place + 1].changed_at if place + 1 < len(changes) else None
        lasts = is_running and kind == StatusKind.PAUSED and (ends is None or ends > end)
        first, last = max(begins, start), min(ends or end, end)
        if first < last or (first == last == end and lasts and ends is None):
            found.append(Standstill(first, last, StatusKind(kind), status or "", lasts))
    return tuple(found)


def _held(changes: Sequence[StatusChange], place: int) -> tuple[str | None, str | None]:
    """The status after a change, or before the first."""
    if place >= 0:
        return changes[place].to_value, changes[place].to_kind
    return (changes[0].from_value, changes[0].from_kind) if changes else (None, None)
