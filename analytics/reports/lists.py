"""Lists of tickets as people read them: words over columns, hours instead of seconds, instants in the reporting zone."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

NO_LADDER = "(tier without a ladder)"
_BREACHED = {
    "ticket_id": "Ticket",
    "tier": "Tier",
    "priority": "Priority",
    "over_seconds": "Over (business h)",
    "over_calendar_seconds": "Over (calendar h)",
    "is_overdue": "Still open",
    "group": "Group",
    "organisation": "Organisation",
    "assignee": "Assignee",
    "started_at": "Received",
    "due_at": "Due",
    "stopped_at": "Stopped",
    "elapsed_seconds": "Elapsed (business h)",
    "target": "Target",
    "status": "Status",
    "channel": "Channel",
    "source": "Source",
}
_NEAR_MISSES = {
    "ticket_id": "Ticket",
    "tier": "Tier",
    "priority": "Priority",
    "left_minutes": "Left (business min)",
    "elapsed_seconds": "Elapsed (business h)",
    "target": "Target",
    "group": "Group",
    "organisation": "Organisation",
    "assignee": "Assignee",
    "started_at": "Received",
    "due_at": "Due",
    "stopped_at": "Stopped",
    "channel": "Channel",
    "source": "Source",
}
_NOT_ESCALATED = {
    "ticket_id": "Ticket",
    "level": "To level",
    "eligible_at": "Eligible since",
    "is_stated": "Time stated by the policy",
    "tier": "Tier",
    "priority": "Priority",
    "group": "Group",
    "organisation": "Organisation",
    "assignee": "Assignee",
    "status": "Status",
    "source": "Source",
}
_ESCALATIONS = {
    "ticket_id": "Ticket",
    "level": "Level",
    "level_name": "To",
    "escalated_at": "Escalated",
    "received_at": "Received",
    "business_seconds": "After (business h)",
    "calendar_seconds": "After (calendar h)",
    "from_level": "From level",
    "skipped_levels": "Skipped levels",
    "tier": "Tier",
    "priority": "Priority",
    "group": "Group",
    "organisation": "Organisation",
    "after_response_breach": "Response breached before",
    "has_ladder": "Tier has a ladder",
    "status": "Status",
    "source": "Source",
}


def breach_table(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """breached_clocks() for reading. Instants become naive local times of `zone`; hours have one decimal."""
    return _worded(frame, _BREACHED, zone)


def near_miss_table(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """near_misses() for reading, as breach_table(); what was left in minutes with one decimal."""
    left = (frame["left_seconds"].astype("Float64") / 60).round(1)
    return _worded(frame.assign(left_minutes=left), _NEAR_MISSES, zone)


def not_escalated_table(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """not_escalated() for reading, as breach_table()."""
    return _worded(frame, _NOT_ESCALATED, zone)


def opens(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Source and id of each row's ticket: what a list opens."""
    return list(zip(frame["source"].tolist(), frame["ticket_id"].tolist(), strict=True))


def escalation_table(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """escalation_list() for reading, as breach_table(). A level of a tier without a ladder has no name: it says why (P7)."""
    return _worded(frame.assign(level_name=frame["level_name"].where(frame["has_ladder"].fillna(True), NO_LADDER)), _ESCALATIONS, zone)


def _worded(frame: pd.DataFrame, words: Mapping[str, str], zone: str) -> pd.DataFrame:
    table = frame[[name for name in words if name in frame.columns]].copy()
    for name in table.columns:
        if name.endswith("_seconds"):
            table[name] = (table[name].astype("Float64") / 3600).round(1)
        elif name.endswith("_at"):
            table[name] = table[name].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return table.rename(columns=dict(words))
