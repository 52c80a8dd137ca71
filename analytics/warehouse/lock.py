"""The writer's lock: one writer at a time, on any number of processes and threads of this machine.

The system's own lock on an open file, so it is gone with its holder, also after a kill. Where there is no fcntl (Windows) the first
byte of the file is locked instead. Network file systems may not honour it between machines.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.errors import StoreBusy
from analytics.warehouse.durable import disk_faults

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK = "LOCK"
PID_AT = 1
"""Byte of the lock file where the holder's process id starts; byte 0 is the one Windows locks."""


@contextmanager
def writers_lock(folder: Path, name: str = LOCK) -> Iterator[None]:
    """Hold the lock of a store's folder, or another one of that name. Raises StoreBusy at once where another writer holds it."""
    with disk_faults("The writer's lock cannot be taken."):
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(descriptor)
        except OSError as error:
            raise _refused(descriptor) from error
        with disk_faults("The writer's lock cannot be taken."):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f" {os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _refused(descriptor: int) -> StoreBusy:
    os.lseek(descriptor, PID_AT, os.SEEK_SET)
    holder = os.read(descriptor, 20).decode(errors="replace").strip()
    who = f"process {holder}" if holder.isdigit() else "another process"
    found = f"the writer's lock is held by {who}"
    return StoreBusy("Another load is running on this store.", found, "wait until it has ended, then do the same again")
