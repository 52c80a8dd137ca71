"""Bring a store that an older Sundial made to this program's schema: what it keeps is taken over by name, all is judged anew, published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analytics.operations.load import OnProgress, change_store
from analytics.operations.open_store import own_store, sample_store
from analytics.warehouse import SCHEMA_VERSION, Database, Store, schema_version


def migrate(home: Path, samples: bool = False, on_progress: OnProgress | None = None) -> dict[str, Any]:
    """Publish the store in the new schema; nothing is published where it has it. Returns {migrated, from_schema, to_schema}."""
    store = sample_store(home) if samples else own_store(home)
    found = schema_of(store)
    is_older = found is not None and found < SCHEMA_VERSION
    if is_older:
        change_store(home, store, {"anew": True}, on_progress)
    return {"migrated": is_older, "from_schema": found, "to_schema": SCHEMA_VERSION}


def schema_of(store: Store) -> int | None:
    """The schema version of the newest whole version; None where nothing is published."""
    current = store.current()
    if current is None:
        return None
    with Database.open(current.path) as db:
        return schema_version(db)
