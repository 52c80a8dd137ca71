"""Build the next version of a store: what is kept of the one before, what comes in, all folded and judged. Runs in a limited process.

One job does all that changes a store: loads, undoing, policies, restatements. The parent that started it publishes the result.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from analytics.facts.judge import create_facts, forget, judge
from analytics.intake.export_format import ExportFormat, formats_in
from analytics.intake.folding import fold_all, fold_some
from analytics.operations.arrivals import Arrivals, sort_out, take_in_all
from analytics.operations.judged_by import judged_by
from analytics.operations.limits import Limits
from analytics.operations.receipts import receipt
from analytics.operations.touched import Before, before_loading, carry_forward, name_touched
from analytics.policy.history import PolicyHistory
from analytics.policy.policy import Policy
from analytics.policy.resolved import from_resolved, resolve
from analytics.policy.shipped import default_policy
from analytics.policy.tables import write_policy_tables
from analytics.warehouse import Database, contents
from analytics.warehouse.home import CHECKOUT
from analytics.warehouse.version import SCHEMA_VERSION

Progress = Callable[[str, float | None], None]
_KEPT = ("loads", "ticket_states", "state_carriers", "change_rows", "change_carriers", "rejects", "policies")
_INTAKE = Path(__file__).parents[1] / "intake"
SHIPPED_FORMATS = CHECKOUT / "data" / "export_formats"


def main(job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Do one job.

    In: next (file to build), base (file of the current version, or None), home, loaded_at (ISO, UTC), and any of: files
    [{path, name}] with options, remove [load_id], policies [{resolved, note}], compare (count flips), anew (judge all
    tickets, also where only some could have changed), dry (do not publish). Out:
    publish (whether there is a new version), receipts, version, flips, and contents, which publishing has to find again.
    """
    loaded_at = datetime.fromisoformat(job["loaded_at"])
    formats = formats_in(SHIPPED_FORMATS, Path(job["home"]) / "formats")
    if job.get("files"):
        progress("Checking the files", None)
    scratch = Path(job["next"] + ".files")
    try:
        return _build(job, sort_out(job, formats, scratch), formats, loaded_at, progress)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _build(
    job: dict[str, Any], arrivals: Arrivals, formats: Mapping[str, ExportFormat], loaded_at: datetime, progress: Progress
) -> dict[str, Any]:
    removed = [*job.get("remove", []), *arrivals.replaced]
    anew = bool(removed or job.get("policies") or job.get("anew"))
    if not arrivals.files and not anew:
        return {"publish": False, "receipts": arrivals.repeats}
    in_part = not anew and _was_judged_so(job.get("base"))
    if in_part:
        shutil.copyfile(job["base"], job["next"])
    with Database.open(Path(job["next"]), read_only=False, memory_limit=Limits.in_force().engine_memory) as db:
        if not in_part:
            _keep_base(db, job.get("base"), removed)
        _lock_down(db, job, arrivals.folders)
        history = _policies(db, job, loaded_at)
        before = before_loading(db) if in_part else None
        scratch = job["next"] + ".clean-"
        taken = take_in_all(db, arrivals, formats, _last_load_id(db) + 1, loaded_at, history.reporting_zone, scratch, progress)
        _fold_and_judge(db, history, before, loaded_at, progress)
        version = _describe(db, history)
        receipts = arrivals.repeats + [receipt(db, one, arrivals.replaced) for one in taken]
        flips = _flips(db) if job.get("compare") and job.get("base") else []
        if job.get("base") and not in_part:
            db.detach("base")
        progress("Writing the new version", 0.95)
        counted = contents(db)
        db.run("CHECKPOINT")
    return {"publish": not job.get("dry", False), "receipts": receipts, "version": version, "flips": flips, "contents": counted}


def _was_judged_so(base: str | None) -> bool:
    """Whether the version before has loads, and its facts are what this program would make of them: then they can be built on."""
    if not base:
        return False
    with Database.open(Path(base)) as db:
        rows = db.rows("SELECT count(*) FROM store_meta WHERE key = 'judged_by' AND value = $judged_by", {"judged_by": judged_by()})
        return bool(rows[0][0]) and bool(db.rows("SELECT count(*) FROM loads")[0][0])


def _fold_and_judge(db: Database, history: PolicyHistory, before: Before | None, loaded_at: datetime, progress: Progress) -> None:
    """All tickets; or, on a version whose facts stand, those that the loads since `before` can have changed. Both give the same facts."""
    progress("Folding rows into tickets", 0.6)
    calendars = write_policy_tables(db, history)
    db.run("BEGIN TRANSACTION")
    if before is None:
        fold_all(db)
        create_facts(db)
    else:
        name_touched(db, before)
        fold_some(db)
        forget(db)
    progress("Judging every clock", 0.7)
    judge(db, calendars, history.reporting_zone, db.rows("SELECT max(loaded_at) FROM loads")[0][0] or loaded_at)
    db.run("COMMIT")
    if before is not None:
        carry_forward(db, before)

def _keep_base(db: Database, base: str | None, removed: list[int]) -> None:
    """The tables of the version before, without what the removed loads alone brought (L4)."""
    db.run_file(_INTAKE / "schema.sql")
    if not base:
        return
    db.attach(Path(base), "base")
    for table in _KEPT:
        # A store of an older schema lacks columns, or a table: they stay empty, by name.
        columns = _columns(db, table, "current_database()") & _columns(db, table, "'base'")
        if columns:
            kept = "WHERE NOT list_contains($removed, load_id)" if "load_id" in columns and removed else ""
            names = ", ".join(sorted(columns))
            db.run(f"INSERT INTO {table} BY NAME SELECT {names} FROM base.main.{table} {kept}", {"removed": removed})  # noqa: S608
    db.run("INSERT INTO store_meta SELECT * FROM base.main.store_meta WHERE key = 'last_load_id'")
    if removed:
        for rows, carriers in (("ticket_states", "state_carriers"), ("change_rows", "change_carriers")):
            db.run(
                f"""
                CREATE OR REPLACE TEMP TABLE heirs AS
                SELECT source, ticket_id, row_hash, min(load_id) AS load_id FROM {carriers} GROUP BY source, ticket_id, row_hash;
                INSERT INTO {rows} BY NAME SELECT r.* REPLACE (h.load_id AS load_id)
                FROM base.main.{rows} AS r
                JOIN heirs AS h ON h.source = r.source AND h.ticket_id = r.ticket_id AND h.row_hash = r.row_hash
                WHERE list_contains($removed, r.load_id);
                CREATE OR REPLACE TEMP TABLE still_carried AS
                SELECT c.* FROM {carriers} AS c
                ANTI JOIN {rows} AS r ON r.source = c.source AND r.ticket_id = c.ticket_id AND r.row_hash = c.row_hash
                    AND r.load_id = c.load_id;
                DELETE FROM {carriers}; INSERT INTO {carriers} SELECT * FROM still_carried;
                """,  # noqa: S608
                {"removed": removed},
            )


def _columns(db: Database, table: str, catalog: str) -> set[str]:
    """The columns of a table by name; none where there is no such table. `catalog` is SQL."""
    asked = f"SELECT column_name FROM duckdb_columns() WHERE database_name = {catalog} AND table_name = $table"  # noqa: S608  words of ours
    return {row[0] for row in db.rows(asked, {"table": table})}


def _lock_down(db: Database, job: dict[str, Any], folders: list[Path]) -> None:
    """From here on the engine may touch the files to be read and the folder it builds in, and nothing else."""
    db.lock_down([Path(job["next"]).parent, *folders])


def _policies(db: Database, job: dict[str, Any], loaded_at: datetime) -> PolicyHistory:
    """The policy history of the version: the one before, the default where there is none, and what the job adds (P3)."""
    stored = db.rows("SELECT position, resolved_json FROM policies ORDER BY position")
    added: list[tuple[Policy, str]] = []
    if not stored:
        added.append((default_policy(), "shipped as the default"))
    for one in job.get("policies", []):
        added.append((from_resolved(one["resolved"]), one["note"]))
    position = max((row[0] for row in stored), default=0)
    for policy, note in added:
        position += 1
        db.run(
            "INSERT INTO policies VALUES ($position, $name, $label, $sha256, $toml, $resolved, $added_at, $note)",
            {
                "position": position, "name": policy.name, "label": policy.version_label, "sha256": policy.sha256, "toml": policy.toml,
                "resolved": json.dumps(resolve(policy)), "added_at": loaded_at, "note": note,
            },
        )  # fmt: skip
    return PolicyHistory([*(from_resolved(json.loads(row[1])) for row in stored), *(policy for policy, _ in added)])


def _flips(db: Database) -> list[dict[str, Any]]:
    """The clocks whose outcome differs from the version before, counted (P3)."""
    rows = db.rows("""
        SELECT n.clock, n.tier, b.outcome, n.outcome, count(*) FROM sla_clocks AS n
        JOIN base.main.sla_clocks AS b ON b.source = n.source AND b.ticket_id = n.ticket_id AND b.clock = n.clock
        WHERE b.outcome <> n.outcome GROUP BY ALL ORDER BY ALL
    """)
    return [dict(zip(("clock", "tier", "before", "after", "clocks"), row, strict=True)) for row in rows]


def _last_load_id(db: Database) -> int:
    """The highest number a load ever had: a number is not given twice, also where its load was undone."""
    return int(db.rows("SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM store_meta WHERE key = 'last_load_id'")[0][0])


def _describe(db: Database, history: PolicyHistory) -> str:
    """What the version says of itself. Its name is a hash of loads, options, policy and program, not of the file's bytes."""
    loads = sorted(db.rows("SELECT sha256, identity, source FROM loads"))
    program = program_version()
    facts = json.dumps([loads, [policy.sha256 for policy in history.versions], program])
    version = hashlib.sha256(facts.encode()).hexdigest()[:12]
    ((last_load_id,),) = db.rows("SELECT coalesce(max(load_id), 0) FROM loads")
    last_load_id = max(int(last_load_id), _last_load_id(db))
    db.run("DELETE FROM store_meta")
    for key, value in {
        "last_load_id": str(last_load_id), "schema_version": str(SCHEMA_VERSION), "program_version": program, "version": version,
        "judged_by": judged_by(), "reporting_zone": history.reporting_zone,
        "policy": f"{history.newest.name} {history.newest.version_label}",
    }.items():  # fmt: skip
        db.run("INSERT INTO store_meta VALUES ($key, $value)", {"key": key, "value": value})
    db.run("""
        CREATE OR REPLACE TABLE sources AS
        SELECT q.source, q.as_of, count(t.ticket_id) AS tickets,
            coalesce(bool_or(t.responses_recorded), false) AS responses_recorded,
            coalesce(bool_or(t.levels_recorded), false) AS levels_recorded,
            count(*) FILTER (NOT t.seen_in_last_load AND t.state = 'open') AS open_not_seen_since
        FROM source_states AS q LEFT JOIN judged_tickets AS t ON t.source = q.source GROUP BY q.source, q.as_of ORDER BY q.source
    """)
    return version


def program_version() -> str:
    """Sundial's own version."""
    try:
        return installed_version("sundial")
    except PackageNotFoundError:
        return "not installed"
