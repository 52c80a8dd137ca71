"""A service desk with targets in calendar time by priority: every breach of exports/README.md, by a policy and a format file alone.

Its own flags count each ticket that is still open as breached in resolution. So do we, for another reason: at the default as_of (T3: its
latest act, 2026-02-18) all 218 open tickets are past their target, so each is overdue (K3). Seen from an earlier as_of, some still run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.metrics import Question, measure
from analytics.operations.open_store import open_reader
from analytics.operations.restate import add_policy
from analytics.vocabulary import Clock, Dimension, Verdict
from tests.real.loading import FORMATS, loaded, rows

POLICY = Path(__file__).parent / "policies" / "service_desk.toml"
RESPONSE = {"P1": (0, 71), "P2": (46, 292), "P3": (152, 1_123), "P4": (132, 1_014)}
RESOLUTION = {"P1": (17, 71), "P2": (98, 292), "P3": (368, 1_123), "P4": (242, 1_014)}


@pytest.fixture(scope="module")
def tickets(shared: Path) -> Path:
    return shared / "exports" / "service-desk-lokesh" / "tickets.csv"


@pytest.fixture(scope="module")
def home(tickets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("desk")
    add_policy(home, POLICY)
    receipt = loaded(home, [tickets], format=str(FORMATS / "service_desk.toml"), timezone="UTC")
    assert (receipt["inserted"], receipt["rejected"], receipt["as_of"]) == (2_500, 0, "2026-02-18T08:57:00Z")
    return home


def breached(home: Path, clock: Clock, verdict: Verdict = Verdict.POLICY) -> dict[str, tuple[int, int]]:
    asked = Question(("breach_rate",), by=(Dimension.PRIORITY,), clock=clock, verdict=verdict)
    return {row["priority"]: (row["breached"], row["decided"]) for row in measure(open_reader(home), asked).to_json()["rows"]}


def test_first_responses_breached_by_priority_by_the_policy_and_by_the_files_own_flag(home: Path) -> None:
    assert breached(home, Clock.FIRST_RESPONSE) == RESPONSE
    assert breached(home, Clock.FIRST_RESPONSE, Verdict.VENDOR) == RESPONSE


def test_resolutions_breached_by_priority(home: Path) -> None:
    assert breached(home, Clock.RESOLUTION) == RESOLUTION


def test_k3_the_open_tickets_among_them_are_overdue(home: Path) -> None:
    asked = "SELECT count(*), count(*) FILTER (is_overdue) FROM sla_clocks WHERE clock = 'resolution' AND state = 'open'"
    assert rows(home, asked) == [(218, 218)]


def test_k6_without_a_history_a_pending_ticket_is_not_paused(home: Path) -> None:
    assert rows(home, "SELECT count(*) FROM sla_clocks WHERE is_paused OR paused_seconds > 0") == [(0,)]


def test_k3_seen_from_an_earlier_as_of_some_open_tickets_still_run(tickets: Path, tmp_path: Path) -> None:
    add_policy(tmp_path, POLICY)
    loaded(tmp_path, [tickets], format=str(FORMATS / "service_desk.toml"), timezone="UTC", as_of="2026-02-13T00:00:00Z")
    asked = "SELECT outcome, count(*) FROM sla_clocks WHERE clock = 'resolution' AND state = 'open' GROUP BY outcome ORDER BY outcome"
    found = dict(rows(tmp_path, asked))
    assert sum(found.values()) == 218 and found["running"] > 0
