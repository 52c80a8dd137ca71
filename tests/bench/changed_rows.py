"""A second export: rows spread over a file of generated tickets, each changed since, as a nightly export of changes brings them."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path


def write_changed_rows(tickets: Path, out: Path, rows: int, of: int) -> int:
    """Write every so-manieth row of `tickets` (which has `of` rows), updated later and held by another group. Returns how many."""
    every = max(1, of // rows)
    written = 0
    with tickets.open(newline="", encoding="utf-8") as source, out.open("w", newline="", encoding="utf-8") as target:
        reader = csv.DictReader(source)
        writer = csv.DictWriter(target, reader.fieldnames or [], lineterminator="\n")
        writer.writeheader()
        for number, row in enumerate(reader):
            if number % every or written == rows:
                continue
            # Still before the moment the desk is generated as of, for most: the source's as_of moves by an hour.
            later = datetime.fromisoformat(row["updated_at"]) + timedelta(hours=1)
            writer.writerow(row | {"updated_at": later.strftime("%Y-%m-%dT%H:%M:%SZ"), "group": "Night desk"})
            written += 1
    return written
