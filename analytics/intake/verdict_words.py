"""Verdicts of an export as SQL: by its words, or by signed remaining time as service desks print it (K9)."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.intake.column_source import ColumnSource
from analytics.intake.export_format import ExportFormat
from analytics.intake.instants import Instants, raw_name
from analytics.intake.spans import is_duration_sql, is_negative_sql
from analytics.warehouse.database import quoted, text


def case_sql(raw: str, words: Mapping[str, object], otherwise: str = "CAST(NULL AS VARCHAR)") -> str:
    """SQL for what an export's words mean; `otherwise`, SQL too, for words it does not know."""
    if not words:
        return otherwise
    whens = " ".join(f"WHEN lower({text(word)}) THEN {text(str(kind))}" for word, kind in words.items())
    return f"CASE lower({raw}) {whens} ELSE {otherwise} END"


def verdict_sql(field: str, raw: str, export: ExportFormat, instants: Instants) -> str:
    """SQL for a verdict. Remaining time below zero is breached, else the clock met its target if it has stopped, else it runs.

    A verdict that stands so far is met only where the clock has stopped.
    Whether a first response was given is not in every export: without it, time left on an open ticket tells no verdict.
    """
    worded = case_sql(raw, export.verdicts)
    source = export.columns.get(field, ColumnSource())
    if not (source.remaining or source.so_far):
        return worded
    has_status = "status" in export.columns
    kind = case_sql(quoted(raw_name("status")), export.statuses) if has_status else "CAST(NULL AS VARCHAR)"
    stopped = f"coalesce({kind} IN ('resolved', 'closed'), {_is_there('resolved_at', instants)} OR {_is_there('closed_at', instants)})"
    if field == "response_verdict":
        stopped = f"({stopped} OR {_is_there('first_response_at', instants)})"
    tells_running = field != "response_verdict" or "first_response_at" in export.columns
    running = "'running'" if tells_running else "NULL"
    if source.so_far:
        worded = f"CASE WHEN {worded} = 'met' AND NOT {stopped} THEN {running} ELSE {worded} END"
    if not source.remaining:
        return worded
    left = f"CASE WHEN {is_negative_sql(raw)} THEN 'breached' WHEN {stopped} THEN 'met' ELSE {running} END"
    return f"CASE WHEN {is_duration_sql(raw)} THEN {left} ELSE {worded} END"


def is_read_sql(field: str, export: ExportFormat) -> str:
    """SQL: whether a verdict's cell is empty, or its text is understood."""
    raw = quoted(raw_name(field))
    known = f"{raw} IS NULL OR {case_sql(raw, export.verdicts)} IS NOT NULL"
    return f"{known} OR {is_duration_sql(raw)}" if _reads_remaining(field, export) else known


def _reads_remaining(field: str, export: ExportFormat) -> bool:
    return export.columns.get(field, ColumnSource()).remaining


def _is_there(field: str, instants: Instants) -> str:
    return f"{instants.typed(field)} IS NOT NULL"
