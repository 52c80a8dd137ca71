"""All that is known of a file before fields are proposed: profiles, forms of timestamps, headers; and questions to its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.intake.detective.column_forms import ColumnForms, column_forms
from analytics.intake.detective.column_profile import TABLE, ColumnProfile, profiles, read_text
from analytics.intake.export_format import MISSING
from analytics.intake.instant_forms import instant_readings
from analytics.intake.proposing.field_rules import INSTANT, matches
from analytics.intake.proposing.header import HeaderReading, read_header
from analytics.intake.records import Records
from analytics.warehouse import Database

_SURE = 0.7


@dataclass(frozen=True)
class Evidence:
    """Everything by column name. `order` is that of the file."""

    db: Database
    profiles: Mapping[str, ColumnProfile]
    forms: Mapping[str, ColumnForms]
    headers: Mapping[str, HeaderReading]
    placeholders: tuple[str, ...] = ()
    """Words that stand in columns of instants where there is none ("Not set"), and in no other column."""

    @classmethod
    def of(cls, db: Database, records: Records, missing: Sequence[str] = MISSING) -> Evidence:
        """Read the file once into `exported_text`, and look at it."""
        read_text(db, records, missing)
        found = profiles(db, records)
        headers = {p.name: read_header(p.name) for p in found}
        words = _placeholders(db, found, headers)
        if words:
            read_text(db, records, (*missing, *words))
            found = profiles(db, records)
        forms = column_forms(db, found)
        return cls(db, {p.name: p for p in found}, {f.name: f for f in forms}, headers, words)

    @property
    def rows(self) -> int:
        return next(iter(self.profiles.values())).rows if self.profiles else 0

    def with_forms(self, forms: Sequence[ColumnForms]) -> Evidence:
        return replace(self, forms={one.name: one for one in forms})

    def instant(self, name: str) -> str:
        """SQL over exported_text: the column as a TIMESTAMP, local times as they stand."""
        local, placed = instant_readings(self.forms[name].column, self.forms[name].forms)
        return f"coalesce({local}, {placed})"

    def are_alike(self, one: str, other: str) -> bool:
        """Whether two columns hold the same in every row."""
        a, b = self.profiles[one].column, self.profiles[other].column
        return bool(self.db.rows(f"SELECT count(*) FROM {TABLE} WHERE {a} IS DISTINCT FROM {b}")[0][0] == 0)  # noqa: S608

    def later(self, one: str, other: str) -> tuple[int, int]:
        """In how many rows the first instant is after the second, and how many have both."""
        a, b = self.instant(one), self.instant(other)
        ((wrong, both),) = self.db.rows(f"SELECT count_if({a} > {b}), count_if({a} IS NOT NULL AND {b} IS NOT NULL) FROM {TABLE}")  # noqa: S608
        return int(wrong), int(both)

    def changing_within(self, key: str, columns: Sequence[str]) -> dict[str, float]:
        """For each column: the share of the keys with several rows whose values differ among them."""
        by = self.profiles[key].column
        asked = ", ".join(f"avg(CASE WHEN d{i} > 1 THEN 1.0 ELSE 0.0 END)" for i in range(len(columns)))
        counts = ", ".join(f"count(DISTINCT {self.profiles[name].column}) AS d{i}" for i, name in enumerate(columns))
        if not columns:
            return {}
        (found,) = self.db.rows(f"""
            SELECT {asked} FROM (SELECT {by}, {counts} FROM {TABLE} WHERE {by} IS NOT NULL GROUP BY {by} HAVING count(*) > 1)
        """)  # noqa: S608  columns are ours
        return {name: float(share or 0.0) for name, share in zip(columns, found, strict=True)}

    def distinct_rows(self) -> int:
        """How many different rows the file has."""
        return int(self.db.rows(f"SELECT count(*) FROM (SELECT DISTINCT * FROM {TABLE})")[0][0])  # noqa: S608


def _placeholders(db: Database, found: Sequence[ColumnProfile], headers: Mapping[str, HeaderReading]) -> tuple[str, ...]:
    """One word without a digit that stands, again and again, in a column of instants beside values with digits; and nowhere else."""
    words: set[str] = set()
    for profile in found:
        if not _says_instant(headers[profile.name]) or not profile.filled or not 0 < profile.with_digits < profile.filled:
            continue
        others = db.rows(f"""
            SELECT lower({profile.column}), count(*) FROM {TABLE} WHERE NOT regexp_matches({profile.column}, '[0-9]') GROUP BY 1 LIMIT 2
        """)  # noqa: S608  columns are ours
        if len(others) == 1 and others[0][1] > 1 and len(others[0][0]) <= 40:
            words.add(str(others[0][0]))
    for profile in found:
        if words and profile.filled and not _says_instant(headers[profile.name]):
            said, has_others = _words_of(db, profile.column, words)
            words -= said if has_others else set()  # a word among others means what it says there
    return tuple(sorted(words))


def _says_instant(reading: HeaderReading) -> bool:
    return any(rule.kind == INSTANT and confidence >= _SURE for rule, confidence in matches(reading))


def _words_of(db: Database, column: str, words: set[str]) -> tuple[set[str], bool]:
    """Which of the words stand in a column, and whether other words without a digit do."""
    rows = db.rows(f"""
        SELECT list_contains($words, lower({column})), min(lower({column})) FROM {TABLE}
        WHERE NOT regexp_matches({column}, '[0-9]') GROUP BY 1, CASE WHEN list_contains($words, lower({column})) THEN lower({column}) END
    """, {"words": sorted(words)})  # noqa: S608  columns are ours
    return {str(word) for is_one, word in rows if is_one}, any(not is_one for is_one, _ in rows)
