"""Random facts for tests: rows of schema.sql as plain dicts, with the gaps and mixtures that real exports have."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.warehouse import Database

ANALYTICS = Path(__file__).parents[2] / "analytics"
SCHEMA = ANALYTICS / "facts" / "schema.sql"
POLICY_SCHEMA = ANALYTICS / "policy" / "schema.sql"
Record = dict[str, Any]

TIERS = ("Standard", "Enterprise")
PRIORITIES = ("High", "Medium", "Low")
FIRST_DAY = datetime(2026, 8, 20)
AS_OF = datetime(2026, 11, 3, 12, 0)

SETTING = """
CREATE OR REPLACE TABLE sources (source VARCHAR, as_of TIMESTAMP, tickets BIGINT, responses_recorded BOOLEAN, levels_recorded BOOLEAN);
CREATE OR REPLACE TABLE store_meta (key VARCHAR, value VARCHAR);
INSERT INTO sources VALUES ('desk-a', TIMESTAMP '2026-11-03 12:00:00', 0, TRUE, TRUE),
    ('desk-b', TIMESTAMP '2026-11-01 09:00:00', 0, TRUE, FALSE);
INSERT INTO store_meta VALUES ('schema_version', '1'), ('program_version', '0.1.0'), ('version', 'test-version'),
    ('reporting_zone', 'America/Chicago');
INSERT INTO policy_versions (policy_id, name, label, reporting_zone) VALUES (1, 'Support', '1', 'America/Chicago');
INSERT INTO policy_ladder VALUES (1, 'Enterprise', 1, 'support team lead', 7200), (1, 'Enterprise', 2, 'department manager', 14400),
    (1, 'Enterprise', 3, 'executive management', NULL);
INSERT INTO policy_tiers VALUES (1, 'standard', 'Standard'), (1, 'enterprise', 'Enterprise');
INSERT INTO policy_priorities VALUES (1, 'high', 'High'), (1, 'medium', 'Medium'), (1, 'low', 'Low');
"""


POLICY = "Support 1"
"""What judged_tickets.policy says of a ticket that this setting's only version judges."""


@dataclass
class Records:
    """The rows of the fact tables."""

    tickets: list[Record] = field(default_factory=list)
    clocks: list[Record] = field(default_factory=list)
    escalations: list[Record] = field(default_factory=list)
    eligible: list[Record] = field(default_factory=list)
    parts: list[Record] = field(default_factory=list)


def fill(db: Database, records: Records) -> None:
    """Create the fact tables of schema.sql and what stands around them, and put the rows into them. Keys not given are null."""
    db.run_file(SCHEMA)
    # In a store the clocks are a view of tickets; made by chance they have no ticket to stand in, so here they are a table. Tickets made
    # by chance say also what in a store follows from other columns.
    for kind, name in (("VIEW", "sla_clocks"), ("TABLE", "judged_tickets")):
        db.run(f"CREATE TABLE alone AS SELECT * FROM {name} LIMIT 0; DROP {kind} {name} CASCADE; ALTER TABLE alone RENAME TO {name}")
    db.run_file(POLICY_SCHEMA)
    db.run(SETTING)
    _insert(db, "judged_tickets", records.tickets)
    _insert(db, "sla_clocks", records.clocks)
    _insert(db, "escalations", records.escalations)
    _insert(db, "eligible_escalations", records.eligible)
    _insert(db, "recorded_clock_parts", records.parts)


def random_records(seed: int, tickets: int, *, levels: bool = True) -> Records:
    """Believable tickets with their clocks and escalations. levels: whether desk-a records levels; desk-b never does (E4)."""
    chance = random.Random(seed)
    records = Records()
    for number in range(tickets):
        ticket = _ticket(chance, number, levels)
        records.tickets.append(ticket)
        records.clocks += [_clock(chance, ticket, clock) for clock in ("first_response", "resolution")]
        records.escalations += _escalations(chance, ticket)
        records.eligible += _eligible(chance, ticket)
    records.parts += [_parts(chance, clock) for clock in records.clocks if chance.random() < 0.6]
    return records


def _insert(db: Database, table: str, rows: Iterable[Record]) -> None:
    listed = list(rows)
    if not listed:
        return
    types = dict(db.rows(f"SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '{table}'"))
    columns = [name for name in types if name in listed[0]]
    db.register("given", pd.DataFrame({name: pd.Series([None if r.get(name) is None else str(r[name]) for r in listed], dtype=object)
                                       for name in columns}))
    db.run(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(f'CAST({c} AS {types[c]})' for c in columns)} FROM given")
    db.unregister("given")


def _ticket(chance: random.Random, number: int, levels: bool) -> Record:
    received_at = FIRST_DAY + timedelta(seconds=chance.randrange(70 * 86400))
    source = chance.choice(("desk-a", "desk-a", "desk-b"))
    tier = chance.choice((*TIERS, *TIERS, "Platinum", None))
    priority = chance.choice((*PRIORITIES, *PRIORITIES, "P0", None))
    channel = chance.choice(("email", "email", "phone"))
    closed = chance.random() < 0.7
    excluded = chance.random() < 0.1
    recorded = levels and source == "desk-a"
    return {
        "source": source, "ticket_id": f"{number:05d}",
        "tier": tier, "priority": priority,
        "export_tier": tier and tier.lower(),
        "export_priority": priority and {"High": "1 - High", "Low": "10 - Low"}.get(priority, priority),
        "group_name": chance.choice(("Network", "Cloud", "Field 2", "Field 10", None)),
        "assignee": chance.choice(("ana", "ben", None)), "organisation": chance.choice(("Acme", "Borealis", None)),
        "channel": channel, "channel_covered": channel == "email",
        "status": "Closed" if closed else chance.choice(("New", "Waiting")), "state": "closed" if closed else "open",
        "received_at": received_at, "received_on": received_at.date(),
        "received_weekday": received_at.isoweekday(), "received_hour": received_at.hour,
        "is_excluded": excluded, "exclusion_reason": "third-party software" if excluded else None,
        "levels_recorded": recorded, "responses_recorded": source == "desk-a",
        "escalations": chance.choice((0, 0, 0, 1, 2, 3)) if recorded else None, "policy": POLICY,
    }


def _clock(chance: random.Random, ticket: Record, clock: str) -> Record:
    started_at: datetime = ticket["received_at"]
    stopped_at = started_at + timedelta(seconds=chance.randrange(10 * 86400)) if chance.random() < 0.7 else None
    outcome = _outcome(chance, stopped_at, unknown_tier=ticket["tier"] not in TIERS)
    deadline_outcome = chance.choice((None, _outcome(chance, stopped_at)))
    due_at = started_at + timedelta(seconds=chance.randrange(5 * 86400)) if outcome in ("met", "breached", "running") else None
    deadline_at = started_at + timedelta(seconds=chance.randrange(5 * 86400)) if deadline_outcome in ("met", "breached") else None
    shared = {name: ticket[name] for name in (
        "source", "ticket_id", "tier", "priority", "export_tier", "export_priority", "organisation", "channel", "status", "state",
        "is_excluded", "received_weekday", "received_hour")}
    elapsed = int(((stopped_at or AS_OF) - started_at).total_seconds()) // chance.choice((1, 3, 100))
    paused = stopped_at is None and chance.random() < 0.3
    running = not ticket["is_excluded"] and outcome == "running" and not paused
    return shared | {
        "remaining_seconds": chance.choice((0, 14400, 28800, 86400, chance.randrange(100_000))) if outcome == "running" else None,
        "is_at_risk": running and chance.random() < 0.4,
        "is_near_miss": outcome == "met" and chance.random() < 0.2,
        "precision_flips": outcome in ("met", "breached") and chance.random() < 0.1,
        "clock": clock, "group_name": chance.choice((ticket["group_name"], "Night")), "assignee": ticket["assignee"],
        "started_at": started_at, "stopped_at": stopped_at, "as_of": AS_OF,
        "target": "1 business day", "target_seconds": chance.choice((1800, 32400, None)), "due_at": due_at,
        "elapsed_seconds": None if outcome in ("uncovered", "unknown") else elapsed,
        "is_paused": paused,
        "outcome": "excluded" if ticket["is_excluded"] else outcome, "is_overdue": outcome == "breached" and stopped_at is None,
        "deadline_at": deadline_at, "deadline_outcome": deadline_outcome,
        "deadline_overdue": None if deadline_outcome is None else deadline_outcome == "breached" and stopped_at is None,
        "vendor_outcome": chance.choice((None, _outcome(chance, stopped_at))),
        "started_on": started_at.date(), "stopped_on": stopped_at and stopped_at.date(),
        "due_on": (due_at or started_at).date(), "deadline_on": (deadline_at or started_at).date(),
    }


def _outcome(chance: random.Random, stopped_at: datetime | None, *, unknown_tier: bool = False) -> str:
    if unknown_tier:
        return "uncovered"
    if chance.random() < 0.1:
        return chance.choice(("no_target", "unknown"))
    return chance.choice(("met", "breached") if stopped_at else ("running", "breached"))


def _escalations(chance: random.Random, ticket: Record) -> list[Record]:
    at: datetime = ticket["received_at"]
    rows = []
    for ordinal in range(ticket["escalations"] or 0):
        at += timedelta(seconds=chance.randrange(20 * 86400))
        on: date = at.date()
        rows.append({name: ticket[name] for name in (
            "source", "ticket_id", "tier", "priority", "export_tier", "export_priority", "group_name", "assignee", "organisation",
            "channel", "status", "state", "received_at", "received_on", "received_weekday", "received_hour", "is_excluded")} | {
            "level": ordinal + chance.choice((1, 1, 2)), "ordinal": ordinal + 1, "level_name": "support team lead",
            "escalated_at": at, "escalated_on": on, "business_seconds": chance.randrange(90000),
            "calendar_seconds": chance.randrange(400000), "skipped_levels": chance.choice((0, 0, 1, 2)),
            "after_response_breach": chance.choice((True, False, None)), "after_resolution_breach": chance.choice((True, False, None)),
            "has_ladder": ticket["tier"] == "Enterprise",
        })
    return rows


def _eligible(chance: random.Random, ticket: Record) -> list[Record]:
    if ticket["tier"] != "Enterprise" or not ticket["levels_recorded"]:
        return []
    shared = {name: ticket[name] for name in (
        "source", "ticket_id", "tier", "priority", "export_tier", "export_priority", "group_name", "assignee", "organisation",
        "channel", "status", "state", "received_on", "received_weekday", "received_hour", "is_excluded")}
    rows = []
    for level in range(1, 1 + chance.choice((0, 1, 2))):
        at = ticket["received_at"] + timedelta(hours=2 * level)
        rows.append(shared | {"level": level, "level_name": "support team lead", "eligible_at": at, "eligible_on": at.date(),
                              "is_stated": True, "is_escalated": chance.choice((True, False))})
    return rows


def _parts(chance: random.Random, clock: Record) -> Record:
    names = ("outside_hours", "paused", "unassigned", "between_groups", "worked", "unsplit")
    return {name: clock[name] for name in ("source", "ticket_id", "clock")} | {
        f"{part}_seconds": chance.choice((None, 0, chance.randrange(50_000))) for part in names}
