"""Intervals once more, found by search and not by formula: the values that a 95 % test does not reject. Slow and simple on purpose."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

Z = 1.959963984540054
"""The normal quantile of 0.975."""


@cache
def wilson(part: int | None, whole: int | None) -> tuple[float | None, float | None]:
    """Of a share: the rates whose own normal test the share passes (Wilson 1927)."""
    if part is None or not whole:
        return None, None
    rate = part / whole

    def apart(p: float) -> float:
        return abs(rate - p) - Z * math.sqrt(p * (1 - p) / whole)

    return _edge(apart, rate, 0.0), _edge(apart, rate, 1.0)


@cache
def garwood(n: int) -> tuple[float, float]:
    """Of a Poisson count: the means under which neither n or fewer nor n or more has a probability below 0.025 (Garwood 1936)."""
    top = 2.0 * n + 20.0
    high = _edge(lambda mean: 0.025 - _at_most(n, mean), float(n), top)
    return (_edge(lambda mean: 0.025 - (1 - _at_most(n - 1, mean)), float(n), 0.0) if n else 0.0), high


def _at_most(n: int, mean: float) -> float:
    if mean <= 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(n + 1))


def _edge(outside: Callable[[float], float], inside_at: float, outside_at: float) -> float:
    """Where `outside` turns positive between a value that is inside and one that may be outside, by halving."""
    if outside(outside_at) <= 0:
        return outside_at
    for _ in range(200):
        middle = (inside_at + outside_at) / 2
        if outside(middle) > 0:
            outside_at = middle
        else:
            inside_at = middle
    return inside_at
