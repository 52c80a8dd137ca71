"""What is found out about a file, as plain values: columns with their profiles, the mapping with reasons, zones with evidence."""

from __future__ import annotations

from typing import Any

from analytics.intake.detective.column_forms import ORDER_WORDS, ColumnForms
from analytics.intake.detective.column_profile import ColumnProfile
from analytics.intake.detective.zone_evidence import zone_candidates
from analytics.intake.export_format import ExportFormat
from analytics.intake.proposing.evidence import Evidence
from analytics.intake.proposing.proposal import Proposal
from analytics.intake.records import Records
from analytics.intake.said_words import meanings
from analytics.intake.taking_in import agents_acts
from analytics.intake.typed_rows import reader_sql
from analytics.operations.zone_effect import breach_rates
from analytics.policy.history import PolicyHistory
from analytics.policy.tables import write_policy_tables
from analytics.vocabulary import StatusKind
from analytics.warehouse import Database

SAMPLE_ROWS = 8
_MOST_VALUES = 12
_MOST_WORDS = 20
_OF_POLICY = "(SELECT {0} FROM {1} WHERE export_value = lower(trim(word)) AND policy_id = (SELECT max(policy_id) FROM policy_versions))"
"""SQL for what the newest policy calls a word; NULL where it does not know it."""


def columns_found(db: Database, records: Records, evidence: Evidence) -> list[dict[str, Any]]:
    """Each column: name, first values, profile, and how its timestamps are read where it holds any."""
    rows = db.rows(f"SELECT * FROM {reader_sql(records)} LIMIT {SAMPLE_ROWS}")  # noqa: S608
    return [
        {
            "name": name, "values": [row[i] for row in rows], "profile": _profile(evidence.profiles[name]),
            "timestamps": _forms(evidence.forms[name]) if name in evidence.forms else None,
        }
        for i, name in enumerate(records.header)
    ]  # fmt: skip


def _profile(profile: ColumnProfile) -> dict[str, Any]:
    values = [{"value": value, "rows": n} for value, n in profile.values[:_MOST_VALUES]]
    return {"filled": profile.filled, "rows": profile.rows, "distinct": profile.distinct, "longest": profile.longest, "values": values}


def _forms(forms: ColumnForms) -> dict[str, Any]:
    return {
        "forms": list(forms.forms), "is_settled": forms.is_settled, "orders": [ORDER_WORDS.get(order, order) for order in forms.orders],
        "reason": forms.reason, "read": forms.read, "filled": forms.filled, "unread": list(forms.unread),
        "carries_offset": forms.carries_offset, "has_time": forms.has_time, "is_number": forms.is_number,
    }  # fmt: skip


def mapping_found(export: ExportFormat, proposal: Proposal | None, by_hand: set[str]) -> list[dict[str, Any]]:
    """Each field with its source: column, confidence, reason and the columns that might be it instead."""
    if proposal:
        return [one.to_json() for one in proposal.fields]
    return [
        {
            "field": name, "column": source.shown, "confidence": 1.0, "others": [],
            "reason": "chosen by hand" if name in by_hand else f"format {export.title}",
        }
        for name, source in export.columns.items()
    ]  # fmt: skip


def zones_found(db: Database, records: Records, export: ExportFormat, history: PolicyHistory) -> list[dict[str, Any]]:
    """Candidates for the zone of a file staged with "UTC", the surest first, each with its evidence and its effect on the breach rate."""
    known = dict.fromkeys([history.reporting_zone, *(calendar.tz for calendar in history.newest.calendars.values())])
    candidates = zone_candidates(db, records.header, list(known), agents_acts(export))
    calendars = write_policy_tables(db, history)
    effects = breach_rates(db, history, calendars, [one.zone for one in candidates]) if "received_at" in export.columns else {}
    return [one.to_json() | {"effect": effects.get(one.zone, [])} for one in candidates]


def words_found(db: Database, export: ExportFormat, history: PolicyHistory) -> dict[str, dict[str, Any]]:
    """Of status, priority and tier what the format reads their words as, what they can be read as, and those in the file.

    {field: {means {meaning: [words]}, allowed [meanings], found [{value, rows, means}], more}}. A status means a kind (K5, K6), the
    others a word of the newest policy (P4); None: not known. `more`: how many words are not listed. Needs the policy's tables.
    """
    given = {row[0] for row in db.rows("SELECT column_name FROM (DESCRIBE staged_rows)")}
    known = {
        "status": ("kind", [kind.value for kind in StatusKind]),
        "priority": (_OF_POLICY.format("priority", "policy_priorities"), [one.name for one in history.newest.priorities]),
        "tier": (_OF_POLICY.format("tier", "policy_tiers"), [one.name for one in history.newest.tiers]),
    }
    found = {}
    for field, (means, allowed) in known.items():
        rows = db.rows(f"SELECT word, count(*), any_value({means}) FROM ({_words_of(field, given)}) GROUP BY word ORDER BY 2 DESC, 1")  # noqa: S608
        found[field] = {
            "means": meanings(export, field), "allowed": allowed, "more": len(rows[_MOST_WORDS:]),
            "found": [{"value": word, "rows": n, "means": read_as} for word, n, read_as in rows[:_MOST_WORDS]],
        }  # fmt: skip
    return found


def _words_of(field: str, given: set[str]) -> str:
    """SQL for the words of a field in the staged rows, one row each time it stands there, with its kind where it is a status."""
    if field in given:
        kind = "status_kind" if field == "status" else "NULL"
        return f"SELECT {field} AS word, {kind} AS kind FROM staged_rows WHERE {field} IS NOT NULL"  # noqa: S608  words of ours
    before, after = (f"SELECT {end}_value AS word, {end}_kind AS kind FROM staged_rows" for end in ("from", "to"))  # noqa: S608
    return f"SELECT word, kind FROM ({before} WHERE field = '{field}' UNION ALL {after} WHERE field = '{field}') WHERE word IS NOT NULL"  # noqa: S608
