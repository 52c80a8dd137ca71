"""A change: its interval against published figures, and when it is called usual, unusual or neither."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import QuestionRefused
from analytics.metrics import Change, Question, change
from analytics.metrics.change import difference_interval
from analytics.metrics.control import Point
from analytics.warehouse import Database
from tests.metrics.facts import Records, fill
from tests.metrics.intervals import wilson
from tests.metrics.test_control import MONTHS, month_of


def point(part: int, whole: int) -> Point:
    low, high = wilson(part, whole)
    return Point("2026-10", part / whole, part, whole, low, high, True, None)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)],
)
def test_newcombes_published_intervals(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    _, found_low, found_high = difference_interval(point(*one), point(*other))
    assert (found_low, found_high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def compared(counts: list[tuple[int, int]], period: str = "2026-10", before: str = "2026-09", metric: str = "breach_rate") -> Change:
    months = MONTHS[len(MONTHS) - len(counts):]
    clocks = [clock for month, (a, b) in zip(months, counts, strict=True) for clock in month_of(month, a, b)]
    with Database.memory() as db:
        fill(db, Records(clocks=clocks))
        return change(db, Question((metric,)), period, before)


def test_a_change_within_chance_has_no_arrow() -> None:
    found = compared([(10, 100), (12, 100), (8, 100), (11, 100)] * 4 + [(9, 100), (15, 100)])
    assert (found.status, found.usual, found.arrow, found.is_better) == ("within the usual range", True, None, None)
    assert (found.numerator, found.denominator, found.numerator_before, found.denominator_before) == (15, 100, 9, 100)
    assert found.difference == pytest.approx(0.06) and found.low is not None and found.low < 0 and found.usual_up_to is not None
    assert found.usual_up_to == pytest.approx(3 * (2 * 0.1046 * 0.8954 / 100) ** 0.5, rel=0.01)


@pytest.mark.parametrize(("metric", "arrow", "better"), [("breach_rate", "up", False), ("attainment", "down", False)])
def test_a_change_beyond_chance_has_an_arrow_and_says_what_it_means(metric: str, arrow: str, better: bool) -> None:
    found = compared([(10, 100), (12, 100), (8, 100), (11, 100)] * 5 + [(9, 100), (40, 100)], metric=metric)
    assert (found.usual, found.arrow, found.is_better) == (False, arrow, better)


def test_with_few_months_there_is_an_interval_and_no_verdict() -> None:
    found = compared([(10, 100), (40, 100)])
    assert (found.usual, found.arrow, found.usual_up_to) == (None, None, None)
    assert found.status == "too few months to say whether it is usual" and found.low is not None and found.low > 0


def test_t3_a_month_that_is_not_closed_is_not_judged() -> None:
    clocks = [clock for month in MONTHS[-14:] for clock in month_of(month, 10, 100)] + month_of("2026-11", 90, 100)
    with Database.memory() as db:
        fill(db, Records(clocks=clocks))
        found = change(db, Question(("breach_rate",), from_on=date(2026, 11, 1)), "2026-11", "2026-10")
    assert (found.status, found.arrow, found.value) == ("2026-11 is not closed yet", None, 0.9)


def test_k3_nothing_decided_gives_no_difference() -> None:
    found = compared([(10, 100)] * 14, before="2023-01")
    assert (found.difference, found.low, found.status) == (None, None, "nothing to measure in 2023-01")


@pytest.mark.parametrize(("period", "before"), [("2026-10", "2026-W40"), ("October", "2026-09"), ("2026-13", "2026-09")])
def test_periods_that_cannot_be_compared_are_refused(period: str, before: str) -> None:
    with pytest.raises(QuestionRefused):
        compared([(10, 100)], period, before)
