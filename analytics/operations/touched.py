"""What a load can change of the facts: the tickets it touches, and the few columns that move for all tickets of a source.

A fact of a ticket is made from its own states and changes, the policy, its source's as_of and what the source's histories hold, and the
moment of the latest load (T3). So after a load are judged anew: the tickets it brought anything of; where the source's as_of moved, those
whose clocks still depend on it; those with an instant that lay after the moment of the load before. Only `as_of` and `seen_in_last_load`
stand in rows of other tickets too, and are written there as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analytics.warehouse import Database

_SOURCES = """
    SELECT source, max(as_of), arg_max(coalesce(together, load_id), (as_of, load_id)) FILTER (layout IN ('tickets', 'event_log')),
        coalesce(bool_or(responses_recorded) FILTER (layout = 'changes'), false),
        coalesce(bool_or(levels_recorded) FILTER (layout = 'changes'), false)
    FROM loads GROUP BY source
"""


@dataclass(frozen=True)
class _Source:
    """A source as its loads make it."""

    as_of: datetime
    newest_load: int | None
    changes_hold_responses: bool
    changes_hold_levels: bool


@dataclass(frozen=True)
class Before:
    """A store before a load: its sources, the moment of its latest load, the highest number of a load."""

    sources: dict[str, _Source]
    loaded_at: datetime
    last_load: int


def before_loading(db: Database) -> Before:
    """To be called before the load. There is at least one load in the store."""
    ((loaded_at, last_load),) = db.rows("SELECT max(loaded_at), max(load_id) FROM loads")
    return Before(_sources(db), loaded_at, int(last_load))


def name_touched(db: Database, before: Before) -> None:
    """Create `tickets_now` (source, ticket_id): the tickets to fold and judge after the load."""
    brought = [
        f"SELECT source, ticket_id FROM {table} WHERE load_id > $last_load"  # noqa: S608  names of ours
        for table in ("ticket_states", "state_carriers", "change_rows", "change_carriers")
    ]
    db.run(
        f"""
        CREATE OR REPLACE TEMP TABLE moved_sources (source VARCHAR, as_of TIMESTAMP, is_other BOOLEAN);
        CREATE OR REPLACE TEMP TABLE tickets_now AS
        SELECT source, ticket_id FROM ({" UNION ALL ".join(brought)}) GROUP BY source, ticket_id
        """,  # noqa: S608
        {"last_load": before.last_load},
    )
    for source, now in _sources(db).items():
        old = before.sources.get(source)
        if old is None:
            continue
        is_other = (old.changes_hold_responses, old.changes_hold_levels) != (now.changes_hold_responses, now.changes_hold_levels)
        if is_other or old.as_of != now.as_of:
            given = {"source": source, "as_of": old.as_of, "is_other": is_other}
            db.run("INSERT INTO moved_sources VALUES ($source, $as_of, $is_other)", given)
    db.run(
        """
        CREATE OR REPLACE TEMP TABLE depending AS
        SELECT j.source, j.ticket_id FROM judged_tickets AS j JOIN moved_sources AS m ON m.source = j.source
        WHERE m.is_other OR j.state = 'open' OR j.resolution_stopped_at IS NULL OR (j.responses_recorded AND j.response_stopped_at IS NULL)
        UNION
        SELECT c.source, c.ticket_id FROM ticket_changes AS c JOIN moved_sources AS m ON m.source = c.source WHERE c.changed_at > m.as_of
        UNION
        SELECT source, ticket_id FROM judged_tickets
        WHERE received_at > $loaded_at OR response_stopped_at > $loaded_at OR resolution_stopped_at > $loaded_at;
        INSERT INTO tickets_now
        SELECT d.source, d.ticket_id FROM depending AS d ANTI JOIN tickets_now AS t ON t.source = d.source AND t.ticket_id = d.ticket_id
        """,
        {"loaded_at": before.loaded_at},
    )


def carry_forward(db: Database, before: Before) -> None:
    """Bring what every ticket of a source says of it up to now, in the rows that were not judged anew."""
    for source, now in _sources(db).items():
        old = before.sources.get(source)
        if old is None:
            continue
        given = {"source": source, "as_of": now.as_of}
        if now.as_of != old.as_of:
            db.run("UPDATE judged_tickets SET as_of = $as_of WHERE source = $source AND as_of <> $as_of", given)
        if now.newest_load != old.newest_load:
            db.run("""
                UPDATE judged_tickets AS j SET seen_in_last_load = false WHERE j.source = $source AND j.seen_in_last_load
                    AND NOT EXISTS (SELECT 1 FROM tickets_now AS t WHERE t.source = j.source AND t.ticket_id = j.ticket_id)
            """, given)  # fmt: skip


def _sources(db: Database) -> dict[str, _Source]:
    return {source: _Source(*stated) for source, *stated in db.rows(_SOURCES)}
