"""What each candidate zone would do to the breach rate: an estimate on some rows of a staged file, under the newest policy (T2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from analytics.business_time import Calendar
from analytics.business_time.bulk import BusinessTime
from analytics.business_time.zone import ZoneReading
from analytics.policy.history import PolicyHistory
from analytics.vocabulary import Clock
from analytics.warehouse import Database

MOST_ROWS = 50_000
_STOPS = {Clock.FIRST_RESPONSE: "first_response_at", Clock.RESOLUTION: "resolved_at"}


def breach_rates(
    db: Database, history: PolicyHistory, calendars: dict[int, Calendar], zones: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """Zone -> [{clock, breached, decided, breach_rate, as_if}], from `staged_rows` read with "UTC" as zone.

    Only stopped clocks are judged, pauses are left in, and a ticket without a tier or priority the policy knows is judged as if it
    had the policy's first: it is an estimate, and `as_if` says so. Clocks without a target are left out.
    """
    newest = len(history.versions)
    tier, priority = history.newest.tiers[0].name, history.newest.priorities[0].name
    found: dict[str, list[dict[str, Any]]] = {zone: [] for zone in zones}
    for clock, stop in _STOPS.items():
        db.run(_RELATION.format(stop=stop, limit=MOST_ROWS), {"policy": newest, "tier": tier, "priority": priority, "clock": str(clock)})
        ((rows, assumed, first, last),) = db.rows(
            "SELECT count(*), count_if(is_assumed), min(received_at), max(stop_at) FROM effect_rows"
        )  # fmt: skip
        if not rows:
            continue
        as_if = f"{assumed:,} of {rows:,} judged as if {tier}, {priority}" if assumed else ""
        for zone in zones:
            breached, decided = _judged(db, zone, calendars, first, last)
            if decided:
                rate = {"clock": str(clock), "breached": breached, "decided": decided, "breach_rate": breached / decided, "as_if": as_if}
                found[zone].append(rate)
    return found


_RELATION = """
    CREATE OR REPLACE TEMP TABLE effect_rows AS
    WITH stopped AS (
        SELECT has_local_time, received_at, {stop} AS stop_at, tier, priority FROM staged_rows
        WHERE fault_field IS NULL AND received_at IS NOT NULL AND {stop} >= received_at LIMIT {limit}
    )
    SELECT s.has_local_time, s.received_at, s.stop_at, t.tier IS NULL OR p.priority IS NULL AS is_assumed, g.calendar_id,
        g.target_seconds, g.target_days, g.reading, g.landing
    FROM stopped AS s
    LEFT JOIN policy_tiers AS t ON t.policy_id = $policy AND t.export_value = lower(trim(s.tier))
    LEFT JOIN policy_priorities AS p ON p.policy_id = $policy AND p.export_value = lower(trim(s.priority))
    JOIN policy_targets AS g ON g.policy_id = $policy AND g.clock = $clock AND g.tier = coalesce(t.tier, $tier)
        AND g.priority = coalesce(p.priority, $priority) AND g.target_text IS NOT NULL
"""


def _judged(db: Database, zone: str, calendars: dict[int, Calendar], first: datetime, last: datetime) -> tuple[int, int]:
    """Breached and decided clocks of effect_rows, read in a zone."""
    reading = ZoneReading(zone, first, last)
    db.run(f"""
        CREATE OR REPLACE TEMP TABLE effect_clocks AS
        SELECT calendar_id, target_seconds, target_days, reading, landing,
            CASE WHEN has_local_time THEN {reading.utc_sql("received_at")} ELSE received_at END AS started_at,
            CASE WHEN has_local_time THEN {reading.utc_sql("stop_at")} ELSE stop_at END AS stop_at
        FROM effect_rows
    """)  # noqa: S608  expressions are ours
    BusinessTime(db, calendars, first, last).due("effect_clocks", "effect_due")
    ((breached, decided),) = db.rows("SELECT count_if(stop_at > due_at), count(due_at) FROM effect_due")
    return int(breached), int(decided)
