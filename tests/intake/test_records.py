"""Records are found and counted without the parser (L1), and what does not fit is set apart with its line (L2)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import FileRefused
from analytics.intake.limits import FileLimits
from analytics.intake.records import ASTRAY, Records, find_records
from analytics.intake.typed_rows import reader_sql
from analytics.warehouse import Database

LIMITS = FileLimits()


def found(folder: Path, content: str | bytes, delimiter: str | None = None, limits: FileLimits = LIMITS) -> Records:
    path = folder / "export.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return find_records(path, folder / "clean.csv", delimiter, limits)


def delivered(records: Records) -> list[list[str]]:
    with Database.memory() as db:
        return [["" if cell is None else cell for cell in row] for row in db.rows(f"SELECT * FROM {reader_sql(records)}")]


CELL = st.text(alphabet='ab ",;\n\r\t€x', max_size=5)
ROW = st.lists(CELL, min_size=3, max_size=3).filter(lambda row: any(cell.strip() for cell in row))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=8), ending=st.sampled_from(["\n", "\r\n"]))
def test_l1_whatever_csv_writes_is_counted_and_delivered_whole(tmp_path: Path, rows: list[list[str]], ending: str) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    records = found(tmp_path, text.getvalue(), ",")
    assert (records.regular, records.set_apart) == (len(rows), ())
    assert delivered(records) == rows


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.text(alphabet='ab",\n', max_size=60))
def test_l1_no_line_is_lost_in_any_broken_file(tmp_path: Path, body: str) -> None:
    records = found(tmp_path, "a,b\n" + body, ",")
    assert len(delivered(records)) == records.regular
    raws = [raw for _, raw in records.locate(list(range(records.regular)))] + [apart.raw for apart in records.set_apart]
    accounted = Counter(line for raw in raws for line in raw.split("\n") if line)
    assert accounted == Counter(line for line in body.split("\n") if line)


def test_l2_an_unclosed_quote_costs_its_own_line_and_swallows_none(tmp_path: Path) -> None:
    records = found(tmp_path, 'a,b\n1,5" pipe\n2,"unclosed\n3,4\n4,"ok"\n')
    assert [(apart.line, apart.raw, apart.reason) for apart in records.set_apart] == [(3, '2,"unclosed', ASTRAY)]
    assert delivered(records) == [["1", '5" pipe'], ["3", "4"], ["4", "ok"]]
    assert records.locate([0, 1, 2]) == [(2, '1,5" pipe'), (4, "3,4"), (5, '4,"ok"')]


def test_l2_rows_of_another_width_are_set_apart_with_line_and_both_widths(tmp_path: Path) -> None:
    records = found(tmp_path, 'a,b\n1,"x\ny"\n\n3,4\n5\n6,7,8\n')
    assert [(apart.line, apart.reason) for apart in records.set_apart] == [
        (6, "the row has 1 column, the header 2"),
        (7, "the row has 3 columns, the header 2"),
    ]
    assert delivered(records) == [["1", "x\ny"], ["3", "4"]]


def test_a_nul_byte_costs_its_row_only(tmp_path: Path) -> None:
    records = found(tmp_path, b"a,b\n1,\0\n2,3\n")
    assert [apart.reason for apart in records.set_apart] == ["the row holds a NUL byte"]
    assert delivered(records) == [["2", "3"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_splits_the_first_line_most(tmp_path: Path, delimiter: str) -> None:
    records = found(tmp_path, delimiter.join("abc") + "\n" + delimiter.join("123") + "\n")
    assert records.delimiter == delimiter
    assert records.header == ("a", "b", "c")


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    records = found(tmp_path, "\ufeffid,b\n1,2\n")
    assert records.header == ("id", "b")
    assert delivered(records) == [["1", "2"]]


def test_repeated_and_empty_names_can_each_be_mapped(tmp_path: Path) -> None:
    assert found(tmp_path, "id,,note,note\n1,2,3,4\n").header == ("id", "column 2", "note", "note (2)")


def test_one_endless_line_is_refused_with_the_limit(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="SUNDIAL_LINE_BYTES"):
        found(tmp_path, b"x" * 3_000_000)


def test_an_endless_row_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="line 3"):
        found(tmp_path, b"a,b\n1,2\n3," + b"x" * 3_000_000 + b"\n")


def test_two_hundred_thousand_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="columns"):
        found(tmp_path, ",".join(["x"] * 200_000) + "\n")


def test_old_mac_line_ends_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="carriage returns"):
        found(tmp_path, "a,b\r1,2\r")
