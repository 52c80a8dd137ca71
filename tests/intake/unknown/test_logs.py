"""What one row of an unknown file is: a ticket, a ticket at an event, or one change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from analytics.intake.export_format import Layout
from analytics.intake.proposing.proposal import Proposal
from tests.intake.unknown.made import tickets

LOGS = {
    "english": ("Case ID", "Timestamp", "Case Status", "Assigned Group", ("Open", "Pending", "Resolved")),
    "german": ("Ticketnummer", "Geändert am", "Status", "Gruppe", ("Offen", "Wartend", "Gelöst")),
    "spanish": ("Folio", "Fecha de actualización", "Estado", "Grupo", ("Abierto", "Pendiente", "Resuelto")),
    "japanese": ("チケット番号", "更新日時", "状態", "チーム", ("未対応", "保留中", "解決済み")),
    "polish": ("Numer zgłoszenia", "Data zmiany", "Status", "Zespół", ("Nowe", "Oczekuje", "Rozwiązane")),
}


def _events(words: tuple[str, ...], received: bool) -> Iterator[str]:
    for ticket in tickets(60):
        for step, word in enumerate(words):
            at = ticket.received + timedelta(hours=5 * step, minutes=ticket.number)
            created = f",{ticket.received:%Y-%m-%d %H:%M}" if received else ""
            yield f"T{ticket.number},{at:%Y-%m-%d %H:%M},{word},{'AB'[step % 2]}{created}"


@pytest.mark.parametrize("language", LOGS)
def test_rows_that_repeat_a_ticket_at_other_instants_are_a_log(language: str, proposed: Callable[..., Proposal]) -> None:
    *header, words = LOGS[language]
    text = "\n".join([",".join(str(name) for name in header), *_events(words, received=False)])  # type: ignore[arg-type]
    proposal = proposed(text + "\n")
    assert proposal.layout is Layout.EVENT_LOG and not proposal.needed
    assert proposal.keys["columns"]["received_at"] == {"first_event": True}
    assert {one.field: one.column for one in proposal.fields} == {
        "ticket_id": header[0], "updated_at": header[1], "received_at": header[1], "status": header[2], "group": header[3],
    }  # fmt: skip
    assert set(proposal.statuses) == {"open", "paused", "resolved"}


def test_a_log_that_says_when_the_ticket_was_received_is_believed(proposed: Callable[..., Proposal]) -> None:
    text = "\n".join(["Ticket ID,Modified,Status,Team,Created", *_events(("New", "On hold", "Solved"), received=True)])
    proposal = proposed(text + "\n")
    assert proposal.keys["columns"]["received_at"]["column"] == "Created"
    assert proposal.keys["columns"]["updated_at"]["column"] == "Modified"


@pytest.mark.parametrize(
    "header",
    ["Issue key,Changed at,Field,Old value,New value,Author", "Vorgang,Geändert am,Feld,Alter Wert,Neuer Wert,Autor",
     "Clave,Fecha de modificación,Campo,Valor anterior,Valor nuevo,Autor"],
)  # fmt: skip
def test_a_history_of_changes_is_one_row_a_change(header: str, proposed: Callable[..., Proposal]) -> None:
    rows = []
    for ticket in tickets(40):
        for step, (field, old, new) in enumerate([("Status", "Open", "Pending"), ("Priority", "Low", "High"), ("Labels", "", "x")]):
            rows.append(f"K-{ticket.number},{ticket.received + timedelta(hours=step):%Y-%m-%d %H:%M},{field},{old},{new},Ann")
    proposal = proposed("\n".join([header, *rows]) + "\n")
    names = header.split(",")
    assert proposal.layout is Layout.CHANGES and not proposal.needed
    assert {one.field: one.column for one in proposal.fields} == {
        "ticket_id": names[0], "at": names[1], "field": names[2], "from": names[3], "to": names[4],
    }  # fmt: skip
    assert proposal.keys["fields"] == {"status": ["Status"], "priority": ["Priority"], "other_fields": "set_aside"}
    assert proposal.statuses == {"paused": ["Pending"]}


def test_l1_repeated_rows_do_not_make_a_log(proposed: Callable[..., Proposal]) -> None:
    rows = [f"{t.number},{t.received:%Y-%m-%d %H:%M},Open" for t in tickets(40)]
    proposal = proposed("\n".join(["Ticket ID,Created,Status", *rows, *rows[:15]]) + "\n")
    assert proposal.layout is Layout.TICKETS and not proposal.needed
    assert "15 rows are repeated" in proposal.kind_reason


def test_ids_that_repeat_for_no_reason_that_can_be_told_are_asked_about(proposed: Callable[..., Proposal]) -> None:
    rows = [f"{t.number},{t.received:%Y-%m-%d %H:%M},{line}" for t in tickets(40) for line in ("first reply", "resolution")]
    proposal = proposed("\n".join(["Ticket ID,Created,SLA metric", *rows]) + "\n")
    assert [one.about for one in proposal.needed] == ["rows"]
