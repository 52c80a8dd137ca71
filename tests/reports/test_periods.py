"""Periods by name are reckoned from as_of in the reporting zone, never from the wall clock."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics.reports.periods import (
    ALL,
    NO_COMPARISON,
    PERIOD_BEFORE,
    YEAR_BEFORE,
    Period,
    compared_period,
    is_closed,
    month_of,
    named_period,
    span_of,
)

CHICAGO = "America/Chicago"


@pytest.mark.parametrize(
    ("name", "first", "last", "words"),
    [
        ("This month", date(2026, 10, 1), date(2026, 10, 31), "Oct 2026"),
        ("Last month", date(2026, 9, 1), date(2026, 9, 30), "Sep 2026"),
        ("Last 3 months", date(2026, 8, 1), date(2026, 10, 31), "Aug 2026 to Oct 2026"),
        ("Last 12 months", date(2025, 11, 1), date(2026, 10, 31), "Nov 2025 to Oct 2026"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "Feb 2026"),
        (ALL, None, None, ALL),
    ],
)
def test_t3_presets_from_as_of_in_the_reporting_zone(name: str, first: date | None, last: date | None, words: str) -> None:
    # 1 November 02:00 UTC is still October in Chicago.
    found = named_period(name, datetime(2026, 11, 1, 2, 0), CHICAGO)
    assert (found.from_on, found.to_on, found.name) == (first, last, words)


def test_t3_a_month_is_closed_when_every_source_has_passed_its_end() -> None:
    passed, within = datetime(2026, 11, 1, 5, 0), datetime(2026, 11, 1, 4, 59, 59)
    assert is_closed("2026-10", {"a": passed}, CHICAGO)
    assert not is_closed("2026-10", {"a": passed, "b": within}, CHICAGO)
    assert not is_closed("2026-10", {}, CHICAGO)


def test_spans_end_on_the_last_day() -> None:
    assert span_of("2025-12", "2026-02").to_on == date(2026, 2, 28)
    assert month_of("2028-02").to_on == date(2028, 2, 29)


def test_without_an_as_of_a_preset_is_all_time() -> None:
    assert named_period("Last month", None, CHICAGO).from_on is None


@pytest.mark.parametrize(
    ("span", "comparison", "wanted"),
    [
        (span_of("2026-10", "2026-10"), PERIOD_BEFORE, "Sep 2026"),
        (span_of("2026-10", "2026-10"), YEAR_BEFORE, "Oct 2025"),
        (span_of("2026-01", "2026-03"), PERIOD_BEFORE, "Oct 2025 to Dec 2025"),
        (span_of("2024-02", "2024-02"), YEAR_BEFORE, "Feb 2023"),
    ],
)
def test_a_span_is_compared_with_as_many_whole_months(span: Period, comparison: str, wanted: str) -> None:
    found = compared_period(span, comparison)
    assert found is not None
    assert found.name == wanted


def test_all_time_has_nothing_before_it_and_nothing_is_compared_unasked() -> None:
    assert compared_period(Period(ALL), PERIOD_BEFORE) is None
    assert compared_period(span_of("2026-10", "2026-10"), NO_COMPARISON) is None
