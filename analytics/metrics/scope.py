"""The rows a question is about: one relation of the facts, narrowed to the question's clock, period and selection."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from analytics.metrics import dimensions
from analytics.metrics.catalogue import LEVELLED
from analytics.metrics.question import Question
from analytics.vocabulary import Dimension, Verdict

SCOPES = Path(__file__).parent / "scopes"


def rows_in_scope(relation: str, question: Question) -> str:
    """SQL "FROM … WHERE …" for a relation of the catalogue. Values stand in it as the names of parameters()."""
    conditions = ["clock = $clock"] if relation == "clocks" else []
    day = dimensions.day_column(relation, question.rule)
    if question.from_on:
        conditions.append(f"{day} >= $from_on")
    if question.to_on:
        conditions.append(f"{day} <= $to_on")
    for dimension, keys in question.keys().items():
        if dimension is Dimension.LEVEL and relation not in LEVELLED:
            continue          # by level, every level is divided by all the tickets (E2)
        if dimension in dimensions.PERIODS:
            # As spans of days: the engine then passes over blocks of rows that lie outside them, unread.
            column = day
            ends = range(len(dimensions.spans(dimension, keys)))
            kept = " OR ".join(f"{day} BETWEEN ${dimension}_{n}_from AND ${dimension}_{n}_to" for n in ends) or "false"
        else:
            column = dimensions.key(dimension, relation, question.rule, question.verdict)
            # Two to five words are compared row by row; a subquery's are joined, once for each word a block of rows holds.
            words = f"$only_{dimension}" if len(keys) < 2 else f"(SELECT unnest($only_{dimension}))"
            kept = f"{column} IN {words}"
        conditions.append(f"({kept} OR {column} IS NULL)" if None in keys else f"({kept})")
    where = f"\nWHERE {' AND '.join(conditions)}" if conditions else ""
    return all_rows(relation, question.verdict) + where


def all_rows(relation: str, verdict: Verdict) -> str:
    """SQL "FROM …" for a relation as a verdict sees it."""
    return f"FROM (\n{_scope(f'clocks_{verdict}' if relation == 'clocks' else relation)}\n) AS scope"


def parameters(question: Question) -> dict[str, Any]:
    """The values of the names in rows_in_scope(); a statement takes those it uses."""
    bound: dict[str, Any] = {"clock": question.clock.value, "verdict": question.verdict.value}
    bound |= {"from_on": question.from_on, "to_on": question.to_on}
    for dimension, keys in question.keys().items():
        if dimension in dimensions.PERIODS:
            for n, (first, last) in enumerate(dimensions.spans(dimension, keys)):
                bound |= {f"{dimension}_{n}_from": first, f"{dimension}_{n}_to": last}
        else:
            bound[f"only_{dimension}"] = [key for key in keys if key is not None]
    return bound


def survival(question: Question, keys: list[str], names: list[str]) -> str:
    """SQL of the relation "survival" of a question's clocks: `keys` are the SQL expressions of its dimensions, `names` their names."""
    text = _scope("survival")
    for hole, part in {
        "keys": "".join(f"{key}, " for key in keys),
        "groups": "".join(f"{n}, " for n in range(1, len(names) + 1)),     # by place: a name could mean a column of the clocks
        "within": f"PARTITION BY {', '.join(names)} " if names else "",
        "scope": rows_in_scope("clocks", question),
    }.items():
        text = text.replace(f"{{{{{hole}}}}}", part)
    return text


@cache
def _scope(name: str) -> str:
    return (SCOPES / f"{name}.sql").read_text(encoding="utf-8").strip()
