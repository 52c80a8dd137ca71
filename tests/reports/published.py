"""A home with two help desks loaded through the whole pipeline, small enough for every test of reports and pages."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.samples import write_sample_files
from analytics.samples import EVENTS_FILE, TICKETS_FILE, Desk

DESK = Desk(tickets=1_200, months=3)

# A help desk that records neither responses nor levels (K5, E4), one row of which cannot be read (L2).
SPARSE = """ticket_id,received_at,resolved_at,status,priority,tier
B-1,2026-10-05T14:00:00Z,2026-10-05T16:00:00Z,closed,High,Enterprise
B-2,2026-10-06T14:00:00Z,,open,Medium,Standard
B-3,2026-10-07T14:00:00Z,,open,Medium,Platinum
B-4,yesterday,,open,Medium,Standard
"""


def fill(home: Path) -> Path:
    """Load both help desks into the own store of a home."""
    folder = home / "exports"
    folder.mkdir(parents=True)
    truth = write_sample_files(folder, DESK)
    as_of = truth.as_of.astimezone(UTC).isoformat()
    load_files(home, [folder / TICKETS_FILE, folder / EVENTS_FILE], LoadOptions(source="desk-a", as_of=as_of))
    (folder / "sparse.csv").write_text(SPARSE)
    load_files(home, [folder / "sparse.csv"], LoadOptions(source="desk-b", as_of="2026-11-16T12:00:00Z"))
    return home
