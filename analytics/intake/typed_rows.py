"""Text becomes typed fields in one pass of SQL: instants in UTC, words looked up, and a named fault where a cell cannot be read.

The relation `staged_rows` (grain: one row per regular record, rowid = its place in the file) holds all fields of the layout under
their stored names, `row_hash` (where it is asked for), `fault_field` and `fault_reason` (NULL where the row can be read), `set_aside`
(why it is not taken all the same; NULL where it is), and counts of what a receipt warns of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from analytics.intake.blanks import may_have_blanks
from analytics.intake.cells import cell_sql, is_taken_sql
from analytics.intake.export_format import ExportFormat, Layout
from analytics.intake.fields import CHANGING, Field, Kind, stored_name
from analytics.intake.instants import PRECISIONS, Instants, raw_name
from analytics.intake.level_rules import level_sql
from analytics.intake.limits import FileLimits
from analytics.intake.looking_up import with_lookups
from analytics.intake.records import Records
from analytics.intake.verdict_words import case_sql, is_read_sql, verdict_sql
from analytics.warehouse import Database
from analytics.warehouse.database import quoted, text


def stage(
    db: Database, records: Records, export: ExportFormat, constants: Mapping[str, str], zone: str, tier_of_customer: str | None = None,
    hashed: bool = True, stored_as: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Create `staged_rows` from a file's records. `zone` is that of timestamps without an offset (T2).

    `tier_of_customer` is SQL over `s`, a typed row, for the tier the customers file gives (P9). Without `hashed`, row_hash is NULL.
    `stored_as`: SQL for the columns of `ticket_states` that no row gives; then `staged_rows` is a lasting table that begins with the
    columns of `ticket_states`, so that it can become that table.
    """
    given = given_fields(export, constants)
    instants = Instants(export, given, zone)
    header = records.header
    cells = [f"{cell_sql(f.name, export, header, constants)} AS {quoted(raw_name(f.name))}" for f in given]
    told = {f.name for f in given} | ({"tier"} if tier_of_customer else set())
    row_hash = hash_sql(export.layout, telling(told)) if hashed else "CAST(NULL AS UBIGINT)"
    trimmed = ", ".join(f"trim(c{i}) AS c{i}" for i in range(len(header)))
    cut = f"REPLACE ({trimmed})" if may_have_blanks(records.clean, records.delimiter) else ""
    bounded = instants.bounded()
    about = _about(export, given, instants)
    lasting = None if stored_as is None else _Lasting(db, stored_as, about)
    db.run(f"""
        DROP TABLE IF EXISTS staged_rows;
        {"CREATE TEMP TABLE staged_rows AS" if lasting is None else lasting.created}
        WITH trimmed AS (SELECT * {cut} FROM {with_lookups(db, export, header, reader_sql(records))}),
        exported AS (SELECT {", ".join([*cells, f"{is_taken_sql(export, header)} AS is_taken"])} FROM trimmed),
        usual AS (SELECT {", ".join(["*", *instants.usual()])} FROM exported),
        read AS (SELECT {", ".join(["*", *instants.read()])} FROM usual),
        bounded AS (SELECT * {f"REPLACE ({', '.join(bounded)})" if bounded else ""} FROM read),
        placed AS (SELECT {", ".join(["*", *instants.placed(), f"{_set_aside(export)} AS set_aside"])} FROM bounded),
        typed AS (
            SELECT {", ".join(_typed(f, f in given, export, instants) for f in export.layout.fields)},
                {_kinds(export, {f.name for f in given})}
                {"" if export.layout is Layout.CHANGES else ", ".join(instants.precisions()) + ","}
                {", ".join(f"{sql} AS {name}" for name, sql in about.items())}
            FROM placed
        ),
        tiered AS (SELECT s.* {f"REPLACE (coalesce({tier_of_customer}, s.tier) AS tier)" if tier_of_customer else ""} FROM typed AS s),
        hashed AS (SELECT *, {row_hash} AS row_hash FROM tiered)
        SELECT {"*" if lasting is None else lasting.selected} FROM hashed
    """)  # noqa: S608  names are quoted, values are literals of the format file


ABOUT_A_ROW = {
    "unread_words": "INTEGER", "set_aside": "VARCHAR", "has_local_time": "BOOLEAN", "gap_times": "INTEGER", "repeated_times": "INTEGER",
    "fault_field": "VARCHAR", "fault_reason": "VARCHAR",
}  # fmt: skip
"""Columns of a staged row that tell how it was read, and their types; they are not kept."""
_NEVER = "CAST(NULL AS VARCHAR)"


def _about(export: ExportFormat, given: list[Field], instants: Instants) -> dict[str, str]:
    """SQL for the columns of ABOUT_A_ROW."""
    return {
        "unread_words": _unread_words(export, given),
        "set_aside": _NEVER if _set_aside(export) == _NEVER else "set_aside",
        "has_local_time": instants.has_local_time(),
        "gap_times": _count_of(instants.gap_times()),
        "repeated_times": _count_of(instants.repeated_times()),
        "fault_field": _fault(export, given, instants, "field"),
        "fault_reason": _fault(export, given, instants, "reason"),
    }


class _Lasting:
    """`staged_rows` as the table that becomes `ticket_states`: its columns as they are, then those about a row.

    What is the same in every row about how it was read is not written, but generated when it is asked for.
    """

    def __init__(self, db: Database, stored_as: Mapping[str, str], about: Mapping[str, str]) -> None:
        columns = db.rows("SELECT column_name, column_type FROM (DESCRIBE ticket_states)")
        asked = "SELECT sql FROM duckdb_tables() WHERE table_name = 'ticket_states' AND database_name = current_database()"
        _, _, told = str(db.rows(asked)[0][0]).partition("(")
        kept, _, _ = told.rpartition(")")
        written = [name for name in ABOUT_A_ROW if about[name] not in ("0", "false", _NEVER)]
        about_it = [f"{name} {kind}" if name in written else f"{name} {kind} AS ({about[name]})" for name, kind in ABOUT_A_ROW.items()]
        names = ", ".join([*(name for name, _ in columns), *written])
        self.created = f"CREATE TABLE staged_rows ({', '.join([kept, *about_it])}); INSERT INTO staged_rows ({names})"
        self.selected = ", ".join([*(f"CAST({stored_as.get(name, name)} AS {kind}) AS {name}" for name, kind in columns), *written])


def given_fields(export: ExportFormat, constants: Mapping[str, str]) -> list[Field]:
    """The fields a row of the file has: by a source of the format, or by one value for the whole file."""
    return [f for f in export.layout.fields if f.name in export.columns or f.name in constants]


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


def _typed(f: Field, is_given: bool, export: ExportFormat, instants: Instants) -> str:
    """The typed column of a field, NULL where the file does not give it."""
    raw, name = quoted(raw_name(f.name)), stored_name(f.name)
    if f.name == "field":
        return f"{_changed_field(export)} AS field"
    if f.kind is Kind.INSTANT:
        return f"{instants.typed(f.name)} AS {name}"
    if f.kind in (Kind.WHOLE, Kind.LEVEL):
        number = "BIGINT" if f.kind is Kind.WHOLE else "INTEGER"
        if not is_given:
            return f"CAST(NULL AS {number}) AS {name}"
        return f"{level_of(raw, export) if f.kind is Kind.LEVEL else f'TRY_CAST({raw} AS BIGINT)'} AS {name}"
    if not is_given:
        return f"CAST(NULL AS VARCHAR) AS {name}"
    if f.kind is Kind.VERDICT:
        return f"{verdict_sql(f.name, raw, export, instants)} AS {name}"
    return f"{_in_policy_words(f.name, raw, export)} AS {name}"


def _in_policy_words(field: str, raw: str, export: ExportFormat) -> str:
    """SQL for a text as the format reads it: priorities and tiers in the words it gives for them (P4), all else as it is."""
    words = {"priority": export.priorities, "tier": export.tiers}
    if field in ("from", "to"):
        whens = [f"WHEN {_changed_field(export)} = {text(one)} THEN {case_sql(raw, read, raw)}" for one, read in words.items() if read]
        return f"CASE {' '.join(whens)} ELSE {raw} END" if whens else raw
    return case_sql(raw, words[field], raw) if words.get(field) else raw


def kept_columns(layout: Layout) -> list[str]:
    """The stored columns that make two rows of one ticket the same state or change, or different ones."""
    fields = [stored_name(f.name) for f in layout.fields if f.name not in ("ticket_id", "actor")]
    kinds = ["from_kind", "to_kind", "from_level", "to_level"] if layout is Layout.CHANGES else ["status_kind"]
    return fields + kinds


def stored_columns(layout: Layout) -> list[str]:
    """All columns that are kept of a row beside its ticket: those that make a state, and what is known about them."""
    return kept_columns(layout) if layout is Layout.CHANGES else [*kept_columns(layout), *PRECISIONS]


_TELLING = {"first_response_at", "level", "escalated_at", "tier", "priority", "group", "assignee", "status", "from"}


def telling(given: set[str]) -> str:
    """Which of the telling fields are given, as part of a state: an empty cell says more than a missing column (K5, E4, K7, K8)."""
    return " ".join(sorted(given & _TELLING))


def hash_sql(layout: Layout, told: str) -> str:
    """SQL: the first 64 bits of a SHA-256 over all fields, so that it is the same in every version of the engine. `told`: `telling`."""
    instants = {stored_name(f.name) for f in layout.fields if f.kind is Kind.INSTANT}
    columns = ["ticket_id", *kept_columns(layout)]
    cells = [f"coalesce(CAST({f'epoch_us({c}) // 1000000' if c in instants else c} AS VARCHAR), '')" for c in columns]
    return f"CAST('0x' || left(sha256(concat_ws(chr(31), {text(told)}, {', '.join(cells)})), 16) AS UBIGINT)"


def level_of(raw: str, export: ExportFormat) -> str:
    """SQL for the number of an escalation level given as text: by the format's words and rules, else a whole number."""
    return level_sql(raw, export.levels, export.level_rules)


def _unread_words(export: ExportFormat, given: list[Field]) -> str:
    """How many cells hold a level or a verdict in words the format does not know: kept out, and counted on the receipt."""
    level = next((f for f in given if f.kind is Kind.LEVEL), None)
    unread = [f"NOT ({is_read_sql(f.name, export)})" for f in given if f.kind is Kind.VERDICT]
    if level is not None:
        unread.append(f"{quoted(raw_name(level.name))} IS NOT NULL AND {level_of(quoted(raw_name(level.name)), export)} IS NULL")
    return _count_of(unread)


def _kinds(export: ExportFormat, given: set[str]) -> str:
    """What statuses and levels mean, beside the export's own words."""
    if export.layout is not Layout.CHANGES:
        has_status = "status" in given
        return f"{case_sql(quoted('status text'), export.statuses) if has_status else 'CAST(NULL AS VARCHAR)'} AS status_kind,"
    parts = []
    for end in ("from", "to"):
        raw = quoted(f"{end} text") if end in given else "CAST(NULL AS VARCHAR)"
        is_field = _changed_field(export)
        by_group = f"WHEN {is_field} = 'group' THEN {level_of(raw, export)}" if export.level_rules else ""
        parts.append(f"CASE WHEN {is_field} = 'status' THEN {case_sql(raw, export.statuses)} END AS {end}_kind,")
        parts.append(f"CASE WHEN {is_field} = 'level' THEN {level_of(raw, export)} {by_group} END AS {end}_level,")
    return " ".join(parts)


def _changed_field(export: ExportFormat) -> str:
    """The field of ours that a change is of, by the format's words, else by our own; in small letters."""
    raw = f"lower({quoted(raw_name('field'))})"
    words = " ".join(f"WHEN {text(word)} THEN {text(name)}" for word, name in export.changing.items())
    return f"CASE {raw} {words} ELSE {raw} END" if words else raw


def _set_aside(export: ExportFormat) -> str:
    """Why a row is not taken though nothing is wrong with it, in the words of the receipt; NULL where it is."""
    whens = ["WHEN NOT is_taken THEN 'rows_set_aside'"] if export.rows else []
    if export.layout is Layout.CHANGES and export.sets_aside_other_fields:
        whens.append(f"WHEN {_changed_field(export)} NOT IN ({_kept_fields()}) THEN 'changes_of_other_fields'")
    return f"CASE {' '.join(whens)} END" if whens else _NEVER


def _kept_fields() -> str:
    return ", ".join(text(word) for word in CHANGING)


def _count_of(conditions: Iterable[str]) -> str:
    return " + ".join(f"CASE WHEN {c} THEN 1 ELSE 0 END" for c in conditions) or "0"


def _fault(export: ExportFormat, given: list[Field], instants: Instants, what: str) -> str:
    """The first fault of a row that is not set aside: its field, or its reason in words with what was found."""
    names = {f.name for f in given} - ({"received_at"} if export.takes_first_event else set())
    faults = [(name, f"{quoted(raw_name(name))} IS NULL", "'missing'") for name in export.layout.required if name in names]
    for f in given:
        raw = quoted(raw_name(f.name))
        if f.kind is Kind.INSTANT and (fault := instants.fault(f.name)):
            faults.append((f.name, *fault))
        elif f.kind is Kind.WHOLE:
            unread = f"{raw} IS NOT NULL AND TRY_CAST({raw} AS BIGINT) IS NULL"
            faults.append((f.name, unread, f"'not a whole number: ' || left({raw}, 100)"))
    if export.layout is Layout.CHANGES:
        reason = f"'not a field whose changes are kept: ' || left({quoted(raw_name('field'))}, 100)"
        faults.append(("field", f"{_changed_field(export)} NOT IN ({_kept_fields()})", reason))
    whens = [f"WHEN {when} THEN {text(name) if what == 'field' else reason}" for name, when, reason in faults]
    return f"CASE WHEN set_aside IS NOT NULL THEN CAST(NULL AS VARCHAR) {' '.join(whens)} END"
