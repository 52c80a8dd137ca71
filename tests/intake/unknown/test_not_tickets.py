"""Tables that are no tickets have ids and times of creation too: they are asked about, never loaded as tickets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.intake.proposing.proposal import Proposal

TABLES = {
    "users": "id,created_at,updated_at,email,organization_id",
    "teams": "id,created_at,name,updated_at",
    "sprints": "id,start_date,end_date,complete_date,name",
    "an audit": "id,action,actor_id,created_at,source_label",
    "parts of conversations": "id,updated_at,author_id,created_at,part_type",
}


def _text(header: str) -> str:
    cells = {"_at": "2026-01-{n:02} 10:{n:02}:00", "_date": "2026-01-{n:02} 11:{n:02}:00", "email": "a{n}@b.example", "name": "Thing {n}"}
    names = header.split(",")
    forms = [next((form for end, form in cells.items() if name.endswith(end)), "{n}") for name in names]
    return "\n".join([header, *(",".join(form.format(n=n) for form in forms) for n in range(1, 29))]) + "\n"


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_a_sign_of_tickets_is_asked_about(table: str, proposed: Callable[..., Proposal]) -> None:
    assert "rows" in [one.about for one in proposed(_text(TABLES[table])).needed]


def test_comments_on_tickets_are_no_log_of_tickets(proposed: Callable[..., Proposal]) -> None:
    rows = "\n".join(f"{n},T{n % 9},2026-01-{n:02} 10:00,true" for n in range(1, 29))
    proposal = proposed(f"comment,ticket_id,created,public\n{rows}\n")
    assert "rows" in [one.about for one in proposal.needed]


def test_who_says_by_hand_that_they_are_tickets_is_believed(proposed: Callable[..., Proposal]) -> None:
    assert not proposed(_text(TABLES["teams"]), mapping={"ticket_id": "id"}).needed
