"""Files made to do harm in every form that is read: a named error, soon, in a limited process; and the store is as before.

Each is made here. The limited process is what bounds memory; most of these must be refused before it would have to.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.errors import FileRefused, MappingIncomplete
from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.loads import list_loads
from tests.intake.workbook_files import crafted_xlsx, ods, ods_cell

GOOD = b"ticket_id,received_at\nA,2026-07-06T15:00:00Z\n"
SECONDS = 20


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _encrypted_zip() -> bytes:
    content = bytearray(_zip({"t.csv": GOOD}))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flag] |= 1
    return bytes(content)


def _reaching(reference: str, row: int) -> str:
    cells = "<c r='A1' t='inlineStr'><is><t>ticket_id</t></is></c>"
    return f"<worksheet><sheetData><row r='1'>{cells}</row><row r='{row}'><c r='{reference}'><v>1</v></c></row></sheetData></worksheet>"


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"ticket_id": list(range(10_000))}), out)
    return out.getvalue()


SMALL: dict[str, tuple[Callable[[], bytes], str]] = {
    "last-cell.xlsx": (lambda: crafted_xlsx(_reaching("XFD1048576", 1048576)), "SUNDIAL_SHEET_CELLS"),
    "last-cell-elsewhere.xlsx": (lambda: crafted_xlsx(_reaching("XFD1048576", 2), "xl/sharedStrings.xml"), "SUNDIAL_SHEET_CELLS"),
    "beyond-last-cell.xlsx": (lambda: crafted_xlsx(_reaching("XFDXFD99999999999", 2)), "SUNDIAL_SHEET_CELLS"),
    "last-row.xlsx": (lambda: crafted_xlsx(_reaching("XFD2", 1048576)), "SUNDIAL_SHEET_CELLS"),
    "entities.xlsx": (lambda: crafted_xlsx("<!DOCTYPE l [<!ENTITY a 'a'>]><worksheet/>"), "entities"),
    "no-sheet.xlsx": (lambda: crafted_xlsx("<worksheet/>"), "no table"),
    "repeated.ods": (
        lambda: ods(f"<table:table-row table:number-rows-repeated='1048576'>{ods_cell('float', times=16384)}</table:table-row>"),
        "SUNDIAL_SHEET_CELLS",
    ),
    "outside.zip": (lambda: _zip({"../t.csv": GOOD}), "outside"),
    "absolute.zip": (lambda: _zip({"/etc/t.csv": GOOD}), "outside"),
    "nested.zip": (lambda: _zip({"t.gz": _zip({"t.csv": GOOD})}), "archives into archives"),
    "nested.gz": (lambda: gzip.compress(gzip.compress(gzip.compress(GOOD))), "SUNDIAL_ARCHIVE_DEPTH"),
    "many.zip": (lambda: _zip({f"{n}.csv": b"a" for n in range(1_001)}), "SUNDIAL_ARCHIVE_MEMBERS"),
    "encrypted.zip": (_encrypted_zip, "password"),
    "encrypted.xlsx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "pdf.xlsx": (lambda: b"%PDF-1.7\n" + bytes(1000), "a PDF"),
    "word.xlsx": (lambda: _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), "Office"),
    "cut.csv.gz": (lambda: gzip.compress(GOOD * 1000)[:-20], "cut off"),
    "cut.zip": (lambda: _zip({"t.csv": GOOD * 1000})[:-30], "damaged"),
    "cut.parquet": (lambda: _parquet()[:-200], "damaged"),
    "deep.json": (lambda: b"[" * 100_000 + b"]" * 100_000, "SUNDIAL_JSON_DEPTH"),
    "cut.json": (lambda: b'[{"ticket_id": 1}, {"ticket_id"', "not valid JSON"),
    "keys.json": (lambda: b"[{" + b",".join(b'"k%d":1' % n for n in range(50_000)) + b"}]", "SUNDIAL_COLUMNS"),
    "random.csv": (lambda: random.Random(1).randbytes(100_000), "not text"),
    "page.xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
}
LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.zip": (lambda: _zip({"t.csv": b"a" * 500_000_000}), "SUNDIAL_UNPACKED_RATIO"),
    "bomb.gz": (lambda: gzip.compress(bytes(500_000_000)), "SUNDIAL_UNPACKED_RATIO"),
    "bomb.xlsx": (lambda: crafted_xlsx("<worksheet/>", beside={"xl/media/x.bin": bytes(500_000_000)}), "SUNDIAL_UNPACKED_RATIO"),
    "line.csv": (lambda: b"x" * 150_000_000, "SUNDIAL_LINE_BYTES"),
    "row.csv": (lambda: b"ticket_id,received_at\n" + b"x" * 150_000_000, "SUNDIAL_LINE_BYTES"),
    "line.json": (lambda: b'[{"a":"' + b"x" * 150_000_000 + b'"}]', "SUNDIAL_LINE_BYTES"),
    "commas.csv": (lambda: b"," * 60_000_000, "SUNDIAL_LINE_BYTES"),
    "columns.csv": (lambda: b",".join(b"c%d" % n for n in range(200_000)) + b"\n", "SUNDIAL_COLUMNS"),
    "wide.csv": (lambda: b",".join(b"c%d" % n for n in range(1_500)) + b"\n" + (b",".join([b"x"] * 1_500) + b"\n") * 3, "no ticket_id"),
    "elements.json": (lambda: b"[{}" + b",{}" * 5_000_000 + b"]", "no rows"),
    "lists.json": (lambda: b"{" + b",".join(b'"a%d":[{}]' % n for n in range(50_000)) + b"}", "SUNDIAL_JSON_LISTS"),
}


def _is_refused(home: Path, path: Path, words: str) -> None:
    began = time.process_time(), os.times().children_user + os.times().children_system
    with pytest.raises((FileRefused, MappingIncomplete)) as refused:
        load_files(home, [path], LoadOptions())
    assert words in str(refused.value)
    # CPU time of both processes: a busy machine is not the file's fault.
    assert time.process_time() - began[0] + os.times().children_user + os.times().children_system - began[1] < SECONDS


@pytest.mark.parametrize("name", SMALL)
def test_a_small_file_made_to_do_harm_is_refused_by_name(home: Path, tmp_path: Path, in_this_process: None, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SMALL[name][0]())
    _is_refused(home, path, SMALL[name][1])


@pytest.mark.long
@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_made_to_do_harm_is_refused_and_changes_nothing(home: Path, tmp_path: Path, name: str) -> None:
    good, path = tmp_path / "good.csv", tmp_path / name
    good.write_bytes(GOOD)
    load_files(home, [good], LoadOptions())
    path.write_bytes(LARGE[name][0]())
    _is_refused(home, path, LARGE[name][1])
    assert [load["file"] for load in list_loads(home)] == ["good.csv"]
    assert not list((home / "store").glob(".next-*"))
