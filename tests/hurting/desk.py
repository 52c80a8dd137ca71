"""A help desk whose names, groups, organisations and ids all hurt."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from tests.hurting.strings import HURTING

COLUMNS = (
    "ticket_id", "received_at", "first_response_at", "resolved_at", "status", "priority", "tier", "group", "organisation", "assignee",
    "channel", "requester", "level", "escalated_at",
)  # fmt: skip
EACH = 3


def fill(home: Path) -> Path:
    """Load three tickets a string into the own store of a home: one answered in time, one late, one open and escalated."""
    home.mkdir(parents=True)
    file = home / "hurting.csv"
    first = datetime(2026, 10, 5, 14, 30)
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for number, text in enumerate(HURTING):
            other = HURTING[(number + 7) % len(HURTING)]
            for kind in range(EACH):
                received = first + timedelta(minutes=37 * number)
                answered = _utc(received + timedelta(minutes=(5, 600)[kind])) if kind < 2 else ""
                escalated = ("2", _utc(received + timedelta(hours=2))) if kind == 2 else ("", "")
                ticket = text if kind == 1 else f"{text} {kind}"
                status = "closed" if kind == 0 else "open"
                closed = _utc(received + timedelta(hours=30)) if kind == 0 else ""
                rows.writerow(
                    [ticket, _utc(received), answered, closed, status, "High", "Enterprise", text, other, text, "email", other, *escalated]
                )
    load_files(home, [file], LoadOptions(source="<i>desk</i> :red[x]"), names=["![f](//x.example).csv"])
    return home


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
