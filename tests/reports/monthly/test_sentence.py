"""The headline says what the numbers cause: constructed months, each with the words that it may say and those that it may not."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.reports.monthly import MonthlySummary
from analytics.reports.monthly.sentence import extreme_run
from tests.metrics.facts import Records
from tests.reports.monthly.made import MONTHS, decided, escalated, plain_text, summary, together, usual_months

GOAL = "INSERT INTO policy_goals VALUES (1, 'Standard', 'first_response', 0.95)"


def headline(*parts: Records, month: str = "2026-10", sql: tuple[str, ...] = ()) -> str:
    return plain_text(summary(together(*parts), month, *sql).sentence)


def test_two_tiers_one_within_its_usual_range_one_fallen() -> None:
    said = headline(
        usual_months(MONTHS[-15:], "Enterprise", worse=4),
        usual_months(MONTHS[-15:-1], "Standard"),
        decided("2026-10", 15, 5, "Standard", group_name="Service desk"), decided("2026-10", 45, 35, "Standard"),
    )  # fmt: skip
    assert said == (
        "Standard fell to 60.0 % within 1 business day (n = 100), from 90.0 % in Sep 2026, the lowest in 15 months, below its usual range"
        " of 78.3 % to 97.8 %; Enterprise answered 95.0 % within 1 business day (n = 100), within its usual range."
    )


def test_a_change_that_chance_makes_is_neither_fall_nor_rise() -> None:
    said = headline(usual_months(MONTHS[-15:-1]), decided("2026-10", 87, 13))
    assert said == "Standard answered 87.0 % within 1 business day (n = 100), within its usual range."


def test_the_lowest_month_is_not_called_so_where_chance_makes_it() -> None:
    said = headline(usual_months(MONTHS[-15:-1]), decided("2026-10", 86, 14))
    assert "lowest" not in said and "fell" not in said


def test_a_rise_is_told_like_a_fall_and_names_no_place() -> None:
    bad = together(*(decided(month, 68 + k % 3, 32 - k % 3) for k, month in enumerate(MONTHS[-15:-1])))
    said = headline(bad, decided("2026-10", 100, 0))
    assert said.startswith("Standard rose to 100.0 % within 1 business day (n = 100), from 69.0 % in Sep 2026, the highest in 15 months")
    assert "breaches in" not in said


def test_the_place_is_named_where_more_than_chance_and_a_third_of_the_breaches_were_in_it() -> None:
    scattered = [decided("2026-10", 20, 5, group_name=name) for name in ("Cloud", "Field", "Identity")]
    said = headline(usual_months(MONTHS[-15:-1]), *scattered, decided("2026-10", 10, 30, group_name="Network"))
    assert ", 30 of 45 breaches in Network." in said


def test_no_place_is_named_where_breaches_are_spread_as_the_tickets_are() -> None:
    spread = [decided("2026-10", 13, 12, group_name=name) for name in ("Cloud", "Field", "Identity", "Network")]
    said = headline(usual_months(MONTHS[-15:-1]), *spread)
    assert said.startswith("Standard fell to 52.0 %") and "Network" not in said and "Cloud" not in said


def test_with_few_months_it_says_that_nothing_can_be_called_usual() -> None:
    said = headline(usual_months(MONTHS[-4:-1]), decided("2026-10", 50, 50))
    assert said == "Standard answered 50.0 % within 1 business day (n = 100). Too few months to say whether that is usual."


@pytest.mark.parametrize(("met", "words"), [(95, "meeting its goal of 95.0 %"), (94, "short of its goal of 95.0 %")])
def test_p8_a_goal_is_named_where_the_policy_states_one(met: int, words: str) -> None:
    said = headline(usual_months(MONTHS[-15:-1]), decided("2026-10", met, 100 - met), sql=(GOAL,))
    assert words in said


def test_p8_without_a_stated_goal_there_is_none() -> None:
    assert "goal" not in headline(usual_months(MONTHS[-15:]))


def test_k5_where_resolutions_stood_in_they_are_not_called_answers() -> None:
    stood_in = decided("2026-10", 10, 0, stopped_by="resolution without response")
    assert headline(stood_in).startswith("Standard answered or resolved 100.0 % within 1 business day")


def test_tickets_of_several_targets_are_not_said_to_have_one() -> None:
    mixed = together(decided("2026-10", 9, 1, priority="High", target="30 minutes"), decided("2026-10", 9, 1, group_name="Night"))
    assert headline(mixed).startswith("Standard met 90.0 % of its first response targets (n = 20)")


def test_e2_escalations_are_in_the_headline_only_where_they_changed() -> None:
    months = MONTHS[-15:]
    before = together(usual_months(months), *(escalated(month, 5 + k % 3) for k, month in enumerate(months[:-1])))
    assert "scalations" not in headline(before, escalated("2026-10", 6))
    said = headline(before, escalated("2026-10", 40))
    assert "Escalations rose to 40.0 per 100 tickets (40 of 100), from" in said


def test_four_tiers_name_the_three_largest_and_count_the_rest() -> None:
    parts = [decided("2026-10", n, 0, f"Tier {n}") for n in (40, 30, 20, 10)]
    said = headline(*parts)
    assert "Tier 10 " not in said and "1 smaller tier is in the table" in said


def test_no_claim_without_a_value_anywhere() -> None:
    found = summary(usual_months(MONTHS[-15:]), "2026-10")
    assert _numbers_in_the_data(found)


def _numbers_in_the_data(found: MonthlySummary) -> bool:
    """Every percentage of the headline is a figure of the summary."""
    texts = json.dumps({key: value for key, value in found.to_json().items() if not key.startswith("sentence")}, ensure_ascii=False)
    shares = re.findall(r"[\d.]+\u00a0%", found.sentence)
    return bool(shares) and all(share in texts for share in shares)


@given(st.lists(st.one_of(st.none(), st.integers(0, 5).map(float)), max_size=30))
def test_a_run_of_lowest_months_ends_at_an_equal_one_and_at_a_gap(values: list[float | None]) -> None:
    run = extreme_run(values, lowest=True)
    if not values or values[-1] is None:
        assert run == 0
        return
    last, earlier = values[-1], values[:-1]
    inside = earlier[len(earlier) - (run - 1):] if run > 1 else []
    assert all(value is not None and value > last for value in inside)
    if run <= len(earlier):
        ended = earlier[len(earlier) - run]
        assert ended is None or ended <= last
