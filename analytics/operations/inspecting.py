"""Look at a file without loading it: what it is, how it would be read, what is missing. Runs in a limited process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analytics.errors import SundialError
from analytics.intake.export_format import ExportFormat, Layout, formats_in
from analytics.intake.fields import canonical_name, stored_name
from analytics.intake.files.opened_file import OpenedFile
from analytics.intake.limits import FileLimits
from analytics.intake.options import LoadOptions
from analytics.intake.proposing.evidence import Evidence
from analytics.intake.proposing.proposal import Proposal
from analytics.intake.proposing.propose import propose
from analytics.intake.recognise import NOT_SEEN_BEFORE, choose_format, format_of, recognised
from analytics.intake.records import Records
from analytics.intake.taking_in import constants_of, customers_tier
from analytics.intake.typed_rows import stage
from analytics.intake.unknown_layout import reading_of
from analytics.operations.building import SHIPPED_FORMATS
from analytics.operations.files_beside import keep_beside
from analytics.operations.findings import SAMPLE_ROWS, columns_found, mapping_found, words_found, zones_found
from analytics.operations.given_files import GivenFile, open_given
from analytics.policy.history import PolicyHistory
from analytics.policy.resolved import from_resolved
from analytics.policy.shipped import default_policy
from analytics.policy.tables import write_policy_tables
from analytics.warehouse import Database


def main(job: dict[str, Any], progress: Callable[[str, float | None], None]) -> dict[str, Any]:
    """In: path, name, options, home, policies (resolved versions), beside [{path, name}].

    Out: the findings, as inspect.inspect_file describes them.
    """
    path, options = Path(job["path"]), LoadOptions.from_json(job["options"])
    limits = FileLimits.in_force()
    formats = formats_in(SHIPPED_FORMATS, Path(job["home"]) / "formats")
    with TemporaryDirectory() as folder, Database.memory() as db:
        opened = open_given(GivenFile(path, job["name"]), options, formats, Path(folder) / "opened", may_guess=True)
        records = opened.records(Path(folder) / "clean.csv", None, limits)
        evidence = Evidence.of(db, records)
        found: dict[str, Any] = {
            "file": job["name"], "bytes": path.stat().st_size, "rows": records.read, "set_apart": len(records.set_apart),
            "delimiter": records.delimiter, "columns": columns_found(db, records, evidence), "formats": _titles(formats),
            "problems": [{"wrong": one.wrong, "found": one.found, "remedy": one.remedy} for one in opened.questions],
            "read_as": opened.to_json(), "choices": opened.choices,
            "format": None, "mapping": [], "fields": [], "preview": None, "needs_timezone": False, "covered": None, "proposal": None,
            "zones": [], "words": {}, "statuses": {}, "unknown_statuses": [], "rejects": 0, "reject_reasons": [], "duplicates": 0,
        }  # fmt: skip
        known = recognised(records.header, formats, job["name"])
        found["recognised"] = known.name if known else None
        try:
            _read(db, records, opened, found, options, formats, job | {"scratch": folder}, evidence)
        except SundialError as error:
            found["problems"].append({"wrong": error.wrong, "found": error.found, "remedy": error.remedy})
            layout = Layout(found["proposal"]["kind"]) if found["proposal"] else known.layout if known else Layout.TICKETS
            found["fields"] = [{"field": f.name, "means": f.means, "required": f.name in layout.required} for f in layout.fields]
            return found
        found["problems"] += _problems(found, limits)
        return found


def _read(
    db: Database, records: Records, opened: OpenedFile, found: dict[str, Any], options: LoadOptions,
    formats: Mapping[str, ExportFormat], job: dict[str, Any], evidence: Evidence,
) -> None:  # fmt: skip
    """Add to the findings how the file is read: by a format, or by a proposal. Raises SundialError where it cannot be."""
    base = format_of(records.header, options, formats, job["name"])
    proposal = propose(db, records, options, evidence) if base is NOT_SEEN_BEFORE else None
    if proposal:
        found["proposal"] = proposal.to_json()
        found["columns"] = columns_found(db, records, evidence.with_forms(list(proposal.forms.values())))
        found["mapping"] = mapping_found(base, proposal, set())
        found["statuses"] = dict(proposal.statuses)
    reading = reading_of(db, records, job["name"], options, base, proposal)
    looked_up = keep_beside(db, reading.base, job.get("beside", ()), formats, Path(job["scratch"]))
    export = choose_format(job["name"], records.header, reading.options, formats, looked_up, reading.base)
    found["format"] = {
        "name": export.name, "title": export.title, "layout": export.layout.value, "how_to_export": export.how_to_export,
        "cannot_tell": list(export.cannot_tell), "product": export.product, "timezone": export.timezone,
    }  # fmt: skip
    # A file that only serves others has no rows to be typed: they are looked at where they are taken.
    if export.layout is not Layout.LOOKUP:
        found |= _reading(db, records, opened, export, options, job, proposal)


def _problems(found: dict[str, Any], limits: FileLimits) -> list[dict[str, str]]:
    """What a load of this file would be refused for."""
    if not found["rows"]:
        return [{"wrong": "the file has a header and no rows", "found": "0 rows", "remedy": "make the export again"}]
    if found["rejects"] and found["rejects"] >= found["rows"] * limits.refused_from_rejected_share:
        reasons = [f"{one['field']}: {one['reason']}" for one in found["reject_reasons"][:3]]
        worst = "; ".join(reasons) or "rows of another width than the header"
        return [
            {
                "wrong": f"{found['rejects']:,} of {found['rows']:,} rows cannot be read, so a load would be refused", "found": worst,
                "remedy": "mend the file, or say how its columns and timestamps are to be read (--map, --format FILE.toml)",
            }
        ]  # fmt: skip
    return []


def _titles(formats: dict[str, ExportFormat]) -> list[dict[str, str]]:
    return [{"name": f.name, "title": f.title, "how_to_export": f.how_to_export} for f in formats.values()]


def _reading(
    db: Database, records: Records, opened: OpenedFile, export: ExportFormat, options: LoadOptions, job: dict[str, Any],
    proposal: Proposal | None,
) -> dict[str, Any]:
    """How the file would be read with these options: mapping with reasons, faults, first rows typed, and who would be covered."""
    constants = constants_of(export, options)
    zone = options.timezone or export.timezone
    history = PolicyHistory([from_resolved(one) for one in job["policies"]] or [default_policy()])
    stage(db, records, opened.reading(export), constants, zone or "UTC", customers_tier(db, options, export, history.reporting_zone))
    ((faults, local),) = db.rows("""
        SELECT count(*) FILTER (fault_field IS NOT NULL), coalesce(bool_or(has_local_time), false) FROM staged_rows
    """)
    reasons = db.rows("""
        SELECT fault_field, any_value(fault_reason), count(*) FROM staged_rows WHERE fault_field IS NOT NULL
        GROUP BY fault_field ORDER BY 3 DESC
    """)
    by_hand = {canonical_name(word, export.layout.fields) for word in options.mapping}
    shown = [f.name for f in export.layout.fields if f.name in export.columns or f.name in constants]
    write_policy_tables(db, history)
    words = words_found(db, export, history)
    rows = db.rows(f"SELECT {', '.join(stored_name(name) for name in shown)} FROM staged_rows LIMIT {SAMPLE_ROWS}")  # noqa: S608
    return {
        "mapping": mapping_found(export, proposal, {name for name in by_hand if name}),
        "fields": [{"field": f.name, "means": f.means, "required": f.name in export.layout.required} for f in export.layout.fields],
        "rejects": faults + len(records.set_apart),
        "reject_reasons": [{"field": field, "reason": reason, "rows": n} for field, reason, n in reasons],
        "needs_timezone": bool(local) and zone is None, "words": words, "statuses": words["status"]["means"],
        "unknown_statuses": [one for one in words["status"]["found"] if one["means"] is None],
        "zones": zones_found(db, records, export, history) if local and zone is None else [],
        "duplicates": db.rows("SELECT count(*) - count(DISTINCT row_hash) FROM staged_rows WHERE fault_field IS NULL")[0][0],
        "preview": {"columns": shown, "rows": [[_plain(cell) for cell in row] for row in rows]},
        "covered": _covered(db, history, options, words["priority"]["found"]) if export.layout is not Layout.CHANGES else None,
    }  # fmt: skip


def _plain(cell: Any) -> Any:
    return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell


def _covered(db: Database, history: PolicyHistory, options: LoadOptions, priorities: list[dict[str, Any]]) -> dict[str, Any]:
    """How many rows have a tier and a priority that the newest policy knows, and which words it does not know (P4, P9)."""
    ((rows, with_tier, with_priority),) = db.rows("""
        SELECT count(*), count(t.tier), count(p.priority) FROM staged_rows AS s
        LEFT JOIN policy_tiers AS t ON t.export_value = lower(trim(s.tier)) AND t.policy_id = (SELECT max(policy_id) FROM policy_versions)
        LEFT JOIN policy_priorities AS p
            ON p.export_value = lower(trim(s.priority)) AND p.policy_id = (SELECT max(policy_id) FROM policy_versions)
    """)
    return {
        "rows": rows, "with_tier": with_tier, "with_priority": with_priority, "tier_from_customers": options.customers is not None,
        "unknown_priorities": [{"value": one["value"], "rows": one["rows"]} for one in priorities if one["means"] is None][:10],
        "tiers": [tier.name for tier in history.newest.tiers], "priorities": [p.name for p in history.newest.priorities],
    }  # fmt: skip
