"""One sheet of a workbook as rows of text: dates in ISO form, whole numbers without a point, errors and empty cells as nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from analytics.errors import ChoiceNeeded, FileRefused, nearest
from analytics.intake.files.file_kind import FileKind
from analytics.intake.files.header_row import ROWS_LOOKED_AT, header_place
from analytics.intake.files.json_rows import Written
from analytics.intake.files.table_writer import TableWriter
from analytics.intake.files.workbook_check import SAVE_ANEW, Extent, check_workbook
from analytics.intake.limits import FileLimits

_ISO_DURATION = re.compile(r"(-?)PT(\d{1,9})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
"""How an OpenDocument cell keeps a duration."""

_HALF_MILLISECOND = dt.timedelta(microseconds=500)


@dataclass(frozen=True)
class Sheet:
    """A sheet that can be chosen: its name, and its header as it was found."""

    name: str
    header: tuple[str, ...]


def write_sheet(
    path: Path, target: Path, name: str, kind: FileKind, told: str | None, limits: FileLimits, may_guess: bool = False
) -> tuple[Written, tuple[Sheet, ...], ChoiceNeeded | None]:
    """Write a sheet as a table: the one that was told, else the only one with a table in it.

    Returns also the sheets there are to choose from, and the question that is open where `may_guess` took the first. Raises FileRefused,
    and ChoiceNeeded where several sheets hold a table and none is told.
    """
    extents = check_workbook(path, name, kind, limits)
    try:
        with calamine.load_workbook(str(path)) as book:
            hidden = {one.name for one in book.sheets_metadata if one.visible is not calamine.SheetVisibleEnum.Visible}
            sheets = _sheets(book, hidden, told)
            chosen, question = _chosen(sheets, book.sheet_names, told, name, may_guess)
            extent = extents.get(chosen)
            notes = _notes(extent, hidden - {chosen})
            return _written(book.get_sheet_by_name(chosen), target, name, chosen, notes, extent, limits), sheets, question
    except calamine.PasswordError as error:
        raise FileRefused(f"{name} is protected by a password", str(error)[:200], "save it without a password and load that") from error
    except calamine.CalamineError as error:
        raise FileRefused(f"{name} is a damaged workbook", str(error)[:200], SAVE_ANEW) from error


def _sheets(book: Any, hidden: set[str], told: str | None) -> tuple[Sheet, ...]:
    """The sheets that hold a table: at least a header and one row of two columns. Hidden ones only where no other does, or told."""
    found = []
    for name in book.sheet_names:
        if told is not None and name != told:
            continue
        try:
            sheet = book.get_sheet_by_name(name)
        except calamine.CalamineError:
            continue  # a chart's sheet
        if sheet.height < 2 and name != told:
            continue
        first = [row for row in _first_rows(sheet) if any(row)]
        if first and (len(first) > 1 or name == told):
            found.append(Sheet(name, tuple(cell for cell in first[header_place(first)] if cell)))
    shown = [one for one in found if one.name not in hidden]
    return tuple(shown or found)


def _chosen(
    sheets: tuple[Sheet, ...], names: list[str], told: str | None, name: str, may_guess: bool
) -> tuple[str, ChoiceNeeded | None]:
    if told is not None:
        if told in names:
            return told, None
        near = nearest(told, names)
        remedy = f"did you mean --sheet {near!r}?" if near else "name one of these with --sheet"
        raise FileRefused(f"{name} has no sheet {told!r}", ", ".join(names[:20]), remedy)
    if not sheets:
        raise FileRefused(f"{name} holds no table", f"sheets: {', '.join(names[:20])}; none has a header and a row", "check the export")
    if len(sheets) == 1:
        return sheets[0].name, None
    listed = "; ".join(f"{one.name!r} ({', '.join(one.header[:6])}{' …' if len(one.header) > 6 else ''})" for one in sheets[:10])
    question = ChoiceNeeded(f"{name} holds several sheets", listed, "say which holds the tickets: --sheet NAME")
    if not may_guess:
        raise question
    return sheets[0].name, question


def _notes(extent: Extent | None, hidden: set[str]) -> tuple[str, ...]:
    notes = [f"hidden sheets were not read: {', '.join(sorted(hidden))}"] if hidden else []
    if extent is not None and extent.uncounted:
        remedy = "open it in Excel and save it, so that they are worked out"
        notes.append(f"{extent.uncounted:,} formulas have no stored value and read as missing; {remedy}")
    return tuple(notes)


def _written(
    sheet: Any, target: Path, name: str, chosen: str, notes: tuple[str, ...], extent: Extent | None, limits: FileLimits
) -> Written:
    first = _first_rows(sheet)
    filled = [(place, row) for place, row in enumerate(first) if any(row)]
    if not filled:
        raise FileRefused(f"{name}: the sheet {chosen!r} is empty", "no cell with a value", "name another with --sheet")
    header_row, header = filled[header_place([row for _, row in filled])]
    width = max((n for n, cell in enumerate(header) if cell), default=-1) + 1
    if header_row:
        notes += (f"its header stands in row {header_row + 1} of the sheet",)
    seen = _looked_through(sheet, header_row)
    width = max(width, seen.width)
    if width > limits.columns:
        found = f"{width:,} columns; the limit is {limits.columns:,} (SUNDIAL_COLUMNS)"
        raise FileRefused(f"{name} has too many columns", found, "check that this is a ticket export")
    with TableWriter(target, [*header, *[""] * width][:width], name, limits) as writer:
        for place, cells in enumerate(_rows(sheet)):
            if place > header_row and any(cell != "" for cell in cells):
                texts = [_text(cell, n in seen.timed) for n, cell in enumerate(cells[:width])]
                writer.write(texts + [""] * (width - len(texts)), place + 1)
    return Written(seen.rows if seen.agrees_with(sheet, extent) else -1, tuple(writer.broken), chosen, notes)


@dataclass
class _Seen:
    """What is below a sheet's header: columns with times of day, the widest row; and how many rows of the sheet are filled or empty."""

    timed: set[int] = field(default_factory=set)
    width: int = 0
    rows: int = 0
    filled: int = 0
    empty: int = 0

    def agrees_with(self, sheet: Any, extent: Extent | None) -> bool:
        """Whether the reader gave all rows that hold a value by the sheet's own XML (L1): errors and empty texts come as nothing."""
        if sheet.end is not None and self.filled + self.empty != sheet.end[0] + 1:
            return False
        return extent is None or self.filled <= extent.with_value <= self.filled + self.empty


def _looked_through(sheet: Any, header_row: int) -> _Seen:
    seen = _Seen()
    for place, cells in enumerate(_rows(sheet)):
        filled = [n for n, cell in enumerate(cells) if cell != ""]
        seen.filled, seen.empty = seen.filled + bool(filled), seen.empty + (not filled)
        if filled and place > header_row:
            seen.rows += 1
            seen.width = max(seen.width, filled[-1] + 1)
            seen.timed.update(n for n in filled if isinstance(cells[n], dt.datetime))
    return seen


def _first_rows(sheet: Any) -> list[list[str]]:
    rows = []
    for row in _rows(sheet):
        rows.append([_text(cell, False) for cell in row])
        if len(rows) >= ROWS_LOOKED_AT:
            break
    return rows


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """The rows of a sheet from its first row on, also empty ones: so a row's place is its number in the sheet."""
    if sheet.start is not None:
        yield from sheet.iter_rows()


def _text(cell: Any, with_time: bool) -> str:
    """A cell's own value. `with_time`: its column holds times of day, so that a day alone is its midnight."""
    if isinstance(cell, str):
        iso = _ISO_DURATION.fullmatch(cell)
        return cell if iso is None else f"{iso[1]}{int(iso[2]):02d}:{int(iso[3]):02d}:{int(iso[4]):02d}"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e22 else repr(cell)
    if isinstance(cell, dt.datetime):
        # A spreadsheet keeps days as fractions; a second may come out a hair short. What is below a second is cut (T1).
        nearest_millisecond = cell + _HALF_MILLISECOND if cell.year < dt.MAXYEAR else cell
        return nearest_millisecond.isoformat(timespec="seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat() + ("T00:00:00" if with_time else "")
    if isinstance(cell, dt.timedelta):
        return _duration(cell)
    return str(cell)


def _duration(span: dt.timedelta) -> str:
    """Hours, minutes and seconds, also beyond a day and below nothing."""
    seconds = round(span.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
