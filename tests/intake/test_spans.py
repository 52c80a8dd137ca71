"""Spans of time in the words of exports, against seconds worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.spans import is_duration_sql, is_negative_sql, precision_sql, seconds_sql
from analytics.warehouse import Database


def ask(sql: str, raw: str) -> object:
    with Database.memory() as db:
        return db.rows(f"SELECT {sql}", {"raw": raw})[0][0]


@pytest.mark.parametrize(
    ("raw", "unit", "seconds", "precision"),
    [
        ("90", "minutes", 5400, 60),
        ("90", "seconds", 90, 1),
        ("2", "hours", 7200, 3600),
        ("2.5", "hours", 9000, 360),
        ("2,25", "hours", 8100, 36),
        ("3", "days", 259_200, 86_400),
        ("-5", "minutes", -300, 60),
        ("0.001", "seconds", 0, 1),
        ("27:15:00", "duration", 98_100, 1),
        ("-3:10", "duration", -11_400, 60),
        ("0:00", "duration", 0, 60),
        ("100:00:01", "duration", 360_001, 1),
        ("2 dias", "duration", 172_800, 86_400),
        ("3h 20m", "duration", 12_000, 60),
        ("1 day 4 hours", "duration", 100_800, 3600),
        ("1 Tag und 2 Std.", "duration", 93_600, 3600),
        ("1 hora e 5 minutos", "duration", 3900, 60),
        ("3h20m", "duration", 12_000, 60),
        ("2 días, 3 horas", "duration", 183_600, 3600),
        ("1 jour 30 min", "duration", 88_200, 60),
        ("1.5 h", "duration", 5400, 360),
        ("−1h 5m 10s", "duration", -3910, 1),
        ("1 week", "duration", 604_800, 604_800),
    ],
)
def test_a_span_is_read_to_seconds_with_the_unit_it_is_written_in(raw: str, unit: str, seconds: int, precision: int) -> None:
    assert ask(seconds_sql("$raw", unit), raw) == seconds
    assert ask(precision_sql("$raw", unit), raw) == precision


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("1,234", "minutes"),
        ("soon", "minutes"),
        ("3h", "minutes"),
        ("1e9", "minutes"),
        ("99999999999999999999", "seconds"),
        ("12", "duration"),
        ("3:75", "duration"),
        ("two days", "duration"),
        ("2 apples", "duration"),
        ("", "duration"),
        ("4 h soon", "duration"),
        ("999999999 weeks", "duration"),
    ],
)
def test_what_is_no_span_is_not_guessed(raw: str, unit: str) -> None:
    assert ask(seconds_sql("$raw", unit), raw) is None


@given(st.integers(0, 5000), st.integers(0, 59), st.integers(0, 59), st.booleans())
def test_a_clock_above_24_hours_is_its_hours_minutes_and_seconds(hours: int, minutes: int, seconds: int, negative: bool) -> None:
    raw = f"{'-' if negative else ''}{hours}:{minutes:02}:{seconds:02}"
    expected = hours * 3600 + minutes * 60 + seconds
    with Database.memory() as db:
        ((found, below, is_span),) = db.rows(
            f"SELECT {seconds_sql('$raw', 'duration')}, {is_negative_sql('$raw')}, {is_duration_sql('$raw')}", {"raw": raw}
        )
    assert (found, below, is_span) == (-expected if negative else expected, negative, True)
