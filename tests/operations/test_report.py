"""Reports are issued whole or not at all, remembered, and the same for the same store wherever they are made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import FileRefused, NothingLoaded, ReportRefused, StoreRefused
from analytics.operations import issued
from analytics.operations.open_store import open_ahead, open_reader
from analytics.operations.report import FORMS, Making, in_forms, month_named, one_file, report, summary_of
from analytics.operations.undo import undo_load
from analytics.reports.monthly import MonthlySummary
from analytics.warehouse import durable

HEAD = "ticket_id,received_at,first_response_at,resolved_at,status,priority,tier\n"
OCTOBER = HEAD + "".join(
    f"T-{n},{day}T15:00:00Z,{day}T15:{10 if n % 5 else 50}:00Z,{day}T18:00:00Z,closed,High,Enterprise\n"
    for n, day in enumerate(f"2026-10-{n:02d}" for n in range(1, 21))
)
LATE = HEAD + "T-99,2026-10-20T15:00:00Z,2026-10-20T19:00:00Z,2026-10-20T20:00:00Z,closed,High,Enterprise\n"
AS_OF = "2026-11-05T12:00:00Z"
NOVEMBER = date(2026, 11, 23)
CHECKOUT = Path(__file__).resolve().parents[2]

Put = Callable[..., dict[str, Any]]


@pytest.fixture
def loaded(home: Path, put: Put) -> Path:
    put(OCTOBER, source="desk", as_of=AS_OF)
    return home


def written(home: Path, out: Path, word: str = "2026-10", **given: Any) -> dict[str, Any]:
    """A JSON report as it stands in its file."""
    report(home, word, [out], today=NOVEMBER, **given)
    return dict(json.loads(out.read_bytes()))


def test_several_forms_in_one_call_and_the_month_in_the_name(loaded: Path, tmp_path: Path) -> None:
    made, _ = report(loaded, "last", [tmp_path / "{month}.json", tmp_path / "again.json"], today=NOVEMBER)
    assert made.files == (str(tmp_path / "2026-10.json"), str(tmp_path / "again.json"))
    assert (tmp_path / "2026-10.json").read_bytes() == (tmp_path / "again.json").read_bytes()


def test_forms_made_while_the_summary_is_asked_are_those_made_one_by_one(loaded: Path) -> None:
    reader = open_reader(loaded)
    summary, forms = in_forms(reader, "2026-10", FORMS, lambda: summary_of(loaded, reader, "2026-10"))
    assert forms.keys() == FORMS.keys()
    for ending in (".json", ".html", ".xlsx"):
        assert forms[ending] == FORMS[ending](Making(summary, reader))


def test_a_summary_that_is_refused_makes_no_form_and_says_why(loaded: Path) -> None:
    def refuse() -> MonthlySummary:
        raise ReportRefused("no such month", "none", "name another")

    with pytest.raises(ReportRefused, match="no such month"):
        in_forms(open_reader(loaded), "2026-10", FORMS, refuse)


def test_opening_ahead_says_nothing_where_there_is_no_store_and_opening_then_does(home: Path) -> None:
    open_ahead(home)
    with pytest.raises(NothingLoaded):
        open_reader(home)


def test_issuing_the_same_again_changes_no_byte_and_is_remembered_once(loaded: Path, tmp_path: Path) -> None:
    out = tmp_path / "october.json"
    written(loaded, out)
    first, kept = out.read_bytes(), (loaded / "reports" / "2026-10.json").read_bytes()
    written(loaded, out)
    assert (out.read_bytes(), (loaded / "reports" / "2026-10.json").read_bytes()) == (first, kept)


def test_a_later_load_an_undo_and_the_same_again(loaded: Path, put: Put, tmp_path: Path) -> None:
    assert written(loaded, tmp_path / "1.json")["restatement"] is None
    late = put(LATE, name="late.csv", source="desk", as_of=AS_OF)
    second = written(loaded, tmp_path / "2.json")["restatement"]
    assert second["why"] == ["loaded late.csv"] and second["was_closed"]
    changed = {one["title"]: (one["before"], one["after"]) for one in second["changes"]}
    assert changed["First response: attainment"] == ("80.0\u00a0% (16 of 20)", "76.2\u00a0% (16 of 21)")
    written(loaded, tmp_path / "2b.json")
    assert (tmp_path / "2b.json").read_bytes() == (tmp_path / "2.json").read_bytes(), "it tells of the last report of another version"
    undo_load(loaded, late["load_ids"][0])
    third = written(loaded, tmp_path / "3.json")["restatement"]
    assert third["why"] == ["took back or replaced late.csv"]
    assert {one["title"]: one["after"] for one in third["changes"]}["First response: attainment"] == "80.0\u00a0% (16 of 20)"


def test_a_load_that_does_not_touch_the_month_is_no_restatement(loaded: Path, put: Put, tmp_path: Path) -> None:
    written(loaded, tmp_path / "1.json")
    put(LATE.replace("2026-10-20", "2026-11-03"), name="november.csv", source="desk", as_of=AS_OF)
    assert written(loaded, tmp_path / "2.json")["restatement"] is None


def test_looking_at_a_month_issues_nothing(loaded: Path) -> None:
    summary_of(loaded, open_reader(loaded), "2026-10")
    assert issued.issued(loaded, "2026-10") == []


@pytest.mark.parametrize(("suffix", "begins"), [(".pdf", b"%PDF"), (".html", b"<!"), (".xlsx", b"PK"), (".json", b"{")])
def test_a_file_handed_on_by_a_page_is_issued(loaded: Path, suffix: str, begins: bytes) -> None:
    reader = open_reader(loaded)
    assert one_file(loaded, summary_of(loaded, reader, "2026-10"), reader, suffix).startswith(begins)
    assert len(issued.issued(loaded, "2026-10")) == 1


def test_a_file_that_is_there_is_replaced_only_when_told(loaded: Path, tmp_path: Path) -> None:
    out = tmp_path / "october.json"
    out.write_text("mine")
    with pytest.raises(FileRefused, match="not overwritten"):
        report(loaded, "2026-10", [tmp_path / "other.json", out], today=NOVEMBER)
    assert out.read_text() == "mine" and sorted(p.name for p in tmp_path.glob("*.json")) == ["october.json"]
    assert issued.issued(loaded, "2026-10") == [], "what was not written was not issued"
    report(loaded, "2026-10", [out], today=NOVEMBER, force=True)
    assert json.loads(out.read_bytes())["month"] == "2026-10"


def test_a_fault_while_writing_leaves_no_file_of_any_form(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path, content: bytes) -> None:
        if "second" in path.name:
            raise OSError(28, "No space left on device")
        real(path, content)

    real = durable.write
    monkeypatch.setattr(durable, "write", fails)
    with pytest.raises(StoreRefused):
        report(loaded, "2026-10", [tmp_path / "first.json", tmp_path / "second.json"], today=NOVEMBER)
    assert list(tmp_path.glob("*.json")) == [] and list(tmp_path.glob(".*part")) == []
    assert issued.issued(loaded, "2026-10") == []


@pytest.mark.parametrize("name", ["october.doc", "october", "missing/october.json"])
def test_a_name_that_cannot_be_written_is_refused_before_anything_is_made(loaded: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused):
        report(loaded, "2026-10", [tmp_path / name], today=NOVEMBER)


def test_t3_last_is_the_last_month_every_source_tells_the_whole_of(loaded: Path, put: Put) -> None:
    reader = open_reader(loaded)
    assert month_named(reader, "last", NOVEMBER) == "2026-10"
    assert month_named(reader, "2024-02", NOVEMBER) == "2024-02"
    put(OCTOBER.replace("T-", "U-"), name="other.csv", source="slow desk", as_of="2026-10-31T20:00:00Z")
    with pytest.raises(ReportRefused) as refused:
        month_named(open_reader(loaded), "last", NOVEMBER)
    assert "slow desk stands at 2026-10-31 20:00 UTC" in refused.value.found and "--month 2026-09" in refused.value.remedy


def test_t4_the_month_ends_in_the_reporting_zone(home: Path, put: Put) -> None:
    put(OCTOBER, source="desk", as_of="2026-11-01T04:59:59Z")      # still 31 October in Chicago
    with pytest.raises(ReportRefused):
        month_named(open_reader(home), "last", NOVEMBER)


def test_last_refuses_data_that_stop_short_of_the_calendar(loaded: Path) -> None:
    with pytest.raises(ReportRefused, match="stop short of Nov 2026"):
        report(loaded, "last", [], today=date(2026, 12, 1))


def test_nothing_loaded_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingLoaded):
        report(home, "2026-10", [tmp_path / "october.json"], today=NOVEMBER)


def test_a_damaged_memory_is_named_and_not_overwritten(loaded: Path, tmp_path: Path) -> None:
    path = issued.folder(loaded) / "2026-10.json"
    path.parent.mkdir()
    path.write_text('{"issued": [{}]}')
    with pytest.raises(StoreRefused, match=r"2026-10\.json"):
        report(loaded, "2026-10", [tmp_path / "october.json"], today=NOVEMBER)
    assert path.read_text() == '{"issued": [{}]}' and not (tmp_path / "october.json").exists()


def test_two_reports_at_once_are_both_remembered(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    facts = {"issued_at": "2026-11-02T06:00:00Z", "is_closed": True, "figures": {}, "loads": [], "policies": [], "program_version": "0"}
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: issued.remember(tmp_path, "2026-10", facts | {"version": f"v{n}"}), range(8)))
    assert sorted(one["version"] for one in issued.issued(tmp_path, "2026-10")) == [f"v{n}" for n in range(8)]


def test_two_runs_in_other_folders_zones_and_languages_give_the_same_bytes(home: Path, put: Put, tmp_path: Path) -> None:
    put(OCTOBER, source="desk", as_of=AS_OF)
    texts = []
    for place, zone, language in (("one", "UTC", "C.UTF-8"), ("two", "Pacific/Auckland", "de_DE.UTF-8"), ("three", "America/Lima", "C")):
        copied, out = tmp_path / place, tmp_path / place / "out"
        subprocess.run(["cp", "-r", str(home), str(copied)], check=True)
        out.mkdir()
        spoken = {"TZ": zone, "LC_ALL": language, "LANG": language, "PYTHONHASHSEED": str(len(place))}
        told = os.environ | spoken | {"PYTHONPATH": str(CHECKOUT)}
        words = [sys.executable, "-m", "analytics.cli", "report", "--month", "2026-10", "--out", "october.json", "--home", str(copied)]
        done = subprocess.run(words, cwd=out, env=told, check=True, capture_output=True)
        assert (done.stdout, done.stderr) == (b"", b""), "quiet"
        texts.append((out / "october.json").read_bytes())
    assert len(set(texts)) == 1


def test_two_fresh_loads_in_another_order_give_the_same_bytes(tmp_path: Path, in_this_process: None) -> None:
    from analytics.intake.options import LoadOptions
    from analytics.operations.load import load_files

    (tmp_path / "a.csv").write_text(OCTOBER)
    (tmp_path / "b.csv").write_text(LATE)
    texts = []
    for place, order in (("one", "ab"), ("two", "ba")):
        for name in order:
            load_files(tmp_path / place, [tmp_path / f"{name}.csv"], LoadOptions(source="desk", as_of=AS_OF))
        written(tmp_path / place, tmp_path / f"{place}.json")
        texts.append((tmp_path / f"{place}.json").read_bytes())
    assert texts[0] == texts[1]
