"""Run rules: patterns on a control chart that chance alone seldom makes. Every signal names its rule.

On: Western Electric's four zone rules (Statistical Quality Control Handbook, 1956) and Nelson's trend (Journal of Quality Technology 16(4),
1984). Off, of Nelson's eight: 14 alternating, 15 within one sigma and 8 outside one sigma. They look for mixed or over-controlled machines,
and every further rule makes false alarms more frequent. A gap in the series ends a run: what is on both sides of it is not "in a row".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

BEYOND_3 = "beyond 3 sigma"
TWO_OF_THREE = "2 of 3 beyond 2 sigma"
FOUR_OF_FIVE = "4 of 5 beyond 1 sigma"
EIGHT = "8 in a row on one side"
TREND = "6 in a row rising or falling"
RULES = (BEYOND_3, TWO_OF_THREE, FOUR_OF_FIVE, EIGHT, TREND)

_ZONES = ((BEYOND_3, 1, 1, 3.0), (TWO_OF_THREE, 2, 3, 2.0), (FOUR_OF_FIVE, 4, 5, 1.0), (EIGHT, 8, 8, 0.0))
_TREND_LENGTH = 6


def signals(sigmas: Sequence[float | None], values: Sequence[float | None]) -> list[tuple[str, ...]]:
    """For each point the rules that it completes.

    sigmas: how many sigmas each point lies above the centre line; values: the points themselves, for the trend. None: a gap.
    """
    found = []
    for at in range(len(sigmas)):
        run = _run(sigmas, at)
        rules = [rule for rule, most, length, edge in _ZONES if any(_crowd(run[-length:], side, edge) >= most for side in (1, -1))]
        if _is_trend(_run(values, at)[-_TREND_LENGTH:]):
            rules.append(TREND)
        found.append(tuple(rules))
    return found


def _run(points: Sequence[float | None], at: int) -> list[float]:
    """The points without a gap that end with this one; none where this one is a gap."""
    run: list[float] = []
    while at >= 0:
        point = points[at]
        if point is None:
            break
        run.insert(0, point)
        at -= 1
    return run


def _crowd(points: Sequence[float], side: int, edge: float) -> int:
    """How many points lie beyond an edge on one side; 0 where the last of them does not: a signal is marked where it is completed."""
    beyond = [side * point > edge for point in points]
    return sum(beyond) if beyond and beyond[-1] else 0


def _is_trend(points: Sequence[float]) -> bool:
    steps = [after - before for before, after in pairwise(points)]
    return len(points) == _TREND_LENGTH and (all(step > 0 for step in steps) or all(step < 0 for step in steps))
