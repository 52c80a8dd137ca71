"""`sundial report`: quiet, exit codes, the text of an e-mail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analytics.cli import main
from analytics.operations.samples import ensure_samples
from analytics.samples import Desk


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report") / "home"
    ensure_samples(made, desk=Desk(tickets=600, months=3))
    return made


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["report", *words, "--home", str(home)])


def test_it_says_nothing_where_all_went_well(home: Path, tmp_path: Path) -> None:
    done = run(home, "--month", "last", "--samples", "--out", str(tmp_path / "support-{month}.json"))
    assert (done.exit_code, done.output) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["support-2026-10.json"]


def test_text_is_a_subject_line_an_empty_line_and_the_body(home: Path) -> None:
    done = run(home, "--month", "2026-10", "--samples", "--text")
    head, empty, *rest = done.output.splitlines()
    assert done.exit_code == 0 and head.startswith("Subject: [Sample data] Support in Oct 2026: first response ") and empty == ""
    asked = ["measure", "attainment", "--from", "2026-10-01", "--to", "2026-10-31", "--samples", "--json", "--home", str(home)]
    row = json.loads(CliRunner().invoke(main, asked).output)["rows"][0]
    assert f"in time ({row['met']:,} of {row['decided']:,})" in head
    assert any("Sample data" in line for line in rest) and any(line == "Notes" for line in rest)


def test_json_says_what_was_issued(home: Path) -> None:
    done = run(home, "--month", "2026-10", "--samples", "--json")
    told = json.loads(done.output)
    assert (told["month"], told["is_closed"], told["files"], told["restated"]) == ("2026-10", True, [], 0)


def test_a_folder_that_is_not_there_is_told_in_three_parts(home: Path, tmp_path: Path) -> None:
    done = run(home, "--month", "2026-10", "--samples", "--out", str(tmp_path / "no" / "october.json"))
    assert done.exit_code == 1
    assert "cannot be written" in done.output and "found:" in done.output and "to do:" in done.output


def test_without_loads_it_ends_with_1(home: Path) -> None:
    done = run(home, "--month", "last", "--text")
    assert done.exit_code == 1 and "nothing is loaded yet" in done.output


@pytest.mark.parametrize("words", [("--text",), ("--month", "2026-10"), ("--month", "October", "--text"), ("--month", "2026-13", "--text"),
                                   ("--month", "2026-10", "--text", "--json")])  # fmt: skip
def test_a_command_line_that_is_not_understood_ends_with_2(home: Path, words: tuple[str, ...]) -> None:
    assert run(home, *words, "--samples").exit_code == 2
