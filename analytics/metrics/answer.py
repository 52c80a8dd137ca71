"""An answer: a small frame, with the units, instants and version without which a number cannot be quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analytics.metrics.catalogue import metric
from analytics.metrics.dimensions import NUMBERS, natural_order
from analytics.metrics.question import Question
from analytics.vocabulary import Dimension

_Kept = tuple[type, type, Callable[..., Any]]
_WHOLE: _Kept = (int, np.int64, pd.arrays.IntegerArray)
_BROKEN: _Kept = (float, np.float64, pd.arrays.FloatingArray)
_TRUTH: _Kept = (bool, np.bool_, pd.arrays.BooleanArray)
_KEPT = {"count": _WHOLE, "seconds": _WHOLE, "share": _BROKEN, "per 100 tickets": _BROKEN, "number": _BROKEN, "flag": _TRUTH}
"""How the values of a metric are kept by its unit: alone, in an array, and in a column of a frame."""
_ORDERS = {
    Dimension.TIER: "SELECT tier, export_value FROM policy_tiers ORDER BY policy_id DESC, rowid",
    Dimension.PRIORITY: "SELECT priority, export_value FROM policy_priorities ORDER BY policy_id DESC, rowid",
}


class Facts(Protocol):
    """What numbers are read from: a Reader of a published version, or a Database with its tables."""

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None, using: Iterable[str] = ()) -> list[tuple[Any, ...]]: ...

    def known_rows(self, sql: str) -> list[tuple[Any, ...]]: ...

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    columns: the dimensions (text, whole numbers for hour and level, None where not recorded), then the metrics as asked, then marks,
    numerators and denominators, each with a plain value a group, None where missing; sorted by the dimensions.
    units: of each metric column. as_of: of each source, UTC (T3). version: of the store (loads, options, policy, program).
    """

    question: Question
    columns: dict[str, list[Any]]
    units: dict[str, str]
    as_of: dict[str, datetime]
    version: str

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The columns as a frame, a row a group; missing numbers are pandas.NA."""
        return pd.DataFrame({name: self._array(name, values) for name, values in self.columns.items()}, copy=False)

    def _array(self, name: str, values: list[Any]) -> Any:
        if name in self.units or name in NUMBERS:
            _, dtype, column = _KEPT[self.units[name]] if name in self.units else _WHOLE
            missing = np.fromiter((value is None for value in values), np.bool_, len(values))
            return column(np.fromiter((0 if value is None else value for value in values), dtype, len(values)), missing)
        return pd.Series(values, dtype=object)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values for json.dumps; not recorded and not decided are None."""
        question = self.question
        return {
            "metrics": list(question.metrics),
            "by": [str(dimension) for dimension in question.by],
            "clock": str(question.clock),
            "verdict": str(question.verdict),
            "rule": str(question.rule),
            "from": question.from_on.isoformat() if question.from_on else None,
            "to": question.to_on.isoformat() if question.to_on else None,
            "where": {str(dimension): list(texts) for dimension, texts in question.where.items() if texts},
            "as_of": {source: f"{instant.isoformat()}Z" for source, instant in self.as_of.items()},
            "version": self.version,
            "units": dict(self.units),
            "rows": self.rows(),
        }

    def rows(self) -> list[dict[str, Any]]:
        """A plain dict a group; missing values are None."""
        return [dict(zip(self.columns, values, strict=True)) for values in zip(*self.columns.values(), strict=True)]


def answer(facts: Facts, question: Question, metrics: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Answer:
    """Put types, order and provenance to the rows of a question: its dimensions, then `metrics`."""
    units = {name: metric(name).unit for name in metrics}
    kept = [int if dimension in NUMBERS else str for dimension in question.by] + [_KEPT[unit][0] for unit in units.values()]
    ordered = _sorted(facts, question, [tuple(_plain(value, kind) for value, kind in zip(row, kept, strict=True)) for row in rows])
    names = [*map(str, question.by), *metrics]
    return Answer(
        question=question,
        columns={name: [row[n] for row in ordered] for n, name in enumerate(names)},
        units=units,
        as_of=dict(facts.known_rows("SELECT source, as_of FROM sources ORDER BY source")),
        version=str(facts.known_rows("SELECT value FROM store_meta WHERE key = 'version'")[0][0]),
    )


def policy_order(facts: Facts, dimension: Dimension) -> dict[str, int]:
    """The rank of the policy's words for tier and priority, and of the exports' words for them, in small letters; the newest policy's
    order goes first. Empty for other dimensions.
    """
    pairs = facts.known_rows(_ORDERS[dimension]) if dimension in _ORDERS else []
    rank = {word: n for n, word in enumerate(dict.fromkeys(word for word, _ in pairs))}
    ranks: dict[str, int] = {}
    for word, export_value in pairs:
        ranks.setdefault(word.casefold(), rank[word])
        ranks.setdefault(export_value.casefold(), rank[word])
    return ranks


def _sorted(facts: Facts, question: Question, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    if not question.by or len(rows) < 2:
        return rows
    orders = [
        natural_order(dimension, {row[n] for row in rows}, policy_order(facts, dimension)) for n, dimension in enumerate(question.by)
    ]
    return sorted(rows, key=lambda row: [order[value] for order, value in zip(orders, row, strict=False)])


def _plain(value: Any, kind: type) -> Any:
    if value is None or value != value:      # the engine divides 0.0 by 0 to NaN
        return None
    plain = kind(value)
    if plain != value and kind is not float:
        raise ValueError(f"{value!r} is no {kind.__name__}: the definition's unit is wrong")
    return plain
