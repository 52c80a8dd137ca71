"""Why a moment is closed: worked cases, and laws that hold for every calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.business_time import Because, Calendar, Reasons
from analytics.business_time.zone import utc_to_local
from tests.business_time.calendars import ALWAYS, STANDARD, instants, local, mappings, stated

HOUR = timedelta(hours=1)
COLUMBUS = {**STANDARD, "holidays": {"2026-10-12": "Columbus Day"}}


def told(mapping: dict[str, Any], start: str, stop: str) -> list[tuple[str, str, str, str | None]]:
    """(local from, local to, because, name) of every span."""
    zone = mapping["tz"]
    spans = Reasons(Calendar.from_mapping(mapping)).spans(local(start, zone), local(stop, zone))
    return [(f"{utc_to_local(s.from_at, zone):%d %H:%M}", f"{utc_to_local(s.to_at, zone):%d %H:%M}", str(s.because), s.name) for s in spans]


def test_c2_a_holiday_is_named_beside_nights_and_the_weekend() -> None:
    assert told(COLUMBUS, "2026-10-09 16:30", "2026-10-13 08:30") == [
        ("09 16:30", "09 17:00", "open", None),
        ("09 17:00", "10 00:00", "outside_hours", None),
        ("10 00:00", "11 00:00", "closed_day", None),
        ("11 00:00", "12 00:00", "closed_day", None),
        ("12 00:00", "13 00:00", "holiday", "Columbus Day"),
        ("13 00:00", "13 08:00", "outside_hours", None),
        ("13 08:00", "13 08:30", "open", None),
    ]


def test_c2_a_holiday_on_a_weekend_closes_nothing() -> None:
    assert told({**STANDARD, "holidays": {"2026-07-04": "Independence Day"}}, "2026-07-04 12:00", "2026-07-04 13:00") == [
        ("04 12:00", "04 13:00", "closed_day", None)
    ]


def test_c1_a_night_that_a_holiday_took_is_explained_on_the_morning_after() -> None:
    night = {"tz": "America/Chicago", "weekly": {day: [["22:00", "06:00"]] for day in STANDARD["weekly"]}}
    assert told({**night, "closed_days": {"2024-07-04": "Closed"}}, "2024-07-04 05:00", "2024-07-05 23:00") == [
        ("04 05:00", "04 06:00", "open", None),
        ("04 06:00", "05 00:00", "holiday", "Closed"),
        ("05 00:00", "05 06:00", "holiday", "Closed"),
        ("05 06:00", "05 22:00", "outside_hours", None),
        ("05 22:00", "05 23:00", "open", None),
    ]


def test_c2_an_override_wins_over_a_holiday_and_a_break_is_told_apart() -> None:
    mapping = {**COLUMBUS, "dates": {"2026-10-12": [["10:00", "14:00"]]}, "breaks": {"2026-10-12": [["11:00", "12:00"]]}}
    assert told(mapping, "2026-10-12 07:00", "2026-10-12 18:00") == [
        ("12 07:00", "12 08:00", "outside_hours", None),
        ("12 08:00", "12 10:00", "dated_hours", None),
        ("12 10:00", "12 11:00", "open", None),
        ("12 11:00", "12 12:00", "break", None),
        ("12 12:00", "12 14:00", "open", None),
        ("12 14:00", "12 17:00", "dated_hours", None),
        ("12 17:00", "12 18:00", "outside_hours", None),
    ]


def test_c2_an_override_without_hours_and_a_half_day() -> None:
    shut = {**STANDARD, "dates": {"2026-10-12": []}, "half_days": {"2026-10-13": "12:00"}}
    assert told(shut, "2026-10-12 00:00", "2026-10-13 18:00") == [
        ("12 00:00", "13 00:00", "dated_hours", None),
        ("13 00:00", "13 08:00", "outside_hours", None),
        ("13 08:00", "13 12:00", "open", None),
        ("13 12:00", "13 17:00", "half_day", None),
        ("13 17:00", "13 18:00", "outside_hours", None),
    ]


def test_c3_a_day_is_as_long_as_it_was_and_says_when_the_clock_changed() -> None:
    reasons = Reasons(Calendar.from_mapping(ALWAYS))
    for day, hours, shift in (("2026-03-08", 23, 3600), ("2026-11-01", 25, -3600), ("2026-11-02", 24, None)):
        start = local(f"{day} 00:00")
        (span, *_) = reasons.spans(start, start + 30 * HOUR)
        assert span.seconds == hours * 3600
        changes = reasons.clock_changes(start, start + 24 * HOUR)
        assert [change.shift_seconds for change in changes] == ([] if shift is None else [shift])


@settings(max_examples=150)
@given(mappings().flatmap(lambda m: st.tuples(st.just(m), instants(m), instants(m))))
def test_spans_are_adjacent_and_cover_and_count_what_the_calendar_counts(drawn: tuple[Any, ...]) -> None:
    mapping, *two = drawn
    start, stop = sorted(two)
    calendar = Calendar.from_mapping(stated(mapping))
    spans = list(Reasons(calendar).spans(start, stop))
    edges = [start, *(span.to_at for span in spans)]
    assert [span.from_at for span in spans] == edges[: len(spans)]
    assert edges[-1] == stop
    assert all(span.from_at < span.to_at for span in spans)
    assert sum(s.seconds for s in spans if s.because is Because.OPEN) == calendar.elapsed_seconds(start, stop)
    for span in spans:
        assert calendar.is_open(span.from_at) is calendar.is_open(span.to_at - timedelta(seconds=1)) is (span.because is Because.OPEN)


@settings(max_examples=150)
@given(mappings().flatmap(lambda m: st.tuples(st.just(m), instants(m))))
def test_c2_what_closes_a_moment_opens_it_when_it_is_taken_away(drawn: tuple[Any, ...]) -> None:
    """The reason against another way to find it: the calendar without one of its keys, as it would be written."""
    mapping, at = drawn
    words = stated(mapping)
    because, name = Reasons(Calendar.from_mapping(words)).because(at)
    assert (because is Because.OPEN) is Calendar.from_mapping(words).is_open(at)
    unbroken = Calendar.from_mapping({**words, "breaks": {}})
    assert (because is Because.BREAK) is (unbroken.is_open(at) and not Calendar.from_mapping(words).is_open(at))
    bare = Calendar.from_mapping({"tz": words["tz"], "weekly": words["weekly"]})
    if because in (Because.OUTSIDE_HOURS, Because.CLOSED_DAY):
        assert not bare.is_open(at)
    if because is Because.HOLIDAY:
        assert words["holidays"] or words["closed_days"]
    assert name is None
