"""Small stores by hand for the monthly summary: a desk of tickets with their clocks, as facts in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from analytics.reports.monthly import MonthlySummary, monthly_summary
from analytics.warehouse import Database
from tests.metrics.facts import Record, Records, fill
from tests.metrics.test_worked_examples import _clock, _escalation, _ticket

AROUND = """
ALTER TABLE sources ADD COLUMN open_not_seen_since BIGINT DEFAULT 0;
UPDATE sources SET tickets = (SELECT count(*) FROM judged_tickets AS t WHERE t.source = sources.source);
CREATE TABLE loads (file_name VARCHAR, source VARCHAR, sha256 VARCHAR, identity VARCHAR, format VARCHAR, as_of TIMESTAMP,
    receipt_json VARCHAR);
CREATE TABLE rejects (load_id INTEGER, line BIGINT, column_name VARCHAR, reason VARCHAR, raw VARCHAR);
"""

MONTHS = [f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(34)]
"""2024-01 to 2026-10. Stores made here stand at 2026-11-01 (desk-b) and 2026-11-03 (desk-a): November runs."""


def decided(month: str, met: int, breached: int, tier: str | None = "Standard", **given: Any) -> Records:
    """Tickets received and decided in a month: first response, `met` and `breached` of them."""
    on = date.fromisoformat(f"{month}-05")
    records = Records()
    for n in range(met + breached):
        words = {"tier": tier, "group_name": "Network", "organisation": "Acme", "target": "1 business day"} | given
        number = f"{tier}-{month}-{n}-{words['group_name']}"
        times = {"started_on": on, "due_on": on, "stopped_on": on, "elapsed_seconds": 60 * (n + 1)}
        records.clocks.append(_clock(0, "met" if n < met else "breached", **words, **times) | {"ticket_id": number})
        # Closed on its day: `first_closed_on` places it out of the backlog.
        records.tickets.append(_ticket(0, tier=tier, received_on=on, received_at=datetime(on.year, on.month, on.day, 15), state="closed",
                                       first_closed_on=on) | {"ticket_id": number})  # fmt: skip
    return records


def running(month: str, n: int, tier: str = "Standard") -> Records:
    """Tickets of a month whose clocks still run."""
    records = decided(month, n, 0, tier)
    for clock in records.clocks:
        clock |= {"outcome": "running", "stopped_at": None, "stopped_on": None, "ticket_id": f"r{clock['ticket_id']}"}
    for ticket in records.tickets:
        ticket |= {"state": "open", "first_closed_on": None, "ticket_id": f"r{ticket['ticket_id']}"}
    return records


def escalated(month: str, n: int, level: int = 1) -> Records:
    """Escalations that happened in a month, of tickets of no other interest."""
    on = date.fromisoformat(f"{month}-06")
    return Records(escalations=[_escalation(k, level, escalated_on=on, tier="Standard") for k in range(n)])


def together(*parts: Records) -> Records:
    """All of them in one store."""
    whole = Records()
    for part in parts:
        whole.tickets += part.tickets
        whole.clocks += part.clocks
        whole.escalations += part.escalations
    return whole


def usual_months(months: Iterable[str], tier: str = "Standard", n: int = 100, worse: int = 10) -> Records:
    """Months as chance makes them: around `worse` in a hundred breached."""
    return together(*(decided(month, n - worse - k % 3 + 1, worse + k % 3 - 1, tier) for k, month in enumerate(months)))


@contextmanager
def store(records: Records, *sql: str) -> Iterator[Database]:
    """A store of these facts. `sql`: what else is to be said of it."""
    with Database.memory() as db:
        fill(db, records)
        db.run(AROUND)
        for statement in sql:
            db.run(statement)
        yield db


def summary(records: Records, month: str, *sql: str) -> MonthlySummary:
    """The summary of a month of such a store."""
    with store(records, *sql) as db:
        return monthly_summary(db, month)


def plain_text(text: str) -> str:
    """Words with ordinary spaces."""
    return text.replace("\u00a0", " ")


__all__ = ["MONTHS", "Record", "decided", "escalated", "plain_text", "running", "store", "summary", "together", "usual_months"]
