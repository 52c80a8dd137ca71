"""A published version, and how it is named on disk.

A version's file carries its number and its SHA-256 in its name, and CURRENT names one of them. So every kept version can be checked
without anything but itself, also when CURRENT is lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

SCHEMA_VERSION = 3
"""Of the tables in a version (store_meta, key schema_version). Newer code migrates by publishing; older code refuses by name."""

CURRENT = "CURRENT"
PIECE, BLOCK = 64 << 20, 1 << 20
PATTERN = re.compile(r"version-(\d{6,})-([0-9a-f]{64})\.duckdb")


@dataclass(frozen=True)
class Version:
    """One published state of the store. `notice` says in one sentence why it is not the newest, where it is not."""

    number: int
    path: Path
    sha256: str
    notice: str | None = None


class CurrentDamaged(Exception):
    """CURRENT is there and does not name a version."""


def file_name(number: int, sha256: str) -> str:
    """What a version's file is called."""
    return f"version-{number:06d}-{sha256}.duckdb"


def from_path(path: Path) -> Version | None:
    """The version a file name stands for, unchecked; None where it is another file."""
    match = PATTERN.fullmatch(path.name)
    return Version(int(match[1]), path, match[2]) if match else None


def versions_on_disk(folder: Path) -> list[Version]:
    """All version files, newest first, unchecked."""
    found = [from_path(path) for path in folder.iterdir()] if folder.is_dir() else []
    return sorted((version for version in found if version), key=lambda version: version.number, reverse=True)


def current_text(version: Version, size: int) -> bytes:
    """What CURRENT says of a version. `size` in bytes."""
    facts = {"number": version.number, "file": version.path.name, "sha256": version.sha256, "size": size}
    return (json.dumps(facts) + "\n").encode()


def read_current(folder: Path) -> tuple[Version, int] | None:
    """The version CURRENT names and its size in bytes, unchecked; None where there is no CURRENT. Raises CurrentDamaged."""
    try:
        raw = (folder / CURRENT).read_bytes()
    except FileNotFoundError:
        return None
    try:
        facts = json.loads(raw)
        version = from_path(folder / str(facts["file"]))
        size = int(facts["size"])
        if version is None or (version.number, version.sha256) != (facts["number"], facts["sha256"]):
            raise CurrentDamaged("it does not agree with itself")
    except (ValueError, KeyError, TypeError) as error:
        raise CurrentDamaged("it cannot be read") from error
    return version, size


def highest_number(folder: Path) -> int:
    """The highest number ever given, as far as the folder tells: by its files and by CURRENT. 0 where there is none."""
    numbers = [version.number for version in versions_on_disk(folder)]
    with contextlib.suppress(CurrentDamaged):
        named = read_current(folder)
        numbers += [named[0].number] if named else []
    return max(numbers, default=0)


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes: the SHA-256 of up to PIECE bytes; of a larger file, the SHA-256 of its pieces' SHA-256s, one after another.

    So all cores take part: a store of ten million tickets is checked before the first page of a new version comes.
    """
    size = path.stat().st_size
    if size <= PIECE:
        return _whole(path)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        pieces = pool.map(lambda start: _piece(path, start), range(0, size, PIECE))
        return hashlib.sha256(b"".join(pieces)).hexdigest()


def is_of(path: Path, sha256: str) -> bool:
    """Whether a file's bytes are those of a published hash. Stores of schema 2 and before carry the hash of the whole file at any size."""
    return sha256_of(path) == sha256 or (path.stat().st_size > PIECE and _whole(path) == sha256)


def _whole(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _piece(path: Path, start: int) -> bytes:
    hashed, left = hashlib.sha256(), PIECE
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while left and (block := file.read(min(BLOCK, left))):
            hashed.update(block)
            left -= len(block)
    return hashed.digest()
