"""The invariants on real exports, judged by a policy that knows their words, so that clocks have verdicts."""

from __future__ import annotations

from pathlib import Path

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.open_store import open_reader
from analytics.operations.restate import add_policy
from tests.invariants import assert_holds

PRIORITIES = {"Critical": "1 - Critical", "High": "2 - High", "Moderate": "3 - Moderate", "Low": "4 - Low"}
POLICY = """
name = "Incidents"
version = "1"
{priorities}
[tiers.All]
calendar = "chicago-office"
first_response = "4 hours"
resolution = "3 business days"
[[tiers.All.ladder]]
level = 1
name = "Lead"
escalate_after = "9 hours"
"""


def test_they_hold_on_the_servicenow_event_log(shared: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    priorities = "\n".join(f'[priorities.{name}]\nalso_called = ["{word}"]' for name, word in PRIORITIES.items())
    policy.write_text(POLICY.format(priorities=priorities), encoding="utf-8")
    add_policy(tmp_path / "home", policy)
    log = shared / "exports" / "servicenow-uci-slice" / "incident_event_log.csv"
    load_files(tmp_path / "home", [log], LoadOptions(timezone="UTC", constants={"tier": "All"}))
    reader = open_reader(tmp_path / "home")
    assert_holds(reader)
    assert dict(reader.rows("SELECT part, count(seconds) > 100 FROM clock_parts GROUP BY part")) == dict.fromkeys(
        ("outside hours", "paused", "unassigned", "between groups", "worked", "counted, not split"), True
    )
    assert reader.rows("SELECT count(*) > 100 FROM eligible_escalations") == [(True,)]
