"""Values from another file of the same load: users, groups, organisations. What a row's column holds is looked up by that file's key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.intake.faults import text_of, unknown_key
from analytics.intake.row_filters import RowFilter, parse_filters

_KEYS = ("file", "column", "key")
_RULES = ("only", "where", "latest")


@dataclass(frozen=True)
class Lookup:
    """`file` is the format that recognises the other file, `column` this file's column, `key` that file's.

    `only` are rules on this file's rows: for others nothing is looked up (a history whose values are ids of several tables).
    `where` are rules on the other file's rows; of several rows with one key, the one greatest by the column `latest` is taken.
    Once resolved for a file: `key_at` is the key's place in the other file, `taken` the names and places of the columns used,
    `where_at` and `latest_at` those of its columns in the rules.
    """

    name: str
    file: str
    column: str
    key: str
    only: tuple[RowFilter, ...] = ()
    where: tuple[RowFilter, ...] = ()
    latest: str | None = None
    key_at: int = -1
    taken: tuple[tuple[str, int], ...] = ()
    where_at: tuple[int, ...] = ()
    latest_at: int = -1


def parse_lookups(found: Any, faults: list[str]) -> tuple[Lookup, ...]:
    """[lookups.NAME] tables, checked."""
    lookups = []
    if not isinstance(found, Mapping):
        faults.append(f"lookups: found {found!r}; write it as [lookups.NAME] tables")
        return ()
    for name, table in found.items():
        key = f"lookups.{name}"
        if not isinstance(table, Mapping):
            faults.append(f"{key}: found {table!r}; a table with file, column and key is wanted")
            continue
        faults += [unknown_key(f"{key}.", word, (*_KEYS, *_RULES)) for word in table if word not in (*_KEYS, *_RULES)]
        file, column, its_key = (text_of(f"{key}.{word}", table.get(word), faults) for word in _KEYS)
        only, where = (parse_filters(table.get(word, []), faults, f"{key}.{word}") for word in ("only", "where"))
        latest = text_of(f"{key}.latest", table["latest"], faults) if "latest" in table else None
        if file and column and its_key:
            lookups.append(Lookup(name, file, column, its_key, only, where, latest))
    return tuple(lookups)
