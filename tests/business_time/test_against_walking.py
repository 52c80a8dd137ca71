"""Everything a calendar answers, against the second opinion of walking.py: 60 zones, changes of the clock, leap days, odd hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.business_time import Calendar, OpeningWindow
from analytics.errors import CalendarNeverOpens
from tests.business_time import walking
from tests.business_time.calendars import ZONES, instants, mappings, stated

SAMOA = {
    "tz": "Pacific/Apia",
    "near": "2011-12-30",
    "weekly": {"fri": [["08:00", "12:00"], ["13:00", "17:00"]], "sat": [["05:00", "23:00"]]},
}
OVER_THE_CHANGE = {"tz": "America/Chicago", "near": "2024-11-03", "weekly": {"sat": [["22:00", "01:30"]], "sun": [["01:00", "02:30"]]}}
IN_THE_GAP = {"tz": "America/Chicago", "near": "2024-03-10", "weekly": {"sun": [["02:30", "03:00"], ["01:00", "02:15"]]}}


def joined(found: list[tuple[datetime, datetime, date]]) -> list[tuple[datetime, datetime, date]]:
    """Touching stretches of one day as one."""
    result: list[tuple[datetime, datetime, date]] = []
    for start, end, day in found:
        if result and result[-1][1] == start and result[-1][2] == day:
            result[-1] = (result[-1][0], end, day)
        else:
            result.append((start, end, day))
    return result


def test_sixty_zones_are_in_the_list() -> None:
    assert len(ZONES) >= 60


@settings(max_examples=50)
@given(mappings())
@example(SAMOA)
@example(OVER_THE_CHANGE)
@example(IN_THE_GAP)
def test_c1_c2_windows_are_those_of_the_walk(mapping: dict[str, Any]) -> None:
    near = date.fromisoformat(mapping["near"])
    first, last = near - timedelta(days=6), near + timedelta(days=6)
    found = [(w.opens_at, w.closes_at, w.day) for w in Calendar.from_mapping(stated(mapping)).opening_windows(first, last)]
    assert joined(found) == joined(walking.windows(mapping, first, last))


@settings(max_examples=50)
@given(mappings().flatmap(lambda m: st.tuples(st.just(m), instants(m), instants(m))))
def test_c3_elapsed_is_that_of_the_walk(drawn: tuple[dict[str, Any], datetime, datetime]) -> None:
    mapping, *both = drawn
    start, stop = sorted(both)
    assert Calendar.from_mapping(stated(mapping)).elapsed_seconds(start, stop) == walking.elapsed(mapping, start, stop)


@settings(max_examples=50)
@given(
    mappings().flatmap(lambda m: st.tuples(st.just(m), instants(m))), st.integers(0, 200_000), st.sampled_from(["closing", "next_opening"])
)
def test_c5_due_is_that_of_the_walk(drawn: tuple[dict[str, Any], datetime], seconds: int, landing: str) -> None:
    mapping, start = drawn
    expected = walking.due(mapping, start, seconds, landing)
    try:
        found = Calendar.from_mapping(stated(mapping)).due_at(start, seconds, landing)
    except CalendarNeverOpens:
        assert expected is None
        return
    assert found == expected or (expected is None and found > start + timedelta(days=55))


@settings(max_examples=50)
@given(
    mappings().flatmap(lambda m: st.tuples(st.just(m), instants(m))),
    st.integers(1, 8),
    st.sampled_from(["close_of_day_received", "close_of_day_opened"]),
)
def test_p2_close_of_day_is_that_of_the_walk(drawn: tuple[dict[str, Any], datetime], days: int, reading: str) -> None:
    mapping, start = drawn
    expected = walking.close_of_day(mapping, start, days, reading)
    try:
        found = Calendar.from_mapping(stated(mapping)).due_after_business_days(start, days, reading)
    except CalendarNeverOpens:
        assert expected is None
        return
    assert found == expected or (expected is None and found > start + timedelta(days=50))


@settings(max_examples=50)
@given(mappings().flatmap(lambda m: st.tuples(st.just(m), instants(m))))
def test_c1_open_is_that_of_the_walk(drawn: tuple[dict[str, Any], datetime]) -> None:
    mapping, at = drawn
    assert Calendar.from_mapping(stated(mapping)).is_open(at) == walking.is_open(mapping, at)


def test_a_window_is_in_utc_and_knows_its_local_day() -> None:
    calendar = Calendar.from_mapping({"tz": "Asia/Tokyo", "weekly": {"mon": [["08:00", "09:00"]]}})
    (window,) = calendar.opening_windows(date(2026, 5, 4), date(2026, 5, 4))
    opens_at = datetime(2026, 5, 3, 23, tzinfo=UTC)
    assert window == OpeningWindow(opens_at, opens_at + timedelta(hours=1), date(2026, 5, 4))
    assert window.seconds == 3600
