"""The ticket page: found, not found, several, and ids that hurt; a contradiction is loud."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.open_store import open_reader
from analytics.reports.explanation import LedgerDisagrees, explain
from analytics.vocabulary import Clock
from pages.widgets import ticket_search
from tests.pages.conftest import texts

Run = Callable[..., AppTest]
IDS = ("<b>x</b>", "../../x", "=1+1", "\u202etxet", "a&b=c?d#e", "50% off", "naïve ☃", "$x^2$", ":material/home:", "x" * 300)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ids that hurt on one desk; SD-1 on two."""
    folder = tmp_path_factory.mktemp("tickets")
    head = "ticket_id,received_at,first_response_at,status,priority,tier,group"
    row = '"{}",2026-10-05T14:00:00Z,2026-10-05T14:40:00Z,open,High,Enterprise,"<i>g</i>"'
    for source, ids in (("desk-a", (*IDS, "SD-1", "SD-10")), ("<i>desk</i>", ("SD-1",))):
        file = folder / "tickets.csv"
        file.write_text("\n".join([head, *(row.format(ticket) for ticket in ids)]) + "\n", encoding="utf-8")
        load_files(folder / "home", [file], LoadOptions(source=source))
    return folder / "home"


@pytest.mark.parametrize("ticket", IDS)
def test_a_ticket_is_found_by_an_id_of_any_characters(ticket: str, home: Path, run: Run) -> None:
    shown = run("ticket", home, {"desk": "desk-a", "ticket": ticket})
    wanted = explain(open_reader(home), ticket, "desk-a")
    assert [code.value for code in shown.code] == [wanted.clocks[0].sentence]
    assert {metric.label: metric.value for metric in shown.metric}["Verdict"] == "Breached"
    assert len(shown.get("plotly_chart")) == 1
    assert shown.text_input(key="ticket-id").value == ticket
    for part in [*shown.markdown, *shown.caption]:
        assert "<b>x" not in part.value and "<i>desk" not in part.value and "$x^2$" not in part.value and "\u202e" not in part.value


def test_the_ledger_on_the_page_sums_to_the_verdict(home: Path, run: Run) -> None:
    shown = run("ticket", home, {"ticket": "SD-10"})
    ledger = next(frame.value for frame in shown.dataframe if "Counted (s)" in frame.value.columns)
    assert ledger["Counted (s)"].sum() == 2400
    assert "In all 40 minutes counted. The target of 30 minutes is used up at Mon 2026-10-05 09:30; the clock stopped" in texts(shown)


def test_the_other_clock_is_a_choice(home: Path, run: Run) -> None:
    shown = run("ticket", home, {"ticket": "SD-10"})
    shown.get("segmented_control")[0].set_value(Clock.RESOLUTION).run()
    assert not shown.exception
    assert {metric.label: metric.value for metric in shown.metric}["Verdict"] == "No target"


def test_a_ticket_of_several_sources_is_a_choice(home: Path, run: Run) -> None:
    shown = run("ticket", home, {"ticket": "SD-1"})
    assert "Several sources have a ticket of this id" in texts(shown)
    assert sorted(shown.dataframe[0].value["Source"]) == ["<i>desk</i>", "desk-a"]
    assert not shown.metric
    assert "Breached" in texts(run("ticket", home, {"ticket": "SD-1", "desk": "<i>desk</i>"}))
    assert "This source has no such ticket; others have" in texts(run("ticket", home, {"ticket": "SD-1", "desk": "desk-c"}))


def test_the_beginning_of_an_id_lists_those_that_begin_so(home: Path, run: Run) -> None:
    shown = run("ticket", home)
    assert "Type a ticket's id" in texts(shown)
    shown.text_input(key="ticket-id").set_value("sd-").run()
    assert not shown.exception
    assert "No ticket has this id; these begin with it" in texts(shown)
    assert sorted(shown.dataframe[0].value["Ticket"]) == ["SD-1", "SD-1", "SD-10"]


@pytest.mark.parametrize("ticket", ["nothing of the kind", "<script>x</script>", "'; DROP TABLE judged_tickets; --", "\u202enone"])
def test_no_such_ticket_says_so(ticket: str, home: Path, run: Run) -> None:
    shown = run("ticket", home, {"ticket": ticket})
    assert "There is no such ticket" in texts(shown) and not shown.metric
    assert not any("<script" in part.value or "\u202e" in part.value for part in [*shown.markdown, *shown.caption])


def test_a_ledger_that_contradicts_the_store_shows_no_verdict(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def disagree(*_: object) -> None:
        raise LedgerDisagrees("elapsed_seconds: the ledger says 1, the store 2")

    monkeypatch.setattr(ticket_search, "ticket_page", disagree)
    ticket_search._explained.clear()
    shown = run("ticket", home, {"ticket": "SD-10"})
    assert "an error of the program" in texts(shown) and "the ledger says 1, the store 2" in texts(shown)
    assert not shown.metric and not shown.code


def test_samples_have_their_ledgers_too(loaded_home: Path, run: Run) -> None:
    reader = open_reader(loaded_home)
    for ticket, source in reader.rows("SELECT any_value(ticket_id), any_value(source) FROM judged_tickets GROUP BY response_outcome"):
        shown = run("ticket", loaded_home, {"ticket": ticket, "desk": source})
        assert shown.metric and shown.code, ticket
