"""Which format a file is in, and which of its columns becomes which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from analytics.errors import FormatRefused, MappingIncomplete, UnknownWord, nearest
from analytics.intake.export_format import ExportFormat, Layout, read_format
from analytics.intake.fields import TICKET_FIELDS, canonical_name
from analytics.intake.files.opened_file import OpenedFile
from analytics.intake.limits import FileLimits
from analytics.intake.options import LoadOptions
from analytics.intake.records import read_header

MAPPED_BY_HAND = ("iso8601", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")
"""Timestamp forms read without a format: only those in which day and month cannot be mistaken for each other."""


def recognised(header: tuple[str, ...], formats: Mapping[str, ExportFormat]) -> ExportFormat | None:
    """The format whose marks all stand in the header; of several, the one with the most marks."""
    present = {name.casefold() for name in header}
    fits = [f for f in formats.values() if f.recognised_by and all(mark.casefold() in present for mark in f.recognised_by)]
    return max(fits, key=lambda f: (len(f.recognised_by), f.name), default=None)


def choose_format(file_name: str, header: tuple[str, ...], options: LoadOptions, formats: Mapping[str, ExportFormat]) -> ExportFormat:
    """The format to read a file with: the one named, else the one recognised, else the mapping given by hand; columns resolved.

    The result's `columns` hold only fields whose column is in the file, with the column's exact name.
    Raises MappingIncomplete, FormatRefused or UnknownWord.
    """
    if options.format is not None:
        base = _named(options.format, formats)
    else:
        base = recognised(header, formats) or ExportFormat(
            "mapped by hand", "mapped by hand", "tickets", Layout.TICKETS, {f.name: f.name for f in TICKET_FIELDS},
            timestamps=MAPPED_BY_HAND, statuses=formats["sundial_tickets"].statuses if "sundial_tickets" in formats else {},
            verdicts=formats["sundial_tickets"].verdicts if "sundial_tickets" in formats else {},
        )  # fmt: skip
    by_hand = {_field(word, base.layout): column for word, column in options.mapping.items()}
    for word in options.constants:
        _field(word, base.layout)
    columns = {name: found for name, column in base.columns.items() if name not in by_hand and (found := _find(column, header))}
    for name, column in by_hand.items():
        found = _find(column, header)
        if found is None:
            raise MappingIncomplete(
                f"{file_name} has no column {column!r} to map {name} to", f"columns: {_listed(header)}",
                f"did you mean {nearest(column, header)!r}?" if nearest(column, header) else "name one of its columns",
            )  # fmt: skip
        columns[name] = found
    missing = [name for name in base.layout.required if name not in columns and not (name != "ticket_id" and name in options.constants)]
    if missing:
        means = {f.name: f.means for f in TICKET_FIELDS}
        raise MappingIncomplete(
            f"{file_name} gives " + " and ".join(f"no {m}" + (f" ({means[m]})" if m in means else "") for m in missing),
            f"read as {base.title!r}; columns: {_listed(header)}",
            "say which column it is: " + " ".join(f"--map {m}=COLUMN" for m in missing),
        )
    return replace(base, columns=columns)


def _named(word: str, formats: Mapping[str, ExportFormat]) -> ExportFormat:
    if word.endswith(".toml"):
        path = Path(word)
        if not path.is_file():
            raise FormatRefused(f"there is no format file {word}", "no such file", "give the path of a format's TOML file")
        return read_format(path)
    if word not in formats:
        raise UnknownWord("export format", word, formats)
    return formats[word]


def _field(word: str, layout: Layout) -> str:
    name = canonical_name(word, layout.fields)
    if name is None:
        raise UnknownWord("field", word, [f.name for f in layout.fields])
    return name


def _find(column: str, header: tuple[str, ...]) -> str | None:
    """The file's own spelling of a column: exact, else the only one that differs in case or outer blanks."""
    if column in header:
        return column
    alike = [name for name in header if name.strip().casefold() == column.strip().casefold()]
    return alike[0] if len(alike) == 1 else None


def _listed(header: tuple[str, ...]) -> str:
    shown = ", ".join(header[:40])
    return shown if len(header) <= 40 else f"{shown} and {len(header) - 40} more"


def chosen_format(opened: OpenedFile, options: LoadOptions, formats: Mapping[str, ExportFormat]) -> ExportFormat:
    """The format an opened file would be read with, by its header alone: part of what makes a load a repeat (L3)."""
    header, _ = read_header(opened.text_path, opened.delimiter, FileLimits.in_force())
    return choose_format(opened.name, header, options, formats)
