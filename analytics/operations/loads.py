"""The loads a store holds, with their receipts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analytics.errors import StoreRefused
from analytics.operations.open_store import own_store, sample_store


def list_loads(home: Path, samples: bool = False) -> list[dict[str, Any]]:
    """One mapping a load, newest first: load_id, file, source, format, as_of, loaded_at, together, and the receipt.

    `together` is the first load of the call that made it: files given at once are one load. Empty where nothing is loaded.
    """
    reader = (sample_store(home) if samples else own_store(home)).reader()
    if reader is None:
        return []
    rows = reader.rows("""
        SELECT load_id, file_name, source, format, timezone, sha256, as_of, loaded_at, receipt_json,
            coalesce(together, load_id) FROM loads ORDER BY load_id DESC
    """)
    return [
        {
            "load_id": row[0], "file": row[1], "source": row[2], "format": row[3], "timezone": row[4], "sha256": row[5],
            "as_of": row[6].isoformat() + "Z" if row[6] else None, "loaded_at": row[7].isoformat() + "Z",
            "receipt": json.loads(row[8]), "together": row[9],
        }
        for row in rows
    ]  # fmt: skip


def rejects_file(home: Path, load_id: int) -> str:
    """A load's rejected rows in the original layout: the file's own header and the rows as they stood (JSON
    carries its names in each row), to be mended and loaded again (L2).

    Raises StoreRefused where there is no such load.
    """
    reader = own_store(home).reader()
    headers = reader.rows("SELECT header FROM loads WHERE load_id = $load", {"load": load_id}) if reader else []
    if not headers:
        raise StoreRefused(f"there is no load {load_id}", "no such number", "see the loads with: sundial loads")
    return "\n".join([*filter(None, headers[0]), *(row["raw"] for row in rejects_of(home, load_id))]) + "\n"


def rejects_of(home: Path, load_id: int) -> list[dict[str, Any]]:
    """The rejected rows of a load in the order of the file: line, column, reason, raw text (L2)."""
    reader = own_store(home).reader()
    if reader is None:
        return []
    rows = reader.rows("SELECT line, column_name, reason, raw FROM rejects WHERE load_id = $load ORDER BY line", {"load": load_id})
    return [dict(zip(("line", "column", "reason", "raw"), row, strict=True)) for row in rows]
