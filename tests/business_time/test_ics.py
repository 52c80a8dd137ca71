"""Closed days from an .ics file."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest

from analytics.business_time import Calendar, holidays_from_ics
from analytics.errors import FileRefused
from tests.business_time.calendars import STANDARD, local

FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
{}
END:VCALENDAR
"""


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


@pytest.fixture
def ics(tmp_path: Path):  # type: ignore[no-untyped-def]
    def written(*events: str) -> Path:
        path = tmp_path / "closed.ics"
        path.write_text(FILE.format("\n".join(events)).replace("\n", "\r\n"), encoding="utf-8")
        return path

    return written


def days(path: Path, first: str = "2026-01-01", last: str = "2027-12-31") -> dict[str, str]:
    found = holidays_from_ics(path, date.fromisoformat(first), date.fromisoformat(last))
    return {day.isoformat(): name for day, name in found.items()}


def test_an_all_day_event_closes_its_day(ics) -> None:  # type: ignore[no-untyped-def]
    path = ics(event("DTSTART;VALUE=DATE:20261224", "SUMMARY:Christmas Eve"))
    assert days(path) == {"2026-12-24": "Christmas Eve"}
    made = Calendar.from_mapping({**STANDARD, "closed_days": holidays_from_ics(path, date(2026, 1, 1), date(2026, 12, 31))})
    assert made.elapsed_seconds(local("2026-12-24 00:00"), local("2026-12-25 00:00")) == 0


def test_the_end_of_an_event_is_exclusive(ics) -> None:  # type: ignore[no-untyped-def]
    path = ics(event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "SUMMARY:Closed"))
    assert list(days(path)) == ["2026-12-24", "2026-12-25", "2026-12-26"]
    assert list(days(ics(event("DTSTART;VALUE=DATE:20261224", "DURATION:P2D")))) == ["2026-12-24", "2026-12-25"]


def test_a_yearly_event_with_an_exception(ics) -> None:  # type: ignore[no-untyped-def]
    path = ics(event("DTSTART;VALUE=DATE:20201224", "RRULE:FREQ=YEARLY;UNTIL=20300101T000000Z", "EXDATE;VALUE=DATE:20261224"))
    assert list(days(path, "2025-01-01", "2028-12-31")) == ["2025-12-24", "2027-12-24", "2028-12-24"]


def test_an_event_that_reaches_into_the_range_counts(ics) -> None:  # type: ignore[no-untyped-def]
    path = ics(event("DTSTART;VALUE=DATE:20251230", "DTEND;VALUE=DATE:20260103"))
    assert list(days(path)) == ["2026-01-01", "2026-01-02"]


def test_meetings_and_cancelled_events_close_nothing(ics) -> None:  # type: ignore[no-untyped-def]
    path = ics(event("DTSTART:20260504T100000Z", "SUMMARY:Meeting"), event("DTSTART;VALUE=DATE:20260505", "STATUS:CANCELLED"))
    assert days(path) == {}


@pytest.mark.parametrize(
    "text", ["", "hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:2026\nEND:VEVENT\nEND:VCALENDAR", "\0\1\2"]
)
def test_what_is_no_calendar_file_is_refused_or_empty(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.ics"
    path.write_text(text)
    with contextlib.suppress(FileRefused):
        assert days(path) == {}


def test_a_large_file_and_a_runaway_recurrence_are_refused(ics, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FileRefused, match="FREQ=SECONDLY"):
        days(ics(event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=SECONDLY")))
    path = tmp_path / "large.ics"
    path.write_bytes(b"x" * 1_100_000)
    with pytest.raises(FileRefused, match="too large"):
        days(path)
