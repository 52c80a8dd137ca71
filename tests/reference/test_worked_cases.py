"""The reference itself against cases worked by hand (P2, C5, K4), so that it is not only as right as the store."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from analytics.business_time import Calendar
from tests.reference.clocks import moved_out_of_pause
from tests.reference.opening_hours import OpeningHours

CHICAGO = ZoneInfo("America/Chicago")
WEEK = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = OpeningHours(Calendar.from_mapping({"tz": "America/Chicago", "weekly": WEEK}))
NINE_HOURS = 9 * 3600


def at(day: int, hour: int, minute: int = 0) -> int:
    """An instant of the week of Monday 5 February 2024, Central Time."""
    return int(datetime(2024, 2, day, hour, minute, tzinfo=CHICAGO).timestamp())


def local(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(CHICAGO):%a %H:%M}"


RECEIVED = {"Mon 07:00": at(5, 7), "Mon 10:00": at(5, 10), "Mon 17:00": at(5, 17), "Sat 12:00": at(3, 12)}
WORKED = {
    "elapsed": ("Mon 17:00", "Tue 10:00", "Tue 17:00", "Mon 17:00"),
    "close_of_day_received": ("Mon 17:00", "Tue 17:00", "Tue 17:00", "Mon 17:00"),
    "close_of_day_opened": ("Tue 17:00", "Tue 17:00", "Wed 17:00", "Tue 17:00"),
}


CASES = [(reading, received, due) for reading, dues in WORKED.items() for received, due in zip(RECEIVED, dues, strict=True)]


@pytest.mark.parametrize(("reading", "received", "due"), CASES)
def test_p2_twelve_worked_cases(reading: str, received: str, due: str) -> None:
    start = RECEIVED[received]
    found = OFFICE.due(start, NINE_HOURS, [], "closing") if reading == "elapsed" else OFFICE.close_of_day(start, 1, reading)
    assert local(found) == due


def test_c5_next_opening_lands_on_the_opening_after_a_close() -> None:
    assert local(OFFICE.due(at(5, 7), NINE_HOURS, [], "next_opening")) == "Tue 08:00"
    assert local(OFFICE.due(at(5, 10), NINE_HOURS, [], "next_opening")) == "Tue 10:00"


def test_k6_a_pause_moves_the_due_instant_by_its_open_part() -> None:
    pause = [(at(5, 16), at(6, 9))]
    assert local(OFFICE.due(at(5, 10), NINE_HOURS, pause, "closing")) == "Tue 12:00"
    assert OFFICE.seconds(at(5, 10), at(6, 12), pause) == NINE_HOURS


def test_k4_a_pause_that_begins_at_the_due_instant_moves_it_to_its_end() -> None:
    assert moved_out_of_pause(at(6, 10), [(at(6, 10), at(6, 15))]) == at(6, 15)
    assert moved_out_of_pause(at(6, 10), [(at(6, 11), at(6, 15))]) == at(6, 10)
