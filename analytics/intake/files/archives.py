"""gzip and zip archives, unpacked to a scratch file within limits that hold before and while unpacking."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from analytics.errors import ChoiceNeeded, FileRefused, nearest
from analytics.intake.limits import FileLimits

_CHUNK = 1024 * 1024
_RATIO_HOLDS_FROM = 64 * 1024 * 1024
_TABLES = {"", ".csv", ".tsv", ".tab", ".txt", ".psv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".gz"}
_ENCRYPTED = 0x1
_MADE_TO_HARM = "the archive is damaged or made to do harm; unpack it by hand and look, or export again"


def unpack_gzip(path: Path, target: Path, name: str, limits: FileLimits) -> None:
    """Unpack a gzip archive. Raises FileRefused where it is cut off, damaged, or unpacks to more than the limits allow."""
    with _faults(name), gzip.open(path, "rb") as source:
        _copy(source, target, name, path.stat().st_size, limits)


def unpack_member(path: Path, member: str, target: Path, name: str, limits: FileLimits) -> None:
    """Unpack one file of a zip archive."""
    with _faults(name), zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(member)
        with archive.open(entry) as source:
            _copy(source, target, f"{name}/{member}", max(entry.compress_size, 1), limits)


def members_of(path: Path, name: str, limits: FileLimits) -> tuple[str, ...]:
    """The files of a zip archive that may hold tickets, after the whole archive's directory was checked.

    Raises FileRefused for encrypted archives, names that point outside, too many members, and unpacked sizes beyond the limits.
    """
    with _faults(name), zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    if len(entries) > limits.archive_members:
        found = f"{len(entries):,} files; the limit is {limits.archive_members:,} (SUNDIAL_ARCHIVE_MEMBERS)"
        raise FileRefused(f"{name} holds too many files", found, "pack the ticket exports alone")
    check_sizes(name, path.stat().st_size, sum(entry.file_size for entry in entries), limits)
    tables = []
    for entry in entries:
        inner = PurePosixPath(entry.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts or "\0" in entry.filename or ":" in inner.parts[0][1:2]:
            raise FileRefused(f"{name} holds a file whose name points outside the archive", repr(entry.filename)[:200], _MADE_TO_HARM)
        if entry.is_dir() or inner.name.startswith((".", "~$")) or "__MACOSX" in inner.parts or not entry.file_size:
            continue
        if inner.suffix.lower() not in _TABLES or inner.name.lower().startswith(("readme", "license")):
            continue
        if entry.flag_bits & _ENCRYPTED:
            raise FileRefused(f"{name} is protected by a password", f"{entry.filename} is encrypted", "unpack it and load what it holds")
        tables.append(entry.filename)
    if len(set(tables)) != len(tables):
        raise FileRefused(f"{name} holds two files of one name", ", ".join(tables[:10]), _MADE_TO_HARM)
    if not tables:
        there = ", ".join(entry.filename for entry in entries[:10]) or "nothing"
        raise FileRefused(f"{name} holds no table", there, "pack the ticket exports: CSV, XLSX, ODS, JSON or Parquet")
    return tuple(sorted(tables))


def chosen_member(members: tuple[str, ...], told: str | None, name: str) -> str:
    """The member that was told, or the only one. Raises ChoiceNeeded or FileRefused."""
    if told is not None:
        by_end = [member for member in members if member == told or member.endswith("/" + told)]
        if len(by_end) == 1:
            return by_end[0]
        near = nearest(told, members)
        hint = f"did you mean --member {near!r}?" if near else "name one of these with --member"
        raise FileRefused(f"{name} holds no file {told!r}", ", ".join(members[:20]), hint)
    if len(members) > 1:
        raise ChoiceNeeded(f"{name} holds several files", ", ".join(members[:20]), "say which: --member NAME")
    return members[0]


def check_sizes(name: str, packed: int, unpacked: int, limits: FileLimits) -> None:
    """Raise FileRefused where an archive says of itself that it unpacks to more than the limits allow."""
    if unpacked > limits.unpacked_bytes:
        found = f"{unpacked:,} bytes unpacked; the limit is {limits.unpacked_bytes:,} (SUNDIAL_UNPACKED_BYTES)"
        raise FileRefused(f"{name} unpacks to too much", found, "split the export, or raise the limit")
    if unpacked > _RATIO_HOLDS_FROM and unpacked > packed * limits.unpacked_ratio:
        found = f"{unpacked // max(packed, 1):,} times its size; the limit is {limits.unpacked_ratio:,} (SUNDIAL_UNPACKED_RATIO)"
        raise FileRefused(f"{name} unpacks to too much", found, _MADE_TO_HARM)


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, name: str, packed: int, limits: FileLimits) -> None:
    size = 0
    with target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            check_sizes(name, packed, size, limits)
            out.write(chunk)
    if not size:
        raise FileRefused(f"{name} is empty", "0 bytes unpacked", "make the export again; a help desk writes at least a header line")


@contextmanager
def _faults(name: str) -> Iterator[None]:
    try:
        yield
    except EOFError as error:
        raise FileRefused(f"{name} is cut off", "the archive ends before its end", "download or export it again") from error
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        raise FileRefused(f"{name} is a damaged archive", str(error), "download or export it again, or pack it as zip or gz") from error
