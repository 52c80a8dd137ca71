"""The limited process itself: takes a job, limits itself, does it, and tells the parent.

In: one JSON line on stdin, {"parent", "module", "job", "limits"}; stdin then stays open, and its end means that the parent is gone.
Out: JSON lines on what was stdout, {"progress"}, {"result"}, {"refused"} or {"failed"}. What the job itself prints goes to stderr.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from analytics.errors import FileRefused, SundialError
from analytics.warehouse.durable import full_disk

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PROGRESS_EVERY_SECONDS = 0.05

Progress = Callable[[str, float | None], None]


def run() -> None:
    """Do the one job that comes in on stdin."""
    messages = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    order = json.loads(sys.stdin.buffer.readline())
    die_with_parent(int(order["parent"]))
    network = cut_off_network()
    limits = limit_itself(order["limits"])
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    try:
        job = {**order["job"], "_limits": {**limits, "network": network}} if order["module"] == TELLING else order["job"]
        with full_disk():
            result = importlib.import_module(order["module"]).main(job, _Telling(messages))
        _tell(messages, {"result": result})
    except SundialError as error:
        _tell(messages, {"refused": type(error).__name__, "parts": [error.wrong, error.found, error.remedy]})
    except MemoryError:
        refused = FileRefused("Reading the file took more memory than it is given.", "out of memory", MORE_MEMORY)
        _tell(messages, {"refused": "FileRefused", "parts": [refused.wrong, refused.found, refused.remedy]})
    except Exception:  # noqa: BLE001  Whatever it is, the parent has to be told.
        _tell(messages, {"failed": traceback.format_exc()})


MORE_MEMORY = "load it in parts, or raise SUNDIAL_LIMIT_MEMORY_BYTES where this machine has more"
TELLING = "analytics.operations.limited_child"
"""As a job's module: the child does nothing but tell its limits."""


def main(job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job of telling which limits are on."""
    return dict(job["_limits"])


class _Telling:
    """Progress to the parent, not more often than someone can see."""

    def __init__(self, messages: IO[str]) -> None:
        self._messages = messages
        self._step = ""
        self._told_at = 0.0

    def __call__(self, step: str, share: float | None = None) -> None:
        now = time.monotonic()
        if step == self._step and now - self._told_at < PROGRESS_EVERY_SECONDS:
            return
        self._step, self._told_at = step, now
        _tell(self._messages, {"progress": step, "share": share})


def _tell(messages: IO[str], message: dict[str, Any]) -> None:
    messages.write(json.dumps(message) + "\n")
    messages.flush()


def _end_with_stdin() -> None:
    while os.read(0, 4096):
        pass
    os._exit(1)


def die_with_parent(parent: int) -> None:
    """Be killed when the parent ends, however it ends (Linux; elsewhere the end of stdin tells)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def cut_off_network() -> str:
    """Move into a network of its own with nothing in it, where the system lets us. Must come before any thread."""
    if sys.platform != "linux":
        return "not cut off (this system cannot)"
    owner, group = os.getuid(), os.getgid()
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(CLONE_NEWNET) != 0:
        if library.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
            return f"not cut off ({os.strerror(ctypes.get_errno())})"
        _keep_own_ids(owner, group)
    there = [name for _, name in socket.if_nameindex() if name != "lo"]
    return f"not cut off ({', '.join(there)} still there)" if there else "cut off"


def _keep_own_ids(owner: int, group: int) -> None:
    """In a user namespace the account would otherwise be nobody."""
    for file, line in (("setgroups", "deny"), ("uid_map", f"{owner} {owner} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            with Path("/proc/self", file).open("w", encoding="ascii") as table:
                table.write(line)
        except OSError:
            continue


def limit_itself(limits: dict[str, int]) -> dict[str, str]:
    """Set what the system has; per limit what is in force. A limit that is lower already stays as it is."""
    try:
        import resource
    except ImportError:
        return dict.fromkeys(limits, "not enforced (this system has no resource limits)")
    kinds = {
        "address_space_bytes": resource.RLIMIT_AS,
        "cpu_seconds": resource.RLIMIT_CPU,
        "written_file_bytes": resource.RLIMIT_FSIZE,
        "open_files": resource.RLIMIT_NOFILE,
        "core_dump_bytes": resource.RLIMIT_CORE,
    }
    return {name: _limit(resource, kind, limits.get(name, 0)) for name, kind in kinds.items()}


def _limit(resource: Any, kind: int, wanted: int) -> str:
    hard = resource.getrlimit(kind)[1]
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        # Of the CPU time, the soft limit ends the process by SIGXCPU; the hard one a moment later would look like any kill.
        beyond = value + 5 if kind == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else hard
        resource.setrlimit(kind, (value, beyond if kind == resource.RLIMIT_CPU else value))
    except (OSError, ValueError) as error:
        return f"not enforced ({error})"
    if sys.platform == "darwin" and kind == resource.RLIMIT_AS:
        return "not enforced (accepted, but this system ignores it)"
    return f"{value:,}"


if __name__ == "__main__":
    run()
