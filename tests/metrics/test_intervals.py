"""Intervals and the product limit against a library that many have checked, where it is installed, and at their edges."""

from __future__ import annotations

import random
from functools import cache

import pytest

from analytics.metrics import measure, question_from_words
from analytics.metrics.formula import formulas_for
from analytics.warehouse import Database
from tests.metrics.facts import Records, fill
from tests.metrics.intervals import garwood, wilson
from tests.metrics.test_worked_examples import _clock

COUNTS = [*range(40), 99, 100, 1_000, 12_345, 1_000_000]
SHARES = [(0, 1), (1, 1), (0, 500), (500, 500), (1, 10), (81, 263), (15, 148), (123_456, 9_876_543)]


def of(formula: str, *values: int) -> float | None:
    sql = f"{formula}({', '.join(str(value) for value in values)})"
    found: float | None = engine().rows(f"SELECT {sql}", using=formulas_for(sql))[0][0]
    return found


@cache
def engine() -> Database:
    return Database.memory()


@pytest.mark.parametrize(("part", "whole"), SHARES)
def test_wilson_is_what_searching_for_it_finds(part: int, whole: int) -> None:
    assert (of("wilson_low", part, whole), of("wilson_high", part, whole)) == pytest.approx(wilson(part, whole), rel=1e-9, abs=1e-12)


def test_wilsons_published_example() -> None:
    """81 of 263 and 15 of 148, in Newcombe, Statistics in Medicine 17 (1998), 857 to 872: to four digits."""
    assert (round(of("wilson_low", 81, 263) or 0, 4), round(of("wilson_high", 81, 263) or 0, 4)) == (0.2553, 0.3662)
    assert (round(of("wilson_low", 15, 148) or 0, 4), round(of("wilson_high", 15, 148) or 0, 4)) == (0.0624, 0.1605)


@pytest.mark.parametrize("n", [0, 1, 2, 7, 30, 99, 100, 1_000])
def test_garwood_is_what_searching_for_it_finds(n: int) -> None:
    assert (of("garwood_low", n), of("garwood_high", n)) == pytest.approx(garwood(n), rel=1e-9)


def test_nothing_of_nothing_has_no_interval() -> None:
    assert of("wilson_low", 0, 0) is None and of("wilson_high", 0, 0) is None


def test_against_scipy_wilson() -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed: the intervals are checked by search alone")
    for part, whole in SHARES:
        found = stats.binomtest(part, whole).proportion_ci(0.95, method="wilson")
        ours = of("wilson_low", part, whole), of("wilson_high", part, whole)
        assert ours == pytest.approx((found.low, found.high), rel=1e-9, abs=1e-12)


def test_against_scipy_garwood() -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed: the intervals are checked by search alone")
    for n in COUNTS:
        low = stats.chi2.ppf(0.025, 2 * n) / 2 if n else 0.0
        assert (of("garwood_low", n), of("garwood_high", n)) == pytest.approx((low, stats.chi2.ppf(0.975, 2 * n + 2) / 2), rel=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_against_scipy_kaplan_meier(seed: int) -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed: the product limit is checked step by step alone")
    draw = random.Random(seed)
    times = [(draw.randrange(1, 60), draw.random() < 0.7) for _ in range(draw.randrange(5, 300))]
    clocks = [
        _clock(n, "met" if stopped else "running", elapsed_seconds=seconds, **({} if stopped else {"stopped_at": None}))
        for n, (seconds, stopped) in enumerate(times)
    ]
    with Database.memory() as db:
        fill(db, Records(clocks=clocks))
        row = measure(db, question_from_words(["time_to_stop_p50", "time_to_stop_p90"])).rows()[0]
    censored = stats.CensoredData(
        uncensored=[seconds for seconds, stopped in times if stopped], right=[seconds for seconds, stopped in times if not stopped]
    )
    still_open = stats.ecdf(censored).sf
    for name, share in (("time_to_stop_p50", 0.5), ("time_to_stop_p90", 0.1)):
        reached = [int(t) for t, left in zip(still_open.quantiles, still_open.probabilities, strict=True) if left <= share + 1e-9]
        assert row[name] == (min(reached) if reached else None)
