"""Sheets and Parquet files as rows: a cell's own value, and the row's number as the analyst sees it."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.errors import ChoiceNeeded, FileRefused
from analytics.intake.files.file_kind import FileKind
from tests.intake.test_opened_file import read, table
from tests.intake.workbook_files import crafted_xlsx, ods, ods_cell, ods_row, xlsx

GOOD = [["id", "note"], ["1", "a"], ["2", "b"]]


def _typed(book: Any, sheet: Any) -> None:
    def form(told: str) -> Any:
        return book.add_format({"num_format": told})

    sheet.write_row(0, 0, ["Monthly report"])
    sheet.write_row(2, 0, ["id", "at", "day", "took", "of day", "ratio", "vip", "sum", "error", "both"])
    sheet.write_number(3, 0, 52267.0)
    sheet.write_datetime(3, 1, dt.datetime(2026, 7, 6, 15, 0, 1), form("dd/mm/yyyy hh:mm"))
    sheet.write_datetime(3, 2, dt.datetime(2026, 7, 6), form("dd.mm.yyyy"))
    sheet.write_number(3, 3, 1.75, form("[h]:mm:ss"))
    sheet.write_number(3, 4, 0.5, form("hh:mm:ss"))
    sheet.write_number(3, 5, 1.5)
    sheet.write_boolean(3, 6, True)
    sheet.write_formula(3, 7, "=40+2", None, 42)
    sheet.write_formula(3, 8, "=NA()", None, "#N/A")
    sheet.write_datetime(3, 9, dt.datetime(2026, 7, 6), form("dd/mm/yyyy hh:mm"))
    sheet.write_number(5, 0, 52268)
    sheet.write_number(5, 3, -0.5, form("[h]:mm:ss"))
    # A fraction of a day that falls a hair short of its second.
    sheet.write_number(5, 9, 46209.62501157407 - 4e-12, form("dd/mm/yyyy hh:mm"))


def test_a_cell_keeps_its_own_value_and_its_row_its_number(tmp_path: Path) -> None:
    opened, records = read(tmp_path, xlsx({"T": _typed}), "t.xlsx")
    assert table(records) == [
        ["id", "at", "day", "took", "of day", "ratio", "vip", "sum", "error", "both"],
        ["52267", "2026-07-06T15:00:01", "2026-07-06", "42:00:00", "12:00:00", "1.5", "true", "42", "", "2026-07-06T00:00:00"],
        ["52268", "", "", "-12:00:00", "", "", "", "", "", "2026-07-06T15:00:01"],
    ]
    assert [place for place, _ in opened.locate(records, [0, 1])] == [4, 6]
    assert "row 3" in opened.notes[0]


def test_the_only_sheet_with_a_table_is_read_and_hidden_ones_are_named(tmp_path: Path) -> None:
    book = xlsx({"Cover": [["Tickets"]], "Data": GOOD, "Lists": [["a", "b"], ["c", "d"]]}, hidden=["Lists"])
    opened, records = read(tmp_path, book, "t.xlsx")
    assert (opened.sheet, table(records)) == ("Data", GOOD)
    assert "hidden sheets were not read: Lists" in opened.notes


def test_several_sheets_are_asked_about_with_their_headers(tmp_path: Path) -> None:
    book = xlsx({"Q1": GOOD, "Q2": [["id", "status"], ["3", "open"]]})
    with pytest.raises(ChoiceNeeded, match="--sheet") as refused:
        read(tmp_path, book, "t.xlsx")
    assert "status" in refused.value.found
    opened, _ = read(tmp_path, book, "t.xlsx", guess=True)
    assert [one["value"] for one in opened.choices["sheet"]] == ["Q1", "Q2"]
    assert table(read(tmp_path, book, "t.xlsx", sheet="Q2")[1])[1] == ["3", "open"]
    with pytest.raises(FileRefused, match="no sheet"):
        read(tmp_path, book, "t.xlsx", sheet="Q3")


def test_formulas_without_a_stored_value_are_counted(tmp_path: Path) -> None:
    cells = "<c r='A1' t='inlineStr'><is><t>id</t></is></c><c r='B1' t='inlineStr'><is><t>n</t></is></c>"
    below = "<c r='A2'><v>1</v></c><c r='B2'><f>1+1</f><v></v></c>"
    sheet = f"<worksheet><sheetData><row r='1'>{cells}</row><row r='2'>{below}</row></sheetData></worksheet>"
    opened, records = read(tmp_path, crafted_xlsx(sheet), "t.xlsx")
    assert table(records) == [["id", "n"], ["1", ""]]
    assert "1 formulas have no stored value" in opened.notes[0]


def test_an_opendocument_sheet_is_read_like_any_other(tmp_path: Path) -> None:
    rows = ods_row(*(ods_cell("string", text=name) for name in ("id", "at", "took", "vip")))
    rows += ods_row(
        ods_cell("float", 'office:value="52267"', "52.267"), ods_cell("date", 'office:date-value="2026-07-06T15:00:00"', "6.7."),
        ods_cell("time", 'office:time-value="PT42H10M05S"', "42:10"), ods_cell("boolean", 'office:boolean-value="true"', "WAHR"),
    )  # fmt: skip
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows += f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    opened, records = read(tmp_path, ods(rows), "t.ods")
    assert opened.kind is FileKind.ODS
    assert table(records) == [["id", "at", "took", "vip"], ["52267", "2026-07-06T15:00:00", "42:10:05", "true"]]


def _parquet(columns: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet_columns_of_every_kind_become_text(tmp_path: Path) -> None:
    at = dt.datetime(2026, 7, 6, 15, 0, 1, 999_999)
    content = _parquet(
        {
            "id": pa.array([52267, None]), "zoned": pa.array([at, None], pa.timestamp("us", "Europe/Berlin")),
            "local": pa.array([at, None], pa.timestamp("ns")), "before": pa.array([dt.datetime(1969, 12, 31, 23, 59, 59, 5), None]),
            "day": pa.array([dt.date(2026, 7, 6), None]), "float": pa.array([52267.0, float("nan")]), "vip": pa.array([True, False]),
            "tier": pa.array(["Gold", None]).dictionary_encode(), "who": pa.array([{"name": "Zoë", "team": {"id": 7}}, None]),
            "tags": pa.array([["a", "b"], []]), "audits": pa.array([[{"f": 1}], None]), "took": pa.array([dt.timedelta(hours=42), None]),
            "text": pa.array(['x,"\r\ny', "\u2028"]), "sum": pa.array([None, None]),
        }
    )  # fmt: skip
    rows = table(read(tmp_path, content, "t.parquet")[1])
    assert dict(zip(rows[0], rows[1], strict=True)) == {
        "id": "52267", "zoned": "2026-07-06T15:00:01Z", "local": "2026-07-06T15:00:01", "before": "1969-12-31T23:59:59",
        "day": "2026-07-06", "float": "52267", "vip": "true", "tier": "Gold", "who.name": "Zoë", "who.team.id": "7",
        "tags": "a, b", "audits": '[{"f": 1}]', "took": "42:00:00", "text": 'x,"\ny', "sum": "",
    }  # fmt: skip
    assert rows[2][:6] == [""] * 6


def test_l1_parquet_rows_are_counted_by_its_own_footer(tmp_path: Path) -> None:
    opened, records = read(tmp_path, _parquet({"id": pa.array(range(40_000)), "t": pa.array(["a\0b"] + ["x"] * 39_999)}), "t.parquet")
    assert (opened.rows, records.regular, len(records.set_apart)) == (40_000, 39_999, 1)
    assert opened.locate(records, [39_998]) == [(40_000, "39999,x")]


def test_an_old_workbook_is_read_like_any_other(tmp_path: Path) -> None:
    content = (Path(__file__).parent / "fixtures" / "tickets.xls").read_bytes()
    opened, records = read(tmp_path, content, "t.xls")
    assert opened.kind is FileKind.XLS
    assert table(records) == [
        ["ticket_id", "received_at", "note", "took"],
        ["52267", "2026-07-06T15:00:01", "Größe", "42:00:00"],
        ["52268", "2026-07-07T00:00:00", "true", ""],
    ]
