"""A workbook before its reader sees it: what it unpacks to, and how far its cells reach.

A file of two kilobytes can name the first and the last cell of a sheet; a reader then makes room for 17 billion cells.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from analytics.errors import FileRefused
from analytics.intake.files.archives import check_sizes
from analytics.intake.files.file_kind import FileKind
from analytics.intake.limits import FileLimits

_CHUNK = 4 * 1024 * 1024
_BOOK, _BOOK_PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_REFERENCE = re.compile(rb"""[\s"']r\s*=\s*["']\s*\$?([A-Za-z]{1,20})\$?(\d{1,20})\s*["']""")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\b[^>]*?[\s"']r\s*=\s*["']\s*(\d{1,20})\s*["']""")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>(?:[^<]|<!\[CDATA)")
_UNCOUNTED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
SAVE_ANEW = "it is broken, or made to do harm: open it in its own program, save it anew and load that"
_EXPORT_AS_CSV = "export the tickets as CSV instead, or raise the limit"


@dataclass
class Extent:
    """How far one sheet's cells reach, from 1; rows that hold a value, and formulas without a stored one."""

    rows: int = 0
    columns: int = 0
    with_value: int = 0
    uncounted: int = 0

    def reach(self, row: int, column: int) -> None:
        """Take a cell in."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


def check_workbook(path: Path, name: str, kind: FileKind, limits: FileLimits) -> dict[str, Extent]:
    """The extents of a workbook's sheets by the sheet's name, where that can be told.

    Raises FileRefused for a workbook beyond the limits: unpacked bytes, parts, cells of a sheet, entities, encryption.
    """
    extents: dict[str, Extent] = {}
    if kind is FileKind.XLS:
        # 65,536 rows of 256 columns are all that its format can name.
        if path.stat().st_size > limits.workbook_bytes:
            raise _too_large(name, path.stat().st_size, limits)
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_members(entries, path, name, limits)
            for entry in entries:
                with archive.open(entry) as member:
                    if kind is FileKind.ODS and entry.filename == "content.xml":
                        _check_ods(member, name, limits)
                    else:
                        extents[entry.filename] = _extent(member, name, entry.filename, limits)
            by_sheet = {sheet: extents[part] for sheet, part in _parts(archive).items() if part in extents}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise FileRefused(f"{name} is a damaged workbook", str(error)[:200], SAVE_ANEW) from error
    return by_sheet


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part holds which sheet, as far as the workbook says so in the usual places."""
    try:
        if max(archive.getinfo(part).file_size for part in (_BOOK, _BOOK_PARTS)) > _CHUNK:
            return {}
        sheets = ElementTree.fromstring(archive.read(_BOOK)).findall(".//{*}sheet")
        targets = {one.get("Id"): one.get("Target", "") for one in ElementTree.fromstring(archive.read(_BOOK_PARTS))}
    except (KeyError, ElementTree.ParseError):
        return {}
    named = {
        one.get("name", ""): targets.get(next((value for key, value in one.attrib.items() if key.endswith("}id")), None), "")
        for one in sheets
    }
    return {sheet: part[1:] if part.startswith("/") else f"xl/{part}" for sheet, part in named.items()}


def _too_large(name: str, found: int, limits: FileLimits) -> FileRefused:
    words = f"{found:,} bytes unpacked; the limit is {limits.workbook_bytes:,} (SUNDIAL_WORKBOOK_BYTES)"
    return FileRefused(f"{name} is too large for a workbook", words, _EXPORT_AS_CSV)


def _check_members(entries: list[zipfile.ZipInfo], path: Path, name: str, limits: FileLimits) -> None:
    if len(entries) > limits.archive_members:
        found = f"{len(entries):,} parts; the limit is {limits.archive_members:,} (SUNDIAL_ARCHIVE_MEMBERS)"
        raise FileRefused(f"{name} has too many parts for a workbook", found, _EXPORT_AS_CSV)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused(f"{name} is protected by a password", "its parts are encrypted", "save it without a password and load that")
    size = sum(entry.file_size for entry in entries)
    if size > limits.workbook_bytes:
        raise _too_large(name, size, limits)
    check_sizes(name, path.stat().st_size, size, limits)


def _extent(member: IO[bytes], name: str, part: str, limits: FileLimits) -> Extent:
    """The extent of one part, whatever it is called: which part is a sheet is said elsewhere in the file, and may be said wrong."""
    extent = Extent()
    kept, read, row_has_value = b"", 0, True
    while chunk := member.read(_CHUNK):
        read += len(chunk)
        if read > limits.workbook_bytes:
            raise _too_large(name, read, limits)
        window = kept + chunk
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
            raise FileRefused(f"{name} defines entities of its own", part, SAVE_ANEW)
        # What may be cut off at the end is looked at with the next piece.
        whole = max(window.rfind(b"<"), 0)
        kept, window = window[whole:][-_CHUNK:], window[:whole]
        row_has_value = _count_rows(window, extent, row_has_value)
        _reach(window, extent)
        extent.uncounted += len(_UNCOUNTED.findall(window))
        if extent.rows * extent.columns > limits.sheet_cells:
            found = f"{extent.rows:,} rows by {extent.columns:,} columns; the limit is {limits.sheet_cells:,} cells (SUNDIAL_SHEET_CELLS)"
            raise FileRefused(f"{name} has a sheet that is too large", found, _EXPORT_AS_CSV)
    return extent


def _reach(window: bytes, extent: Extent) -> None:
    references = _REFERENCE.findall(window)
    if references:
        column = max({letters for letters, _ in references}, key=lambda letters: (len(letters), letters.upper()))
        extent.reach(max(int(row) for _, row in references), _column_number(column))
    for number in _ROW_NUMBER.findall(window):
        extent.rows = max(extent.rows, int(number))


def _count_rows(window: bytes, extent: Extent, has_value: bool) -> bool:
    """Count rows that hold a value; `has_value`: the row that the window begins in has been counted."""
    pieces = _ROW.split(window)
    if not has_value and _VALUE.search(pieces[0]):
        extent.with_value += 1
        has_value = True
    for piece in pieces[1:]:
        has_value = _VALUE.search(piece) is not None
        extent.with_value += has_value
    return has_value


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_ods(member: IO[bytes], name: str, limits: FileLimits) -> None:
    """An OpenDocument sheet repeats rows and cells by number: those that hold something are counted as often as they are repeated."""
    counter = _OdsCounter(name, limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.StartDoctypeDeclHandler = counter.doctype
    try:
        while chunk := member.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileRefused(f"{name} is a damaged spreadsheet", str(error), SAVE_ANEW) from error


class _OdsCounter:
    """Rows and columns up to the last cell that holds something, table by table."""

    def __init__(self, name: str, limits: FileLimits) -> None:
        self._name, self._limits = name, limits
        self._row = self._column = self._row_times = self._cell_times = 0
        self._reached = Extent()
        self._is_filled = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A table, a row or a cell begins, or something inside a cell."""
        plain = tag.rpartition(":")[2]
        if plain == "table":
            self._row, self._reached = 0, Extent()
        elif plain == "table-row":
            self._row_times = _times(attributes, "table:number-rows-repeated")
            self._column, self._is_filled = 0, False
        elif plain in ("table-cell", "covered-table-cell"):
            self._cell_times = _times(attributes, "table:number-columns-repeated")
            self._column += self._cell_times
            if any(key.endswith(("value-type", "value", "formula")) for key in attributes):
                self._is_filled = True
                self._reached.reach(self._row + self._row_times, self._column)
                self._check()

    def end(self, tag: str) -> None:
        """A row ends."""
        if tag.rpartition(":")[2] == "table-row":
            self._row += self._row_times

    def doctype(self, *_: object) -> None:
        """No spreadsheet has one."""
        raise FileRefused(f"{self._name} defines entities of its own", "content.xml", SAVE_ANEW)

    def _check(self) -> None:
        if self._reached.rows * self._reached.columns > self._limits.sheet_cells:
            cells = f"{self._reached.rows:,} rows by {self._reached.columns:,} columns"
            found = f"{cells}; the limit is {self._limits.sheet_cells:,} cells (SUNDIAL_SHEET_CELLS)"
            raise FileRefused(f"{self._name} has a sheet that is too large", found, _EXPORT_AS_CSV)


def _times(attributes: dict[str, str], key: str) -> int:
    told = attributes.get(key, "1").strip()
    return int(told) if told.isdigit() and len(told) < 12 else 1
