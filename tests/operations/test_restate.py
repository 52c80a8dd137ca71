"""A policy version that reaches into the past: refused, then shown, then agreed (P3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import PolicyRefused
from analytics.operations.open_store import open_reader
from analytics.operations.restate import add_policy, list_policies, restate_policy

Put = Callable[..., dict[str, Any]]
STRICT = """
name = "Strict"
version = "2"
effective_from = 2026-07-14
[priorities.High]
[tiers.Standard]
calendar = "round-the-clock"
first_response = "1 hour"
resolution = "no_target"
"""
# Received by the 13th and from the 14th on, Chicago; both answered after two hours, well within the default's business day.
TICKETS = """ticket_id,received_at,first_response_at,tier,priority
old,2026-07-13T20:00:00Z,2026-07-13T22:00:00Z,Standard,High
new,2026-07-14T05:00:00Z,2026-07-14T07:00:00Z,Standard,High
unknown,2026-07-14T05:00:00Z,2026-07-14T07:00:00Z,Standard,Low
"""


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    path = tmp_path / "strict.toml"
    path.write_text(STRICT, encoding="utf-8")
    return path


def outcomes(home: Path) -> dict[str, str]:
    return dict(open_reader(home).rows("SELECT ticket_id, outcome FROM sla_clocks WHERE clock = 'first_response'"))


def test_p3_restatement_judges_anew_the_clocks_started_since_and_shows_the_flips_first(put: Put, home: Path, strict: Path) -> None:
    put(TICKETS, source="desk")
    before = {"old": "met", "new": "met", "unknown": "met"}
    assert outcomes(home) == before
    with pytest.raises(PolicyRefused):
        add_policy(home, strict)
    shown = restate_policy(home, strict, agree=False)
    flips = [(one["clock"], one["before"], one["after"], one["clocks"]) for one in shown["flips"]]
    assert sorted(flips) == [
        ("first_response", "met", "breached", 1), ("first_response", "met", "uncovered", 1), ("resolution", "no_target", "uncovered", 1),
    ]  # fmt: skip
    assert outcomes(home) == before
    assert [one["label"] for one in list_policies(home)] == ["1"]

    assert restate_policy(home, strict, agree=True)["flipped"] == shown["flipped"]
    assert outcomes(home) == {"old": "met", "new": "breached", "unknown": "uncovered"}
    assert [(one["label"], one["note"]) for one in list_policies(home)][-1] == ("2", "restated")
    parts = open_reader(home).rows("SELECT ticket_id, part, seconds FROM clock_parts WHERE seconds > 0 ORDER BY ticket_id")
    assert parts == [("new", "counted, not split", 7200), ("old", "counted, not split", 7200)]
