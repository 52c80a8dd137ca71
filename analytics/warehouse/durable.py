"""Writing that is still there after a power cut: fsync the file, rename it, fsync the folder.

The rename makes it atomic, the fsync before it makes the bytes last, the fsync of the folder after it makes the name last. Without
the last one an acknowledged version was lost in a power cut. A failed fsync is never tried again: the system may have dropped the
pages already and would then report success for bytes that are gone.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.errors import StoreRefused
from analytics.warehouse.database import DISK_FULL, FREE_SPACE, RAISE_FILE_SIZE, TOO_LARGE

if sys.platform != "win32":
    import fcntl

FULL = (errno.ENOSPC, errno.EDQUOT)
STANDS = "the store is as it was before; check the disk (its log, its free space), then do the same again"


def sync_file(path: Path) -> None:
    """Bring a file's bytes to the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        if sys.platform == "darwin":
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Bring a folder's names to the disk. Windows cannot, and orders renames itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename(old: Path, new: Path) -> None:
    """Give a synced file its name, for good. Both in one folder."""
    _replace(old, new)
    sync_folder(new.parent)


def _replace(old: Path, new: Path) -> None:
    # Windows refuses while someone reads the old file; CURRENT is read for an instant at a time.
    for _ in range(50 if sys.platform == "win32" else 0):
        try:
            old.replace(new)
            return
        except PermissionError:
            time.sleep(0.02)
    old.replace(new)


def write(path: Path, content: bytes) -> None:
    """A small new file, synced, its name not yet."""
    with path.open("wb") as file:
        file.write(content)
    sync_file(path)


def make_folder(path: Path) -> None:
    """A folder and its parents, each named for good in the one above it."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Remove a file that may be gone already, or may be held by a reader where the system does not allow that."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


@contextmanager
def full_disk() -> Iterator[None]:
    """A full disk inside becomes StoreRefused, by name. Other faults stay what they are."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreRefused(DISK_FULL, str(error.strerror), FREE_SPACE) from error
        if error.errno == errno.EFBIG:
            raise StoreRefused(TOO_LARGE, str(error.strerror), RAISE_FILE_SIZE) from error
        raise


@contextmanager
def disk_faults(wrong: str) -> Iterator[None]:
    """Any fault of the disk inside becomes StoreRefused: for the store's own calls, where nothing else can be meant."""
    try:
        with full_disk():
            yield
    except OSError as error:
        raise StoreRefused(wrong, str(error.strerror or error), STANDS) from error
