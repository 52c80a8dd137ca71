"""An export format: what one product's export in one layout looks like, as TOML, and how its columns become our fields."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from analytics.errors import FormatRefused, nearest
from analytics.intake.fields import CHANGE_FIELDS, TICKET_FIELDS, Field
from analytics.intake.limits import FileLimits
from analytics.vocabulary import Outcome, StatusKind

ISO = "iso8601"
MISSING = ("", "?", "-", "--", "{}", "null", "none", "nan", "n/a", "#n/a")


class Layout(StrEnum):
    """What one row of the export is."""

    TICKETS = "tickets"
    EVENT_LOG = "event_log"
    CHANGES = "changes"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields a row of this kind can carry."""
        return CHANGE_FIELDS if self is Layout.CHANGES else TICKET_FIELDS

    @property
    def required(self) -> tuple[str, ...]:
        """The fields without which a row says nothing."""
        return {
            Layout.TICKETS: ("ticket_id", "received_at"),
            Layout.EVENT_LOG: ("ticket_id", "received_at", "updated_at"),
            Layout.CHANGES: ("ticket_id", "at", "field"),
        }[self]


@dataclass(frozen=True)
class ExportFormat:
    """One format. `columns` is field -> column name; `statuses`, `verdicts` and `levels` read the export's own words, in small letters."""

    name: str
    title: str
    product: str
    layout: Layout
    columns: Mapping[str, str]
    recognised_by: tuple[str, ...] = ()
    timestamps: tuple[str, ...] = (ISO,)
    timezone: str | None = None
    delimiter: str | None = None
    missing: tuple[str, ...] = MISSING
    statuses: Mapping[str, StatusKind] = field(default_factory=dict)
    verdicts: Mapping[str, Outcome] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    how_to_export: str = ""
    cannot_tell: tuple[str, ...] = ()
    digest: str = ""


_KEYS = {
    "title": str, "product": str, "kind": str, "columns": dict, "recognised_by": list, "timestamps": list, "timezone": str,
    "delimiter": str, "missing": list, "statuses": dict, "verdicts": dict, "levels": dict, "how_to_export": str, "cannot_tell": list,
}  # fmt: skip


def read_format(path: Path) -> ExportFormat:
    """Read and check a format file. Raises FormatRefused listing every fault at once."""
    size = path.stat().st_size
    limit = FileLimits.in_force().toml_bytes
    if size > limit:
        found_size = f"{size:,} bytes; the limit is {limit:,}"
        raise FormatRefused(f"{path.name} is too large for a format", found_size, "keep one format to a file")
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FormatRefused(f"{path.name} is not TOML", str(error), "mend the line it names") from error
    faults: list[str] = []
    for key, value in found.items():
        expected = _KEYS.get(key)
        if expected is None:
            near = nearest(key, _KEYS)
            faults.append(f"{key}: not a key of a format; {f'did you mean {near}?' if near else 'allowed: ' + ', '.join(_KEYS)}")
        elif not isinstance(value, expected):
            faults.append(f"{key}: found {value!r}; a {expected.__name__} is wanted")
    if not faults:
        return _checked(path, text, found, faults)
    raise _refused(path, faults)


def _refused(path: Path, faults: list[str]) -> FormatRefused:
    return FormatRefused(f"{path.name} is not a valid export format", "\n         ".join(faults), "mend these lines and try again")


def _checked(path: Path, text: str, found: dict[str, Any], faults: list[str]) -> ExportFormat:
    kinds = [k.value for k in Layout]
    if found.get("kind") not in kinds:
        faults.append(f"kind: found {found.get('kind')!r}; allowed: {', '.join(kinds)}")
        raise _refused(path, faults)
    layout = Layout(found["kind"])
    columns = {str(k): str(v) for k, v in found.get("columns", {}).items()}
    names = [f.name for f in layout.fields]
    for name in columns:
        if name not in names:
            near = nearest(name, names)
            faults.append(f"columns.{name}: not a field; {f'did you mean {near}?' if near else 'allowed: ' + ', '.join(names)}")
    faults += [f"columns.{name}: missing, and a row says nothing without it" for name in layout.required if name not in columns]
    statuses = _folded(found, "statuses", {k.value: k for k in StatusKind}, faults)
    verdict_words = {k.value: k for k in (Outcome.MET, Outcome.BREACHED, Outcome.RUNNING)}
    verdicts = _folded(found, "verdicts", verdict_words, faults)
    levels = {str(word).lower(): level for word, level in found.get("levels", {}).items()}
    faults += [f"levels.{word}: found {level!r}; a whole number is wanted" for word, level in levels.items() if not isinstance(level, int)]
    if faults:
        raise _refused(path, faults)
    return ExportFormat(
        name=path.stem, title=found.get("title", path.stem), product=found.get("product", path.stem), layout=layout, columns=columns,
        recognised_by=tuple(found.get("recognised_by", ())), timestamps=tuple(found.get("timestamps", (ISO,))),
        timezone=found.get("timezone"), delimiter=found.get("delimiter"),
        missing=tuple(str(m).lower() for m in found.get("missing", MISSING)), statuses=statuses, verdicts=verdicts, levels=levels,
        how_to_export=found.get("how_to_export", ""), cannot_tell=tuple(found.get("cannot_tell", ())),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def _folded(found: dict[str, Any], key: str, allowed: Mapping[str, Any], faults: list[str]) -> dict[str, Any]:
    """{kind: [the export's words]} turned round into {word, in small letters: kind}."""
    words: dict[str, Any] = {}
    for kind, spellings in found.get(key, {}).items():
        if kind not in allowed:
            faults.append(f"{key}.{kind}: not allowed; allowed: {', '.join(allowed)}")
        elif not isinstance(spellings, list):
            faults.append(f"{key}.{kind}: found {spellings!r}; a list of words is wanted")
        else:
            for spelling in spellings:
                if words.get(str(spelling).lower(), allowed[kind]) is not allowed[kind]:
                    faults.append(f"{key}: {spelling!r} stands under two kinds")
                words[str(spelling).lower()] = allowed[kind]
    return words


def formats_in(*folders: Path) -> dict[str, ExportFormat]:
    """All formats of some folders by name; a later folder's format replaces an earlier one's of the same name."""
    return {path.stem: read_format(path) for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))}
