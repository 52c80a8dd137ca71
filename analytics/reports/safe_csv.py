"""CSV that a spreadsheet reads as text where it is text: no cell becomes a formula."""

from __future__ import annotations

from typing import Any

import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def safe_csv(frame: pd.DataFrame) -> bytes:
    """A frame as UTF-8 CSV with a heading line. Text that begins like a formula gets a leading apostrophe, numbers stay numbers."""
    safe = frame.copy()
    for name in safe.columns:
        if not (pd.api.types.is_numeric_dtype(safe[name]) or pd.api.types.is_datetime64_any_dtype(safe[name])):
            safe[name] = safe[name].map(_cell)
    safe.columns = [_cell(name) for name in safe.columns]
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def safe_csv_rows(rows: list[dict[str, Any]]) -> bytes:
    """safe_csv() of plain rows with the same keys."""
    return safe_csv(pd.DataFrame(rows))
