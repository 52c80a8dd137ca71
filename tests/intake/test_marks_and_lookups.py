"""Tables that share a header are told apart by the file's name, and lookups that hold only for some rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import FormatRefused
from analytics.intake.export_format import formats_in, read_format
from analytics.intake.options import LoadOptions
from analytics.intake.recognise import choose_format, recognised

HISTORY = """
kind = "changes"
[columns]
ticket_id = "issue"
at = "time"
field = "field"
to = { columns = ["status_of.name", "value"] }
[lookups.status_of]
file = "statuses"
column = "value"
key = "id"
only = [{ column = "field", is = ["status"] }]
where = [{ column = "kind", matches = "^s" }, { column = "deleted", is_not = ["true"] }]
latest = "since"
"""


def test_tables_with_one_header_are_told_apart_by_the_files_name(tmp_path: Path) -> None:
    for name, pattern in (("priorities", "priorit"), ("resolutions", "resolution")):
        (tmp_path / f"{name}.toml").write_text(f"kind = \"lookup\"\nrecognised_by = [\"id\", \"name\"]\nfile_name = '{pattern}'\n")
    formats = formats_in(tmp_path)
    found = [recognised(("id", "name"), formats, name) for name in ("Priority.csv", "my_resolution.csv", "team.csv")]
    assert [one and one.name for one in found] == ["priorities", "resolutions", None]


def test_a_lookups_rules_are_placed_in_the_other_files_columns(tmp_path: Path) -> None:
    (tmp_path / "history.toml").write_text(HISTORY, encoding="utf-8")
    export = read_format(tmp_path / "history.toml")
    header, other = ("issue", "time", "field", "value"), {"statuses": ("id", "kind", "name", "since")}
    (lookup,) = choose_format("history.csv", header, LoadOptions(), {}, other, export).lookups
    assert (lookup.key_at, lookup.taken, lookup.latest_at) == (0, (("status_of.name", 2),), 3)
    assert [(rule.column, at) for rule, at in zip(lookup.where, lookup.where_at, strict=True)] == [("kind", 1)]


def test_a_rule_of_a_lookup_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "history.toml").write_text(HISTORY.replace("is_not", "isnt"), encoding="utf-8")
    with pytest.raises(FormatRefused, match=r"lookups.status_of.where 2.isnt: not a key here"):
        read_format(tmp_path / "history.toml")
