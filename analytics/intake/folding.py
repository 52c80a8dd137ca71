"""Folding what intake keeps into tickets and changes: of the whole store, or of some tickets only (L3, L4).

Both ways run the same fold.sql, over `states_now`, `carriers_now` and `change_rows_now`, and leave `changes_now`: what of the store
concerns the tickets that are folded now. `state_no` is a state's row number in `ticket_states`; so folding and judging belong in one
transaction, in which nothing renumbers rows.
"""

from __future__ import annotations

from pathlib import Path

from analytics.warehouse import Database

_HERE = Path(__file__).parent


def fold_all(db: Database) -> None:
    """Fold all tickets, into an empty `ticket_changes`."""
    db.run_file(_HERE / "changes.sql")
    db.run("""
        CREATE OR REPLACE TEMP VIEW states_now AS SELECT rowid AS state_no, * FROM ticket_states;
        CREATE OR REPLACE TEMP VIEW carriers_now AS SELECT * FROM state_carriers;
        CREATE OR REPLACE TEMP VIEW change_rows_now AS SELECT * FROM change_rows;
    """)
    _fold(db)


def fold_some(db: Database) -> None:
    """Fold the tickets in `tickets_now` (source, ticket_id) anew; what was folded of them before goes."""
    db.run("DELETE FROM ticket_changes AS c USING tickets_now AS t WHERE t.source = c.source AND t.ticket_id = c.ticket_id")
    for name, kept, number in (("states_now", "ticket_states", "k.rowid AS state_no, "), ("carriers_now", "state_carriers", ""),
                               ("change_rows_now", "change_rows", "")):  # fmt: skip
        db.run(f"""
            CREATE OR REPLACE TEMP TABLE {name} AS
            SELECT {number}k.* FROM {kept} AS k SEMI JOIN tickets_now AS t ON t.source = k.source AND t.ticket_id = k.ticket_id
        """)  # noqa: S608  names of ours
    _fold(db)


def _fold(db: Database) -> None:
    ((last,),) = db.rows("SELECT coalesce(max(rowid), -1) FROM ticket_changes")
    db.run(f"CREATE OR REPLACE TEMP VIEW changes_now AS SELECT * FROM ticket_changes WHERE rowid > {last}")  # noqa: S608  a number
    db.run_file(_HERE / "fold.sql")
