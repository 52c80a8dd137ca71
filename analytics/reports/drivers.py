"""What drives breaches: the values of a dimension by their breaches beyond those expected, with how many tickets say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from analytics.metrics import Question, Ranked, Ranking, ranked_by, ranking_questions
from analytics.metrics.ranking import FEWEST
from analytics.reports.ask import Ask
from analytics.reports.scope import Scope
from analytics.vocabulary import Dimension

__all__ = ["FEWEST", "Drivers", "drivers", "drivers_of", "questions"]

_COLUMNS = (
    "breach_rate", "breached", "decided", "breach_rate_low", "breach_rate_high", "expected", "excess", "excess_low", "excess_high",
    "beyond_chance",
)  # fmt: skip


@dataclass(frozen=True)
class Drivers:
    """`ranked`: values with at least FEWEST decided, most excess breaches first; `few`: the others, in their natural order.

    Both frames have columns: `by` (None: not recorded), breach_rate with its 95 % interval (…_low, …_high), breached, decided, expected
    (breaches that the rate of all gives), excess (breached - expected) with its interval, beyond_chance (the rate of all lies outside the
    interval). breached, decided, overall: of all, the rate None where nothing is decided (K3).
    """

    by: str
    ranked: pd.DataFrame
    few: pd.DataFrame
    breached: int
    decided: int
    overall: float | None

    @property
    def recorded(self) -> bool:
        """Whether any decided ticket carries a value."""
        return bool(self.ranked[self.by].notna().any() or self.few[self.by].notna().any())


def questions(scope: Scope, dimension: Dimension) -> tuple[Question, ...]:
    """What drivers() asks, so that it can be asked ahead."""
    return ranking_questions(scope.ask("breach_rate"), dimension)


def drivers(ask: Ask, scope: Scope, dimension: Dimension) -> Drivers:
    """The values of a dimension within the scope, by breaches beyond those expected."""
    return drivers_of(ranked_by(ask, scope.ask("breach_rate"), dimension))


def drivers_of(found: Ranking) -> Drivers:
    """A ranking as frames."""
    ranked, few = (_frame(found.dimension, ranks) for ranks in (found.ranked, found.few))
    return Drivers(found.dimension, ranked, few, found.breached or 0, found.decided or 0, found.breach_rate)


def _frame(by: str, found: Sequence[Ranked]) -> pd.DataFrame:
    words = {"breach_rate_low": "low", "breach_rate_high": "high"}
    rows = [asdict(one) for one in found]
    columns = {by: pd.Series([row["value"] for row in rows], dtype=object)}
    return pd.DataFrame(columns | {name: pd.Series([row[words.get(name, name)] for row in rows], dtype=_dtype(name)) for name in _COLUMNS})


def _dtype(name: str) -> str:
    return {"breached": "Int64", "decided": "Int64", "beyond_chance": "boolean"}.get(name, "Float64")
