"""Which format a file is in, and which of its columns becomes which field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from analytics.errors import FormatRefused, MappingIncomplete, UnknownWord, nearest
from analytics.intake.column_source import ColumnSource
from analytics.intake.export_format import ExportFormat, Layout, read_format
from analytics.intake.fields import CHANGE_FIELDS, TICKET_FIELDS, canonical_name
from analytics.intake.lookups import Lookup
from analytics.intake.options import LoadOptions
from analytics.intake.proposing.proposal import DIGEST, NAME
from analytics.intake.said_words import with_words

NOT_SEEN_BEFORE = ExportFormat(NAME, "a layout not seen before", "tickets", Layout.TICKETS, {}, digest=DIGEST)
"""Stands for the format of a file that none recognises, until its contents are looked at (unknown_layout.py). The same bytes with the
same options are proposed the same, so its digest is enough to see whether a load is there already (L3)."""
Headers = Mapping[str, tuple[str, ...]]
"""Of the files of one load that others look values up in: format name -> columns."""


def recognised(header: tuple[str, ...], formats: Mapping[str, ExportFormat], file_name: str = "") -> ExportFormat | None:
    """The format whose marks all stand in the header; of several, a company's own, the one with the most marks, then one based on
    another, then the one of which more columns are there. `file_name` is a mark too, for tables that only their names tell apart."""
    fits = [f for f in formats.values() if has_marks(f, header, file_name)]
    marks = {f.name: len(f.recognised_by) + bool(f.file_name) for f in fits}
    return max(fits, key=lambda f: (f.rank, marks[f.name], len(f.lineage), _columns_there(f, header), f.name), default=None)


def has_marks(export: ExportFormat, header: tuple[str, ...], file_name: str = "") -> bool:
    """Whether each mark of a format (or one of its alternatives) is a column of the file. A format without marks is never recognised."""
    present = {name.strip().casefold() for name in header}
    marks = export.recognised_by
    is_named_so = export.file_name is None or re.search(export.file_name, file_name, re.IGNORECASE) is not None
    return bool(marks) and is_named_so and all(any(name.strip().casefold() in present for name in mark) for mark in marks)


def _columns_there(export: ExportFormat, header: tuple[str, ...]) -> int:
    return sum(any(find_column(name, header) for name in source.columns) for source in export.columns.values())


def format_of(
    header: tuple[str, ...], options: LoadOptions, formats: Mapping[str, ExportFormat], file_name: str = ""
) -> ExportFormat:  # fmt: skip
    """The format to read a file with: the one named, else the one recognised, else NOT_SEEN_BEFORE. Columns as it states them."""
    if options.format is not None:
        return named_format(options.format, formats)
    return recognised(header, formats, file_name) or NOT_SEEN_BEFORE


def choose_format(
    file_name: str, header: tuple[str, ...], options: LoadOptions, formats: Mapping[str, ExportFormat],
    lookups: Headers | None = None, base: ExportFormat | None = None,
) -> ExportFormat:  # fmt: skip
    """The format to read a file with (`base`, where that is settled), its columns resolved.

    The result's `columns` and `lookups` hold only what is in the file, or in the lookup files of the load, by its exact name.
    Raises MappingIncomplete, FormatRefused or UnknownWord.
    """
    base = base or format_of(header, options, formats, file_name)
    if base.layout is Layout.LOOKUP:
        return base
    found = _Found(header, base, lookups or {})
    by_hand = {_field(word, base.layout): column for word, column in options.mapping.items()}
    for word in options.constants:
        _field(word, base.layout)
    columns = {name: there for name, source in base.columns.items() if name not in by_hand and (there := found.source(source))}
    for name, column in by_hand.items():
        exact = find_column(column, header)
        if exact is None:
            raise MappingIncomplete(
                f"{file_name} has no column {column!r} to map {name} to", f"columns: {_listed(header)}",
                f"did you mean {nearest(column, header)!r}?" if nearest(column, header) else "name one of its columns",
            )  # fmt: skip
        columns[name] = ColumnSource.of(exact)
    given = set(columns) | {_field(word, base.layout) for word in options.constants}
    columns = {name: source for name, source in columns.items() if source.after is None or source.after in given}
    stated = [rows for rows in base.rows if found.column(rows.column) or not rows.takes_missing]
    rows = tuple(replace(rows, column=found.needed(rows.column, file_name)) for rows in stated)
    missing = [name for name in base.layout.required if name not in columns and not (name != "ticket_id" and name in given)]
    if missing:
        _refuse_incomplete(file_name, header, base, missing)
    taken = replace(base, columns=columns, rows=rows, lookups=found.lookups(columns, [one.column for one in rows]))
    return with_words(taken, options.words)


class _Found:
    """The columns a file has, its lookups' among them."""

    def __init__(self, header: tuple[str, ...], base: ExportFormat, lookups: Headers) -> None:
        self._header, self._base, self._headers = header, base, lookups
        self._by_name = {lookup.name: lookup for lookup in base.lookups}

    def source(self, source: ColumnSource) -> ColumnSource | None:
        """A field's source with the columns that are there; None where none is."""
        if not source.columns:
            return source
        columns = tuple(there for name in source.columns if (there := self.column(name)))
        return replace(source, columns=columns) if columns else None

    def column(self, name: str) -> str | None:
        """The exact name of a column of the file, or of one of a lookup: NAME.COLUMN."""
        there = find_column(name, self._header)
        if there is None and "." in name:
            before, after = name.split(".", 1)
            lookup = self._by_name.get(before)
            if lookup and lookup.file in self._headers and self.column(lookup.column):
                headers = self._headers[lookup.file]
                if find_column(lookup.key, headers) and (column := find_column(after, headers)):
                    there = f"{before}.{column}"
        return there

    def needed(self, name: str, file_name: str) -> str:
        """The same for a column that says which rows are taken."""
        if there := self.column(name):
            return there
        lookup = self._by_name.get(name.split(".", 1)[0])
        beside = f"; it comes from the file of {lookup.file!r}: load both together" if lookup else ""
        raise MappingIncomplete(
            f"{file_name} has no column {name!r}, by which {self._base.title!r} tells which rows to take",
            f"columns: {_listed(self._header)}", f"export it with that column{beside}",
        )  # fmt: skip

    def lookups(self, columns: Mapping[str, ColumnSource], others: list[str]) -> tuple[Lookup, ...]:
        """The lookups that are used, each with the places of its key and of the columns taken from it."""
        names = [name for source in columns.values() for name in source.columns] + others
        resolved: list[Lookup] = []
        for lookup in reversed(self._base.lookups):
            prefix = f"{lookup.name}."
            taken = [name for name in dict.fromkeys(names) if name not in self._header and name.startswith(prefix)]
            if taken:
                resolved.append(self._placed(lookup, tuple((name, name.removeprefix(prefix)) for name in taken)))
                names += [resolved[-1].column, *(rule.column for rule in resolved[-1].only)]
        return tuple(reversed(resolved))

    def _placed(self, lookup: Lookup, taken: tuple[tuple[str, str], ...]) -> Lookup:
        """A lookup with the places of its columns. A rule on a column that is not there falls away if it takes missing cells."""
        headers = self._headers[lookup.file]

        def place(name: str) -> int:
            there = find_column(name, headers)
            return headers.index(there) if there else -1

        there = [rule for rule in lookup.where if place(rule.column) >= 0 or not rule.takes_missing]
        return replace(
            lookup, column=self.column(lookup.column) or lookup.column, key_at=place(lookup.key),
            taken=tuple((name, place(column)) for name, column in taken),
            only=tuple(replace(rule, column=self.column(rule.column) or rule.column) for rule in lookup.only),
            where=tuple(there), where_at=tuple(place(rule.column) for rule in there),
            latest_at=place(lookup.latest) if lookup.latest else -1,
        )  # fmt: skip


def _refuse_incomplete(file_name: str, header: tuple[str, ...], base: ExportFormat, missing: list[str]) -> None:
    means = {f.name: f.means for f in (*CHANGE_FIELDS, *TICKET_FIELDS)}
    raise MappingIncomplete(
        f"{file_name} gives " + " and ".join(f"no {m}" + (f" ({means[m]})" if m in means else "") for m in missing),
        f"read as {base.title!r}; columns: {_listed(header)}",
        "say which column it is: " + " ".join(f"--map {m}=COLUMN" for m in missing),
    )


def named_format(word: str, formats: Mapping[str, ExportFormat]) -> ExportFormat:
    """A format by its name, or by the path of its TOML file."""
    if word.endswith(".toml"):
        path = Path(word)
        if not path.is_file():
            raise FormatRefused(f"there is no format file {word}", "no such file", "give the path of a format's TOML file")
        return read_format(path, formats)
    if word not in formats:
        raise UnknownWord("export format", word, formats)
    return formats[word]


def _field(word: str, layout: Layout) -> str:
    name = canonical_name(word, layout.fields)
    if name is None:
        raise UnknownWord("field", word, [f.name for f in layout.fields])
    return name


def find_column(column: str, header: tuple[str, ...]) -> str | None:
    """The file's own spelling of a column: exact, else the only one that differs in case or outer blanks."""
    if column in header:
        return column
    alike = [name for name in header if name.strip().casefold() == column.strip().casefold()]
    return alike[0] if len(alike) == 1 else None


def _listed(header: tuple[str, ...]) -> str:
    shown = ", ".join(header[:40])
    return shown if len(header) <= 40 else f"{shown} and {len(header) - 40} more"
