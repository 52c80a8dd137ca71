"""A field's text as SQL over the rows of a file: from its source, trimmed, the export's words for "missing" turned into NULL."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.intake.column_source import ColumnSource
from analytics.intake.export_format import ExportFormat
from analytics.intake.row_filters import fits_sql
from analytics.intake.safe_text import as_it_was_sql
from analytics.warehouse.database import lowered, quoted, text


def cell_sql(field: str, export: ExportFormat, header: tuple[str, ...], constants: Mapping[str, str]) -> str:
    """The text of one field. `header` are the file's columns, read as c0, c1 … and trimmed; those of lookups stand beside them by name."""
    source = export.columns.get(field, ColumnSource())
    constant = constants.get(field, source.constant)
    if constant is not None:
        return text(constant)
    if not source.columns:
        return "CAST(NULL AS VARCHAR)"
    return _shaped(source, export, header)


def _shaped(source: ColumnSource, export: ExportFormat, header: tuple[str, ...]) -> str:
    cells = [given_sql(column_sql(name, header), export, header) for name in source.columns]
    if source.join is not None:
        found = f"nullif(concat_ws({text(source.join)}, {', '.join(cells)}), '')"
    else:
        found = cells[0] if len(cells) == 1 else f"coalesce({', '.join(cells)})"
    if source.split is not None:
        found = given_sql(f"trim(list_extract(string_split({found}, {text(source.split)}), {source.part}))", export)
    if source.match is not None:
        found = f"nullif(trim(regexp_extract({found}, {text(source.match)}, 1)), '')"
    if source.thousands:
        found = f"regexp_replace({found}, '([0-9])[ \\x{{00A0}}\\x{{202F}}.,]([0-9])', '\\1\\2', 'g')"
    return found


def column_sql(name: str, header: tuple[str, ...]) -> str:
    """A column of the file by its place, or one of a lookup by its name."""
    return f"c{header.index(name)}" if name in header else quoted(name)


def given_sql(cell: str, export: ExportFormat, header: tuple[str, ...] = ()) -> str:
    """A cell, NULL where it holds one of the export's words for "missing"."""
    words = list(dict.fromkeys(lowered(word) for word in ("", *export.missing)))
    # Most cells are longer than any such word. What is left is looked up in a list: the engine would make a join of NOT IN.
    longest = max(map(_most_bytes, words))
    place = f"list_position([{', '.join(map(text, words))}], lower({cell}))"
    shown = as_it_was_sql(cell, header)
    return f"CASE WHEN strlen({cell}) > {longest} THEN {shown} WHEN {place} IS NULL THEN {shown} END"


def _most_bytes(word: str) -> int:
    """Bytes of the longest text that is this word in small letters: a capital can be longer (the sign of Kelvin is a k of three bytes)."""
    return sum({"i": 2, "k": 3}.get(letter, 1) if letter.isascii() else 4 for letter in word)


def is_taken_sql(export: ExportFormat, header: tuple[str, ...]) -> str:
    """Whether a row fits every condition of [[rows]]."""
    return " AND ".join(fits_sql(column_sql(rows.column, header), rows) for rows in export.rows) or "true"
