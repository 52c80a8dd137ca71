"""A calendar's description: what may be written, what is refused with all its faults, and that it is kept as data (C2)."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

import pytest

from analytics.business_time import Calendar
from analytics.business_time.rules import public_holidays
from analytics.errors import CalendarRefused
from tests.business_time.calendars import STANDARD, local

US = {"country": "US", "years": [2020, 2030]}


def test_c2_federal_holidays_are_closed_observed_days_included() -> None:
    made = Calendar.from_mapping({**STANDARD, "public_holidays": US})
    assert made.holidays(date(2026, 7, 1), date(2026, 7, 31)) == {
        date(2026, 7, 3): "Independence Day (observed)",
        date(2026, 7, 4): "Independence Day",
    }
    assert made.elapsed_seconds(local("2026-07-03 00:00"), local("2026-07-06 00:00")) == 0


def test_c2_observed_days_can_be_left_out() -> None:
    made = Calendar.from_mapping({**STANDARD, "public_holidays": {**US, "observed": False}})
    assert list(made.holidays(date(2026, 7, 1), date(2026, 7, 31))) == [date(2026, 7, 4)]


def test_c2_a_day_observed_across_new_year_is_closed() -> None:
    made = Calendar.from_mapping({**STANDARD, "public_holidays": US})
    assert date(2021, 12, 31) in made.holidays(date(2021, 12, 1), date(2021, 12, 31))


def assumption_day(subdivision: str, categories: list[str]) -> dict[date, str]:
    wanted = {"country": "DE", "subdivision": subdivision, "categories": categories, "years": [2026, 2026]}
    return Calendar.from_mapping({**STANDARD, "public_holidays": wanted}).holidays(date(2026, 8, 15), date(2026, 8, 15))


def test_c2_a_subdivision_and_its_categories() -> None:
    assert assumption_day("BY", ["public", "catholic"]) == {date(2026, 8, 15): "Assumption Day"}
    assert assumption_day("BY", ["public"]) == {}
    assert assumption_day("BE", []) == {}


def test_c2_the_names_do_not_depend_on_the_machines_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    public_holidays._generated.cache_clear()
    assert assumption_day("BY", ["public", "catholic"]) == {date(2026, 8, 15): "Assumption Day"}


def test_c2_half_days_of_a_country_close_early_and_are_not_closed_days() -> None:
    turkey = {"country": "TR", "years": [2020, 2030], "half_days_close": "13:00"}
    made = Calendar.from_mapping({**STANDARD, "tz": "Europe/Istanbul", "public_holidays": turkey})
    day = date(2026, 10, 28)
    assert made.elapsed_seconds(local("2026-10-28 00:00", made.tz), local("2026-10-29 00:00", made.tz)) == 5 * 3600
    assert day not in made.holidays(day, day)
    assert Calendar.from_mapping(made.to_mapping()) == made


def test_c2_the_generated_days_are_data_in_the_mapping(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Calendar.from_mapping({**STANDARD, "public_holidays": US})
    mapping = json.loads(json.dumps(made.to_mapping()))
    assert mapping["public_holidays"]["days"]["2026-07-03"] == "Independence Day (observed)"

    def upgraded(wanted: object, year: int) -> dict[int, str]:
        raise AssertionError("the library was asked for a year that was kept")

    monkeypatch.setattr(public_holidays, "_generated", upgraded)
    again = Calendar.from_mapping(mapping)
    assert again == made
    assert again.holidays(date(2020, 1, 1), date(2030, 12, 31)) == made.holidays(date(2020, 1, 1), date(2030, 12, 31))


def test_c7_holidays_beyond_the_kept_years_are_generated_when_needed() -> None:
    made = Calendar.from_mapping({**STANDARD, "public_holidays": US})
    assert date(2035, 7, 4) in made.holidays(date(2035, 7, 1), date(2035, 7, 31))
    assert made.elapsed_seconds(local("2035-07-04 00:00"), local("2035-07-05 00:00")) == 0


def test_days_and_times_as_toml_and_python_have_them() -> None:
    written = {
        "tz": "America/Chicago",
        "weekly": {"mon": [[time(8), time(17)]]},
        "holidays": [date(2026, 7, 3), datetime(2026, 7, 4)],
        "dates": {date(2026, 12, 24): [("08:00", "12:00")]},
        "business_day": "450 minutes",
    }
    texts = {
        **written,
        "weekly": {"mon": [["08:00", "17:00"]]},
        "holidays": ["2026-07-03", "2026-07-04"],
        "dates": {"2026-12-24": [["08:00", "12:00"]]},
    }
    assert Calendar.from_mapping(written) == Calendar.from_mapping(texts)
    assert Calendar.from_mapping(written).day_seconds == 450 * 60


def test_a_window_of_more_than_a_day_survives_being_written() -> None:
    made = Calendar.from_mapping(
        {"tz": "UTC", "weekly": {"mon": [["00:00", "24:00"], ["22:00", "06:00"]], "wed": [["00:00", "24:00"], ["22:00", "00:00"]]}}
    )
    assert Calendar.from_mapping(made.to_mapping()) == made


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"tz": "America/Chicgo"}, "tz", "America/Chicago"),
    ({"tz": None}, "tz", "nothing"),
    ({"zone": "UTC"}, "zone", "not a known key"),
    ({"weekly": {"monday": []}}, "weekly.monday", "did you mean 'mon'?"),
    ({"weekly": {"mon": ["08:00", "17:00"]}}, "weekly.mon", '[["08:00", "17:00"]]'),
    ({"weekly": {"mon": [["08:00", "25:00"]]}}, "weekly.mon", "25:00"),
    ({"weekly": {"mon": [["24:00", "08:00"]]}}, "weekly.mon", "24:00"),
    ({"weekly": {"mon": [["08:00", "24:01"]]}}, "weekly.mon", "24:01"),
    ({"holidays": "2026-07-03"}, "holidays", "a list of days"),
    ({"holidays": ["3.7.2026"]}, "holidays", "YYYY-MM-DD"),
    ({"dates": {"2026-02-30": []}}, "dates", "2026-02-30"),
    ({"half_days": {"2026-12-24": "noon"}}, "half_days.2026-12-24", "12:00"),
    ({"business_day": "one"}, "business_day", "9 hours"),
    ({"business_day": 0}, "business_day", "9 hours"),
    ({"public_holidays": {"country": "Amerika"}}, "public_holidays.country", "country code"),
    ({"public_holidays": {"country": "US", "subdivision": "Bavaria"}}, "public_holidays.subdivision", "TX"),
    ({"public_holidays": {"country": "US", "categories": ["half_day"]}}, "public_holidays.categories", "half_days_close"),
    ({"public_holidays": {"country": "DE", "half_days_close": "12:00"}}, "public_holidays.half_days_close", "leave it out"),
    ({"public_holidays": {"country": "US", "years": [2020]}}, "public_holidays.years", "[2020, 2040]"),
]


@pytest.mark.parametrize(("changed", "key", "said"), FAULTS)
def test_a_fault_is_named_by_its_key_with_what_is_allowed(changed: dict[str, Any], key: str, said: str) -> None:
    with pytest.raises(CalendarRefused) as refused:
        Calendar.from_mapping({**STANDARD, **changed})
    assert {problem[0] for problem in refused.value.problems} == {key}
    assert said in str(refused.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(CalendarRefused) as refused:
        Calendar.from_mapping({"tz": "Mars", "weekly": {"mon": [["8", "9"]]}, "holidays": 3, "colour": 1})
    assert {problem[0] for problem in refused.value.problems} == {"colour", "tz", "weekly.mon", "holidays"}
