"""A store of an older schema: refused to readers by name, taken over by migrating or by any load, and then as if it had been new."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import StoreRefused
from analytics.operations.migrate import migrate
from analytics.operations.open_store import open_reader, own_store
from analytics.warehouse import SCHEMA_VERSION, Database, contents

Put = Callable[..., dict[str, Any]]
HEADER = "ticket_id,received_at,updated_at,first_response_at,resolved_at,status,priority,tier\n"
FIRST = HEADER + "A,2026-07-03T15:00:00Z,2026-07-03T15:00:00Z,,,open,High,Standard\nB,2026-07-06T15:00:00Z,,,,open,Low,Enterprise\n"
SECOND = HEADER + "A,2026-07-03T15:00:00Z,2026-07-07T15:00:00Z,2026-07-06T16:00:00Z,2026-07-07T15:00:00Z,resolved,High,Standard\n"
LATER_COLUMNS = {
    "loads": ("together", "telling", "levels_by_rule"), "ticket_states": ("first_response_precision_seconds", "resolved_precision_seconds"),
}  # fmt: skip


def make_older(home: Path) -> None:
    """Publish the store as the first schema had it: every state hashed, without the columns that came later."""
    with own_store(home).writing() as draft:
        assert draft.base
        shutil.copyfile(draft.base.path, draft.path)
        with Database.open(draft.path, read_only=False) as db:
            for table, columns in LATER_COLUMNS.items():
                for column in columns:
                    db.run(f"ALTER TABLE {table} DROP COLUMN {column}")
            db.run("UPDATE ticket_states SET row_hash = 1000 + rowid WHERE row_hash IS NULL")
            db.run("DELETE FROM store_meta WHERE key = 'judged_by'; UPDATE store_meta SET value = '1' WHERE key = 'schema_version'")
            db.run("DROP TABLE recorded_clock_parts CASCADE; CHECKPOINT")
        draft.publish()


def facts(home: Path) -> dict[str, tuple[int, int]]:
    with Database.open(own_store(home).current().path) as db:  # type: ignore[union-attr]
        held = contents(db)
    return {table: held[table] for table in held if table not in ("loads", "ticket_states", "store_meta")}


def test_readers_of_an_older_store_are_told_how_to_bring_it_up(put: Put, home: Path) -> None:
    put(FIRST)
    make_older(home)
    with pytest.raises(StoreRefused, match="older Sundial") as refused:
        open_reader(home)
    assert "sundial migrate" in str(refused.value)


def test_an_older_store_is_migrated_by_publishing_with_all_it_held(put: Put, home: Path) -> None:
    put(FIRST)
    put(SECOND, "second.csv")
    before = facts(home)
    make_older(home)
    assert migrate(home) == {"migrated": True, "from_schema": 1, "to_schema": SCHEMA_VERSION}
    assert facts(home) == before
    assert migrate(home)["migrated"] is False


def test_a_load_brings_an_older_store_up_too(put: Put, home: Path) -> None:
    put(FIRST)
    make_older(home)
    receipt = put(SECOND, "second.csv")
    assert (receipt["inserted"], receipt["updated"]) == (0, 1)
    assert open_reader(home).rows("SELECT count(*), count(DISTINCT load_id) FROM judged_tickets") == [(2, 2)]


def test_where_nothing_is_loaded_there_is_nothing_to_migrate(home: Path) -> None:
    assert migrate(home) == {"migrated": False, "from_schema": None, "to_schema": SCHEMA_VERSION}
