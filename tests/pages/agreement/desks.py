"""A home on which everything occurs that pages can draw: months enough for limits, two policies, deadlines, and names that hurt."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from analytics.cli import main
from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.samples import write_sample_files
from analytics.samples import EVENTS_FILE, TICKETS_FILE, Desk
from tests.pages.conftest import CHECKOUT

DESK = Desk(tickets=2_400, months=15)
SECOND_POLICY = CHECKOUT / "data" / "policy" / "sample_targets.toml"
HEAD = (
    "ticket_id", "received_at", "first_response_at", "resolved_at", "status", "priority", "tier", "group", "organisation", "channel",
    "response_due_at", "resolution_due_at", "response_verdict", "resolution_verdict",
)  # fmt: skip
GROUPS = ("R&D <b>7</b>", "Level 2", "=1+1", "")
ORGANISATIONS = ("Org 24/7", "A & B 3.5 %", "")


def fill_long(home: Path) -> Path:
    """Two help desks in the own store of a home; the second one's exports carry deadlines and verdicts, but no levels."""
    folder = home / "exports"
    folder.mkdir(parents=True)
    policy = SECOND_POLICY.read_text(encoding="utf-8").replace("effective_from = 2027-01-01", "effective_from = 2026-03-01")
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    assert CliRunner().invoke(main, ["policy", "add", str(folder / "policy.toml"), "--home", str(home)]).exit_code == 0
    truth = write_sample_files(folder, DESK)
    as_of = truth.as_of.astimezone(UTC).isoformat()
    load_files(home, [folder / TICKETS_FILE, folder / EVENTS_FILE], LoadOptions(source="desk-a", as_of=as_of))
    with (folder / "deadlines.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *_tickets(random.Random(5))])
    load_files(home, [folder / "deadlines.csv"], LoadOptions(source="desk-c", as_of="2026-11-16T12:00:00Z"))
    return home


def _tickets(chance: random.Random) -> Iterator[tuple[str, ...]]:
    """Some without deadline, verdict, response or resolution; tiers and priorities that the policy does not know."""
    at = datetime(2026, 7, 1, tzinfo=UTC)
    for number in range(150):
        at += timedelta(hours=chance.uniform(2, 40))
        if at > datetime(2026, 11, 15, tzinfo=UTC):
            return
        answered = at + timedelta(minutes=chance.expovariate(1 / 90)) if chance.random() > 0.1 else None
        resolved = answered + timedelta(hours=chance.expovariate(1 / 30)) if answered and chance.random() > 0.2 else None
        due = at + timedelta(minutes=60) if chance.random() > 0.15 else None
        words = [chance.choice(options) for options in (("High", "Low", "P9"), ("Enterprise", "Standard", "Tin 7"), GROUPS, ORGANISATIONS)]
        verdicts = [chance.choice(("met", "breached", "")) for _ in range(2)]
        yield (f"C-{number} 5 %", _text(at), _text(answered), _text(resolved), "closed" if resolved else "open", *words,
               chance.choice(("email", "web")), _text(due), _text(at + timedelta(hours=24)), *verdicts)  # fmt: skip


def _text(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""
