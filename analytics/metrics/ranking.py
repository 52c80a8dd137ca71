"""Where breaches come from: the values of a dimension, or causes, by their breaches beyond those that the overall rate would give."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import asdict, dataclass, replace
from typing import Any

from analytics.errors import QuestionRefused
from analytics.metrics.answer import Facts
from analytics.metrics.formula import formulas_for
from analytics.metrics.lists import LISTINGS
from analytics.metrics.measure import measure
from analytics.metrics.question import Question
from analytics.metrics.scope import parameters, rows_in_scope
from analytics.vocabulary import Dimension

FEWEST = 20
"""Values with fewer decided clocks are listed apart: a breach more or less would move them through the whole ranking."""

CAUSE = "cause"
NO_COUNTED_TIME = "no counted time"
"""In a cause's place: clocks that stopped before any time counted."""
_COLUMNS = (
    CAUSE, "breached", "decided", "breach_rate", "breach_rate_low", "breach_rate_high", "overall_breach_rate", "excess_breaches"
)  # fmt: skip


@dataclass(frozen=True)
class Ranked:
    """One value of a dimension; None: not recorded. low, high: the 95 % interval of its breach rate.

    expected: the breaches that the rate of the whole selection gives for as many decided clocks; excess: breached - expected, with the
    ends that the interval of the rate gives. beyond_chance: whether the rate of the whole selection lies outside that interval.
    """

    value: str | int | None
    breached: int
    decided: int
    breach_rate: float
    low: float
    high: float
    expected: float
    excess: float
    excess_low: float
    excess_high: float
    beyond_chance: bool


@dataclass(frozen=True)
class Ranking:
    """ranked: values with FEWEST or more decided clocks, most excess breaches first; few: the others, in their natural order.

    breached, decided, breach_rate, low, high: of the whole selection; the rate is None where nothing is decided (K3).
    no_cause: of causes only, clocks that have none, however many: nothing counted, or not recorded what did. Never ranked.
    """

    dimension: str
    breached: int
    decided: int
    breach_rate: float | None
    low: float | None
    high: float | None
    ranked: tuple[Ranked, ...]
    few: tuple[Ranked, ...]
    no_cause: tuple[Ranked, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def ranking(facts: Facts, question: Question, dimension: Dimension, whole: dict[str, Any] | None = None) -> Ranking:
    """The values of a dimension within a question's selection, by breaches beyond those expected from its overall breach rate.

    Ties stand by decided clocks, then in natural order. The question's metrics and breakdown are not looked at. whole: the row of the
    breach rate of the selection, where it is measured already.
    """
    if dimension is Dimension.LEVEL:
        raise QuestionRefused("clocks have no level", str(dimension), "rank by another dimension")
    total = whole or _whole(facts, question)
    rows = measure(facts, replace(question, metrics=("excess_breaches", "breach_rate"), by=(dimension,))).rows()
    return ranking_of(str(dimension), total, [row for row in rows if row["decided"]])


def causes(facts: Facts, question: Question) -> Ranking:
    """The causes of a question's decided clocks, met and breached, by breaches beyond those expected from its overall breach rate.

    A clock's cause is what most of its counted time went to: `unassigned`, `between groups` or `worked`, in this order where two took
    as long. Clocks without one stand in `no_cause` (NO_COUNTED_TIME, or None: not recorded) and are part of the overall rate.
    """
    listing = (LISTINGS / "causes.sql").read_text(encoding="utf-8")
    sql = f"WITH scope AS (\nSELECT * {rows_in_scope('clocks', question)}\n), {listing[listing.index('caused AS'):]}"
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in facts.rows(sql, parameters(question), formulas_for(sql))]
    return ranking_of(CAUSE, _whole(facts, question), rows, {NO_COUNTED_TIME, None})


def _whole(facts: Facts, question: Question) -> dict[str, Any]:
    return measure(facts, replace(question, metrics=("breach_rate",), by=())).rows()[0]


def ranking_of(dimension: str, total: dict[str, Any], rows: list[dict[str, Any]], apart: Set[str | None] = frozenset()) -> Ranking:
    """ranking() of what is measured already: `rows` with decided clocks, in natural order, of excess_breaches and breach_rate, and the
    breach_rate of all in `total`. apart: the values that are no cause.
    """
    everyone = [_ranked(row, dimension) for row in rows]
    found = [one for one in everyone if one.value not in apart]
    return Ranking(
        dimension=dimension,
        breached=total["breached"],
        decided=total["decided"],
        breach_rate=total["breach_rate"],
        low=total["breach_rate_low"],
        high=total["breach_rate_high"],
        ranked=tuple(sorted((one for one in found if one.decided >= FEWEST), key=lambda one: (-round(one.excess, 9), -one.decided))),
        few=tuple(one for one in found if one.decided < FEWEST),
        no_cause=tuple(one for one in everyone if one.value in apart),
    )


def _ranked(row: dict[str, Any], dimension: str) -> Ranked:
    decided, overall = row["decided"], row["overall_breach_rate"]
    expected = decided * overall
    low, high = row["breach_rate_low"], row["breach_rate_high"]
    return Ranked(
        value=row[dimension],
        breached=row["breached"],
        decided=decided,
        breach_rate=row["breach_rate"],
        low=low,
        high=high,
        expected=expected,
        excess=row["excess_breaches"],
        excess_low=decided * low - expected,
        excess_high=decided * high - expected,
        beyond_chance=not low <= overall <= high,
    )
