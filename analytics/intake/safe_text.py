"""Text of an exported CSV that no spreadsheet takes for a formula, and the way back.

Text that begins like a formula, with an apostrophe, or that is a word for "missing" gets a leading apostrophe. The column EXPORT_MARK
says so: in a file that has it, one leading apostrophe is taken off again, so that every text comes back as it was. In other files an
apostrophe is an apostrophe.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.intake.export_format import MISSING
from analytics.warehouse.database import text

EXPORT_MARK = "sundial_export"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def safe_text_sql(column: str) -> str:
    """SQL for the text as it stands in an exported CSV."""
    starts = ", ".join(f"chr({ord(start)})" for start in ("'", *FORMULA_STARTS))
    words = ", ".join(text(word) for word in MISSING)
    return f"CASE WHEN left({column}, 1) IN ({starts}) OR lower({column}) IN ({words}) THEN chr(39) || {column} ELSE {column} END"


def as_it_was_sql(column: str, header: Sequence[str]) -> str:
    """SQL for a cell of a file with this header: in an exported one, without the apostrophe that was put before it."""
    if EXPORT_MARK not in header:
        return column
    return f"CASE WHEN starts_with({column}, chr(39)) THEN substr({column}, 2) ELSE {column} END"
