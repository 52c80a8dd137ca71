"""What must hold in every store, as SQL that returns the rows in which it does not."""

from __future__ import annotations

from pathlib import Path

from analytics.warehouse import Reader

FILES = tuple(sorted(Path(__file__).parent.glob("*.sql")))


def assert_holds(reader: Reader) -> None:
    """Run all of them on a store; the message shows how many rows break each, and the first."""
    broken = {file.stem: rows for file in FILES if (rows := reader.rows(file.read_text(encoding="utf-8")))}
    assert not broken, "\n".join(f"{name}: {len(rows)} rows, {rows[0]}" for name, rows in broken.items())
