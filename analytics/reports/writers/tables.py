"""Tables of a workbook: what stands in which column, and cells that are numbers, dates and text and never anything that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analytics.figures.wording import shown

NUMBER_FORMATS = {
    "count": "#,##0",
    "seconds": "#,##0",
    "days": "#,##0",
    "level": "0",
    "share": "0.0%",
    "per 100 tickets": "#,##0.0",
    "number": "#,##0.0",
    "instant": "yyyy-mm-dd hh:mm",
    "month": "mmm yyyy",
    "day": "yyyy-mm-dd",
}
LONGEST_TEXT = 32_000
_ZERO = datetime(1899, 12, 30)


@dataclass(frozen=True)
class Column:
    """A column: its title, its width in signs, and the kind of what stands in it: a key of NUMBER_FORMATS, "text", "flag", or "measured",
    whose cells are pairs of a number and its unit."""

    title: str
    kind: str
    width: int


@dataclass(frozen=True)
class Table:
    """A sheet: a name, a line above the header where there is something to say, columns and rows. None is an empty cell."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]
    above: str = ""


class Writer:
    """Writes tables into a workbook. Instants and months are shown in `zone`."""

    def __init__(self, book: Workbook, zone: str) -> None:
        self._book, self._zone = book, ZoneInfo(zone)
        self._head: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._above: Format = book.add_format({"italic": True})
        self._formats: dict[str, Format] = {kind: book.add_format({"num_format": text}) for kind, text in NUMBER_FORMATS.items()}

    def write(self, table: Table) -> None:
        """Add the table as a sheet with a header that stays in view and can be filtered."""
        sheet = self._book.add_worksheet(table.name)
        top = 1 if table.above else 0
        if table.above:
            sheet.write_string(0, 0, table.above, self._above)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(top, place, column.title, self._head)
        sheet.freeze_panes(top + 1, 0)
        row = top
        writers = [self._writer(sheet, column.kind) for column in table.columns]
        for row, cells in enumerate(table.rows, top + 1):
            for place, (value, write) in enumerate(zip(cells, writers, strict=True)):
                if value is not None:
                    write(row, place, value)
        sheet.autofilter(top, 0, max(row, top + 1), len(writers) - 1)

    def _writer(self, sheet: Worksheet, kind: str) -> Callable[[int, int, Any], Any]:
        """What writes the cells of a column: chosen once, a sheet of tickets has tens of thousands."""
        if kind == "text":
            return lambda row, place, value: sheet.write_string(row, place, text_of(value))
        if kind == "flag":
            flag: Callable[[int, int, Any], Any] = sheet.write_boolean
            return flag
        if kind == "measured":
            return lambda row, place, measured: self._measured(sheet, row, place, *measured)
        format_ = self._formats[kind]
        if kind in ("instant", "month", "day"):
            return lambda row, place, value: self._day(sheet, row, place, value, kind)
        return lambda row, place, value: sheet.write_number(row, place, value, format_)

    def _measured(self, sheet: Worksheet, row: int, place: int, value: Any, kind: str) -> None:
        if value is not None:
            self._writer(sheet, kind)(row, place, value)

    def _day(self, sheet: Worksheet, row: int, place: int, value: str, kind: str) -> None:
        days = self._days(value, kind) if value else 0.0
        if days < 1:  # no workbook knows a day before 1900
            sheet.write_string(row, place, value)
        else:
            sheet.write_number(row, place, days, self._formats[kind])

    def _days(self, value: str, kind: str) -> float:
        """`2026-10-05T14:30:00Z`, `2026-10-05` or `2026-10` as a workbook counts days; instants by the clock of the zone."""
        at = datetime.fromisoformat(f"{value}-01" if kind == "month" else value)
        if kind == "instant":
            at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(self._zone).replace(tzinfo=None)
        return (at - _ZERO).total_seconds() / 86_400


def text_of(value: str) -> str:
    """Outside text for a cell: marks that turn or hide text are written out, and what no cell can hold is cut and says so."""
    text = value if value.isascii() and value.isprintable() else shown(value)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}… (cut: {len(text):,} signs)"
