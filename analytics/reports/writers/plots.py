"""Where things stand in a chart on paper: places as shares of the plot's width and height (0 to 1, y from below), words beside them.

The template draws what stands here and computes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST_BETWEEN_WORDS = 0.14
"""Share of a plot's height that two words at a line's end keep between them."""


@dataclass(frozen=True)
class Tick:
    """A word on an axis; `below` is a second line beneath it."""

    at: float
    words: str
    below: str = ""


@dataclass(frozen=True)
class Dot:
    """A month: y is None where there is nothing to measure. is_open: not closed; is_marked: unlike the others by the run rules."""

    x: float
    y: float | None
    is_open: bool
    is_marked: bool


@dataclass(frozen=True)
class Box:
    """A bar, from `low` to `high`; `words` stand above it."""

    x: float
    low: float
    high: float
    is_open: bool
    words: str = ""


@dataclass(frozen=True)
class EndWord:
    """What stands at the right of a plot: the place it belongs to, and where it can stand without touching another."""

    y: float
    at: float
    words: str


@dataclass(frozen=True)
class TrendPlot:
    """A line over months with its usual range (one Box a month), a goal where there is one, and bars beneath with their own scale."""

    title: str
    caption: str
    alt: str
    ticks_x: tuple[Tick, ...]
    ticks_y: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    band: tuple[Box, ...]
    goals: tuple[EndWord, ...]
    bars: tuple[Box, ...]
    end: EndWord | None


@dataclass(frozen=True)
class StackPlot:
    """Bars over months made of parts; parts[i] are the boxes of the i-th part, ends[i] its word at the right."""

    title: str
    caption: str
    alt: str
    ticks_x: tuple[Tick, ...]
    ticks_y: tuple[Tick, ...]
    parts: tuple[tuple[Box, ...], ...]
    ends: tuple[EndWord, ...]


@dataclass(frozen=True)
class Span:
    """A row: a value with its interval, the value before and the goal, each None where there is none."""

    name: str
    at: float | None
    low: float | None
    high: float | None
    before: float | None
    goal: float | None
    words: str
    beneath: str


@dataclass(frozen=True)
class SpanPlot:
    """Values with their intervals, one a row, on one scale."""

    title: str
    caption: str
    alt: str
    ticks_x: tuple[Tick, ...]
    rows: tuple[Span, ...]


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`."""

    low: float
    high: float

    def place(self, number: float) -> float:
        """A number as a share of the axis, kept on it."""
        return round(min(max((number - self.low) / (self.high - self.low), 0.0), 1.0), 5)

    def ticks(self, most: int) -> list[float]:
        """At most `most` round numbers on the axis."""
        step = next_step((self.high - self.low) / most)
        first = math.ceil(self.low / step - 1e-9)
        return [round(n * step, 9) for n in range(first, math.floor(self.high / step + 1e-9) + 1)]


def next_step(least: float) -> float:
    """The smallest of 1, 2, 5 × 10^n that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9))


def share_scale(shares: Sequence[float]) -> Scale:
    """An axis for shares that shows their differences: round ends around them, never beyond 0 and 1, at least four points wide."""
    low, high = min(shares, default=0.0), max(shares, default=1.0)
    pad = max((high - low) * 0.12, 0.02)
    step = next_step((high - low + 2 * pad) / 6)
    return Scale(max(0.0, math.floor((low - pad) / step) * step), min(1.0, math.ceil((high + pad) / step) * step))


def amount_scale(amounts: Sequence[float], least: float = 1.0) -> Scale:
    """An axis from 0 for amounts, with room above the largest."""
    most = max([*amounts, least])
    step = next_step(most / 4)
    return Scale(0.0, math.ceil(most / step - 1e-9) * step)


def apart(places: Sequence[float], between: float = FEWEST_BETWEEN_WORDS) -> list[float]:
    """The places (from below, in any order) moved as little as need be, so that no two stand nearer than `between`.

    They stay between 0 and 1 as long as there is room for all.
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for lower, upper in pairwise(order):
        moved[upper] = max(moved[upper], moved[lower] + between)
    ceiling = max(1.0, (len(places) - 1) * between)
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - between
    return [round(place, 5) for place in moved]
