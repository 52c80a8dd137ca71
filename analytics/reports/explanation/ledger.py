"""The ledger of a clock: every stretch from its start to its end, counted or not, with the rule that says so (C1 to C4, K6).

Computed from the calendar's windows and the ticket's changes of status, not from what judging stored: the two must agree.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from analytics.business_time import Because, Calendar, Reasons
from analytics.business_time.zone import seconds_of, zone
from analytics.policy.target import Target
from analytics.reports.explanation.standstill import Standstill
from analytics.vocabulary import Landing, Reading, StatusKind


class Kind(StrEnum):
    """What a stretch of a clock is."""

    COUNTED = "counted"
    CLOSED = "closed"
    BEFORE_OPENING = "before_opening"
    HOLIDAY = "holiday"
    HALF_DAY = "half_day"
    DATED_HOURS = "dated_hours"
    BREAK = "break"
    PAUSED = "paused"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Entry:
    """Half-open [from_at, to_at), aware and in UTC; from_local and to_local are the same in the calendar's zone.

    counted_seconds: all of it or none. business_seconds: open time in it; of a pause, what did not count. `day`: the local day it
    belongs to (of a window past midnight, the one it opens on: C1). `name`: a holiday's name, or the status that paused. `rules`: of
    domain rules, in the order they spoke. is_past_due: it begins at or after the due instant. clock_shift_seconds: by how much the
    zone's clock was put forward (above 0) or back within it, so that the hours on the wall do not give its length (C3).
    """

    from_at: datetime
    to_at: datetime
    from_local: datetime
    to_local: datetime
    day: date
    seconds: int
    counted_seconds: int
    business_seconds: int
    kind: Kind
    rules: tuple[str, ...]
    name: str | None = None
    is_closed_day: bool = False
    is_past_due: bool = False
    clock_shift_seconds: int = 0


@dataclass(frozen=True)
class Ledger:
    """The entries from start_at to end_at without a gap. target_seconds: business time; of a close-of-day reading, up to that close (P2).

    due_at: the instant at which the target is used up (C5), pauses waited for (K4, K6); None without a target.
    """

    start_at: datetime
    end_at: datetime
    zone: str
    entries: tuple[Entry, ...]
    standstills: tuple[Standstill, ...]
    target_seconds: int | None
    due_at: datetime | None

    @property
    def elapsed_seconds(self) -> int:
        """What counted, in all."""
        return sum(entry.counted_seconds for entry in self.entries)

    @property
    def paused_seconds(self) -> int:
        """Real seconds in which the clock stood still (K6)."""
        return sum(entry.seconds for entry in self.entries if entry.kind in (Kind.PAUSED, Kind.RESOLVED))

    @property
    def paused_business_seconds(self) -> int:
        """Open seconds in which the clock stood still."""
        return sum(entry.business_seconds for entry in self.entries if entry.kind in (Kind.PAUSED, Kind.RESOLVED))

    @property
    def is_paused(self) -> bool:
        """Whether it stands still at its end."""
        return any(stand.is_open for stand in self.standstills)

    @property
    def first_counted_at(self) -> datetime | None:
        """When it began to count (C4); None where it did not yet."""
        return next((entry.from_at for entry in self.entries if entry.counted_seconds), None)


def build_ledger(
    reasons: Reasons, start: datetime, end: datetime, standstills: Sequence[Standstill] = (), target: Target | None = None
) -> Ledger:
    """The ledger of a clock from start to end (aware; a stop, or the source's as_of). Raises CalendarNeverOpens for a target that
    can never be used up."""
    entries = _noted(reasons, list(_entries(reasons, start, end, standstills)))
    seconds = due = None
    if target is not None and target.is_stated:
        seconds, landing = _length(reasons.calendar, start, target)
        due = _due_at(reasons.calendar, end, entries, standstills, seconds, landing)
        entries = [piece for entry in entries for piece in _split(entry, due)]
    return Ledger(start, end, reasons.calendar.tz, tuple(entries), tuple(standstills), seconds, due)


def _entries(reasons: Reasons, start: datetime, end: datetime, standstills: Sequence[Standstill]) -> Iterator[Entry]:
    """Calendar time between standstills, and each of those as one entry."""
    has_opened = False
    edges = [(start, start), *((s.from_at, s.to_at) for s in standstills), (end, end)]
    for place, ((_, free_from), (free_to, _)) in enumerate(pairwise(edges)):
        for span in reasons.spans(free_from, free_to):
            is_open = span.because is Because.OPEN
            has_opened = has_opened or is_open
            counted = span.seconds if is_open else 0
            kind, rules = _kind(span.because, span.is_dated, has_opened)
            times = (span.from_at, span.to_at, *_local(reasons, span.from_at, span.to_at))
            is_shut = span.because is Because.CLOSED_DAY
            yield Entry(*times, span.day, span.seconds, counted, counted, kind, rules, span.name, is_shut)
        if place < len(standstills) and (still := standstills[place]).from_at < still.to_at:
            stood = _still(reasons, still)
            has_opened = has_opened or bool(stood.business_seconds)
            yield stood


def _still(reasons: Reasons, still: Standstill) -> Entry:
    begins, ends = _local(reasons, still.from_at, still.to_at)
    kind = Kind.PAUSED if still.kind is StatusKind.PAUSED else Kind.RESOLVED
    length = seconds_of(still.to_at) - seconds_of(still.from_at)
    business = reasons.calendar.elapsed_seconds(still.from_at, still.to_at)
    return Entry(still.from_at, still.to_at, begins, ends, begins.date(), length, 0, business, kind, ("K6",), still.status or None)


def _local(reasons: Reasons, *instants: datetime) -> tuple[datetime, datetime]:
    begins, ends = (at.astimezone(zone(reasons.calendar.tz)) for at in instants)
    return begins, ends


def _kind(because: Because, is_dated: bool, has_opened: bool) -> tuple[Kind, tuple[str, ...]]:
    """What a stretch of the calendar is to a clock. Before the first opening it waits (C4), whatever closes it."""
    waits = () if has_opened else ("C4",)
    if because is Because.OPEN:
        return Kind.COUNTED, ("C1", "C2") if is_dated else ("C1",)
    if because in (Because.OUTSIDE_HOURS, Because.CLOSED_DAY):
        return (Kind.CLOSED if has_opened else Kind.BEFORE_OPENING), ("C1", *waits)
    return Kind(because.value), ("C2", *waits)


def _noted(reasons: Reasons, entries: list[Entry]) -> list[Entry]:
    """The entries, those in which the zone's clock was changed marked with by how much (C3)."""
    if not entries:
        return entries
    changes = reasons.clock_changes(entries[0].from_at, entries[-1].to_at)
    if not changes:
        return entries
    begins = [entry.from_at for entry in entries]
    for change in changes:
        place = bisect_left(begins, change.at) - 1
        if place >= 0 and change.at < (entry := entries[place]).to_at:
            entries[place] = replace(entry, clock_shift_seconds=entry.clock_shift_seconds + change.shift_seconds)
    return entries


def _length(calendar: Calendar, start: datetime, target: Target) -> tuple[int, Landing]:
    """The target in business time. A reading that names a close is the time up to that close, which it lands on (P2)."""
    if target.seconds is not None and (target.days is None or target.reading is Reading.ELAPSED):
        return target.seconds, target.landing
    close = calendar.due_after_business_days(start, target.days or 0, target.reading)
    return calendar.elapsed_seconds(start, close), Landing.CLOSING


def _due_at(
    calendar: Calendar, end: datetime, entries: Sequence[Entry], standstills: Sequence[Standstill], target: int, landing: Landing
) -> datetime:
    """Walk the entries until the target is used up, and beyond the end by the calendar alone (C5)."""
    left, due = target, None
    for entry in entries:
        if not entry.counted_seconds:
            continue
        if left < entry.counted_seconds or (left == entry.counted_seconds and landing is Landing.CLOSING):
            due = entry.from_at + timedelta(seconds=left)
            break
        left -= entry.counted_seconds
    if due is None:
        due = calendar.due_at(end, left, landing)
    for still in standstills:  # one that begins at the due instant is waited for: a paused clock cannot become overdue (K4)
        if still.from_at <= due < still.to_at:
            due = still.to_at
    return due


def _past_due(entry: Entry) -> Entry:
    """replace() at a tenth of its price: a clock of years has thousands of entries, most of them past due."""
    late = object.__new__(Entry)
    late.__dict__.update(entry.__dict__, is_past_due=True)
    return late


def _split(entry: Entry, due: datetime) -> Iterator[Entry]:
    """The entry, cut where the target is used up within it."""
    if due >= entry.to_at:
        yield entry
        return
    if due <= entry.from_at:
        yield _past_due(entry)
        return
    at = due.astimezone(entry.from_local.tzinfo)
    first = replace(entry, to_at=due, to_local=at)
    rest = replace(entry, from_at=due, from_local=at, is_past_due=True)
    for piece in (first, rest):
        length = seconds_of(piece.to_at) - seconds_of(piece.from_at)
        counted = length if entry.counted_seconds else 0
        yield replace(piece, seconds=length, counted_seconds=counted, business_seconds=counted)
