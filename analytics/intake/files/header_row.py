"""Which row of a table names its columns: not always the first, where a report puts its title above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

ROWS_LOOKED_AT = 60
_NO_NAME = re.compile(r"[\s\d.,:/+%()-]*\d[\s\d.,:/+%()-]*([AaPp][Mm])?|\d{4}-\d\d-\d\d.*|\d{1,2}[/.-]\w{2,9}[/.-]\d{2,4}.*")
_LONGEST_NAME = 120


def header_place(rows: Sequence[Sequence[str]]) -> int:
    """The place of the header among a table's first rows, from 0.

    It is the first row, unless that fills at most half as many cells as rows do here and a row further down has names in as many as they
    do: text, no two alike, no numbers or dates.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:ROWS_LOOKED_AT]]
    if len(filled) < 2:
        return 0
    typical = median(sorted(filled)[len(filled) // 3 :])
    if filled[0] * 2 > typical:
        return 0
    for place, row in enumerate(rows[:ROWS_LOOKED_AT]):
        if filled[place] * 2 > typical and place:
            return place if _names_columns(row) else 0
    return 0


def _names_columns(row: Sequence[str]) -> bool:
    names = [cell.strip() for cell in row if cell.strip()]
    if len(names) < 2 or any(len(name) > _LONGEST_NAME for name in names):
        return False
    numbers = sum(bool(_NO_NAME.fullmatch(name)) for name in names)
    return numbers * 5 <= len(names) and len(set(names)) * 10 >= len(names) * 8
