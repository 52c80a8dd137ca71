"""`sundial explain`: readable in 100 columns, the same facts as JSON, and errors that say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analytics.cli import main
from analytics.warehouse import Reader
from tests.facts.conftest import judged  # noqa: F401  a fixture

ROWS = [
    {"ticket_id": "4711", "received_at": "2026-10-09T21:30:00Z", "first_response_at": "2026-10-13T21:31:00Z", "status": "open"},
    {"ticket_id": "old", "received_at": "2019-10-09T21:30:00Z", "status": "open", "tier": "Enterprise", "level": "1",
     "escalated_at": "2019-11-01T00:00:00Z"},
    {"ticket_id": "gold", "received_at": "2026-10-09T21:30:00Z", "tier": "Gold", "channel": "phone"},
]  # fmt: skip


@pytest.fixture
def sundial(judged: Callable[..., Reader], tmp_path: Path) -> Callable[..., Result]:  # noqa: F811
    judged(ROWS, as_of="2026-10-20T12:00:00Z")
    return lambda *words: CliRunner().invoke(main, ["explain", *words, "--home", str(tmp_path / "home")])


def test_the_ledger_is_readable_in_100_columns(sundial: Callable[..., Result]) -> None:
    for ticket_id in ("4711", "old", "gold"):
        done = sundial(ticket_id)
        assert done.exit_code == 0, done.output
        assert max(len(line) for line in done.stdout.splitlines()) <= 100


def test_the_target_is_shown_where_it_is_used_up(sundial: Callable[..., Result]) -> None:
    lines = [line.strip() for line in sundial("4711", "--clock", "first_response").stdout.splitlines()]
    place = next(n for n, line in enumerate(lines) if "the target is used up here" in line)
    assert lines[place].endswith("9 hours")
    assert lines[place - 1].startswith("Tue 2026-10-13 08:00 - 16:30") and lines[place + 1].startswith("Tue 2026-10-13 16:30 - 16:31")
    assert any("holiday: Columbus Day (C2)" in line for line in lines)
    assert not any(line.startswith("Resolution") for line in lines)


def test_json_says_the_same(sundial: Callable[..., Result]) -> None:
    told = json.loads(sundial("4711", "--json").stdout)
    assert [clock["outcome"] for clock in told["clocks"]] == ["breached", "no_target"]
    assert sum(entry["counted_seconds"] for entry in told["clocks"][0]["entries"]) == told["clocks"][0]["elapsed_seconds"] == 32_460


def test_a_clock_of_years_is_condensed(sundial: Callable[..., Result]) -> None:
    done = sundial("old")
    assert len(done.stdout.splitlines()) < 250
    assert "level 1" in done.stdout


def test_an_unknown_ticket_is_an_error_of_three_parts(sundial: Callable[..., Result]) -> None:
    done = sundial("4712")
    assert done.exit_code == 1 and done.stdout == ""
    assert "found:" in done.stderr and "'4711' of desk" in done.stderr
