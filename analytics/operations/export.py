"""Take facts out: tickets, clocks or escalations to one CSV or Parquet file, streamed by the engine, whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from analytics.errors import FileRefused, QuestionRefused
from analytics.intake.safe_text import EXPORT_MARK, safe_text_sql
from analytics.metrics.question import Question
from analytics.metrics.scope import parameters, rows_in_scope
from analytics.operations.limits import Limits
from analytics.vocabulary import Clock, Dimension
from analytics.warehouse import Database, Reader, durable
from analytics.warehouse.database import quoted, text

_EXPORTS = Path(__file__).parent / "exports"
_BOM = "\ufeff"
_INSTANTS = ("TIMESTAMP",)


class Relation(StrEnum):
    """What can be taken out."""

    TICKETS = "tickets"
    CLOCKS = "clocks"
    ESCALATIONS = "escalations"


@dataclass(frozen=True)
class Exported:
    """What was written. `version`: of the store, and in every row of the file in the column sundial_export."""

    file: str
    relation: str
    rows: int
    bytes: int
    version: str


def export(reader: Reader, relation: Relation, out: Path, question: Question, clocks: tuple[Clock, ...] = tuple(Clock),
           force: bool = False) -> Exported:  # fmt: skip
    """Write the rows of a question's period and selection: those that measure() counts with the same words.

    The file's ending says the form: .parquet (instants as UTC timestamps, days as dates, numbers as numbers) or .csv (UTF-8 with a
    byte order mark, instants as 2026-10-05T14:30:00Z, text safe in spreadsheets). Raises FileRefused, also where the file is there and
    `force` does not say to replace it, and QuestionRefused. `clocks` is for Relation.CLOCKS.
    """
    kind = out.suffix.lower()
    if kind not in (".csv", ".parquet"):
        raise FileRefused(f"{out.name} says no form that Sundial writes", f"it ends in {out.suffix!r}", "name it FILE.csv or FILE.parquet")
    if question.where.get(Dimension.LEVEL) and relation is not Relation.ESCALATIONS:
        raise QuestionRefused("only escalations have a level", f"level, of {relation}", "leave it out, or export escalations")
    if not out.parent.is_dir():
        raise FileRefused(f"{out} cannot be written", f"no folder {out.parent}", "make the folder, or name another")
    _refuse_what_is_there(out, force)
    ((version,),) = reader.rows("SELECT value FROM store_meta WHERE key = 'version'")
    with Database.open(reader.version.path, memory_limit=Limits.in_force().engine_memory) as db, _whole(out, force) as unfinished:
        db.lock_down([out.parent.resolve(), reader.version.path.parent])
        selected = " UNION ALL ".join(_selected(relation, question, clock) for clock in _asked(relation, question, clocks))
        bound = parameters(question) | {"version": version, "first_response": "first_response", "resolution": "resolution"}
        ((rows,),) = db.rows(f"COPY ({_shaped(db, relation, selected, bound, kind)}) TO {text(str(unfinished))} ({_FORMS[kind]})", bound)
    return Exported(str(out), relation.value, int(rows), out.stat().st_size, version)


_FORMS = {".csv": "FORMAT csv, HEADER true, NEW_LINE '\\r\\n'", ".parquet": "FORMAT parquet, COMPRESSION zstd"}


def _asked(relation: Relation, question: Question, clocks: tuple[Clock, ...]) -> tuple[Clock, ...]:
    """The clocks asked for one after the other where rows are to be chosen by one; else a single statement for all."""
    return clocks if relation is Relation.CLOCKS else (question.clock,)


def _selected(relation: Relation, question: Question, clock: Clock) -> str:
    """SQL of the rows. Where something is left out, by the same scope that metrics count."""
    sql = (_EXPORTS / f"{relation}.sql").read_text(encoding="utf-8")
    chosen = "true"
    if relation is Relation.CLOCKS:
        chosen = f"t.clock = ${clock}"
    if question.from_on or question.to_on or question.keys():
        key = "source, ticket_id" + (", ordinal" if relation is Relation.ESCALATIONS else "")
        scope = rows_in_scope(relation, question).replace("$clock", f"${clock}")
        chosen += f" AND (t.{key.replace(', ', ', t.')}) IN (SELECT ({key}) {scope})"
    return f"({sql} WHERE {chosen})"


def _shaped(db: Database, relation: Relation, selected: str, bound: dict[str, Any], kind: str) -> str:
    """The rows with the store's version, in the types of the form."""
    untold = _not_recorded(db, selected, bound) if relation is Relation.TICKETS else set()
    columns = [(str(row[0]), str(row[1])) for row in db.rows(f"DESCRIBE {selected}", bound) if row[0] not in untold]
    shaped = [f"{_cell(quoted(name), of_type, kind)} AS {quoted(name)}" for name, of_type in columns]
    if kind == ".csv":  # the first name carries the byte order mark by which spreadsheets know the encoding
        first = columns[0][0]
        shaped[0] = shaped[0].removesuffix(f" AS {quoted(first)}") + f" AS {quoted(_BOM + first)}"
    return f"SELECT {', '.join(shaped)}, CAST($version AS VARCHAR) AS {EXPORT_MARK} FROM ({selected})"  # noqa: S608  names are quoted


def _not_recorded(db: Database, selected: str, bound: dict[str, Any]) -> set[str]:
    """Ticket columns that no source of the rows records: left out, since an empty one would say that nobody answered (K5, E4)."""
    ((responses, levels),) = db.rows(
        f"SELECT bool_or(responses_recorded), bool_or(levels_recorded) FROM sources WHERE source IN (SELECT source FROM {selected})",  # noqa: S608
        bound,
    )
    return (set() if responses else {"first_response_at"}) | (set() if levels else {"level", "escalated_at"})


def _cell(column: str, of_type: str, kind: str) -> str:
    if of_type in _INSTANTS:
        return f"CAST({column} AS TIMESTAMPTZ)" if kind == ".parquet" else f"strftime({column}, '%Y-%m-%dT%H:%M:%SZ')"
    if of_type.startswith("ENUM"):
        return f"CAST({column} AS VARCHAR)"
    return safe_text_sql(column) if of_type == "VARCHAR" and kind == ".csv" else column


def _refuse_what_is_there(out: Path, force: bool) -> None:
    if out.is_dir() or (out.exists() and not force):
        found = "a folder of that name" if out.is_dir() else "a file of that name"
        raise FileRefused(f"{out} is not overwritten", found, "name another file, or say --force" if out.is_file() else "name a file")


@contextmanager
def _whole(out: Path, force: bool) -> Iterator[Path]:
    """A file beside it to be written, which takes the name when it is complete and on the disk. Nothing is left where it is not."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with durable.full_disk():
            yield unfinished
            durable.sync_file(unfinished)
            _named(unfinished, out, force)
            durable.sync_folder(out.parent)
    finally:
        durable.remove(unfinished)


def _named(unfinished: Path, out: Path, force: bool) -> None:
    """Without `force` the name is given by a link, which fails where another has come to be there meanwhile."""
    if force:
        unfinished.replace(out)
        return
    try:
        os.link(unfinished, out)
    except FileExistsError:
        _refuse_what_is_there(out, force)
    except OSError:  # a file system without links
        _refuse_what_is_there(out, force)
        unfinished.replace(out)
