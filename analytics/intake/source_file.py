"""A file from outside, before anything reads it: its size, and the digest that tells it from others."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analytics.errors import FileRefused
from analytics.intake.limits import FileLimits


class Digest:
    """SHA-256 of a file's bytes, counted on a thread of its own: the file is read and its records found meanwhile."""

    def __init__(self, path: Path) -> None:
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="digest")
        self._counted = thread.submit(_counted, path)
        thread.shutdown(wait=False)

    @property
    def hex(self) -> str:
        """The digest as hex; waits for it. Raises OSError where the file could not be read."""
        return self._counted.result()


class DigestOfPart:
    """What tells one part of an archive from others: its name, and the digest of the archive."""

    def __init__(self, whole: Digest, part: str) -> None:
        self._whole, self._part = whole, part

    @property
    def hex(self) -> str:
        """As hex; waits for that of the archive."""
        return hashlib.sha256(f"{self._whole.hex} {self._part}".encode()).hexdigest()


def _counted(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_size(path: Path, name: str, limits: FileLimits) -> None:
    """Raise FileRefused unless there is a file of a size we read. `name` is what the person called it."""
    if not path.is_file():
        raise FileRefused(f"there is no file {name}", "no such file", "check the name and the folder")
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(f"{name} is empty", "0 bytes", "make the export again; a help desk writes at least a header line")
    if size > limits.file_bytes:
        raise FileRefused(
            f"{name} is too large", f"{size:,} bytes; the limit is {limits.file_bytes:,} (SUNDIAL_FILE_BYTES)",
            "split the export, or raise the limit",
        )  # fmt: skip
