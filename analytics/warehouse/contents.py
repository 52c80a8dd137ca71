"""What a database file holds, read back in full: rows and a checksum of every table.

Every stored column of every row is read, so every block is, and DuckDB checks each block it reads: a torn page cannot stay unseen. The
builder may send along what it counted; then what arrived must be that.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analytics.errors import StoreRefused
from analytics.warehouse.database import Database, quoted

Contents = dict[str, tuple[int, int]]
"""Table -> (rows, checksum): the sum of the rows' hashes, whatever their order."""


def contents(database: Database) -> Contents:
    """Rows and checksum of every table of the open database."""
    columns: dict[tuple[str, str], list[str]] = {}
    named = database.rows(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_oid, schema_name, table_name)"
        " WHERE duckdb_columns.database_name = current_catalog() AND duckdb_tables.database_name = current_catalog() AND NOT is_generated"
        " ORDER BY schema_name, table_name, column_index"
    )
    for schema, table, column in named:
        columns.setdefault((schema, table), []).append(quoted(column))
    return {table: _table(database, f"{quoted(schema)}.{quoted(table)}", names) for (schema, table), names in columns.items()}


def _table(database: Database, table: str, columns: list[str]) -> tuple[int, int]:
    row = database.rows(f"SELECT count(*), coalesce(sum(hash({', '.join(columns)})), 0) FROM {table}")[0]  # noqa: S608  Names read from the catalog, quoted.
    return int(row[0]), int(row[1])


def read_back(path: Path, expected: Mapping[str, tuple[int, int]] | None = None) -> Contents:
    """Read a closed file back in full. Raises StoreRefused where it is not whole or not what its builder wrote."""
    with Database.open(path) as database:
        found = contents(database)
    if expected is None:
        return found
    wanted = {table: (int(rows), int(checksum)) for table, (rows, checksum) in expected.items()}
    if wanted != found:
        differing = sorted(table for table in wanted.keys() | found.keys() if wanted.get(table) != found.get(table))
        raise StoreRefused(
            "The new version does not hold what was written to it.",
            f"tables that differ: {', '.join(differing)}",
            "the store is as it was before; check disk and memory of this machine, then load again",
        )
    return found
