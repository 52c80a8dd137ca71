"""Places on paper: nothing outside the plot, nothing on top of another, ticks on round numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.reports.writers.plots import amount_scale, apart, share_scale
from analytics.reports.writers.sheet_plots import common_goal, level_plot, tier_plot, trend_plot
from tests.reports.writers.made_up import empty, made_up

shares = st.floats(0, 1)


@given(st.lists(shares, min_size=1, max_size=6))
def test_words_at_a_line_s_end_keep_apart_and_keep_their_order(places: list[float]) -> None:
    moved = apart(places)
    order = sorted(range(len(places)), key=lambda index: places[index])
    assert all(moved[upper] - moved[lower] >= 0.14 - 1e-4 for lower, upper in pairwise(order))
    assert max(moved) <= 1 + 1e-4 and min(moved) >= -1e-4


@given(st.lists(shares, max_size=20))
def test_an_axis_of_shares_holds_them_all_and_never_leaves_0_to_1(numbers: list[float]) -> None:
    scale = share_scale(numbers)
    assert 0 <= scale.low < scale.high <= 1
    assert all(scale.low - 1e-9 <= number <= scale.high + 1e-9 for number in numbers)
    assert 2 <= len(scale.ticks(6)) <= 8


@given(st.lists(st.floats(0, 1e7), max_size=20))
def test_an_axis_of_amounts_begins_at_0_and_holds_them_all(numbers: list[float]) -> None:
    scale = amount_scale(numbers)
    assert scale.low == 0
    assert all(number <= scale.high * (1 + 1e-9) for number in numbers)


def test_a_month_without_a_decision_is_a_gap_and_no_zero() -> None:
    found = made_up()
    series = (*found.series[:-1], replace(found.series[-1], attainment=None, decided=0, met=0))
    plot = trend_plot(replace(found, series=series))
    assert plot is not None
    assert plot.dots[-1].y is None
    assert plot.end is None, "no word stands for a month without a figure"


def test_a_month_that_is_not_closed_is_hollow_and_has_no_usual_range() -> None:
    found = made_up()
    plot = trend_plot(replace(found, series=(*found.series[:-1], replace(found.series[-1], is_open=True))))
    assert plot is not None
    assert [dot.is_open for dot in plot.dots] == [False] * 12 + [True]
    assert len(plot.band) == 12


@pytest.mark.parametrize(("goals", "drawn"), [((0.95, 0.95), 0.95), ((0.95, None), None), ((0.95, 0.9), None), ((None, None), None)])
def test_a_goal_is_drawn_over_all_tiers_only_where_all_state_it(goals: tuple[float | None, ...], drawn: float | None) -> None:
    totals = [row for row in made_up().tiers if row.is_total]
    assert common_goal(tuple(replace(row, goal=goal) for row, goal in zip(totals, goals, strict=True))) == drawn


def test_an_empty_month_draws_nothing() -> None:
    assert (trend_plot(empty()), tier_plot(empty()), level_plot(empty())) == (None, None, None)


def test_the_parts_of_a_bar_stand_on_each_other() -> None:
    plot = level_plot(made_up())
    assert plot is not None
    for lower, upper in pairwise(plot.parts):
        assert [box.high for box in lower] == pytest.approx([box.low for box in upper])
