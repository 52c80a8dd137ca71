"""Exports: the rows that measure() counts, real types, text that is safe and comes back as it was, and a file whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from analytics.cli import main
from analytics.errors import FileRefused, QuestionRefused, SundialError
from analytics.intake.options import LoadOptions
from analytics.metrics.measure import measure
from analytics.metrics.question import Question, question_from_words
from analytics.operations import export as exporting
from analytics.operations import load
from analytics.operations.export import Relation, export
from analytics.operations.open_store import open_reader
from analytics.vocabulary import Clock, Dimension
from analytics.warehouse import Database, Reader
from tests.facts.conftest import judged  # noqa: F401  a fixture

Judged = Callable[..., Reader]
AS_OF = "2026-10-20T12:00:00Z"
ALL = question_from_words(())
# Quoted as in a CSV: formulas, apostrophes, delimiters, quotes, line feeds, blanks, other scripts, and words that mean "missing" elsewhere.
HOSTILE = (
    "=1+1", "+49 30", "-5", "@SUM(A1)", "'=quoted", "'", "''", '"a,b"', '"say ""hi"""', '"two\nlines"', "'-", "日本 été", "0123", "1e5",
)  # fmt: skip
CLOCK = (
    "outcome", "started_at", "stopped_at", "stopped_by", "due_at", "elapsed_seconds", "target", "reason",
    "deadline_outcome", "vendor_outcome",
)  # fmt: skip


@pytest.fixture
def reader(judged: Judged) -> Reader:  # noqa: F811
    rows = [
        {"received_at": f"2026-10-{n % 9 + 1:02d}T15:00:00Z", "first_response_at": f"2026-10-{n % 9 + 2:02d}T16:00:00Z" if n % 3 else "",
         "resolved_at": f"2026-10-{n % 9 + 4:02d}T16:00:00Z" if n % 4 == 0 else "", "closed_at": "",
         "tier": ("Standard", "Enterprise", "Gold")[n % 3], "priority": ("High", "Low")[n % 2], "organisation": text, "group": text,
         "level": "2" if n % 5 == 0 else "", "escalated_at": "2026-10-11T10:00:00Z" if n % 5 == 0 else "",
         "exclusion": "third_party" if n == 7 else "", "response_due_at": "2026-10-08T00:00:00Z", "resolution_verdict": "met"}
        for n, text in enumerate(HOSTILE)
    ]  # fmt: skip
    rows[3] |= {"closed_at": "2026-10-15T00:00:00Z", "status": "closed"}
    return judged([{"status": "open" if not row["resolved_at"] else "solved", **row} for row in rows], as_of=AS_OF)


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_csv_of_tickets_loads_again_as_the_same_tickets_and_clocks(reader: Reader, tmp_path: Path) -> None:
    export(reader, Relation.TICKETS, tmp_path / "out.csv", ALL)
    load.load_files(tmp_path / "again", [tmp_path / "out.csv"], LoadOptions(as_of=AS_OF, source="desk"))
    again = open_reader(tmp_path / "again")
    words = "ticket_id, organisation, group_name, export_tier, export_priority, status, received_at, is_excluded, highest_level"
    for sql in (f"SELECT {words} FROM judged_tickets ORDER BY ticket_id", f"SELECT clock, {', '.join(CLOCK)} FROM sla_clocks ORDER BY ALL"):
        assert again.rows(sql) == reader.rows(sql)


def test_no_cell_of_a_csv_begins_like_a_formula(reader: Reader, tmp_path: Path) -> None:
    for relation in Relation:
        export(reader, relation, tmp_path / f"{relation}.csv", ALL, force=True)
        texts = [text for row in cells(tmp_path / f"{relation}.csv") for text in row.values()]
        assert texts and not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in texts)


def test_an_apostrophe_of_another_file_stays(tmp_path: Path, judged: Judged) -> None:  # noqa: F811
    reader = judged([{"received_at": "2026-10-01T15:00:00Z", "organisation": "'t Hooft"}], as_of=AS_OF)
    assert reader.rows("SELECT organisation FROM judged_tickets") == [("'t Hooft",)]


def test_k5_e4_what_no_source_records_has_no_column(judged: Judged, tmp_path: Path) -> None:  # noqa: F811
    reader = judged([{"received_at": "2026-10-01T15:00:00Z"}], as_of=AS_OF, responses=False)
    export(reader, Relation.TICKETS, tmp_path / "out.csv", ALL)
    assert not {"first_response_at", "level", "escalated_at"} & set(cells(tmp_path / "out.csv")[0])
    load.load_files(tmp_path / "again", [tmp_path / "out.csv"], LoadOptions(as_of=AS_OF, source="desk"))
    assert open_reader(tmp_path / "again").rows("SELECT response_outcome, escalations FROM judged_tickets") == [("unknown", None)]


def test_parquet_has_real_types(reader: Reader, tmp_path: Path) -> None:
    export(reader, Relation.CLOCKS, tmp_path / "out.parquet", ALL)
    table = pq.read_table(tmp_path / "out.parquet")
    types = {field.name: field.type for field in table.schema}
    assert types["due_at"] == pa.timestamp("us", tz="UTC") and types["due_on"] == pa.date32()
    assert types["elapsed_seconds"] == pa.int64() and types["is_overdue"] == pa.bool_() and types["ticket_id"] == pa.string()
    found = dict(zip(table["ticket_id"].to_pylist(), table["started_at"].to_pylist(), strict=True))
    assert found["T1"] == datetime(2026, 10, 1, 15, tzinfo=UTC)
    assert set(table["sundial_export"].to_pylist()) == {reader.rows("SELECT value FROM store_meta WHERE key = 'version'")[0][0]}


@pytest.mark.parametrize("rule", ["due", "started", "stopped"])
@pytest.mark.parametrize("where", [{}, {"tier": ["Standard", None]}, {"group": ["=1+1", "'"]}])
def test_the_rows_are_those_that_measure_counts(reader: Reader, tmp_path: Path, rule: str, where: dict[str, list[str | None]]) -> None:
    days = {"from_on": date(2026, 10, 3), "to_on": date(2026, 10, 8)}
    for clock in Clock:
        question = question_from_words(("clocks", "tickets", "escalation_events"), clock=clock, rule=rule, where=where, **days)  # type: ignore[arg-type]
        counted = measure(reader, question).rows()[0]
        for relation, name in ((Relation.CLOCKS, "clocks"), (Relation.TICKETS, "tickets"), (Relation.ESCALATIONS, "escalation_events")):
            written = export(reader, relation, tmp_path / "out.csv", question, (clock,), force=True)
            assert (written.rows, len(cells(tmp_path / "out.csv"))) == (counted[name], counted[name])


def test_a_file_is_not_overwritten_unless_forced_and_a_fault_leaves_nothing(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(FileRefused, match="not overwritten"):
        export(reader, Relation.CLOCKS, out, ALL)
    assert out.read_text() == "mine"

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting.durable, "sync_file", full)
    with pytest.raises(SundialError, match="disk is full"):
        export(reader, Relation.CLOCKS, out, ALL, force=True)
    assert out.read_text() == "mine" and not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_a_file_that_came_to_be_there_meanwhile_is_not_overwritten(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    monkeypatch.setattr(exporting.durable, "sync_file", lambda path: out.write_text("another's"))
    with pytest.raises(FileRefused, match="not overwritten"):
        export(reader, Relation.CLOCKS, out, ALL)
    assert out.read_text() == "another's"


def test_what_cannot_be_written_is_said_in_three_parts(reader: Reader, tmp_path: Path) -> None:
    for name in ("out.xlsx", "out", "nowhere/out.csv"):
        with pytest.raises(FileRefused):
            export(reader, Relation.CLOCKS, tmp_path / name, ALL)
    with pytest.raises(QuestionRefused):
        export(reader, Relation.TICKETS, tmp_path / "out.csv", Question((), where={Dimension.LEVEL: ("1",)}))


def test_the_command_line_says_what_was_written(reader: Reader, tmp_path: Path) -> None:
    words = ["export", "clocks", "--out", str(tmp_path / "out.parquet"), "--clock", "resolution", "--json"]
    words += ["--home", str(tmp_path / "home")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0 and '"rows": 14' in done.stdout
    assert CliRunner().invoke(main, words).exit_code == 1
    assert CliRunner().invoke(main, [*words, "--where", "colour=red"]).exit_code == 2


@pytest.mark.long
def test_millions_of_rows_are_written_in_little_memory(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three million tickets, six million clocks, in 400 MB of the engine's memory."""
    big = tmp_path / "big.duckdb"
    with Database.open(big, read_only=False) as db:
        db.attach(reader.version.path, "published")
        for (name,) in db.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'published'"):
            db.run(f"CREATE TABLE {name} AS SELECT * FROM published.main.{name}")
        ((view,),) = db.rows("SELECT sql FROM duckdb_views() WHERE view_name = 'sla_clocks' LIMIT 1")
        db.run(view.replace("published.", ""))
        db.run("CREATE TEMP TABLE ones AS SELECT * FROM judged_tickets; DELETE FROM judged_tickets")
        many = "SELECT o.* REPLACE (o.ticket_id || '-' || n AS ticket_id) FROM range(214_286) AS r(n), ones AS o"
        db.run(f"INSERT INTO judged_tickets {many}")
        db.detach("published")
        db.run("CHECKPOINT")
    monkeypatch.setenv("SUNDIAL_LIMIT_MEMORY_BYTES", str(int(400 * 2**20 / 0.6)))
    version = reader.version.__class__(1, big, "")
    for kind in ("csv", "parquet"):
        done = export(Reader.open(version), Relation.CLOCKS, tmp_path / f"out.{kind}", ALL)
        assert done.rows == 2 * 14 * 214_286
