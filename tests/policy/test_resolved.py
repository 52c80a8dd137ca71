"""A resolved policy is data: it comes back the same, and asks neither a file nor the holidays library again (C2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics.business_time.rules.public_holidays import HolidayList
from analytics.policy import Policy, describe, from_resolved, parse_policy, read_policy, resolve
from analytics.policy.shipped import shipped_policies

Changed = Callable[..., Policy]


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_it_comes_back_the_same_through_json(path: Path) -> None:
    policy = read_policy(path)
    back = from_resolved(json.loads(json.dumps(resolve(policy))))
    assert back == policy
    assert resolve(back) == resolve(policy)
    assert describe(back) == describe(policy)


def test_a_version_stored_before_it_could_say_when_a_clock_is_at_risk_is_the_same_version(default_text: str, changed: Changed) -> None:
    silent = changed(default_text, ('at_risk_share = "25 %"', ""))
    assert silent.sha256 == parse_policy(default_text, "p.toml").sha256
    assert "at_risk_share" not in resolve(silent)
    tenth = changed(default_text, ('at_risk_share = "25 %"', "at_risk_share = 0.1"))
    assert from_resolved(json.loads(json.dumps(resolve(tenth)))).at_risk_share == 0.1
    assert tenth.sha256 != silent.sha256


def test_c2_a_stored_policy_does_not_ask_the_library(default_text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = json.dumps(resolve(parse_policy(default_text, "p.toml")))

    def asked(*_: object) -> None:
        raise AssertionError("the library was asked")

    monkeypatch.setattr(HolidayList, "in_year", asked)
    monkeypatch.setattr("holidays.country_holidays", asked)
    monkeypatch.setattr("holidays.list_supported_countries", asked)
    calendar = from_resolved(json.loads(stored)).calendars["central-office-hours"]
    assert calendar.holidays(date(1970, 1, 1), date(1970, 1, 1)) == {date(1970, 1, 1): "New Year's Day"}
    assert calendar.holidays(date(2100, 12, 24), date(2100, 12, 31)) == {
        date(2100, 12, 24): "Christmas Day (observed)",
        date(2100, 12, 25): "Christmas Day",
        date(2100, 12, 31): "New Year's Day (observed)",
    }


def test_the_companys_own_name_of_a_day_stays(default_text: str, changed: Changed) -> None:
    calendar = '[calendars.central-office-hours]\nclosed_days = { 2026-12-25 = "Founders\' day", 2026-12-28 = "Stocktaking" }'
    policy = changed(default_text, ("[calendars.central-office-hours]", calendar))
    found = policy.calendars["central-office-hours"].holidays(date(2026, 12, 25), date(2026, 12, 28))
    assert found == {date(2026, 12, 25): "Founders' day", date(2026, 12, 28): "Stocktaking"}


def test_half_days_of_a_country_become_data_too(default_text: str, changed: Changed) -> None:
    greek = changed(default_text, ('"US"\nobserved = true', '"GR"\nhalf_days_close = "12:00"'))
    half = greek.calendars["central-office-hours"]
    assert half.to_mapping()["half_days"]["2026-12-24"] == "12:00"
    assert greek.stated["central-office-hours"]["public_holidays"]["half_days_close"] == "12:00"
    assert "public_holidays" not in half.to_mapping()


def test_a_calendar_file_changed_since_does_not_reach_a_stored_policy(small_text: str) -> None:
    text = small_text.split("[calendars.office]")[0]
    office = 'tz = "UTC"\n[weekly]\nmon = [["08:00", "17:00"]]\n'
    before = parse_policy(text, "p.toml", {"office": office})
    after = parse_policy(text, "p.toml", {"office": office.replace("17:00", "18:00")})
    stored = from_resolved(json.loads(json.dumps(resolve(before))))
    assert stored.calendars["office"].day_seconds == 9 * 3600
    assert after.sha256 != before.sha256


def test_a_policy_with_a_calendar_of_its_own_does_not_read_the_file_of_that_name(small_text: str) -> None:
    policy = parse_policy(small_text, "p.toml", {"office": 'tz = "UTC"\n[weekly]\nmon = [["08:00", "12:00"]]\n'})
    assert policy.calendars["office"].day_seconds == 9 * 3600


def test_read_policy_finds_the_calendars_beside_it_before_the_shipped_ones(small_text: str, tmp_path: Path) -> None:
    text = small_text.split("[calendars.office]")[0].replace('"office"', '"round-the-clock"')
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
    assert read_policy(tmp_path / "policy.toml").calendars["round-the-clock"].day_seconds == 86_400
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "round-the-clock.toml").write_text('tz = "UTC"\n[weekly]\nmon = [["08:00", "12:00"]]\n', encoding="utf-8")
    assert read_policy(tmp_path / "policy.toml").calendars["round-the-clock"].day_seconds == 4 * 3600


def test_the_hash_is_of_what_it_says_not_of_its_layout(small_text: str) -> None:
    plain = parse_policy(small_text, "p.toml")
    assert parse_policy(f"# a remark\n\n{small_text}", "q.toml").sha256 == plain.sha256
    assert parse_policy(small_text.replace('"4 hours"', '"5 hours"'), "p.toml").sha256 != plain.sha256


def test_a_list_without_any_day_is_refused_and_not_silently_empty(default_text: str, refused: Callable[..., list[str]]) -> None:
    problems = refused(default_text, ("observed = true", 'half_days_close = "12:00"'))
    assert "central-office-hours.public_holidays.half_days_close: the library lists no such day for US" in problems[0]
