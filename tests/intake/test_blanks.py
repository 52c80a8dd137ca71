"""Cells are only trimmed where one could need it, and looked up as missing only where they could be: both must change nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.intake.blanks import may_have_blanks
from analytics.intake.cells import given_sql
from analytics.intake.export_format import ExportFormat, formats_in
from analytics.warehouse import Database

ROOT = Path(__file__).parents[2]
ALL_SIGNS = """
    (SELECT chr(CAST(i AS INTEGER)) AS sign FROM (FROM range(1, 55296) AS t(i) UNION ALL FROM range(57344, 1114112) AS t(i)))
"""
PLACES = ("a,{}x\n", "a,x{}\n", '"{}x",b\n', '"x{}",b\n', "a,{}x\r\n", "x{},b\r\n", "{}x,b", "a,x{}", "a,{}")


@pytest.mark.parametrize("place", PLACES)
def test_every_sign_the_engine_trims_is_seen_at_every_edge_of_a_cell(tmp_path: Path, place: str) -> None:
    with Database.memory() as db:
        trimmed = [sign for (sign,) in db.rows(f"SELECT sign FROM {ALL_SIGNS} WHERE trim(sign) = ''")]
    assert len(trimmed) > 10
    for sign in trimmed:
        path = tmp_path / "export.csv"
        path.write_text("h,i\n" + place.format(sign), encoding="utf-8", newline="")
        assert may_have_blanks(path, ",")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(st.text(alphabet="a é\u00a0\u3000|à", max_size=4), min_size=2, max_size=2), min_size=1, max_size=9))
def test_where_no_blank_is_seen_trimming_changes_no_cell(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "export.csv"
    path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8", newline="")
    if not may_have_blanks(path, ";"):
        with Database.memory() as db:
            cells = [cell for row in rows for cell in row]
            assert [trimmed for cell in cells for (trimmed,) in db.rows("SELECT trim($cell)", {"cell": cell})] == cells


def test_a_blank_is_seen_where_two_pieces_that_are_read_meet(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    for before in range(64 * 1024 - 4, 64 * 1024 + 2):
        path.write_bytes(b"x" * before + b", y\n")
        assert may_have_blanks(path, ",")
    path.write_bytes(b"x" * 200_000 + b",y z\n")
    assert not may_have_blanks(path, ",")


@pytest.fixture(scope="module")
def export() -> ExportFormat:
    return formats_in(ROOT / "data" / "export_formats")["sundial_tickets"]


def test_no_capital_of_a_missing_word_is_longer_than_is_looked_at(export: ExportFormat) -> None:
    """In every alphabet: a capital may take more bytes than its small letter."""
    with Database.memory() as db:
        longer = db.rows(f"SELECT sign, lower(sign) FROM {ALL_SIGNS} WHERE strlen(sign) > strlen(lower(sign))")
        assert len(longer) > 10
        for capital, small in longer:
            missing = given_sql("$cell", replace(export, missing=(f"{small}{small}",)))
            assert db.rows(f"SELECT {missing}", {"cell": f"{capital}{capital}"}) == [(None,)], capital


@pytest.mark.parametrize("cell", ["", "?", "NULL", "Null", "n/a", "{}", "#N/A", "None"])
def test_a_word_for_missing_is_missing_in_any_case(export: ExportFormat, cell: str) -> None:
    with Database.memory() as db:
        assert db.rows(f"SELECT {given_sql('$cell', export)}", {"cell": cell}) == [(None,)]


@pytest.mark.parametrize("cell", ["0", "nul", "nulls", "none of it", "na", "High"])
def test_any_other_word_stands_as_it_is(export: ExportFormat, cell: str) -> None:
    with Database.memory() as db:
        assert db.rows(f"SELECT {given_sql('$cell', export)}", {"cell": cell}) == [(cell,)]
