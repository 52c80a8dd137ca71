"""Every ticket of the ServiceNow log explained, under a policy with targets for its priorities: pauses and reopenings are real here."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.open_store import open_reader
from analytics.operations.restate import add_policy
from analytics.warehouse import Reader
from tests.reports.explanation.laws import assert_every_clock_adds_up, stored

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reader(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The second sample policy in force from the beginning, and two tiers by turns of its ticket numbers."""
    folder = tmp_path_factory.mktemp("explain")
    policy = (CHECKOUT / "data" / "policy" / "sample_targets.toml").read_text(encoding="utf-8")
    (folder / "policy.toml").write_text(policy.replace("effective_from = 2027-01-01", ""), encoding="utf-8")
    add_policy(folder / "home", folder / "policy.toml")
    log = shared / "exports" / "servicenow-uci-slice" / "incident_event_log.csv"
    for source, tier in (("office", "Standard"), ("always", "Enterprise")):
        load_files(folder / "home", [log], LoadOptions(timezone="UTC", constants={"tier": tier}, source=source))
    return open_reader(folder / "home")


def test_some_ledgers_of_the_log_add_up(reader: Reader) -> None:
    seen = assert_every_clock_adds_up(reader, stored(reader, "hash(ticket_id) % 12 = 0"))
    assert seen["met"] > 5 and seen["breached"] > 5


@pytest.mark.long
def test_every_ledger_of_the_log_adds_up(reader: Reader) -> None:
    seen = assert_every_clock_adds_up(reader, stored(reader))
    assert seen["met"] + seen["breached"] > 1_000
    ((paused,),) = reader.rows("SELECT count(*) FROM sla_clocks WHERE paused_seconds > 0")
    ((reopened,),) = reader.rows("SELECT count(*) FROM judged_tickets WHERE reopens > 0")
    assert paused > 100 and reopened > 5
