"""A file from outside, before anything reads it: its size, and the digest that tells it from others."""

from __future__ import annotations

import hashlib
from pathlib import Path

from analytics.errors import FileRefused
from analytics.intake.limits import FileLimits


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, as hex."""
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
