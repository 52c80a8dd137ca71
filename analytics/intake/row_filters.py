"""Which rows of an export are taken: those that fit every [[rows]] table. The others are set aside and counted (L1: folded)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.intake.faults import tables_of, text_of, texts_of, unknown_key
from analytics.warehouse.database import text

_KEYS = ("column", "is", "is_not")


@dataclass(frozen=True)
class RowFilter:
    """One condition: the column's text is (or is not) one of some words, whatever the size of letters. A missing cell is none of them."""

    column: str
    words: tuple[str, ...]
    wanted: bool


def parse_filters(found: Any, faults: list[str]) -> tuple[RowFilter, ...]:
    """[[rows]], checked."""
    filters = []
    for number, table in enumerate(tables_of("rows", found, faults), start=1):
        key = f"rows {number}"
        before = len(faults)
        faults += [unknown_key(f"{key}.", word, _KEYS) for word in table if word not in _KEYS]
        column = text_of(f"{key}.column", table.get("column"), faults)
        given = [word for word in ("is", "is_not") if word in table]
        if len(given) != 1:
            faults.append(f"{key}: found {' and '.join(given) or 'neither'}; one of is and is_not is wanted")
            continue
        words = texts_of(f"{key}.{given[0]}", table[given[0]], faults)
        if column and len(faults) == before:
            filters.append(RowFilter(column, tuple(word.strip().lower() for word in words), given == ["is"]))
    return tuple(filters)


def fits_sql(cell: str, rows: RowFilter) -> str:
    """SQL: whether a cell's text fits. Never NULL."""
    words = ", ".join(text(word) for word in rows.words)
    is_one = f"coalesce(lower(trim({cell})) IN ({words}), false)"
    return is_one if rows.wanted else f"NOT {is_one}"
