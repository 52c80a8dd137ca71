"""The rows of a file that cannot be read: kept with line, raw text and reason (L2), or too many of them to load the file at all."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa

from analytics.errors import FileRefused
from analytics.intake.export_format import ExportFormat
from analytics.intake.limits import FileLimits
from analytics.intake.records import Records
from analytics.intake.several_files import Coming
from analytics.warehouse import Database

Reject = tuple[int, str | None, str, str]


def reject(
    db: Database, one: Coming, records: Records, load_id: int, export: ExportFormat, limits: FileLimits
) -> tuple[int, dict[str, int]]:
    """Write rejects with line and raw text (L2). Raises FileRefused where too large a share of the file is broken."""
    faults = db.rows("SELECT rowid, fault_field, fault_reason FROM staged_rows WHERE fault_field IS NOT NULL ORDER BY rowid")
    rejected = len(faults) + len(records.set_apart)
    rows: list[Reject]
    shown = {name: source.shown for name, source in export.columns.items()}
    rows = [(line, shown.get(f[1], f[1]), f"{f[1]}: {f[2]}", raw)
            for f, (line, raw) in zip(faults, one.opened.locate(records, [f[0] for f in faults]), strict=True)]  # fmt: skip
    rows += [(apart.line, None, apart.reason, apart.raw) for apart in records.set_apart]
    rows.sort(key=lambda r: r[0])
    reasons = _counted_reasons(rows)
    if rejected and rejected >= records.read * limits.refused_from_rejected_share:
        most = "; ".join(f"{n:,} × {reason}" for reason, n in reasons.most_common(3))
        line, column, reason, _ = rows[0]
        raise FileRefused(
            f"{one.name}: {rejected:,} of {records.read:,} rows cannot be read, so nothing was loaded",
            f"{most}. First: line {line:,}{f', column {column}' if column else ''}: {reason}",
            "mend the file, or declare how its columns and timestamps are to be read (--map, --format FILE.toml)",
        )
    return write_rejects(db, load_id, rows)


def _counted_reasons(rows: list[Reject]) -> Counter[str]:
    return Counter(reason.split(": ")[0] + (": " + reason.split(": ")[1] if ": " in reason else "") for _, _, reason, _ in rows)


def write_rejects(db: Database, load_id: int, rows: list[Reject]) -> tuple[int, dict[str, int]]:
    """Keep the rejected rows; how many there are, and for which reasons."""
    if rows:
        table = pa.table({
            "line": pa.array([r[0] for r in rows], pa.int64()), "column_name": pa.array([r[1] for r in rows], pa.string()),
            "reason": pa.array([r[2] for r in rows], pa.string()), "raw": pa.array([r[3] for r in rows], pa.string()),
        })  # fmt: skip
        db.register("rejects_of_file", table)
        db.run("INSERT INTO rejects SELECT $load, line, column_name, reason, raw FROM rejects_of_file", {"load": load_id})
        db.unregister("rejects_of_file")
    return len(rows), dict(_counted_reasons(rows).most_common())
