"""What the export's words mean, as the person loading a file says it: on top of its format's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analytics.errors import UnknownWord
from analytics.intake.export_format import ExportFormat
from analytics.vocabulary import StatusKind
from analytics.warehouse.database import lowered

WORDED = ("status", "priority", "tier")
"""The fields whose words can be said to mean a kind of status, or a word of the policy."""


def with_words(export: ExportFormat, said: Mapping[str, Mapping[str, str]] | None) -> ExportFormat:
    """The format with these words (LoadOptions.words). Raises UnknownWord for a field that is none of WORDED, or no kind of status."""
    for field, words in (said or {}).items():
        if field not in WORDED:
            raise UnknownWord("field whose words can be said", field, WORDED)
        folded = {lowered(word.strip()): means for word, means in words.items()}
        if field == "status":
            kinds = {kind.value: kind for kind in StatusKind}
            if wrong := next((means for means in folded.values() if means not in kinds), None):
                raise UnknownWord("kind of status", wrong, kinds)
            export = replace(export, statuses={**export.statuses, **{word: kinds[means] for word, means in folded.items()}})
        elif field == "priority":
            export = replace(export, priorities={**export.priorities, **folded})
        else:
            export = replace(export, tiers={**export.tiers, **folded})
    return export


def meanings(export: ExportFormat, field: str) -> dict[str, list[str]]:
    """What a format reads a field's words as: meaning -> words, in small letters."""
    words = {"status": export.statuses, "priority": export.priorities, "tier": export.tiers}[field]
    found: dict[str, list[str]] = {}
    for word, means in words.items():
        found.setdefault(str(means), []).append(word)
    return found
