"""Worked cases that a person can check with a clock and a wall calendar. STANDARD: Mon to Fri, 08:00 to 17:00 in Chicago."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from analytics.business_time import Calendar, utc_to_local
from analytics.errors import CalendarNeverOpens, CalendarRefused, TimezoneNeeded, UnknownWord
from tests.business_time.calendars import ALWAYS, MON_FRI, STANDARD, WEEK, local

HOUR = 3600


def calendar(**changed: Any) -> Calendar:
    return Calendar.from_mapping({**STANDARD, **changed})


def elapsed(start: str, stop: str, **changed: Any) -> float:
    """Hours between two local times of the calendar's zone."""
    made = calendar(**changed)
    return made.elapsed_seconds(local(start, made.tz), local(stop, made.tz)) / HOUR


def due(start: str, hours: float, landing: str = "closing", **changed: Any) -> str:
    made = calendar(**changed)
    return utc_to_local(made.due_at(local(start, made.tz), int(hours * HOUR), landing), made.tz).isoformat(" ", "minutes")


# C1: windows


def test_c1_at_closing_time_it_is_closed() -> None:
    assert calendar().is_open(local("2026-05-04 16:59:59"))
    assert not calendar().is_open(local("2026-05-04 17:00:00"))
    assert calendar().is_open(local("2026-05-04 08:00:00"))


@pytest.mark.parametrize("close", ["24:00", "23:59", "23:59:59", "00:00"])
def test_c1_ways_to_write_the_end_of_a_day(close: str) -> None:
    assert elapsed("2026-05-04 22:00", "2026-05-05 03:00", weekly={"mon": [["08:00", close]]}) == 2


def test_c1_a_close_at_or_before_the_opening_is_on_the_next_day() -> None:
    weekly = {"fri": [["22:00", "06:00"]]}
    assert elapsed("2026-05-08 00:00", "2026-05-11 00:00", weekly=weekly) == 8
    assert elapsed("2026-05-08 00:00", "2026-05-11 00:00", weekly={"fri": [["09:00", "09:00"]]}) == 24


def test_c1_an_overnight_window_runs_into_a_closed_day_and_belongs_to_the_day_it_starts() -> None:
    weekly = {"thu": [["22:00", "06:00"]], "fri": [["22:00", "06:00"]]}
    assert elapsed("2026-05-08 00:00", "2026-05-10 00:00", weekly=weekly, holidays=["2026-05-08"]) == 6
    assert elapsed("2026-05-08 00:00", "2026-05-10 00:00", weekly=weekly, holidays=["2026-05-09"]) == 14


def test_c1_overlapping_windows_count_once() -> None:
    weekly = {"mon": [["08:00", "12:00"], ["11:00", "14:00"], ["14:00", "15:00"]]}
    assert elapsed("2026-05-04 00:00", "2026-05-05 00:00", weekly=weekly) == 7
    weekly = {"mon": [["20:00", "06:00"]], "tue": [["05:00", "09:00"]]}
    assert elapsed("2026-05-04 00:00", "2026-05-06 00:00", weekly=weekly) == 13


def test_c1_opening_at_an_odd_second() -> None:
    assert elapsed("2026-05-04 00:00", "2026-05-05 00:00", weekly={"mon": [["08:00:01", "17:00"]]}) == 9 - 1 / HOUR


# C2: closed days, overrides, breaks


def test_c2_an_override_replaces_the_day_and_wins_over_a_holiday() -> None:
    assert elapsed("2026-12-24 00:00", "2026-12-26 00:00", dates={"2026-12-24": [["08:00", "12:00"]]}, holidays=["2026-12-25"]) == 4
    assert elapsed("2026-12-25 00:00", "2026-12-26 00:00", dates={"2026-12-25": [["08:00", "12:00"]]}, holidays=["2026-12-25"]) == 4
    assert elapsed("2026-12-24 00:00", "2026-12-25 00:00", dates={"2026-12-24": []}) == 0


def test_c2_a_break_subtracts_also_from_an_override_and_from_the_night_before() -> None:
    assert elapsed("2026-05-04 00:00", "2026-05-05 00:00", breaks={"2026-05-04": [["10:00", "11:30"]]}) == 7.5
    changed: dict[str, Any] = {"dates": {"2026-05-04": [["09:00", "11:00"]]}, "breaks": {"2026-05-04": [["10:00", "11:30"]]}}
    assert elapsed("2026-05-04 00:00", "2026-05-05 00:00", **changed) == 1
    night: dict[str, Any] = {"weekly": {"mon": [["22:00", "06:00"]]}, "breaks": {"2026-05-05": [["01:00", "02:00"]]}}
    assert elapsed("2026-05-04 00:00", "2026-05-06 00:00", **night) == 7


def test_c2_a_half_day_closes_early_and_a_holiday_on_it_wins() -> None:
    assert elapsed("2026-12-24 00:00", "2026-12-25 00:00", half_days={"2026-12-24": "12:00"}) == 4
    assert elapsed("2026-12-24 00:00", "2026-12-25 00:00", half_days={"2026-12-24": "12:00"}, holidays=["2026-12-24"]) == 0
    assert elapsed("2026-12-24 00:00", "2026-12-25 00:00", half_days={"2026-12-24": "07:00"}) == 0


def test_c2_the_companys_own_closed_days() -> None:
    closed = {"2026-05-05": "Company outing"}
    assert elapsed("2026-05-04 00:00", "2026-05-07 00:00", closed_days=closed) == 18
    assert calendar(closed_days=closed).holidays(date(2026, 5, 1), date(2026, 5, 31)) == {date(2026, 5, 5): "Company outing"}


# C3: days of 23 and 25 hours, times that do not exist


def test_c3_a_23_and_a_25_hour_day_count_as_they_were() -> None:
    around_the_clock = ALWAYS["weekly"]
    assert elapsed("2026-03-08 00:00", "2026-03-09 00:00", weekly=around_the_clock) == 23
    assert elapsed("2026-11-01 00:00", "2026-11-02 00:00", weekly=around_the_clock) == 25
    night = {"sat": [["22:00", "06:00"]]}
    assert elapsed("2026-03-07 12:00", "2026-03-08 12:00", weekly=night) == 7
    assert elapsed("2026-10-31 12:00", "2026-11-01 12:00", weekly=night) == 9


def test_c1_an_opening_time_that_does_not_exist_is_read_with_the_offset_before() -> None:
    assert elapsed("2026-03-08 00:00", "2026-03-09 00:00", weekly={"sun": [["02:30", "04:00"]]}) == 0.5  # opens at 03:30
    assert elapsed("2026-03-08 00:00", "2026-03-09 00:00", weekly={"sun": [["01:00", "02:30"]]}) == 1.5  # closes at 03:30
    assert elapsed("2026-03-08 00:00", "2026-03-09 00:00", weekly={"sun": [["02:30", "03:15"]]}) == 0  # would open after it closed


def test_c1_a_closing_time_of_the_repeated_hour_is_its_first() -> None:
    assert elapsed("2026-11-01 00:00", "2026-11-02 00:00", weekly={"sun": [["00:00", "01:30"]]}) == 1.5
    assert elapsed("2026-11-01 00:00", "2026-11-02 00:00", weekly={"sun": [["01:30", "02:30"]]}) == 2


def test_c3_a_leap_day_is_a_day() -> None:
    assert elapsed("2024-02-28 17:00", "2024-03-01 08:00") == 9
    assert elapsed("2023-02-28 17:00", "2023-03-01 08:00") == 0


def test_c3_a_calendar_without_any_opening_counts_nothing() -> None:
    assert elapsed("2026-01-01 00:00", "2027-01-01 00:00", weekly={}) == 0


# C4, C5: due


def test_c4_a_start_outside_hours_counts_from_the_next_opening() -> None:
    assert due("2026-05-04 07:00", 1) == "2026-05-04 09:00"
    assert due("2026-05-08 18:00", 1) == "2026-05-11 09:00"


def test_c5_landing_on_closing_time() -> None:
    assert due("2026-05-04 08:00", 9) == "2026-05-04 17:00"
    assert due("2026-05-04 08:00", 9, "next_opening") == "2026-05-05 08:00"
    assert due("2026-05-08 16:00", 1, "next_opening") == "2026-05-11 08:00"


def test_c5_a_target_of_nothing() -> None:
    assert due("2026-05-04 07:00", 0) == "2026-05-04 07:00"
    assert due("2026-05-04 07:00", 0, "next_opening") == "2026-05-04 08:00"
    assert due("2026-05-04 09:00", 0, "next_opening") == "2026-05-04 09:00"


def test_c5_a_fraction_of_a_second_is_kept() -> None:
    start = local("2026-05-04 16:59:59.700000")
    assert calendar().due_at(start, 60) == local("2026-05-05 08:00:59.700000")
    assert calendar().due_at(local("2026-05-04 18:00:00.500000"), 60) == local("2026-05-05 08:01")


def test_c5_due_is_aware_and_in_utc() -> None:
    assert calendar().due_at(local("2026-05-04 10:00"), HOUR) == datetime(2026, 5, 4, 16, tzinfo=UTC)
    assert calendar().due_at(local("2026-05-04 10:00"), HOUR).tzinfo is UTC


# C7


def test_c7_any_distance_counts() -> None:
    weekly = {"wed": [["08:00", "09:00"]]}
    assert elapsed("1901-01-01 00:00", "2301-01-01 00:00", tz="UTC", weekly=weekly) == 400 * 365.2425 // 7
    assert due("2026-05-06 08:00", 52 * 30, tz="UTC", weekly=weekly) == "2056-03-22 09:00"


def test_c7_a_calendar_without_openings_has_no_due_and_says_so() -> None:
    with pytest.raises(CalendarNeverOpens, match="in America/Chicago"):
        calendar(weekly={}).due_at(local("2026-05-04 10:00"), 60)
    with pytest.raises(CalendarNeverOpens, match="'office'"):
        calendar(weekly={}, name="office").due_after_business_days(local("2026-05-04 10:00"), 1, "close_of_day_opened")


def test_c7_hours_that_end_are_enough_or_are_refused() -> None:
    ending: dict[str, Any] = {"weekly": {}, "dates": {"2026-05-04": [["08:00", "12:00"]]}}
    assert due("2026-05-01 00:00", 4, **ending) == "2026-05-04 12:00"
    with pytest.raises(CalendarNeverOpens):
        due("2026-05-01 00:00", 5, **ending)


def test_c7_a_week_that_is_closed_for_a_generation_ends_with_an_error() -> None:
    sundays = [(date(2026, 5, 3) + timedelta(weeks=n)).isoformat() for n in range(52 * 150)]
    with pytest.raises(CalendarNeverOpens, match="taken out"):
        due("2026-05-01 00:00", 1, weekly={"sun": [["08:00", "09:00"]]}, holidays=sundays)


# P2: what N business days mean

RECEIVED = ("2026-05-04 07:00", "2026-05-04 10:00", "2026-05-04 17:00", "2026-05-09 12:00")
READINGS = {
    "elapsed": ("Mon 17:00", "Tue 10:00", "Tue 17:00", "Mon 17:00"),
    "close_of_day_received": ("Mon 17:00", "Tue 17:00", "Tue 17:00", "Mon 17:00"),
    "close_of_day_opened": ("Tue 17:00", "Tue 17:00", "Wed 17:00", "Tue 17:00"),
}
TWELVE = [(reading, start, expected) for reading, row in READINGS.items() for start, expected in zip(RECEIVED, row, strict=True)]


@pytest.mark.parametrize(("reading", "start", "expected"), TWELVE)
def test_p2_the_twelve_worked_cases_of_one_business_day(reading: str, start: str, expected: str) -> None:
    due = calendar().due_after_business_days(local(start), 1, reading)
    assert utc_to_local(due, "America/Chicago").strftime("%a %H:%M") == expected


def test_p2_several_days_skip_closed_ones() -> None:
    made = calendar(holidays=["2026-05-06"])
    assert made.due_after_business_days(local("2026-05-04 10:00"), 3) == local("2026-05-08 10:00")
    assert made.due_after_business_days(local("2026-05-04 10:00"), 3, "close_of_day_opened") == local("2026-05-08 17:00")
    assert made.due_after_business_days(local("2026-05-06 10:00"), 1, "close_of_day_received") == local("2026-05-07 17:00")


def test_p2_an_overnight_window_belongs_to_the_day_it_starts() -> None:
    made = calendar(weekly={day: [["22:00", "06:00"]] for day in MON_FRI})
    assert made.due_after_business_days(local("2026-05-05 03:00"), 1, "close_of_day_received") == local("2026-05-06 06:00")
    assert made.due_after_business_days(local("2026-05-05 12:00"), 1, "close_of_day_received") == local("2026-05-06 06:00")
    assert made.due_after_business_days(local("2026-05-05 12:00"), 1, "close_of_day_opened") == local("2026-05-07 06:00")


def test_p2_within_a_lunch_break_it_is_taken_up_on_the_same_day() -> None:
    made = calendar(weekly={day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in MON_FRI})
    assert made.due_after_business_days(local("2026-05-05 12:30"), 1, "close_of_day_received") == local("2026-05-05 17:00")
    assert made.due_after_business_days(local("2026-05-05 12:30"), 1, "close_of_day_opened") == local("2026-05-06 17:00")


def test_p2_around_the_clock_a_business_day_is_24_hours_and_closes_at_midnight() -> None:
    made = Calendar.from_mapping(ALWAYS)
    assert made.day_seconds == 86_400
    assert made.due_after_business_days(local("2026-05-04 10:00"), 1) == local("2026-05-05 10:00")
    assert made.due_after_business_days(local("2026-05-04 10:00"), 1, "close_of_day_received") == local("2026-05-06 00:00")


def test_p2_uneven_weekdays_must_state_what_a_day_is_worth() -> None:
    uneven = {"mon": [["08:00", "17:00"]], "fri": [["08:00", "12:00"]]}
    with pytest.raises(CalendarRefused, match="mon 9 h, fri 4 h"):
        calendar(weekly=uneven).due_after_business_days(local("2026-05-04 10:00"), 1)
    assert calendar(weekly=uneven, business_day="8 hours").day_seconds == 8 * HOUR
    assert calendar(weekly=uneven).due_after_business_days(local("2026-05-04 10:00"), 1, "close_of_day_opened") == local("2026-05-08 12:00")


def test_p2_overrides_do_not_make_days_uneven() -> None:
    assert calendar(dates={"2026-12-24": [["08:00", "12:00"]]}).day_seconds == 9 * HOUR
    assert calendar(weekly={day: [["08:00", "12:00"], ["11:00", "17:00"]] for day in WEEK}).day_seconds == 9 * HOUR


# What is refused


def test_t2_a_naive_datetime_is_refused() -> None:
    with pytest.raises(TimezoneNeeded):
        calendar().due_at(datetime(2026, 5, 4), 60)


def test_c6_a_stop_before_its_start_is_refused() -> None:
    with pytest.raises(ValueError, match="before the start"):
        calendar().elapsed_seconds(local("2026-05-04 10:00"), local("2026-05-04 10:00") - timedelta(seconds=1))


def test_unknown_words_are_refused_by_name() -> None:
    with pytest.raises(UnknownWord, match="next_opening"):
        calendar().due_at(local("2026-05-04 10:00"), 60, "next_open")
    with pytest.raises(UnknownWord, match="elapsed"):
        calendar().due_after_business_days(local("2026-05-04 10:00"), 1, "elapse")


@pytest.mark.parametrize("days", [0, -1])
def test_p2_at_least_one_day(days: int) -> None:
    with pytest.raises(ValueError, match="business days"):
        calendar().due_after_business_days(local("2026-05-04 10:00"), days)


def test_c5_a_negative_target_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 seconds"):
        calendar().due_at(local("2026-05-04 10:00"), -1)
