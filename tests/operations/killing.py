"""Loads that are killed: in a process of their own, at a step of theirs that can be asked for again; or `sundial load` from outside."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analytics.operations import building, load
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
    """Do the act in a process of its own, which is killed -9 before its step of that number (from 1), or ends where it has fewer.

    The process is forked from a server that never opened a store: threads of an open engine do not live on in a fork, and it would
    wait for them. So the act has to be one that can be pickled; it builds in that very process.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["analytics.operations.building", "analytics.operations.undo", __name__])
    child = context.Process(target=_die_at, args=(step, act))
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL), "the act failed before it was killed"


def _die_at(step: int, act: Callable[[], object]) -> None:
    left = step

    def die() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    load.run_limited = build_here
    with stepping(die):
        act()


def build_here(module: str, job: Mapping[str, Any], **_: Any) -> dict[str, Any]:
    """In place of run_limited: the limited process is left out, so that a step of it is one of ours."""
    return building.main(dict(job), lambda step, share: None)


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
