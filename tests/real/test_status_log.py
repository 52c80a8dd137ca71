"""A status log in three files, targets in business days per department: the published answers, by a policy and a format file alone.

Its rules: from the first event to the last Closed, weekdays of 24 hours, no pauses; a weekend start rolls to Monday 00:00 and a weekend
close back to Friday 24:00, which is what counting in a calendar closed on weekends does. "N business days" are N x 24 hours of it (P2,
`elapsed`). Open tickets are judged too (running, or overdue); the published figures are of closed ones.
"""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from analytics.metrics import Question, measure
from analytics.operations.loads import list_loads
from analytics.operations.open_store import open_reader
from analytics.operations.restate import add_policy
from analytics.operations.undo import undo_load
from analytics.vocabulary import Clock, Dimension
from tests.real.loading import FORMATS, loaded, rows

POLICY = Path(__file__).parent / "policies" / "statuslog.toml"
PARTS = ("input_02.csv", "input_03.csv", "input_04.csv")
MET_OF_CLOSED = {
    "HR": (9, 9), "Operations": (12, 12), "Project Management": (10, 10), "Sales": (8, 8), "Product Design": (10, 11), "York Store": (7, 8),
    "Manchester Store": (3, 4), "Wimbledon Store": (5, 11), "Birmingham Store": (4, 12), "Milton Keynes Warehouse": (3, 10),
    "Finance": (0, 7), "Marketing": (0, 1),
}  # fmt: skip
TICKETS = "SELECT * EXCLUDE (load_id, seen_in_last_load) FROM judged_tickets ORDER BY ticket_id"


@pytest.fixture(scope="module")
def parts(shared: Path) -> list[Path]:
    return [shared / "exports" / "statuslog-prepbench059" / name for name in PARTS]


def home_of(folder: Path) -> Path:
    add_policy(folder, POLICY)
    return folder


@pytest.fixture(scope="module")
def home(parts: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = home_of(tmp_path_factory.mktemp("statuslog"))
    receipt = loaded(home, parts, format=str(FORMATS / "statuslog.toml"), timezone="UTC")
    names = ("read", "inserted", "updated", "unchanged", "folded", "rejected", "duplicates")
    assert [receipt[name] for name in names] == [2542, 665, 0, 0, 1877, 0, 0]
    return home


def test_the_status_now_is_that_of_the_last_event(home: Path) -> None:
    answer = measure(open_reader(home), Question(("tickets",), by=(Dimension.STATUS,))).to_json()
    found = {row["status"]: row["tickets"] for row in answer["rows"]}
    assert found == {"Assigned": 218, "Customer Response": 128, "UAT": 115, "Closed": 103, "Logged": 101}


def test_71_of_103_closed_tickets_met_their_target_and_32_missed_it(home: Path) -> None:
    asked = Question(("met", "breached", "running"), clock=Clock.RESOLUTION, where={Dimension.STATE: ("closed",)})
    (row,) = measure(open_reader(home), asked).to_json()["rows"]
    assert (row["met"], row["breached"], row["running"]) == (71, 32, 0)


def test_met_of_closed_by_department(home: Path) -> None:
    asked = Question(("met", "breached"), by=(Dimension.TIER,), clock=Clock.RESOLUTION, where={Dimension.STATE: ("closed",)})
    found = {row["tier"]: (row["met"], row["met"] + row["breached"]) for row in measure(open_reader(home), asked).to_json()["rows"]}
    assert found == MET_OF_CLOSED


def test_open_tickets_are_judged_beside_and_none_is_lost(home: Path) -> None:
    outcomes = dict(rows(home, "SELECT outcome, count(*) FROM sla_clocks WHERE clock = 'resolution' AND state = 'open' GROUP BY outcome"))
    assert set(outcomes) == {"running", "breached"}
    assert sum(outcomes.values()) == 665 - 103
    assert rows(home, "SELECT count(*) FROM sla_clocks WHERE clock = 'resolution' AND state = 'open' AND is_overdue") == [
        (outcomes["breached"],)
    ]


def test_the_files_given_at_once_are_undone_at_once(parts: list[Path], tmp_path: Path) -> None:
    home = home_of(tmp_path)
    receipt = loaded(home, parts, format=str(FORMATS / "statuslog.toml"), timezone="UTC")
    assert {load["together"] for load in list_loads(home)} == {receipt["load_ids"][0]}
    undone = undo_load(home, receipt["load_ids"][1])
    assert undone["undone_together"] == receipt["load_ids"]
    assert list_loads(home) == []


@pytest.mark.long
def test_loaded_one_after_the_other_in_any_order_the_tickets_and_clocks_are_the_same(parts: list[Path], home: Path, tmp_path: Path) -> None:
    expected = rows(home, TICKETS)
    changes = rows(home, "SELECT * FROM ticket_changes ORDER BY ALL")
    for number, order in enumerate(permutations(parts)):
        again = home_of(tmp_path / str(number))
        for part in order:
            loaded(again, [part], format=str(FORMATS / "statuslog.toml"), timezone="UTC")
        assert rows(again, TICKETS) == expected
        assert rows(again, "SELECT * FROM ticket_changes ORDER BY ALL") == changes


def test_a_companys_format_file_recognises_the_log(parts: list[Path], tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    (tmp_path / "formats" / "statuslog.toml").write_text((FORMATS / "statuslog.toml").read_text(encoding="utf-8"), encoding="utf-8")
    receipt = loaded(tmp_path, parts, timezone="UTC")
    assert [one["format"] for one in receipt["files"]] == ["statuslog"] * 3
    assert json.dumps(receipt)
