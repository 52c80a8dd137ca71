"""The good rows of a file as distinct states or changes, counted against what the store already knows (L1, L3).

States of one ticket are told apart by their row_hash. A ticket with one state needs none: the first load of a store leaves row_hash
NULL where a ticket has one row, and it is counted when another state or load comes to that ticket.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.errors import LoadDoesNotAddUp
from analytics.intake.export_format import Layout
from analytics.intake.records import Records
from analytics.intake.typed_rows import ABOUT_A_ROW, hash_sql, stored_columns
from analytics.warehouse import Database
from analytics.warehouse.database import text


@dataclass(frozen=True)
class Counts:
    """How the rows of one file were accounted for (L1)."""

    read: int
    inserted: int
    updated: int
    unchanged: int
    folded: int
    rejected: int
    duplicates: int

    def check(self) -> None:
        """Raise LoadDoesNotAddUp unless every row read is accounted for exactly once."""
        accounted = self.inserted + self.updated + self.unchanged + self.folded + self.rejected
        if accounted != self.read:
            raise LoadDoesNotAddUp(
                "the load does not add up, so nothing of it was kept",
                f"{self.read:,} rows read; {self.inserted:,} inserted, {self.updated:,} updated, {self.unchanged:,} unchanged, "
                f"{self.folded:,} folded, {self.rejected:,} rejected: {accounted:,}",
                "this is a fault of Sundial's; please report it with the file's first lines",
            )


def check_parser(records: Records, staged: int) -> None:
    """The parser must have delivered exactly the records counted without it (L1)."""
    if staged != records.regular:
        raise LoadDoesNotAddUp(
            "the parser and the count of the file's records differ, so nothing of it was kept",
            f"{records.regular:,} regular records counted, {staged:,} delivered by the parser",
            "check the file's quotes and delimiter; if it looks right, please report it",
        )


def hash_repeated(db: Database, layout: Layout, told: str) -> None:
    """Give the rows of tickets that have several in the file their row_hash. For rows staged without; `told`: typed_rows.telling."""
    good = "fault_field IS NULL AND set_aside IS NULL"
    # Engines differ in this hash, but it only says quickly, and in little memory, that no id is there twice.
    ids = np.sort(db.numbers(f"SELECT hash(ticket_id) FROM staged_rows WHERE {good}"))  # noqa: S608
    if (ids[1:] == ids[:-1]).any():
        db.run(f"""
            UPDATE staged_rows SET row_hash = {hash_sql(layout, told)} WHERE {good} AND ticket_id IN (
                SELECT ticket_id FROM staged_rows WHERE {good} GROUP BY ticket_id HAVING count(*) > 1
            )
        """)  # noqa: S608


def hash_stored(db: Database, source: str) -> None:
    """Give the stored states of the tickets in `arriving` their row_hash, where they had needed none."""
    without = db.rows("SELECT load_id, telling FROM loads WHERE source = $source AND telling IS NOT NULL", {"source": source})
    if without:
        hashes = " ".join(f"WHEN {load_id} THEN {hash_sql(Layout.TICKETS, told)}" for load_id, told in without)
        db.run(
            f"""
            UPDATE ticket_states SET row_hash = CASE load_id {hashes} END
            WHERE source = $source AND row_hash IS NULL AND ticket_id IN (SELECT ticket_id FROM arriving)
            """,  # noqa: S608
            {"source": source},
        )


def gather(db: Database, source: str) -> None:
    """Create the view `arriving`: the good rows of `staged_rows`, each distinct one once, at the place it first had in the file."""
    db.run(f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
        WITH hashes AS (
            SELECT row_hash, min(rowid) AS first FROM staged_rows WHERE row_hash IS NOT NULL AND fault_field IS NULL AND set_aside IS NULL
            GROUP BY row_hash HAVING count(*) > 1
        )
        SELECT s.rowid AS ordinal FROM staged_rows AS s JOIN hashes AS h ON h.row_hash = s.row_hash
        WHERE s.fault_field IS NULL AND s.set_aside IS NULL AND s.rowid <> h.first;
        CREATE OR REPLACE TEMP VIEW arriving AS
        SELECT {"" if _is_lasting(db) else f"{text(source)} AS source,"} s.*
        FROM staged_rows AS s ANTI JOIN repeated AS r ON r.ordinal = s.rowid
        WHERE s.fault_field IS NULL AND s.set_aside IS NULL
    """)  # noqa: S608


def _is_lasting(db: Database) -> bool:
    """Whether `staged_rows` is to become `ticket_states`."""
    return bool(db.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'staged_rows' AND NOT temporary"))


def _compare(db: Database, kept: str, source: str) -> None:
    """Create `known` (states or changes the store has) and `arriving_tickets` (one row a ticket: what of it is new, stored, accounted)."""
    db.run(
        f"""
        CREATE TEMP TABLE IF NOT EXISTS accounted_tickets (source VARCHAR, ticket_id VARCHAR);
        CREATE TEMP TABLE IF NOT EXISTS accounted_loads (source VARCHAR, load_id INTEGER);
        CREATE OR REPLACE TEMP TABLE known AS
        SELECT a.ticket_id, a.row_hash FROM arriving AS a
        JOIN {kept} AS k ON k.source = $source AND k.ticket_id = a.ticket_id AND k.row_hash = a.row_hash;
        CREATE OR REPLACE TEMP TABLE arriving_tickets AS
        WITH per_ticket AS (SELECT ticket_id, count(*) AS states FROM arriving WHERE row_hash IS NOT NULL GROUP BY ticket_id),
        known_per_ticket AS (SELECT ticket_id, count(*) AS states FROM known GROUP BY ticket_id),
        stored AS (SELECT DISTINCT s.ticket_id FROM ticket_states AS s SEMI JOIN per_ticket USING (ticket_id) WHERE s.source = $source),
        accounted AS (
            SELECT ticket_id FROM accounted_tickets WHERE source = $source
            UNION SELECT s.ticket_id FROM ticket_states AS s SEMI JOIN per_ticket USING (ticket_id)
            SEMI JOIN accounted_loads AS l ON l.source = s.source AND l.load_id = s.load_id WHERE s.source = $source
        )
        SELECT p.ticket_id, p.states, p.states - coalesce(k.states, 0) AS new_states, s.ticket_id IS NOT NULL AS is_stored,
            c.ticket_id IS NOT NULL AS is_accounted
        FROM per_ticket AS p
        LEFT JOIN known_per_ticket AS k ON k.ticket_id = p.ticket_id
        LEFT JOIN stored AS s ON s.ticket_id = p.ticket_id
        LEFT JOIN accounted AS c ON c.ticket_id = p.ticket_id;
        """,  # noqa: S608
        {"source": source},
    )


def count(db: Database, layout: Layout, source: str, records: Records, rejected: int, set_aside: int, is_last: bool) -> Counts:
    """Account for every row of the file. `arriving` must stand, the store's own tables as they were before this load.

    A row without row_hash is the only one of its ticket, in the file and in the store.

    Files given at once are one load: what an event log or history adds to a ticket that an earlier file of the call already counted
    as inserted or updated is folded, so that in all each ticket is counted once. `is_last`: no file of the call comes after.
    """
    kept = "change_rows" if layout is Layout.CHANGES else "ticket_states"
    accepted = records.read - rejected - set_aside
    _compare(db, kept, source)
    ((alone,),) = db.rows("SELECT count(*) FROM arriving WHERE row_hash IS NULL")
    ((distinct, new_states, tickets, new_tickets, changed_tickets, accounted),) = db.rows("""
        SELECT coalesce(sum(states), 0), coalesce(sum(new_states), 0), count(*), count(*) FILTER (NOT is_stored),
            count(*) FILTER (is_stored AND new_states > 0 AND NOT is_accounted), count(*) FILTER (is_accounted)
        FROM arriving_tickets
    """)
    distinct, new_states, new_tickets = distinct + alone, new_states + alone, new_tickets + alone
    duplicates = accepted - int(distinct)
    if layout is Layout.TICKETS:
        ((updated,),) = db.rows(
            "SELECT coalesce(sum(CASE WHEN is_stored THEN new_states ELSE new_states - 1 END), 0) FROM arriving_tickets"
        )
        unchanged = duplicates + int(distinct) - int(new_states)
        counts = Counts(records.read, int(new_tickets), int(updated), unchanged, set_aside, rejected, duplicates)
    else:
        inserted = int(new_tickets) if layout is Layout.EVENT_LOG else 0
        waiting = 0 if layout is Layout.EVENT_LOG else int(new_tickets)
        unchanged = int(tickets) - int(new_tickets) - int(changed_tickets) - int(accounted)
        folded = accepted - int(tickets) + waiting + int(accounted) + set_aside
        counts = Counts(records.read, inserted, int(changed_tickets), unchanged, folded, rejected, duplicates)
    counts.check()
    if is_last:
        return counts
    is_counted = "NOT is_stored OR new_states > 0" if layout is not Layout.CHANGES else "is_stored AND new_states > 0"
    db.run(f"INSERT INTO accounted_tickets SELECT $source, ticket_id FROM arriving_tickets WHERE {is_counted}", {"source": source})  # noqa: S608
    return counts


def keep(db: Database, layout: Layout, load_id: int, responses_recorded: bool, levels_recorded: bool, from_given: bool) -> None:
    """Add the new states or changes to the store, and note this load as a further carrier of those it already had."""
    if layout is Layout.CHANGES:
        columns = ", ".join(stored_columns(layout))
        db.run(
            f"""
            INSERT INTO change_rows BY NAME
            SELECT source, ticket_id, row_hash, $load AS load_id, $from_given AS from_given, {columns}
            FROM arriving AS a ANTI JOIN known AS k ON k.ticket_id = a.ticket_id AND k.row_hash = a.row_hash;
            INSERT INTO change_carriers SELECT a.source, a.ticket_id, a.row_hash, $load
            FROM arriving AS a SEMI JOIN known AS k ON k.ticket_id = a.ticket_id AND k.row_hash = a.row_hash;
            """,  # noqa: S608
            {"load": load_id, "from_given": from_given},
        )
        return
    if _is_lasting(db):
        _become_states(db, load_id)
        return
    columns = ", ".join(stored_columns(layout))
    db.run(
        f"""
        INSERT INTO ticket_states BY NAME
        SELECT source, ticket_id, row_hash, $load AS load_id, $is_event AS is_event, {columns},
            $responses AS responses_recorded, $levels AS levels_recorded
        FROM arriving AS a ANTI JOIN known AS k ON k.ticket_id = a.ticket_id AND k.row_hash = a.row_hash;
        INSERT INTO state_carriers SELECT a.source, a.ticket_id, a.row_hash, $load
        FROM arriving AS a SEMI JOIN known AS k ON k.ticket_id = a.ticket_id AND k.row_hash = a.row_hash;
        """,  # noqa: S608
        {"load": load_id, "is_event": layout is Layout.EVENT_LOG, "responses": responses_recorded, "levels": levels_recorded},
    )


def _become_states(db: Database, load_id: int) -> None:
    """The first rows of a store: `staged_rows` itself becomes `ticket_states`, and is not written twice."""
    dropped = ";".join(f"ALTER TABLE staged_rows DROP COLUMN {name}" for name in ABOUT_A_ROW)
    db.run(f"""
        INSERT INTO accounted_loads SELECT DISTINCT source, {load_id} FROM arriving;
        DELETE FROM staged_rows WHERE fault_field IS NOT NULL OR set_aside IS NOT NULL OR rowid IN (SELECT ordinal FROM repeated);
        DROP VIEW arriving;
        {dropped};
        DROP TABLE ticket_states;
        ALTER TABLE staged_rows RENAME TO ticket_states
    """)  # noqa: S608  names of ours, a number
