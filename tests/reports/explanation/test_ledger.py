"""The ledger by itself: laws over hostile calendars, against a count second by second where that is quick enough."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.business_time import Calendar, Reasons
from analytics.errors import CalendarNeverOpens
from analytics.policy.target import Target
from analytics.reports.explanation import Kind, Ledger, build_ledger, condensed, why
from analytics.reports.explanation.standstill import Standstill, standstills
from analytics.reports.explanation.ticket_story import StatusChange
from analytics.vocabulary import Landing, Reading, StatusKind
from tests.business_time.calendars import ALWAYS, STANDARD, instants, local, mappings, stated

SECOND = timedelta(seconds=1)
Drawn = tuple[dict[str, Any], list[datetime]]


def drawn(number: int, **chosen: Any) -> st.SearchStrategy[Drawn]:
    """A calendar, and so many instants in order."""
    return mappings(**chosen).flatmap(lambda m: st.tuples(st.just(m), st.lists(instants(m), min_size=number, max_size=number).map(sorted)))


def target(seconds: int | None = None, days: int | None = None, reading: Reading = Reading.ELAPSED, landing: str = "closing") -> Target:
    return Target("a target", "office", reading, Landing(landing), seconds, days)


def still(begins: datetime, ends: datetime, kind: StatusKind = StatusKind.PAUSED) -> Standstill:
    return Standstill(begins, ends, kind, "waiting", False)


@settings(max_examples=150)
@given(drawn(6), st.booleans())
def test_entries_are_adjacent_cover_the_clock_and_sum_to_business_time_without_pauses(case: Drawn, pauses: bool) -> None:
    mapping, (start, a, b, c, d, end) = case
    calendar = Calendar.from_mapping(stated(mapping))
    stands = [still(*span) for span in ((a, b), (c, d)) if pauses and span[0] < span[1]]
    ledger = build_ledger(Reasons(calendar), start, end, stands)
    assert [start, *(e.to_at for e in ledger.entries)] == [*(e.from_at for e in ledger.entries), end]
    paused = sum(calendar.elapsed_seconds(s.from_at, s.to_at) for s in stands)
    assert ledger.elapsed_seconds == calendar.elapsed_seconds(start, end) - paused
    assert ledger.paused_business_seconds == paused
    assert sum(e.seconds for e in ledger.entries) == (end - start) // SECOND
    for entry in ledger.entries:
        assert (entry.from_local.timestamp(), entry.to_local.timestamp()) == (entry.from_at.timestamp(), entry.to_at.timestamp())
        assert why(entry)
    assert_condensed(ledger)


def assert_condensed(ledger: Ledger) -> None:
    rows = condensed(ledger)
    assert sum(row.counted_seconds for row in rows) == ledger.elapsed_seconds
    assert sum(row.calendar_seconds for row in rows) == sum(e.seconds for e in ledger.entries)
    assert sum(row.paused_business_seconds for row in rows) == ledger.paused_business_seconds


@settings(max_examples=150)
@given(drawn(4, opens=True), st.integers(1, 300_000), st.sampled_from(["closing", "next_opening"]))
def test_c5_k6_due_is_where_the_target_is_used_up_and_nowhere_in_a_pause(case: Drawn, seconds: int, landing: str) -> None:
    mapping, (start, a, b, end) = case
    calendar = Calendar.from_mapping(stated(mapping))
    stands = [still(a, b)] if a < b else []
    try:
        due = build_ledger(Reasons(calendar), start, end, stands, target(seconds, landing=landing)).due_at
    except CalendarNeverOpens:
        assume(False)
    assert due is not None
    assert not any(s.from_at <= due < s.to_at for s in stands), "K4: a paused clock cannot become overdue"

    def counted(until: datetime) -> int:
        taken = [(s.from_at, min(s.to_at, until)) for s in stands if s.from_at < until]
        return calendar.elapsed_seconds(start, until) - sum(calendar.elapsed_seconds(*span) for span in taken)

    assert counted(due) == seconds
    if landing == "next_opening":
        assert counted(due + SECOND) == seconds + 1
    elif not any(s.to_at == due for s in stands):
        assert counted(due - SECOND) == seconds - 1
    ledger = build_ledger(Reasons(calendar), start, max(end, due), stands, target(seconds, landing=landing))
    assert ledger.due_at == due, "a longer look does not move it"
    assert sum(e.counted_seconds for e in ledger.entries if not e.is_past_due) == seconds
    assert not any(e.from_at < due < e.to_at for e in ledger.entries)


@settings(max_examples=60)
@given(drawn(2, opens=True), st.integers(1, 4), st.sampled_from([r for r in Reading if r is not Reading.ELAPSED]))
def test_p2_a_reading_that_names_a_close_is_due_at_that_close(case: Drawn, days: int, reading: Reading) -> None:
    mapping, (start, end) = case
    calendar = Calendar.from_mapping(stated(mapping))
    try:
        close = calendar.due_after_business_days(start, days, reading)
    except CalendarNeverOpens:
        assume(False)
    ledger = build_ledger(Reasons(calendar), start, end, (), target(days=days, reading=reading, landing="next_opening"))
    assert ledger.due_at == close
    assert ledger.target_seconds == calendar.elapsed_seconds(start, close)


def test_c4_time_before_the_first_opening_is_told_from_nights_after_it() -> None:
    reasons = Reasons(Calendar.from_mapping(STANDARD))
    ledger = build_ledger(reasons, local("2026-10-03 12:00"), local("2026-10-06 09:00"))
    assert [(str(e.kind), e.rules, why(e)) for e in ledger.entries] == [
        ("before_opening", ("C1", "C4"), "closed on Saturday, not yet opened"),
        ("before_opening", ("C1", "C4"), "closed on Sunday, not yet opened"),
        ("before_opening", ("C1", "C4"), "before opening"),
        ("counted", ("C1",), "open"),
        ("closed", ("C1",), "outside opening hours"),
        ("closed", ("C1",), "outside opening hours"),
        ("counted", ("C1",), "open"),
    ]
    assert ledger.first_counted_at == local("2026-10-05 08:00")


def test_c3_a_day_of_25_hours_counts_25_hours_and_says_so() -> None:
    ledger = build_ledger(Reasons(Calendar.from_mapping(ALWAYS)), local("2026-11-01 00:00"), local("2026-11-02 00:00"))
    (entry,) = ledger.entries
    assert entry.counted_seconds == 25 * 3600
    assert why(entry) == "open; the clock was put back by 1 hour"
    ledger = build_ledger(Reasons(Calendar.from_mapping(ALWAYS)), local("2026-03-08 00:00"), local("2026-03-09 00:00"))
    assert [(e.counted_seconds, why(e)) for e in ledger.entries] == [(23 * 3600, "open; the clock was put forward by 1 hour")]


def test_c2_a_calendar_that_never_opens_counts_nothing_and_has_no_due() -> None:
    reasons = Reasons(Calendar.from_mapping({"tz": "UTC", "weekly": {}}))
    ledger = build_ledger(reasons, local("2026-10-03 12:00"), local("2026-10-06 09:00"))
    assert ledger.elapsed_seconds == 0
    assert {e.kind for e in ledger.entries} == {Kind.BEFORE_OPENING}
    try:
        build_ledger(reasons, local("2026-10-03 12:00"), local("2026-10-06 09:00"), (), target(60))
    except CalendarNeverOpens:
        return
    raise AssertionError("a target was used up by a calendar that never opens")


def test_k6_a_reopened_ticket_counts_no_time_between_and_names_the_status() -> None:
    start, end = local("2026-10-05 08:00"), local("2026-10-07 17:00")
    changes = [
        StatusChange(local("2026-10-05 10:00"), "open", "On Hold", "open", "paused"),
        StatusChange(local("2026-10-05 12:00"), "On Hold", "Solved", "paused", "resolved"),
        StatusChange(local("2026-10-06 12:00"), "Solved", "open", "resolved", "open"),
        StatusChange(local("2026-10-07 17:00"), "open", "Solved", "open", "resolved"),
    ]
    stands = standstills(changes, start, end, is_running=False)
    ledger = build_ledger(Reasons(Calendar.from_mapping(STANDARD)), start, end, stands)
    assert [(why(e), e.business_seconds // 3600) for e in ledger.entries if e.rules == ("K6",)] == [
        ("paused: “On Hold”", 2), ("resolved: “Solved”", 9),
    ]  # fmt: skip
    assert ledger.elapsed_seconds == (27 - 11) * 3600


def test_long_clocks_are_condensed_to_weeks_and_months_and_no_row_crosses_the_due_instant() -> None:
    reasons = Reasons(Calendar.from_mapping(STANDARD))
    for months, grain in ((1, "day"), (6, "week"), (30, "month")):
        start = local("2022-01-05 08:00")
        ledger = build_ledger(reasons, start, start + timedelta(days=30 * months), (), target(50 * 3600))
        rows = condensed(ledger)
        assert {row.grain for row in rows} == {grain}
        assert sum(row.counted_seconds for row in rows if not row.is_past_due) == 50 * 3600
        assert_condensed(ledger)
