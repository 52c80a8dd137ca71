"""A proposal for a file that no format describes: its kind, a column for each field with confidence and reason, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analytics.intake.detective.column_forms import ColumnForms
from analytics.intake.export_format import ExportFormat, Layout, format_of_text
from analytics.intake.proposing.toml_text import toml_text

DIGEST = "proposed 1"
"""Stands for the format in a load's identity (L3): the same bytes with the same options are proposed the same."""
NAME = "proposed"


@dataclass(frozen=True)
class FieldProposal:
    """One field's source, as [columns] of a format would state it. `others` are columns that might be it too, with the reason each."""

    field: str
    column: str
    source: str | dict[str, Any]
    confidence: float
    reason: str
    others: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        others = [{"column": column, "reason": reason} for column, reason in self.others]
        return {"field": self.field, "column": self.column, "confidence": self.confidence, "reason": self.reason, "others": others}


@dataclass(frozen=True)
class Question:
    """What the data cannot tell and a load needs (or would be better for). `answer` is the option that says it."""

    about: str
    why: str
    answer: str
    is_needed: bool = True

    def to_json(self) -> dict[str, Any]:
        return {"about": self.about, "why": self.why, "answer": self.answer, "is_needed": self.is_needed}


@dataclass(frozen=True)
class Proposal:
    """`keys` are the format's, as TOML would hold them; `forms` all columns of timestamps; `unsure` fields that are left out."""

    layout: Layout
    kind_reason: str
    fields: tuple[FieldProposal, ...]
    questions: tuple[Question, ...]
    forms: Mapping[str, ColumnForms]
    keys: Mapping[str, Any]
    unsure: tuple[FieldProposal, ...] = ()
    statuses: Mapping[str, list[str]] = field(default_factory=dict)
    unknown_statuses: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def needed(self) -> tuple[Question, ...]:
        """The questions without whose answer nothing is loaded."""
        return tuple(question for question in self.questions if question.is_needed)

    def export(self) -> ExportFormat:
        """The proposal as a format. Raises FormatRefused where a needed field is missing."""
        return format_of_text(NAME, toml_text(self.keys))

    def to_json(self) -> dict[str, Any]:
        """For findings: everything in words and plain values."""
        return {
            "kind": self.layout.value, "kind_reason": self.kind_reason, "fields": [one.to_json() for one in self.fields],
            "unsure": [one.to_json() for one in self.unsure], "questions": [one.to_json() for one in self.questions],
            "statuses": dict(self.statuses), "unknown_statuses": list(self.unknown_statuses), "verdicts": list(self.verdicts),
            "notes": list(self.notes), "toml": toml_text(self.keys),
        }  # fmt: skip

    def said(self) -> tuple[str, ...]:
        """The mapping in words, a line a field, for a receipt."""
        lines = [f"no format describes this layout; it was read as {self.layout.value.replace('_', ' ')}: {self.kind_reason}"]
        lines += [f"{one.field} is {one.column!r} ({one.confidence:.0%}: {one.reason})" for one in self.fields]
        lines += [f"{one.field} was left out: {one.reason}" for one in self.unsure]
        return (*lines, *self.notes)
