"""Where a field's text comes from: a column, a part of one, the first of several, one value for all rows, or a span after another field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from analytics.intake.faults import pattern_of, text_of, texts_of, unknown_key
from analytics.intake.fields import Field, Kind
from analytics.intake.spans import DURATION, UNITS


@dataclass(frozen=True)
class ColumnSource:
    """What a format says of one field. `columns` are looked at in turn; the first that is there and not missing gives the text.

    With `join` all of them give it, that text between. Then, in this order: `split` and `part`, `match`, `thousands`. `after` makes
    an instant of a span that follows another field's; `first_event` takes the ticket's earliest event; `remaining` reads signed
    remaining time as a verdict; `so_far` takes a met one ("overdue: no") for a verdict only once the clock has stopped.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    join: str | None = None
    split: str | None = None
    part: int = 1
    match: str | None = None
    thousands: bool = False
    after: str | None = None
    unit: str | None = None
    timestamps: tuple[str, ...] = ()
    timezone: str | None = None
    end_of_day: bool = False
    first_event: bool = False
    remaining: bool = False
    so_far: bool = False

    @classmethod
    def of(cls, column: str) -> ColumnSource:
        """A column as it is."""
        return cls((column,))

    @property
    def shown(self) -> str:
        """The source in words, for people."""
        names = " or ".join(self.columns) if self.join is None else f"{' and '.join(self.columns)} together"
        if self.constant is not None:
            return f"always {self.constant!r}"
        if self.first_event:
            return "the ticket's first event"
        if self.after:
            return f"{names} ({self.unit}) after {self.after}"
        parts = [f"part {self.part} by {self.split!r}"] if self.split is not None else []
        parts += [f"what fits {self.match}"] if self.match is not None else []
        parts += ["end of the day"] if self.end_of_day else []
        parts += ["remaining time"] if self.remaining else []
        parts += ["met only where it has stopped"] if self.so_far else []
        return f"{names}: {', '.join(parts)}" if parts else names


_KEYS = ("column", *(f.name for f in fields(ColumnSource)))
_TEXTS = ("constant", "join", "split", "after", "unit", "timezone")
_OF_INSTANTS = ("after", "unit", "timestamps", "timezone", "end_of_day")
_SWITCHES = ("thousands", "end_of_day", "first_event", "remaining", "so_far")


def parse_source(field: Field, found: Any, all_fields: Sequence[Field], faults: list[str]) -> ColumnSource | None:
    """One entry of [columns], checked; None where faults were noted."""
    key = f"columns.{field.name}"
    if isinstance(found, str):
        column = text_of(key, found, faults)
        return ColumnSource.of(column) if column else None
    if not isinstance(found, Mapping):
        faults.append(f"{key}: found {found!r}; a column's name or a table like {{ column = … }} is wanted")
        return None
    before = len(faults)
    faults += [unknown_key(f"{key}.", word, _KEYS) for word in found if word not in _KEYS]
    told: dict[str, Any] = {"columns": _columns(key, found, faults)}
    for word in _TEXTS:
        if word in found:
            told[word] = text_of(f"{key}.{word}", found[word], faults)
    for word in _SWITCHES:
        if word in found:
            told[word] = found[word]
            if not isinstance(found[word], bool):
                faults.append(f"{key}.{word}: found {found[word]!r}; true or false is wanted")
    if "part" in found:
        told["part"] = found["part"]
        if isinstance(found["part"], bool) or not isinstance(found["part"], int) or found["part"] == 0:
            faults.append(f"{key}.part: found {found['part']!r}; a whole number is wanted: 1 is the first part, -1 the last")
    if "match" in found:
        told["match"] = pattern_of(f"{key}.match", found["match"], faults, groups=1)
    if "timestamps" in found:
        told["timestamps"] = texts_of(f"{key}.timestamps", found["timestamps"], faults)
    if len(faults) > before:
        return None
    source = ColumnSource(**told)
    faults += [f"{key}{fault}" for fault in _contradictions(field, source, found, all_fields)]
    return source if len(faults) == before else None


def _columns(key: str, found: Mapping[str, Any], faults: list[str]) -> tuple[str, ...]:
    if "columns" in found:
        if "column" in found:
            faults.append(f"{key}: column and columns are both given; give one of them")
        return texts_of(f"{key}.columns", found["columns"], faults)
    if "column" in found:
        column = text_of(f"{key}.column", found["column"], faults)
        return (column,) if column else ()
    return ()


def _contradictions(field: Field, source: ColumnSource, found: Mapping[str, Any], all_fields: Sequence[Field]) -> list[str]:
    """What cannot stand together, or not for this field."""
    faults = []
    told = {"column": bool(source.columns), "constant": source.constant is not None, "first_event": source.first_event}
    whole = [word for word, is_told in told.items() if is_told]
    if len(whole) != 1:
        faults.append(f": found {', '.join(whole) or 'none of them'}; exactly one of column, columns, constant or first_event is wanted")
    if source.first_event and field.name != "received_at":
        faults.append(".first_event: only received_at can be the ticket's first event")
    if "part" in found and source.split is None:
        faults.append(".part: says which part, and split does not say of what")
    if source.split is not None and "part" not in found:
        faults.append(".split: part is missing: which one is wanted, from 1")
    if field.kind is not Kind.INSTANT:
        faults += [f".{word}: {field.name} is not an instant" for word in _OF_INSTANTS if found.get(word)]
    elif source.after is not None or source.unit is not None:
        faults += _span_faults(field, source, all_fields)
    if source.remaining and field.kind is not Kind.VERDICT:
        faults.append(".remaining: only a verdict can be read from remaining time")
    if source.so_far and field.kind is not Kind.VERDICT:
        faults.append(".so_far: only a verdict can stand so far")
    return faults


def _span_faults(field: Field, source: ColumnSource, all_fields: Sequence[Field]) -> list[str]:
    faults = []
    allowed = [*UNITS, DURATION]
    if source.after is None:
        return [".unit: says the unit of a span, and after does not say what it follows"]
    if source.unit not in allowed:
        faults.append(f".unit: found {source.unit!r}; allowed: {', '.join(allowed)}")
    instants = [f.name for f in all_fields if f.kind is Kind.INSTANT and f.name != field.name]
    if source.after not in instants:
        faults.append(unknown_key(".after: ", source.after, instants, "not an instant of this kind"))
    if source.timestamps or source.end_of_day:
        faults.append(".after: a span has no timestamps and no end of day")
    return faults
