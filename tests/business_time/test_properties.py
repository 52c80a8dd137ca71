"""Laws that hold for every calendar, at every instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.business_time import Calendar
from analytics.errors import CalendarNeverOpens
from tests.business_time.calendars import ZONES, instants, mappings, stated

LANDINGS = st.sampled_from(["closing", "next_opening"])
SECONDS = st.one_of(st.integers(0, 400_000), st.integers(0, 100).map(lambda n: n * 900))


def with_instants(number: int, **chosen: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return mappings(**chosen).flatmap(lambda m: st.tuples(st.just(m), *[instants(m) for _ in range(number)]))


@settings(max_examples=50)
@given(with_instants(3))
def test_c3_additivity(drawn: tuple[Any, ...]) -> None:
    mapping, *three = drawn
    a, b, c = sorted(three)
    calendar = Calendar.from_mapping(stated(mapping))
    assert calendar.elapsed_seconds(a, b) + calendar.elapsed_seconds(b, c) == calendar.elapsed_seconds(a, c)


@settings(max_examples=50)
@given(with_instants(3))
def test_c3_monotonicity_and_bounds(drawn: tuple[Any, ...]) -> None:
    mapping, *three = drawn
    a, b, c = sorted(three)
    calendar = Calendar.from_mapping(stated(mapping))
    assert 0 <= calendar.elapsed_seconds(a, b) <= calendar.elapsed_seconds(a, c) <= (c - a).total_seconds()
    assert calendar.elapsed_seconds(a, a) == 0


@settings(max_examples=50)
@given(with_instants(1, opens=True), SECONDS, LANDINGS)
def test_c5_elapsed_until_due_is_the_target(drawn: tuple[Any, ...], seconds: int, landing: str) -> None:
    mapping, start = drawn
    calendar = Calendar.from_mapping(stated(mapping))
    assert calendar.elapsed_seconds(start, calendar.due_at(start, seconds, landing)) == seconds


@settings(max_examples=50)
@given(with_instants(1, opens=True), st.integers(1, 400_000))
def test_c5_closing_is_the_first_such_instant_and_next_opening_the_last(drawn: tuple[Any, ...], seconds: int) -> None:
    mapping, start = drawn
    calendar = Calendar.from_mapping(stated(mapping))
    second = timedelta(seconds=1)
    first, last = calendar.due_at(start, seconds), calendar.due_at(start, seconds, "next_opening")
    assert first <= last
    assert calendar.elapsed_seconds(start, first - second) == seconds - 1
    assert calendar.elapsed_seconds(start, last + second) == seconds + 1
    assert calendar.is_open(last)


@settings(max_examples=50)
@given(with_instants(2, opens=True), SECONDS, SECONDS, LANDINGS)
def test_c5_due_is_monotone_in_start_and_target(drawn: tuple[Any, ...], one: int, other: int, landing: str) -> None:
    mapping, *two = drawn
    early, late = sorted(two)
    less, more = sorted((one, other))
    calendar = Calendar.from_mapping(stated(mapping))
    assert calendar.due_at(early, less, landing) <= calendar.due_at(late, less, landing)
    assert calendar.due_at(early, less, landing) <= calendar.due_at(early, more, landing)


@settings(max_examples=50)
@given(with_instants(2), st.sampled_from(ZONES))
def test_t1_the_zone_an_instant_is_written_in_does_not_matter(drawn: tuple[Any, ...], zone: str) -> None:
    mapping, *two = drawn
    start, stop = sorted(two)
    calendar, there = Calendar.from_mapping(stated(mapping)), ZoneInfo(zone)
    assert calendar.elapsed_seconds(start.astimezone(there), stop.astimezone(there)) == calendar.elapsed_seconds(start, stop)


@settings(max_examples=50)
@given(with_instants(2, zones=["Africa/Lagos"]), st.sampled_from(["Asia/Tokyo", "America/Bogota", "Asia/Kathmandu"]))
def test_c3_a_zone_without_changes_only_shifts_the_clock(drawn: tuple[Any, ...], zone: str) -> None:
    mapping, *two = drawn
    start, stop = sorted(two)
    here, there = ZoneInfo("Africa/Lagos"), ZoneInfo(zone)
    shift = here.utcoffset(datetime(2020, 1, 1)) - there.utcoffset(datetime(2020, 1, 1))  # type: ignore[operator]
    lagos, moved = Calendar.from_mapping(stated(mapping)), Calendar.from_mapping({**stated(mapping), "tz": zone})
    assert moved.elapsed_seconds(start + shift, stop + shift) == lagos.elapsed_seconds(start, stop)


@settings(max_examples=50)
@given(with_instants(1), st.integers(1, 9), st.sampled_from(["elapsed", "close_of_day_received", "close_of_day_opened"]))
def test_p2_a_due_by_days_lies_after_the_start_and_readings_are_in_order(drawn: tuple[Any, ...], days: int, reading: str) -> None:
    mapping, start = drawn
    calendar = Calendar.from_mapping(stated(mapping))
    try:
        due = calendar.due_after_business_days(start, days, reading)
        later = calendar.due_after_business_days(start, days + 1, reading)
        received = calendar.due_after_business_days(start, days, "close_of_day_received")
        opened = calendar.due_after_business_days(start, days, "close_of_day_opened")
    except CalendarNeverOpens:
        assume(False)
        raise
    assert start < due < later
    assert received <= opened


@settings(max_examples=50)
@given(mappings())
def test_c2_a_calendar_survives_being_written_and_read(mapping: dict[str, Any]) -> None:
    calendar = Calendar.from_mapping(stated(mapping))
    assert Calendar.from_mapping(calendar.to_mapping()) == calendar


@settings(max_examples=50)
@given(with_instants(2))
def test_c7_far_instants_do_not_change_near_answers(drawn: tuple[Any, ...]) -> None:
    mapping, *two = drawn
    start, stop = sorted(two)
    fresh, stretched = Calendar.from_mapping(stated(mapping)), Calendar.from_mapping(stated(mapping))
    stretched.elapsed_seconds(datetime(2008, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC))
    assert fresh.elapsed_seconds(start, stop) == stretched.elapsed_seconds(start, stop)
