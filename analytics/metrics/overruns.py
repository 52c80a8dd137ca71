"""How far breached clocks are over, counted by stretches of time, and what their time went to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.metrics.answer import Facts
from analytics.metrics.formula import formulas_for
from analytics.metrics.lists import LISTINGS
from analytics.metrics.question import Question
from analytics.metrics.scope import parameters, rows_in_scope

Time = Literal["business", "calendar"]

HOUR = 3600
EDGES = (0, 900, 1800, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR, 720 * HOUR)
"""Where stretches begin, in seconds; each ends before the next one begins, the last one has no end. Breaches of minutes and of weeks stand
beside each other, so they grow about twofold."""
COUNTED = ("unassigned", "between groups", "worked", "counted, not split")
NOT_COUNTED = ("outside hours", "paused")


@dataclass(frozen=True)
class Stretch:
    """Breached clocks over by from_seconds or more, less than to_seconds (None: no end). overdue: over by at least so much, still open."""

    from_seconds: int
    to_seconds: int | None
    stopped: int
    overdue: int


@dataclass(frozen=True)
class Overruns:
    """All breached clocks of a question by how far they are over. Sums to its metric `breached`, with `unknown`: not known in seconds.

    p50, p90: nearest rank, in seconds; None where none is known. …_at_least: an overdue clock counts with no more than that (K10).
    """

    time: Time
    stretches: tuple[Stretch, ...]
    unknown: int
    p50: int | None
    p90: int | None
    p50_at_least: bool
    p90_at_least: bool

    @property
    def known(self) -> int:
        return sum(stretch.stopped + stretch.overdue for stretch in self.stretches)


@dataclass(frozen=True)
class Part:
    """A part of the time of breached clocks, over all of which it is told. seconds: None where it is told of none (not recorded).

    is_counted: business time that counted towards the target; else calendar time that did not (outside hours, paused).
    """

    part: str
    is_counted: bool
    clocks: int
    seconds: int | None


def overruns(facts: Facts, question: Question, time: Time) -> Overruns:
    """How far the breached clocks of a question are over: business time over the target, or calendar time past the due instant.

    As in breached_clocks(). All stretches are there, the empty ones too.
    """
    rows = _asked(facts, "overruns", question, {"time": time, "edges": list(EDGES)})
    by_stretch = {row[0]: row[1:3] for row in rows}
    p50, p90, least = rows[0][3:] if rows else (None, None, None)
    ends = zip(EDGES, (*EDGES[1:], None), strict=True)
    return Overruns(
        time,
        tuple(Stretch(low, high, *by_stretch.get(n, (0, 0))) for n, (low, high) in enumerate(ends, 1)),
        sum(by_stretch.get(None, (0, 0))),
        p50,
        p90,
        p50 is not None and least is not None and least <= p50,
        p90 is not None and least is not None and least <= p90,
    )


def time_spent(facts: Facts, question: Question) -> tuple[Part, ...]:
    """What the time of a question's breached clocks went to, summed: parts that counted, then those that did not; always all of them."""
    (row,) = _asked(facts, "time_spent", question, {})
    told = zip((*COUNTED, *NOT_COUNTED), row[::2], row[1::2], strict=True)
    return tuple(Part(part, part in COUNTED, clocks, None if seconds is None else int(seconds)) for part, clocks, seconds in told)


def _asked(facts: Facts, name: str, question: Question, bound: dict[str, object]) -> list[tuple]:  # type: ignore[type-arg]
    listing = (LISTINGS / f"{name}.sql").read_text(encoding="utf-8")
    body = listing.partition("WITH ")[2]
    sql = f"WITH scope AS (\nSELECT * {rows_in_scope('clocks', question)}\n)" + (f", {body}" if body else f"\n{listing}")
    return facts.rows(sql, parameters(question) | bound, formulas_for(sql))
