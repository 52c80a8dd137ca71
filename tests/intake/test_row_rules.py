"""Which rows a format takes, and columns that only together say something."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.intake.cells import cell_sql
from analytics.intake.export_format import ExportFormat, read_format
from analytics.intake.instant_forms import instant_readings
from analytics.intake.options import LoadOptions
from analytics.intake.recognise import choose_format
from analytics.intake.row_filters import RowFilter, fits_sql
from analytics.warehouse import Database


def written(folder: Path, text: str) -> ExportFormat:
    path = folder / "desk.toml"
    path.write_text('kind = "tickets"\n[columns]\nticket_id = "Id"\nreceived_at = "Created"\n' + text, encoding="utf-8")
    return read_format(path)


@pytest.mark.parametrize(
    ("rule", "cell", "is_taken"),
    [
        (RowFilter("c", ("true", "1"), True), " TRUE ", True),
        (RowFilter("c", ("true", "1"), True), None, False),
        (RowFilter("c", ("deleted",), False), None, True),
        (RowFilter("c", ("",), True), None, True),
        (RowFilter("c", ("",), False), " ", False),
        (RowFilter("c", (), True, "^service"), "Service desk", True),
        (RowFilter("c", (), True, "^service"), "The service", False),
        (RowFilter("c", (), True, "^service"), None, False),
    ],
)
def test_a_rule_takes_a_row_by_its_words_or_its_pattern(rule: RowFilter, cell: str | None, is_taken: bool) -> None:
    with Database.memory() as db:
        found = db.rows(f"SELECT {fits_sql('c0', rule)} FROM (SELECT CAST($cell AS VARCHAR) AS c0)", {"cell": cell})
    assert found == [(is_taken,)]


def test_a_rule_on_a_column_that_is_not_there_falls_away_where_it_takes_missing_cells(tmp_path: Path) -> None:
    export = written(tmp_path, '[[rows]]\ncolumn = "pull"\nis = [""]\n[[rows]]\ncolumn = "state"\nis_not = ["deleted"]\n')
    assert choose_format("file", ("Id", "Created"), LoadOptions(), {}, base=export).rows == ()


@pytest.mark.parametrize(("state", "reason", "found"), [("true", "Done", "true, Done"), ("", "Done", "Done"), ("", "-", None)])
def test_joined_columns_make_one_word_of_what_is_there(tmp_path: Path, state: str, reason: str, found: str | None) -> None:
    export = written(tmp_path, 'status = { columns = ["State", "Reason"], join = ", " }\n')
    header = ("Id", "Created", "State", "Reason")
    resolved = choose_format("file", header, LoadOptions(), {}, base=export)
    with Database.memory() as db:
        row = db.rows(f"SELECT {cell_sql('status', resolved, header, {})} FROM (SELECT $s AS c2, $r AS c3)", {"s": state, "r": reason})
    assert row == [(found,)]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-09-30 07:00:30 CDT", "2025-09-30 12:00:30"),
        ("2025-11-02 01:30:00 CST", "2025-11-02 07:30:00"),
        ("2025-11-02 01:30:00 cdt", "2025-11-02 06:30:00"),
        ("2025-09-30 07:00:30 IST", None),
        ("2025-09-30 07:00:30", None),
    ],
)
def test_t2_names_of_zones_are_read_where_their_offset_is_fixed(text: str, instant: str | None) -> None:
    _, placed = instant_readings("$cell", ("%Y-%m-%d %H:%M:%S %Z",))
    with Database.memory() as db:
        ((found,),) = db.rows(f"SELECT {placed}", {"cell": text})
    assert (str(found) if found else None) == instant
