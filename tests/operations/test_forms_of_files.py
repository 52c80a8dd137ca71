"""A load gives the same tickets whatever form its file comes in, and hands rejects back in a form that loads again (L2, L3)."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.operations.loads import list_loads, rejects_file, rejects_of
from analytics.operations.open_store import open_reader
from tests.intake.workbook_files import xlsx

Put = Callable[..., dict[str, Any]]
HEADER = ["ticket_id", "received_at", "status", "assignee"]
ROWS = [
    ["1", "2026-07-06T15:00:00", "open", "Zoë"],
    ["2", "2026-07-06T16:30:01", "closed", 'a,"b"\nc'],
    ["3", "2026-07-07T00:00:00", "", "ü"],
]


def _text(delimiter: str = ",") -> str:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in (HEADER, *ROWS)]
    return "".join(delimiter.join(row) + "\r\n" for row in quoted)


def _objects() -> list[dict[str, str]]:
    return [dict(zip(HEADER, row, strict=True)) for row in ROWS]


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _sheet(book: Any, sheet: Any) -> None:
    form = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_row(0, 0, HEADER)
    for n, row in enumerate(ROWS, start=1):
        sheet.write_number(n, 0, int(row[0]))
        sheet.write_datetime(n, 1, datetime.fromisoformat(row[1]), form)
        sheet.write_row(n, 2, row[2:])


def _parquet() -> bytes:
    columns = {name: [row[n] for row in ROWS] for n, name in enumerate(HEADER)}
    table = pa.table(columns | {"received_at": pa.array([datetime.fromisoformat(one) for one in columns["received_at"]])})
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


FORMS: dict[str, Callable[[], bytes]] = {
    "t.tsv": lambda: _text("\t").encode("utf-8-sig"),
    "utf16.csv": lambda: _text(";").encode("utf-16"),
    "t.csv.gz": lambda: gzip.compress(_text().encode()),
    "t.zip": lambda: _zip({"t.csv": _text().encode()}),
    "t.xlsx": lambda: xlsx({"Tickets": _sheet}),
    "t.jsonl": lambda: "\n".join(json.dumps(one) for one in _objects()).encode(),
    "t.json": lambda: json.dumps({"tickets": _objects()}).encode(),
    "t.parquet": _parquet,
}


@pytest.mark.parametrize("name", FORMS)
def test_l3_the_same_table_in_another_form_is_the_same_tickets(put: Put, home: Path, name: str) -> None:
    put(_text(), timezone="America/Chicago")
    again = put(FORMS[name](), name, timezone="America/Chicago")
    assert (again["read"], again["unchanged"], again["inserted"], again["rejected"]) == (3, 3, 0, 0)


def test_l2_a_told_encoding_is_part_of_how_the_bytes_were_read(put: Put, home: Path) -> None:
    content = _text().encode("cp1252")
    put(content, timezone="UTC", encoding="cp1252")
    assert put(content, timezone="UTC", encoding="cp1252")["already_loaded"]
    replaced = put(content, timezone="UTC", encoding="cp1257")
    assert replaced["replaces"] == [1]
    assert replaced["files"][0]["read_as"]["encoding"] == "cp1257"


def test_l3_the_tables_of_an_archive_are_parts_of_one_load_and_come_once(put: Put, home: Path) -> None:
    lines = _text().splitlines(keepends=True)
    more = '"9","2026-07-06T15:00:00","open","x"\r\n'
    content = _zip({"1.csv": _text().encode(), "2.csv": (lines[0] + more).encode()})
    receipt = put(content, "export.zip", timezone="UTC")
    assert (receipt["read"], receipt["inserted"]) == (4, 4)
    assert sorted(load["file"] for load in list_loads(home)) == ["export.zip/1.csv", "export.zip/2.csv"]
    assert put(content, "export.zip", timezone="UTC")["already_loaded"]
    assert put(content, "export.zip", timezone="UTC", member="2.csv")["already_loaded"]


def test_l2_rejected_rows_of_a_sheet_are_named_by_their_row_and_load_again_mended(put: Put, home: Path) -> None:
    def sheet(book: Any, page: Any) -> None:
        _sheet(book, page)
        page.write_row(5, 0, ["x", "soon", "open", "y"])

    put(xlsx({"Tickets": sheet}), "t.xlsx", timezone="UTC")
    assert [(one["line"], one["column"]) for one in rejects_of(home, 1)] == [(6, "received_at")]
    mended = rejects_file(home, 1).replace("soon", "2026-07-08T09:00:00")
    assert put(mended, "mended.csv", timezone="UTC")["inserted"] == 1


def test_l2_rejected_json_lines_load_again_mended(put: Put, home: Path) -> None:
    lines = [json.dumps(one) for one in _objects()] + ['{"ticket_id": "x", "received_at": "soon"}', '{"ticket_id": "y",']
    put("\n".join(lines), "t.jsonl", timezone="UTC")
    assert [(one["line"], one["raw"]) for one in rejects_of(home, 1)] == [(4, lines[3]), (5, lines[4])]
    mended = rejects_file(home, 1).replace("soon", "2026-07-08T09:00:00").replace('"y",', '"y", "received_at": "2026-07-08"}')
    assert put(mended, "mended.jsonl", timezone="UTC")["inserted"] == 2
    assert open_reader(home).rows("SELECT count(*) FROM judged_tickets") == [(5,)]
