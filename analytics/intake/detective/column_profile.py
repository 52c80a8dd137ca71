"""A column's values in a few numbers, over all rows of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analytics.intake.export_format import MISSING
from analytics.intake.records import Records
from analytics.intake.spans import DURATION, seconds_sql
from analytics.intake.typed_rows import reader_sql
from analytics.warehouse import Database
from analytics.warehouse.database import lowered, text

TABLE = "exported_text"
MOST_ROWS_IN_MEMORY = 300_000
FEW = 60
_SPAN_SAMPLE = 2_000
_AT_ONCE = 30
"""Columns counted in one statement: the engine plans each exact count of different values against all others."""


@dataclass(frozen=True)
class ColumnProfile:
    """`name` as in the header, `column` as in exported_text (c0, c1 …). Counts are of rows; `values` the most frequent ones, where few."""

    name: str
    column: str
    rows: int
    filled: int
    distinct: int
    with_letters: int
    with_digits: int
    whole_numbers: int
    numbers: int
    emails: int
    longest: int
    mean_length: float
    spans: float
    values: tuple[tuple[str, int], ...] = field(default=(), repr=False)

    @property
    def is_unique(self) -> bool:
        """Every row has another value."""
        return self.filled == self.rows and self.distinct == self.filled

    @property
    def share_filled(self) -> float:
        return self.filled / self.rows if self.rows else 0.0


def read_text(db: Database, records: Records, missing: Sequence[str] = MISSING) -> None:
    """Create `exported_text` (temporary): the file's cells, trimmed, missing ones NULL. A table where it fits, else a view of the file."""
    # Looked up in a list: of NOT IN the engine makes a join, so a file of 300 columns would be joined 300 times.
    words = ", ".join(text(lowered(word)) for word in dict.fromkeys(("", *missing)))
    given = "CASE WHEN list_position([{1}], lower(trim({0}))) IS NULL THEN trim({0}) END AS {0}"
    cells = ", ".join(given.format(f"c{i}", words) for i in range(len(records.header)))
    kind = "TABLE" if records.regular <= MOST_ROWS_IN_MEMORY else "VIEW"
    forget_text(db)
    db.run(f"CREATE TEMP {kind} {TABLE} AS SELECT {cells} FROM {reader_sql(records)}")  # noqa: S608  columns are ours


def forget_text(db: Database) -> None:
    """Drop `exported_text` where it is there."""
    for (kind,) in db.rows(f"SELECT table_type FROM information_schema.tables WHERE table_name = '{TABLE}'"):  # noqa: S608
        db.run(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {TABLE}")


def profiles(db: Database, records: Records) -> tuple[ColumnProfile, ...]:
    """Profiles of all columns of `exported_text`, in order."""
    columns = [f"c{i}" for i in range(len(records.header))]
    # Exact where the whole file is in memory; a sketch for larger ones, and the exact count where it decides (is_unique).
    distinct = "count(DISTINCT {0})" if records.regular <= MOST_ROWS_IN_MEMORY else "approx_count_distinct({0})"
    counted = (
        "count({0})", distinct, r"count_if(regexp_matches({0}, '\pL'))", "count_if(regexp_matches({0}, '[0-9]'))",
        "count_if(regexp_full_match({0}, '-?[0-9]+'))", "count_if(regexp_full_match({0}, '-?[0-9]+([.,][0-9]+)?'))",
        r"count_if(regexp_full_match({0}, '[^@\s]+@[^@\s]+[.][^@\s]+'))", "coalesce(max(length({0})), 0)", "coalesce(avg(length({0})), 0)",
    )  # fmt: skip
    ((rows,),) = db.rows(f"SELECT count(*) FROM {TABLE}")  # noqa: S608
    found: list[Any] = []
    at_once = _AT_ONCE if records.regular <= MOST_ROWS_IN_MEMORY else len(columns)
    for some in (columns[at : at + at_once] for at in range(0, len(columns), at_once)):
        asked = ", ".join(one.format(column) for column in some for one in counted)
        found += db.rows(f"SELECT {asked} FROM {TABLE}")[0]  # noqa: S608
    span_shares = _span_shares(db)
    made = []
    for i, (name, column) in enumerate(zip(records.header, columns, strict=True)):
        numbers = found[i * len(counted) : (i + 1) * len(counted)]
        counts = list(numbers)
        if records.regular > MOST_ROWS_IN_MEMORY and counts[1] >= 0.9 * counts[0] > 0 and counts[7] <= 64:
            counts[1] = db.rows(f"SELECT count(DISTINCT {column}) FROM {TABLE}")[0][0]  # noqa: S608
        values = _values(db, column) if 0 < counts[1] <= FEW else ()
        made.append(_profile(name, column, rows, counts, span_shares.get(column, 0.0), values))
    return tuple(made)


def _profile(
    name: str, column: str, rows: int, counts: Sequence[Any], spans: float, values: tuple[tuple[str, int], ...]
) -> ColumnProfile:
    filled, distinct, letters, digits, whole, numbers, emails, longest, mean = counts
    return ColumnProfile(name, column, rows, filled, distinct, letters, digits, whole, numbers, emails, longest, mean, spans, values)


def _span_shares(db: Database) -> dict[str, float]:
    """Column -> the share of its first values that are spans of time. All columns in one: the expression is a page long."""
    seconds = f"CASE WHEN regexp_matches(value, '^[-+−–]?[ ]*[0-9]') THEN {seconds_sql('value', DURATION)} END"
    cells = f"UNPIVOT (SELECT * FROM {TABLE} LIMIT {_SPAN_SAMPLE}) ON COLUMNS(*) INTO NAME name VALUE value"  # noqa: S608
    return dict(db.rows(f"SELECT name, count({seconds}) / count(*) FROM ({cells}) GROUP BY name"))  # noqa: S608


def _values(db: Database, column: str) -> tuple[tuple[str, int], ...]:
    found = db.rows(f"SELECT {column}, count(*) FROM {TABLE} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1")  # noqa: S608
    return tuple((str(value), int(n)) for value, n in found)
