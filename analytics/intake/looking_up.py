"""Other files of a load as tables, and the rows of a file with the values looked up beside them."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.intake.cells import column_sql, given_sql
from analytics.intake.export_format import ExportFormat
from analytics.intake.lookups import Lookup
from analytics.warehouse import Database
from analytics.warehouse.database import quoted


def keep_lookup(db: Database, name: str, header: Sequence[str], rows: str, earlier: Sequence[str] | None) -> None:
    """Keep a file's rows (`rows`: the table function that reads them) as a temporary table that others look values up in.

    `earlier` is the header of the first file of that format in this load: parts of one export are put together by column names.
    """
    if earlier is None:
        cells = ", ".join(f"trim(c{i}) AS c{i}" for i in range(len(header)))
        db.run(f"CREATE OR REPLACE TEMP TABLE {_table(name)} AS SELECT {cells} FROM {rows}")  # noqa: S608
        return
    cells = ", ".join(f"trim(c{header.index(column)})" if column in header else "NULL" for column in earlier)
    db.run(f"INSERT INTO {_table(name)} SELECT {cells} FROM {rows}")  # noqa: S608


def with_lookups(db: Database, export: ExportFormat, header: tuple[str, ...], rows: str) -> str:
    """The relation to read a file's rows from: `rows` itself, or a table with each looked-up column beside, named LOOKUP.COLUMN.

    A key that stands there with several values tells none of them. Beside: LOOKUP missed, where a value has no such key.
    """
    if not export.lookups:
        return rows
    db.run(f"CREATE OR REPLACE TEMP TABLE plain_rows AS SELECT * FROM {rows}")  # noqa: S608
    columns = ["r.*"]
    joins = []
    for number, lookup in enumerate(export.lookups):
        key = given_sql(f"c{lookup.key_at}", export)
        wanted = given_sql(f"trim({_column(lookup, export, header)})", export)
        values = [f"CASE WHEN count(DISTINCT c{place}) = 1 THEN min(c{place}) END AS {quoted(name)}" for name, place in lookup.taken]
        joins.append(
            f"LEFT JOIN (SELECT {key} AS key, {', '.join(values)} FROM {_table(lookup.file)} "  # noqa: S608
            f"WHERE {key} IS NOT NULL GROUP BY 1) AS l{number} ON l{number}.key = {wanted}"
        )
        columns += [f"l{number}.{quoted(name)}" for name, _ in lookup.taken]
        columns.append(f"{wanted} IS NOT NULL AND l{number}.key IS NULL AS {_missed(lookup)}")
    db.run(f"""
        CREATE OR REPLACE TEMP TABLE looked_up_rows AS
        SELECT {", ".join(columns)} FROM plain_rows AS r {" ".join(joins)} ORDER BY r.rowid
    """)  # noqa: S608
    db.run("DROP TABLE plain_rows")
    return "looked_up_rows"


def values_not_found(db: Database, export: ExportFormat) -> int:
    """How many cells of the rows just read have a value that the other file does not hold."""
    if not export.lookups:
        return 0
    counted = " + ".join(f"count(*) FILTER ({_missed(lookup)})" for lookup in export.lookups)
    return int(db.rows(f"SELECT {counted} FROM looked_up_rows")[0][0])  # noqa: S608


def _column(lookup: Lookup, export: ExportFormat, header: tuple[str, ...]) -> str:
    """The column whose value is looked up: of the file, or of a lookup joined before."""
    if lookup.column in header:
        return f"r.{column_sql(lookup.column, header)}"
    number = next(i for i, one in enumerate(export.lookups) if lookup.column in dict(one.taken))
    return f"l{number}.{quoted(lookup.column)}"


def _table(name: str) -> str:
    return quoted(f"lookup {name}")


def _missed(lookup: Lookup) -> str:
    return quoted(f"{lookup.name} missed")
