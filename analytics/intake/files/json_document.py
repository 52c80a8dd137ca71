"""A JSON document read piece by piece, however large: its lists of objects are found, and one list's elements come one at a time."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analytics.errors import FileRefused
from analytics.intake.files.json_values import JsonReader, NestedTooDeeply
from analytics.intake.limits import FileLimits

_CHUNK = 4 * 1024 * 1024
_FIRST_CHUNK = 8 * 1024
"""A list may be as short as one element; a file may hold many lists."""

_DEEPEST_LIST = 4
_BLANK = " \t\r\n"
TOP = "."
"""As the wanted list: the objects that stand one after the other in the file, without a list around them."""


@dataclass(frozen=True)
class ListFound:
    """A list of objects in a document: the dotted name under which it stands ("" for the document itself), and its elements counted."""

    name: str
    elements: int


@dataclass(frozen=True)
class Element:
    """One element of a list: its value, its text, its place from 1, its bytes in the file, and what is wrong with it."""

    value: Any
    text: str
    place: int
    start: int
    end: int
    faults: tuple[str, ...]


class JsonDocument:
    """Walks a UTF-8 file. `wanted` names the list whose elements are given; None gives none and only finds the lists."""

    def __init__(self, path: Path, name: str, limits: FileLimits, wanted: str | None = None) -> None:
        self.lists: list[ListFound] = []
        self._path, self._name, self._limits, self._wanted = path, name, limits, wanted
        self._reader = JsonReader(limits.json_depth)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._bytes_before, self._is_whole = "", 0, 0, False
        self._place = 0

    def elements(self) -> Iterator[Element]:
        """The elements of the wanted list, in order; `lists` is complete when they are through. Raises FileRefused."""
        with self._path.open("rb") as self._file:
            if self._file.read(3) == codecs.BOM_UTF8:
                self._bytes_before = 3
            else:
                self._file.seek(0)
            while self._peek():
                if self._wanted == TOP:
                    yield self._element(*self._next())
                else:
                    yield from self._value("", 0)

    def _value(self, name: str, depth: int) -> Iterator[Element]:
        """Walk one value: into objects, over lists of objects, past anything else."""
        sign = self._peek()
        if sign == "{" and depth < _DEEPEST_LIST:
            yield from self._object(name, depth)
        elif sign == "[" and self._peek_behind() in ("{", "]"):
            yield from self._list(name)
        else:
            self._next()

    def _object(self, name: str, depth: int) -> Iterator[Element]:
        self._take("{")
        while self._peek() != "}":
            key, _, _ = self._next()
            if not isinstance(key, str):
                raise self._broken("a key is no text")
            self._take(":")
            yield from self._value(f"{name}.{key}" if name else key, depth + 1)
            if self._peek() != ",":
                break
            self._take(",")
        self._take("}")

    def _list(self, name: str) -> Iterator[Element]:
        if self._wanted != name:
            counted = _Counter(1)
            end = counted.through(self._path, self._byte(self._at))
            if end is None:
                raise self._broken("a list begins and does not end")
            self.lists.append(ListFound(name, counted.elements))
            if len(self.lists) > self._limits.json_lists:
                found = f"more than {self._limits.json_lists:,} (SUNDIAL_JSON_LISTS)"
                raise FileRefused(f"{self._name} holds too many lists", found, "check that this is a ticket export")
            self._go_to(end)
            return
        self._take("[")
        while self._peek() != "]":
            yield self._element(*self._next())
            if self._peek() != ",":
                break
            self._take(",")
        self._take("]")

    def _element(self, value: Any, text: str, begin: int) -> Element:
        self._place += 1
        return Element(value, text, self._place, begin, begin + len(text.encode()), tuple(self._reader.faults))

    def _next(self) -> tuple[Any, str, int]:
        """The next whole value, its text, and the byte at which it begins; reads on as long as it is cut off."""
        self._peek()
        self._reader.faults = []
        while True:
            try:
                value, end = self._reader.at(self._text, self._at)
            except NestedTooDeeply:
                found = f"more than {self._limits.json_depth} within each other (SUNDIAL_JSON_DEPTH)"
                raise FileRefused(f"{self._name} nests objects or lists too deeply", found, "check that this is a ticket export") from None
            except ValueError as error:
                self._more_or_refuse(str(error))
                continue
            if end < len(self._text) or self._is_whole:
                break
            self._more_or_refuse("")
        begin = self._byte(self._at)
        text = self._text[self._at : end]
        self._at = end
        return value, text, begin

    def _more_or_refuse(self, why: str) -> None:
        if self._is_whole and why:
            raise self._broken(why)
        if len(self._text) - self._at > max(self._limits.line_bytes, _CHUNK):
            found = f"at byte {self._byte(self._at):,}: more than {self._limits.line_bytes:,} bytes (SUNDIAL_LINE_BYTES), or broken JSON"
            remedy = "check that this is a ticket export, or raise the limit if it is right"
            raise FileRefused(f"{self._name} has a value that is too long", found, remedy)
        self._read()

    def _peek(self) -> str:
        """The next sign that is not blank; "" at the end of the file."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text) or self._is_whole:
                return self._text[self._at : self._at + 1]
            self._read()

    def _peek_behind(self) -> str:
        """The sign behind the next one."""
        at = self._at + 1
        while True:
            while at < len(self._text) and self._text[at] in _BLANK:
                at += 1
            if at < len(self._text) or self._is_whole:
                return self._text[at : at + 1]
            at -= self._at
            self._read()
            at += self._at

    def _take(self, sign: str) -> None:
        found = self._peek()
        if found != sign:
            raise self._broken(f"{sign!r} is expected, {found!r} found" if found else f"{sign!r} is expected, and the file ends")
        self._at += 1

    def _read(self) -> None:
        """Drop what is behind us and read on."""
        self._bytes_before += len(self._text[: self._at].encode())
        chunk = self._file.read(_CHUNK)
        self._is_whole = not chunk
        self._text = self._text[self._at :] + self._decoder.decode(chunk, final=not chunk)
        self._at, self._spanned = 0, (0, 0)

    _spanned = (0, 0)

    def _go_to(self, byte: int) -> None:
        """Read on from a later byte of the file: in the text at hand where that reaches so far."""
        skipped = byte - self._byte(self._at)
        passed = self._text[self._at : self._at + skipped].encode()
        if len(passed) >= skipped:
            self._at += len(passed[:skipped].decode())
            return
        self._file.seek(byte)
        self._decoder.reset()
        self._text, self._at, self._bytes_before, self._is_whole, self._spanned = "", 0, byte, False, (0, 0)

    def _byte(self, at: int) -> int:
        """The byte of the file at which a sign of the text stands; counted on from the last one asked for."""
        sign, byte = self._spanned
        if at < sign:
            sign, byte = 0, 0
        byte += len(self._text[sign:at].encode())
        self._spanned = (at, byte)
        return self._bytes_before + byte

    def _broken(self, why: str) -> FileRefused:
        found = f"{why}, at byte {self._byte(self._at):,}"
        return FileRefused(f"{self._name} is not valid JSON", found, "export it again; a download that broke off ends like this")


def count_objects(path: Path) -> int:
    """Objects that stand one after the other in a file, counted without a JSON reader (L1)."""
    counted = _Counter(0)
    counted.through(path, 0)
    return counted.elements


class _Counter:
    """Counts over the bytes, by the signs of structure that stand outside strings (L1).

    `depth` 1: the elements of the list that begins where counting begins; 0: the objects that stand one after the other.
    """

    def __init__(self, depth: int) -> None:
        self.elements = 0
        self._wanted, self._depth, self._strings, self._has_any = depth, 0, 0, False

    def through(self, path: Path, start: int) -> int | None:
        """Count from a byte on. Returns where the list ends, None where it does not, or where objects are counted."""
        carried = b""
        with path.open("rb") as file:
            file.seek(start)
            at, size = start, _FIRST_CHUNK
            while chunk := file.read(size):
                size = min(2 * size, _CHUNK)
                chunk = carried + chunk
                # A sign that is escaped stands behind an odd number of backslashes; the last one may escape what comes next.
                carried = b"\\" if (len(chunk) - len(chunk.rstrip(b"\\"))) % 2 else b""
                chunk = chunk[: len(chunk) - len(carried)]
                end = self._count(chunk.replace(b"\\\\", b"__").replace(b'\\"', b"__"))
                if end is not None:
                    self.elements += 1 if self._has_any else 0
                    return at + end
                at += len(chunk)
        return None

    def _count(self, chunk: bytes) -> int | None:
        signs = np.frombuffer(chunk, np.uint8)
        places = np.flatnonzero(_STRUCTURAL[signs])
        kinds = signs[places]
        is_quote = kinds == _QUOTE
        is_outside = ((np.cumsum(is_quote) + self._strings) % 2 == 0) & ~is_quote
        self._strings += int(is_quote.sum())
        places, kinds = places[is_outside], kinds[is_outside]
        steps = _STEP[kinds]
        depths = np.cumsum(steps, dtype=np.int64) + self._depth
        self._depth = int(depths[-1]) if depths.size else self._depth
        if self._wanted == 0:
            self.elements += int(((steps == -1) & (depths == 0)).sum())
            return None
        closing = np.flatnonzero((depths == 0) & (steps == -1))
        end = int(places[closing[0]]) if closing.size else None
        counted = kinds if end is None else kinds[: closing[0]]
        self.elements += int(((counted == _COMMA) & (depths[: counted.size] == 1)).sum())
        self._has_any = self._has_any or bool(chunk[:end].strip(b"[ \t\r\n"))
        return None if end is None else end + 1


_QUOTE, _COMMA = 0x22, 0x2C
_STRUCTURAL = np.zeros(256, bool)
_STRUCTURAL[list(b'"[]{},')] = True
_STEP = np.zeros(256, np.int8)
_STEP[list(b"[{")] = 1
_STEP[list(b"]}")] = -1
