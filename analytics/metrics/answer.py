"""An answer: a small frame, with the units, instants and version without which a number cannot be quoted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analytics.metrics.catalogue import metric
from analytics.metrics.dimensions import NUMBERS, natural_order
from analytics.metrics.question import Question
from analytics.vocabulary import Dimension

_DTYPES = {"count": "Int64", "seconds": "Int64", "share": "Float64", "per 100 tickets": "Float64", "number": "Float64", "flag": "boolean"}
_ORDERS = {
    Dimension.TIER: "SELECT tier, export_value FROM policy_tiers ORDER BY policy_id DESC, rowid",
    Dimension.PRIORITY: "SELECT priority, export_value FROM policy_priorities ORDER BY policy_id DESC, rowid",
}


class Facts(Protocol):
    """What numbers are read from: a Reader of a published version, or a Database with its tables."""

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]: ...

    def known_rows(self, sql: str) -> list[tuple[Any, ...]]: ...

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    frame: a row a group: the dimensions (text, whole numbers for hour and level, None where not recorded), then the metrics as
    asked, then marks, numerators and denominators; sorted by the dimensions. Missing numbers are pandas.NA.
    units: of each metric column. as_of: of each source, UTC (T3). version: of the store (loads, options, policy, program).
    """

    question: Question
    frame: pd.DataFrame
    units: dict[str, str]
    as_of: dict[str, datetime]
    version: str

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
        """The frame as a list of plain dicts; missing values are None."""
        columns = {name: _values(self.frame[name]) for name in self.frame.columns}
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def answer(facts: Facts, question: Question, columns: list[str], frame: pd.DataFrame) -> Answer:
    """Put types, order and provenance to the rows of a question."""
    for dimension in question.by:
        texts = frame[dimension].astype(object)
        frame[dimension] = frame[dimension].astype("Int64") if dimension in NUMBERS else texts.where(texts.notna(), None)
    frame = frame.astype({name: _DTYPES[metric(name).unit] for name in columns})
    return Answer(
        question=question,
        frame=_sorted(facts, question, frame),
        units={name: metric(name).unit for name in columns},
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


def _sorted(facts: Facts, question: Question, frame: pd.DataFrame) -> pd.DataFrame:
    if not question.by or len(frame) < 2:
        return frame
    places = []
    for dimension in question.by:
        values = [None if pd.isna(v) else _plain(v) for v in frame[dimension]]
        order = natural_order(dimension, set(values), policy_order(facts, dimension))
        places.append([order[v] for v in values])
    return frame.iloc[np.lexsort(places[::-1])].reset_index(drop=True)


def _values(column: pd.Series) -> list[Any]:
    gone = column.isna().tolist()
    return [None if missing else _plain(value) for missing, value in zip(gone, column.tolist(), strict=True)]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
