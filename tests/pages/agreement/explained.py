"""What `sundial explain` says of a ticket, and the changes of its fields, which no command prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from analytics.figures.wording import shown
from tests.pages.agreement.asked import Asked

JUDGED = ("first_response", "resolution")
_SECONDS = {"h": 3600, "hour": 3600, "min": 60, "minute": 60, "s": 1, "second": 1}


def seconds_in(words: str) -> int:
    """`2 h 26 min 17 s`, `30 minutes`."""
    return sum(int(n.replace(",", "")) * _SECONDS[unit] for n, unit in re.findall(r"([\d,]+)\s(hour|minute|second|min|h|s)", words))


def told(asked: Asked) -> dict[str, Any]:
    """What explain says of the ticket that the selection names."""
    choices = asked.selection.choices
    return dict(asked.line.json("explain", choices["ticket"], "--source", choices["desk"]))


def clock_of(asked: Asked) -> dict[str, Any]:
    """The clock that is looked at: first response, unless another is chosen or only resolution has a verdict."""
    clocks = {clock["clock"]: clock for clock in told(asked)["clocks"]}
    judged = [name for name in JUDGED if clocks[name]["outcome"] in ("met", "breached", "running")]
    chosen = asked.selection.choices.get("ticket_clock")
    return clocks["resolution" if chosen == "Resolution" or (not chosen and judged == ["resolution"]) else "first_response"]


def length_words(seconds: int) -> str:
    """The numbers of a length: `9 h 1 min`, `30 minutes`."""
    parts = [(seconds // 3600, "h", "hours"), (seconds // 60 % 60, "min", "minutes"), (seconds % 60, "s", "seconds")]
    known = [part for part in parts if part[0]] or [(0, "s", "seconds")]
    return f"{known[0][0]:,} {known[0][2]}" if len(known) == 1 else " ".join(f"{amount:,} {short}" for amount, short, _ in known)


@dataclass(frozen=True)
class Change:
    """A change of a field; before and after as people read them."""

    at: datetime
    field: str
    before: str
    after: str


def changes(asked: Asked, ticket: Mapping[str, Any]) -> list[Change]:
    rows = asked.line.sql(_CHANGES, {"source": ticket["source"], "ticket": ticket["ticket_id"]})
    return [
        Change(at.replace(tzinfo=UTC), field, shown(before, "nothing" if is_told else "not told"), shown(after, "nothing"))
        for at, field, before, after, is_told in rows
    ]


_CHANGES = """
    SELECT changed_at, field, from_value, to_value, from_told FROM ticket_changes
    WHERE source = $source AND ticket_id = $ticket ORDER BY changed_at, field, place
"""
