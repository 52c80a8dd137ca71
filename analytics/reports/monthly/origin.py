"""Where a month's figures come from: the loads, policies and rules behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analytics.figures.wording import is_missing
from analytics.metrics import Facts


@dataclass(frozen=True)
class SourceLine:
    """A help desk and the instant it stands at (T3)."""

    name: str
    as_of: str
    tickets: int
    responses_recorded: bool
    levels_recorded: bool
    open_not_seen_since: int


@dataclass(frozen=True)
class LoadLine:
    """A file that the store was made from: the hash of its bytes, and of how it was read."""

    file: str
    source: str
    sha256: str
    read_as: str
    format: str
    as_of: str | None


@dataclass(frozen=True)
class PolicyLine:
    """A version of the policy; effective_at is None for one in force from the beginning."""

    name: str
    label: str
    sha256: str
    effective_at: str | None


@dataclass(frozen=True)
class RuleLine:
    """A rule by name, as the documentation names it, and what it says here."""

    name: str
    text: str


@dataclass(frozen=True)
class Provenance:
    """What the figures were made from. version: of the store, a hash of loads, options, policy and program."""

    version: str
    program_version: str
    zone: str
    sources: tuple[SourceLine, ...]
    loads: tuple[LoadLine, ...]
    policies: tuple[PolicyLine, ...]
    rules: tuple[RuleLine, ...]
    rows_read: int
    rows_rejected: int


def provenance(facts: Facts) -> Provenance:
    """All that a version was made from. The order in which files were loaded, and when, is no part of it: two fresh loads agree."""
    meta = {str(key): str(value) for key, value in facts.rows("SELECT key, value FROM store_meta")}
    sources = facts.rows(
        "SELECT source, as_of, tickets, responses_recorded, levels_recorded, open_not_seen_since FROM sources ORDER BY source"
    )
    loads = facts.rows("SELECT file_name, source, sha256, identity, format, as_of FROM loads ORDER BY source, file_name, sha256, identity")
    policies = facts.rows("SELECT name, label, sha256, effective_at FROM policy_versions ORDER BY policy_id")
    ((read, rejected),) = facts.rows(
        "SELECT coalesce(sum(TRY_CAST(receipt_json ->> '$.read' AS BIGINT)), 0), (SELECT count(*) FROM rejects) FROM loads"
    )
    return Provenance(
        version=meta.get("version", ""),
        program_version=meta.get("program_version", ""),
        zone=meta.get("reporting_zone", "UTC"),
        sources=tuple(SourceLine(name, iso(at), int(n), bool(answers), bool(levels), int(unseen or 0))
                      for name, at, n, answers, levels, unseen in sources),
        loads=tuple(LoadLine(file, source, sha256, read_as, form, iso(at) or None) for file, source, sha256, read_as, form, at in loads),
        policies=tuple(PolicyLine(name or "", label or "", digest or "", _since(at)) for name, label, digest, at in policies),
        rules=_rules(facts, meta.get("reporting_zone", "UTC")),
        rows_read=int(read),
        rows_rejected=int(rejected),
    )  # fmt: skip


def iso(at: datetime | None) -> str:
    """A UTC instant as text, `2026-10-05T14:30:00Z`; empty where there is none."""
    return "" if is_missing(at) or at is None else f"{at:%Y-%m-%dT%H:%M:%S}Z"


def _since(at: datetime | None) -> str | None:
    """Since when a policy is in force; None: from the beginning."""
    return None if at is None or at.year <= 1 else iso(at)


def _rules(facts: Facts, zone: str) -> tuple[RuleLine, ...]:
    """The rules that the figures depend on, by name."""
    readings = facts.rows("SELECT DISTINCT reading FROM policy_targets WHERE target_text LIKE '%business day%' ORDER BY reading")
    days = [RuleLine("P2", f"A business day is read as {str(row[0]).replace('_', ' ')}.") for row in readings]
    return (*days, *(RuleLine(name, text.format(zone=zone)) for name, text in _RULES))


_RULES = (
    ("T3", "Open clocks are judged at their source's as_of; a month is closed when every source's as_of has passed its end."),
    ("T4", "Days and months are those of {zone}."),
    ("K3", "Attainment is met of decided, and decided is met and breached. Nothing decided is no rate; overdue clocks are breached."),
    ("K8", "Clocks belong to the month they are due in, those without a due instant to the month they started in; tickets to the month"
           " they were received in; escalations to the month they happened in."),
    ("K9", "The verdict is the policy's."),
    ("K10", "Percentiles are nearest-rank over decided clocks' business time; ≥ marks a lower bound, since overdue clocks still run."),
    ("E2", "Escalations are counted per 100 tickets received in the month."),
)  # fmt: skip
