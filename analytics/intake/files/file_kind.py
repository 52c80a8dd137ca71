"""What a file is, by its bytes and never by its name alone."""

from __future__ import annotations

import json
import zipfile
from enum import StrEnum
from pathlib import Path

from analytics.errors import FileRefused

HEAD_BYTES = 64 * 1024


class FileKind(StrEnum):
    """What can be read. The value is what a person calls it."""

    TEXT = "delimited text"
    JSON = "JSON"
    JSON_LINES = "JSON Lines"
    GZIP = "gzip archive"
    ZIP = "zip archive"
    XLSX = "Excel workbook"
    XLS = "Excel 97-2003 workbook"
    ODS = "OpenDocument spreadsheet"
    PARQUET = "Parquet"

    @property
    def is_workbook(self) -> bool:
        """Whether it holds sheets."""
        return self in (FileKind.XLSX, FileKind.XLS, FileKind.ODS)


_NOT_TABLES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"{\\rtf", "a rich text document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READ_INSTEAD = "export the tickets as CSV, XLSX, ODS, JSON or Parquet, or pack one of these as gz or zip"


def kind_of(path: Path, name: str) -> FileKind:
    """The kind of a file. Raises FileRefused with what it is where it is nothing we read."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for mark, kind in _NOT_TABLES:
        if head.startswith(mark):
            raise FileRefused(f"{name} is not a table of tickets", f"{kind}, by its first bytes", _READ_INSTEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path, name)
    if head.startswith(b"\x1f\x8b"):
        return FileKind.GZIP
    if head.startswith(_OLE):
        return _kind_of_compound_file(path, name)
    if head.startswith(b"PAR1"):
        return FileKind.PARQUET
    if head.startswith(b"PARE"):
        raise FileRefused(f"{name} is an encrypted Parquet file", "its footer is encrypted", "write it without encryption")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise FileRefused(f"{name} is not a table of tickets", "HTML or XML, by its first character", _READ_INSTEAD)
    return FileKind.TEXT


def kind_of_text(head: str, name: str) -> FileKind:
    """Whether text is JSON, JSON Lines or a delimited table. `head` is its beginning, as long as it may be."""
    start = head.lstrip("\ufeff \t\r\n")
    if not _begins_as_json(start):
        return FileKind.TEXT
    lines = [line for line in start.split("\n")[:3] if line.strip()]
    try:
        first = json.loads(lines[0])
    except (ValueError, RecursionError):
        return FileKind.JSON
    is_named_lines = any(name.lower().removesuffix(".gz").endswith(end) for end in (".jsonl", ".ndjson", ".jsonlines"))
    if isinstance(first, dict) and (is_named_lines or (len(lines) > 1 and lines[1].lstrip().startswith("{"))):
        return FileKind.JSON_LINES
    return FileKind.JSON


def _begins_as_json(start: str) -> bool:
    """Whether text begins as an object, or as a list of objects: `[Ticket],[Created]` is a header."""
    if start.startswith("{"):
        return start[1:].lstrip()[:1] in ('"', "}")
    return start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]", "[")


def _kind_of_zip(path: Path, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in members and archive.getinfo("mimetype").file_size < 1000 else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise FileRefused(f"{name} is a damaged zip archive or workbook", str(error), "download or export it again") from error
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        if b"spreadsheet" not in mimetype:
            raise FileRefused(f"{name} is not a table of tickets", "an OpenDocument file, no spreadsheet", _READ_INSTEAD)
        return FileKind.ODS
    if "[Content_Types].xml" not in members:
        return FileKind.ZIP
    if any(member.endswith("xl/workbook.bin") for member in members):
        raise FileRefused(f"{name} is a binary workbook (xlsb)", "xl/workbook.bin", "save it in Excel as .xlsx or as CSV UTF-8")
    if any(member.lstrip("/").lower() == "xl/workbook.xml" for member in members):
        return FileKind.XLSX
    raise FileRefused(f"{name} is not a table of tickets", "a Word, PowerPoint or other Office file", _READ_INSTEAD)


def _kind_of_compound_file(path: Path, name: str) -> FileKind:
    """Old Excel and Word files and encrypted workbooks lie in the same container; the names of its streams tell which."""
    found = b""
    with path.open("rb") as file:
        last = b""
        while chunk := file.read(1024 * 1024):
            window = last + chunk
            for word in ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook", "Book"):
                if word.encode("utf-16-le") in window:
                    found = found or word.encode()
                    if word in ("EncryptedPackage", "WordDocument"):
                        found = word.encode()
            last = chunk[-64:]
    if found == b"EncryptedPackage":
        raise FileRefused(f"{name} is protected by a password", "an encrypted workbook", "save it without a password and load that")
    if found in (b"Workbook", b"Book"):
        return FileKind.XLS
    raise FileRefused(f"{name} is not a table of tickets", "an old Word, Outlook or other Office file", _READ_INSTEAD)
