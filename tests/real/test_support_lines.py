"""An incident log whose group names carry the support line (E1: a mapping of groups to levels), against exports/README.md."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from analytics.metrics import Question, measure
from analytics.operations.open_store import open_reader
from analytics.vocabulary import Dimension
from tests.real.loading import FORMATS, loaded, rows

LINES = """
    SELECT source, ticket_id, max(level) AS highest, arg_min(level, updated_at) AS first FROM ticket_states GROUP BY ALL
"""
ROSE = f"""
    WITH lines AS ({LINES})
    SELECT t.priority, count(*) FILTER (l.highest > l.first), count(*) FROM lines AS l
    JOIN judged_tickets AS t ON t.source = l.source AND t.ticket_id = l.ticket_id GROUP BY t.priority ORDER BY t.priority
"""


@pytest.fixture(scope="module")
def log(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    packed = shared / "exports" / "eventlog-bpi2013-incidents" / "bpic2013_incidents.csv.gz"
    path = tmp_path_factory.mktemp("log") / "incidents.csv"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


@pytest.fixture(scope="module")
def told(log: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    home = tmp_path_factory.mktemp("lines")
    return home, loaded(home, [log], format=str(FORMATS / "support_lines.toml"))


def test_l1_every_event_is_folded_into_its_case(told: tuple[Path, dict[str, Any]]) -> None:
    names = ("read", "inserted", "updated", "unchanged", "folded", "rejected", "duplicates")
    assert [told[1][name] for name in names] == [65_533, 7_554, 0, 0, 57_979, 0, 0]


def test_events_and_cases_by_line(told: tuple[Path, dict[str, Any]]) -> None:
    assert rows(told[0], "SELECT level, count(*) FROM ticket_states GROUP BY level ORDER BY level") == [
        (1, 46_042),
        (2, 16_541),
        (3, 2_950),
    ]
    found = rows(told[0], f"SELECT highest, count(*) FROM ({LINES}) GROUP BY highest ORDER BY highest")
    assert found == [(1, 4_546), (2, 2_464), (3, 544)]


def test_a_group_of_the_second_and_third_line_is_of_the_first_rule_that_fits(told: tuple[Path, dict[str, Any]]) -> None:
    assert rows(told[0], "SELECT level, count(*) FROM ticket_states WHERE group_name = 'V13 2nd 3rd' GROUP BY level") == [(3, 39)]


def test_e1_moves_up_are_escalations_and_the_line_at_creation_is_none(told: tuple[Path, dict[str, Any]]) -> None:
    assert rows(told[0], "SELECT count(*), count(DISTINCT ticket_id) FROM escalations") == [(3_245, 2_299)]
    assert rows(told[0], "SELECT count(*) FROM escalations WHERE level <= from_level OR from_level = 0") == [(0,)]
    (row,) = measure(open_reader(told[0]), Question(("escalations", "tickets"))).to_json()["rows"]
    assert (row["escalations"], row["tickets"]) == (3_245, 7_554)


def test_cases_that_rose_above_their_first_line_by_impact(told: tuple[Path, dict[str, Any]]) -> None:
    assert rows(told[0], ROSE) == [("High", 123, 261), ("Low", 804, 3_245), ("Major", 3, 3), ("Medium", 1_310, 4_045)]
    assert sum(row[1] for row in rows(told[0], ROSE)) == 2_240


def test_a_case_is_received_at_its_first_event(told: tuple[Path, dict[str, Any]]) -> None:
    wrong = """
        SELECT count(*) FROM judged_tickets AS t
        JOIN (SELECT ticket_id, min(updated_at) AS first FROM ticket_states GROUP BY ticket_id) AS s ON s.ticket_id = t.ticket_id
        WHERE t.received_at <> s.first
    """
    assert rows(told[0], wrong) == [(0,)]


def test_e2_escalations_by_priority_sum_to_all(told: tuple[Path, dict[str, Any]]) -> None:
    answer = measure(open_reader(told[0]), Question(("escalations",), by=(Dimension.PRIORITY,))).to_json()
    assert sum(row["escalations"] for row in answer["rows"]) == 3_245
