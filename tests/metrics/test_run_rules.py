"""Each run rule at its edge: one point fewer, the other side, a gap."""

from __future__ import annotations

import pytest

from analytics.metrics.run_rules import BEYOND_3, EIGHT, FOUR_OF_FIVE, TREND, TWO_OF_THREE, signals


def marked(points: list[float | None]) -> list[tuple[str, ...]]:
    """Signals of points given in sigmas. A zigzag far smaller than any zone keeps equal points from looking like a trend."""
    return signals(points, [None if p is None else p + 1e-6 * (n % 2) for n, p in enumerate(points)])


@pytest.mark.parametrize(("sigmas", "rules"), [(3.0, ()), (3.001, (BEYOND_3,)), (-3.001, (BEYOND_3,)), (-3.0, ())])
def test_a_point_beyond_3_sigma_and_not_on_it(sigmas: float, rules: tuple[str, ...]) -> None:
    assert marked([sigmas]) == [rules]


def test_two_of_three_beyond_2_sigma_on_one_side() -> None:
    assert marked([2.1, 0.5, 2.1]) == [(), (), (TWO_OF_THREE,)]
    assert marked([2.1, 2.1]) == [(), (TWO_OF_THREE,)]
    assert marked([2.1, 0.5, -2.1]) == [(), (), ()]
    assert marked([2.1, 0.5, -0.5, 2.1]) == [()] * 4


def test_a_pattern_is_marked_on_the_point_that_completes_it_and_not_after_it() -> None:
    assert marked([2.1, 2.1, 0.5]) == [(), (TWO_OF_THREE,), ()]


def test_four_of_five_beyond_1_sigma_on_one_side() -> None:
    assert marked([1.1, 1.2, -0.5, 1.1, 1.2])[-1] == (FOUR_OF_FIVE,)
    assert marked([1.1, 1.2, -0.5, -0.5, 1.1])[-1] == ()


@pytest.mark.parametrize(("length", "rules"), [(7, ()), (8, (EIGHT,)), (9, (EIGHT,))])
def test_eight_in_a_row_on_one_side(length: int, rules: tuple[str, ...]) -> None:
    assert marked([-0.5] * length)[-1] == rules


def test_a_point_on_the_centre_line_is_on_neither_side() -> None:
    assert marked([0.5] * 7 + [0.0] + [0.5] * 7)[-1] == ()


@pytest.mark.parametrize("step", [0.1, -0.1])
def test_six_in_a_row_rising_or_falling(step: float) -> None:
    points = [step * (n - 3) for n in range(6)]
    assert signals(points, points)[-1] == (TREND,) and signals(points[1:], points[1:])[-1] == ()
    level = [*points[:5], points[4]]
    assert signals(level, level)[-1] == ()


def test_a_gap_ends_every_run() -> None:
    assert marked([2.1, None, 2.1]) == [(), (), ()]
    assert marked([0.5] * 4 + [None] + [0.5] * 4)[-1] == ()
    rising = [0.1, 0.2, 0.3, None, 0.4, 0.5, 0.6]
    assert signals(rising, rising)[-1] == ()
