"""The command line: results on stdout, everything else on stderr, and an exit code that a script can trust."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from analytics.cli import main
from analytics.errors import NothingLoaded, TimezoneNeeded
from analytics.intake.options import LoadOptions

RECEIPT = {
    "read": 5998, "inserted": 890, "updated": 0, "unchanged": 0, "folded": 5108, "rejected": 0, "duplicates": 0,
    "warnings": {"no_first_response": 890}, "as_of": "2016-03-01T00:00:00Z", "version": "abc",
}  # fmt: skip


RESTATED = {"flips": [{"clock": "resolution", "before": "met", "after": "breached", "clocks": 3}], "flipped": 3}


def sundial(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text("id\n1\n", encoding="utf-8")
    return path


def stand_in(monkeypatch: pytest.MonkeyPatch, module: str, **functions: Any) -> None:
    """Put functions in the place of an operation."""
    fake = ModuleType(f"analytics.operations.{module}")
    for name, function in functions.items():
        setattr(fake, name, function)
    monkeypatch.setitem(sys.modules, fake.__name__, fake)


def test_load_hands_over_everything_that_was_said(monkeypatch: pytest.MonkeyPatch, export: Path, tmp_path: Path) -> None:
    calls: list[Any] = []
    stand_in(monkeypatch, "load", load_files=lambda home, files, options, on_progress=None: calls.append((home, files, options)) or RECEIPT)
    customers = tmp_path / "customers.csv"
    customers.write_text("organisation,tier\n", encoding="utf-8")
    words = ["load", str(export), "--home", str(tmp_path), "--format", "servicenow", "--map", "ticket_id=Key = 1", "--map", "status=S"]
    words += ["--word", "status:a = b=paused", "--word", "priority:Hoch=High", "--word", "priority:x:y=Low"]
    words += ["--set", "tier=Enterprise", "--customers", str(customers), "--timezone", "UTC", "--as-of", "2026-01-01", "--source", "north"]
    assert sundial(*words).exit_code == 0
    said = LoadOptions(
        format="servicenow",
        mapping={"ticket_id": "Key = 1", "status": "S"},
        constants={"tier": "Enterprise"},
        customers=customers,
        timezone="UTC",
        as_of="2026-01-01",
        source="north",
        words={"status": {"a = b": "paused"}, "priority": {"Hoch": "High", "x:y": "Low"}},
    )
    assert calls == [(tmp_path, [export], said)]


@pytest.mark.parametrize("word", ["status", "status:paused", "status:=paused", ":a=paused", "status:a="])
def test_a_word_of_another_shape_is_a_usage_error(word: str, export: Path) -> None:
    result = sundial("load", str(export), "--word", word)
    assert result.exit_code == 2 and "is not FIELD:WORD=MEANING" in result.output


def test_the_receipt_is_json_on_stdout_and_nothing_else(monkeypatch: pytest.MonkeyPatch, export: Path) -> None:
    stand_in(monkeypatch, "load", load_files=lambda *_, **__: RECEIPT)
    result = sundial("load", str(export), "--json")
    assert json.loads(result.stdout) == RECEIPT
    assert result.stderr == ""


def test_the_receipt_in_words_is_the_sum_of_l1(monkeypatch: pytest.MonkeyPatch, export: Path) -> None:
    stand_in(monkeypatch, "load", load_files=lambda *_, **__: RECEIPT)
    first = sundial("load", str(export)).stdout.splitlines()[0]
    assert first == "5,998 rows read = 890 inserted + 0 updated + 0 unchanged + 5,108 folded + 0 rejected"


def test_what_cannot_be_done_exits_1_with_three_parts_on_stderr(monkeypatch: pytest.MonkeyPatch, export: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise TimezoneNeeded("the zone is not known", "29-02-2016 01:16", "--timezone ZONE")

    stand_in(monkeypatch, "load", load_files=refuse)
    result = sundial("load", str(export), "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: the zone is not known\n  found: 29-02-2016 01:16\n  to do: --timezone ZONE\n"


def test_a_fault_of_the_program_stays_loud(monkeypatch: pytest.MonkeyPatch, export: Path) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    stand_in(monkeypatch, "load", load_files=fail)
    assert isinstance(sundial("load", str(export)).exception, ZeroDivisionError)


def test_a_file_that_is_not_there_cannot_be_done(tmp_path: Path) -> None:
    result = sundial("load", str(tmp_path / "gone.csv"))
    assert result.exit_code == 1
    assert "gone.csv" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("load",),
        ("load", "x.csv", "--map", "ticket_id"),
        ("load", "x.csv", "--set", "=Enterprise"),
        ("undo", "last"),
        ("measure",),
        ("measure", "breach_rat"),
        ("measure", "breach_rate", "--by", "tierr"),
        ("measure", "breach_rate", "--where", "tier"),
        ("measure", "breach_rate", "--where", "tierr=Standard"),
        ("measure", "breach_rate", "--verdict", "mine"),
        ("measure", "breach_rate", "--from", "01/02/2026"),
        ("measure", "breach_rate", "--from", "2026-02-01", "--to", "2026-01-01"),
        ("metrics", "breach_rat"),
        ("samples", "--tickets", "0"),
        ("policy",),
        ("policy", "forget"),
        ("serve", "--port", "0"),
        ("frobnicate",),
    ],
    ids=" ".join,
)
def test_what_is_not_understood_exits_2_with_nothing_on_stdout(words: tuple[str, ...]) -> None:
    result = sundial(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_an_unknown_metric_names_the_nearest() -> None:
    assert "did you mean 'breach_rate'?" in sundial("measure", "breach_rat").stderr


def test_measure_of_an_empty_store_cannot_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise NothingLoaded("nothing is loaded", "an empty store", "sundial load FILE")

    stand_in(monkeypatch, "open_store", open_reader=nothing)
    assert sundial("measure", "breach_rate").exit_code == 1


def test_metrics_as_json_are_the_catalogue() -> None:
    listed = json.loads(sundial("metrics", "--json").stdout)
    required = "tickets decided met breached running overdue attainment breach_rate elapsed_p50 elapsed_p90 escalations"
    required += " escalated_share escalation_frequency"
    assert {one["name"] for one in listed} >= set(required.split())
    assert all(one["definition"] for one in listed)


def test_a_policy_with_faults_exits_1_and_lists_them_all(tmp_path: Path) -> None:
    policy = tmp_path / "ours.toml"
    policy.write_text('name = "Ours"\nbusiness_day_reading = "elapst"\nlanding = "close"\n', encoding="utf-8")
    result = sundial("policy", "check", str(policy))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "business_day_reading" in result.stderr
    assert "landing" in result.stderr
    as_json = sundial("policy", "check", str(policy), "--json")
    assert as_json.exit_code == 1
    assert {"business_day_reading", "landing"} <= {problem["key"] for problem in json.loads(as_json.stdout)["problems"]}


def test_the_shipped_policy_is_valid() -> None:
    result = sundial("policy", "check", str(Path(__file__).parents[2] / "data" / "policy" / "default.toml"))
    assert result.exit_code == 0
    assert "valid" in result.stdout


def test_restate_changes_nothing_until_it_is_agreed(monkeypatch: pytest.MonkeyPatch, export: Path) -> None:
    agreed: list[bool] = []
    stand_in(monkeypatch, "restate", restate_policy=lambda home, path, agree, on_progress: agreed.append(agree) or RESTATED)
    assert "--agree" in sundial("policy", "restate", str(export)).stderr
    assert sundial("policy", "restate", str(export), "--agree").stderr == ""
    assert agreed == [False, True]


def test_a_ticket_cannot_steer_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "north\x1b[2J\u202etxt"
    stand_in(monkeypatch, "loads", list_loads=lambda home, samples: [{"load_id": 1, "source": hostile}])
    printed = sundial("loads").stdout
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_a_header_cannot_steer_the_terminal_out_of_an_error_and_its_lines_stay_lines(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Ticket ID,Sta\x1b[2Jtus,Note\n1,open,a\n2,closed,b\n", encoding="utf-8")
    for words in (["inspect", str(path)], ["load", str(path)]):
        ran = sundial(*words, "--home", str(tmp_path / "home"))
        printed = ran.stdout + ran.stderr
        assert "Sta⟨U+001B⟩[2Jtus" in printed and "\x1b" not in printed
        assert "⟨U+000A⟩" not in printed and re.search(r"^ +columns: Ticket ID", printed, re.MULTILINE)


def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(300)) + "\n" + ",".join("x" * 50 for _ in range(300)) + "\n", encoding="utf-8")
    words = [sys.executable, "-m", "analytics.cli", "inspect", str(path), "--home", str(tmp_path / "home")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as ran:
        assert ran.stdout and ran.stderr
        ran.stdout.readline()
        ran.stdout.close()
        assert ran.stderr.read() == ""


def test_help_does_not_wait_for_the_engine() -> None:
    script = "import sys, analytics.cli; print(sorted({'duckdb', 'pandas', 'streamlit', 'plotly'} & set(sys.modules)))"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.strip() == "[]"


def test_the_backlog_as_json_and_in_words_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from analytics.warehouse import Database
    from tests.metrics.facts import Records, fill

    received = {"source": "desk-a", "ticket_id": "1", "tier": "Standard", "received_on": "2026-11-01", "first_closed_on": "2026-11-02"}
    with Database.memory() as db:
        fill(db, Records(tickets=[received, received | {"ticket_id": "2", "tier": "Tin", "first_closed_on": None}]))
        stand_in(monkeypatch, "open_store", open_reader=lambda *_, **__: db)
        told = json.loads(sundial("backlog", "--json").stdout)
        assert [(day["day"], day["open"], day["departures"]) for day in told["days"]] == [
            ("2026-11-01", 2, 0), ("2026-11-02", 1, 1), ("2026-11-03", 1, 0)]  # fmt: skip
        words = sundial("backlog", "--from", "2026-11-02", "--where", "tier=Tin")
        assert [line.split()[:2] for line in words.stdout.splitlines()[2:]] == [["2026-11-02", "1"], ["2026-11-03", "1"]]
        assert sundial("backlog", "--where", "level=1").exit_code == 2
        assert sundial("backlog", "--where", "teir=Tin").exit_code == 2
