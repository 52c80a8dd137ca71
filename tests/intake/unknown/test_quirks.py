"""Quirks of real products' exports: each is read right, or what was left out is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.intake.export_format import Layout
from analytics.intake.files.encoding_guess import SURE_FROM, candidates
from analytics.intake.proposing.proposal import Proposal


def _rows(form: str, many: int = 28) -> str:
    """Lines of a form; {n} counts, {even} fills a cell in every second line."""
    return "".join(form.format(n=n, word=("open", "resolved")[n % 2]) + "\n" for n in range(1, many + 1))


def _mapping(proposal: Proposal) -> dict[str, str]:
    return {one.field: one.column for one in proposal.fields}


@pytest.mark.parametrize("header", ["#", "Bug ID", "Service Record #", "Unique Key", "Work Item ID", "Ticket#"])
def test_a_ticket_number_by_the_names_trackers_give_it(header: str, proposed: Callable[..., Proposal]) -> None:
    proposal = proposed(f"{header},Created,Status\n" + _rows("{n},2026-01-{n:02} 10:00,{word}"))
    assert _mapping(proposal)["ticket_id"] == header
    assert "ticket_id" not in [one.about for one in proposal.needed]


def test_a_number_of_something_else_is_no_ticket_number(proposed: Callable[..., Proposal]) -> None:
    proposal = proposed("Phone #,Created,Status,Priority\n" + _rows("{n},2026-01-{n:02} 10:00,{word},High"))
    assert "ticket_id" in [one.about for one in proposal.needed]


def _with_placeholder(word: str, status: str = "") -> str:
    rows = [f"{n},2026-01-{n:02} 10:00,{word if n % 2 else f'2026-01-{n:02} 12:00'},{status or ('open', 'resolved')[n % 2]},{word}"
            for n in range(1, 29)]  # fmt: skip
    return "\n".join(["id,Created,Resolved,Status,Told", *rows]) + "\n"


@pytest.mark.parametrize("word", ["Not set", "Never", "unresolved"])
def test_one_word_beside_instants_stands_for_none(word: str, proposed: Callable[..., Proposal]) -> None:
    proposal = proposed(_with_placeholder(word))
    assert _mapping(proposal)["resolved_at"] == "Resolved"
    assert word.lower() in proposal.export().missing
    assert any(word.lower() in note for note in proposal.notes)


def test_a_word_that_is_a_status_too_is_never_read_as_missing(proposed: Callable[..., Proposal]) -> None:
    proposal = proposed(_with_placeholder("Open"))
    assert "open" not in proposal.export().missing
    assert "resolved_at" in {one.field for one in proposal.unsure}  # left out, with a word


@pytest.mark.parametrize(
    ("header", "field", "column"),
    [
        ("Created,Started,Resolved", "received_at", "Created"), ("Started,Created,Resolved", "received_at", "Created"),
        ("Created,Completed Time,Resolved Time", "resolved_at", "Resolved Time"),
    ],
)  # fmt: skip
def test_a_word_of_two_meanings_gives_way_to_the_fields_own(
    header: str, field: str, column: str, proposed: Callable[..., Proposal]
) -> None:
    rows = _rows("{n},2026-01-{n:02} 10:00,2026-01-{n:02} 10:30,2026-01-{n:02} 12:00,{word}")
    assert _mapping(proposed(f"Ticket ID,{header},Status\n{rows}"))[field] == column


def test_a_word_of_two_meanings_alone_is_taken(proposed: Callable[..., Proposal]) -> None:
    rows = _rows("{n},2026-01-{n:02} 10:00,2026-01-{n:02} 12:00,{word}")
    assert _mapping(proposed(f"Ticket ID,Start date,Completed,Status\n{rows}")).items() >= {
        ("received_at", "Start date"), ("resolved_at", "Completed"),
    }  # fmt: skip


def test_the_one_instant_beside_activities_is_theirs_whatever_its_header(proposed: Callable[..., Proposal]) -> None:
    steps = ("Take in charge", "Wait", "Resolve")
    rows = [f"Case {n},{step},2026/01/{n:02} 1{i}:00:00.000,team" for n in range(1, 29) for i, step in enumerate(steps)]
    proposal = proposed("\n".join(["Case ID,Activity,Complete Timestamp,workgroup", *rows]) + "\n")
    assert proposal.layout is Layout.EVENT_LOG and not proposal.needed
    assert _mapping(proposal)["updated_at"] == "Complete Timestamp" and "resolved_at" not in _mapping(proposal)
    assert any("whether tickets are resolved" in note for note in proposal.notes)


@pytest.mark.parametrize("line", ["Nº Incidencia;Fecha y hora;Campo", "Nº do chamado;Aberto;Status"])
def test_the_sign_for_number_tells_the_encoding_of_a_header(line: str) -> None:
    best = candidates(line.encode("cp1252"))[0]
    assert best.share >= SURE_FROM and line.encode("cp1252").decode(best.encoding) == line


@pytest.mark.parametrize(("header", "so_far"), [("Overdue", True), ("SLA violated", True), ("SLA met", False)])
def test_k9_yes_and_no_of_a_breach_stand_so_far_and_of_a_target_met_stand(
    header: str, so_far: bool, proposed: Callable[..., Proposal]
) -> None:
    rows = "".join(f"{n},2026-01-{n:02} 10:00,{('open', 'resolved')[n % 2]},{('Yes', 'No', 'No')[n % 3]}\n" for n in range(1, 29))
    proposal = proposed(f"Ticket ID,Created,Status,{header}\n{rows}")
    assert proposal.export().columns["resolution_verdict"].so_far is so_far


def test_k1_a_span_is_said_to_be_read_as_calendar_time(proposed: Callable[..., Proposal]) -> None:
    proposal = proposed("Ticket ID,Created,Status,Resolution time (minutes)\n" + _rows("{n},2026-01-{n:02} 10:00,{word},{n}0"))
    assert any("calendar time" in note and "Resolution time (minutes)" in note for note in proposal.notes)


def test_a_header_of_a_span_over_dates_is_when_it_happened(proposed: Callable[..., Proposal]) -> None:
    rows = _rows("{n},2026-01-{n:02} 10:00,2026-01-{n:02} 10:30,2026-01-{n:02} 12:00,{word}")
    mapping = _mapping(proposed(f"Ticket ID,Created,Time to First Response,Time to Resolution,Status\n{rows}"))
    assert mapping["first_response_at"] == "Time to First Response" and mapping["resolved_at"] == "Time to Resolution"


def test_a_header_of_a_span_over_numbers_without_a_unit_is_asked_not_taken_for_serials(proposed: Callable[..., Proposal]) -> None:
    rows = _rows("{n},2026-01-{n:02} 10:00,{word},450{n:02}.5")
    proposal = proposed(f"Ticket ID,Created,Status,Time to Resolution\n{rows}")
    assert "resolved_at" not in _mapping(proposal)


def test_a_span_beside_the_instant_gives_way_to_it(proposed: Callable[..., Proposal]) -> None:
    rows = _rows("{n},2026-01-{n:02} 10:00,2026-01-{n:02} 12:00,2026-01-{n:02} 12:01,{word}")
    assert _mapping(proposed(f"Ticket ID,Created,Time to Resolution,Resolved,Status\n{rows}"))["resolved_at"] == "Resolved"
