"""Which version is read: the one CURRENT names where it is whole, else the newest before it that is, with a notice.

Whole means: there, of the size CURRENT states, and its bytes hash to the SHA-256 it was published with. The hash is taken once per
file in a process; the process that published a version took it then.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import replace
from pathlib import Path

from analytics.errors import StoreRefused
from analytics.warehouse.version import CURRENT, CurrentDamaged, Version, is_of, read_current, versions_on_disk

ATTEMPTS = 20
"""How often CURRENT is read again when its file went meanwhile: each time a writer has published anew."""

LONG_BYTES = 200_000_000
"""From this size on a version's hash takes longer than a page should wait for, some tenths of a second."""

JUST_PUBLISHED_SECONDS = 60.0

Checked = tuple[str, int, int, int]
_checked: dict[Checked, str | None] = {}
"""File -> what is wrong with its bytes."""


def published_here(version: Version) -> None:
    """Remember that this process has just taken the hash of a version's file and named the file by it: it is not taken again."""
    with contextlib.suppress(OSError):  # it is published all the same
        _checked[_key(version, version.path.stat())] = None


def newest_whole(folder: Path) -> Version | None:
    """The newest version that is whole; None where nothing was published. Raises StoreRefused where none is whole."""
    for _ in range(ATTEMPTS):
        try:
            named = read_current(folder)
        except CurrentDamaged as error:
            return _before(folder, None, f"the file that names the newest version is damaged ({error})")
        if named is None:
            return _unnamed(folder)
        version, size = named
        fault = _fault(version, size)
        if fault is None:
            return version
        if _still_named(folder, version):
            return _before(folder, version.number, f"version {version.number} is damaged ({fault})")
    raise StoreRefused("The store changes faster than it can be read.", "a new version at every attempt", "wait for the loads to end")


def takes_long(folder: Path) -> bool:
    """Whether a large version was published in the last minute and newest_whole() would have to take its hash first."""
    with contextlib.suppress(CurrentDamaged, OSError):
        named = read_current(folder)
        if named is not None:
            stat, since = named[0].path.stat(), time.time() - (folder / CURRENT).stat().st_mtime
            return stat.st_size >= LONG_BYTES and since < JUST_PUBLISHED_SECONDS and _key(named[0], stat) not in _checked
    return False


def _fault(version: Version, size: int | None) -> str | None:
    """What is wrong with a version's file, or None."""
    try:
        stat = version.path.stat()
        if size is not None and stat.st_size != size:
            return f"{stat.st_size} bytes instead of {size}"
        key = _key(version, stat)
        if key not in _checked:
            same = is_of(version.path, version.sha256)
            _checked[key] = None if same else "its bytes have changed"
        return _checked[key]
    except FileNotFoundError:
        return "its file is missing"
    except OSError as error:
        return f"its file cannot be read: {error.strerror}"


def _key(version: Version, stat: os.stat_result) -> Checked:
    """A file as it is now: another of that name, or this one written to, is checked anew."""
    return str(version.path), stat.st_ino, stat.st_size, stat.st_mtime_ns


def _still_named(folder: Path, version: Version) -> bool:
    try:
        named = read_current(folder)
    except CurrentDamaged:
        return False
    return named is not None and named[0].path == version.path


def _unnamed(folder: Path) -> Version | None:
    """No CURRENT. One whole file alone is a first publication cut off before it was named: it had been verified and synced."""
    kept = versions_on_disk(folder)
    if not kept:
        return None
    if len(kept) == 1 and _fault(kept[0], None) is None:
        return kept[0]
    return _before(folder, None, "the file that names the newest version is missing")


def _before(folder: Path, number: int | None, why: str) -> Version:
    """The newest whole version before a number, with the notice."""
    for version in versions_on_disk(folder):
        if (number is None or version.number < number) and _fault(version, None) is None:
            return replace(version, notice=f"Fell back to version {version.number} of the store: {why}.")
    raise StoreRefused("No version of the store can be read.", why, "restore the store's folder from a backup, or remove it and load again")
