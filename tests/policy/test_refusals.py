"""A fault of a policy is named with its place, what was found, what is allowed, and the nearest right word; all of them at once."""

# ruff: noqa: E501 - a change and its message stand on one line, as long as they are
from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.errors import PolicyRefused
from analytics.policy import parse_policy

Refused = Callable[..., list[str]]

ONE_FAULT = [
    (('"1 business day"', '"1 busines day"'), 'tiers.Gold.first_response: "1 busines day" is not a target; write "30 minutes", "9 hours" or '
     '"1 business day", or "no_target" where there is none; did you mean "1 business day"?'),
    (('"1 business day"', '"30 min"'), 'did you mean "30 minutes"?'),
    (('"1 business day"', '"1 day"'), 'a "day" means two things: write "24 hours" or "1 business day"'),
    (('"1 business day"', '"no target"'), 'did you mean "no_target"?'),
    (('"1 business day"', "30"), "tiers.Gold.first_response: 30 is not a length of time"),
    (('"1 business day"', '"0 minutes"'), "is no time at all"),
    (('"1 business day"', '"-5 minutes"'), "is not a target"),
    (('"1 business day"', '"11 years"'), "is not a target"),
    (('"1 business day"', '"99999999 hours"'), "more than ten years"),
    (('"1 business day"', '"1.0001 seconds"'), "not a whole number of seconds"),
    (('"1 business day"', "{}"), "tiers.Gold.first_response.High: nothing is stated"),
    (('first_response = "1 business day"\n', ""), "tiers.Gold.first_response: nothing is stated"),
    (("first_response", "first_respons"), "tiers.Gold.first_respons: this key is not known"),
    (("first_response", "first_respons"), "did you mean first_response?"),
    (('Low = "no_target"', 'Lo = "no_target"'), "tiers.Gold.resolution.Lo: this is not a priority of this policy; allowed here: High, Low; did you mean Low?"),
    (('Low = "no_target"', 'Lo = "no_target"'), 'tiers.Gold.resolution.Low: nothing is stated; every priority needs a target, or "no_target"'),
    (('calendar = "office"', 'calendar = "ofice"'), 'tiers.Gold.calendar: "ofice" is not a calendar of this policy'),
    (('calendar = "office"', 'calendar = "ofice"'), 'did you mean "office"?'),
    (('calendar = "office"', ""), "tiers.Gold.calendar: nothing is stated; name one of: office"),
    (("[tiers.Gold]", "[tiers.Gold]\nattainment_goal = 95"), 'attainment_goal: 95 is not a share; write "95 %" or 0.95'),
    (("[tiers.Gold]", "[tiers.Gold]\nattainment_goal = 95"), 'did you mean "95 %"?'),
    (("[tiers.Gold]", '[tiers.Gold]\nattainment_goal = "101 %"'), "is not a share"),
    (("[tiers.Gold]", "[tiers.Gold]\nattainment_goal = nan"), "is not a share"),
    (("[tiers.Gold]", "[tiers.Gold]\nattainment_goal = true"), "true is not a share"),
    (("[tiers.Gold]", "[tiers.Gold]\nladder = [{ level = 2, name = 'a' }]"), "ladder 1.level: 2 is not the next level"),
    (("[tiers.Gold]", "[tiers.Gold]\nladder = [{ level = 1 }]"), "ladder 1.name: nothing is stated"),
    (("[tiers.Gold]", "[tiers.Gold]\nladder = 3"), "tiers.Gold.ladder: 3 is not a ladder; write [[tiers.Gold.ladder]]"),
    (("[tiers.Gold]", "[tiers.Gold]\nladder = [{level=1,name='a',escalate_after='2 hours'},{level=2,name='b',escalate_after='1 hour'}]"),
     'tiers.Gold.ladder 2.escalate_after: "1 hour" is not later than at the level before'),
    (("[tiers.Gold]", "[tiers.Gold]\nlanding = 'close'"), 'tiers.Gold.landing: "close" is not allowed here; write "closing" or "next_opening"'),
    (('version = "1"', 'business_day_reading = "elapsd"\nversion = "1"'), 'did you mean "elapsed"?'),
    (('version = "1"', ""), 'version: nothing is stated; write a label for this version, for example "2026-1"'),
    (('version = "1"', "version = 1"), "version: 1 is not a text"),
    (('name = "Small"', 'name = " "'), 'name: " " is not a text'),
    (('name = "Small"', 'nane = "Small"'), "nane: this key is not known"),
    (('version = "1"', 'version = "1"\neffective_from = "2027-13-01"'), 'effective_from: "2027-13-01" is not a day; write YYYY-MM-DD'),
    (('version = "1"', 'version = "1"\neffective_from = 2027-01-01T00:00:00'), "effective_from: 2027-01-01 00:00:00 is not a day"),
    (('version = "1"', 'version = "1"\neffective_from = 0001-01-01'), "effective_from: 0001-01-01 is out of reach"),
    (('version = "1"', 'version = "1"\nat_risk_share = 25'), "is not a share"),
    (('version = "1"', 'version = "1"\nat_risk_share = -0.1'), "is not a share"),
    (('version = "1"', 'version = "1"\ncount_uncovered_channels = "yes"'), "neither true nor false"),
    (('version = "1"', 'version = "1"\nreporting_zone = "Chicago"'), 'did you mean "America/Chicago"?'),
    (('version = "1"', 'version = "1"\nreporting_zone = "../../etc/passwd"'), "is not a time zone"),
    (("[priorities.High]\n[priorities.Low]", ""), "priorities: none is stated; write one table for each, for example [priorities.High]"),
    (("[priorities.Low]", "[priorities.Low]\nalso_called = ['high ']"), 'priorities.Low: "high" already means High; every word of an export means one thing only'),
    (("[priorities.Low]", "[priorities.Low]\nalso_called = 'minor'"), "priorities.Low.also_called: \"minor\" is not a list of words"),
    (("[priorities.Low]", "[priorities.Low]\n[priorities.low]"), 'priorities.low: "low" already means Low'),
    (("[priorities.Low]", "[priorities.Low]\n[exclusions.spam]"), "exclusions.spam.title: nothing is stated"),
    (("[priorities.Low]", "[priorities.Low]\n[channels]\nemail = true"), "channels.email: true is not a table; write [channels.email] on a line of its own"),
    (('tz = "America/Chicago"', 'tz = "America/Chicgo"'), 'calendars.office.tz: "America/Chicgo" is not a time zone'),
    (('tz = "America/Chicago"', ""), "calendars.office.tz: nothing is stated"),
    (('mon = [["08:00", "17:00"]]', 'mon = ["08:00", "17:00"]'), 'did you mean [["08:00", "17:00"]]?'),
    (('mon = [["08:00", "17:00"]]', 'mon = [["08:00", "25:00"]]'), 'calendars.office.weekly.mon: "25:00" is not a time of day'),
    (('mon = [["08:00", "17:00"]]', 'mon = [["24:00", "08:00"]]'), "is the end of a day and cannot open one"),
    (('mon = [["08:00", "17:00"]]', 'mon = "08:00-17:00"'), "is not a list of opening times"),
    (("mon =", "monday ="), "calendars.office.weekly.monday: this key is not known"),
    (('tz = "America/Chicago"', 'tz = "America/Chicago"\nclosed_days = ["2026-02-30"]'), 'closed_days: "2026-02-30" is not a day'),
    (('tz = "America/Chicago"', 'tz = "America/Chicago"\ndates = { 24-12-2026 = [] }'), 'dates.24-12-2026: "24-12-2026" is not a day'),
    (('tz = "America/Chicago"', 'tz = "America/Chicago"\npublic_holidays = { country = "USA!" }'), "no country with known holidays"),
    (('tz = "America/Chicago"', 'tz = "America/Chicago"\npublic_holidays = { country = "DE", subdivision = "XX" }'), "subdivision: \"XX\" is not known there"),
    (('tz = "America/Chicago"', 'tz = "America/Chicago"\npublic_holidays = { country = "US", categories = ["half_day"] }'), "half days: half_days_close"),
    (('tz = "America/Chicago"', 'tz = "America/Chicago"\npublic_holidays = { country = "US", observed = "no" }'), "neither true nor false"),
    (('tz = "America/Chicago"', 'tz = "America/Chicago"\npublic_holidays = "US"'), "public_holidays: \"US\" is not a table"),
    (('tz = "America/Chicago"', 'tz = "America/Chicago"\nbusiness_day = 9'), "business_day: 9 is not a length of time"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), ONE_FAULT)
def test_a_fault_is_named(small_text: str, refused: Refused, change: tuple[str, str], message: str) -> None:
    problems = refused(small_text, change)
    assert any(message in problem for problem in problems), problems
    assert all(problem.startswith("policy.toml: ") for problem in problems)


def test_all_faults_are_named_at_once(small_text: str, refused: Refused) -> None:
    problems = refused(
        small_text,
        ('version = "1"', 'version = "1"\nlandng = "closing"'),
        ('"1 business day"', '"soon"'),
        ('tz = "America/Chicago"', 'tz = "Mars/Olympus"'),
        ('"4 hours"', '"4 ours"'),
    )
    assert len(problems) == 4


def test_the_exception_names_the_file_and_counts_the_problems(small_text: str) -> None:
    with pytest.raises(PolicyRefused) as caught:
        parse_policy(small_text.replace('"4 hours"', '"4 ours"'), "mine.toml")
    assert caught.value.wrong == "mine.toml is not a valid policy"
    assert caught.value.found.startswith("1 problem\n")
    problem = caught.value.problems[0]
    assert (problem.file, problem.key, problem.nearest) == ("mine.toml", "tiers.Gold.resolution.High", '"4 hours"')


def test_a_fault_of_a_calendar_is_reported_once_and_not_where_it_is_named(small_text: str, refused: Refused) -> None:
    assert len(refused(small_text, ('tz = "America/Chicago"', 'tz = "Mars/Olympus"'))) == 1


def test_p2_uneven_weekdays_need_a_stated_business_day(small_text: str, refused: Refused, changed: Callable[..., object]) -> None:
    short_friday = ('fri = [["08:00", "17:00"]]', 'fri = [["08:00", "12:00"]]')
    assert refused(small_text, short_friday) == [
        'policy.toml: tiers.Gold.first_response: "1 business day", but the days of calendar office differ in length; '
        'state there what one is worth, business_day = "8 hours", or write the target in hours'
    ]
    changed(small_text, short_friday, ("tz =", 'business_day = "8 hours"\ntz ='))
    changed(small_text, short_friday, ('"1 business day"', '"9 hours"'))


def test_p2_dated_overrides_do_not_make_days_uneven(small_text: str, changed: Callable[..., object]) -> None:
    changed(small_text, ("tz =", 'dates = { 2026-12-24 = [["08:00", "12:00"]] }\ntz ='))


def test_a_calendar_that_never_opens_is_refused(small_text: str, refused: Refused) -> None:
    never = small_text.split("[calendars.office.weekly]")[0] + "weekly = { mon = [] }\n"
    assert "this calendar never opens" in refused(never)[0]


def test_a_fault_in_a_calendar_file_is_named_by_that_file(small_text: str, refused: Refused) -> None:
    text = small_text.split("[calendars.office]")[0]
    problems = refused(text, calendars={"office": 'tz = "Mars/Olympus"\n[weekly]\nmon = [["08:00", "17:00"]]'})
    assert [problem.split(" ")[:2] for problem in problems] == [["office.toml:", "tz:"]]
    assert refused(text, calendars={"office": "tz = "})[0].startswith("office.toml: line 1: this is not TOML")


def test_a_calendar_file_that_nobody_names_is_not_read(small_text: str, changed: Callable[..., object]) -> None:
    changed(small_text, calendars={"other": "tz = "})


def test_no_calendar_at_all_says_what_to_write(small_text: str, refused: Refused) -> None:
    text = small_text.split("[calendars.office]")[0]
    assert "write a [calendars.NAME] table and name it here" in refused(text, calendars={})[0]
