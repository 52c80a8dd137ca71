"""A folder loaded once: nothing lost, nothing overwritten, nothing twice, whoever else is at work and whenever it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from analytics.cli import main
from analytics.errors import FileRefused, StoreBusy, StoreRefused
from analytics.intake.options import LoadOptions
from analytics.operations import building, load, load_folder
from analytics.operations.load_folder import FOLDER_LOCK, FileOutcome, Places
from analytics.operations.loads import list_loads
from analytics.warehouse.lock import writers_lock

HEADER = "ticket_id,received_at,tier,priority\n"
OPTIONS = LoadOptions()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "in").mkdir()
    return Places.checked(tmp_path / "in", tmp_path / "done", tmp_path / "failed")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads are built in this process."""
    monkeypatch.setattr(load, "run_limited", lambda module, job, **_: building.main(dict(job), lambda step, share: None))


@pytest.fixture
def run(places: Places, tmp_path: Path, here: None) -> Callable[..., dict[str, FileOutcome]]:
    def now(seconds_later: float = 120, **words: Any) -> dict[str, FileOutcome]:
        told = load_folder.load_folder(tmp_path / "home", places, OPTIONS, now=time.time() + seconds_later, **words)
        return {one.file: one for one in told}

    return now


def export(folder: Path, name: str, ticket_id: str = "1", at: str = "2026-10-01T12:00:00Z") -> Path:
    path = folder / name
    path.write_text(f"{HEADER}{ticket_id},{at},Standard,High\n")
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != FOLDER_LOCK}


def test_one_failure_does_not_stop_the_rest_and_says_why_in_three_parts(run: Any, places: Places) -> None:
    export(places.folder, "a.csv", "1")
    export(places.folder, "b.csv", "2", at="2026-10-01 12:00:00")
    (places.folder / "c.csv").write_text("nothing,of,use\n1,2,3\n")
    export(places.folder, "d.csv", "3")
    told = run()
    assert {name: one.outcome for name, one in told.items()} == {"a.csv": "loaded", "b.csv": "failed", "c.csv": "failed", "d.csv": "loaded"}
    assert names(places.folder) == set()
    assert names(places.done) == {"a.csv", "d.csv"}
    assert names(places.failed) == {"b.csv", "b.csv.txt", "c.csv", "c.csv.txt"}
    note = (places.failed / "b.csv.txt").read_text().splitlines()
    assert "found:" in note[1] and "--timezone" in note[-1], "T2: a zone that nothing tells is not guessed"


def test_t2_the_zone_of_a_saved_format_is_taken(run: Any, places: Places, tmp_path: Path) -> None:
    (tmp_path / "home" / "formats").mkdir(parents=True)
    (tmp_path / "home" / "formats" / "ours.toml").write_text(
        'title = "Ours"\nproduct = "ours"\nkind = "tickets"\nrecognised_by = ["Nr", "Created", "Plan"]\ntimestamps = ["%Y-%m-%d %H:%M"]\n'
        'timezone = "Europe/Berlin"\n[columns]\nticket_id = "Nr"\nreceived_at = "Created"\ntier = "Plan"\n'
    )
    (places.folder / "x.csv").write_text("Nr,Created,Plan\n1,2026-07-01 12:00,Standard\n")
    told = run()["x.csv"]
    assert told.outcome == "loaded" and told.receipt is not None and told.receipt["as_of"] == "2026-07-01T10:00:00Z"


def test_a_file_changed_in_the_last_minute_is_left_and_hidden_ones_are_none(run: Any, places: Places) -> None:
    export(places.folder, "fresh.csv")
    export(places.folder, ".hidden.csv")
    (places.folder / "folder").mkdir()
    (places.folder / "link.csv").symlink_to(places.folder / "fresh.csv")
    assert {name: one.outcome for name, one in run(0).items()} == {"fresh.csv": "left"}
    assert {name: one.outcome for name, one in run(59).items()} == {"fresh.csv": "left"}
    assert {name: one.outcome for name, one in run(61).items()} == {"fresh.csv": "loaded"}
    assert names(places.folder) == {".hidden.csv", "folder", "link.csv"}


def test_nothing_is_overwritten_in_done_or_failed(run: Any, places: Places) -> None:
    for number in (1, 2, 3):
        export(places.folder, "a.csv.bak", str(number))
        (places.folder / "bad.csv").write_text(f"no\n{number}\n")
        (places.folder / "a.csv.bak").rename(places.folder / "a.csv")
        run()
    assert names(places.done) == {"a.csv", "a (2).csv", "a (3).csv"}
    assert names(places.failed) == {"bad.csv", "bad (2).csv", "bad (3).csv", *(f"{b}.csv.txt" for b in ("bad", "bad (2)", "bad (3)"))}
    assert [(places.failed / f"bad{n}.csv").read_text() for n in ("", " (2)", " (3)")] == ["no\n1\n", "no\n2\n", "no\n3\n"]


def test_a_text_of_someone_else_in_failed_is_not_overwritten(run: Any, places: Places) -> None:
    (places.failed / "bad.csv.txt").write_text("mine")
    (places.folder / "bad.csv").write_text("no\n1\n")
    run()
    assert (places.failed / "bad.csv.txt").read_text() == "mine"
    assert {"bad (2).csv", "bad (2).csv.txt"} <= names(places.failed)


def test_l3_a_run_killed_between_load_and_move_is_made_good_by_the_next(run: Any, places: Places, tmp_path: Path) -> None:
    """The file is loaded and still there: the same bytes change nothing, and it goes to done."""
    export(places.folder, "a.csv")
    load.load_files(tmp_path / "home", [places.folder / "a.csv"], OPTIONS)
    before = list_loads(tmp_path / "home")
    assert run()["a.csv"].outcome == "unchanged"
    assert list_loads(tmp_path / "home") == before and names(places.done) == {"a.csv"}


def test_a_run_killed_between_the_two_names_of_a_move_leaves_one_file(run: Any, places: Places) -> None:
    path = export(places.folder, "a.csv")
    os.link(path, places.done / "a.csv")
    assert run()["a.csv"].outcome == "loaded"
    assert (names(places.folder), names(places.done)) == (set(), {"a.csv"})


def test_a_file_changed_while_it_is_loaded_stays_and_is_loaded_again(run: Any, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(places.folder, "a.csv")
    true_load = load_folder.load_files

    def changed(*words: Any, **more: Any) -> dict[str, Any]:
        receipt = true_load(*words, **more)
        with path.open("a") as file:
            file.write("2,2026-10-02T12:00:00Z,Standard,High\n")
        return receipt

    monkeypatch.setattr(load_folder, "load_files", changed)
    assert run()["a.csv"].outcome == "left" and names(places.folder) == {"a.csv"}
    monkeypatch.setattr(load_folder, "load_files", true_load)
    told = run()["a.csv"]
    assert told.outcome == "loaded" and told.receipt is not None and told.receipt["inserted"] == 1


def test_two_runs_at_once_do_no_harm(run: Any, places: Places) -> None:
    export(places.folder, "a.csv")
    with writers_lock(places.folder, FOLDER_LOCK), pytest.raises(StoreBusy):
        run()
    assert names(places.folder) == {"a.csv"}
    assert run()["a.csv"].outcome == "loaded"


def test_a_fault_of_the_store_leaves_the_files_where_they_are(run: Any, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    export(places.folder, "a.csv")
    export(places.folder, "b.csv", "2")

    def full(*_: Any, **__: Any) -> dict[str, Any]:
        raise StoreRefused("The disk is full.", "no space", "free some")

    monkeypatch.setattr(load_folder, "load_files", full)
    assert {one.outcome for one in run().values()} == {"left"}
    assert names(places.folder) == {"a.csv", "b.csv"} and names(places.failed) == set()


def test_another_writer_of_the_store_is_waited_for(run: Any, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(places.folder, "a.csv")
    store = tmp_path / "home" / "store"
    store.mkdir(parents=True)
    held = writers_lock(store)
    held.__enter__()
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            held.__exit__(None, None, None)

    monkeypatch.setattr(load_folder.time, "sleep", sleep)
    assert run()["a.csv"].outcome == "loaded" and len(waited) == 3


def test_across_file_systems_a_file_is_copied_and_still_not_overwritten(
    run: Any, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*_: Any) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(load_folder.os, "link", other)
    for number in (1, 2):
        export(places.folder, "a.csv", str(number))
        run()
    assert names(places.done) == {"a.csv", "a (2).csv"} and names(places.folder) == set()


def test_the_three_folders_must_be_three(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for words in (("none", "done", "failed"), ("file", "done", "failed"), (".", "x", "x"), (".", ".", "x"), (".", "file", "x")):
        with pytest.raises(FileRefused):
            Places.checked(*(tmp_path / word for word in words))


def sundial(places: Places, home: Path, *words: str) -> Result:
    folders = [str(places.folder), "--done", str(places.done), "--failed", str(places.failed)]
    return CliRunner().invoke(main, ["load", *folders, "--home", str(home), *words])


def test_the_command_exits_1_where_one_failed_and_0_where_nothing_is_to_do(places: Places, tmp_path: Path, here: None) -> None:
    assert sundial(places, tmp_path / "home").exit_code == 0
    long_ago = time.time() - 3600
    for name, path in (("a.csv", export(places.folder, "a.csv")), ("b.csv", places.folder / "b.csv")):
        path.write_text(path.read_text() if name == "a.csv" else "no\n1\n")
        os.utime(path, (long_ago, long_ago))
    done = sundial(places, tmp_path / "home", "--json")
    assert done.exit_code == 1
    assert {one["file"]: one["outcome"] for one in json.loads(done.stdout)} == {"a.csv": "loaded", "b.csv": "failed"}
    assert CliRunner().invoke(main, ["load", str(places.folder), "--done", str(places.done)]).exit_code == 2
    alone = CliRunner().invoke(main, ["load", str(places.folder)])
    assert alone.exit_code == 1 and "--done" in alone.stderr


@pytest.mark.long
def test_killed_at_many_moments_every_file_ends_loaded_once_and_in_one_place(places: Places, tmp_path: Path) -> None:
    long_ago = time.time() - 3600
    for number in range(4):
        os.utime(export(places.folder, f"{number}.csv", str(number)), (long_ago, long_ago))
    folders = [str(places.folder), "--done", str(places.done), "--failed", str(places.failed)]
    words = [sys.executable, "-m", "analytics.cli", "load", *folders, "--home", str(tmp_path / "home")]
    for attempt in range(12):
        loading = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            loading.wait(timeout=0.9 + 0.35 * attempt)
        except subprocess.TimeoutExpired:
            os.killpg(loading.pid, signal.SIGKILL)
            loading.wait()
        assert len(names(places.folder) | names(places.done)) == 4
    assert subprocess.run(words, check=False, capture_output=True).returncode == 0
    assert (names(places.folder), names(places.failed)) == (set(), set())
    assert names(places.done) == {f"{number}.csv" for number in range(4)}
    assert sorted(one["file"] for one in list_loads(tmp_path / "home")) == [f"{number}.csv" for number in range(4)]


@pytest.mark.long
def test_two_runs_started_together_load_each_file_once(places: Places, tmp_path: Path) -> None:
    long_ago = time.time() - 3600
    for number in range(5):
        os.utime(export(places.folder, f"{number}.csv", str(number)), (long_ago, long_ago))
    folders = [str(places.folder), "--done", str(places.done), "--failed", str(places.failed)]
    words = [sys.executable, "-m", "analytics.cli", "load", *folders, "--home", str(tmp_path / "home")]
    both = [subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert names(places.done) == {f"{number}.csv" for number in range(5)} and names(places.folder) == set()
    assert len(list_loads(tmp_path / "home")) == 5
