"""The default policy as domain.md states it, judged in the store (K2, K4, C4, C5, P2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analytics.warehouse import Reader

Judged = Callable[..., Reader]
CHICAGO = ZoneInfo("America/Chicago")
END = "2026-08-01T00:00:00Z"


def central(text: str) -> str:
    """A Central Time as an ISO instant with its offset."""
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).isoformat()


def due(reader: Reader, clock: str = "first_response") -> list[str]:
    """Due instants in Central Time, by ticket."""
    rows = reader.rows("SELECT due_at FROM sla_clocks WHERE clock = $clock ORDER BY ticket_id", {"clock": clock})
    return [row[0].replace(tzinfo=ZoneInfo("UTC")).astimezone(CHICAGO).strftime("%a %Y-%m-%d %H:%M") for row in rows]


def outcomes(reader: Reader, clock: str = "first_response", column: str = "outcome") -> list[str]:
    rows = reader.rows(f"SELECT {column} FROM sla_clocks WHERE clock = $clock ORDER BY ticket_id", {"clock": clock})
    return [row[0] for row in rows]


def test_standard_received_on_the_observed_fourth_of_july_is_due_at_the_close_of_monday(judged: Judged) -> None:
    reader = judged([{"received_at": central("2026-07-03T10:00"), "first_response_at": central("2026-07-06T20:00")}], as_of=END)
    assert due(reader) == ["Mon 2026-07-06 17:00"]
    assert outcomes(reader) == ["breached"]


@pytest.mark.parametrize(("seconds", "outcome"), [(30 * 60, "met"), (30 * 60 + 1, "breached")])
def test_enterprise_has_thirty_minutes_to_the_second(judged: Judged, seconds: int, outcome: str) -> None:
    received = datetime.fromisoformat("2025-12-25T03:00:00+00:00")
    answered = (received + timedelta(seconds=seconds)).isoformat()
    reader = judged([{"tier": "Enterprise", "received_at": received.isoformat(), "first_response_at": answered}])
    assert outcomes(reader) == [outcome]


def test_no_resolution_target_is_no_target_and_elapsed_is_still_told(judged: Judged) -> None:
    ticket = {
        "received_at": central("2026-07-06T10:00"),
        "first_response_at": central("2026-07-06T11:00"),
        "resolved_at": central("2026-07-07T09:00"),
    }
    reader = judged([ticket])
    assert outcomes(reader, "resolution") == ["no_target"]
    assert outcomes(reader, "resolution", "elapsed_seconds") == [8 * 3600]


RECEIVED = ["2026-07-13T07:00", "2026-07-13T10:00", "2026-07-13T17:00", "2026-07-11T12:00"]
READINGS = {
    "elapsed": ["Mon 2026-07-13 17:00", "Tue 2026-07-14 10:00", "Tue 2026-07-14 17:00", "Mon 2026-07-13 17:00"],
    "close_of_day_received": ["Mon 2026-07-13 17:00", "Tue 2026-07-14 17:00", "Tue 2026-07-14 17:00", "Mon 2026-07-13 17:00"],
    "close_of_day_opened": ["Tue 2026-07-14 17:00", "Tue 2026-07-14 17:00", "Wed 2026-07-15 17:00", "Tue 2026-07-14 17:00"],
}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("case", range(4), ids=["Mon 07:00", "Mon 10:00", "Mon 17:00", "Sat 12:00"])
def test_p2_worked_cases_of_one_business_day(judged: Judged, reading: str, case: int) -> None:
    policy = f'''
        name = "Readings"
        version = "1"
        reporting_zone = "America/Chicago"
        business_day_reading = "{reading}"
        [priorities.High]
        [tiers.Standard]
        calendar = "chicago-office"
        first_response = "1 business day"
        resolution = "no_target"
    '''
    reader = judged([{"received_at": central(RECEIVED[case])}], policies=[policy], as_of=central("2026-07-20T12:00"))
    assert due(reader) == [READINGS[reading][case]]


def test_k4_a_stop_at_due_is_met_and_one_second_later_is_breached(judged: Judged) -> None:
    received = central("2026-07-13T10:00")
    reader = judged([
        {"received_at": received, "first_response_at": central("2026-07-14T10:00:00")},
        {"received_at": received, "first_response_at": central("2026-07-14T10:00:01")},
    ])  # fmt: skip
    assert outcomes(reader) == ["met", "breached"]


def test_k4_a_stop_in_the_closed_time_after_a_due_at_closing_is_breached_with_nothing_over(judged: Judged) -> None:
    reader = judged([{"received_at": central("2026-07-13T07:00"), "first_response_at": central("2026-07-13T20:00")}])
    assert outcomes(reader) == ["breached"]
    assert outcomes(reader, column="elapsed_seconds - target_seconds") == [0]
    assert outcomes(reader, column="calendar_seconds") == [13 * 3600]


def test_k3_a_running_clock_is_overdue_only_after_its_due_instant(judged: Judged) -> None:
    ticket = {"received_at": central("2026-07-13T10:00")}
    reader = judged([ticket], as_of=central("2026-07-14T10:00:00"))
    assert outcomes(reader) == ["running"]


def test_k3_a_running_clock_past_due_is_breached_and_overdue(judged: Judged) -> None:
    reader = judged([{"received_at": central("2026-07-13T10:00")}], as_of=central("2026-07-14T10:00:01"))
    assert outcomes(reader) == ["breached"]
    assert outcomes(reader, column="is_overdue") == [True]


def test_k5_resolved_without_a_response_stops_the_response_clock_at_resolution(judged: Judged) -> None:
    resolved = central("2026-07-13T12:00")
    reader = judged([
        {"received_at": central("2026-07-13T10:00"), "resolved_at": resolved},
        {"received_at": central("2026-07-13T10:00"), "first_response_at": resolved, "resolved_at": resolved},
    ])  # fmt: skip
    assert outcomes(reader) == ["met", "met"]
    assert outcomes(reader, column="stopped_by") == ["resolution without response", "response"]


def test_k5_an_export_without_responses_has_unknown_response_clocks_also_where_uncovered(judged: Judged) -> None:
    reader = judged(
        [{"received_at": central("2026-07-13T10:00"), "resolved_at": central("2026-07-13T12:00"), "tier": "Gold"}], responses=False
    )
    assert outcomes(reader) == ["unknown"]
    assert outcomes(reader, "resolution") == ["uncovered"]


def test_c6_a_stop_before_its_start_is_unknown_and_not_zero(judged: Judged) -> None:
    reader = judged([{"received_at": central("2026-07-13T10:00"), "first_response_at": central("2026-07-13T09:00")}])
    assert outcomes(reader) == ["unknown"]
    assert outcomes(reader, column="elapsed_seconds") == [None]


def test_k2_precedence_excluded_before_uncovered_before_no_target_before_unknown(judged: Judged) -> None:
    received, before = central("2026-07-13T10:00"), central("2026-07-13T09:00")
    faulty = {"received_at": received, "first_response_at": before, "resolved_at": before}
    reader = judged([
        faulty | {"exclusion": "third_party", "tier": "Gold"}, faulty | {"tier": "Gold"}, faulty | {"priority": "P1"}, faulty,
    ])  # fmt: skip
    assert outcomes(reader) == ["excluded", "uncovered", "uncovered", "unknown"]
    assert outcomes(reader, "resolution") == ["excluded", "uncovered", "uncovered", "no_target"]


def test_k1_a_closing_time_stands_in_only_where_the_resolved_time_is_missing(judged: Judged) -> None:
    received = central("2026-07-13T10:00")
    reader = judged([
        {"received_at": received, "resolved_at": central("2026-07-13T11:00"), "closed_at": central("2026-07-15T11:00")},
        {"received_at": received, "closed_at": central("2026-07-13T12:00")},
    ])  # fmt: skip
    assert outcomes(reader, "resolution", "stopped_by") == ["resolution", "closing time"]
    assert outcomes(reader, "resolution", "elapsed_seconds") == [3600, 7200]
