"""What drives breaches: the values of a dimension that breach more than the rest, with how many tickets say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analytics.metrics import Question, Ranked, Ranking, ranking_of
from analytics.metrics.ranking import FEWEST
from analytics.reports.ask import Ask
from analytics.reports.scope import Scope
from analytics.vocabulary import Dimension

__all__ = ["FEWEST", "Drivers", "drivers", "first_of", "of_ranking", "question"]

_COLUMNS = ("breach_rate", "low", "high", "breached", "decided", "expected", "excess", "excess_low", "excess_high", "beyond_chance")


@dataclass(frozen=True)
class Drivers:
    """`ranked`: values with at least FEWEST decided, by excess breaches; `few`: the others; `overall`: the rate of all, None if none.

    Both frames have columns: the dimension, breach_rate with its interval low to high, breached, decided, expected (breaches that the
    overall rate gives), excess with its interval, beyond_chance. breached, decided: of all.
    """

    dimension: str
    ranked: pd.DataFrame
    few: pd.DataFrame
    overall: float | None
    breached: int
    decided: int

    @property
    def recorded(self) -> bool:
        """Whether any decided ticket carries a value of the dimension."""
        name = str(self.dimension)
        return bool(self.ranked[name].notna().any() or self.few[name].notna().any())


def first_of(ranked: pd.DataFrame, most: int) -> str:
    """What a figure of at most so many rows leaves out, as a sentence with a blank before it; empty where it shows all."""
    return f" The first {most} of {len(ranked)}; all are in the table." if len(ranked) > most else ""


def question(scope: Scope, dimension: Dimension) -> Question:
    """What drivers() asks."""
    return scope.ask("excess_breaches", "breach_rate", by=(dimension,))


def drivers(ask: Ask, scope: Scope, dimension: Dimension) -> Drivers:
    """Breach rate by `dimension` within the scope, ranked by excess breaches."""
    rows = [row for row in ask(question(scope, dimension)).rows() if row["decided"]]
    # The groups are all of the scope, those not recorded among them: their sums are its own.
    breached, decided = sum(row["breached"] for row in rows), sum(row["decided"] for row in rows)
    total = {"breached": breached, "decided": decided, "breach_rate": breached / decided if decided else None}
    return of_ranking(ranking_of(str(dimension), {**total, "breach_rate_low": None, "breach_rate_high": None}, rows))


def of_ranking(ranking: Ranking) -> Drivers:
    """A ranking as frames."""
    ranked, few = (_frame(ranking.dimension, found) for found in (ranking.ranked, ranking.few))
    return Drivers(ranking.dimension, ranked, few, ranking.breach_rate, ranking.breached, ranking.decided)


def _frame(dimension: str, found: Iterable[Ranked]) -> pd.DataFrame:
    rows = [(one.value, *(getattr(one, name) for name in _COLUMNS)) for one in found]
    return pd.DataFrame(rows, columns=[dimension, *_COLUMNS]).astype({dimension: object})
