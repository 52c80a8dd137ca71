"""The language of export formats: what it says, and every fault of a file at once with the nearest right word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.errors import FormatRefused, MappingIncomplete
from analytics.intake.cells import cell_sql
from analytics.intake.export_format import ExportFormat, formats_in, read_format
from analytics.intake.options import LoadOptions
from analytics.intake.recognise import choose_format, recognised
from analytics.warehouse import Database

TICKETS = 'kind = "tickets"\n[columns]\nticket_id = "Id"\nreceived_at = "Created"\n'
Written = Callable[..., ExportFormat]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str, name: str = "desk") -> ExportFormat:
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return read_format(tmp_path / f"{name}.toml", formats_in(tmp_path) if "based_on" in text else None)

    return write


def cell(export: ExportFormat, field: str, **row: str) -> str | None:
    """A field's text of one row whose columns are the keywords."""
    header = tuple(row)
    resolved = choose_format("file", header, LoadOptions(), {}, base=export)
    values = ", ".join(f"$c{i} AS c{i}" for i in range(len(header)))
    with Database.memory() as db:
        ask = f"SELECT {cell_sql(field, resolved, header, {})} FROM (SELECT {values})"
        return db.rows(ask, {f"c{i}": value for i, value in enumerate(row.values())})[0][0]  # type: ignore[no-any-return]


ROW = {"Id": "52 267", "Created": "2026-01-01", "Ticket": "C1 / Sales / Ann", "Team": "-", "Group": "Desk"}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"Group"', "Desk"),
        ('{ column = "Ticket", split = " / ", part = 1 }', "C1"),
        ('{ column = "Ticket", split = " / ", part = -1 }', "Ann"),
        ('{ column = "Ticket", split = " / ", part = 4 }', None),
        ("{ column = \"Ticket\", match = '^C([0-9]+)' }", "1"),
        ("{ column = \"Ticket\", match = '^D([0-9]+)' }", None),
        ('{ column = "Id", thousands = true }', "52267"),
        ('{ columns = ["Equipe", "Team", "Group"] }', "Desk"),
        ('{ constant = "Network" }', "Network"),
        ('"Team"', None),
    ],
)
def test_a_fields_text_comes_from_its_source(written: Written, source: str, found: str | None) -> None:
    assert cell(written(TICKETS + f"group = {source}\n"), "group", **ROW) == found


@pytest.mark.parametrize("grouped", ["52 267", "52,267", "52.267", "52 267", "52 267"])
def test_thousands_in_ids_are_dropped_whatever_groups_them(written: Written, grouped: str) -> None:
    export = written(TICKETS.replace('"Id"', '{ column = "Id", thousands = true }'))
    assert cell(export, "ticket_id", **(ROW | {"Id": grouped})) == "52267"


FULL_OF_FAULTS = """
kind = "tickets"
timezon = "UTC"
timezone = "Europe/Berlim"
timestamps = ["iso8602"]
[columns]
ticket_id = { column = "Id", match = "[0-9]+" }
recieved_at = "Created"
group = { column = "G", split = "/" }
status = { column = "S", remaining = true }
first_response_at = { after = "received_at", column = "M", unit = "minuets" }
tier = { colum = "T" }
channel = { column = "C", match = '(?<=a)(b)' }
[statuses]
opened = ["x"]
[levels]
L1 = "one"
[[level_rules]]
matches = "("
level = -1
[[rows]]
column = "public"
[lookups.author]
file = "users"
colunm = "user_id"
[fields]
status = ["status"]
"""


def test_all_faults_are_named_at_once_with_the_nearest_word(written: Written) -> None:
    with pytest.raises(FormatRefused) as refused:
        written(FULL_OF_FAULTS)
    found = refused.value.found
    for wanted in (
        "timezon: not a key of a format; did you mean timezone?",
        "Europe/Berlin",
        "iso8602: no form of timestamps; did you mean iso8601?",
        "columns.ticket_id.match: found '[0-9]+'; put the wanted part in parentheses",
        "columns.recieved_at: not a field; did you mean received_at?",
        "columns.received_at: missing",
        "columns.group.split: part is missing",
        "columns.status.remaining: only a verdict",
        "columns.first_response_at.unit: found 'minuets'",
        "columns.tier.colum: not a key here; did you mean column?",
        "lookarounds",
        "statuses.opened: not allowed; did you mean open?",
        "levels.l1: found 'one'",
        "level_rules 1.matches",
        "level_rules 1.level: found -1",
        "rows 1: found none of them",
        "lookups.author.colunm: not a key here; did you mean column?",
        "lookups.author.key: found None",
        "fields: only exports of kind changes",
    ):
        assert wanted in found


def test_based_on_has_the_others_keys_with_its_own_on_top(written: Written) -> None:
    written(TICKETS + 'group = "Team"\n[statuses]\nopen = ["new"]\n', "ours")
    own = written('based_on = "ours"\ntimezone = "UTC"\n[columns]\ngroup = "Gruppe"\n[statuses]\nclosed = ["zu"]\n', "company")
    assert {name: source.columns for name, source in own.columns.items()} == {
        "ticket_id": ("Id",), "received_at": ("Created",), "group": ("Gruppe",),
    }  # fmt: skip
    assert dict(own.statuses) == {"new": "open", "zu": "closed"}
    assert (own.timezone, own.lineage) == ("UTC", ("ours",))


def test_a_change_of_the_format_below_changes_the_digest_above(written: Written) -> None:
    written(TICKETS, "ours")
    first = written('based_on = "ours"\n', "company")
    written(TICKETS + 'group = "Team"\n', "ours")
    assert written('based_on = "ours"\n', "company").digest != first.digest


def test_formats_based_on_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('based_on = "b"')
    (tmp_path / "b.toml").write_text('based_on = "a"')
    with pytest.raises(FormatRefused, match="a on b, b on a"):
        formats_in(tmp_path)


def test_a_companys_format_may_replace_the_one_it_is_based_on(tmp_path: Path) -> None:
    (tmp_path / "shipped").mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "shipped" / "desk.toml").write_text(TICKETS)
    (tmp_path / "own" / "desk.toml").write_text('based_on = "desk"\ntimezone = "UTC"\n')
    assert formats_in(tmp_path / "shipped", tmp_path / "own")["desk"].timezone == "UTC"


def test_a_mark_with_alternatives_recognises_any_of_them_and_most_marks_win(written: Written) -> None:
    formats = {
        "two": written('recognised_by = ["Id", ["Created", "Erstellt am"]]\n' + TICKETS, "two"),
        "one": written('recognised_by = ["Id"]\n' + TICKETS, "one"),
    }
    for header, name in ((("Id", "erstellt am"), "two"), (("ID", "Created"), "two"), (("Id",), "one")):
        known = recognised(header, formats)
        assert known is not None and known.name == name
    assert recognised(("Nummer",), formats) is None


def test_a_format_saved_by_the_company_wins_over_the_one_it_is_based_on(written: Written) -> None:
    ours = written('recognised_by = ["Id"]\n' + TICKETS, "zz_ours")
    own = written('based_on = "zz_ours"\ntimezone = "UTC"\n', "aa_company")
    assert recognised(("Id",), {one.name: one for one in (ours, own)}) == own


def test_rows_told_by_a_column_that_is_not_there_are_not_guessed(written: Written) -> None:
    export = written(TICKETS + '[[rows]]\ncolumn = "public"\nis = ["true"]\n')
    with pytest.raises(MappingIncomplete, match="'public'"):
        choose_format("file", ("Id", "Created"), LoadOptions(), {}, base=export)


def test_a_span_after_a_field_that_the_file_does_not_have_gives_nothing(written: Written) -> None:
    export = written(TICKETS + 'resolved_at = { after = "first_response_at", column = "M", unit = "minutes" }\nfirst_response_at = "R"\n')
    assert "resolved_at" in choose_format("file", ("Id", "Created", "M", "R"), LoadOptions(), {}, base=export).columns
    assert "resolved_at" not in choose_format("file", ("Id", "Created", "M"), LoadOptions(), {}, base=export).columns
