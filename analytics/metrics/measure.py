"""measure(): one SELECT a relation with all its aggregates in one scan, put together on the dimensions, then the figures.

The SQL put together here is made of definitions/, scopes/ and the names of dimensions; what is asked for is bound.
"""

from __future__ import annotations

from collections.abc import Iterable

from analytics.metrics import dimensions
from analytics.metrics.answer import Answer, Facts, answer
from analytics.metrics.catalogue import metric, uses
from analytics.metrics.question import Question
from analytics.metrics.scope import parameters, rows_in_scope
from analytics.vocabulary import Dimension


def measure(facts: Facts, question: Question) -> Answer:
    """Answer a question from the facts of a store version.

    The frame has the dimensions of `by`, then the metrics as asked, then what stands beside them: marks, numerators and
    denominators. Rates are null where nothing is decided (K3), escalation figures where no ticket records levels (E4).
    """
    columns = _columns(question)
    needed = _needed(columns)
    relations = {metric(name).relation for name in needed} - {"figures"}
    if Dimension.LEVEL in question.by:
        relations |= {"escalations"}
    sql = _statement(question, columns, needed, relations)
    return answer(facts, question, columns, facts.frame(sql, parameters(question)))


def _columns(question: Question) -> list[str]:
    companions = [word for name in question.metrics for word in metric(name).companions]
    return list(dict.fromkeys([*question.metrics, *companions]))


def _needed(columns: Iterable[str]) -> list[str]:
    """The metrics an answer rests on, each after those it uses."""
    order: dict[str, None] = {}

    def visit(name: str) -> None:
        for word in uses(name):
            visit(word)
        order.setdefault(name)

    for name in columns:
        visit(name)
    return list(order)


def _statement(question: Question, columns: list[str], needed: list[str], relations: set[str]) -> str:
    steps: list[tuple[str, str]] = []
    measured = [name for name in needed if metric(name).relation != "figures"]
    for relation in sorted(relations):
        steps.append((f"from_{relation}", _aggregates(relation, question, [n for n in measured if metric(n).relation == relation])))
    last = steps[-1][0]
    if len(relations) > 1:
        together = "\nUNION ALL BY NAME ".join(f"SELECT * FROM {name}" for name, _ in steps)  # noqa: S608
        steps += [("together", together), ("counted", _regroup(question, measured))]
        last = "counted"
    for name in (name for name in needed if metric(name).relation == "figures"):
        steps.append((f"with_{name}", f"SELECT *, {metric(name).expression} AS {name} FROM {last}"))  # noqa: S608
        last = f"with_{name}"
    outputs = [f'{dimensions.shown(d)} AS "{d}"' for d in question.by] + columns
    ctes = ",\n".join(f"{name} AS (\n{sql}\n)" for name, sql in steps)
    return f"WITH {ctes}\nSELECT {', '.join(outputs)} FROM {last}"


def _aggregates(relation: str, question: Question, names: list[str]) -> str:
    by = [d for d in question.by if d is not Dimension.LEVEL or relation == "escalations"]
    keys = [f'{dimensions.key(d, relation, question.rule, question.verdict)} AS "{d}"' for d in by]
    group = f"\nGROUP BY {', '.join(str(n + 1) for n in range(len(by)))}" if by else ""
    values = [f"{metric(name).expression} AS {name}" for name in names]
    scope = rows_in_scope(relation, question)
    selected = f"SELECT {', '.join(keys + values)}\n{scope}{group}"
    if len(by) == len(question.by):
        return selected
    levels = f"SELECT DISTINCT level {rows_in_scope('escalations', question)}"
    return f"SELECT * FROM ({selected}) AS groups CROSS JOIN ({levels}) AS levels"  # noqa: S608


def _regroup(question: Question, names: list[str]) -> str:
    """Bring the rows of the relations onto one row a group; a group that one of them does not have counts 0 there."""
    keys = [f'"{d}"' for d in question.by]
    values = [f"coalesce(max({name}), 0) AS {name}" if metric(name).absent == 0 else f"max({name}) AS {name}" for name in names]
    group = f"\nGROUP BY {', '.join(keys)}" if keys else ""
    return f"SELECT {', '.join(keys + values)} FROM together{group}"  # noqa: S608
