"""Loads that are killed: forked from this process, at a step of theirs that can be asked for again; or `sundial load` from outside."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from analytics.warehouse import Database, durable

ON_DISK = ("sync_file", "write", "rename", "remove")


@contextlib.contextmanager
def stepping(on_step: Callable[[], None]) -> Iterator[None]:
    """Hear of every statement of the engine and every write to the disk of what is published, just before it is done."""
    told = [(Database, "_execute"), *((durable, name) for name in ON_DISK)]
    before = [getattr(owner, name) for owner, name in told]

    def heard(does: Callable[..., object]) -> Callable[..., object]:
        def first_told(*given: object, **named: object) -> object:
            on_step()
            return does(*given, **named)

        return first_told

    for (owner, name), does in zip(told, before, strict=True):
        setattr(owner, name, heard(does))
    try:
        yield
    finally:
        for (owner, name), does in zip(told, before, strict=True):
            setattr(owner, name, does)


def steps_of(act: Callable[[], object]) -> int:
    """How many steps an act takes."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with stepping(count):
        act()
    return steps


def killed_at(step: int, act: Callable[[], object]) -> None:
    """Do the act in a process of its own, which is killed -9 before its step of that number (from 1), or ends where it has fewer."""
    gc.collect()  # a reader of a version left open would be open in both
    child = os.fork()
    if child == 0:
        _die_at(step, act)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, "the act failed before it was killed"


def _die_at(step: int, act: Callable[[], object]) -> None:
    left = step

    def die() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        with stepping(die):
            act()
        os._exit(0)
    finally:
        os._exit(1)


def start(home: Path, files: list[Path], *words: str) -> subprocess.Popen[bytes]:
    """`sundial load`, in a session of its own."""
    given = [sys.executable, "-m", "analytics.cli", "load", *map(str, files), *words, "--home", str(home)]
    return subprocess.Popen(given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def kill_command(chance: random.Random, home: Path, files: list[Path], *words: str) -> None:
    """Start `sundial load`; once it builds, kill it, or the limited process that builds for it, at a random moment (or let it end)."""
    loading = start(home, files, *words)
    while loading.poll() is None and not (building := _children(loading.pid)):
        pass
    with contextlib.suppress(subprocess.TimeoutExpired):
        loading.wait(timeout=chance.uniform(0, 1.5))
    killed = chance.choice((loading.pid, *building)) if loading.poll() is None else None
    if killed is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(killed, signal.SIGKILL)
    loading.wait()
    while any(_is_alive(child) for child in building):  # one whose parent was killed ends by itself
        pass


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False
