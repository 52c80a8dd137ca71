"""Which rows of an export are taken: those that fit every [[rows]] table. The others are set aside and counted (L1: folded)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.intake.faults import pattern_of, tables_of, text_of, texts_of, unknown_key
from analytics.warehouse.database import lowered, text

_KEYS = ("column", "is", "is_not", "matches")


@dataclass(frozen=True)
class RowFilter:
    """One condition: the column's text is (or is not) one of some words, or a pattern is found in it, whatever the size of letters.

    Among the words, "" is a missing cell; a missing cell is none of the others, and no pattern is found in it.
    """

    column: str
    words: tuple[str, ...]
    wanted: bool
    matches: str | None = None

    @property
    def takes_missing(self) -> bool:
        """Whether a row without this column is taken."""
        return self.matches is None and ("" in self.words) == self.wanted


def parse_filters(found: Any, faults: list[str], where: str = "rows") -> tuple[RowFilter, ...]:
    """[[rows]] (or what `where` names), checked."""
    filters = []
    for number, table in enumerate(tables_of(where, found, faults), start=1):
        key = f"{where} {number}"
        before = len(faults)
        faults += [unknown_key(f"{key}.", word, _KEYS) for word in table if word not in _KEYS]
        column = text_of(f"{key}.column", table.get("column"), faults)
        given = [word for word in _KEYS[1:] if word in table]
        if len(given) != 1:
            faults.append(f"{key}: found {' and '.join(given) or 'none of them'}; one of is, is_not and matches is wanted")
            continue
        if given == ["matches"]:
            pattern = pattern_of(f"{key}.matches", table["matches"], faults)
            if column and pattern and len(faults) == before:
                filters.append(RowFilter(column, (), True, pattern))
            continue
        words = texts_of(f"{key}.{given[0]}", table[given[0]], faults)
        if column and len(faults) == before:
            filters.append(RowFilter(column, tuple(lowered(word.strip()) for word in words), given == ["is"]))
    return tuple(filters)


def fits_sql(cell: str, rows: RowFilter) -> str:
    """SQL: whether a cell's text fits. Never NULL."""
    if rows.matches is not None:
        return f"coalesce(regexp_matches({cell}, {text(rows.matches)}, 'i'), false)"
    words = ", ".join(text(word) for word in rows.words)
    is_one = f"coalesce(lower(trim({cell})), '') IN ({words})"
    return is_one if rows.wanted else f"NOT {is_one}"
