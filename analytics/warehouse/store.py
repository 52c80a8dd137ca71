"""The store: a folder of published versions, one of them current.

A writer holds the lock, prepares the next version beside the current one and publishes it in one rename; readers take the version
CURRENT names. A crash at any instant leaves the old version or the new one, whole. Checks and falling back are in `choosing`.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.errors import StoreRefused, SundialError
from analytics.warehouse import durable
from analytics.warehouse.choosing import ATTEMPTS, newest_whole, takes_long
from analytics.warehouse.database import Database
from analytics.warehouse.draft import LAST_CURRENT, NEXT_CURRENT, Draft, drop_old
from analytics.warehouse.lock import writers_lock
from analytics.warehouse.reader import Reader, refuse_newer
from analytics.warehouse.version import Version, highest_number, versions_on_disk

SPILL = re.compile(r"\.spill-(\d+)-[0-9a-f]+")

_readers: dict[Path, Reader] = {}
_opening: dict[Path, threading.Lock] = {}
_registering = threading.Lock()


class Store:
    """The versions under one folder. Any number of Store objects, threads and processes may use one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def current(self) -> Version | None:
        """The newest version that is whole, its hash checked once in this process; None where nothing was ever published."""
        return newest_whole(self.folder)

    def reader(self) -> Reader | None:
        """A reader of the newest whole version, never older than one this process has read already. None: nothing published yet."""
        with _registering:
            lock = _opening.setdefault(self.folder, threading.Lock())
        # While another thread checks and opens a new version, the one before goes on being read.
        if not lock.acquire(blocking=self.folder not in _readers):
            return _readers[self.folder]
        try:
            return self._newest_reader()
        finally:
            lock.release()

    def reader_at_once(self) -> Reader | None:
        """As reader(), but nobody waits for the hash of a large version that was published in the last minute: it is checked and opened
        meanwhile, and the version before goes on being read.
        """
        held = _readers.get(self.folder)
        if held is None or not takes_long(self.folder):
            return self.reader()
        threading.Thread(target=self._read_ahead, daemon=True).start()
        return held

    def _read_ahead(self) -> None:
        with contextlib.suppress(SundialError, OSError):  # said to whoever asks next
            self.reader()

    @contextmanager
    def writing(self, *, from_fallback: bool = False) -> Iterator[Draft]:
        """Hold the writer's lock and make the next version. What is not published inside is dropped.

        Raises StoreRefused where another writer is at work, and where the newest version is damaged (a new one would silently lose
        what only that one held) unless `from_fallback` says to build on the version before.
        """
        with durable.disk_faults("The store's folder cannot be written."):
            durable.make_folder(self.folder)
        with writers_lock(self.folder):
            draft = self._draft(from_fallback)
            try:
                with durable.full_disk():
                    yield draft
            finally:
                draft.discard()

    def _newest_reader(self) -> Reader | None:
        held = _readers.get(self.folder)
        held = None if held and held.is_lost else held
        try:
            version = newest_whole(self.folder)
        except StoreRefused:
            if held is None:
                raise
            version = None
        if held and (version is None or version.number < held.version.number):
            older = f"version {version.number}" if version else "no version"
            notice = f"The store on disk now holds {older}; version {held.version.number}, already read here, goes on being shown."
            reader = held.noted(notice)
        elif version is None:
            return None
        elif held and held.version.path == version.path:
            reader = held.noted(version.notice)
        else:
            reader = self._opened(version)
        _readers[self.folder] = reader
        return reader

    def _opened(self, version: Version) -> Reader:
        for _ in range(ATTEMPTS):
            try:
                return Reader.open(version)
            except StoreRefused:
                # Removed by a writer since it was chosen: newer ones are there.
                if version.path.exists():
                    raise
            version = newest_whole(self.folder) or version
        return Reader.open(version)

    def _draft(self, from_fallback: bool) -> Draft:
        base = self.current()
        if base and base.notice and not from_fallback:
            raise StoreRefused(
                "The newest version of the store is damaged, and a load now would drop what only it held.",
                base.notice,
                "restore the store's folder from a backup, or say that the older version is to be built on",
            )
        if base:
            with Database.open(base.path) as database:
                refuse_newer(database)
        with durable.disk_faults("The store's folder cannot be written."):
            highest = self._sweep(base)
        number = highest + 1
        return Draft(base, number, self.folder / f".next-{number}-{secrets.token_hex(4)}.duckdb")

    def _sweep(self, base: Version | None) -> int:
        """Remove what a crashed writer left; the highest number in use. A renamed version that CURRENT never named was not published."""
        for leftover in self.folder.glob(".next-*"):
            shutil.rmtree(leftover, ignore_errors=True) if leftover.is_dir() else durable.remove(leftover)
        for name in (NEXT_CURRENT, LAST_CURRENT):
            durable.remove(self.folder / name)
        for spilled in self.folder.glob(".spill-*"):
            match = SPILL.fullmatch(spilled.name)
            if match and not _alive(int(match[1])):
                shutil.rmtree(spilled, ignore_errors=True)
        if base is None or base.notice:
            return highest_number(self.folder)
        unnamed = [version for version in versions_on_disk(self.folder) if version.number > base.number]
        if unnamed:
            # What CURRENT says must be on the disk before anything it does not name goes.
            durable.sync_folder(self.folder)
        for version in unnamed:
            durable.remove(version.path)
        drop_old(self.folder, base)
        return base.number


def _alive(pid: int) -> bool:
    """Whether a process of this machine has that id. On Windows asking would end it, so there it counts as alive."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
