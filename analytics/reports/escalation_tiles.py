"""The escalations' headline, each with what it was measured on and how it is defined. Null where no source records levels (E4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.figures.wording import NOT_RECORDED, count, counted, of, per_hundred, percent
from analytics.metrics import Question, metric
from analytics.reports.headline import Tile
from analytics.reports.scope import Scope

NAMES = (
    "escalation_frequency", "escalated_share", "escalations", "tickets_with_levels", "escalations_skipping", "levels_skipped",
    "escalations_repeated", "escalations_without_ladder",
)  # fmt: skip
UNRECORDED = "no levels in these exports"


def question(scope: Scope) -> Question:
    """What the page asks of all escalations of the scope together, in one scan."""
    return scope.ask(*NAMES)


def escalation_tiles(row: Mapping[str, Any]) -> tuple[Tile, ...]:
    """Frequency with its interval, escalated share, escalations, and those that skip a level, repeat one, or have no ladder."""
    number, tickets = row["escalations"], row["tickets_with_levels"]
    recorded = number is not None
    low, high = (per_hundred(row[f"escalation_frequency_{end}"]) for end in ("low", "high"))
    of_all = f"of {counted(number, 'escalation')}"
    skipping = f"{of_all}, {counted(row['levels_skipped'], 'level')}" if recorded else UNRECORDED
    return (
        _tile(
            "escalation_frequency", "Per 100 tickets", per_hundred(row["escalation_frequency"]),
            f"{of(number, tickets)} tickets, 95 % interval {low} to {high}" if recorded and tickets else UNRECORDED,
        ),
        _tile(
            "escalated_share", "Escalated share", percent(row["escalated_share"], NOT_RECORDED),
            f"at least once: {of(row['escalated_tickets'], tickets)} received" if tickets else UNRECORDED,
        ),
        _tile("escalations", "Escalations", count(number), "that happened in the period" if recorded else UNRECORDED),
        _tile("escalations_skipping", "Skipping a level", count(row["escalations_skipping"]), skipping),
        _tile("escalations_repeated", "Repeated", count(row["escalations_repeated"]), of_all if recorded else UNRECORDED),
        _tile("escalations_without_ladder", "Without a ladder", count(row["escalations_without_ladder"]),
              of_all if recorded else UNRECORDED),
    )  # fmt: skip


def _tile(name: str, title: str, value: str, beneath: str) -> Tile:
    return Tile(name, title, value, beneath, metric(name).definition)
