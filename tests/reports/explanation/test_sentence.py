"""The sentence a customer reads: worked cases of every outcome, to the letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analytics.reports.explanation import explain
from analytics.reports.explanation.words import counted, length, listed, zone_words
from analytics.vocabulary import Clock
from analytics.warehouse import Reader
from tests.facts.conftest import judged  # noqa: F401  a fixture

Judged = Callable[..., Reader]
AS_OF = "2026-10-20T12:00:00Z"
POLICY = """
name = "Targets"
version = "1"
reporting_zone = "America/Chicago"
[priorities.High]
[priorities.Low]
[channels.email]
[tiers.Standard]
calendar = "office"
[tiers.Standard.first_response]
High = "9 hours"
Low = { target = "1 business day", business_day_reading = "close_of_day_received" }
[tiers.Standard.resolution]
High = "9 hours"
Low = "no_target"
[calendars.office]
title = "Office"
tz = "America/Chicago"
[calendars.office.weekly]
mon = [["08:00", "17:00"]]
tue = [["08:00", "17:00"]]
wed = [["08:00", "17:00"]]
thu = [["08:00", "17:00"]]
fri = [["08:00", "17:00"]]
"""


def said(reader: Reader, clock: Clock = Clock.FIRST_RESPONSE, ticket_id: str = "4711") -> str:
    (found,) = explain(reader, ticket_id, clocks=(clock,)).clocks
    return found.sentence


def ticket(**words: str) -> dict[str, str]:
    return {"ticket_id": "4711", "received_at": "2026-10-09T21:30:00Z", **words}


def test_c2_breached_by_a_minute_over_a_weekend_and_a_holiday(judged: Judged) -> None:  # noqa: F811
    """Friday 16:30 to Tuesday 16:31, with Columbus Day between."""
    assert said(judged([ticket(first_response_at="2026-10-13T21:31:00Z")], as_of=AS_OF)) == (
        "Your ticket 4711 arrived on Friday 9 October 2026 at 16:30 (Central Time). Our Standard support answers within 1 business day"
        " (9 hours), counted Monday–Friday 08:00–17:00. 30 minutes counted on Friday 9 October and 8 h 31 min on Tuesday 13 October;"
        " the weekend, Columbus Day (Monday 12 October) and time outside opening hours did not count. We answered on Tuesday 13 October"
        " at 16:31, after 9 h 1 min of business time: 1 minute late. The time was up on Tuesday 13 October at 16:30."
    )


def test_k4_met_to_the_second(judged: Judged) -> None:  # noqa: F811
    told = said(judged([ticket(first_response_at="2026-10-13T21:30:00Z")], as_of=AS_OF))
    assert told.endswith("at 16:30, after 9 hours of business time: in time, just as the time was up.")


def test_k4_stopped_in_closed_time_after_a_due_that_is_closing_time(judged: Judged) -> None:  # noqa: F811
    told = said(judged([{**ticket(first_response_at="2026-10-08T03:00:00Z"), "received_at": "2026-10-07T13:00:00Z"}], as_of=AS_OF))
    assert told.endswith(
        "We answered on Wednesday 7 October at 22:00, after 9 hours of business time. The time was up at closing time, on Wednesday"
        " 7 October at 17:00, so this was 5 hours late."
    )


def test_around_the_clock_no_time_is_called_business_time(judged: Judged) -> None:  # noqa: F811
    assert said(judged([ticket(tier="Enterprise", first_response_at="2026-10-09T21:31:00Z")], as_of=AS_OF)) == (
        "Your ticket 4711 arrived on Friday 9 October 2026 at 16:30 (Central Time). Our Enterprise support answers within 30 minutes,"
        " counted around the clock. We answered on Friday 9 October at 16:31, after 1 minute: in time, with 29 minutes left."
    )


def test_k3_running_and_overdue(judged: Judged) -> None:  # noqa: F811
    rows = [ticket(), {**ticket(), "ticket_id": "old", "received_at": "2026-10-08T13:00:00Z"}]
    reader = judged(rows, as_of="2026-10-13T14:00:00Z")
    assert said(reader).endswith(
        "On Tuesday 13 October at 09:00 it was not answered yet. 7 h 30 min of business time are left, until Tuesday 13 October at 16:30."
    )
    assert said(reader, ticket_id="old").endswith(
        "On Tuesday 13 October at 09:00 it was not answered yet. The time was up on Thursday 8 October at 17:00, 10 hours of business"
        " time before."
    )


def pending(ticket_id: str, at: str) -> dict[str, str]:
    return {"ticket_id": ticket_id, "at": at, "field": "status", "from": "open", "to": "pending"}


def test_k6_paused_and_what_is_left(judged: Judged) -> None:  # noqa: F811
    """No holiday in this policy: 30 minutes counted on Friday, and 2 hours on Monday before the one was paused."""
    changes = [pending("4711", "2026-10-12T15:00:00Z"), pending("late", "2026-10-13T15:00:00Z")]
    rows = [ticket(status="pending"), {**ticket(status="pending"), "ticket_id": "late"}]
    reader = judged(rows, changes, policies=[POLICY], as_of=AS_OF)
    told = said(reader, Clock.RESOLUTION)
    assert "Our Standard support resolves tickets of priority High within 9 hours, counted Monday–Friday 08:00–17:00. " in told
    assert "52 hours in “pending”, the weekend and time outside opening hours did not count." in told
    assert told.endswith(
        "On Tuesday 20 October at 07:00 it was not resolved yet. It has been waiting since Monday 12 October at 10:00, in the status"
        " “pending”. The clock stands still with 6 h 30 min of business time left."
    )
    assert said(reader, Clock.RESOLUTION, "late").endswith(
        "The time was up on Monday 12 October at 16:30, 2 h 30 min of business time before. It has been waiting since Tuesday"
        " 13 October at 10:00, in the status “pending”."
    )


def test_p2_a_close_of_day_target_says_which_close(judged: Judged) -> None:  # noqa: F811
    told = said(judged([ticket(priority="Low", first_response_at="2026-10-12T20:00:00Z")], policies=[POLICY], as_of=AS_OF))
    assert "within 1 business day, counted Monday–Friday 08:00–17:00: until closing time of the first business day after the day" in told
    assert told.endswith("after 7 h 30 min of business time: in time, with 2 hours left.")


def test_k2_excluded_uncovered_unknown_and_no_target_say_why(judged: Judged) -> None:  # noqa: F811
    rows = [
        ticket(exclusion="third_party", ticket_id="x"),
        {**ticket(tier="Gold"), "ticket_id": "u"},
        {**ticket(first_response_at="2026-10-01T00:00:00Z"), "ticket_id": "f"},
        {**ticket(resolved_at="2026-10-12T15:00:00Z", first_response_at="2026-10-09T21:40:00Z"), "ticket_id": "n"},
    ]
    reader = judged(rows, as_of=AS_OF)
    assert "It stands outside our support times: third-party software or hardware that we do not support." in said(reader, ticket_id="x")
    assert said(reader, ticket_id="u").endswith("it cannot be said: our policy does not know the tier “Gold”.")
    assert said(reader, ticket_id="f").endswith("cannot be told: our records say that happened before it arrived.")
    resolution = said(reader, Clock.RESOLUTION, "n")
    assert "Our Standard support states no time for resolving." in resolution
    assert resolution.endswith("We resolved it on Monday 12 October at 10:00, after 30 minutes of business time.")


def test_k5_resolved_without_a_response_and_an_export_without_responses(judged: Judged) -> None:  # noqa: F811
    told = said(judged([ticket(resolved_at="2026-10-09T21:45:00Z")], as_of=AS_OF))
    assert "It was resolved without an answer before that, which ended the wait for one, on Friday 9 October at 16:45" in told


def test_nothing_of_an_export_can_steer_what_shows_it(judged: Judged) -> None:  # noqa: F811
    reader = judged([{**ticket(), "ticket_id": "a\u202eb\x1b[31m"}], as_of=AS_OF)
    ((ticket_id,),) = reader.rows("SELECT ticket_id FROM judged_tickets")
    told = said(reader, ticket_id=ticket_id)
    assert "\u202e" not in told and "\x1b" not in told
    assert "⟨U+202E⟩" in told


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (60, "1 minute"), (90, "1 min 30 s"), (3600, "1 hour"), (32_460, "9 h 1 min"), (7200, "2 hours")],
)
def test_a_length_has_the_right_unit_and_number(seconds: int, words: str) -> None:
    assert length(seconds) == words


def test_words_of_lists_zones_and_plurals() -> None:
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    zones: list[Any] = ["America/Chicago", "Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5"]
    assert [zone_words(z) for z in zones] == ["Central Time", "Berlin time", "Buenos Aires time", "UTC", "Etc/GMT+5"]
    assert [counted(1, "day"), counted(2, "day"), counted(2, "holiday")] == ["1 day", "2 days", "2 holidays"]
