"""What the export's words mean is said for status, priority and tier, and kept with the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import FormatRefused, UnknownWord
from analytics.intake.export_format import format_of_text
from analytics.intake.options import LoadOptions
from analytics.operations import inspecting
from analytics.operations.open_store import own_store
from analytics.operations.saved_format import save_format

Put = Callable[..., dict[str, Any]]

TICKETS = """Ticket ID,Created,First response,Status,Priority,Service level
1,2026-07-01T15:00:00Z,2026-07-01T15:10:00Z,Parkt,Hoch,Gold
2,2026-07-01T15:00:00Z,2026-07-01T17:00:00Z,Offen,Niedrig,Gold
3,2026-07-01T15:00:00Z,2026-07-01T15:20:00Z,Geschlossen,High,Enterprise
"""
WORDS = {"status": {"Parkt": "paused"}, "priority": {" HOCH": "High"}, "tier": {"gold": "Enterprise"}}
OPTIONS: dict[str, Any] = {"words": WORDS, "mapping": {"tier": "Service level"}, "source": "desk"}


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    reader = own_store(home).reader()
    assert reader is not None
    return reader.rows(sql)


def findings(home: Path, tmp_path: Path, text: str, **options: Any) -> dict[str, Any]:
    path = tmp_path / "looked_at.csv"
    path.write_text(text, encoding="utf-8")
    job = {"path": str(path), "name": path.name, "options": LoadOptions(**options).to_json(), "home": str(home), "policies": []}
    return inspecting.main(job, lambda step, share: None)


JUDGED = "SELECT ticket_id, priority, tier, response_outcome FROM judged_tickets ORDER BY ticket_id"


def test_p4_tickets_of_words_said_are_judged_and_of_others_uncovered(put: Put, home: Path) -> None:
    put(TICKETS, **OPTIONS)
    assert rows(home, JUDGED) == [
        ("1", "High", "Enterprise", "met"), ("2", "Niedrig", "Enterprise", "uncovered"), ("3", "High", "Enterprise", "met"),
    ]  # fmt: skip


def test_k6_a_status_said_to_be_a_pause_is_one_in_the_exports_own_word(put: Put, home: Path) -> None:
    put(TICKETS, **OPTIONS)
    assert rows(home, "SELECT status, status_kind FROM ticket_states ORDER BY ticket_id") == [
        ("Parkt", "paused"), ("Offen", "open"), ("Geschlossen", "closed"),
    ]  # fmt: skip


def test_k7_words_of_a_history_are_read_by_the_field_that_changed(put: Put, home: Path) -> None:
    put(TICKETS, **OPTIONS)
    history = """ticket_id,at,field,from,to
1,2026-07-01T16:00:00Z,priority,Gold,Hoch
1,2026-07-01T16:01:00Z,tier,Hoch,Gold
1,2026-07-01T16:02:00Z,group,Gold,Hoch
1,2026-07-01T16:03:00Z,status,Hoch,Parkt
"""
    put(history, words=WORDS, source="desk")
    assert rows(home, "SELECT field, from_value, to_value, to_kind FROM ticket_changes ORDER BY changed_at") == [
        ("priority", "Gold", "High", None), ("tier", "Hoch", "Enterprise", None), ("group", "Gold", "Hoch", None),
        ("status", "Hoch", "Parkt", "paused"),
    ]  # fmt: skip


def test_l3_the_same_file_with_other_words_is_no_repeat(put: Put, home: Path) -> None:
    put(TICKETS, **OPTIONS)
    assert put(TICKETS, **OPTIONS)["already_loaded"] is True
    again = put(TICKETS, **OPTIONS | {"words": WORDS | {"priority": {"Hoch": "High", "Niedrig": "Low"}}})
    assert not again["already_loaded"] and again["replaces"] == [1]
    assert rows(home, JUDGED)[1] == ("2", "Low", "Enterprise", "breached")


def test_inspecting_lists_every_word_with_what_it_is_read_as(home: Path, tmp_path: Path) -> None:
    found = findings(home, tmp_path, TICKETS, mapping={"tier": "Service level"})["words"]
    assert found["status"]["found"] == [
        {"value": "Geschlossen", "rows": 1, "means": "closed"}, {"value": "Offen", "rows": 1, "means": "open"},
        {"value": "Parkt", "rows": 1, "means": None},
    ]  # fmt: skip
    assert {one["value"]: one["means"] for one in found["priority"]["found"]} == {"High": "High", "Hoch": None, "Niedrig": None}
    assert found["tier"]["found"][0] == {"value": "Gold", "rows": 2, "means": None}
    said = findings(home, tmp_path, TICKETS, mapping={"tier": "Service level"}, words=WORDS)
    assert not said["unknown_statuses"] and not any("not known" in note for note in said["proposal"]["notes"])
    assert said["covered"]["unknown_priorities"] == [{"value": "Niedrig", "rows": 1}]


def test_words_of_a_history_are_listed_by_field(home: Path, tmp_path: Path) -> None:
    history = "ticket_id,at,field,from,to\n1,2026-07-01T16:00:00Z,priority,,Hoch\n1,2026-07-01T16:01:00Z,group,Gold,Hoch\n"
    found = findings(home, tmp_path, history)["words"]
    assert found["priority"]["found"] == [{"value": "Hoch", "rows": 1, "means": None}] and found["status"]["found"] == []


def test_words_are_kept_with_a_format_and_read_again_without_being_said(put: Put, home: Path, tmp_path: Path) -> None:
    options = OPTIONS | {"source": None}
    kept = save_format(home, "ours", findings(home, tmp_path, TICKETS, **options), LoadOptions(**options))
    assert 'High = ["hoch"]' in kept["toml"] and 'Enterprise = ["gold"]' in kept["toml"]
    assert put(TICKETS)["files"][0]["format"] == "ours"
    assert rows(home, JUDGED)[0] == ("1", "High", "Enterprise", "met")
    assert rows(home, "SELECT status_kind FROM ticket_states ORDER BY ticket_id") == [("paused",), ("open",), ("closed",)]


def test_words_on_top_of_a_shipped_format_leave_its_own_in_place(put: Put, home: Path, tmp_path: Path) -> None:
    text = "ticket_id,received_at,status\n1,2026-07-01T15:00:00Z,parkt\n2,2026-07-01T15:00:00Z,closed\n3,2026-07-01T15:00:00Z,pending\n"
    options = LoadOptions(words={"status": {"parkt": "paused"}})
    save_format(home, "ours", findings(home, tmp_path, text, words=options.words), options)
    assert put(text)["files"][0]["format"] == "ours"
    assert rows(home, "SELECT status_kind FROM ticket_states ORDER BY ticket_id") == [("paused",), ("closed",), ("paused",)]


@pytest.mark.parametrize("words", [{"statuss": {"a": "open"}}, {"status": {"a": "opened"}}, {"group": {"a": "b"}}])
def test_a_field_or_kind_that_there_is_not_is_named_with_the_nearest(words: dict[str, Any], put: Put) -> None:
    with pytest.raises(UnknownWord, match="is not a") as error:
        put(TICKETS, **OPTIONS | {"words": words})
    assert "allowed:" in error.value.remedy


def test_a_word_under_two_priorities_is_a_fault_of_the_format() -> None:
    text = 'kind = "tickets"\n[columns]\nticket_id = "A"\nreceived_at = "B"\n[priorities]\nHigh = ["hoch"]\nLow = ["Hoch"]\n'
    with pytest.raises(FormatRefused) as error:
        format_of_text("two", text)
    assert "priorities: 'Hoch' stands under two kinds" in error.value.found


def test_a_word_that_begins_with_a_dotted_capital_i_is_read(put: Put, home: Path) -> None:
    put("Bilet No,Oluşturulma Tarihi,Durum\n1,2026-07-01T15:00:00Z,İptal\n2,2026-07-01T15:00:00Z,İşlemde\n3,2026-07-01T15:00:00Z,Açık\n")
    assert rows(home, "SELECT status_kind FROM ticket_states ORDER BY ticket_id") == [("closed",), ("open",), ("open",)]
