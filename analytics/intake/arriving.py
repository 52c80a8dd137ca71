"""The good rows of a file as distinct states or changes, counted against what the store already knows (L1, L3)."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.errors import LoadDoesNotAddUp
from analytics.intake.export_format import Layout
from analytics.intake.records import Records
from analytics.intake.typed_rows import stored_columns
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


def gather(db: Database, source: str) -> None:
    """Create the view `arriving`: the good rows of `staged_rows`, each distinct one once, at the place it first had in the file."""
    db.run(f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
        WITH hashes AS (
            SELECT row_hash, min(rowid) AS first FROM staged_rows WHERE fault_field IS NULL AND set_aside IS NULL
            GROUP BY row_hash HAVING count(*) > 1
        )
        SELECT s.rowid AS ordinal FROM staged_rows AS s JOIN hashes AS h ON h.row_hash = s.row_hash
        WHERE s.fault_field IS NULL AND s.set_aside IS NULL AND s.rowid <> h.first;
        CREATE OR REPLACE TEMP VIEW arriving AS
        SELECT {text(source)} AS source, s.* FROM staged_rows AS s ANTI JOIN repeated AS r ON r.ordinal = s.rowid
        WHERE s.fault_field IS NULL AND s.set_aside IS NULL
    """)  # noqa: S608


def count(db: Database, layout: Layout, source: str, records: Records, rejected: int, set_aside: int, is_last: bool) -> Counts:
    """Account for every row of the file. `arriving` must stand, the store's own tables as they were before this load.

    Files given at once are one load: what an event log or history adds to a ticket that an earlier file of the call already counted
    as inserted or updated is folded, so that in all each ticket is counted once. `is_last`: no file of the call comes after.
    """
    kept = "change_rows" if layout is Layout.CHANGES else "ticket_states"
    accepted = records.read - rejected - set_aside
    db.run(
        f"""
        CREATE TEMP TABLE IF NOT EXISTS accounted_tickets (source VARCHAR, ticket_id VARCHAR);
        CREATE OR REPLACE TEMP TABLE known AS
        SELECT a.ticket_id, a.row_hash FROM arriving AS a
        JOIN {kept} AS k ON k.source = $source AND k.ticket_id = a.ticket_id AND k.row_hash = a.row_hash;
        CREATE OR REPLACE TEMP TABLE arriving_tickets AS
        WITH per_ticket AS (SELECT ticket_id, count(*) AS states FROM arriving GROUP BY ticket_id),
        known_per_ticket AS (SELECT ticket_id, count(*) AS states FROM known GROUP BY ticket_id),
        stored AS (SELECT DISTINCT ticket_id FROM ticket_states WHERE source = $source)
        SELECT p.ticket_id, p.states, p.states - coalesce(k.states, 0) AS new_states, s.ticket_id IS NOT NULL AS is_stored,
            c.ticket_id IS NOT NULL AS is_accounted
        FROM per_ticket AS p
        LEFT JOIN known_per_ticket AS k ON k.ticket_id = p.ticket_id
        LEFT JOIN stored AS s ON s.ticket_id = p.ticket_id
        LEFT JOIN (SELECT DISTINCT ticket_id FROM accounted_tickets WHERE source = $source) AS c ON c.ticket_id = p.ticket_id;
        """,  # noqa: S608
        {"source": source},
    )
    ((distinct, new_states, tickets, new_tickets, changed_tickets, accounted),) = db.rows("""
        SELECT coalesce(sum(states), 0), coalesce(sum(new_states), 0), count(*), count(*) FILTER (NOT is_stored),
            count(*) FILTER (is_stored AND new_states > 0 AND NOT is_accounted), count(*) FILTER (is_accounted)
        FROM arriving_tickets
    """)
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
