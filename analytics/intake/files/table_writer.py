"""Rows from anywhere, written as delimited UTF-8 text, each with its place in the original."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from analytics.errors import FileRefused
from analytics.intake.limits import FileLimits

Positions = npt.NDArray[np.int64]
_PLACES_AT_ONCE = 3 * 100_000
NUL = "the row holds a NUL byte"


@dataclass(frozen=True)
class Broken:
    """A row of the original that cannot be a row of the table: its place, its text as it stands, and the reason."""

    place: int
    raw: str
    reason: str


class TableWriter:
    """Writes rows to `target`. Beside it, in `target`.places, each row's place in the original and the bytes its text spans there."""

    def __init__(self, target: Path, columns: Sequence[str], name: str, limits: FileLimits) -> None:
        self.rows = 0
        self.broken: list[Broken] = []
        self._name, self._limits = name, limits
        self._out = target.open("wb")
        self._places_out = places_file(target).open("wb")
        self._places = array("q")
        self._line = _Line()
        self._writer = csv.writer(self._line, lineterminator="\n")
        names = [" ".join(column.replace("\0", " ").split()) for column in columns]
        self._out.write(self._text(names).encode("utf-8", "replace"))

    def write(self, cells: Sequence[str], place: int, start: int = 0, end: int = 0, raw: str | None = None) -> None:
        """Write a row; or set it apart, with `raw` or the row itself as its text, where a cell holds what no text can.

        `place` counts from 1 in the original's own rows, `start` and `end` are bytes of the original where it is text.
        Raises FileRefused where the row is longer than a line may be.
        """
        text = self._text(cells)
        reason = NUL if "\0" in text else ""
        try:
            line = text.encode()
        except UnicodeEncodeError:
            line, reason = b"", "the row holds half of a two-part sign (a lone surrogate)"
        if reason:
            shown = text.rstrip("\n") if raw is None else raw
            self.broken.append(Broken(place, shown.encode("utf-8", "replace").decode(), reason))
            return
        if len(line) > self._limits.line_bytes:
            raise too_long(self._name, place, len(line), self._limits)
        self._out.write(line)
        self.rows += 1
        self._places.extend((place, start, end))
        if len(self._places) >= _PLACES_AT_ONCE:
            self._places.tofile(self._places_out)
            del self._places[:]

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._places.tofile(self._places_out)
        self._places_out.close()
        self._out.close()

    def _text(self, cells: Sequence[str]) -> str:
        """The line of a row. Line ends inside cells become line feeds: readers differ on lone carriage returns."""
        self._writer.writerow(cells)
        text = self._line.text
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Line:
    """What csv writes a row to."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def too_long(name: str, place: int, length: int, limits: FileLimits) -> FileRefused:
    """The refusal of a row that no ticket can be."""
    return FileRefused(
        f"{name} has a row that is too long",
        f"row {place:,} is {length:,} bytes; the limit is {limits.line_bytes:,} (SUNDIAL_LINE_BYTES)",
        "check that this is a ticket export, or raise the limit if the row is right",
    )


def places_file(target: Path) -> Path:
    """Where a table's places are kept."""
    return target.with_name(target.name + ".places")


def read_places(target: Path) -> Positions:
    """One row a table row: place, start, end."""
    path = places_file(target)
    if not path.stat().st_size:
        return np.empty((0, 3), np.int64)
    return np.memmap(path, dtype=np.int64, mode="r").reshape(-1, 3)
