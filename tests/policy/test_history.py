"""Versions by date: which is in force when, what supersedes what, and from when a new one may take effect (P3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import PolicyRefused
from analytics.policy import Policy, PolicyHistory, check_effect, effective_at, parse_policy

Version = Callable[..., Policy]
NEW_YEAR = datetime(2027, 1, 1, 6)  # local midnight of Chicago, in UTC
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def version(small_text: str) -> Version:
    def make(label: str, effective_from: str | None = None, zone: str = "America/Chicago") -> Policy:
        from_day = f"effective_from = {effective_from}\n" if effective_from else ""
        return parse_policy(small_text.replace('version = "1"\n', f'version = "{label}"\n{from_day}reporting_zone = "{zone}"\n'), "p.toml")

    return make


def labels(history: PolicyHistory) -> list[str]:
    return [policy.version_label for policy in history]


def test_effect_is_the_local_midnight_of_the_policys_own_zone(version: Version) -> None:
    assert effective_at(version("a", "2027-01-01")) == NEW_YEAR
    assert effective_at(version("a", "2027-01-01", "Europe/Berlin")) == datetime(2026, 12, 31, 23)


def test_t2_a_midnight_that_does_not_exist_is_read_with_the_offset_before(version: Version) -> None:
    """Cairo's summer time began at midnight of 24 April 2026: 00:00 did not exist there."""
    assert effective_at(version("a", "2026-04-24", "Africa/Cairo")) == datetime(2026, 4, 23, 22)


def test_the_day_may_be_written_as_a_text(small_text: str, changed: Callable[..., Policy]) -> None:
    policy = changed(small_text, ('version = "1"', 'version = "1"\neffective_from = "2027-01-01"'))
    assert effective_at(policy) == NEW_YEAR


def test_versions_stand_in_order_of_effect_whatever_the_order_they_were_added(version: Version) -> None:
    late, early, first = version("late", "2027-06-01"), version("early", "2027-01-01"), version("first")
    assert labels(PolicyHistory([late, first, early])) == ["first", "early", "late"]


def test_a_clock_is_judged_by_the_version_in_force_when_it_started(version: Version) -> None:
    history = PolicyHistory([version("old"), version("new", "2027-01-01")])
    assert history.in_force_at(NEW_YEAR - SECOND).version_label == "old"
    assert history.in_force_at(NEW_YEAR).version_label == "new"
    assert history.in_force_at(NEW_YEAR.replace(tzinfo=UTC)).version_label == "new"
    assert history.in_force_at(datetime(1970, 1, 1)).version_label == "old"


def test_before_the_first_version_none_is_in_force(version: Version) -> None:
    history = PolicyHistory([version("new", "2027-01-01")])
    assert history.in_force_at(NEW_YEAR - SECOND) is None


def test_the_same_day_of_effect_supersedes_and_the_order_of_adding_decides(version: Version) -> None:
    first, second = version("a", "2027-01-01"), version("b", "2027-01-01")
    assert labels(PolicyHistory([first, second])) == ["b"]
    assert labels(PolicyHistory([second, first])) == ["a"]
    assert labels(PolicyHistory([version("x"), first, version("y")])) == ["y", "a"]


def test_the_same_instant_by_another_zone_supersedes_too(version: Version) -> None:
    """Midnight of 1 January on Kiritimati is midnight of 31 December in Honolulu."""
    east, west = version("east", "2027-01-01", "Pacific/Kiritimati"), version("west", "2026-12-31", "Pacific/Honolulu")
    assert effective_at(east) == effective_at(west)
    assert labels(PolicyHistory([east, west])) == ["west"]


def test_spans_follow_each_other_without_gap_or_overlap(version: Version) -> None:
    spans = PolicyHistory([version("a"), version("b", "2027-01-01"), version("c", "2028-01-01")]).spans()
    assert [policy_id for policy_id, *_ in spans] == [1, 2, 3]
    assert spans[0][2] == datetime(1, 1, 1)
    assert spans[-1][3] == datetime(9999, 12, 31)
    assert all(before[3] == after[2] for before, after in pairwise(spans))


def test_t4_the_reporting_zone_is_that_of_the_newest_version(version: Version) -> None:
    history = PolicyHistory([version("a"), version("b", "2027-01-01", "Europe/Berlin")])
    assert history.reporting_zone == "Europe/Berlin"


def test_an_empty_history_says_what_to_do() -> None:
    history = PolicyHistory([])
    assert history.spans() == ()
    assert history.in_force_at(NEW_YEAR) is None
    with pytest.raises(PolicyRefused, match="sundial policy add"):
        _ = history.reporting_zone


@pytest.mark.parametrize("as_of", [NEW_YEAR, NEW_YEAR + SECOND, NEW_YEAR.replace(tzinfo=UTC)])
def test_p3_effect_at_or_before_as_of_is_refused(version: Version, as_of: datetime) -> None:
    with pytest.raises(PolicyRefused, match="restate") as caught:
        check_effect(PolicyHistory([version("a")]), version("b", "2027-01-01"), as_of, "b.toml")
    assert str(caught.value.problems[0]).startswith("b.toml: effective_from: it takes effect from 2027-01-01 (2027-01-01 06:00:00 UTC)")


def test_p3_effect_one_second_after_as_of_is_let_through(version: Version) -> None:
    check_effect(PolicyHistory([version("a")]), version("b", "2027-01-01"), NEW_YEAR - SECOND)


def test_p3_without_effective_from_it_reaches_back_to_the_beginning(version: Version) -> None:
    with pytest.raises(PolicyRefused, match="from the beginning"):
        check_effect(PolicyHistory([version("a")]), version("b"), datetime(1990, 1, 1))


def test_p3_with_nothing_loaded_anything_may_take_effect(version: Version) -> None:
    check_effect(PolicyHistory([version("a")]), version("b"), None)


def test_p3_the_same_version_once_more_changes_nothing(version: Version) -> None:
    check_effect(PolicyHistory([version("a")]), version("a"), NEW_YEAR)


@settings(max_examples=50)
@given(days=st.lists(st.integers(0, 3000), max_size=6), moment=st.integers(-86_400, 3_000 * 86_400))
def test_in_force_is_the_latest_effect_not_after_the_moment(version: Version, days: list[int], moment: int) -> None:
    base = datetime(2020, 1, 1)
    added = [version(str(number), (base + timedelta(days=day)).date().isoformat(), "UTC") for number, day in enumerate(days)]
    at = base + timedelta(seconds=moment)
    known = {day: number for number, day in enumerate(days)}
    expected = max((day for day in known if day * 86_400 <= moment), default=None)
    found = PolicyHistory(added).in_force_at(at)
    assert (found.version_label if found else None) == (None if expected is None else str(known[expected]))
