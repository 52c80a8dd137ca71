"""What must hold in every store, as SQL that returns the rows in which it does not. Read from measure()'s own answers."""

from __future__ import annotations

from typing import Any

from analytics.metrics import Question, catalogue, measure
from analytics.vocabulary import Clock, Dimension, Verdict
from analytics.warehouse import Database

NOT_SUMMED = {"distinct_escalated", "tickets_escalated_to"}
"""A ticket counts once in every row it belongs to."""
SUMMED = tuple(one.name for one in catalogue() if one.unit == "count" and one.name not in NOT_SUMMED)
RATES = ("attainment", "breach_rate", "escalated_share", "escalation_frequency", "channel_uncovered_share", "near_miss_share",
         "after_breach_share")
BOUNDED = ("attainment", "attainment_best", "attainment_worst", "breach_rate", "breach_rate_best", "breach_rate_worst")

OF_ANSWERS = {
    "every clock is met, breached, running or without a verdict": """
        SELECT * FROM parts WHERE met + breached + running + excluded + uncovered + no_target + unknown <> clocks""",
    "a breakdown sums to the overall": " UNION ALL ".join(
        f"SELECT '{name}' AS metric, (SELECT sum({name}) FROM parts) AS parts, {name} AS overall FROM overall "
        f"WHERE coalesce((SELECT sum({name}) FROM parts), 0) <> coalesce({name}, 0)" for name in SUMMED),
    "best, now and worst stand in this order": """
        SELECT * FROM parts WHERE NOT (attainment_worst <= attainment AND attainment <= attainment_best
            AND breach_rate_best <= breach_rate AND breach_rate <= breach_rate_worst)""",
    "without running clocks best, now and worst are one": """
        SELECT * FROM parts WHERE running = 0 AND (attainment_best <> attainment OR attainment_worst <> attainment
            OR breach_rate_best <> breach_rate OR breach_rate_worst <> breach_rate)""",
    "a rate lies within its interval, and the interval within what is possible": " UNION ALL ".join(
        f"SELECT '{name}' AS metric, {name}_low AS low, {name} AS rate, {name}_high AS high FROM parts WHERE {name} IS NOT NULL "
        f"AND NOT coalesce(0 <= {name}_low AND {name}_low <= {name} AND {name} <= {name}_high, false)" for name in RATES),
    "a rate without a denominator has no interval": " UNION ALL ".join(
        f"SELECT '{name}' AS metric FROM parts "
        f"WHERE {name} IS NULL AND ({name}_low IS NOT NULL OR {name}_high IS NOT NULL)" for name in RATES),
    "what is contained is no more than what contains it": """
        SELECT * FROM parts WHERE overdue > breached OR paused > running OR at_risk > running - paused OR near_misses > met
            OR timed > decided OR precision_flips > decided OR still_open > followed OR escalated_tickets > tickets_with_levels
            OR tickets_with_levels > tickets
            OR escalations_repeated > escalations OR escalations_skipping > escalations OR levels_skipped < escalations_skipping
            OR after_breach_events > with_due_events OR eligible_not_escalated > eligible OR should_have_escalated > eligible_not_escalated
            OR tickets_escalated_to > escalations OR levels_stated > ladder_levels""",
    "attainment and breach rate make one": "SELECT * FROM parts WHERE abs(attainment + breach_rate - 1) > 1e-12",
    "the breaches beyond those expected cancel out": """
        SELECT sum(excess_breaches) AS excess FROM parts HAVING abs(sum(excess_breaches)) > 1e-6""",
    "without open tickets the median with open tickets in is the plain one": """
        SELECT * FROM parts WHERE still_open = 0 AND timed = followed AND time_to_stop_p50 <> elapsed_p50""",
    "not reached is said where there is no time and clocks are followed": """
        SELECT * FROM parts WHERE time_to_stop_p50_not_reached <> (followed > 0 AND time_to_stop_p50 IS NULL)
            OR time_to_stop_p90_not_reached <> (followed > 0 AND time_to_stop_p90 IS NULL)""",
}
"""Over `overall` (one row) and `parts` (one row a group) of the same question."""

OF_LEVELS = {
    "escalations by level sum to the total": """
        SELECT (SELECT sum(escalations) FROM levels) AS parts, escalations AS total FROM overall
        WHERE coalesce((SELECT sum(escalations) FROM levels), 0) <> coalesce(escalations, 0)""",
    "every level is divided by all the tickets": """
        SELECT * FROM levels WHERE tickets_with_levels <> (SELECT tickets_with_levels FROM overall)""",
    "frequencies by level sum to the total": """
        SELECT * FROM overall WHERE abs((SELECT sum(escalation_frequency) FROM levels) - escalation_frequency) > 1e-9""",
}
"""Over `overall` and `levels` (one row a level)."""


def bad_rows(db: Database, dimension: Dimension, clock: Clock, verdict: Verdict) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that must not be, by what must hold; empty where all is well."""
    names = tuple(one.name for one in catalogue())
    _register(db, "overall", Question(names, clock=clock, verdict=verdict))
    _register(db, "parts", Question(names, by=(dimension,), clock=clock, verdict=verdict))
    found = {holds: db.rows(sql) for holds, sql in OF_ANSWERS.items()}
    return {holds: rows for holds, rows in found.items() if rows}


def bad_levels(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """The same for escalations by level (E2)."""
    _register(db, "overall", Question(("escalations", "escalation_frequency")))
    _register(db, "levels", Question(("escalations", "escalation_frequency"), by=(Dimension.LEVEL,)))
    found = {holds: db.rows(sql) for holds, sql in OF_LEVELS.items()}
    return {holds: rows for holds, rows in found.items() if rows}


def _register(db: Database, name: str, question: Question) -> None:
    db.register(name, measure(db, question).frame)
