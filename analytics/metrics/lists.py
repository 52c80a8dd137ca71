"""The rows behind the numbers: the same scope as measure(), one row a clock or an escalation; and the values filters offer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analytics.metrics.answer import Facts, policy_order
from analytics.metrics.dimensions import key, natural_order, shown
from analytics.metrics.question import Question
from analytics.metrics.scope import all_rows, parameters, rows_in_scope
from analytics.vocabulary import Dimension, Rule, Verdict

LISTINGS = Path(__file__).parent / "listings"
_RELATIONS = ("clocks", "tickets", "escalations")


def breached_clocks(facts: Facts, question: Question, limit: int, offset: int = 0) -> pd.DataFrame:
    """The breached clocks of a question, the furthest over in calendar time first; as many as its metric `breached` counts.

    over_seconds: business time over the target, null where target or elapsed is not known in seconds, or the verdict is not the
    policy's. over_calendar_seconds: from the due instant to the stop, or to as_of; null where the due instant is not known or
    not passed. K4: a stop in closed time can be 0 s over in business time.
    """
    return _page(facts, "breached_clocks", "clocks", question, limit, offset)


def escalation_list(facts: Facts, question: Question, limit: int, offset: int = 0) -> pd.DataFrame:
    """The escalations of a question, the latest first; as many as its metric `escalations` counts (excluded tickets left out, E2).

    business_seconds, calendar_seconds: received to this level (E3). has_ladder: whether the tier has one (P7).
    """
    return _page(facts, "escalation_list", "escalations", question, limit, offset)


def open_work(facts: Facts, question: Question) -> pd.DataFrame:
    """Open tickets by how the question's clock stands, their age, and the time left or over: counts by band, as open_work.sql says."""
    return facts.frame(f"WITH scope AS (\nSELECT * {rows_in_scope('clocks', question)}\n)\n{_listing('open_work')}", parameters(question))


def work_list(facts: Facts, question: Question, limit: int, offset: int = 0) -> pd.DataFrame:
    """The clocks somebody should look at: overdue ones, the longest due first, then the running ones by what is due next; paused last.

    remaining_seconds, over_seconds: business time, null where the verdict is not the policy's. As many as `running` and `overdue`.
    """
    return _page(facts, "work_list", "clocks", question, limit, offset)


def tickets_found(facts: Facts, wanted: str, limit: int) -> pd.DataFrame:
    """Tickets with this id, of whichever source; where there is none, those whose id begins with it, whatever the case. `total`: of all."""
    return facts.frame(_listing("tickets_found"), {"wanted": wanted, "limit": limit})


def ticket_history(facts: Facts, source: str, ticket_id: str) -> pd.DataFrame:
    """The changes of a ticket's fields, in order; none where the export has no history. from_told: whether it says what was before."""
    return facts.frame(_listing("ticket_history"), {"source": source, "ticket_id": ticket_id})


def dimension_values(facts: Facts, dimension: Dimension, verdict: Verdict = Verdict.POLICY, rule: Rule = Rule.DUE) -> list[Any]:
    """All values a dimension takes in the store, in natural order, shown as in answers; None last, where some rows have none."""
    relations = ("escalations",) if dimension is Dimension.LEVEL else _RELATIONS
    keys = {relation: f'{key(dimension, relation, rule, verdict)} AS "{dimension}"' for relation in relations}
    parts = [f"SELECT DISTINCT {keys[relation]} {all_rows(relation, verdict)}" for relation in relations]
    rows = facts.rows(f"SELECT DISTINCT {shown(dimension)} FROM ({' UNION ALL '.join(parts)}) AS found")  # noqa: S608  names are dimensions.py's own
    values = [row[0] for row in rows]
    order = natural_order(dimension, values, policy_order(facts, dimension))
    return sorted(values, key=lambda value: order[value])


def level_names(facts: Facts) -> dict[int, str | None]:
    """The name of each escalation level that occurs, by level; the name most escalations to it carry."""
    sql = "SELECT level, level_name, count(*) AS n FROM escalations GROUP BY level, level_name ORDER BY level, n, level_name DESC"
    return {level: name for level, name, _ in facts.rows(sql)}


def _page(facts: Facts, name: str, relation: str, question: Question, limit: int, offset: int) -> pd.DataFrame:
    sql = f"WITH scope AS (\nSELECT * {rows_in_scope(relation, question)}\n)\n{_listing(name)}"
    return facts.frame(sql, parameters(question) | {"limit": limit, "offset": offset})


def _listing(name: str) -> str:
    return (LISTINGS / f"{name}.sql").read_text(encoding="utf-8")
