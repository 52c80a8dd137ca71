"""The sheets that say what the figures mean and where they come from."""

from __future__ import annotations

from typing import Any

from analytics.metrics.catalogue import catalogue
from analytics.reports.monthly import MonthlySummary, SourceLine
from analytics.reports.writers.tables import Column, Table


def definitions() -> Table:
    """Every metric of the catalogue."""
    columns = (
        Column("Metric", "text", 30),
        Column("Title", "text", 34),
        Column("Definition", "text", 90),
        Column("Numerator", "text", 24),
        Column("Denominator", "text", 24),
        Column("Unit", "text", 16),
        Column("Rules", "text", 16),
    )
    rows = [(one.name, one.title, one.definition, one.numerator, one.denominator, one.unit, one.rules) for one in catalogue()]
    return Table("Definitions", columns, rows)


def provenance(summary: MonthlySummary) -> Table:
    """Version, loads with their hashes, policies and rules."""
    origin = summary.provenance
    rows: list[tuple[Any, ...]] = [
        ("version", "store", origin.version, None, None),
        ("version", "program", origin.program_version, None, None),
        ("zone", "days and months", origin.zone, None, None),
        ("rows", "read", f"{origin.rows_read:,}", None, None),
        ("rows", "rejected", f"{origin.rows_rejected:,}", None, None),
    ]
    rows += [("source", one.name, _source(one), None, one.as_of) for one in origin.sources]
    rows += [("load", one.file, f"{one.source}, read as {one.format}", f"{one.sha256} / {one.read_as}", one.as_of) for one in origin.loads]
    rows += [("policy", one.name, one.label, one.sha256, one.effective_at) for one in origin.policies]
    rows += [("rule", one.name, one.text, None, None) for one in origin.rules]
    columns = (
        Column("What", "text", 12),
        Column("Name", "text", 30),
        Column("Says", "text", 70),
        Column("SHA-256 (of the file / of how it was read)", "text", 70),
        Column(f"As of, or in force from ({origin.zone})", "instant", 20),
    )
    return Table("Provenance", columns, rows)


def _source(one: SourceLine) -> str:
    responses, levels = ("recorded" if known else "not recorded" for known in (one.responses_recorded, one.levels_recorded))
    return f"{one.tickets:,} tickets; responses {responses}, levels {levels}"
