"""measure(): one SELECT a relation with all its aggregates in one scan, put together on the dimensions, then the figures.

The SQL put together here is made of definitions/, formulas/, scopes/ and the names of dimensions; what is asked for is bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analytics.metrics import dimensions
from analytics.metrics.answer import Answer, Facts, answer
from analytics.metrics.catalogue import LEVELLED, metric, uses
from analytics.metrics.formula import formulas_for
from analytics.metrics.question import Question
from analytics.metrics.scope import parameters, rows_in_scope, survival
from analytics.vocabulary import Dimension

_QUANTILE = re.compile(r"quantile_disc\((\w+), (0\.\d+)\)\s*(.*)", flags=re.DOTALL)


def measure(facts: Facts, question: Question) -> Answer:
    """Answer a question from the facts of a store version.

    The answer has the dimensions of `by`, then the metrics as asked, then what stands beside them: intervals, marks, numerators and
    denominators. Rates are null where nothing is decided (K3), escalation figures where no ticket records levels (E4).
    """
    columns = _columns(question)
    needed = _needed(columns)
    relations = {metric(name).relation for name in needed} - {"figures"}
    if Dimension.LEVEL in question.by:
        relations |= {"escalations"}
    sql = _statement(question, columns, needed, relations)
    return answer(facts, question, columns, facts.rows(sql, parameters(question), formulas_for(sql)))


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
        own = [name for name in measured if metric(name).relation == relation]
        steps.append((f"from_{relation}", _aggregates(relation, question, own, sorted(relations & {*LEVELLED}))))
    last = steps[-1][0]
    if len(relations) > 1:
        together = "\nUNION ALL BY NAME ".join(f"SELECT * FROM {name}" for name, _ in steps)  # noqa: S608
        steps += [("together", together), ("counted", _regroup(question, measured))]
        last = "counted"
    for depth, names in _by_depth(needed).items():
        figures = ", ".join(f"{metric(name).expression} AS {name}" for name in names)
        steps.append((f"figures_{depth}", f"SELECT *, {figures} FROM {last}"))  # noqa: S608
        last = f"figures_{depth}"
    outputs = [f'{dimensions.shown(d)} AS "{d}"' for d in question.by] + columns
    ctes = ",\n".join(f"{name} AS (\n{sql}\n)" for name, sql in steps)
    return f"WITH {ctes}\nSELECT {', '.join(outputs)} FROM {last}"


def _by_depth(needed: Iterable[str]) -> dict[int, list[str]]:
    """The figures among the metrics that an answer rests on, in as few steps as can be, each after those it uses: planning a step takes the
    engine longer than counting out all its figures."""
    depths: dict[str, int] = {}
    steps: dict[int, list[str]] = {}
    for name in needed:
        depths[name] = 1 + max((depths[word] for word in uses(name)), default=0) if metric(name).relation == "figures" else 0
        if depths[name]:
            steps.setdefault(depths[name], []).append(name)
    return dict(sorted(steps.items()))


def _aggregates(relation: str, question: Question, names: list[str], levelled: list[str]) -> str:
    by = [d for d in question.by if d is not Dimension.LEVEL or relation in LEVELLED]
    keyed = "clocks" if relation == "survival" else relation
    keys = [f'{dimensions.key(d, keyed, question.rule, question.verdict)} AS "{d}"' for d in by]
    group = f"\nGROUP BY {', '.join(str(n + 1) for n in range(len(by)))}" if by else ""
    if relation == "survival":
        dimension_names = [f'"{d}"' for d in by]
        values = [f"{metric(name).expression} AS {name}" for name in names]
        rows = survival(question, keys, dimension_names)
        selected = f"SELECT {', '.join(dimension_names + values)} FROM (\n{rows}\n) AS survival{group}"  # noqa: S608
    else:
        selected = _one_scan(keys, names, f"{rows_in_scope(relation, question)}{group}")
    if len(by) == len(question.by):
        return selected
    levels = " UNION ".join(f"SELECT level {rows_in_scope(other, question)}" for other in levelled)
    return f"SELECT * FROM ({selected}) AS groups CROSS JOIN (SELECT DISTINCT level FROM ({levels}) AS found) AS levels"  # noqa: S608


def _one_scan(keys: list[str], names: list[str], scope: str) -> str:
    """The aggregates over a relation. Percentiles of the same times are taken from one list: the engine then orders the times once."""
    values, lists, outputs = [], dict[tuple[str, str], dict[str, None]](), dict[str, tuple[tuple[str, str], str]]()
    for name in names:
        found = _QUANTILE.fullmatch(metric(name).expression)
        if found:
            times, share, kept = found.groups()
            lists.setdefault((times, kept), {})[share] = None
            outputs[name] = ((times, kept), share)
        else:
            values.append(f"{metric(name).expression} AS {name}")
    listed = {same: f"percentiles_{n}" for n, same in enumerate(lists)}
    values += [f"quantile_disc({same[0]}, [{', '.join(lists[same])}]) {same[1]} AS {listed[same]}" for same in lists]
    selected = f"SELECT {', '.join(keys + values)}\n{scope}"
    if not lists:
        return selected
    picked = [f"{listed[same]}[{[*lists[same]].index(share) + 1}] AS {name}" for name, (same, share) in outputs.items()]
    return f"SELECT * EXCLUDE ({', '.join(listed.values())}), {', '.join(picked)} FROM (\n{selected}\n) AS listed"  # noqa: S608


def _regroup(question: Question, names: list[str]) -> str:
    """Bring the rows of the relations onto one row a group; a group that one of them does not have counts 0 there."""
    keys = [f'"{d}"' for d in question.by]
    values = [f"coalesce(max({name}), 0) AS {name}" if metric(name).absent == 0 else f"max({name}) AS {name}" for name in names]
    group = f"\nGROUP BY {', '.join(keys)}" if keys else ""
    return f"SELECT {', '.join(keys + values)} FROM together{group}"  # noqa: S608
