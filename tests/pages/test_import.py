"""The import page: what it is, what is missing, load, receipt, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake.options import LoadOptions
from analytics.metrics import Question, measure
from analytics.operations.load_run import LoadRun
from analytics.operations.loads import list_loads
from analytics.operations.open_store import open_reader
from tests.pages.conftest import texts

Run = Callable[..., AppTest]

CANONICAL = b"""ticket_id,received_at,first_response_at,status,priority,tier
T-1,2026-10-05T14:00:00Z,2026-10-05T14:20:00Z,closed,High,Enterprise
T-2,2026-10-05T15:00:00Z,2026-10-05T15:40:00Z,closed,High,Enterprise
T-3,not a time,2026-10-05T15:40:00Z,closed,High,Enterprise
"""
UNKNOWN = b"""Number,Made,Answered,Urgency
7,2026-10-05 09:00,2026-10-05 09:20,High
8,2026-10-05 10:00,2026-10-05 10:40,High
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def _uploaded(run: Run, home: Path, name: str, content: bytes) -> AppTest:
    page = run("import_tickets", home)
    page.file_uploader[0].upload(name, content, "text/csv").run()
    assert not page.exception
    return page


def _load(page: AppTest) -> None:
    """Click, and look again when the load has ended."""
    page.button(key="load").click().run()
    if "load_run" in page.session_state:
        page.session_state["load_run"].wait()
        page.run()
    assert not page.exception


def test_upload_load_receipt_and_undo(run: Run, home: Path) -> None:
    page = _uploaded(run, home, "october.csv", CANONICAL)
    assert "Sundial: tickets · 3 rows · 6 columns, comma separated" in texts(page)
    assert "1 of 3 rows would be rejected" in texts(page)
    assert list_loads(home) == []
    _load(page)
    assert "3 rows: 2 new, 1 rejected, 0 lost." in texts(page)
    assert "First response: attainment: 50.0 % (1 of 2 decided)" in texts(page)
    row = measure(open_reader(home), Question(("breach_rate",))).rows()[0]
    assert (row["breached"], row["decided"]) == (1, 2)
    assert not any((home / "incoming").iterdir())
    page.button(key="undo-1").click().run()
    assert not page.exception
    assert list_loads(home) == []
    assert "Load 1 was undone." in texts(page)


def test_t2_a_file_without_offsets_waits_for_its_zone(run: Run, home: Path) -> None:
    local = CANONICAL.replace(b"Z,", b",")
    page = _uploaded(run, home, "local.csv", local)
    assert page.button(key="load").disabled
    assert "choose their zone first" in texts(page)
    page.selectbox(key="load-zone").select("America/Chicago").run()
    assert not page.button(key="load").disabled


def test_p9_a_tier_for_the_whole_file(run: Run, home: Path) -> None:
    bare = b"\n".join(line.rsplit(b",", 1)[0] for line in CANONICAL.strip().split(b"\n")) + b"\n"
    page = _uploaded(run, home, "bare.csv", bare)
    assert "Most tickets would be uncovered" in texts(page)
    page.get("segmented_control")[0].set_value("One tier for the whole file").run()
    page.selectbox(key="load-tier").select("Enterprise").run()
    assert "Most tickets would be uncovered" not in texts(page)


def test_an_unknown_layout_is_mapped_by_hand(run: Run, home: Path) -> None:
    page = _uploaded(run, home, "other.csv", UNKNOWN)
    assert page.button(key="load").disabled
    for field, column in (("ticket_id", "Number"), ("received_at", "Made"), ("first_response_at", "Answered"), ("priority", "Urgency")):
        page.selectbox(key=f"map-{field}").select(column)
    page.run()
    page.selectbox(key="load-zone").select("UTC").run()
    assert not page.exception
    assert not page.button(key="load").disabled


def test_words_that_are_not_known_are_said_on_the_page(run: Run, home: Path) -> None:
    odd = CANONICAL.replace(b"closed,High", b"On *hold*,P1")
    page = _uploaded(run, home, "odd.csv", odd)
    assert "What its words mean: 2 are not known" in [one.label for one in page.expander]
    page.selectbox(key="word-status-On *hold*").select("paused").run()
    page.selectbox(key="word-priority-P1").select("High").run()
    assert "What its words mean" in [one.label for one in page.expander]
    _load(page)
    kinds = open_reader(home).rows("SELECT DISTINCT status, status_kind, priority FROM ticket_states")
    assert kinds == [("On *hold*", "paused", "High")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.csv", b""), ("report.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), ("no-created.csv", b"ticket_id,status\nT-1,open\n")],
)
def test_a_file_that_cannot_be_read_says_what_to_do_and_changes_nothing(name: str, content: bytes, run: Run, home: Path) -> None:
    page = _uploaded(run, home, name, content)
    words = texts(page)
    assert "This could not be done" in words
    assert "What was found" in words and "What to do" in words
    assert list_loads(home) == []
    assert str(home) not in words


def test_files_that_others_look_values_up_in_are_dropped_with_them(run: Run, home: Path) -> None:
    (home / "formats").mkdir(parents=True)
    desk = """kind = "tickets"
    recognised_by = ["Key", "Made", "Prio"]
    columns = { ticket_id = "Key", received_at = "Made", priority = "prio.Name" }
    [lookups.prio]
    file = "prios"
    column = "Prio"
    key = "No"
    """
    (home / "formats" / "desk.toml").write_text(desk, encoding="utf-8")
    (home / "formats" / "prios.toml").write_text('kind = "lookup"\nrecognised_by = ["No", "Name"]\n', encoding="utf-8")
    page = run("import_tickets", home)
    tickets, prios = b"Key,Made,Prio\n1,2026-10-05T14:00:00Z,7\n", b"No,Name\n7,Urgent\n"
    page.file_uploader[0].set_value([("desk.csv", tickets, "text/csv"), ("prios.csv", prios, "text/csv")]).run()
    assert not page.exception
    assert "look values up in it" in texts(page) and "How the first rows of desk.csv read" in texts(page)
    assert "How the first rows of prios.csv read" not in texts(page)
    page.selectbox(key="word-priority-Urgent").select("High").run()
    _load(page)
    assert open_reader(home).rows("SELECT priority FROM ticket_states") == [("High",)]


def test_a_cancelled_load_changes_nothing_and_says_so(run: Run, home: Path) -> None:
    page = _uploaded(run, home, "october.csv", CANONICAL)
    started = LoadRun(home, [page.session_state["staged_files"][0].path], ["october.csv"], LoadOptions())
    started.call_off()
    page.session_state["load_run"] = started
    started.wait()
    page.run()
    assert not page.exception
    assert "cancelled" in texts(page) and "nothing was changed" in texts(page)
    assert list_loads(home) == []
    _load(page)
    assert len(list_loads(home)) == 1
