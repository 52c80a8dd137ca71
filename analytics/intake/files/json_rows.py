"""JSON and JSON Lines as rows: every object one row, its nested objects under dotted names."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from analytics.errors import ChoiceNeeded, FileRefused, nearest
from analytics.intake.files.json_document import TOP, Element, JsonDocument, ListFound, count_objects
from analytics.intake.files.json_values import JsonReader, NestedTooDeeply, flatten
from analytics.intake.files.table_writer import Broken, TableWriter, too_long
from analytics.intake.limits import FileLimits

_SAMPLE = 1_000
_BROKEN_LOOKED_AT = 200_000
LISTS_OF_TICKETS = ("tickets", "issues", "incidents", "cases", "conversations", "requests", "result", "results", "records", "value", "data",
                    "items", "events", "audits", "ticket_events", "changes")  # fmt: skip
"""Names under which products put the rows of an export; among several lists in a file these are taken first, in this order."""


@dataclass(frozen=True)
class Written:
    """What was written: rows counted without the reader, those set apart, and which list of the file they are from."""

    rows: int
    broken: tuple[Broken, ...]
    list_name: str | None
    notes: tuple[str, ...] = ()


def write_json_lines(path: Path, target: Path, name: str, limits: FileLimits) -> Written:
    """Write JSON Lines as a table; a line that is no JSON object is set apart."""
    broken = _write(lambda: _lines(path, name, limits), target, name, limits)
    with path.open("rb") as file:
        rows = sum(1 for line in file if line.strip(b" \t\r\n\xef\xbb\xbf"))
    return Written(rows, broken, None)


def write_json(path: Path, target: Path, name: str, told: str | None, limits: FileLimits) -> Written:
    """Write the list of objects in a JSON document as a table. Raises ChoiceNeeded where it has several and none is told."""
    document = JsonDocument(path, name, limits)
    for _ in document.elements():
        pass
    lists = document.lists
    wanted, notes = _chosen(lists, told, name)
    broken = _write(lambda: JsonDocument(path, name, limits, wanted).elements(), target, name, limits)
    rows = count_objects(path) if wanted == TOP else sum(one.elements for one in lists if one.name == wanted)
    return Written(rows, broken, wanted or None, notes)


def has_pages(first_line: str, limits: FileLimits) -> bool:
    """Whether lines are pages, each with a list of rows inside, and not rows themselves."""
    try:
        page = JsonReader(limits.json_depth).whole(first_line)
    except ValueError:
        return False
    if not isinstance(page, dict):
        return False
    return any(isinstance(page.get(key), list) and page[key] and isinstance(page[key][0], dict) for key in LISTS_OF_TICKETS)


def _chosen(lists: list[ListFound], told: str | None, name: str) -> tuple[str, tuple[str, ...]]:
    names = list(dict.fromkeys(one.name for one in lists))
    shown = ", ".join(one or "the whole file" for one in names[:20])
    if told is not None:
        if told in names:
            return told, ()
        near = nearest(told, names)
        remedy = f"did you mean {near!r}?" if near else "name one of these"
        raise FileRefused(f"{name} has no list {told!r}", shown or "no list of objects", remedy)
    if not names:
        return TOP, ()
    filled = [one for one in names if any(two.name == one and two.elements for two in lists)] or names
    if len(filled) == 1:
        return filled[0], ()
    for word in LISTS_OF_TICKETS:
        if word in [one.rpartition(".")[2] for one in filled]:
            wanted = next(one for one in filled if one.rpartition(".")[2] == word)
            others = ", ".join(one for one in filled if one != wanted)
            return wanted, (f"the rows are the list {wanted!r} of the file; not read: {others}",)
    raise ChoiceNeeded(f"{name} holds several lists", shown, "say which holds the rows: --sheet NAME")


def _lines(path: Path, name: str, limits: FileLimits) -> Iterator[Element]:
    reader = JsonReader(limits.json_depth)
    with path.open("rb") as file:
        start = 3 if file.read(3) == codecs.BOM_UTF8 else 0
        file.seek(start)
        place = 0
        while line := file.readline(limits.line_bytes + 1):
            place += 1
            if len(line) > limits.line_bytes:
                raise too_long(name, place, len(line), limits)
            text = line.decode("utf-8", "replace").strip()
            if text:
                reader.faults = []
                try:
                    value = reader.whole(text)
                except NestedTooDeeply:
                    value, reader.faults = None, ["objects or lists nested too deeply"]
                except ValueError as error:
                    value, reader.faults = None, [f"not valid JSON: {str(error)[:100]}"]
                yield Element(value, text, place, start, start + len(line), tuple(reader.faults))
            start += len(line)


class _Grown(Exception):
    """A record has a column that the table does not have yet, or is not wrapped like those before."""


def _write(records: Callable[[], Iterable[Element]], target: Path, name: str, limits: FileLimits) -> tuple[Broken, ...]:
    """Write all records; where one has a column not seen before, gather the rest of the columns and begin anew."""
    columns, wrapper = _sampled(records(), limits)
    for _ in range(3):
        if not columns:
            reasons = next((f"; the first: {one.faults[0]}" for one in islice(records(), _SAMPLE) if one.faults), "")
            found = f"no JSON object with a key in it{reasons}"
            raise FileRefused(f"{name} holds no rows", found, "make the export again, with its tickets")
        try:
            return _written(records(), columns, wrapper, target, name, limits)
        except _Grown:
            columns, wrapper = _sampled(records(), limits, None)
    raise AssertionError("columns that no record has")


def _sampled(records: Iterable[Element], limits: FileLimits, most: int | None = _SAMPLE) -> tuple[dict[str, int], str | None]:
    """The columns of the first records (of all, where `most` is None), and the one key that wraps each of them, if so."""
    columns: dict[str, int] = {}
    wrappers: set[str | None] = set()
    for n, record in enumerate(records):
        if most is not None and n >= most:
            break
        if isinstance(record.value, dict) and not record.faults:
            wrappers.add(_wrapper(record.value))
            try:
                names = flatten(record.value, limits.json_depth)
            except NestedTooDeeply:
                continue
            for column in names:
                columns.setdefault(column, len(columns))
            if len(columns) > 4 * limits.columns:
                break
    wrapper = wrappers.pop() if len(wrappers) == 1 else None
    if wrapper is not None:
        columns = {column.removeprefix(wrapper + "."): place for column, place in columns.items()}
    return columns, wrapper


def _wrapper(record: dict[str, Any]) -> str | None:
    if len(record) == 1:
        ((key, value),) = record.items()
        return key if isinstance(value, dict) and value else None
    return None


def _written(
    records: Iterable[Element], columns: dict[str, int], wrapper: str | None, target: Path, name: str, limits: FileLimits
) -> tuple[Broken, ...]:
    if len(columns) > limits.columns:
        raise FileRefused(
            f"{name} has too many columns", f"more than {limits.columns:,} different keys; that is the limit (SUNDIAL_COLUMNS)",
            "check that this is a ticket export: keys that are ids or dates have to become values first",
        )  # fmt: skip
    with TableWriter(target, list(columns), name, limits) as writer:
        for record in records:
            reason = "; ".join(record.faults)
            row: dict[str, str] = {}
            if not reason and not isinstance(record.value, dict):
                reason = "not a JSON object"
            elif not reason:
                if wrapper is not None and _wrapper(record.value) != wrapper:
                    raise _Grown
                try:
                    row = flatten(record.value[wrapper] if wrapper is not None else record.value, limits.json_depth)
                except NestedTooDeeply:
                    reason = "objects or lists nested too deeply"
            raw = record.text.replace("\r", " ").replace("\n", " ")
            if reason:
                writer.broken.append(Broken(record.place, raw, reason))
                _check_share(writer, name, limits)
                continue
            cells = [""] * len(columns)
            for column, text in row.items():
                place = columns.get(column)
                if place is None:
                    raise _Grown
                cells[place] = text
            writer.write(cells, record.place, record.start, record.end, raw)
    return tuple(writer.broken)


def _check_share(writer: TableWriter, name: str, limits: FileLimits) -> None:
    """Stop early where a very large file is broken through and through; its rows are not to sit in memory."""
    broken = len(writer.broken)
    if broken >= _BROKEN_LOOKED_AT and broken >= (writer.rows + broken) * limits.refused_from_rejected_share:
        first = writer.broken[0]
        raise FileRefused(
            f"{name}: {broken:,} of its first {writer.rows + broken:,} rows cannot be read, so nothing was loaded",
            f"first: row {first.place:,}: {first.reason}", "export it again; a download that broke off ends like this",
        )  # fmt: skip
