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
_HEAD = 4096
_DEEPEST_LIST = 4
_BLANK = " \t\r\n"
TOP = "."
"""As the wanted list: the objects that stand one after the other in the file, without a list around them."""


@dataclass(frozen=True)
class ListFound:
    """A list of objects in a document: the dotted name under which it stands ("" for the document itself), and its bytes."""

    name: str
    start: int
    end: int


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
        start = self._byte(self._at)
        self._take("[")
        while self._peek() != "]":
            value, text, begin = self._next()
            if self._wanted == name:
                yield self._element(value, text, begin)
            if self._peek() != ",":
                break
            self._take(",")
        self._take("]")
        self.lists.append(ListFound(name, start, self._byte(self._at)))

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


def count_elements(path: Path, start: int, end: int, depth_of_list: int) -> int:
    """Elements between two bytes, counted without a JSON reader (L1), by the signs of structure that stand outside strings.

    `depth_of_list` 1: the elements of the list that begins at `start`; 0: the objects that stand one after the other.
    """
    depth, counted, strings, carried = 0, 0, 0, b""
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            chunk = carried + chunk
            carried = b"\\" if (len(chunk) - len(chunk.rstrip(b"\\"))) % 2 and left else b""
            signs = np.frombuffer(chunk[: len(chunk) - len(carried)].replace(b"\\\\", b"__").replace(b'\\"', b"__"), np.uint8)
            kinds = signs[np.flatnonzero(_STRUCTURAL[signs])]
            is_quote = kinds == _QUOTE
            kinds = kinds[((np.cumsum(is_quote) + strings) % 2 == 0) & ~is_quote]
            strings += int(is_quote.sum())
            depths = np.cumsum(_STEP[kinds], dtype=np.int64) + depth
            ends = _STEP[kinds] == -1 if depth_of_list == 0 else kinds == _COMMA
            counted += int((ends & (depths == depth_of_list)).sum())
            depth = int(depths[-1]) if depths.size else depth
    return counted + (1 if depth_of_list and not _is_empty(path, start) else 0)


def _is_empty(path: Path, start: int) -> bool:
    with path.open("rb") as file:
        file.seek(start + 1)
        while chunk := file.read(_HEAD):
            if chunk.strip():
                return chunk.strip().startswith(b"]")
    return True


_QUOTE, _COMMA = 0x22, 0x2C
_STRUCTURAL = np.zeros(256, bool)
_STRUCTURAL[list(b'"[]{},')] = True
_STEP = np.zeros(256, np.int8)
_STEP[list(b"[{")] = 1
_STEP[list(b"]}")] = -1
