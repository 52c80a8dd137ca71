"""Files that once were read wrong without a word: each must be read right, or say what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import FileRefused, SundialError
from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.loads import list_loads, rejects_of
from analytics.operations.open_store import open_reader
from analytics.warehouse import home as chosen_home

Put = Callable[..., dict[str, Any]]
GOOD = "ticket_id,received_at\nG1,2026-07-06T15:00:00Z\nG2,2026-07-06T15:00:00Z\nG3,2026-07-06T15:00:00Z\n"


@pytest.mark.parametrize(
    "stamp",
    ["2026-07-06 01:00 PM", "2026-07-06T15:00:00 EST", "2026-07-06T15:00:00 America/Chicago", "2026-07-06T15:00:00+02:00:30",
     "2026-07-06 15:00:00 foo", "2026-07-06T15:00:00+25:00", "06/07/2026 15:00", "15:00", "infinity", "1969-12-31T23:59:59Z"],
)  # fmt: skip
def test_l2_a_timestamp_that_is_not_wholly_understood_is_a_reject(put: Put, home: Path, stamp: str) -> None:
    receipt = put(GOOD + f"X,{stamp}\n", timezone="Asia/Tokyo")
    assert (receipt["inserted"], receipt["rejected"]) == (3, 1)
    assert stamp in rejects_of(home, 1)[0]["reason"]


@pytest.mark.parametrize(
    "stamp",
    ["2026-07-06T15:00:00Z", "2026-07-06 15:00:00 UTC", "2026-07-06T17:00:00+02:00", "2026-07-06T17:00:00 +0200", "2026-07-06 10:00-05",
     "2026-07-06T15:00:00.999Z", "2026-07-07 00:00", "2026-07-07", "2026-07-07T00:00:00.5"],
)  # fmt: skip
def test_t2_an_offset_in_the_value_comes_before_the_zone_of_the_export(put: Put, home: Path, stamp: str) -> None:
    put(GOOD + f"X,{stamp}\n", timezone="Asia/Tokyo")
    found = open_reader(home).rows("SELECT CAST(received_at AS VARCHAR) FROM judged_tickets WHERE ticket_id = 'X'")
    assert found == [("2026-07-06 15:00:00",)]


def test_l1_signs_in_a_files_name_are_no_pattern(home: Path, tmp_path: Path, in_this_process: None) -> None:
    (tmp_path / "t1.csv").write_text("ticket_id,received_at\nWRONG,2026-07-06T15:00:00Z\n")
    odd = tmp_path / "t[1].csv"
    odd.write_text("ticket_id,received_at\nRIGHT,2026-07-06T15:00:00Z\n")
    load_files(home, [odd], LoadOptions())
    assert open_reader(home).rows("SELECT ticket_id FROM judged_tickets") == [("RIGHT",)]


def test_plain_text_named_gz_is_read_as_what_it_is(put: Put) -> None:
    assert put(GOOD, "export.csv.gz")["inserted"] == 3


@pytest.mark.parametrize(
    "lines", ["A,2026-07-06T15:00:00Z\r\nB,2026-07-06T15:00:00Z\n", "A,2026-07-06T15:00:00Z\nB,2026-07-06T15:00:00Z\r\n"]
)
def test_l1_mixed_line_ends_are_read(put: Put, lines: str) -> None:
    receipt = put("ticket_id,received_at\n" + lines)
    assert (receipt["read"], receipt["inserted"]) == (2, 2)


@pytest.mark.parametrize(("columns", "cells"), [("level", "2"), ("escalated_at", "2026-07-06T16:00:00Z")])
def test_e4_half_an_escalation_is_no_record_of_escalations(put: Put, home: Path, columns: str, cells: str) -> None:
    receipt = put(f"ticket_id,received_at,{columns}\nA,2026-07-06T15:00:00Z,{cells}\n")
    assert open_reader(home).rows("SELECT escalations, levels_recorded FROM judged_tickets") == [(None, False)]
    assert {"level_without_instant", "escalation_instant_without_level"} & set(receipt["warnings"])


def test_levels_in_unknown_words_are_counted_on_the_receipt(put: Put) -> None:
    row = "{},2026-07-06T15:00:00Z,{},2026-07-06T16:00:00Z\n"
    text = "ticket_id,received_at,level,escalated_at\n" + row.format("A", "high") + row.format("B", "-1") + row.format("C", "1")
    assert put(text)["warnings"]["unknown_words"] == 2


def test_k1_a_status_for_the_whole_file_is_one(put: Put, home: Path) -> None:
    put(GOOD, constants={"status": "closed"})
    assert open_reader(home).rows("SELECT DISTINCT state FROM judged_tickets") == [("closed",)]


def test_p9_letters_that_fold_differently_still_meet(put: Put, home: Path, tmp_path: Path) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("organisation,domain,tier,from,to\nStraße GmbH,y.com,Enterprise,,9999-12-31\n")
    rows = "A,2026-07-06T15:00:00Z,STRAßE GmbH,\nB,2026-07-06T15:00:00Z,,Bob <bob@Y.com>\n"
    put("ticket_id,received_at,organisation,requester\n" + rows, customers=customers)
    assert open_reader(home).rows("SELECT tier FROM judged_tickets ORDER BY ticket_id") == [("Enterprise",), ("Enterprise",)]


def test_p9_two_tiers_at_once_are_found_behind_other_spans(put: Put, tmp_path: Path) -> None:
    customers = tmp_path / "customers.csv"
    spans = "Acme,Enterprise,2026-01-01,2026-12-31\nAcme,Enterprise,2026-02-01,2026-02-28\nAcme,Standard,2026-06-01,2026-06-30\n"
    customers.write_text("organisation,tier,from,to\n" + spans)
    with pytest.raises(FileRefused, match="two tiers at once"):
        put("ticket_id,received_at,organisation\nA,2026-07-06T15:00:00Z,Acme\n", customers=customers)


@pytest.mark.parametrize("as_of", ["2150-01-01T00:00:00Z", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "soon"])
def test_t3_an_as_of_that_no_help_desk_has_is_refused(put: Put, as_of: str) -> None:
    with pytest.raises(FileRefused, match="as-of"):
        put(GOOD, as_of=as_of)


def test_t3_an_as_of_before_the_last_act_or_after_the_loading_is_warned_of(put: Put) -> None:
    assert put(GOOD, as_of="2026-07-06T14:00:00Z")["warnings"]["acts_after_as_of"] == 3
    assert put(GOOD + "\n", "later.csv", as_of="2099-07-06T14:00:00Z")["warnings"]["as_of_after_loading"] == 1


def test_l3_two_received_instants_of_one_ticket_in_one_file_are_warned_of(put: Put) -> None:
    assert put(GOOD + "G1,2026-07-06T16:00:00Z\n")["warnings"]["received_differs_within_file"] == 1


def test_the_same_bytes_twice_in_one_call_are_named(home: Path, tmp_path: Path, in_this_process: None) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(GOOD)
    with pytest.raises(FileRefused, match="given twice"):
        load_files(home, [tmp_path / "a.csv", tmp_path / "b.csv"], LoadOptions())


def test_l3_the_same_bytes_under_another_source_are_other_tickets(put: Put, home: Path) -> None:
    put(GOOD, source="one")
    put(GOOD, source="two")
    assert sorted(load["source"] for load in list_loads(home)) == ["one", "two"]


def test_a_file_of_empty_lines_has_no_header(put: Put) -> None:
    with pytest.raises(FileRefused, match="no header"):
        put("\n\n\n\n")


def test_text_in_utf_16_without_a_mark_is_read(put: Put) -> None:
    receipt = put(GOOD.encode("utf-16-le"))
    assert receipt["inserted"] == 3
    assert receipt["files"][0]["read_as"]["encoding"] == "utf-16-le"


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SundialError, match="no folder"):
        chosen_home(tmp_path / "file")


def test_a_limit_that_is_no_number_is_named(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUNDIAL_COLUMNS", "many")
    with pytest.raises(SundialError, match="SUNDIAL_COLUMNS"):
        put(GOOD)
