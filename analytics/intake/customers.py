"""A customers file: which organisation or e-mail domain had which tier, from when to when (P9)."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pyarrow as pa

from analytics.business_time.zone import local_to_utc
from analytics.errors import FileRefused, MappingIncomplete
from analytics.warehouse import Database
from analytics.warehouse.database import lowered

Customer = tuple[str, bool, str, datetime, datetime]
"""Key, whether it is a domain, tier, from and to (UTC, half-open)."""
_BEGIN, _END = datetime(1, 1, 1), datetime(9999, 12, 31)


def read_customers(db: Database, path: Path, zone: str) -> None:
    """Create temporary table `customers` (key, is_domain, tier, from_at, to_at; UTC, half-open) from a CSV file.

    Columns: organisation or domain; tier; optionally from and to, ISO days in `zone`, both inclusive. Raises FileRefused naming
    every faulty line at once.
    """
    rows: list[Customer] = []
    faults: list[str] = []
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.DictReader(file)
        columns = {(name or "").strip().casefold(): name for name in reader.fieldnames or []}
        organisation = columns.get("organisation") or columns.get("organization")
        domain = columns.get("domain")
        if "tier" not in columns or not (organisation or domain):
            raise FileRefused(
                f"{path.name} is not a customers file", f"columns: {', '.join(columns) or 'none'}",
                "give it the columns organisation or domain, tier, and if tiers changed: from, to",
            )  # fmt: skip
        for row in reader:
            try:
                rows += _customers(row, columns, organisation, domain, zone)
            except (ValueError, OverflowError) as error:
                faults.append(f"line {reader.line_num}: {error}")
    faults += _overlaps(rows)
    if faults:
        raise FileRefused(f"{path.name} has faults", "; ".join(faults[:20]), "mend these lines; nothing was loaded")
    table = pa.table(
        {
            "key": pa.array([r[0] for r in rows], pa.string()), "is_domain": pa.array([r[1] for r in rows], pa.bool_()),
            "tier": pa.array([r[2] for r in rows], pa.string()), "from_at": pa.array([r[3] for r in rows], pa.timestamp("us")),
            "to_at": pa.array([r[4] for r in rows], pa.timestamp("us")),
        }
    )  # fmt: skip
    db.register("customers_of_file", table)
    # lower() of SQL on both sides: Python's folding of letters is another one.
    db.run("CREATE OR REPLACE TEMP TABLE customers AS SELECT * REPLACE (lower(key) AS key) FROM customers_of_file")
    db.unregister("customers_of_file")


def _customers(row: dict[str, str], columns: dict[str, str], organisation: str | None, domain: str | None, zone: str) -> list[Customer]:
    """A line's organisation, its domain, or both."""
    by_organisation = (row.get(organisation) or "").strip() if organisation else ""
    by_domain = (row.get(domain) or "").strip().lstrip("@") if domain else ""
    tier = (row.get(columns["tier"]) or "").strip()
    if not tier or not (by_organisation or by_domain):
        raise ValueError("an organisation or a domain, and a tier, are wanted")
    first = (row.get(columns.get("from", "")) or "").strip()
    last = (row.get(columns.get("to", "")) or "").strip()
    from_at = _midnight(date.fromisoformat(first), zone) if first else _BEGIN
    to_on = date.fromisoformat(last) if last else date.max
    to_at = _midnight(to_on + timedelta(days=1), zone) if to_on.year < 9000 else _END
    if from_at >= to_at:
        raise ValueError(f"from {first} is after to {last}")
    keys = [(by_organisation, False), (by_domain, True)]
    return [(key, is_domain, tier, from_at, to_at) for key, is_domain in keys if key]


def _midnight(day: date, zone: str) -> datetime:
    return local_to_utc(datetime(day.year, day.month, day.day), zone).replace(tzinfo=None)


def _overlaps(rows: list[Customer]) -> list[str]:
    """Two tiers at once for one customer cannot be told apart, so they are faults."""
    by_customer: dict[tuple[str, bool], list[Customer]] = {}
    for row in rows:
        by_customer.setdefault((lowered(row[0]), row[1]), []).append(row)
    return [
        f"{a[0]} has two tiers at once: {a[2]} and {b[2]}"
        for customer in by_customer.values()
        for a, b in combinations(customer, 2)
        if a[2] != b[2] and a[3] < b[4] and b[3] < a[4]
    ]


def tier_sql(has_organisation: bool, has_requester: bool) -> str:
    """SQL over `s` (a staged row) for the tier of the customer when the ticket was received: by organisation, else by e-mail domain.

    A row of a log that does not say when (its first event does) has the tier of its own instant, so that the first event has that one.
    """
    found = []
    if has_organisation:
        found.append(_lookup("lower(s.organisation)", "NOT c.is_domain"))
    if has_requester:
        found.append(_lookup("regexp_extract(lower(s.requester), '@([^@>,;[:space:]]+)', 1)", "c.is_domain"))
    if not found:
        raise MappingIncomplete(
            "a customers file was given, but the export names no customer", "neither organisation nor requester is mapped",
            "map one of them: --map organisation=COLUMN or --map requester=COLUMN",
        )  # fmt: skip
    return f"coalesce({', '.join(found)})"


def _lookup(key: str, kind: str) -> str:
    return (
        f"(SELECT min(c.tier) FROM customers AS c WHERE {kind} AND c.key = {key} "  # noqa: S608
        "AND coalesce(s.received_at, s.updated_at) >= c.from_at AND coalesce(s.received_at, s.updated_at) < c.to_at)"
    )
