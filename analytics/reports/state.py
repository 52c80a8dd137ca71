"""What the store holds and how fresh it is: printed in the corner of every page and at the foot of every report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analytics.warehouse.reader import Reader


@dataclass(frozen=True)
class Source:
    """A help desk: its `as_of` (UTC, T3), its tickets, and what its exports record."""

    name: str
    as_of: datetime
    tickets: int
    responses_recorded: bool
    levels_recorded: bool


@dataclass(frozen=True)
class StoreState:
    """The published version as a person needs to know it. `notice` says that an older version had to be served."""

    number: int
    version: str
    zone: str
    policies: tuple[str, ...]
    sources: tuple[Source, ...]
    rejected: int
    read: int
    notice: str | None

    @property
    def as_of(self) -> dict[str, datetime]:
        """Each source's `as_of`."""
        return {source.name: source.as_of for source in self.sources}

    @property
    def latest(self) -> datetime | None:
        """The latest `as_of` of all sources, from which periods by name are reckoned."""
        return max(self.as_of.values(), default=None)

    @property
    def tickets(self) -> int:
        """Tickets of all sources."""
        return sum(source.tickets for source in self.sources)


def store_state(reader: Reader) -> StoreState:
    """Read the state of a published version."""
    meta = {str(key): str(value) for key, value in reader.rows("SELECT key, value FROM store_meta")}
    found = reader.rows("SELECT source, as_of, tickets, responses_recorded, levels_recorded FROM sources ORDER BY source")
    policies = reader.rows("SELECT coalesce(name, '') || ' ' || coalesce(label, '') FROM policy_versions ORDER BY effective_at")
    rejected, read = reader.rows(
        "SELECT (SELECT count(*) FROM rejects), coalesce(sum(TRY_CAST(receipt_json ->> '$.read' AS BIGINT)), 0) FROM loads"
    )[0]
    return StoreState(
        number=reader.version.number,
        version=meta.get("version", ""),
        zone=meta.get("reporting_zone", "UTC"),
        policies=tuple(str(row[0]).strip() for row in policies),
        sources=tuple(Source(*row) for row in found),
        rejected=int(rejected),
        read=int(read),
        notice=reader.version.notice,
    )
