"""Receipts: what became of every row of a load (L1), in the words all of Sundial uses."""

from __future__ import annotations

import json
from typing import Any

from analytics.intake.taking_in import TakenIn
from analytics.warehouse import Database

COUNTS = ("read", "inserted", "updated", "unchanged", "folded", "rejected", "duplicates")

_WARNINGS = {
    "resolved_without_response": "response_stopped_by = 'resolution without response'",
    "closing_time_stands_in": "resolution_stopped_by = 'closing time'",
    "tickets_without_known_tier": "cover_gap IN ('no tier', 'a tier the policy does not know')",
    "tickets_without_known_priority": "cover_gap IN ('no priority', 'a priority the policy does not know')",
    "excluded_tickets": "is_excluded",
    "tickets_from_uncovered_channels": "NOT channel_covered",
    "resolved_time_on_open_ticket": "is_open_with_resolution",
    "tickets_without_response_column": "NOT responses_recorded",
    "tickets_without_resolution_column": "resolution_fault = 'the export does not say whether tickets are resolved'",
    "closed_at_unknown_time": "resolution_fault = 'closed, and the export does not say when'",
    # K7: a history of tiers or priorities tells those at the start; an event log states them at each event.
    "target_by_current_tier_and_priority": "NOT h.tells_words AND (response_outcome IN ('met', 'breached', 'running')"
    " OR resolution_outcome IN ('met', 'breached', 'running'))",
}
"""Warning of a receipt -> which judged tickets of the load it counts."""
_JUDGED = f"""
    SELECT {", ".join(f"count(*) FILTER ({which})" for which in _WARNINGS.values())}
    FROM judged_tickets, (
        SELECT EXISTS (FROM change_rows AS c JOIN loads AS l ON l.source = c.source
                WHERE l.load_id = $load AND c.field IN ('tier', 'priority'))
            OR EXISTS (FROM loads WHERE load_id = $load AND layout = 'event_log') AS tells_words
    ) AS h
    WHERE load_id = $load
"""  # noqa: S608  words of ours


def receipt(db: Database, taken: TakenIn, replaced: list[int]) -> dict[str, Any]:
    """The receipt of a load just made, also kept with the load in the store."""
    (judged,) = db.rows(_JUDGED, {"load": taken.load_id})
    told = taken.to_json()
    told["warnings"] = told["warnings"] | {name: n for name, n in zip(_WARNINGS, judged, strict=True) if n}
    if flipping := _verdicts_one_unit_could_flip(db, taken.load_id):
        told["warnings"]["verdicts_one_unit_could_flip"] = flipping
    if replaced:
        told["replaces"] = replaced
    db.run("UPDATE loads SET receipt_json = $receipt WHERE load_id = $load", {"receipt": json.dumps(told), "load": taken.load_id})
    return told


def _verdicts_one_unit_could_flip(db: Database, load_id: int) -> int:
    """K1: verdicts on stops rebuilt from spans in whole units that lie nearer to their due instant than one such unit."""
    ((response, resolution),) = db.rows(
        """
        SELECT
            count(*) FILTER (j.response_outcome IN ('met', 'breached') AND j.response_stopped_at IS NOT NULL
                AND abs(epoch_us(j.response_due_at) // 1000000 - epoch_us(j.response_stopped_at) // 1000000)
                < CASE WHEN j.first_response_at IS NULL THEN s.resolved_precision_seconds ELSE s.first_response_precision_seconds END),
            count(*) FILTER (j.resolution_outcome IN ('met', 'breached') AND j.resolution_stopped_at IS NOT NULL
                AND abs(epoch_us(j.resolution_due_at) // 1000000 - epoch_us(j.resolution_stopped_at) // 1000000)
                    < s.resolved_precision_seconds)
        FROM judged_tickets AS j
        JOIN ticket_states AS s ON s.source = j.source AND s.ticket_id = j.ticket_id
        ANTI JOIN overruled_states AS o ON o.state_no = s.rowid
        WHERE j.load_id = $load AND (s.first_response_precision_seconds > 1 OR s.resolved_precision_seconds > 1)
        """,
        {"load": load_id},
    )
    return int(response) + int(resolution)


def repeat_receipt(first: dict[str, Any], file_name: str) -> dict[str, Any]:
    """The receipt of bytes that were loaded before with the same options: nothing changes, every row is unchanged (L3)."""
    unchanged = first["inserted"] + first["updated"] + first["unchanged"]
    return first | {"file": file_name, "inserted": 0, "updated": 0, "unchanged": unchanged, "already_loaded": True}


def combined(receipts: list[dict[str, Any]], version: str) -> dict[str, Any]:
    """One receipt for all files of a command: counts and warnings summed, the files' own receipts beneath."""
    warnings: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for one in receipts:
        for name, n in one["warnings"].items():
            warnings[name] = warnings.get(name, 0) + n
        for name, n in one.get("reject_reasons", {}).items():
            reasons[name] = reasons.get(name, 0) + n
    sums = {name: sum(one[name] for one in receipts) for name in COUNTS}
    return sums | {
        "warnings": warnings, "reject_reasons": reasons, "version": version,
        "as_of": max((one["as_of"] for one in receipts if one["as_of"]), default=None),
        "already_loaded": all(one.get("already_loaded", False) for one in receipts),
        "replaces": sorted({n for one in receipts for n in one.get("replaces", [])}),
        "load_ids": [one["load_id"] for one in receipts], "files": receipts,
    }  # fmt: skip
