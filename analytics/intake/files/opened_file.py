"""Any file an analyst has, opened: in the end it is delimited UTF-8 text whose records are counted without a parser (L1).

Plain UTF-8 text is read where it lies. Anything else is written to a scratch folder, and keeps its rows' places in the original, so
that a reject names the row as the analyst sees it and shows it as it stands there (L2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analytics.errors import ChoiceNeeded, FileRefused, LoadDoesNotAddUp
from analytics.intake.export_format import ISO, ExportFormat
from analytics.intake.files.archives import chosen_member, members_of, unpack_gzip, unpack_member
from analytics.intake.files.delimited import beginning_of, write_from
from analytics.intake.files.file_kind import FileKind, kind_of, kind_of_text
from analytics.intake.files.json_rows import Written, has_pages, write_json, write_json_lines
from analytics.intake.files.parquet_rows import write_parquet
from analytics.intake.files.table_writer import Broken, read_places
from analytics.intake.files.text_encoding import Encoding, encoding_of, write_as_utf8
from analytics.intake.files.workbooks import write_sheet
from analytics.intake.limits import FileLimits
from analytics.intake.options import LoadOptions
from analytics.intake.records import Records, SetApart, find_records, header_line
from analytics.intake.source_file import check_size

ROW_WORDS = {FileKind.JSON: "element", FileKind.PARQUET: "row"}


@dataclass(frozen=True)
class Asked:
    """What the person is told of a file, and what they may choose, for each of encoding, sheet and member."""

    encoding: str | None = None
    sheet: str | None = None
    member: str | None = None


@dataclass(frozen=True)
class OpenedFile:
    """A file as delimited text. `text_path` is the file itself where it is plain; `rows` is None then, else the rows counted apart."""

    path: Path
    name: str
    text_path: Path
    kind: FileKind
    encoding: Encoding | None = None
    member: str | None = None
    sheet: str | None = None
    delimiter: str | None = None
    header: str | None = None
    lines_above: int = 0
    rows: int | None = None
    broken: tuple[Broken, ...] = ()
    raw_path: Path | None = None
    notes: tuple[str, ...] = ()
    questions: tuple[ChoiceNeeded, ...] = ()
    choices: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    is_part: bool = False

    def options(self, options: LoadOptions) -> LoadOptions:
        """The options of its load: a part of an archive is told by its member."""
        return replace(options, member=self.member) if self.is_part else options

    def reading(self, export: ExportFormat) -> ExportFormat:
        """The format to read it with: where instants come as such, and not as text, they are read in ISO form too."""
        if not (self.kind.is_workbook or self.kind is FileKind.PARQUET):
            return export
        columns = {name: replace(one, timestamps=_with_iso(one.timestamps)) for name, one in export.columns.items() if one.timestamps}
        return replace(export, timestamps=_with_iso(export.timestamps), columns={**export.columns, **columns})

    def records(self, scratch: Path, delimiter: str | None, limits: FileLimits) -> Records:
        """Its records. Raises LoadDoesNotAddUp where another number of rows was written than there are in the original (L1)."""
        records = find_records(self.text_path, scratch, self.delimiter or delimiter, limits)
        if self.rows is None:
            apart = tuple(replace(one, line=one.line + self.lines_above) for one in records.set_apart)
            return replace(records, set_apart=apart) if self.lines_above else records
        if records.set_apart or records.regular + len(self.broken) != self.rows:
            raise LoadDoesNotAddUp(
                f"{self.name} was not read whole, so nothing of it was kept",
                f"{self.rows:,} rows counted; {records.regular:,} read, {len(self.broken) + len(records.set_apart):,} set apart",
                "this is a fault of Sundial's; please report it",
            )
        return replace(records, set_apart=tuple(SetApart(one.place, one.raw, one.reason) for one in self.broken))

    def locate(self, records: Records, ordinals: list[int]) -> list[tuple[int, str]]:
        """Place and text of regular records as they stand in the original: line, sheet row, element (L2)."""
        if self.rows is None:
            return [(line + self.lines_above, raw) for line, raw in records.locate(ordinals)]
        places = read_places(self.text_path)
        if self.raw_path is None:
            return [(int(places[n][0]), raw) for n, (_, raw) in zip(ordinals, records.locate(ordinals), strict=True)]
        found = []
        with self.raw_path.open("rb") as file:
            for n in ordinals:
                place, start, end = (int(one) for one in places[n])
                file.seek(start)
                raw = file.read(end - start).decode("utf-8", "replace").strip()
                found.append((place, raw.replace("\r", " ").replace("\n", " ")))
        return found

    def header_line(self, limits: FileLimits) -> str:
        """The header as rejects are handed back under; empty where a row carries its own names (JSON)."""
        return "" if self.raw_path is not None else header_line(self.text_path, limits)

    def to_json(self) -> dict[str, Any]:
        """How it was read, for receipt and findings."""
        told: dict[str, Any] = {"kind": self.kind.value, "counted_in": self._row_word()}
        if self.encoding is not None:
            told |= {"encoding": self.encoding.name, "encoding_share": round(self.encoding.share, 4), "encoding_why": self.encoding.why}
        told |= {name: value for name, value in (("member", self.member), ("sheet", self.sheet)) if value is not None}
        return told | {"notes": list(self.notes)}

    def _row_word(self) -> str:
        return "sheet row" if self.kind.is_workbook else ROW_WORDS.get(self.kind, "line")


def opened_file(
    path: Path, name: str, asked: Asked, limits: FileLimits, scratch: Path, delimiter: str | None = None, may_guess: bool = False,
    is_part: bool = False,
) -> OpenedFile:
    """Open a file. `scratch` is a folder of its own; it has to stay as long as the result is used, and goes with all in it after.

    `delimiter` is the format's, where one is told. Where a choice is open (ChoiceNeeded), `may_guess` takes the likeliest and keeps the
    question in `questions`. Raises FileRefused where the file cannot be read at all.
    """
    check_size(path, name, limits)
    scratch.mkdir(parents=True, exist_ok=True)
    opening = _Opening(asked, limits, scratch, delimiter, may_guess)
    inner, inner_name, kind = opening.unpacked(path, name)
    if kind.is_workbook:
        opened = opening.workbook(inner, inner_name, kind)
    elif kind is FileKind.PARQUET:
        opened = opening.parquet(inner, inner_name)
    else:
        opened = opening.text(inner, inner_name)
    return replace(
        opened, path=path, name=name, member=opening.member, notes=(*opening.notes, *opened.notes),
        questions=tuple(opening.questions), choices=opening.choices, is_part=is_part,
    )  # fmt: skip


def parts_of(path: Path, name: str, limits: FileLimits) -> tuple[str, ...]:
    """The files of a zip archive that are each loaded as a part; empty where the file is no archive of several."""
    check_size(path, name, limits)
    if kind_of(path, name) is not FileKind.ZIP:
        return ()
    members = members_of(path, name, limits)
    return members if len(members) > 1 else ()


class _Opening:
    """One file on its way to text: what was asked for, and what is found on the way."""

    def __init__(self, asked: Asked, limits: FileLimits, scratch: Path, delimiter: str | None, may_guess: bool) -> None:
        self.asked, self.limits, self.scratch = asked, limits, scratch
        self.delimiter, self.may_guess = delimiter, may_guess
        self.member: str | None = None
        self.notes: list[str] = []
        self.questions: list[ChoiceNeeded] = []
        self.choices: dict[str, list[dict[str, Any]]] = {}

    def unpacked(self, path: Path, name: str) -> tuple[Path, str, FileKind]:
        """The file inside archives, the name that tells its kind, and the kind."""
        for depth in range(self.limits.archive_depth + 1):
            kind = kind_of(path, name)
            if kind not in (FileKind.GZIP, FileKind.ZIP):
                return path, name, kind
            target = self.scratch / f"unpacked-{depth}"
            if kind is FileKind.GZIP:
                unpack_gzip(path, target, name, self.limits)
                name = name[:-3] if name.lower().endswith(".gz") else name
            else:
                if self.member is not None:
                    break
                members = members_of(path, name, self.limits)
                self.member = self._member(members, name)
                unpack_member(path, self.member, target, name, self.limits)
                name = self.member
            if depth:
                path.unlink()
            path = target
        found = f"an archive within an archive within {name}; the limit is {self.limits.archive_depth} (SUNDIAL_ARCHIVE_DEPTH)"
        raise FileRefused(f"{name} packs archives into archives", found, "unpack it, and load the export in it")

    def _member(self, members: Sequence[str], name: str) -> str:
        if len(members) > 1:
            self.choices["member"] = [{"value": member} for member in members]
        try:
            return chosen_member(tuple(members), self.asked.member, name)
        except ChoiceNeeded:
            # A load takes all of them, each as a part; only looking at the archive needs one.
            if not self.may_guess:
                raise
            self.notes.append(f"the archive holds {len(members)} files, and a load takes them all; shown is {members[0]!r}")
            return members[0]

    def text(self, path: Path, name: str) -> OpenedFile:
        """Text of any kind."""
        encoding = self._encoding(path, name)
        plain = path
        if not encoding.is_plain:
            plain = self.scratch / "utf8.txt"
            lost = write_as_utf8(path, encoding, plain, name)
            if lost:
                self.notes.append(f"{lost:,} damaged signs could not be read and stand as \ufffd")
        with plain.open("rb") as file:
            head = file.read(self.limits.line_bytes + 1).decode("utf-8", "replace")
        kind = kind_of_text(head, name)
        if kind is not FileKind.TEXT:
            return self._json(plain, name, kind, encoding, head)
        if self.asked.sheet is not None:
            self.notes.append("it is delimited text and has no sheets; --sheet is of no use here")
        begin = beginning_of(plain, self.delimiter)
        text_path = plain
        if not begin.is_plain:
            text_path = self.scratch / "table.csv"
            write_from(plain, begin, text_path)
        return OpenedFile(
            path, name, text_path, FileKind.TEXT, encoding, delimiter=begin.delimiter, lines_above=begin.skipped, notes=begin.notes
        )

    def _encoding(self, path: Path, name: str) -> Encoding:
        encoding = encoding_of(path, name, self.asked.encoding)
        if encoding.candidates:
            self.choices["encoding"] = [
                {"value": one.encoding, "share": round(one.share, 4), "reads": list(one.reads), "alike": list(one.alike)}
                for one in encoding.candidates[:8]
            ]
        if not encoding.is_sure:
            if not self.may_guess:
                raise encoding.question(name)
            self.questions.append(encoding.question(name))
        return encoding

    def _json(self, plain: Path, name: str, kind: FileKind, encoding: Encoding, head: str) -> OpenedFile:
        target = self.scratch / "table.csv"
        first_line = next((line for line in head.lstrip("\ufeff").split("\n") if line.strip()), "")
        if kind is FileKind.JSON_LINES and not has_pages(first_line, self.limits):
            written = write_json_lines(plain, target, name, self.limits)
        else:
            kind = FileKind.JSON
            written = self._json_list(plain, target, name)
        return OpenedFile(
            plain, name, target, kind, encoding, sheet=written.list_name, rows=written.rows, broken=written.broken,
            raw_path=plain, delimiter=",", notes=written.notes,
        )  # fmt: skip

    def _json_list(self, plain: Path, target: Path, name: str) -> Written:
        return write_json(plain, target, name, self.asked.sheet, self.limits)

    def workbook(self, path: Path, name: str, kind: FileKind) -> OpenedFile:
        """One sheet of a workbook."""
        target = self.scratch / "table.csv"
        written, sheets, question = write_sheet(path, target, name, kind, self.asked.sheet, self.limits, self.may_guess)
        if len(sheets) > 1:
            self.choices["sheet"] = [{"value": one.name, "header": list(one.header)} for one in sheets]
        self.questions += [question] if question else []
        return _table(path, name, target, kind, written)

    def parquet(self, path: Path, name: str) -> OpenedFile:
        """A Parquet file."""
        target = self.scratch / "table.csv"
        return _table(path, name, target, FileKind.PARQUET, write_parquet(path, target, name, self.limits))


def _with_iso(forms: tuple[str, ...]) -> tuple[str, ...]:
    return forms if ISO in forms else (*forms, ISO)


def _table(path: Path, name: str, target: Path, kind: FileKind, written: Written) -> OpenedFile:
    return OpenedFile(
        path, name, target, kind, sheet=written.list_name, rows=written.rows, broken=written.broken, delimiter=",", notes=written.notes
    )
