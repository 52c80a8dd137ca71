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
from analytics.warehouse.database import text

TABLE = "exported_text"
MOST_ROWS_IN_MEMORY = 300_000
FEW = 60
_SAMPLE = 20_000


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
    words = ", ".join(f"lower({text(word)})" for word in dict.fromkeys(("", *missing)))
    cells = ", ".join(f"CASE WHEN lower(trim(c{i})) NOT IN ({words}) THEN trim(c{i}) END AS c{i}" for i in range(len(records.header)))
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
    asked = ", ".join(one.format(column) for column in columns for one in counted)
    ((rows, *found),) = db.rows(f"SELECT count(*), {asked} FROM {TABLE}")  # noqa: S608
    spans = ", ".join(f"count({seconds_sql(column, DURATION)}) / greatest(count({column}), 1)" for column in columns)
    (span_shares,) = db.rows(f"SELECT {spans} FROM (SELECT * FROM {TABLE} LIMIT {min(_SAMPLE, 2000)})")  # noqa: S608
    made = []
    for i, (name, column) in enumerate(zip(records.header, columns, strict=True)):
        numbers = found[i * len(counted) : (i + 1) * len(counted)]
        counts = list(numbers)
        if records.regular > MOST_ROWS_IN_MEMORY and counts[1] >= 0.9 * counts[0] > 0 and counts[7] <= 64:
            counts[1] = db.rows(f"SELECT count(DISTINCT {column}) FROM {TABLE}")[0][0]  # noqa: S608
        values = _values(db, column) if 0 < counts[1] <= FEW else ()
        made.append(_profile(name, column, rows, counts, span_shares[i], values))
    return tuple(made)


def _profile(
    name: str, column: str, rows: int, counts: Sequence[Any], spans: float, values: tuple[tuple[str, int], ...]
) -> ColumnProfile:
    filled, distinct, letters, digits, whole, numbers, emails, longest, mean = counts
    return ColumnProfile(name, column, rows, filled, distinct, letters, digits, whole, numbers, emails, longest, mean, spans, values)


def _values(db: Database, column: str) -> tuple[tuple[str, int], ...]:
    found = db.rows(f"SELECT {column}, count(*) FROM {TABLE} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1")  # noqa: S608
    return tuple((str(value), int(n)) for value, n in found)
