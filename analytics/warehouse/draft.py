"""A version being made: built by whoever writes its file, published here or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analytics.errors import StoreRefused
from analytics.warehouse import durable
from analytics.warehouse.choosing import published_here
from analytics.warehouse.contents import read_back
from analytics.warehouse.version import CURRENT, Version, current_text, file_name, read_current, sha256_of, versions_on_disk

KEPT_VERSIONS = 3
"""Published versions that stay on disk, the newest included: for a damaged file and for slow readers."""

NEXT_CURRENT = ".CURRENT-next"
LAST_CURRENT = ".CURRENT-last"


@dataclass
class Draft:
    """The next version. Build `path` as a DuckDB file (no primary keys or indexes), CHECKPOINT, close, then publish."""

    base: Version | None
    number: int
    path: Path
    published: Version | None = field(default=None, init=False)

    def publish(self, expected: Mapping[str, tuple[int, int]] | None = None) -> Version:
        """Make it the version that is read. `expected`: what its builder counted (`contents`), to be found again.

        When this returns, the version survives a power cut. When it raises StoreRefused, the version before stands.
        """
        self._closed_by_its_builder()
        read_back(self.path, expected)
        with durable.disk_faults("The new version could not be brought to the disk."):
            version = self._named()
            self._made_current(version)
            published_here(version)
        self.published = version
        drop_old(self.path.parent, version)
        return version

    def discard(self) -> None:
        """Remove what was being built. After a publication there is nothing to remove."""
        for leftover in self.path.parent.glob(self.path.name + "*"):
            shutil.rmtree(leftover, ignore_errors=True) if leftover.is_dir() else durable.remove(leftover)

    def _closed_by_its_builder(self) -> None:
        if not self.path.is_file():
            raise StoreRefused("The new version was not built.", "no file", "load again; if it stays, report it with the command used")
        log = self.path.with_name(self.path.name + ".wal")
        if log.exists() and log.stat().st_size:
            raise StoreRefused("The new version was not closed.", "changes left in its log", "load again; if it stays, report it")

    def _named(self) -> Version:
        sha256 = sha256_of(self.path)
        version = Version(self.number, self.path.with_name(file_name(self.number, sha256)), sha256)
        durable.sync_file(self.path)
        try:
            durable.rename(self.path, version.path)
        except OSError:
            durable.remove(version.path)
            raise
        return version

    def _made_current(self, version: Version) -> None:
        folder = self.path.parent
        try:
            size = version.path.stat().st_size
            if (folder / CURRENT).exists():
                # Kept ready, so that going back needs no space on a full disk.
                durable.write(folder / LAST_CURRENT, (folder / CURRENT).read_bytes())
            durable.write(folder / NEXT_CURRENT, current_text(version, size))
            durable.rename(folder / NEXT_CURRENT, folder / CURRENT)
        except OSError:
            _take_back(folder, version)
            raise
        durable.remove(folder / LAST_CURRENT)


def _take_back(folder: Path, version: Version) -> None:
    """CURRENT as it was before. The version's file goes only when nothing names it any more."""
    try:
        if _names(folder, version):
            if (folder / LAST_CURRENT).exists():
                durable.rename(folder / LAST_CURRENT, folder / CURRENT)
            else:
                (folder / CURRENT).unlink()
                durable.sync_folder(folder)
    except OSError as error:
        if _names(folder, version):
            raise StoreRefused(
                "The new version is in place, but it is not certain to survive a power cut.",
                str(error.strerror),
                "check the disk of this machine now, then load the same file again: it says whether anything is missing",
            ) from error
        return
    durable.remove(folder / NEXT_CURRENT)
    durable.remove(folder / LAST_CURRENT)
    durable.remove(version.path)


def _names(folder: Path, version: Version) -> bool:
    named = read_current(folder)
    return named is not None and named[0].path == version.path


def drop_old(folder: Path, current: Version) -> None:
    """Remove the versions before the last few. A reader that holds one goes on reading it."""
    older = [version for version in versions_on_disk(folder) if version.number <= current.number]
    for version in older[KEPT_VERSIONS:]:
        durable.remove(version.path)
