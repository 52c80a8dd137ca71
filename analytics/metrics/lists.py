"""The rows behind the numbers: the same scope as measure(), one row a clock or an escalation; and the values filters offer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from analytics.metrics.answer import Facts, policy_order
from analytics.metrics.dimensions import PERIODS, day_column, key, natural_order, period_key, shown
from analytics.metrics.question import Question
from analytics.metrics.scope import all_rows, parameters, rows_in_scope
from analytics.vocabulary import Dimension, Rule, Verdict

LISTINGS = Path(__file__).parent / "listings"
_RELATIONS = ("clocks", "tickets", "escalations")
_OF_TICKETS = (Dimension.TIER, Dimension.PRIORITY, Dimension.ORGANISATION, Dimension.CHANNEL, Dimension.SOURCE)
"""The same in a ticket, its clocks and its escalations; who held it may be another in each (K8, E2)."""


Over = tuple[Literal["business", "calendar"], int, int | None]
"""Over by how much: of which time, from so many seconds, to less than so many (None: no end)."""


def breached_clocks(facts: Facts, question: Question, limit: int, offset: int = 0, over: Over | None = None) -> pd.DataFrame:
    """The breached clocks of a question, the furthest over in calendar time first; as many as its metric `breached` counts.

    over: only those that are over by so much: as many as that stretch of overruns() counts.

    over_seconds: business time over the target, null where target or elapsed is not known in seconds, or the verdict is not the
    policy's. over_calendar_seconds: from the due instant to the stop, or to as_of; null where the due instant is not known or
    not passed. K4: a stop in closed time can be 0 s over in business time.
    """
    time, low, high = over or (None, None, None)
    return _page(facts, "breached_clocks", "clocks", question, limit, offset, {"over": time, "over_from": low, "over_to": high})


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


def near_misses(facts: Facts, question: Question, limit: int, offset: int = 0) -> pd.DataFrame:
    """The near misses of a question, the least left first; as many as its metric `near_misses` counts, none for another verdict.

    left_seconds: business time that was left of the target; null where target or elapsed is not known in seconds.
    """
    return _page(facts, "near_misses", "clocks", question, limit, offset)


def not_escalated(facts: Facts, question: Question, limit: int, offset: int = 0) -> pd.DataFrame:
    """Tickets and levels that had become eligible and were not escalated, the latest first: as many as eligible_not_escalated (E3).

    is_stated: the policy says after how long; else the ladder states no times and the ticket was past due.
    """
    return _page(facts, "not_escalated", "eligible", question, limit, offset)


def target_used(facts: Facts, question: Question) -> pd.DataFrame:
    """How much of its target each decided clock of a question used: as many as its metric `decided` counts.

    A row a step, all steps: up_to_percent (of the target in business time; 9999: more than the step before; null: no target in seconds, as
    with other verdicts than the policy's), met, breached, overdue (contained in breached: at least as much, and still counting).
    """
    listing = (LISTINGS / "target_used.sql").read_text(encoding="utf-8")
    sql = f"WITH scope AS (\nSELECT * {rows_in_scope('clocks', question)}\n), {listing[listing.index('steps AS'):]}"
    frame = facts.frame(sql, parameters(question))
    return frame.astype(dict.fromkeys(frame.columns, "Int64"))


def tickets_found(facts: Facts, wanted: str, limit: int) -> pd.DataFrame:
    """Tickets with this id, of whichever source; where there is none, those whose id begins with it, whatever the case. `total`: of all."""
    asked = {"wanted": wanted, "limit": limit}
    exact = facts.frame(_listing("tickets_by_id"), asked)
    return exact if len(exact) else facts.frame(_listing("tickets_by_beginning"), asked)


def ticket_history(facts: Facts, source: str, ticket_id: str) -> pd.DataFrame:
    """The changes of a ticket's fields, in order; none where the export has no history. from_told: whether it says what was before."""
    return facts.frame(_listing("ticket_history"), {"source": source, "ticket_id": ticket_id})


def dimension_values(facts: Facts, dimension: Dimension, verdict: Verdict = Verdict.POLICY, rule: Rule = Rule.DUE) -> list[Any]:
    """All values a dimension takes in the store, in natural order, shown as in answers; None last, where some rows have none."""
    relations = ("escalations",) if dimension is Dimension.LEVEL else ("tickets",) if dimension in _OF_TICKETS else _RELATIONS
    is_period = dimension in PERIODS
    # There are few days: their months and weeks are counted out for each day once, not for each row.
    keys = {one: day_column(one, rule) if is_period else key(dimension, one, rule, verdict) for one in relations}
    found = " UNION ALL ".join(f'SELECT DISTINCT {keys[one]} AS "{dimension}" {all_rows(one, verdict)}' for one in relations)
    name = f'"{dimension}"'
    whole = f"SELECT DISTINCT {period_key(dimension, name)} AS {name} FROM ({found})" if is_period else found  # noqa: S608
    rows = facts.rows(f"SELECT DISTINCT {shown(dimension)} FROM ({whole}) AS found")  # noqa: S608  names are dimensions.py's own
    values = [row[0] for row in rows]
    order = natural_order(dimension, values, policy_order(facts, dimension))
    return sorted(values, key=lambda value: order[value])


def level_names(facts: Facts) -> dict[int, str | None]:
    """The name of each escalation level that occurs, by level; the name most escalations to it carry."""
    sql = "SELECT level, level_name, count(*) AS n FROM escalations GROUP BY level, level_name ORDER BY level, n, level_name DESC"
    return {level: name for level, name, _ in facts.known_rows(sql)}


def _page(
    facts: Facts, name: str, relation: str, question: Question, limit: int, offset: int, more: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    sql = f"WITH scope AS (\nSELECT * {rows_in_scope(relation, question)}\n)\n{_listing(name)}"
    return facts.frame(sql, parameters(question) | {"limit": limit, "offset": offset} | dict(more or {}))


def _listing(name: str) -> str:
    return (LISTINGS / f"{name}.sql").read_text(encoding="utf-8")
