"""Loading: every row accounted for (L1), repeats and replacements (L3), zones (T2), as_of (T3), tiers (P9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import FileRefused, MappingIncomplete, SundialError, TimezoneNeeded, UnknownWord
from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.loads import list_loads, rejects_file, rejects_of
from analytics.operations.open_store import open_reader, own_store
from analytics.operations.undo import undo_load

Put = Callable[..., dict[str, Any]]
HEADER = "ticket_id,received_at,updated_at,first_response_at,resolved_at,status,priority,tier\n"
ONE = "A,2026-07-03T15:00:00Z,2026-07-03T15:00:00Z,,,open,High,Standard\n"
TWO = "B,2026-07-06T15:00:00Z,2026-07-07T15:00:00Z,2026-07-06T16:00:00Z,2026-07-07T15:00:00Z,resolved,Low,Enterprise\n"
LATER_ONE = "A,2026-07-03T15:00:00Z,2026-07-04T15:00:00Z,2026-07-04T15:00:00Z,,open,High,Standard\n"


def counts(receipt: dict[str, Any]) -> tuple[int, ...]:
    return tuple(receipt[name] for name in ("read", "inserted", "updated", "unchanged", "folded", "rejected", "duplicates"))


def tickets(home: Path) -> list[tuple[Any, ...]]:
    return open_reader(home).rows("SELECT * EXCLUDE (load_id, seen_in_last_load) FROM judged_tickets ORDER BY source, ticket_id")


def test_l1_new_tickets_are_inserted(put: Put) -> None:
    assert counts(put(HEADER + ONE + TWO)) == (2, 2, 0, 0, 0, 0, 0)


def test_l1_a_repeated_row_is_unchanged_and_shown_as_duplicate(put: Put) -> None:
    assert counts(put(HEADER + ONE + TWO + ONE)) == (3, 2, 0, 1, 0, 0, 1)


def test_l1_a_changed_ticket_is_updated_and_a_known_one_unchanged(put: Put) -> None:
    put(HEADER + ONE + TWO)
    assert counts(put(HEADER + LATER_ONE + TWO, "next.csv")) == (2, 0, 1, 1, 0, 0, 0)


def test_l1_two_states_of_a_new_ticket_are_one_inserted_and_one_updated(put: Put) -> None:
    assert counts(put(HEADER + ONE + LATER_ONE)) == (2, 1, 1, 0, 0, 0, 0)


def test_l3_the_same_bytes_again_change_nothing_and_publish_nothing(put: Put, home: Path) -> None:
    first = put(HEADER + ONE + TWO)
    number = own_store(home).current().number  # type: ignore[union-attr]
    again = put(HEADER + ONE + TWO, "another name.csv")
    assert counts(again) == (2, 0, 0, 2, 0, 0, 0)
    assert again["already_loaded"]
    assert again["version"] == first["version"]
    assert own_store(home).current().number == number  # type: ignore[union-attr]


def test_l3_the_same_bytes_read_otherwise_replace_the_earlier_load_and_say_so(put: Put, home: Path) -> None:
    put("ticket_id,received_at\nA,2026-07-03 10:00\n", timezone="UTC")
    receipt = put("ticket_id,received_at\nA,2026-07-03 10:00\n", timezone="America/Chicago")
    assert receipt["replaces"] == [1]
    assert [load["load_id"] for load in list_loads(home)] == [2]
    assert open_reader(home).rows("SELECT CAST(received_at AS VARCHAR) FROM judged_tickets") == [("2026-07-03 15:00:00",)]


def test_l3_the_later_updated_at_wins_whatever_the_order_of_lines_and_loads(put: Put, home: Path) -> None:
    put(HEADER + LATER_ONE)
    put(HEADER + ONE, "older.csv")
    assert open_reader(home).rows("SELECT CAST(updated_at AS VARCHAR) FROM judged_tickets") == [("2026-07-04 15:00:00",)]


def test_l3_without_updated_at_the_later_as_of_wins_whatever_the_order_of_loads(put: Put, home: Path) -> None:
    rows = "ticket_id,received_at,status\nA,2026-07-03T15:00:00Z,{}\n"
    put(rows.format("closed"), as_of="2026-08-02T00:00:00Z")
    put(rows.format("open"), "older.csv", as_of="2026-08-01T00:00:00Z")
    assert open_reader(home).rows("SELECT status, CAST(as_of AS VARCHAR) FROM judged_tickets") == [("closed", "2026-08-02 00:00:00")]


def test_l3_two_received_instants_of_one_ticket_are_reported(put: Put) -> None:
    put(HEADER + ONE)
    moved = put(HEADER + ONE.replace("2026-07-03T15:00:00Z,2026", "2026-07-02T15:00:00Z,2026"), "other.csv")
    assert moved["warnings"]["received_differs_from_stored"] == 1


@pytest.mark.parametrize("undone", [1, 2, 3, 4])
def test_l4_undoing_any_load_equals_never_having_made_it(tmp_path: Path, in_this_process: None, undone: int) -> None:
    changes = "ticket_id,at,field,from,to\nA,2026-07-05T15:00:00Z,level,0,1\nB,2026-07-05T15:00:00Z,priority,High,Low\n"
    texts = [HEADER + ONE, HEADER + LATER_ONE + TWO, HEADER + TWO + ONE, changes]
    files = [tmp_path / f"{number}.csv" for number in range(1, 5)]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
    all_four, three = tmp_path / "all four", tmp_path / "three"
    for file in files:
        load_files(all_four, [file], LoadOptions())
    undo_load(all_four, undone)
    for number, file in enumerate(files, start=1):
        if number != undone:
            load_files(three, [file], LoadOptions())
    assert tickets(all_four) == tickets(three)
    for relation in ("escalations", "sources", "ticket_changes"):
        ask = f"SELECT * FROM {relation} ORDER BY ALL"
        assert open_reader(all_four).rows(ask) == open_reader(three).rows(ask)
    version = "SELECT value FROM store_meta WHERE key = 'version'"
    assert open_reader(all_four).rows(version) == open_reader(three).rows(version)


def test_l4_undoing_an_unknown_load_says_which_there_are(put: Put, home: Path) -> None:
    put(HEADER + ONE)
    with pytest.raises(SundialError, match="loads: 1"):
        undo_load(home, 7)


def test_l2_rejects_keep_line_column_reason_and_raw_text(put: Put, home: Path) -> None:
    receipt = put(HEADER + ONE + TWO + ",2026-07-03T15:00:00Z,,,,open,High,Standard\n" + ONE.replace("A,2026", "C,31/31/2026") + LATER_ONE)
    assert counts(receipt) == (5, 2, 1, 0, 0, 2, 0)
    assert [(r["line"], r["column"]) for r in rejects_of(home, 1)] == [(4, "ticket_id"), (5, "received_at")]
    assert rejects_of(home, 1)[1]["raw"].startswith("C,31/31/2026")
    assert "31/31/2026" in rejects_of(home, 1)[1]["reason"]


def test_l2_mended_rejects_load_again_as_a_file_of_their_own(put: Put, home: Path) -> None:
    put(HEADER + ONE + TWO + ONE.replace("A,2026", "C,31/31/2026"))
    mended = rejects_file(home, 1).replace("31/31/2026", "2026")
    assert mended.startswith(HEADER)
    assert counts(put(mended, "mended.csv")) == (1, 1, 0, 0, 0, 0, 0)


def test_t2_times_without_offset_and_without_zone_stop_the_load_and_say_how(put: Put, home: Path) -> None:
    with pytest.raises(TimezoneNeeded, match="--timezone"):
        put("ticket_id,received_at\nA,2026-07-03 10:00\n")
    assert own_store(home).current() is None


def test_t2_the_repeated_hour_is_its_first_occurrence_and_the_gap_reads_with_the_offset_before_and_both_are_counted(
    put: Put, home: Path
) -> None:
    receipt = put("ticket_id,received_at\nA,2026-11-01 01:30\nB,2026-03-08 02:30\n", timezone="America/Chicago")
    assert (receipt["warnings"]["times_in_repeated_hour"], receipt["warnings"]["times_in_spring_gap"]) == (1, 1)
    found = open_reader(home).rows("SELECT CAST(received_at AS VARCHAR) FROM judged_tickets ORDER BY ticket_id")
    assert found == [("2026-11-01 06:30:00",), ("2026-03-08 08:30:00",)]


def test_t2_an_unknown_zone_names_the_nearest(put: Put) -> None:
    with pytest.raises(UnknownWord, match="America/Chicago"):
        put("ticket_id,received_at\nA,2026-07-03 10:00\n", timezone="America/Chicaco")


def test_t3_as_of_is_the_latest_act_and_never_a_due_date(put: Put) -> None:
    text = "ticket_id,received_at,first_response_at,resolution_due_at\nA,2026-07-03T10:00:00Z,2026-07-03T11:00:00Z,2026-09-01T00:00:00Z\n"
    assert put(text)["as_of"] == "2026-07-03T11:00:00Z"


def test_t3_an_instant_after_the_moment_of_loading_is_a_fault_and_no_as_of(put: Put, home: Path) -> None:
    text = "ticket_id,received_at,first_response_at\nA,2026-07-03T10:00:00Z,2098-07-03T11:00:00Z\nB,2026-07-04T10:00:00Z,\n"
    receipt = put(text, constants={"tier": "Standard", "priority": "High"})
    assert receipt["as_of"] == "2026-07-04T10:00:00Z"
    assert receipt["warnings"]["acts_after_loading"] == 1
    outcomes = open_reader(home).rows("SELECT outcome, reason FROM sla_clocks WHERE clock = 'first_response' ORDER BY ticket_id")
    assert outcomes == [("unknown", "an instant after the moment of loading"), ("running", None)]


def test_t3_open_clocks_of_a_source_are_judged_anew_when_its_as_of_moves(put: Put, home: Path) -> None:
    put(HEADER + ONE)
    ask = "SELECT outcome, is_overdue FROM sla_clocks WHERE clock = 'first_response' AND ticket_id = 'A'"
    assert open_reader(home).rows(ask) == [("running", False)]
    put(HEADER + TWO, "later.csv")
    assert open_reader(home).rows(ask) == [("breached", True)]
    assert open_reader(home).rows("SELECT open_not_seen_since FROM sources") == [(1,)]


def test_p9_a_tier_for_the_whole_file(put: Put, home: Path) -> None:
    put("ticket_id,received_at,priority\nA,2026-07-03T10:00:00Z,High\n", constants={"tier": "Enterprise"})
    assert open_reader(home).rows("SELECT tier, is_covered FROM judged_tickets") == [("Enterprise", True)]


def test_p9_a_customers_file_gives_the_tier_by_organisation_else_domain_at_the_time_of_receipt(
    put: Put, home: Path, tmp_path: Path
) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text(
        "organisation,domain,tier,from,to\nAcme,,Standard,,2026-06-30\nAcme,,Enterprise,2026-07-01,\n,example.org,Standard,,\n"
    )
    put(
        "ticket_id,received_at,organisation,requester\n"
        "A,2026-07-01T04:59:59Z,ACME,\nB,2026-07-01T05:00:00Z,acme,\nC,2026-07-01T05:00:00Z,,jo@Example.org\nD,2026-07-01T05:00:00Z,Other,\n",
        customers=customers,
    )
    found = open_reader(home).rows("SELECT ticket_id, tier FROM judged_tickets ORDER BY ticket_id")
    assert found == [("A", "Standard"), ("B", "Enterprise"), ("C", "Standard"), ("D", None)]


def test_p9_a_customer_with_two_tiers_at_once_is_refused(put: Put, tmp_path: Path) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("organisation,tier\nAcme,Standard\nAcme,Enterprise\n")
    with pytest.raises(FileRefused, match="two tiers at once"):
        put("ticket_id,received_at,organisation\nA,2026-07-01T05:00:00Z,Acme\n", customers=customers)


def test_mapping_by_hand_reads_any_names(put: Put, home: Path) -> None:
    receipt = put("Nr;Erstellt\n1;2026-07-03 10:00\n", mapping={"ticket_id": "Nr", "created": "Erstellt"}, timezone="Europe/Berlin")
    assert counts(receipt)[:2] == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "is empty"),
        ("report.csv", b"%PDF-1.7 ...", "a PDF"),
        ("nothing.csv", b"ticket_id,received_at\n", "no rows"),
        ("latin.csv", "ticket_id,received_at\nÄ,2026-07-03T10:00:00Z\n".encode("cp1252"), "not UTF-8"),
        ("undated.csv", b"ticket_id,status\nA,open\n", "gives no received_at"),
        ("half.csv", b"ticket_id,received_at\nA,2026-07-03T10:00:00Z\nB,yesterday\n", "1 of 2 rows cannot be read"),
        ("oneline.csv", b"x" * 3_000_000, "first line is too long"),
    ],
)
def test_bad_files_are_named_errors_and_leave_the_store_as_it_was(put: Put, home: Path, name: str, content: bytes, message: str) -> None:
    put(HEADER + ONE)
    before = own_store(home).current()
    with pytest.raises((FileRefused, MappingIncomplete), match=message):
        put(content, name)
    assert own_store(home).current() == before
    assert sorted(path.name for path in (home / "store").iterdir() if path.name.startswith(".next")) == []


def test_a_load_of_several_files_is_all_or_nothing(home: Path, tmp_path: Path, put: Put) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(HEADER + ONE)
    bad.write_text("")
    with pytest.raises(FileRefused):
        load_files(home, [good, bad], LoadOptions())
    assert own_store(home).current() is None


def test_the_version_is_the_same_in_two_fresh_homes(put: Put, home: Path, tmp_path: Path) -> None:
    first = put(HEADER + ONE + TWO)
    again = load_files(tmp_path / "elsewhere", [tmp_path / "export.csv"], LoadOptions())
    assert again["version"] == first["version"]


def test_k5_a_later_export_with_a_response_column_tells_also_of_tickets_without_a_response(put: Put, home: Path) -> None:
    ask = "SELECT outcome FROM sla_clocks WHERE clock = 'first_response'"
    without = "ticket_id,received_at,status,priority,tier\nA,2026-07-06T15:00:00Z,open,High,Standard\n"
    put(without, as_of="2026-07-06T16:00:00Z")
    assert open_reader(home).rows(ask) == [("unknown",)]
    with_column = "ticket_id,received_at,first_response_at,status,priority,tier\nA,2026-07-06T15:00:00Z,,open,High,Standard\n"
    assert counts(put(with_column, "second.csv", as_of="2026-07-06T17:00:00Z"))[:4] == (1, 0, 1, 0)
    assert open_reader(home).rows(ask) == [("running",)]
    undo_load(home, 2)
    assert open_reader(home).rows(ask) == [("unknown",)]
