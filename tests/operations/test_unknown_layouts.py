"""Files no format describes, from the command to the store: loaded where all is sure, else refused with what to say; formats kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import FormatRefused, MappingIncomplete, TimezoneNeeded
from analytics.intake.options import LoadOptions
from analytics.operations import inspecting
from analytics.operations.open_store import own_store
from analytics.operations.saved_format import save_format
from tests.intake.unknown.first_layouts import FIRST
from tests.intake.unknown.made import tickets, written
from tests.intake.unknown.second_layouts import SECOND

Put = Callable[..., dict[str, Any]]
BY_NAME = {layout.name: layout for layout in (*FIRST, *SECOND)}


def _found(home: Path, tmp_path: Path, text: str, **options: Any) -> dict[str, Any]:
    path = tmp_path / "looked_at.csv"
    path.write_text(text, encoding="utf-8")
    job = {"path": str(path), "name": path.name, "options": LoadOptions(**options).to_json(), "home": str(home), "policies": []}
    return inspecting.main(job, lambda step, share: None)


@pytest.mark.parametrize("name", ["german_desk", "finnish_desk", "chinese_desk", "spreadsheet_serials", "two_digit_years_month_first"])
def test_an_unknown_layout_loads_with_its_instants_exact(name: str, put: Put, home: Path) -> None:
    receipt = put(written(BY_NAME[name]), timezone="UTC")
    assert (receipt["read"], receipt["inserted"], receipt["rejected"]) == (160, 160, 0)
    assert any("received_at is" in line for line in receipt["files"][0]["mapping"])
    reader = own_store(home).reader()
    assert reader is not None
    rows = reader.rows("SELECT received_at, resolved_at FROM judged_tickets ORDER BY received_at")
    for (received, resolved), ticket in zip(rows, tickets(), strict=True):
        assert received.replace(second=0) == ticket.received.replace(second=0)
        assert (resolved is None) == (ticket.resolved is None)


def test_t2_local_times_stop_a_load_and_name_candidates(put: Put) -> None:
    with pytest.raises(TimezoneNeeded) as error:
        put(written(BY_NAME["german_desk"]))
    assert "--timezone Europe/Berlin" in error.value.found and "--timezone UTC" in error.value.found


def test_a_file_without_a_time_of_creation_is_answered_with_what_is_missing(put: Put) -> None:
    with pytest.raises(MappingIncomplete) as error:
        put(written(BY_NAME["nothing_says_when_it_was_received"]), timezone="UTC")
    assert "no received_at" in error.value.wrong and "--map received_at" in error.value.remedy


def test_dates_that_read_both_ways_are_asked_about_and_read_as_said(put: Put, home: Path) -> None:
    text = "Ticket ID,Created,Status\n1,01/02/2026 10:00,Open\n2,03/04/2026 11:00,Open\n"
    with pytest.raises(MappingIncomplete, match="two ways"):
        put(text, timezone="UTC")
    put(text, timezone="UTC", timestamps=("month-first",))
    reader = own_store(home).reader()
    assert reader is not None
    assert [str(row[0]) for row in reader.rows("SELECT received_on FROM judged_tickets ORDER BY 1")] == ["2026-01-02", "2026-03-04"]


def test_l3_an_unknown_layout_loaded_twice_changes_nothing(put: Put) -> None:
    text = written(BY_NAME["polish_desk"])
    put(text, timezone="Europe/Warsaw")
    assert put(text, timezone="Europe/Warsaw")["already_loaded"] is True


def test_a_kept_format_is_recognised_before_any_other_with_its_zone(put: Put, home: Path, tmp_path: Path) -> None:
    text = written(BY_NAME["dutch_desk"])
    options = LoadOptions(timezone="Europe/Amsterdam")
    save_format(home, "onze_helpdesk", _found(home, tmp_path, text, timezone="Europe/Amsterdam"), options)
    receipt = put(text)
    assert (receipt["files"][0]["format"], receipt["files"][0]["timezone"]) == ("onze_helpdesk", "Europe/Amsterdam")
    assert receipt["rejected"] == 0


def test_a_shipped_format_comes_before_a_proposal_and_a_kept_one_before_it(put: Put, home: Path, tmp_path: Path) -> None:
    text = "ticket_id,received_at,resolved_at,queue\nA,2026-07-03 10:00:00,2026-07-03 12:00:00,x\n"
    found = _found(home, tmp_path, text)
    assert found["recognised"] == "sundial_tickets" and found["proposal"] is None
    options = LoadOptions(mapping={"group": "queue"}, timezone="UTC")
    save_format(home, "ours", _found(home, tmp_path, text, mapping={"group": "queue"}, timezone="UTC"), options)
    assert put(text)["files"][0]["format"] == "ours"


def test_a_format_that_leaves_open_what_a_load_needs_is_not_kept(home: Path, tmp_path: Path) -> None:
    found = _found(home, tmp_path, written(BY_NAME["two_times_of_creation"]))
    with pytest.raises(FormatRefused):
        save_format(home, "half", found, LoadOptions())
    assert not (home / "formats" / "half.toml").exists()


def test_findings_name_zones_with_evidence_and_effect(home: Path, tmp_path: Path) -> None:
    found = _found(home, tmp_path, written(BY_NAME["german_desk"]))
    assert found["needs_timezone"] and {"America/Chicago", "Europe/Berlin", "UTC"} <= {one["zone"] for one in found["zones"]}
    assert all(one["reasons"] and one["option"].startswith("--timezone ") for one in found["zones"])
    assert all(one["effect"] and one["effect"][0]["decided"] > 0 for one in found["zones"])
