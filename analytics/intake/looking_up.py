"""Other files of a load as tables, and the rows of a file with the values looked up beside them."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.intake.cells import column_sql, given_sql
from analytics.intake.export_format import ExportFormat
from analytics.intake.lookups import Lookup
from analytics.intake.row_filters import fits_sql
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

    A key that stands there with several values tells none of them, unless the lookup says which is the latest. Beside: LOOKUP missed,
    where a value has no such key; with rules on the other file's rows, that it has none is no miss.
    """
    if not export.lookups:
        return rows
    db.run(f"CREATE OR REPLACE TEMP TABLE plain_rows AS SELECT * FROM {rows}")  # noqa: S608
    columns = ["r.*"]
    joins = []
    for number, lookup in enumerate(export.lookups):
        wanted = _wanted(lookup, export, header)
        joins.append(f"LEFT JOIN ({_values(lookup, export)}) AS l{number} ON l{number}.key = {wanted}")
        columns += [f"l{number}.{quoted(name)}" for name, _ in lookup.taken]
        missed = "false" if lookup.where else f"{wanted} IS NOT NULL AND l{number}.key IS NULL"
        columns.append(f"{missed} AS {_missed(lookup)}")
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


def _values(lookup: Lookup, export: ExportFormat) -> str:
    """SELECT: the other file's keys, each once, with the values that all its rows of that key agree on."""
    key = given_sql(f"c{lookup.key_at}", export)
    placed = zip(lookup.where, lookup.where_at, strict=True)
    rules = [fits_sql(given_sql(f"c{place}", export), rule) if place >= 0 else "false" for rule, place in placed]
    rows = f"SELECT *, {key} AS key FROM {_table(lookup.file)} WHERE {' AND '.join([f'{key} IS NOT NULL', *rules])}"  # noqa: S608
    if lookup.latest_at >= 0:
        latest = given_sql(f"c{lookup.latest_at}", export)
        rows += f" QUALIFY rank() OVER (PARTITION BY {key} ORDER BY {latest} DESC NULLS LAST) = 1"
    values = [f"CASE WHEN count(DISTINCT c{place}) = 1 THEN min(c{place}) END AS {quoted(name)}" for name, place in lookup.taken]
    return f"SELECT key, {', '.join(values)} FROM ({rows}) GROUP BY key"  # noqa: S608


def _wanted(lookup: Lookup, export: ExportFormat, header: tuple[str, ...]) -> str:
    """What is looked up for a row: a column of the file or of a lookup joined before; NULL for rows the rules leave out."""
    value = given_sql(f"trim({_column(lookup.column, export, header)})", export)
    rules = " AND ".join(fits_sql(given_sql(f"trim({_column(rule.column, export, header)})", export), rule) for rule in lookup.only)
    return f"CASE WHEN {rules} THEN {value} END" if rules else value


def _column(name: str, export: ExportFormat, header: tuple[str, ...]) -> str:
    """A column of the file, or one of a lookup joined before."""
    if name in header:
        return f"r.{column_sql(name, header)}"
    number = next(i for i, one in enumerate(export.lookups) if name in dict(one.taken))
    return f"l{number}.{quoted(name)}"


def _table(name: str) -> str:
    return quoted(f"lookup {name}")


def _missed(lookup: Lookup) -> str:
    return quoted(f"{lookup.name} missed")
