"""The shipped policy says what the table of the default policy says, and nothing besides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from analytics.policy import SAMPLE_TARGETS, Policy, default_policy, parse_policy, read_policy
from analytics.policy.shipped import SHIPPED_CALENDARS, shipped_policies
from analytics.vocabulary import Clock, Landing, Reading

CHICAGO = ZoneInfo("America/Chicago")
PRIORITIES = ("High", "Medium", "Low")


def central(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def due(policy: Policy, tier: str, received: datetime, clock: Clock = Clock.FIRST_RESPONSE, priority: str = "High") -> datetime:
    """The due instant as the policy's own target says, in Central Time."""
    target = policy.target(tier, priority, clock)
    calendar = policy.calendars[target.calendar]
    if target.days is not None:
        found = calendar.due_after_business_days(received, target.days, target.reading, target.landing)
    else:
        assert target.seconds is not None
        found = calendar.due_at(received, target.seconds, target.landing)
    return found.astimezone(CHICAGO)


def test_it_is_in_force_from_the_beginning_with_the_default_settings() -> None:
    policy = default_policy()
    assert policy.effective_from is None
    assert policy.reporting_zone == "America/Chicago"
    assert policy.counts_uncovered_channels is True
    assert [tier.name for tier in policy.tiers] == ["Standard", "Enterprise"]
    assert tuple(priority.name for priority in policy.priorities) == PRIORITIES


@pytest.mark.parametrize("priority", PRIORITIES)
def test_one_response_goal_a_tier_and_no_resolution_target(priority: str) -> None:
    policy = default_policy()
    standard = policy.target("Standard", priority, Clock.FIRST_RESPONSE)
    assert (standard.days, standard.seconds, standard.reading, standard.landing) == (1, 9 * 3600, Reading.ELAPSED, Landing.CLOSING)
    enterprise = policy.target("Enterprise", priority, Clock.FIRST_RESPONSE)
    assert (enterprise.days, enterprise.seconds) == (None, 30 * 60)
    for tier in policy.tiers:
        assert not policy.target(tier.name, priority, Clock.RESOLUTION).is_stated


def test_p4_only_the_same_words_map() -> None:
    policy = default_policy()
    assert [tier.values for tier in policy.tiers] == [("Standard",), ("Enterprise",)]
    assert [priority.values for priority in policy.priorities] == [(name,) for name in PRIORITIES]
    assert [channel.values for channel in policy.channels] == [("email",)]


def test_p5_three_reasons_stand_outside() -> None:
    assert [exclusion.values for exclusion in default_policy().exclusions] == [
        ("third_party",), ("customer_change",), ("unauthorised_access",),
    ]  # fmt: skip


def test_p7_p8_ladder_for_enterprise_only_without_times_and_no_goals() -> None:
    standard, enterprise = default_policy().tiers
    assert standard.ladder == ()
    assert [(level.level, level.name, level.escalate_after_seconds) for level in enterprise.ladder] == [
        (1, "Support team lead", None), (2, "Department manager", None), (3, "Executive management", None),
    ]  # fmt: skip
    assert standard.attainment_goals == enterprise.attainment_goals == {}


def test_standard_is_closed_on_federal_holidays_and_their_observed_days() -> None:
    calendar = default_policy().calendars["central-office-hours"]
    assert calendar.holidays(date(2026, 7, 1), date(2026, 7, 31)) == {
        date(2026, 7, 3): "Independence Day (observed)",
        date(2026, 7, 4): "Independence Day",
    }


def test_enterprise_never_closes() -> None:
    calendar = default_policy().calendars["round-the-clock"]
    assert calendar.elapsed_seconds(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)) == 365 * 86_400


def test_a_ticket_of_the_fourth_of_july_observed_is_due_on_monday_evening() -> None:
    assert due(default_policy(), "Standard", central("2026-07-03T10:00:00")) == central("2026-07-06T17:00:00")


def test_k4_enterprise_is_due_thirty_minutes_after_receipt_at_any_hour() -> None:
    assert due(default_policy(), "Enterprise", central("2026-07-04T03:00:00")) == central("2026-07-04T03:30:00")


def test_received_outside_hours_counts_from_the_next_opening() -> None:
    assert due(default_policy(), "Standard", central("2026-06-01T07:00:00")) == central("2026-06-01T17:00:00")


RECEIVED = ("2026-06-01T07:00", "2026-06-01T10:00", "2026-06-01T17:00", "2026-06-06T12:00")  # Mon, Mon, Mon, Sat; no holiday near
MON, TUE, WED, NEXT_MON, NEXT_TUE = "2026-06-01", "2026-06-02", "2026-06-03", "2026-06-08", "2026-06-09"
WORKED = {
    Reading.ELAPSED: (f"{MON}T17:00", f"{TUE}T10:00", f"{TUE}T17:00", f"{NEXT_MON}T17:00"),
    Reading.CLOSE_OF_DAY_RECEIVED: (f"{MON}T17:00", f"{TUE}T17:00", f"{TUE}T17:00", f"{NEXT_MON}T17:00"),
    Reading.CLOSE_OF_DAY_OPENED: (f"{TUE}T17:00", f"{TUE}T17:00", f"{WED}T17:00", f"{NEXT_TUE}T17:00"),
}
CASES = [(reading, received, WORKED[reading][place]) for reading in Reading for place, received in enumerate(RECEIVED)]


@pytest.mark.parametrize(("reading", "received", "expected"), CASES)
def test_p2_worked_case_through_the_policy_file(default_text: str, reading: Reading, received: str, expected: str) -> None:
    text = default_text.replace('business_day_reading = "elapsed"', f'business_day_reading = "{reading}"')
    policy = parse_policy(text, "policy.toml")
    assert due(policy, "Standard", central(received)) == central(expected)
    for priority in PRIORITIES:
        assert policy.target("Standard", priority, Clock.FIRST_RESPONSE).reading is reading


def test_c5_landing_next_opening_is_a_setting_of_the_policy(default_text: str) -> None:
    policy = parse_policy(default_text.replace('landing = "closing"', 'landing = "next_opening"'), "policy.toml")
    assert due(policy, "Standard", central("2026-06-01T07:00")) == central("2026-06-02T08:00")


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_every_shipped_policy_parses_and_has_a_target_for_every_tier_priority_and_clock(path: Path) -> None:
    policy = read_policy(path)
    for tier in policy.tiers:
        assert set(tier.targets) == {(priority.name, clock) for priority in policy.priorities for clock in Clock}


@pytest.mark.parametrize("path", sorted(SHIPPED_CALENDARS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_calendar_can_be_named_by_a_policy(path: Path, small_text: str) -> None:
    text = small_text.split("[calendars.office]")[0].replace('"office"', f'"{path.stem}"')
    policy = parse_policy(text, "policy.toml")
    assert list(policy.calendars) == [path.stem]
    assert policy.calendars[path.stem].day_seconds > 0


def test_the_second_sample_has_resolution_targets_goals_and_a_timed_ladder() -> None:
    policy = read_policy(SAMPLE_TARGETS)
    assert policy.effective_from == date(2027, 1, 1)
    standard, enterprise = policy.tiers
    assert policy.target("Standard", "Medium", Clock.RESOLUTION).seconds == 5 * 9 * 3600
    assert policy.target("Enterprise", "Low", Clock.RESOLUTION).days == 5
    assert policy.target("Enterprise", "Low", Clock.FIRST_RESPONSE).calendar == "chicago-office"
    assert standard.attainment_goals == {Clock.FIRST_RESPONSE: 0.9, Clock.RESOLUTION: 0.9}
    assert enterprise.attainment_goals == {Clock.FIRST_RESPONSE: 0.95, Clock.RESOLUTION: 0.9}
    assert [level.escalate_after_seconds for level in enterprise.ladder] == [4 * 3600, 8 * 3600, None]
    for word in ("P1", "1 - Critical", "Urgent", "Highest"):
        assert word in policy.priorities[0].values
