"""The policy in sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.policy import SAMPLE_TARGETS, Policy, default_policy, describe, read_policy
from analytics.policy.weekly_words import weekly_words


@pytest.mark.parametrize(
    "sentence",
    [
        "Support policy, version 1: in force from the beginning.",
        "Standard: first response within 1 business day (9 h) of Monday–Friday 08:00–17:00 America/Chicago; "
        "closed on 11 US federal holidays.",
        "Standard: resolution has no target.",
        "Standard has no escalation ladder.",
        "Standard states no attainment goal.",
        "Enterprise: first response within 30 minutes, 24 hours a day, 7 days a week.",
        "Enterprise escalates to 1 Support team lead, 2 Department manager, 3 Executive management; no times are given.",
        "Channels covered: email. Tickets from other channels count, and are flagged.",
        "Outside every rate: Unauthorised access to our systems or customer data.",
    ],
)
def test_the_default_policy_says(sentence: str) -> None:
    assert sentence in describe(default_policy())


@pytest.mark.parametrize(
    "start",
    [
        "Sample policy with targets by priority, version 2027-1: in force from 2027-01-01, 00:00 in America/Chicago.",
        "Standard: first response within 2 hours (Critical), 4 hours (High), 1 business day = 9 h (Medium), "
        "2 business days = 18 h (Low) of Monday–Friday 08:00–17:00",
        "Standard: resolution has no target for Low.",
        "Enterprise: first response within 4 hours (Low) of Monday–Friday",
        "Enterprise aims at 95 % of first response targets met and 90 % of resolution targets met.",
        "Enterprise escalates to 1 Support team lead after 4 hours, 2 Department manager after 8 hours, 3 Executive management.",
        "Tickets from other channels do not count.",
        "Tier Enterprise is also called Premium, Gold, Platinum.",
    ],
)
def test_the_second_sample_says(start: str) -> None:
    assert any(start in sentence for sentence in describe(read_policy(SAMPLE_TARGETS)))


def test_single_dates_and_own_days_are_counted(small_text: str, changed: Callable[..., Policy]) -> None:
    more = 'closed_days = ["2026-12-28", "2026-12-29"]\nholidays = ["2026-12-29"]\nhalf_days = { 2026-12-24 = "12:00" }\ntz ='
    text = "\n".join(describe(changed(small_text, ("tz =", more))))
    assert "closed on 2 days of the company's own; 1 date with hours of its own." in text


def test_a_round_the_clock_calendar_with_holidays_names_its_zone(small_text: str, changed: Callable[..., Policy]) -> None:
    days = ", ".join(f'{day} = [["00:00", "24:00"]]' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    public = 'public_holidays = { country = "DE", subdivision = "BE" }'
    office = small_text.split("[calendars.office.weekly]")[0] + f"{public}\nweekly = {{ {days} }}\n"
    text = "\n".join(describe(changed(office)))
    assert "24 hours a day, 7 days a week (America/Chicago); closed on 10 public holidays of DE-BE." in text


def test_weekdays_with_the_same_hours_stand_together() -> None:
    hours, short = [["08:00", "12:00"], ["13:00", "17:00"]], [["09:00", "12:00"]]
    weekly = {"mon": hours, "tue": hours, "wed": [], "thu": hours, "sat": short}
    assert weekly_words(weekly) == "Monday–Tuesday 08:00–12:00 and 13:00–17:00, Thursday 08:00–12:00 and 13:00–17:00, Saturday 09:00–12:00"
