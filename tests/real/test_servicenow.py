"""The ServiceNow incident event log, by the command line, against figures computed independently with pandas (exports/README.md)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def sundial(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "analytics.cli", *words], capture_output=True, text=True, check=False)


def answer(*words: str) -> Any:
    done = sundial(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def log(shared: Path) -> str:
    return str(shared / "exports" / "servicenow-uci-slice" / "incident_event_log.csv")


@pytest.fixture(scope="module")
def loaded(log: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any]:
    home = str(tmp_path_factory.mktemp("servicenow"))
    return home, answer("load", log, "--timezone", "UTC", "--home", home)


def test_l1_every_row_of_the_log_is_accounted_for(loaded: tuple[str, Any]) -> None:
    _, receipt = loaded
    names = ("read", "inserted", "updated", "unchanged", "folded", "rejected", "duplicates")
    assert [receipt[name] for name in names] == [5998, 890, 0, 0, 5108, 0, 0]


def test_k9_the_vendors_verdict_by_the_last_event(loaded: tuple[str, Any]) -> None:
    home, _ = loaded
    told = answer("measure", "breach_rate", "--by", "priority", "--clock", "resolution", "--verdict", "vendor", "--home", home)
    found = {row["priority"]: (row["breached"], row["decided"]) for row in told["rows"]}
    assert found == {"1 - Critical": (14, 15), "2 - High": (33, 33), "3 - Moderate": (301, 757), "4 - Low": (47, 85)}


def test_k1_median_calendar_hours_from_opened_to_resolved(loaded: tuple[str, Any]) -> None:
    from analytics.operations.open_store import open_reader

    rows = open_reader(Path(loaded[0])).rows("""
        SELECT round(median(calendar_seconds) / 3600, 3) FROM sla_clocks
        WHERE clock = 'resolution' AND stopped_by = 'resolution' GROUP BY export_priority ORDER BY export_priority
    """)
    assert [row[0] for row in rows] == [351.517, 26.783, 53.783, 170.717]
    assert loaded[1]["warnings"]["closing_time_stands_in"] == 29


def test_k5_first_response_is_unknown_and_not_guessed(loaded: tuple[str, Any]) -> None:
    home, _ = loaded
    for verdict in ("policy", "deadline", "vendor"):
        (row,) = answer("measure", "breach_rate", "unknown", "--verdict", verdict, "--home", home)["rows"]
        assert (row["breach_rate"], row["decided"], row["unknown"]) == (None, 0, 890)


def test_t2_without_a_zone_the_load_stops_and_says_how(log: str, tmp_path: Path) -> None:
    done = sundial("load", log, "--home", str(tmp_path))
    assert done.returncode == 1
    assert "--timezone" in done.stderr and done.stdout == ""
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_l3_loaded_again_nothing_changes_and_nothing_is_published(log: str, loaded: tuple[str, Any]) -> None:
    home, first = loaded
    before = (Path(home) / "store" / "CURRENT").read_bytes()
    again = answer("load", log, "--timezone", "UTC", "--home", home)
    assert (again["inserted"], again["updated"], again["unchanged"], again["folded"]) == (0, 0, 890, 5108)
    assert again["version"] == first["version"]
    assert (Path(home) / "store" / "CURRENT").read_bytes() == before
