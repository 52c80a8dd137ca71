"""The samples: generated, then loaded like anything else, into a store of their own."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

from analytics.errors import SundialError
from analytics.intake.options import LoadOptions
from analytics.operations.load import OnProgress, load_files
from analytics.operations.migrate import migrate
from analytics.operations.open_store import sample_store
from analytics.samples import EVENTS_FILE, TICKETS_FILE, Arrivals, Desk, Truth, write_samples


def write_sample_files(folder: Path, desk: Desk, on_progress: OnProgress | None = None) -> Truth:
    """Write a desk's tickets, changes and truth to a folder."""
    return write_samples(folder, desk, (lambda done, total: on_progress("Writing sample tickets", done / total)) if on_progress else None)


def ensure_samples(home: Path, on_progress: OnProgress | None = None, desk: Desk | None = None, anew: bool = False) -> dict[str, Any]:
    """Make the samples' store unless it is there (or `anew`). Returns the receipt, or {"version": …} where it stood already."""
    store = sample_store(home)
    migrate(home, samples=True, on_progress=on_progress)
    reader = store.reader()
    if reader is not None and not anew and desk is None:
        return {"version": reader.rows("SELECT value FROM store_meta WHERE key = 'version'")[0][0], "already_loaded": True}
    stale = [row[0] for row in reader.rows("SELECT load_id FROM loads")] if reader is not None else []
    folder = home / "samples" / "files"
    chosen = desk or Desk()
    truth = write_sample_files(folder, chosen, on_progress)
    files = [folder / TICKETS_FILE] + ([folder / EVENTS_FILE] if chosen.events else [])
    as_of = truth.as_of.astimezone(UTC).isoformat()
    return load_files(home, files, LoadOptions(source="sample desk", as_of=as_of), on_progress, store=store, replacing=stale)


def desk_of(tickets: int, seed: int, arrivals: str, events: bool, months: int) -> Desk:
    """A desk by the words of the command line. Raises SundialError for words the generator does not know."""
    allowed = {str(a.value): a for a in Arrivals}
    if arrivals not in allowed:
        raise SundialError("arrivals are not known", repr(arrivals), f"use one of: {', '.join(allowed)}")
    return Desk(tickets=tickets, seed=seed, arrivals=allowed[arrivals], events=events, months=months)
