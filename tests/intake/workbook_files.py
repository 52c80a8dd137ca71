"""Workbooks made for tests: XLSX by its own library, OpenDocument by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

_SPACES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(sheets: dict[str, Callable[[Any, Any], None] | Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of sheets, each rows of text or a function that writes (workbook, worksheet)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, content in sheets.items():
            sheet = book.add_worksheet(name)
            if callable(content):
                content(book, sheet)
            else:
                for n, row in enumerate(content):
                    sheet.write_row(n, 0, row)
            if name in hidden:
                sheet.hide()
    return out.getvalue()


def ods(rows: str, name: str = "Sheet1") -> bytes:
    """An OpenDocument spreadsheet of one table, its rows as XML."""
    table = f'<table:table table:name="{name}">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<?xml version='1.0'?><office:document-content {_SPACES}>{body}</office:document-content>"
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS_TYPE)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {space}>{entry}</manifest:manifest>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def ods_row(*cells: str) -> str:
    """A row of cells."""
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def ods_cell(kind: str, value: str = "", text: str = "", times: int = 1) -> str:
    """A cell: `value` is the attribute that holds it, such as 'office:date-value="2026-07-06"'."""
    repeated = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    return f'<table:table-cell office:value-type="{kind}" {value}{repeated}><text:p>{text}</text:p></table:table-cell>'


def crafted_xlsx(sheet: str, sheet_path: str = "xl/worksheets/sheet1.xml", beside: dict[str, bytes] | None = None) -> bytes:
    """The smallest workbook around a sheet's XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f"<Relationships xmlns='{packed}'><Relationship Id='r1' Type='{rels}/officeDocument' Target='xl/workbook.xml'/>"
                       "</Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{main}' xmlns:r='{rels}'><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{packed}'><Relationship Id='r1' Type='{rels}/worksheet' "
                                      f"Target='{sheet_path.removeprefix('xl/')}'/></Relationships>",
        sheet_path: sheet.replace("<worksheet>", f"<worksheet xmlns='{main}'>"),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        for name, more in (beside or {}).items():
            archive.writestr(name, more)
    return out.getvalue()
