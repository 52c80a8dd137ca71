"""All that is known of a file before fields are proposed: profiles, forms of timestamps, headers; and questions to its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.intake.detective.column_forms import ColumnForms, column_forms
from analytics.intake.detective.column_profile import TABLE, ColumnProfile, profiles, read_text
from analytics.intake.export_format import MISSING
from analytics.intake.instant_forms import instant_readings
from analytics.intake.proposing.header import HeaderReading, read_header
from analytics.intake.records import Records
from analytics.warehouse import Database


@dataclass(frozen=True)
class Evidence:
    """Everything by column name. `order` is that of the file."""

    db: Database
    profiles: Mapping[str, ColumnProfile]
    forms: Mapping[str, ColumnForms]
    headers: Mapping[str, HeaderReading]

    @classmethod
    def of(cls, db: Database, records: Records, missing: Sequence[str] = MISSING) -> Evidence:
        """Read the file once into `exported_text`, and look at it."""
        read_text(db, records, missing)
        found = profiles(db, records)
        forms = column_forms(db, found)
        return cls(db, {p.name: p for p in found}, {f.name: f for f in forms}, {p.name: read_header(p.name) for p in found})

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
