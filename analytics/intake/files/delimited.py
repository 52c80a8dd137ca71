"""Delimited text whose first lines are not simply its header: titles above it, Excel's `sep=`, a delimiter too many, old Mac line ends."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.intake.files.header_row import ROWS_LOOKED_AT, header_place

DELIMITERS = ",;\t|"
_HEAD = 1024 * 1024
_CHUNK = 4 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Beginning:
    """Where a table begins in its text. `header` replaces the header's line where that has to differ; `skipped` are lines above it."""

    delimiter: str | None = None
    start: int = 0
    skipped: int = 0
    header: bytes | None = None
    after_header: int = 0
    lone_returns: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the file can be read as it lies."""
        return not (self.skipped or self.header is not None or self.lone_returns)


def beginning_of(path: Path, told_delimiter: str | None) -> Beginning:
    """Look at the first lines of a UTF-8 text."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        is_whole = not file.read(1)
    mark = len(_BOM) if head.startswith(_BOM) else 0
    body = head[mark:]
    lone_returns = b"\n" not in body and b"\r" in body
    if lone_returns:
        body = body.replace(b"\r", b"\n")
    if not is_whole:
        body = body[: body.rfind(b"\n") + 1]
    lines = body.split(b"\n")
    first = lines[0].strip().lower().strip(b'"')
    if first.startswith(b"sep=") and len(first) <= 5:
        delimiter = lines[0].strip().strip(b'"')[4:].decode("ascii", "ignore") or "\t"
        start = mark + len(lines[0]) + 1
        note = f"its first line says that {delimiter!r} separates the columns"
        return _with_header(lines[1:], told_delimiter or delimiter, start, 1, lone_returns, (note,))
    rows = {one: _rows(lines, one) for one in ([told_delimiter] if told_delimiter else DELIMITERS)}
    best = max(rows, key=lambda one: _regularity(rows[one]))
    place = header_place([cells for _, cells in rows[best]]) if _regularity(rows[best]) > 1 else 0
    if not place:
        return _with_header(lines, told_delimiter, mark, 0, lone_returns, ())
    skipped = rows[best][place][0]
    title = " ".join(b" ".join(lines[:skipped]).decode("utf-8", "replace").strip(" ,;\t|\r").split())
    start = mark + sum(len(line) + 1 for line in lines[:skipped])
    note = f"its header stands in line {skipped + 1}; above it: {title[:120]!r}"
    return _with_header(lines[skipped:], best, start, skipped, lone_returns, (note,))


def write_from(path: Path, begin: Beginning, target: Path) -> None:
    """Write the table anew from where it begins."""
    with path.open("rb") as source, target.open("wb") as out:
        source.seek(begin.start)
        if begin.header is not None:
            out.write(begin.header)
            source.seek(begin.start + begin.after_header)
        if not begin.lone_returns:
            shutil.copyfileobj(source, out, _CHUNK)
            return
        while chunk := source.read(_CHUNK):
            out.write(chunk.replace(b"\r", b"\n"))


def _with_header(
    lines: Sequence[bytes], delimiter: str | None, start: int, skipped: int, lone_returns: bool, notes: tuple[str, ...]
) -> Beginning:
    """Compare the header with the rows: one of them may end every line with a delimiter."""
    guess = delimiter or max(DELIMITERS, key=lambda one: len(next(csv.reader([lines[0].decode("utf-8", "replace")], delimiter=one), [])))
    rows = [cells for _, cells in _rows(lines, guess)]
    if len(rows) < 2 or (b'"' in lines[0] and lines[0].count(b'"') % 2):
        return Beginning(delimiter, start, skipped, lone_returns=lone_returns, notes=notes)
    header, below = rows[0], rows[1:]
    line, sign, line_end = lines[0].rstrip(b"\r"), guess.encode(), b"\r\n" if lines[0].endswith(b"\r") else b"\n"
    longer = sum(len(cells) == len(header) + 1 and not cells[-1].strip() for cells in below)
    shorter = sum(len(cells) == len(header) - 1 for cells in below)
    header_now: bytes | None = None
    if longer * 10 >= len(below) * 9:
        header_now = line + sign + line_end
        notes += ("its rows end with a delimiter that its header lacks",)
    elif shorter * 10 >= len(below) * 9 and not header[-1].strip() and line.endswith(sign):
        header_now = line[: -len(sign)] + line_end
        notes += ("its header ends with a delimiter that its rows lack",)
    return Beginning(delimiter, start, skipped, header_now, len(lines[0]) + 1, lone_returns, notes)


def _rows(lines: Sequence[bytes], delimiter: str) -> list[tuple[int, list[str]]]:
    """The first records that are not blank, each with the number of lines before it."""
    texts = (line.decode("utf-8", "replace") + "\n" for line in lines)
    reader = csv.reader(texts, delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((before, cells))
            before = reader.line_num
            if len(rows) >= ROWS_LOOKED_AT:
                break
    except csv.Error:
        return rows
    return rows


def _regularity(rows: Sequence[tuple[int, list[str]]]) -> float:
    """How many columns most rows have, less where they do not agree."""
    widths = Counter(len(cells) for _, cells in rows)
    if not widths:
        return 0
    width, times = widths.most_common(1)[0]
    return width * times / len(rows)
