"""The zone of local times, where another column of the file tells the same instants with their offset: that settles it (T2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from analytics.business_time.zone import local_to_utc, zone_names
from analytics.intake.detective.column_forms import ColumnForms
from analytics.intake.detective.column_profile import TABLE
from analytics.intake.instant_forms import instant_readings
from analytics.warehouse import Database

_LEAST_ROWS = 10
_MOST_PAIRS = 2_000
_FARTHEST_SECONDS = 14 * 3600


def zone_by_pair(
    db: Database, forms: Sequence[ColumnForms], acts: Mapping[str, frozenset[str]], preferred: Iterable[str] = ()
) -> tuple[str, str] | None:
    """(zone, reason) where each row's local time and instant are the same in one zone; None where no pair of columns says so.

    `acts` say by column which act its header speaks of: columns of two acts that always lie hours apart are no such pair.
    Of several zones that agree for all rows any gives the same instants; a preferred one is named where it is among them.
    """
    for local in forms:
        for placed in forms:
            if local is placed or not acts.get(local.name) or acts[local.name] != acts.get(placed.name):
                continue
            if not local.is_settled or local.is_number or not local.has_time:
                continue
            pairs = _pairs(db, local, placed)
            if not pairs:
                continue
            others = sorted(name for name in zone_names() if "/" in name and not name.startswith("Etc"))
            fitting = next((name for name in [*preferred, "UTC", *others] if _agrees(name, pairs)), None)
            if fitting:
                return fitting, f"{local.name!r} and {placed.name!r} are the same instants, and the second has its offset"
    return None


def _pairs(db: Database, local: ColumnForms, placed: ColumnForms) -> list[tuple[datetime, datetime]]:
    """Distinct local hours with their UTC hours, where all rows differ by whole quarters of an hour; [] where they are other instants."""
    as_written, with_offset = instant_readings(local.column, local.forms)[0], instant_readings(placed.column, placed.forms)[1]
    ((both, alike, offsets),) = db.rows(f"""
        SELECT count(*), count_if(gap % 900 = 0 AND abs(gap) <= {_FARTHEST_SECONDS}), count(DISTINCT gap)
        FROM (SELECT date_diff('second', {with_offset}, {as_written}) AS gap FROM {TABLE}) WHERE gap IS NOT NULL
    """)  # noqa: S608  columns are ours
    if both < _LEAST_ROWS or alike != both or offsets > 3:
        return []
    return db.rows(f"""
        SELECT DISTINCT date_trunc('hour', {as_written}), date_trunc('hour', {as_written})
            - to_seconds(date_diff('second', {with_offset}, {as_written}))
        FROM {TABLE} WHERE {as_written} IS NOT NULL AND {with_offset} IS NOT NULL LIMIT {_MOST_PAIRS}
    """)  # noqa: S608


def _agrees(name: str, pairs: Sequence[tuple[datetime, datetime]]) -> bool:
    return all(local_to_utc(local, name).replace(tzinfo=None) == utc for local, utc in pairs)
