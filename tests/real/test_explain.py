"""The ledger of every ticket of every real export, under a policy that knows its words: all of them sum to elapsed and reach the target.

Of the public Jiras 800 of 2,480 are taken, by a hash of the id, the same ones each time: their clocks run for years, and all of them
take a minute (1.5 million entries; `part` set to None takes them all).
"""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from analytics.operations.open_store import open_reader
from analytics.operations.restate import add_policy, restate_policy
from analytics.warehouse import Reader
from tests.real.loading import FORMATS, loaded
from tests.reports.explanation.laws import assert_every_clock_adds_up, stored

POLICIES = Path(__file__).parent / "policies"
HEAD = """
name = "Every way to count"
version = "1"
reporting_zone = "America/Chicago"
[tiers.All]
calendar = "chicago-office"
"""
TARGETS = (
    '"9 hours"',
    '{ target = "2 business days", business_day_reading = "close_of_day_received" }',
    '{ target = "9 hours", landing = "next_opening" }',
    '{ target = "1 business day", business_day_reading = "close_of_day_opened" }',
    '{ target = "3 hours", calendar = "round-the-clock" }',
    '{ target = "3 business days", calendar = "berlin-office" }',
)
"""Of the priorities of an export by turns; first response and resolution a turn apart."""
PRIORITIES = """
    SELECT DISTINCT word FROM (
        SELECT export_priority AS word FROM judged_tickets
        UNION ALL SELECT unnest([from_value, to_value]) FROM ticket_changes WHERE field = 'priority'
    ) WHERE word IS NOT NULL ORDER BY word
"""
"""Of an export, those before a change among them: a clock is held to what stood at its start (K7)."""


@dataclass(frozen=True)
class Real:
    """An export. policy: its own; without one, all its tickets are held to TARGETS. least: clocks with a verdict.

    part: how many of its tickets are explained; None: all.
    """

    folder: str
    pattern: str
    least: int
    options: dict[str, Any] = field(default_factory=dict)
    policy: str | None = None
    part: int | None = None


EVERY_TICKET = {"tier": "All"}
EXPORTS = {
    "statuslog": Real("statuslog-prepbench059", "input_0[234].csv", 600,
        {"format": str(FORMATS / "statuslog.toml"), "timezone": "UTC"}, "statuslog.toml"),
    "support lines": Real("eventlog-bpi2013-incidents", "bpic2013_incidents.csv.gz", 7_000,
        {"format": str(FORMATS / "support_lines.toml"), "constants": EVERY_TICKET}),
    "service desk": Real("service-desk-lokesh", "tickets.csv", 4_900,
        {"format": str(FORMATS / "service_desk.toml"), "timezone": "UTC"}, "service_desk.toml"),
    "Boston": Real("boston311-qsv", "boston311-100.csv", 90, {"constants": EVERY_TICKET | {"priority": "Any"}}),
    "public Jiras": Real("jira-public-dataset-sample", "jira_sample.csv", 600,
        {"format": str(FORMATS / "jira_public_dataset.toml"), "constants": EVERY_TICKET}, part=800),
    "ITSM": Real("itsm-bpi2014-sample", "ITSM_data.csv", 35, {"timezone": "Europe/Amsterdam", "constants": EVERY_TICKET}),
    "ServiceNow": Real("servicenow-uci-slice", "incident_event_log.csv", 850, {"timezone": "UTC", "constants": EVERY_TICKET}),
    "Zendesk": Real("zendesk-dbt-seeds", "*.csv", 1, {"constants": EVERY_TICKET}),
    "Jira": Real("jira-dbt-seeds", "*.csv", 4, {"constants": EVERY_TICKET}),
    "Intercom": Real("intercom-dbt-seeds", "*.csv", 2, {"constants": EVERY_TICKET}),
}  # fmt: skip
SMALL = ("ITSM", "Zendesk")


def judged(shared: Path, folder: Path, export: Real) -> Reader:
    """The export loaded, and judged by its policy from the beginning."""
    files = sorted((shared / "exports" / export.folder).glob(export.pattern))
    if export.pattern.endswith(".gz"):
        (folder / "unpacked.csv").write_bytes(gzip.decompress(files[0].read_bytes()))
        files = [folder / "unpacked.csv"]
    home = folder / "home"
    if export.policy:
        add_policy(home, POLICIES / export.policy)
    loaded(home, files, **export.options)
    if not export.policy:
        words = [row[0] for row in open_reader(home).rows(PRIORITIES)]
        (folder / "policy.toml").write_text(policy_for(words), encoding="utf-8")
        restate_policy(home, folder / "policy.toml", agree=True)
    return open_reader(home)


def policy_for(words: list[str]) -> str:
    """Every priority has targets of its own, of other kinds than the next one's."""
    known = "\n".join(f'[priorities."{word}"]' for word in words)
    sections = [
        "\n".join([f"[tiers.All.{clock}]", *(f'"{word}" = {TARGETS[(n + turn) % len(TARGETS)]}' for n, word in enumerate(words))])
        for turn, clock in enumerate(("first_response", "resolution"))
    ]
    return "\n".join([HEAD, *sections, known])


def assert_every_ledger_adds_up(reader: Reader, export: Real) -> Counter[str]:
    ((tickets,),) = reader.rows("SELECT count(*) FROM judged_tickets")
    of_part = f"ticket_id IN (SELECT ticket_id FROM judged_tickets ORDER BY md5(ticket_id) LIMIT {export.part or tickets})"
    rows = stored(reader, of_part)
    seen = assert_every_clock_adds_up(reader, rows)
    assert sum(seen.values()) == len(rows) == 2 * (export.part or tickets)
    assert seen["met"] + seen["breached"] + seen["running"] >= export.least
    return seen


@pytest.mark.parametrize("name", SMALL)
def test_every_ledger_of_two_small_exports_adds_up(name: str, shared: Path, tmp_path: Path) -> None:
    assert_every_ledger_adds_up(judged(shared, tmp_path, EXPORTS[name]), EXPORTS[name])


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in EXPORTS if name not in SMALL])
def test_every_ledger_of_the_other_exports_adds_up(name: str, shared: Path, tmp_path: Path) -> None:
    assert_every_ledger_adds_up(judged(shared, tmp_path, EXPORTS[name]), EXPORTS[name])


@pytest.mark.long
def test_the_servicenow_log_has_real_pauses_and_reopenings(shared: Path, tmp_path: Path) -> None:
    reader = judged(shared, tmp_path, EXPORTS["ServiceNow"])
    ((paused,),) = reader.rows("SELECT count(*) FROM sla_clocks WHERE paused_seconds > 0")
    ((reopened,),) = reader.rows("SELECT count(*) FROM judged_tickets WHERE reopens > 0")
    assert paused > 100 and reopened > 5
