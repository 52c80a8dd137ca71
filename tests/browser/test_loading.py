"""An analyst's way: upload, load, see the number; and a nightly load while the dashboard is open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.dashboards import CHECKOUT, settle

pytestmark = pytest.mark.browser

RECEIVED = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)


def _export(path: Path, first: int, met: int, breached: int) -> Path:
    """Enterprise tickets (30 minutes round the clock): `met` answered after 10 minutes, `breached` after 45."""
    lines = ["ticket_id,received_at,first_response_at,resolved_at,status,priority,tier,group"]
    for place in range(met + breached):
        received = RECEIVED + timedelta(hours=place)
        answered = received + timedelta(minutes=10 if place < met else 45)
        stamps = ",".join(f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (received, answered, received + timedelta(hours=2)))
        lines.append(f"T-{first + place},{stamps},closed,High,Enterprise,Applications")
    path.write_text("\n".join(lines) + "\n")
    return path


def test_upload_load_overview_and_a_load_from_the_command_line_meanwhile(
    empty_home: Path, tmp_path: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    running = dashboard(empty_home)
    page = visit(running.url, "overview")
    page.wait_for_selector("text=No tickets loaded yet")
    page.get_by_role("button", name="Import an export").click()
    page.wait_for_selector("text=1 · The files")
    page.set_input_files("input[type=file]", _export(tmp_path / "october.csv", 1, met=6, breached=4))
    page.wait_for_selector("text=3 · Load")
    settle(page)
    page.get_by_role("button", name="Load", exact=True).click()
    page.wait_for_selector("text=10 rows: 10 new, 0 lost.")
    page.get_by_role("link", name="See the overview").click()
    _shows(page, "60.0\u00a0%", "of 10 decided, 40.0\u00a0%")

    later = _export(tmp_path / "november.csv", 100, met=10, breached=0)
    environment = os.environ | {"SUNDIAL_HOME": str(empty_home)}
    command = [sys.executable, "-m", "analytics.cli", "load", str(later), "--json"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page.get_by_role("link", name="Breaches").click()
    page.wait_for_selector("h1:has-text('Breaches')")
    page.get_by_role("link", name="Overview").click()
    _shows(page, "80.0\u00a0%", "of 20 decided, 20.0\u00a0%")
    assert page.seen.faults == []


def _shows(page: Any, attainment: str, breached: str) -> None:
    page.wait_for_selector(f'[data-testid="stMetricValue"]:has-text("{attainment}")')
    page.wait_for_selector(f"text={breached}")
