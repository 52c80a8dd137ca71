"""An export format: what one product's export in one layout looks like, as TOML, and how its columns become our fields."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from analytics.business_time.zone import zone
from analytics.errors import FormatRefused, UnknownWord
from analytics.intake.column_source import ColumnSource, parse_source
from analytics.intake.faults import choice_of, pattern_of, texts_of, unknown_key
from analytics.intake.fields import CHANGE_FIELDS, CHANGING, TICKET_FIELDS, Field
from analytics.intake.level_rules import LevelRule, parse_rules
from analytics.intake.limits import FileLimits
from analytics.intake.lookups import Lookup, parse_lookups
from analytics.intake.row_filters import RowFilter, parse_filters
from analytics.vocabulary import Outcome, StatusKind
from analytics.warehouse.database import lowered

ISO = "iso8601"
FORMS = (
    ISO, "excel_serial", "epoch_seconds", "epoch_milliseconds", "epoch_microseconds", "day-first", "month-first", "year-first",
)  # fmt: skip
"""Forms of timestamps with a name; all others are written with % signs."""
MISSING = ("", "?", "-", "--", "{}", "null", "none", "nan", "n/a", "#n/a")


class Layout(StrEnum):
    """What one row of the export is."""

    TICKETS = "tickets"
    EVENT_LOG = "event_log"
    CHANGES = "changes"
    LOOKUP = "lookup"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields a row of this kind can carry."""
        return {Layout.CHANGES: CHANGE_FIELDS, Layout.LOOKUP: ()}.get(self, TICKET_FIELDS)

    @property
    def required(self) -> tuple[str, ...]:
        """The fields without which a row says nothing."""
        return {
            Layout.TICKETS: ("ticket_id", "received_at"),
            Layout.EVENT_LOG: ("ticket_id", "received_at", "updated_at"),
            Layout.CHANGES: ("ticket_id", "at", "field"),
            Layout.LOOKUP: (),
        }[self]


@dataclass(frozen=True)
class ExportFormat:
    """One format. `statuses`, `priorities`, `tiers`, `verdicts`, `levels` and `changing` read the export's own words, in small letters.

    `recognised_by` are marks: each a column, or several of which one must be there; `file_name` is a pattern of the file's name.
    `changing` is the export's word for what changed -> our field (kind changes). `lineage` are the formats it is based on, nearest
    first; `toml` its keys with theirs. `rank`: a company's own formats come before the shipped ones.
    """

    name: str
    title: str
    product: str
    layout: Layout
    columns: Mapping[str, ColumnSource]
    recognised_by: tuple[tuple[str, ...], ...] = ()
    file_name: str | None = None
    timestamps: tuple[str, ...] = (ISO,)
    timezone: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    missing: tuple[str, ...] = MISSING
    statuses: Mapping[str, StatusKind] = field(default_factory=dict)
    priorities: Mapping[str, str] = field(default_factory=dict)
    tiers: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Outcome] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    level_rules: tuple[LevelRule, ...] = ()
    changing: Mapping[str, str] = field(default_factory=dict)
    sets_aside_other_fields: bool = False
    rows: tuple[RowFilter, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    how_to_export: str = ""
    cannot_tell: tuple[str, ...] = ()
    lineage: tuple[str, ...] = ()
    digest: str = ""
    toml: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    rank: int = 0

    @property
    def takes_first_event(self) -> bool:
        """Whether a ticket is received at its earliest event, over all loads."""
        source = self.columns.get("received_at")
        return source is not None and source.first_event


_KEYS = {
    "title": str, "product": str, "kind": str, "based_on": str, "file_name": str, "columns": dict, "recognised_by": list,
    "timestamps": list,
    "timezone": str, "delimiter": str, "encoding": str, "missing": list, "statuses": dict, "priorities": dict, "tiers": dict,
    "verdicts": dict, "levels": dict,
    "level_rules": list, "fields": dict, "rows": list, "lookups": dict, "how_to_export": str, "cannot_tell": list,
}  # fmt: skip


def read_format(path: Path, known: Mapping[str, ExportFormat] | None = None) -> ExportFormat:
    """Read and check a format file; `known` are the formats it may be based on. Raises FormatRefused listing every fault at once."""
    text, found = _toml_of(path)
    return _parsed(path, text, found, known)


def format_of_text(name: str, text: str) -> ExportFormat:
    """A format from TOML text that is not in a file (yet). Raises FormatRefused as `read_format` does."""
    return _parsed(Path(f"{name}.toml"), text, tomllib.loads(text), None)


def _parsed(path: Path, text: str, found: dict[str, Any], known: Mapping[str, ExportFormat] | None) -> ExportFormat:
    base = None
    if "based_on" in found:
        faults: list[str] = []
        word = choice_of("based_on", found["based_on"], known or {}, faults)
        if word is None:
            raise _refused(path, faults)
        base = (known or {})[word]
        found = merged(base.toml, found)
    faults = []
    for key, value in found.items():
        expected = _KEYS.get(key)
        if expected is None:
            faults.append(unknown_key("", key, _KEYS, "not a key of a format"))
        elif not isinstance(value, expected):
            faults.append(f"{key}: found {value!r}; a {expected.__name__} is wanted")
    told = {key: value for key, value in found.items() if isinstance(value, _KEYS.get(key, ()))}
    made = _checked(path, text, told, base, faults)
    if faults or made is None:
        raise _refused(path, faults)
    return made


def _toml_of(path: Path) -> tuple[str, dict[str, Any]]:
    size = path.stat().st_size
    limit = FileLimits.in_force().toml_bytes
    if size > limit:
        found_size = f"{size:,} bytes; the limit is {limit:,}"
        raise FormatRefused(f"{path.name} is too large for a format", found_size, "keep one format to a file")
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        return text, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FormatRefused(f"{path.name} is not TOML", str(error), "mend the line it names") from error


def _refused(path: Path, faults: list[str]) -> FormatRefused:
    return FormatRefused(f"{path.name} is not a valid export format", "\n         ".join(faults), "mend these lines and try again")


def merged(base: Mapping[str, Any], on_top: Mapping[str, Any]) -> dict[str, Any]:
    """A format's keys with another's on top: tables key by key, everything else whole. Fields' sources are not mixed."""
    both = dict(base)
    for key, value in on_top.items():
        if isinstance(value, Mapping) and isinstance(both.get(key), Mapping):
            both[key] = {**both[key], **value}
        else:
            both[key] = value
    return both


def _checked(path: Path, text: str, found: dict[str, Any], base: ExportFormat | None, faults: list[str]) -> ExportFormat | None:
    kind = choice_of("kind", found.get("kind"), [k.value for k in Layout], faults)
    if kind is None:
        return None
    layout = Layout(kind)
    verdict_words = {k.value: k for k in (Outcome.MET, Outcome.BREACHED, Outcome.RUNNING)}
    levels = {lowered(str(word)): level for word, level in found.get("levels", {}).items()}
    for word, level in levels.items():
        if isinstance(level, bool) or not isinstance(level, int) or level < 0:
            faults.append(f"levels.{word}: found {level!r}; a whole number from 0 is wanted")
    changing, sets_aside = _changing(layout, found.get("fields", {}), faults)
    digests = text + (base.digest if base else "")
    return ExportFormat(
        name=path.stem, title=found.get("title", path.stem), product=found.get("product", path.stem), layout=layout,
        columns=_columns(layout, found.get("columns", {}), faults), recognised_by=_marks(found.get("recognised_by", []), faults),
        file_name=pattern_of("file_name", found["file_name"], faults) if "file_name" in found else None,
        timestamps=timestamp_forms("timestamps", found.get("timestamps", [ISO]), faults),
        timezone=_zone("timezone", found.get("timezone"), faults), delimiter=_delimiter(found.get("delimiter"), faults),
        encoding=found.get("encoding"),
        missing=tuple(lowered(m) for m in texts_of("missing", found.get("missing", [*MISSING]), faults, may_be_empty=True)),
        statuses=_folded(found, "statuses", {k.value: k for k in StatusKind}, faults),
        priorities=_folded(found, "priorities", {k: k for k in found.get("priorities", {})}, faults),
        tiers=_folded(found, "tiers", {k: k for k in found.get("tiers", {})}, faults),
        verdicts=_folded(found, "verdicts", verdict_words, faults), levels=levels,
        level_rules=parse_rules(found.get("level_rules", []), faults), changing=changing, sets_aside_other_fields=sets_aside,
        rows=parse_filters(found.get("rows", []), faults), lookups=parse_lookups(found.get("lookups", {}), faults),
        how_to_export=found.get("how_to_export", ""),
        cannot_tell=texts_of("cannot_tell", found.get("cannot_tell", []), faults, may_be_empty=True),
        lineage=(base.name, *base.lineage) if base else (), digest=hashlib.sha256(digests.encode()).hexdigest(),
        toml={key: value for key, value in found.items() if key != "based_on"},
    )  # fmt: skip


def _columns(layout: Layout, found: Mapping[str, Any], faults: list[str]) -> dict[str, ColumnSource]:
    """[columns], checked; what a row of this kind must say is there."""
    if layout is Layout.LOOKUP and found:
        faults.append("columns: a lookup's columns are named where they are used; leave [columns] out")
        return {}
    fields = {f.name: f for f in layout.fields}
    sources = {}
    for name, source in found.items():
        if name not in fields:
            faults.append(unknown_key("columns.", name, fields, "not a field"))
        elif (parsed := parse_source(fields[name], source, layout.fields, faults)) is not None:
            sources[name] = parsed
            if parsed.timezone:
                _zone(f"columns.{name}.timezone", parsed.timezone, faults)
            timestamp_forms(f"columns.{name}.timestamps", list(parsed.timestamps) or [ISO], faults)
            if parsed.after and parsed.after not in found:
                faults.append(f"columns.{name}.after: {parsed.after} has no column")
            elif parsed.after and isinstance(found[parsed.after], Mapping) and {"after", "first_event"} & set(found[parsed.after]):
                faults.append(f"columns.{name}.after: {parsed.after} is itself not in the row")
            if parsed.first_event and layout is not Layout.EVENT_LOG:
                faults.append(f"columns.{name}.first_event: only an event_log has events; kind is {layout.value}")
    faults += [f"columns.{name}: missing, and a row says nothing without it" for name in layout.required if name not in found]
    return sources


def _marks(found: list[Any], faults: list[str]) -> tuple[tuple[str, ...], ...]:
    """recognised_by: each mark a header, or a list of headers of which one must be there."""
    marks = []
    for number, mark in enumerate(found, start=1):
        if isinstance(mark, str):
            mark = [mark]
        marks.append(texts_of(f"recognised_by {number}", mark, faults))
    return tuple(marks)


def timestamp_forms(key: str, found: Any, faults: list[str]) -> tuple[str, ...]:
    """Forms of timestamps: named ones, or patterns of % signs."""
    forms = texts_of(key, found, faults)
    for form in forms:
        if form not in FORMS and "%" not in form:
            faults.append(unknown_key(f"{key}: ", form, FORMS, "no form of timestamps"))
    return forms


def _zone(key: str, found: str | None, faults: list[str]) -> str | None:
    if found is not None:
        try:
            zone(found)
        except UnknownWord as error:
            faults.append(f"{key}: {error.wrong}; {error.remedy}")
    return found


def _delimiter(found: str | None, faults: list[str]) -> str | None:
    if found is not None and len(found.encode()) != 1:
        faults.append(f"delimiter: found {found!r}; one sign is wanted")
    return found


def _changing(layout: Layout, found: Mapping[str, Any], faults: list[str]) -> tuple[dict[str, str], bool]:
    """[fields]: the export's words for what changed, in small letters -> ours; and whether other fields' changes are set aside."""
    if found and layout is not Layout.CHANGES:
        faults.append(f"fields: only exports of kind changes say what changed; kind is {layout.value}")
        return {}, False
    others = found.get("other_fields", "reject")
    choice_of("fields.other_fields", others, ("reject", "set_aside"), faults)
    words: dict[str, str] = {}
    for name, spellings in found.items():
        if name == "other_fields":
            continue
        if name not in CHANGING:
            faults.append(unknown_key("fields.", name, (*CHANGING, "other_fields"), "not a field whose changes are kept"))
            continue
        for spelling in texts_of(f"fields.{name}", spellings, faults):
            if words.get(lowered(spelling.strip()), name) != name:
                faults.append(f"fields: {spelling!r} stands under two fields")
            words[lowered(spelling.strip())] = name
    return words, others == "set_aside"


def _folded(found: dict[str, Any], key: str, allowed: Mapping[str, Any], faults: list[str]) -> dict[str, Any]:
    """{kind: [the export's words]} turned round into {word, in small letters: kind}."""
    words: dict[str, Any] = {}
    for kind, spellings in found.get(key, {}).items():
        if kind not in allowed:
            faults.append(unknown_key(f"{key}.", kind, allowed, "not allowed"))
        elif not isinstance(spellings, list):
            faults.append(f"{key}.{kind}: found {spellings!r}; a list of words is wanted")
        else:
            for spelling in spellings:
                if words.get(lowered(str(spelling)), allowed[kind]) is not allowed[kind]:
                    faults.append(f"{key}: {spelling!r} stands under two kinds")
                words[lowered(str(spelling))] = allowed[kind]
    return words


def formats_in(*folders: Path) -> dict[str, ExportFormat]:
    """All formats of some folders by name; a later folder's format replaces an earlier one's of the same name, and may be based on it."""
    formats: dict[str, ExportFormat] = {}
    for rank, folder in enumerate(folders):
        waiting = {path.stem: path for path in sorted(folder.glob("*.toml"))} if folder.is_dir() else {}
        while waiting:
            name = _next_to_read(waiting)
            formats[name] = replace(read_format(waiting.pop(name), formats), rank=rank)
    return formats


def _next_to_read(waiting: Mapping[str, Path]) -> str:
    """A file that is not based on another that still waits. Raises FormatRefused where each is based on another."""
    bases = {}
    for name, path in waiting.items():
        bases[name] = _toml_of(path)[1].get("based_on")
        if bases[name] == name or bases[name] not in waiting:
            return name
    first = next(iter(waiting))
    circle = ", ".join(f"{name} on {base}" for name, base in bases.items())
    raise _refused(waiting[first], [f"based_on: each waits for another: {circle}"])
