"""A receipt in words (L1), for pages and the command line alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.figures.wording import count, shown

WARNINGS = {
    "times_in_spring_gap": "times lie in a spring gap of the zone; read with the offset before the change",
    "times_in_repeated_hour": "times lie in the repeated autumn hour; read as its first occurrence",
    "acts_after_loading": "instants lie after the moment of loading; they do not count towards as-of",
    "response_before_received": "responses stand before the ticket was received; those clocks are unknown",
    "resolution_before_received": "resolutions stand before the ticket was received; those clocks are unknown",
    "unknown_status": "rows carry a status the format does not know",
    "changes_without_ticket": "changes belong to tickets that are not loaded yet",
    "received_differs_from_stored": "tickets have another received time than before: two help desks under one name?",
    "resolved_without_response": "tickets were resolved without a recorded response; the response clock stops at resolution",
    "closing_time_stands_in": "tickets have no resolved time; the closing time stands in",
    "tickets_without_known_tier": "tickets have no tier that the policy knows: uncovered",
    "tickets_without_known_priority": "tickets have no priority that the policy knows: uncovered",
    "excluded_tickets": "tickets are excluded by the policy",
    "tickets_from_uncovered_channels": "tickets came through a channel the policy does not cover",
    "resolved_time_on_open_ticket": "open tickets carry a resolved time; their resolution clock runs",
    "tickets_without_response_column": "tickets come without any response column: the response clock is unknown",
    "target_by_current_tier_and_priority": "tickets are held to the target of their tier and priority now: no history tells earlier ones",
    "tickets_without_resolution_column": "tickets come without status and resolved time: the resolution clock is unknown",
    "closed_at_unknown_time": "tickets are closed and the export does not say when",
}
"""What each counted warning of a receipt means, after its number."""

_TOLD = {"inserted": "new", "updated": "changed", "unchanged": "unchanged", "folded": "folded", "rejected": "rejected"}


def in_words(receipt: Mapping[str, Any]) -> str:
    """The counts as a sentence: `8,469 rows: 8,431 new, 12 changed, 26 rejected, 0 lost.` They add up, so none is ever lost."""
    parts = [f"{count(receipt[name])} {word}" for name, word in _TOLD.items() if receipt.get(name)]
    lost = receipt["read"] - sum(receipt[name] for name in _TOLD)
    doubled = f" {count(receipt['duplicates'])} rows stand in the file more than once." if receipt.get("duplicates") else ""
    as_of = shown(receipt["as_of"])[:16].replace("T", " ")
    return f"{count(receipt['read'])} rows: {', '.join([*parts, f'{count(lost)} lost'])}.{doubled} As of {as_of} UTC."


def warnings_in_words(receipt: Mapping[str, Any]) -> list[str]:
    """What a reader of the numbers should know, one sentence each."""
    return [f"{count(number)} {WARNINGS.get(name, name.replace('_', ' '))}" for name, number in receipt.get("warnings", {}).items()]
