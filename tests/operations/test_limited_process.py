"""A file is read in a process that can only end itself: every way it can end is told, and nothing of it stays."""

from __future__ import annotations

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import FileRefused, StoreRefused, SundialError, UnknownWord
from analytics.operations.limited_process import LimitedJobFailed, limits_in_force, run_limited
from analytics.operations.limits import Limits

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = Limits(memory_bytes=2 * 1024**3, cpu_seconds=60, wall_seconds=60, open_files=64, written_file_bytes=100_000_000)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="jobs and limits of these tests are those of Linux")


@pytest.fixture(autouse=True)
def jobs_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def run(do: str, limits: Limits = SMALL, on_progress: Any = None, cancelled: Any = None, **job: Any) -> dict[str, Any]:
    return run_limited("limited_jobs", {"do": do, **job}, limits, on_progress, cancelled)


def gone(pid: int, within_seconds: float = 10) -> bool:
    """Whether a process is gone (or only waits to be collected) within a time."""
    until = time.monotonic() + within_seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
    return False


def test_a_job_goes_in_and_its_result_comes_back() -> None:
    told: list[tuple[str, float | None]] = []
    result = run("answer", on_progress=lambda step, share: told.append((step, share)), words=["ä", "\u202e", "\n"], nothing=None)
    assert result["job"] == {"do": "answer", "words": ["ä", "\u202e", "\n"], "nothing": None}
    assert result["pid"] != os.getpid() and result["group"] == result["pid"]
    assert told[0] == ("reading", None) and told[-1] == ("judging", 1.0)


def test_a_job_bigger_than_a_pipe_goes_in() -> None:
    assert len(run("answer", long="x" * 3_000_000)["job"]["long"]) == 3_000_000


@pytest.mark.parametrize(("how", "kind"), [("word", UnknownWord), ("store", StoreRefused)])
def test_an_error_comes_back_as_its_class_with_its_three_parts(how: str, kind: type[SundialError]) -> None:
    with pytest.raises(kind) as refused:
        run("refuse", how=how)
    expected = UnknownWord("tier", "Gold", ["Enterprise"]) if how == "word" else StoreRefused("a", "b", "c")
    assert type(refused.value) is kind
    assert str(refused.value) == str(expected)


def test_an_error_of_the_program_stays_loud() -> None:
    with pytest.raises(LimitedJobFailed, match="a fault of the program"):
        run("programs_error")


def test_a_full_disk_in_the_job_is_named() -> None:
    with pytest.raises(StoreRefused, match="The disk is full"):
        run("not_enough_disk")


def test_a_crash_is_told_by_its_signal() -> None:
    with pytest.raises(FileRefused, match="crashed") as refused:
        run("crash")
    assert "signal 11 (SIGSEGV)" in refused.value.found


def test_a_kill_from_outside_is_told() -> None:
    with pytest.raises(FileRefused, match="memory ran out") as refused:
        run("be_killed")
    assert "signal 9 (SIGKILL)" in refused.value.found


def test_an_end_without_a_word_is_told() -> None:
    with pytest.raises(FileRefused, match="broke off") as refused:
        run("leave", code=7)
    assert "code 7" in refused.value.found


def test_rubbish_instead_of_messages_is_told() -> None:
    with pytest.raises(FileRefused, match="broke off"):
        run_limited("limited_jobs", {"do": "send_rubbish"}, dataclasses.replace(SMALL, wall_seconds=20))


def test_too_much_address_space_is_told() -> None:
    with pytest.raises(FileRefused, match="more memory"):
        run("take_address_space")


def test_too_much_memory_is_seen_by_the_parent() -> None:
    with pytest.raises(FileRefused, match="more memory") as refused:
        run("take_memory", dataclasses.replace(SMALL, memory_bytes=300 * 1024**2))
    assert "0.3 GiB given" in refused.value.found


def test_too_much_cpu_time_is_told() -> None:
    with pytest.raises(FileRefused, match="too much CPU time") as refused:
        run("burn", dataclasses.replace(SMALL, cpu_seconds=1))
    assert "SIGXCPU" in refused.value.found and "SUNDIAL_LIMIT_CPU_SECONDS" in refused.value.remedy


def test_the_wall_clock_is_kept_by_the_parent() -> None:
    with pytest.raises(FileRefused, match="too long") as refused:
        run("wait", dataclasses.replace(SMALL, wall_seconds=1))
    assert "SUNDIAL_LIMIT_WALL_SECONDS" in refused.value.remedy


def test_a_file_written_beyond_the_limit_is_told(tmp_path: Path) -> None:
    limits = dataclasses.replace(SMALL, written_file_bytes=1000)
    assert run("write_much", limits, path=str(tmp_path / "small"), bytes=1000) == {}
    with pytest.raises(StoreRefused, match="grew beyond"):
        run("write_much", limits, path=str(tmp_path / "large"), bytes=1001)


def test_open_files_are_limited() -> None:
    opened = run("open_many")
    assert 30 < opened["opened"] < 64


def test_no_core_dump_holds_what_tickets_said() -> None:
    assert run("tell_core_limit") == {"core": 0}


def test_no_network_where_the_system_cuts_it_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        error = run("ask_network", port=server.getsockname()[1])["error"]
    if limits_in_force()["network"] != "cut off":
        pytest.skip(f"this system does not let a process cut itself off: {limits_in_force()['network']}")
    assert error != 0


def test_cancelling_ends_the_process() -> None:
    seen: list[str] = []
    with pytest.raises(FileRefused, match="cancelled"):
        run("wait", on_progress=lambda step, share: seen.append(step), cancelled=lambda: bool(seen))
    assert seen == ["waiting"]


def test_nothing_started_by_the_job_stays() -> None:
    pids: list[int] = []
    with pytest.raises(FileRefused, match="cancelled"):
        run("wait_with_a_child_of_its_own", on_progress=lambda step, share: pids.append(int(step)), cancelled=lambda: bool(pids))
    assert gone(pids[0])


def test_an_error_in_the_page_ends_the_process() -> None:
    pids: list[int] = []

    def leave_page(step: str, share: float | None) -> None:
        pids.append(int(step))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run("wait_with_a_child_of_its_own", on_progress=leave_page)
    assert gone(pids[0])


def test_the_process_ends_with_its_parent() -> None:
    code = (
        "from analytics.operations.limited_process import run_limited\n"
        "run_limited('limited_jobs', {'do': 'wait_with_a_child_of_its_own'}, on_progress=lambda s, _: print(s, flush=True))"
    )
    paths = os.pathsep.join([str(CHECKOUT), str(Path(__file__).parent)])
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}) as parent:
        assert parent.stdout is not None
        grandchild = int(parent.stdout.readline())
        child = int(Path(f"/proc/{grandchild}/stat").read_text().rsplit(")")[-1].split()[1])
        parent.kill()
    try:
        assert gone(child)
    finally:
        os.kill(grandchild, signal.SIGKILL)


def test_the_database_engine_works_within_the_default_limits(tmp_path: Path) -> None:
    limits = Limits()
    assert run("count_in_engine", limits, path=str(tmp_path / "x.duckdb"), memory=limits.engine_memory) == {"rows": 1_000_000}


def test_which_limits_are_on_is_told() -> None:
    told = limits_in_force()
    assert told["open_files"] == "256" and told["cpu_seconds"] == "3,600" and told["wall_seconds"] == "3,600"
    assert set(told) >= {"memory_bytes", "address_space_bytes", "written_file_bytes", "network"}


def test_limits_are_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUNDIAL_LIMIT_CPU_SECONDS", "7")
    monkeypatch.setenv("SUNDIAL_LIMIT_OPEN_FILES", "")
    assert Limits.in_force() == dataclasses.replace(Limits(), cpu_seconds=7)
    assert limits_in_force()["cpu_seconds"] == "7"


@pytest.mark.parametrize("value", ["much", "0", "-1", "1.5", "1e9"])
def test_a_limit_that_is_no_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SUNDIAL_LIMIT_MEMORY_BYTES", value)
    with pytest.raises(SundialError, match="SUNDIAL_LIMIT_MEMORY_BYTES"):
        Limits.in_force()
