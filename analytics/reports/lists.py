"""Lists of tickets as people read them: words over columns, hours instead of seconds, instants in the reporting zone."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

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
_ESCALATIONS = {
    "ticket_id": "Ticket",
    "level": "Level",
    "level_name": "To",
    "escalated_at": "Escalated",
    "received_at": "Received",
    "business_seconds": "After (business h)",
    "calendar_seconds": "After (calendar h)",
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


def escalation_table(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """escalation_list() for reading, as breach_table()."""
    return _worded(frame, _ESCALATIONS, zone)


def _worded(frame: pd.DataFrame, words: Mapping[str, str], zone: str) -> pd.DataFrame:
    table = frame[[name for name in words if name in frame.columns]].copy()
    for name in table.columns:
        if name.endswith("_seconds"):
            table[name] = (table[name].astype("Float64") / 3600).round(1)
        elif name.endswith("_at"):
            table[name] = table[name].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return table.rename(columns=dict(words))
