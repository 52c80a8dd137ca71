"""Values from another file of the same load: users, groups, organisations. What a row's column holds is looked up by that file's key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.intake.faults import text_of, unknown_key

_KEYS = ("file", "column", "key")


@dataclass(frozen=True)
class Lookup:
    """`file` is the format that recognises the other file, `column` this file's column, `key` that file's.

    Once resolved for a file: `key_at` is the key's place in the other file, `taken` the names and places of the columns used.
    """

    name: str
    file: str
    column: str
    key: str
    key_at: int = -1
    taken: tuple[tuple[str, int], ...] = ()


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
        faults += [unknown_key(f"{key}.", word, _KEYS) for word in table if word not in _KEYS]
        file, column, its_key = (text_of(f"{key}.{word}", table.get(word), faults) for word in _KEYS)
        if file and column and its_key:
            lookups.append(Lookup(name, file, column, its_key))
    return tuple(lookups)
