"""What holds for the ledger of every clock, said anew from the rows of the store and not from the product's own check."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from analytics.reports.explanation import Explanation, Kind, condensed, explain_all
from analytics.warehouse import Reader

COLUMNS = (
    "source", "ticket_id", "clock", "started_at", "stopped_at", "as_of", "outcome", "due_at", "elapsed_seconds", "calendar_seconds",
    "paused_seconds", "target_seconds", "is_paused", "reason",
)  # fmt: skip
SECOND = timedelta(seconds=1)
Row = dict[str, Any]


def stored(reader: Reader, where: str = "true") -> list[Row]:
    rows = reader.rows(f"SELECT {', '.join(COLUMNS)} FROM sla_clocks WHERE {where} ORDER BY source, ticket_id, clock")
    return [dict(zip(COLUMNS, map(aware, row), strict=True)) for row in rows]


def aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def assert_every_clock_adds_up(reader: Reader, rows: list[Row]) -> Counter[str]:
    """Every law for these rows of sla_clocks; counts the outcomes seen."""
    pauses = {
        (source, ticket_id): (business, number)
        for source, ticket_id, business, number in reader.rows(
            "SELECT source, ticket_id, sum(business_seconds), count(*) FROM ticket_pauses GROUP BY ALL"
        )
    }
    seen: Counter[str] = Counter()
    by_ticket = {key: list(group) for key, group in groupby(rows, key=lambda row: (row["source"], row["ticket_id"]))}
    for (key, clocks), told in zip(by_ticket.items(), explain_all(reader, list(by_ticket)), strict=True):
        assert key == (told.story.source, told.story.ticket_id)
        for row in clocks:
            assert_adds_up(told, row, pauses.get(key, (0, 0))[0] or 0)
            seen[row["outcome"]] += 1
    return seen


def assert_adds_up(told: Explanation, row: Row, paused_business: int) -> None:
    named = f"{row['source']} {row['ticket_id']} {row['clock']}"
    (clock,) = [clock for clock in told.clocks if clock.clock == row["clock"]]
    ledger = clock.ledger
    assert (ledger is None) is (row["elapsed_seconds"] is None), named
    assert told.story.ticket_id in clock.sentence
    if ledger is None:
        return
    end = max(row["started_at"], row["stopped_at"] or row["as_of"])
    entries = ledger.entries
    assert [row["started_at"], *(e.to_at for e in entries)] == [*(e.from_at for e in entries), end], f"{named}: adjacent, start to end"
    assert all(e.from_at < e.to_at and e.seconds == (e.to_at - e.from_at) // SECOND for e in entries), named
    assert all(e.counted_seconds == (e.seconds if e.kind is Kind.COUNTED else 0) for e in entries), named
    assert sum(e.counted_seconds for e in entries) == row["elapsed_seconds"], f"{named}: elapsed"
    assert sum(e.seconds for e in entries) == row["calendar_seconds"], f"{named}: calendar time"
    still = [e for e in entries if e.kind in (Kind.PAUSED, Kind.RESOLVED)]
    assert sum(e.seconds for e in still) == row["paused_seconds"], f"{named}: paused"
    if row["clock"] == "resolution" and row["target_seconds"] is not None:
        assert sum(e.business_seconds for e in still) == paused_business, f"{named}: paused business time"
    assert sum(period.counted_seconds for period in condensed(ledger)) == row["elapsed_seconds"], named
    if row["due_at"] is not None:
        before = sum(e.counted_seconds for e in entries if e.to_at <= row["due_at"])
        assert not [e for e in entries if e.from_at < row["due_at"] < e.to_at], f"{named}: cut where the target is used up"
        assert before == min(row["elapsed_seconds"], row["target_seconds"]), f"{named}: the target at due"
        assert all(e.is_past_due is (e.from_at >= row["due_at"]) for e in entries), named
        verdict = "breached" if (row["stopped_at"] or row["as_of"]) > row["due_at"] else "met" if row["stopped_at"] else "running"
        assert row["outcome"] == verdict, named
