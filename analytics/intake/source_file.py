"""A file from outside, before any parser sees it: what kind of bytes it holds, and whether they are within the limits."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

from analytics.errors import FileRefused
from analytics.intake.limits import FileLimits

_MARKS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_AS_UTF8 = 'save it as CSV in UTF-8 (in Excel: "CSV UTF-8")'
_CHUNK = 4 * 1024 * 1024


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_bytes(path: Path, name: str, limits: FileLimits) -> None:
    """Raise FileRefused unless the file is UTF-8 text of a size we read. `name` is what the person called the file."""
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
    with path.open("rb") as file:
        head = file.read(16)
        for mark, kind in _MARKS:
            if head.startswith(mark):
                raise FileRefused(
                    f"{name} is not a CSV file", f"{kind}, by its first bytes", "save or export it as CSV in UTF-8 and load that"
                )
        if head.lstrip()[:1] in (b"{", b"[", b"<"):
            kind = "HTML or XML" if head.lstrip()[:1] == b"<" else "JSON"
            raise FileRefused(f"{name} is not a CSV file", f"{kind}, by its first character", "export it as CSV in UTF-8 and load that")
        file.seek(0)
        start = file.read(4096)
        if start.count(0) * 10 > len(start):
            raise FileRefused(f"{name} is not UTF-8 text", "every second byte or so is NUL: UTF-16, or no text at all", _AS_UTF8)
        file.seek(0)
        _check_utf8(file.read, name)


def _check_utf8(read: object, name: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    at, lines = 0, 1
    while True:
        chunk: bytes = read(_CHUNK)  # type: ignore[operator]
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            bad = error.object[error.start : error.start + 1]
            lines += error.object[: error.start].count(b"\n")
            raise FileRefused(
                f"{name} is not UTF-8 text", f"byte 0x{bad.hex().upper()} in line {lines:,}",
                _AS_UTF8,
            ) from error  # fmt: skip
        if not chunk:
            return
        lines += chunk.count(b"\n")
        at += len(chunk)
