"""The encoding of a text file: found, told or guessed, and said with how sure it is and why. Nothing is decoded silently.

The order: a byte order mark; UTF-16 and UTF-32 without one where the NUL bytes leave no doubt; UTF-8 checked strictly from the first byte
to the last; the encoding that was told; a guess from the telling lines, which is asked about unless it is clear.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import ChoiceNeeded, FileRefused
from analytics.intake.files.encoding_guess import SURE_FROM, Candidate, candidates

CHUNK = 4 * 1024 * 1024
_HEAD = 64 * 1024
_TELLING_BYTES = 2 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
_OF_HOSTS = {"cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"}
"""EBCDIC: these end their lines with NEL."""

_EXPORT_AGAIN = "export the tickets as CSV, XLSX, JSON or Parquet"
SHOWN_CANDIDATES = 4


@dataclass(frozen=True)
class Encoding:
    """How a text file's bytes become letters. `is_plain`: they are UTF-8 as they stand, and nothing has to be written anew."""

    name: str
    why: str
    share: float = 1.0
    is_plain: bool = False
    errors: str = "strict"
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it may be used without asking."""
        return self.share >= SURE_FROM

    def question(self, name: str) -> ChoiceNeeded:
        """What to ask where it is not sure: each candidate with what telling cells read like in it."""
        shown = self.candidates[:SHOWN_CANDIDATES]
        reads = "; ".join(f"{one.encoding} ({one.share:.0%}) reads " + ", ".join(repr(text) for text in one.reads) for one in shown)
        return ChoiceNeeded(
            f"{name} is not UTF-8, and its encoding is not certain", reads,
            "say which reads right: " + " or ".join(f"--encoding {one.encoding}" for one in shown[:2]) + " … (any that Python knows)",
        )  # fmt: skip


def encoding_of(path: Path, name: str, told: str | None) -> Encoding:
    """Find out. Raises FileRefused where the file is no text, or not in the encoding that was told."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _marked(path, name, encoding, told)
    wide = _without_mark(head)
    if wide:
        return Encoding(wide, "no byte order mark, but every second byte of its plain letters is NUL")
    if head.count(0) * 10 > len(head):
        found = f"{head.count(0):,} of its first {len(head):,} bytes are NUL"
        raise FileRefused(f"{name} is not text", found, _EXPORT_AGAIN)
    is_utf8, is_ascii = _is_utf8(path)
    if is_utf8 and is_ascii and b"\x1b" in head and not told:
        return _stateful(head)
    if is_utf8 and not (is_ascii and told and not _keeps_ascii(told, name)):
        found = "ASCII alone" if is_ascii else "every byte is valid UTF-8"
        why = f"{found}, though {told} was told" if told and not is_ascii and not _is_same(told, "utf-8") else found
        return Encoding("utf-8", why, is_plain=True)
    if told:
        known(told, name)
        if _is_same(told, "utf-8"):
            raise _not_utf8(path, name)
        return Encoding(told, "as told")
    return _guessed(path, name)


def known(told: str, name: str) -> str:
    """An encoding's own name. Raises FileRefused where Python does not know it as one of text."""
    try:
        found = codecs.lookup(told)
    except (LookupError, ValueError, UnicodeError):
        found = None
    if found is None or not getattr(found, "_is_text_encoding", True) or found.name in _NO_TEXT:
        raise FileRefused(
            f"{told!r} is not an encoding of text", f"told for {name}", "name one that Python knows: cp1252, latin-1, utf-16, shift_jis …"
        )
    return found.name


def write_as_utf8(path: Path, encoding: Encoding, target: Path, name: str) -> int:
    """Write a text file anew in UTF-8, without its byte order mark, chunk by chunk. Returns the signs that could not be read.

    Raises FileRefused where a byte is not of this encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    of_host = known(encoding.name, name) in _OF_HOSTS
    lost, lines, first = 0, 1, True
    with path.open("rb") as source, target.open("wb") as out:
        while True:
            chunk = source.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                lines += error.object[: error.start].count(b"\n")
                raise _not_of(encoding, name, error.object[error.start : error.start + 1], lines) from error
            if first and text:
                text, first = text.removeprefix("\ufeff"), False
            if of_host:
                text = text.replace("\x85", "\n")
            lost += text.count("\ufffd") if encoding.errors == "replace" else 0
            lines += text.count("\n")
            out.write(text.encode("utf-8", "replace"))
            if not chunk:
                return lost


def _not_of(encoding: Encoding, name: str, byte: bytes, line: int) -> FileRefused:
    return FileRefused(
        f"{name} is not text in {encoding.name}", f"byte 0x{byte.hex().upper()} in line {line:,}",
        "leave --encoding away to have the candidates shown, or name another",
    )  # fmt: skip


def _marked(path: Path, name: str, encoding: str, told: str | None) -> Encoding:
    aside = f", though {told} was told" if told and not codecs.lookup(known(told, name)).name.startswith(encoding) else ""
    if encoding != "utf-8":
        return Encoding(encoding, f"by its byte order mark{aside}")
    if _is_utf8(path)[0]:
        return Encoding("utf-8", f"by its byte order mark{aside}", is_plain=True)
    return Encoding("utf-8", "by its byte order mark, though some bytes are damaged", errors="replace")


def _without_mark(head: bytes) -> str | None:
    """UTF-16 or UTF-32 of mostly Latin text, by where its NUL bytes stand."""
    whole = head[: len(head) // 4 * 4]
    if len(whole) < 16 or whole.count(0) * 4 < len(whole):
        return None
    if whole.count(0) * 10 > len(whole) * 7:
        names, step = ("utf-32-le", "utf-32-be"), 4
    else:
        names, step = ("utf-16-le", "utf-16-be"), 2
    for encoding, place in zip(names, (0, step - 1), strict=True):
        letters = whole[place::step]
        try:
            text = whole.decode(encoding, "strict") if step == 4 else codecs.getincrementaldecoder(encoding)().decode(whole)
        except UnicodeDecodeError:
            continue
        if (letters.count(0) * 20 < len(letters) and "\n" in text) or "\r" in text:
            return encoding
    return None


def _is_utf8(path: Path) -> tuple[bool, bool]:
    """Whether every byte of a file is valid UTF-8, and whether it is ASCII alone."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_ascii, between = True, False
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if chunk.isascii() and not between:
                continue
            is_ascii = False
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return False, False
            between = bool(decoder.getstate()[0])
    return not between, is_ascii


def _keeps_ascii(told: str, name: str) -> bool:
    plain = bytes(range(0x20, 0x7F)) + b"\r\n\t"
    if known(told, name).startswith(("iso2022", "utf-7", "hz")):
        return False
    try:
        return plain.decode(known(told, name)) == plain.decode("ascii")
    except UnicodeDecodeError:
        return False


def _is_same(one: str, other: str) -> bool:
    try:
        return codecs.lookup(one).name in (codecs.lookup(other).name, f"{codecs.lookup(other).name}-sig")
    except LookupError:
        return False


def _stateful(head: bytes) -> Encoding:
    for encoding in ("iso2022_jp", "iso2022_kr"):
        try:
            head[: head.rfind(b"\n") + 1].decode(encoding)
        except UnicodeDecodeError:
            continue
        return Encoding(encoding, "ASCII with the escapes of this encoding")
    return Encoding("utf-8", "ASCII alone", is_plain=True)


def _telling_lines(path: Path) -> bytes:
    """Lines that hold bytes beyond ASCII: enough of them to judge by."""
    lines: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while size < _TELLING_BYTES and (line := file.readline(_HEAD)):
            if not line.isascii():
                lines.append(line)
                size += len(line)
    return b"".join(lines)


def _guessed(path: Path, name: str) -> Encoding:
    telling = _telling_lines(path)
    damaged = telling.decode("utf-8", "replace")
    lost, right = damaged.count("\ufffd"), sum(sign > "\x7f" for sign in damaged)
    if right - lost >= 5 * max(lost, 1):
        return Encoding("utf-8", "nearly every sign is valid UTF-8; some bytes are damaged", errors="replace")
    found = candidates(telling)
    control = sum(byte < 9 or 13 < byte < 32 for byte in telling)
    if not found or control * 10 > len(telling):
        raise FileRefused(f"{name} is not text", "bytes of no encoding that is known here", _EXPORT_AGAIN)
    best = found[0]
    why = f"guessed ({best.share:.1%} likely): it reads {', '.join(repr(text) for text in best.reads)}"
    alike = f"; read alike: {', '.join(best.alike)}" if best.alike else ""
    return Encoding(best.encoding, why + alike, best.share, candidates=found)


def _not_utf8(path: Path, name: str) -> FileRefused:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                lines += error.object[: error.start].count(b"\n")
                return _not_of(Encoding("UTF-8", ""), name, error.object[error.start : error.start + 1], lines)
            lines += chunk.count(b"\n")
