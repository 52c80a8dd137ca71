"""Reading files from outside in a process of its own, limited, so that a crafted file can only end that process.

The child limits itself (address space, CPU, size of written files, open files, no network where the system lets it) before it touches
the file. The parent keeps the wall clock, watches the child's memory and cancels, kills the child's whole group, and says how it ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from analytics import errors
from analytics.errors import FileRefused, SundialError
from analytics.operations import limited_child
from analytics.operations.limited_child import MORE_MEMORY
from analytics.operations.limits import GIB, Limits

CHECKOUT = Path(__file__).resolve().parents[2]
LOOK_EVERY_SECONDS = 0.1
LONGEST_MESSAGE_BYTES = 256 * 1024**2
ENDING_SECONDS = 2
"""How long a child that has closed its messages may take to end by itself."""

BROKE_OFF = "Reading the file broke off."
LOAD_AGAIN = "nothing was changed; load again, and if it stays, export the file again"

Message = dict[str, Any]


class LimitedJobFailed(RuntimeError):
    """The job ended by an error of the program, not of the file. Carries the child's traceback."""


def run_limited(
    module: str,
    job: Mapping[str, Any],
    limits: Limits | None = None,
    on_progress: Callable[[str, float | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Call `module.main(job, progress)` in a limited process; `job` and what it returns are JSON.

    `progress(step, share)` in the child becomes `on_progress` here; share is 0…1 or None. Raises what the child raised where that is
    a SundialError, and FileRefused where the child was ended: by a limit, by a signal, by `cancelled`.
    """
    child = _Child(module, job, limits or Limits.in_force())
    try:
        while True:
            message = child.next_message(LOOK_EVERY_SECONDS)
            if cancelled is not None and cancelled():
                raise cancelled_load()
            if message is None:
                child.keep_to_limits()
            elif "progress" in message:
                child.keep_to_limits()
                if on_progress is not None:
                    on_progress(str(message["progress"]), message.get("share"))
            else:
                return _outcome(child, message)
    finally:
        child.end()


def cancelled_load() -> FileRefused:
    """What a load that was called off ends with."""
    return FileRefused("Reading the file was cancelled.", "the reading process was ended", "nothing was changed; start again when ready")


def limits_in_force() -> dict[str, str]:
    """Which limits a reading process has on this system, by name, in words."""
    limits = Limits.in_force()
    told = {name: str(value) for name, value in run_limited(limited_child.TELLING, {}, limits).items()}
    watched = f"{limits.memory_bytes:,}" if _memory_bytes(os.getpid()) is not None else "not watched (this system does not tell)"
    return {"memory_bytes": watched, "wall_seconds": f"{limits.wall_seconds:,}", **told}


def _outcome(child: _Child, message: Message) -> dict[str, Any]:
    if "result" in message:
        return dict(message["result"])
    if "refused" in message:
        raise _same_error(str(message["refused"]), [str(part) for part in message["parts"]])
    if "failed" in message:
        raise LimitedJobFailed(str(message["failed"]))
    raise child.how_it_ended()


def _same_error(name: str, parts: list[str]) -> SundialError:
    """The error the child raised: its class by name, where that is one of ours, and its three parts."""
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, SundialError)):
        kind = SundialError
    error: SundialError = kind.__new__(kind)
    SundialError.__init__(error, *parts)
    return error


class _Child:
    """The running child and what its parent knows of it."""

    def __init__(self, module: str, job: Mapping[str, Any], limits: Limits) -> None:
        self._limits = limits
        self._started = time.monotonic()
        paths = [str(CHECKOUT), os.environ.get("PYTHONPATH", "")]
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", limited_child.TELLING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1"},
        )
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._order({"parent": os.getpid(), "module": module, "job": dict(job), "limits": _child_limits(limits)})
        self._listening = threading.Thread(target=self._listen, args=(self._child.stdout,), daemon=True)
        self._listening.start()

    def next_message(self, wait_seconds: float) -> Message | None:
        """The next message within a time, or None. {} is the end of all messages."""
        try:
            return self._messages.get(timeout=wait_seconds)
        except queue.Empty:
            return None

    def keep_to_limits(self) -> None:
        """End the child where it is over a limit that its parent keeps."""
        if time.monotonic() - self._started > self._limits.wall_seconds:
            found = f"not done after {self._limits.wall_seconds:,} seconds"
            raise FileRefused("Reading the file took too long.", found, "load it in parts, or raise SUNDIAL_LIMIT_WALL_SECONDS")
        used = _memory_bytes(self._child.pid)
        if used is not None and used > self._limits.memory_bytes:
            found = f"{used / GIB:.1f} GiB used, {self._limits.memory_bytes / GIB:.1f} GiB given"
            raise FileRefused("Reading the file took more memory than it is given.", found, MORE_MEMORY)

    def how_it_ended(self) -> FileRefused:
        """For a child that ended without a word."""
        try:
            code = self._child.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            return FileRefused(BROKE_OFF, "the reading process closed its messages", LOAD_AGAIN)
        if code >= 0:
            return FileRefused(BROKE_OFF, f"the reading process ended with code {code}", LOAD_AGAIN)
        return _ended_by_signal(-code, self._limits)

    def end(self) -> None:
        """Nothing of the child is left after this."""
        if self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.close()
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)
        else:
            self._child.kill()
        self._child.wait()
        self._listening.join(ENDING_SECONDS)

    def _order(self, order: dict[str, Any]) -> None:
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(order).encode() + b"\n")
            self._child.stdin.flush()
        except BrokenPipeError:
            # It ended at once; how is asked where the messages end.
            return

    def _listen(self, stream: IO[bytes]) -> None:
        with stream:
            while line := stream.readline(LONGEST_MESSAGE_BYTES):
                try:
                    message = json.loads(line)
                except ValueError:
                    break
                self._messages.put(message)
        self._messages.put({})


def _child_limits(limits: Limits) -> dict[str, int]:
    return {
        "address_space_bytes": limits.address_space_bytes,
        "cpu_seconds": limits.cpu_seconds,
        "written_file_bytes": limits.written_file_bytes,
        "open_files": limits.open_files,
        "core_dump_bytes": 0,
    }


def _ended_by_signal(number: int, limits: Limits) -> FileRefused:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = "unknown"
    found = f"the reading process was killed by signal {number} ({name})"
    if name == "SIGXCPU":
        found += f" after {limits.cpu_seconds:,} seconds of CPU time"
        return FileRefused("Reading the file took too much CPU time.", found, "load it in parts, or raise SUNDIAL_LIMIT_CPU_SECONDS")
    if name == "SIGKILL":
        return FileRefused("Reading the file was ended by the system, most often because memory ran out.", found, MORE_MEMORY)
    remedy = "the file is damaged or made to do this: export it again, or save it as plain CSV; if memory is short, load it in parts"
    return FileRefused("The program that reads the file crashed on it.", found, remedy)


def _memory_bytes(pid: int) -> int | None:
    """Resident memory of a process, where the system tells."""
    system: str = sys.platform
    if system == "linux":
        try:
            return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            return 0
    if system == "darwin":
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
        return int(told) * 1024 if told.isdigit() else 0
    return None
