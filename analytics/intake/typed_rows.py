"""Text becomes typed fields in one pass of SQL: instants in UTC, words looked up, and a named fault where a cell cannot be read.

The relation `staged_rows` (temporary; grain: one row per regular record, rowid = its place in the file) holds all fields of the
layout under their stored names, `row_hash`, `fault_field` and `fault_reason` (NULL where the row is good), and counts of what a
receipt warns of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from analytics.business_time.zone import ZoneReading
from analytics.intake.cells import cell_sql
from analytics.intake.export_format import ExportFormat, Layout
from analytics.intake.fields import CHANGING, Field, Kind, stored_name
from analytics.intake.instant_forms import instant_readings
from analytics.intake.level_rules import level_sql
from analytics.intake.limits import FileLimits
from analytics.intake.records import Records
from analytics.warehouse import Database
from analytics.warehouse.database import quoted, text

FIRST_INSTANT, LAST_INSTANT = datetime(1970, 1, 1), datetime(2100, 1, 1)
"""Timestamps outside are faults: no help desk wrote them, and no calendar is built for them (C7)."""



def stage(
    db: Database, records: Records, export: ExportFormat, constants: Mapping[str, str], zone: str, tier_of_customer: str | None = None
) -> None:
    """Create `staged_rows` from a file's records. `zone` is that of timestamps without an offset (T2).

    `tier_of_customer` is SQL over `s`, a typed row, for the tier the customers file gives (P9).
    """
    fields = export.layout.fields
    given = [f for f in fields if f.name in export.columns or f.name in constants]
    instants = [f for f in given if f.kind is Kind.INSTANT]
    reading = ZoneReading(zone, FIRST_INSTANT, LAST_INSTANT)
    cells = [f"{cell_sql(f.name, export, records.header, constants)} AS {quoted(_raw(f))}" for f in given]
    db.run(f"""
        CREATE OR REPLACE TEMP TABLE staged_rows AS
        WITH exported AS (SELECT {", ".join(cells)} FROM {reader_sql(records)}),
        read AS (SELECT *, {", ".join(["1 AS one", *(_instant_readings(f, export) for f in instants)])} FROM exported),
        placed AS (
            SELECT *, {", ".join(["1 AS two", *(_instant(f, reading) for f in instants)])} FROM read
        ),
        typed AS (
            SELECT {", ".join(_typed(f, f in given, export) for f in fields)},
                {_kinds(export, {f.name for f in given})}
                {_unread_words(export, given)} AS unread_words,
                {_any_of(f"{_local(f)} IS NOT NULL AND {_offset(f)} IS NULL" for f in instants)} AS has_local_time,
                {_count_of(f"{_local(f)} IS NOT NULL AND {reading.gap_sql(_local(f))}" for f in instants)} AS gap_times,
                {_count_of(f"{_local(f)} IS NOT NULL AND {reading.repeat_sql(_local(f))}" for f in instants)} AS repeated_times,
                {_fault(export.layout, given, "field")} AS fault_field,
                {_fault(export.layout, given, "reason")} AS fault_reason
            FROM placed
        ),
        tiered AS (SELECT s.* {f"REPLACE (coalesce({tier_of_customer}, s.tier) AS tier)" if tier_of_customer else ""} FROM typed AS s)
        SELECT *, {row_hash(export.layout, {f.name for f in given} | ({"tier"} if tier_of_customer else set()))} AS row_hash FROM tiered
    """)  # noqa: S608  names are quoted, values are literals of the format file


def reader_sql(records: Records) -> str:
    """The table function that reads the regular records, every column as text, named c0, c1 …"""
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(records.header)))
    line_bytes = max(4_000_000, 2 * FileLimits.in_force().line_bytes)
    return (
        f"read_csv({text(_not_a_pattern(records.clean))}, columns = {{{columns}}}, header = true, auto_detect = false, "
        f"delim = {text(records.delimiter)}, quote = '\"', escape = '\"', "
        "null_padding = false, ignore_errors = false, strict_mode = true, "
        f"max_line_size = {line_bytes}, compression = 'none', hive_partitioning = false)"
    )


def _not_a_pattern(path: Path) -> str:
    """A path for the engine, which would take signs in a file's name for a pattern and read every file that fits."""
    return re.sub(r"([\[*?])", r"[\1]", str(path))


def _raw(f: Field) -> str:
    return f"{f.name} text"


def _local(f: Field) -> str:
    return quoted(f"{f.name} local")


def _offset(f: Field) -> str:
    return quoted(f"{f.name} with offset")


def _placed(f: Field) -> str:
    return quoted(f"{f.name} placed")


def _instant_readings(f: Field, export: ExportFormat) -> str:
    """The two readings of a timestamp, cut to whole seconds, within the years a help desk can have written."""
    local_sql, placed_sql = instant_readings(quoted(_raw(f)), export.timestamps)
    bounded = f"CASE WHEN {{0}} >= TIMESTAMP '{FIRST_INSTANT}' AND {{0}} < TIMESTAMP '{LAST_INSTANT}' THEN date_trunc('second', {{0}}) END"
    return f"{bounded.format(local_sql)} AS {_local(f)}, {bounded.format(placed_sql)} AS {_offset(f)}"


def _instant(f: Field, reading: ZoneReading) -> str:
    local = f"CASE WHEN {_local(f)} IS NOT NULL THEN {reading.utc_sql(_local(f))} END"
    return f"coalesce({_offset(f)}, {local}) AS {_placed(f)}"


def _typed(f: Field, is_given: bool, export: ExportFormat) -> str:
    """The typed column of a field, NULL where the file does not give it."""
    raw, name = quoted(_raw(f)), stored_name(f.name)
    if f.name == "field":
        return f"lower({raw}) AS field"
    if f.kind is Kind.INSTANT:
        return f"{_placed(f) if is_given else 'CAST(NULL AS TIMESTAMP)'} AS {name}"
    if f.kind in (Kind.WHOLE, Kind.LEVEL):
        number = "BIGINT" if f.kind is Kind.WHOLE else "INTEGER"
        if not is_given:
            return f"CAST(NULL AS {number}) AS {name}"
        return f"{level_of(raw, export) if f.kind is Kind.LEVEL else f'TRY_CAST({raw} AS BIGINT)'} AS {name}"
    if not is_given:
        return f"CAST(NULL AS VARCHAR) AS {name}"
    if f.kind is Kind.VERDICT:
        return f"{_case(raw, export.verdicts)} AS {name}"
    return f"{raw} AS {name}"


def kept_columns(layout: Layout) -> list[str]:
    """The stored columns that make two rows of one ticket the same state or change, or different ones."""
    fields = [stored_name(f.name) for f in layout.fields if f.name not in ("ticket_id", "actor")]
    kinds = ["from_kind", "to_kind", "from_level", "to_level"] if layout is Layout.CHANGES else ["status_kind"]
    return fields + kinds


_TELLING = {"first_response_at", "level", "escalated_at", "tier", "priority", "group", "assignee", "status", "from"}


def row_hash(layout: Layout, given: set[str]) -> str:
    """SQL: the first 64 bits of a SHA-256 over all fields, so that it is the same in every version of the engine.

    Which of the telling fields an export gives is part of a state: an empty cell says more than a missing column (K5, E4, K7, K8).
    """
    instants = {stored_name(f.name) for f in layout.fields if f.kind is Kind.INSTANT}
    columns = ["ticket_id", *kept_columns(layout)]
    cells = [f"coalesce(CAST({f'epoch_us({c}) // 1000000' if c in instants else c} AS VARCHAR), '')" for c in columns]
    return f"CAST('0x' || left(sha256(concat_ws(chr(31), {text(' '.join(sorted(given & _TELLING)))}, {', '.join(cells)})), 16) AS UBIGINT)"


def level_of(raw: str, export: ExportFormat) -> str:
    """SQL for the number of an escalation level given as text: by the format's words and rules, else a whole number."""
    return level_sql(raw, export.levels, export.level_rules)


def _case(raw: str, words: Mapping[str, object]) -> str:
    if not words:
        return "CAST(NULL AS VARCHAR)"
    return f"CASE lower({raw}) " + " ".join(f"WHEN lower({text(word)}) THEN {text(str(kind))}" for word, kind in words.items()) + " END"


def _unread_words(export: ExportFormat, given: list[Field]) -> str:
    """How many cells hold a level or a verdict in words the format does not know: kept out, and counted on the receipt."""
    level = next((f for f in given if f.kind is Kind.LEVEL), None)
    raws = [quoted(_raw(f)) for f in given if f.kind is Kind.VERDICT]
    unread = [f"{raw} IS NOT NULL AND {_case(raw, export.verdicts)} IS NULL" for raw in raws]
    if level is not None:
        unread.append(f"{quoted(_raw(level))} IS NOT NULL AND {level_of(quoted(_raw(level)), export)} IS NULL")
    return _count_of(unread)


def _kinds(export: ExportFormat, given: set[str]) -> str:
    """What statuses and levels mean, beside the export's own words."""
    if export.layout is not Layout.CHANGES:
        has_status = "status" in given
        return f"{_case(quoted('status text'), export.statuses) if has_status else 'CAST(NULL AS VARCHAR)'} AS status_kind,"
    parts = []
    for end in ("from", "to"):
        raw = quoted(f"{end} text") if end in given else "CAST(NULL AS VARCHAR)"
        is_field = f"lower({quoted('field text')})"
        parts.append(f"CASE WHEN {is_field} = 'status' THEN {_case(raw, export.statuses)} END AS {end}_kind,")
        parts.append(f"CASE WHEN {is_field} = 'level' THEN {level_of(raw, export)} END AS {end}_level,")
    return " ".join(parts)


def _any_of(conditions: Iterable[str]) -> str:
    return " OR ".join(f"({c})" for c in conditions) or "false"


def _count_of(conditions: Iterable[str]) -> str:
    return " + ".join(f"CASE WHEN {c} THEN 1 ELSE 0 END" for c in conditions) or "0"


def _fault(layout: Layout, given: list[Field], what: str) -> str:
    """The first fault of a row: its field, or its reason in words with what was found."""
    names = {f.name for f in given}
    whens = []
    for name in layout.required:
        if name in names:
            result = text(name) if what == "field" else "'missing'"
            whens.append(f"WHEN {quoted(f'{name} text')} IS NULL THEN {result}")
    for f in given:
        raw = quoted(_raw(f))
        if f.kind is Kind.INSTANT:
            unread = f"{raw} IS NOT NULL AND {_placed(f)} IS NULL"
            reason = f"'not a timestamp of this format, or outside 1970 to 2099: ' || left({raw}, 100)"
            whens.append(f"WHEN {unread} THEN {text(f.name) if what == 'field' else reason}")
        elif f.kind is Kind.WHOLE:
            reason = f"'not a whole number: ' || left({raw}, 100)"
            whens.append(f"WHEN {raw} IS NOT NULL AND TRY_CAST({raw} AS BIGINT) IS NULL THEN {text(f.name) if what == 'field' else reason}")
    if layout is Layout.CHANGES:
        allowed = ", ".join(text(word) for word in CHANGING)
        reason = f"'not a field whose changes are kept: ' || left({quoted('field text')}, 100)"
        whens.append(f"WHEN lower({quoted('field text')}) NOT IN ({allowed}) THEN {text('field') if what == 'field' else reason}")
    return f"CASE {' '.join(whens)} END" if whens else "CAST(NULL AS VARCHAR)"
