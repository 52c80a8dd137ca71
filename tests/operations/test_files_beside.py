"""A file is looked at with the other files of its load beside it: it reads as it will be loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analytics.intake.options import LoadOptions
from analytics.operations import inspecting

FORMAT = """kind = "tickets"
recognised_by = ["Key", "Made", "Prio"]
[columns]
ticket_id = "Key"
received_at = "Made"
priority = { columns = ["prio.Name", "Prio"] }
[lookups.prio]
file = "prios"
column = "Prio"
key = "No"
"""
LOOKUP = 'kind = "lookup"\nrecognised_by = ["No", "Name"]\n'
TICKETS = "Key,Made,Prio\n1,2026-07-01T15:00:00Z,7\n2,2026-07-01T15:00:00Z,8\n"


@pytest.fixture
def looked_at(tmp_path: Path) -> Any:
    home = tmp_path / "home"
    (home / "formats").mkdir(parents=True)
    (home / "formats" / "desk.toml").write_text(FORMAT, encoding="utf-8")
    (home / "formats" / "prios.toml").write_text(LOOKUP, encoding="utf-8")
    (tmp_path / "tickets.csv").write_text(TICKETS, encoding="utf-8")

    def found(looked_at: str = "tickets", **beside: str) -> dict[str, Any]:
        others = []
        for name, text in beside.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
            others.append({"path": str(tmp_path / f"{name}.csv"), "name": f"{name}.csv"})
        job = {"path": str(tmp_path / f"{looked_at}.csv"), "name": f"{looked_at}.csv", "options": LoadOptions().to_json()}
        return inspecting.main(job | {"home": str(home), "policies": [], "beside": others}, lambda step, share: None)

    return found


def priorities(found: dict[str, Any]) -> list[str]:
    place = found["preview"]["columns"].index("priority")
    return [row[place] for row in found["preview"]["rows"]]


def test_alone_a_file_shows_its_own_values(looked_at: Any) -> None:
    assert priorities(looked_at()) == ["7", "8"]


def test_values_are_looked_up_in_all_parts_of_the_files_beside_it(looked_at: Any) -> None:
    found = looked_at(one="No,Name\n7,High\n", two="Name,No\nLow,8\n", other="A,B\n1,2\n")
    assert priorities(found) == ["High", "Low"] and found["covered"]["with_priority"] == 2


def test_a_file_beside_it_that_cannot_be_read_is_passed_over(looked_at: Any) -> None:
    found = looked_at(empty="", torn='No,Name\n7,"Hi\n', one="No,Name\n7,High\n")
    assert priorities(found) == ["High", "8"] and not found["problems"]


def test_a_file_that_only_serves_others_is_named_and_has_nothing_to_be_typed(looked_at: Any) -> None:
    found = looked_at("one", one="No,Name\n7,High\n")
    assert found["format"]["layout"] == "lookup" and [one["name"] for one in found["columns"]] == ["No", "Name"]
    assert (found["preview"], found["covered"], found["problems"], found["mapping"], found["words"]) == (None, None, [], [], {})
