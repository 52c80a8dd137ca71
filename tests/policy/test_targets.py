"""Targets as written, and what a tier, a priority or a calendar changes about them (P1, P2, C5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.policy import Policy
from analytics.policy.target import Length, NotALength, read_length, read_target, spoken
from analytics.vocabulary import Clock, Landing, Reading

Changed = Callable[..., Policy]


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("30 minutes", Length("30 minutes", seconds=1800)),
        ("9 hours", Length("9 hours", seconds=32_400)),
        ("  9   HOURS ", Length("9 hours", seconds=32_400)),
        ("1 hours", Length("1 hour", seconds=3600)),
        ("1.5 hours", Length("1.5 hours", seconds=5400)),
        ("1 hour 30 minutes", Length("1 hour 30 minutes", seconds=5400)),
        ("1 hour and 30 minutes", Length("1 hour 30 minutes", seconds=5400)),
        ("1 hour, 30 minutes", Length("1 hour 30 minutes", seconds=5400)),
        ("90 seconds", Length("90 seconds", seconds=90)),
        ("1 business day", Length("1 business day", days=1)),
        ("18 Business Days", Length("18 business days", days=18)),
    ],
)
def test_a_length_is_read(written: str, length: Length) -> None:
    assert read_length(written) == length


@pytest.mark.parametrize(
    "written", ["1.5 business days", "1 business day 2 hours", "1 hour 2 hours", "hours", "1", "٣ hours", "1e3 hours", "1/2 hour"]
)
def test_what_is_no_length_is_refused(written: str) -> None:
    with pytest.raises(NotALength):
        read_length(written)


def test_no_target_is_an_answer_in_any_case() -> None:
    assert read_target("no_target") is None
    assert read_target(" No_Target ") is None


def test_a_length_of_time_has_no_business_days_where_none_are_allowed() -> None:
    with pytest.raises(NotALength):
        read_length("1 business day", days_allowed=False)


@given(st.text(max_size=40) | st.integers() | st.lists(st.text(max_size=3), max_size=3))
def test_any_value_is_a_length_or_says_why_not(value: object) -> None:
    try:
        length = read_length(value)
    except NotALength:
        return
    assert (length.seconds or length.days or 0) > 0


@given(st.integers(min_value=1, max_value=300_000))
def test_any_number_of_minutes_is_read_to_the_second(minutes: int) -> None:
    assert read_length(f"{minutes} minutes").seconds == minutes * 60


def test_one_target_stands_for_every_priority_and_a_table_for_each(small_text: str, changed: Changed) -> None:
    policy = changed(small_text)
    assert {policy.target("Gold", name, Clock.FIRST_RESPONSE).text for name in ("High", "Low")} == {"1 business day"}
    assert policy.target("Gold", "High", Clock.RESOLUTION).seconds == 4 * 3600
    assert not policy.target("Gold", "Low", Clock.RESOLUTION).is_stated


def test_p2_elapsed_is_seconds_and_the_closing_readings_keep_days(small_text: str, changed: Changed) -> None:
    elapsed = changed(small_text, ('"1 business day"', '"3 business days"')).target("Gold", "High", Clock.FIRST_RESPONSE)
    assert (elapsed.seconds, elapsed.days) == (27 * 3600, 3)
    closing = changed(small_text, ("[tiers.Gold]", '[tiers.Gold]\nbusiness_day_reading = "close_of_day_opened"'))
    target = closing.target("Gold", "High", Clock.FIRST_RESPONSE)
    assert (target.seconds, target.days, target.reading) == (None, 1, Reading.CLOSE_OF_DAY_OPENED)


def test_p2_a_stated_business_day_is_what_a_day_is_worth(small_text: str, changed: Changed) -> None:
    policy = changed(small_text, ("tz =", 'business_day = "8 hours"\ntz ='))
    assert policy.target("Gold", "High", Clock.FIRST_RESPONSE).seconds == 8 * 3600


def test_settings_of_a_target_win_over_the_tier_and_those_over_the_policy(small_text: str, changed: Changed) -> None:
    policy = changed(
        small_text,
        ('version = "1"', 'version = "1"\nlanding = "next_opening"\nbusiness_day_reading = "close_of_day_opened"'),
        ("[tiers.Gold]", '[tiers.Gold]\nbusiness_day_reading = "close_of_day_received"'),
        ('High = "4 hours"', 'High = { target = "2 business days", business_day_reading = "elapsed", landing = "closing" }'),
    )
    response, resolution = (policy.target("Gold", "High", clock) for clock in Clock)
    assert (response.reading, response.landing) == (Reading.CLOSE_OF_DAY_RECEIVED, Landing.NEXT_OPENING)
    assert (resolution.reading, resolution.landing) == (Reading.ELAPSED, Landing.CLOSING)


def test_a_priority_can_count_on_another_calendar_and_takes_its_business_day(small_text: str, changed: Changed) -> None:
    policy = changed(
        small_text,
        ('High = "4 hours"', 'High = { target = "1 business day", calendar = "always" }'),
        ("[calendars.office]", '[calendars.always]\ntz = "UTC"\nweekly = { mon = [["00:00", "24:00"]] }\n\n[calendars.office]'),
    )
    target = policy.target("Gold", "High", Clock.RESOLUTION)
    assert (target.calendar, target.seconds) == ("always", 86_400)


def test_priorities_of_a_target_table_are_the_same_word_in_any_case(small_text: str, changed: Changed) -> None:
    policy = changed(small_text, ('High = "4 hours", Low', 'high = "4 hours", LOW'))
    assert policy.target("Gold", "High", Clock.RESOLUTION).text == "4 hours"


def test_c1_overnight_split_and_24_00_hours_are_read(small_text: str, changed: Changed) -> None:
    in_hours = ('"1 business day"', '"9 hours"')
    policy = changed(small_text, ('mon = [["08:00", "17:00"]]', 'mon = [["22:00", "06:00"], ["09:00", "10:00"]]'), in_hours)
    assert policy.stated["office"]["weekly"]["mon"] == [["22:00", "06:00"], ["09:00", "10:00"]]
    assert policy.calendars["office"].parts.weekly.lengths["mon"] == 9 * 3600
    whole = changed(small_text, ('mon = [["08:00", "17:00"]]', 'mon = [["00:00", "24:00"]]'), in_hours)
    assert whole.calendars["office"].parts.weekly.lengths["mon"] == 86_400


def test_p8_a_goal_for_the_tier_holds_for_its_clocks_with_a_target(small_text: str, changed: Changed) -> None:
    both = changed(small_text, ("[tiers.Gold]", '[tiers.Gold]\nattainment_goal = "95 %"')).tier("Gold")
    assert both.attainment_goals == {Clock.FIRST_RESPONSE: 0.95, Clock.RESOLUTION: 0.95}
    response_only = changed(
        small_text, ("[tiers.Gold]", "[tiers.Gold]\nattainment_goal = 0.9"), ('{ High = "4 hours", Low = "no_target" }', '"no_target"')
    )
    assert response_only.tier("Gold").attainment_goals == {Clock.FIRST_RESPONSE: 0.9}


def test_e3_escalate_after_in_business_days_is_seconds_of_the_tiers_calendar(small_text: str, changed: Changed) -> None:
    ladder = '[tiers.Gold]\nladder = [{ level = 1, name = "lead", escalate_after = "2 business days" }, { level = 2, name = "manager" }]'
    levels = changed(small_text, ("[tiers.Gold]", ladder)).tier("Gold").ladder
    assert [level.escalate_after_seconds for level in levels] == [18 * 3600, None]


def test_p9_spellings_of_a_tier_are_its_own_name_and_what_it_is_also_called(small_text: str, changed: Changed) -> None:
    tier = changed(small_text, ("[tiers.Gold]", '[tiers.Gold]\nalso_called = ["Premium", "GOLD", " VIP "]')).tier("Gold")
    assert tier.values == ("Gold", "Premium", "VIP")


@pytest.mark.parametrize(
    ("seconds", "words"), [(32_400, "9 h"), (5400, "1 h 30 min"), (30, "30 s"), (0, "0 s"), (90_061, "25 h 1 min 1 s")]
)
def test_seconds_are_spoken(seconds: int, words: str) -> None:
    assert spoken(seconds) == words
