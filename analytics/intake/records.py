"""The records of a delimited text file, found and counted without the parser that will read them (L1).

DuckDB reads a slightly broken file silently: an unclosed quote swallows the lines behind it, over-long lines vanish. So the records
are found here first, by counting quotes, delimiters and line ends over the raw bytes. Records that do not fit the header are set
apart with their line number, raw text and reason (L2), the regular ones go to DuckDB, and both counts must agree afterwards.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analytics.errors import FileRefused
from analytics.intake.limits import FileLimits

Positions = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

_CHUNK = 1024 * 1024
"""Small enough for what is counted on the way to stay in a processor's own memory."""
_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D
_DELIMITERS = ",;\t|"
ASTRAY = "a quote is opened and not closed, or a quote or carriage return stands where it may not"


@dataclass(frozen=True)
class SetApart:
    """A record that does not fit the header: kept as it stands, with the reason."""

    line: int
    raw: str
    reason: str


@dataclass(frozen=True)
class Records:
    """What was found. `clean` is the file the parser reads: the original where every record is regular."""

    path: Path
    clean: Path
    header: tuple[str, ...]
    delimiter: str
    regular: int
    set_apart: tuple[SetApart, ...]
    starts: Positions = field(repr=False)
    ends: Positions = field(repr=False)
    kept: Positions | None = field(repr=False, default=None)

    @property
    def read(self) -> int:
        """Records in the file, blank lines and the header not counted."""
        return self.regular + len(self.set_apart)

    def locate(self, ordinals: list[int]) -> list[tuple[int, str]]:
        """Line number and raw text of regular records, given in rising order by their place among the regular ones (from 0)."""
        raw = _mapped(self.path)
        found: list[tuple[int, str]] = []
        line, at = 1, 0
        for ordinal in ordinals:
            record = int(self.kept[ordinal]) if self.kept is not None else ordinal
            start, end = int(self.starts[record]), int(self.ends[record])
            line += int(np.count_nonzero(raw[at:start] == _LF))
            at = start
            found.append((line, bytes(raw[start:end]).decode("utf-8", "replace").rstrip("\r\n")))
        return found


def find_records(path: Path, scratch: Path, delimiter: str | None, limits: FileLimits) -> Records:
    """Find every record of a UTF-8 file. `scratch` is where a clean copy goes if one is needed.

    Raises FileRefused where the first line is too long or has too many columns, or a record is too long to be one.
    """
    raw = _mapped(path)
    begin = _begin(raw)
    header, separator = read_header(path, delimiter, limits)
    scan = _Scan(raw, ord(separator), begin)
    if scan.is_proper:
        return _from_scan(path, scratch, header, separator, raw, scan, limits)
    return _from_lines(path, scratch, header, separator, begin, limits)


def read_header(path: Path, delimiter: str | None, limits: FileLimits) -> tuple[tuple[str, ...], str]:
    """Column names, each unique, and the delimiter: the one given, else the one that splits the first line most."""
    csv.field_size_limit(max(limits.line_bytes, 131_072))
    raw = _mapped(path)
    first = _first_record(raw, _begin(raw), limits)
    if "\r" in first:
        raise FileRefused(
            f"{path.name} ends its lines with carriage returns alone", "no line feed in the first line",
            "save the file again with Windows or Unix line ends",
        )  # fmt: skip
    separator = delimiter or max(_DELIMITERS, key=lambda d: len(next(csv.reader(io.StringIO(first), delimiter=d), [])))
    header = _unique_names(next(csv.reader(io.StringIO(first), delimiter=separator), []))
    if not any(header):
        raise FileRefused(f"{path.name} has no header", "the first line is empty", "make the export again with its column names")
    if len(header) > limits.columns:
        raise FileRefused(
            f"{path.name} has too many columns", f"{len(header):,} columns; the limit is {limits.columns:,} (SUNDIAL_COLUMNS)",
            "check that this is a ticket export and that its delimiter is one of comma, semicolon, tab or |",
        )  # fmt: skip
    return header, separator


def header_line(path: Path, limits: FileLimits) -> str:
    """The header as it stands in the file, for handing rejects back in the original layout (L2)."""
    raw = _mapped(path)
    return _first_record(raw, _begin(raw), limits)


def _begin(raw: Bytes) -> int:
    """Where the text begins: behind a byte order mark."""
    return 3 if bytes(raw[:3]) == b"\xef\xbb\xbf" else 0


def _mapped(path: Path) -> Bytes:
    return np.memmap(path, dtype=np.uint8, mode="r")


def _first_record(raw: Bytes, begin: int, limits: FileLimits) -> str:
    """The text of the header record, which may hold line ends inside quotes."""
    head = bytes(raw[begin : begin + limits.line_bytes + 1])
    quotes, end = 0, -1
    for i, piece in enumerate(head.split(b"\n")):
        quotes += piece.count(b'"')
        end += len(piece) + 1
        if quotes % 2 == 0:
            if end > limits.line_bytes:
                break
            return head[:end].decode("utf-8", "replace").rstrip("\r")
        if i > 1000:
            break
    raise FileRefused(
        "the first line is too long to be a header", f"more than {limits.line_bytes:,} bytes without a line end (SUNDIAL_LINE_BYTES)",
        "check that this is a CSV file with one row a line; an export in another form has to be saved as CSV first",
    )  # fmt: skip


def _unique_names(names: list[str]) -> tuple[str, ...]:
    """Header names trimmed; empty ones named by place, repeated ones numbered, so that each can be mapped."""
    seen: dict[str, int] = {}
    unique: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = name.replace("\ufeff", "").strip() or f"column {place}"
        seen[plain] = seen.get(plain, 0) + 1
        unique.append(plain if seen[plain] == 1 else f"{plain} ({seen[plain]})")
    return tuple(unique)


class _Scan:
    """Where records begin and end and how many columns each has, by counting over the bytes.

    Holds as long as quotes stand where RFC 4180 puts them: an opening one after a delimiter or line end, a closing one before
    one. `is_proper` is False where they do not; then the lines have to be read one by one.
    """

    def __init__(self, raw: Bytes, delimiter: int, begin: int) -> None:
        self.raw, self.delimiter, self.begin = raw, delimiter, begin
        self.is_proper = True
        self._quotes = 0
        self._structural = 0
        self._last_end = -1
        ends: list[Positions] = []
        columns: list[Positions] = []
        self.has_nul = False
        for at in range(begin, len(raw), _CHUNK):
            chunk = np.asarray(raw[at : at + _CHUNK])
            if self._has_lone_carriage_return(chunk, at):
                self.is_proper = False
                return
            self.has_nul = self.has_nul or bool((chunk == 0).any())
            found = self._chunk(chunk, at)
            if found is None:
                self.is_proper = False
                return
            ends.append(found[0])
            columns.append(found[1])
        self._finish(ends, columns)

    def _chunk(self, chunk: Bytes, at: int) -> tuple[Positions, Positions] | None:
        quotes = np.flatnonzero(chunk == _QUOTE)
        is_line_end = chunk == _LF
        structural = np.flatnonzero((chunk == self.delimiter) | is_line_end)
        if quotes.size or self._quotes % 2:
            if not self._quotes_stand_right(quotes + at):
                return None
            before = np.searchsorted(quotes, structural) + self._quotes
            structural = structural[before % 2 == 0]
            self._quotes += int(quotes.size)
        places = np.flatnonzero(is_line_end[structural])
        ranks = places + self._structural
        columns = np.diff(ranks, prepend=self._last_end)
        if ranks.size:
            self._last_end = int(ranks[-1])
        self._structural += int(structural.size)
        return structural[places] + at + 1, columns

    def _has_lone_carriage_return(self, chunk: Bytes, at: int) -> bool:
        """Parsers differ on a carriage return without a line feed, so such files are read line by line."""
        is_return = chunk == _CR
        if not is_return.any():
            return False
        returns = np.flatnonzero(is_return) + at
        after = self.raw[np.minimum(returns + 1, len(self.raw) - 1)]
        return bool(((after != _LF) | (returns == len(self.raw) - 1)).any())

    def _line_ends_alike(self, ends: Positions) -> bool:
        """Parsers stumble over a file that ends some lines with CR LF and some with LF alone; such files are read line by line."""
        with_return = int(np.count_nonzero(self.raw[np.maximum(ends - 2, 0)] == _CR))
        return with_return in (0, ends.size)

    def _quotes_stand_right(self, quotes: Positions) -> bool:
        rank = np.arange(quotes.size) + self._quotes
        opening, closing = quotes[rank % 2 == 0], quotes[rank % 2 == 1]
        before = self.raw[np.maximum(opening - 1, 0)]
        after = self.raw[np.minimum(closing + 1, len(self.raw) - 1)]
        opens = (before == self.delimiter) | (before == _LF) | (before == _QUOTE) | (opening == self.begin)
        closes = (after == self.delimiter) | (after == _LF) | (after == _CR) | (after == _QUOTE) | (closing == len(self.raw) - 1)
        return bool(opens.all() and closes.all())

    def _finish(self, ends: list[Positions], columns: list[Positions]) -> None:
        self.is_proper = self._quotes % 2 == 0
        self.is_proper = self.is_proper and self._line_ends_alike(np.concatenate(ends) if ends else np.empty(0, np.int64))
        all_ends = np.concatenate(ends) if ends else np.empty(0, np.int64)
        all_columns = np.concatenate(columns) if columns else np.empty(0, np.int64)
        if len(self.raw) > (int(all_ends[-1]) if all_ends.size else self.begin):
            all_ends = np.append(all_ends, len(self.raw))
            all_columns = np.append(all_columns, self._structural - self._last_end)
        self.ends = all_ends.astype(np.int64)
        self.starts = np.concatenate([np.array([self.begin], np.int64), self.ends[:-1]])
        self.columns = all_columns


def _from_scan(path: Path, scratch: Path, header: tuple[str, ...], delimiter: str, raw: Bytes, scan: _Scan, limits: FileLimits) -> Records:
    starts, ends, columns = scan.starts[1:], scan.ends[1:], scan.columns[1:]
    longest = int((ends - starts).max(initial=0))
    if longest > limits.line_bytes:
        _refuse_long_record(path, int(np.argmax(ends - starts)) + 2, longest, limits)
    lengths = ends - starts
    first = np.asarray(raw[starts]) if starts.size else np.empty(0, np.uint8)
    blank = (first == _LF) | ((lengths == 2) & (first == _CR))
    fits = columns == len(header)
    if scan.has_nul:
        nul = np.flatnonzero(np.asarray(raw) == 0)
        fits[np.searchsorted(ends, nul[nul >= scan.ends[0]], side="right")] = False
    if blank.size and blank.any() and len(header) > 1:
        starts, ends, columns, fits = starts[~blank], ends[~blank], columns[~blank], fits[~blank]
    odd = np.flatnonzero(~fits)
    if not odd.size and not (blank.size and blank[:-1].any()):
        return Records(path, path, header, delimiter, int(starts.size), (), starts, ends)
    everything = Records(path, path, header, delimiter, 0, (), starts, ends)
    located = everything.locate([int(i) for i in odd])
    apart = tuple(SetApart(line, text, _misfit(text, int(columns[i]), len(header))) for i, (line, text) in zip(odd, located, strict=True))
    kept = np.flatnonzero(fits)
    clean = _write_clean(scratch, raw, scan, starts, ends, kept)
    return Records(path, clean, header, delimiter, int(kept.size), apart, starts, ends, kept)


def _refuse_long_record(path: Path, row: int, length: int, limits: FileLimits) -> None:
    raise FileRefused(
        f"{path.name} has a row that is too long",
        f"line {row:,} is {length:,} bytes or more; the limit is {limits.line_bytes:,} (SUNDIAL_LINE_BYTES)",
        "check that the file has one row a line, or raise the limit if the row is right",
    )


def _misfit(text: str, columns: int, expected: int) -> str:
    if "\0" in text:
        return "the row holds a NUL byte"
    return f"the row has {columns} column{'s' if columns != 1 else ''}, the header {expected}"


def _write_clean(scratch: Path, raw: Bytes, scan: _Scan, starts: Positions, ends: Positions, kept: Positions) -> Path:
    """The header and the regular records, byte for byte, in runs of neighbours."""
    with scratch.open("wb") as out:
        out.write(bytes(raw[scan.begin : int(scan.ends[0])]))
        runs = np.split(kept, np.flatnonzero(starts[kept][1:] != ends[kept][:-1]) + 1) if kept.size else []
        for run in runs:
            for at in range(int(starts[run[0]]), int(ends[run[-1]]), _CHUNK):
                out.write(bytes(raw[at : min(at + _CHUNK, int(ends[run[-1]]))]))
    return scratch


def _from_lines(path: Path, scratch: Path, header: tuple[str, ...], delimiter: str, begin: int, limits: FileLimits) -> Records:
    """Read line by line, setting apart what no quoting rule explains; only for files whose quotes stand wrong.

    A line whose quote never closes costs that one line: reading goes on at the next, so nothing is swallowed.
    """
    apart: list[SetApart] = []
    starts: list[int] = []
    ends: list[int] = []
    kept: list[int] = []
    with scratch.open("w", encoding="utf-8", newline="") as out, path.open("rb") as source:
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        source.seek(begin)
        line = 1
        is_header = True
        while True:
            start = source.tell()
            text, cells, lines = _next_record(path, source, delimiter, limits, line)
            if not text:
                break
            if is_header:
                is_header = False
            elif text.strip("\r\n"):
                if cells is not None and len(cells) == len(header) and "\0" not in text:
                    kept.append(len(starts))
                    writer.writerow(cells)
                else:
                    reason = ASTRAY if cells is None else _misfit(text, len(cells), len(header))
                    apart.append(SetApart(line, text.rstrip("\r\n"), reason))
                starts.append(start)
                ends.append(source.tell())
            line += lines
    return Records(
        path, scratch, header, delimiter, len(kept), tuple(apart),
        np.array(starts, np.int64), np.array(ends, np.int64), np.array(kept, np.int64),
    )  # fmt: skip


def _next_record(path: Path, source: io.BufferedReader, delimiter: str, limits: FileLimits, line: int) -> tuple[str, list[str] | None, int]:
    """Text, cells (None where the quotes stand wrong) and number of lines of the record that starts here."""
    text = source.readline(limits.line_bytes + 1).decode("utf-8", "replace")
    if len(text) > limits.line_bytes:
        _refuse_long_record(path, line, len(text), limits)
    resume, lines, whole = source.tell(), 1, text
    while whole:
        try:
            cells = next(csv.reader([whole], delimiter=delimiter, strict=True), [])
            return whole, cells, lines
        except csv.Error as error:
            if "unexpected end" not in str(error) or len(whole) > limits.unclosed_quote_bytes:
                break
        while more := source.readline(limits.line_bytes).decode("utf-8", "replace"):
            whole += more
            lines += 1
            if '"' in more or len(whole) > limits.unclosed_quote_bytes:
                break
        if not more:
            break
    source.seek(resume)
    return text, None, 1
