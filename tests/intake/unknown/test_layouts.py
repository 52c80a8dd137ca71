"""Layouts of help desks nobody has seen: each is mapped as an analyst would map it, or asked about; nothing is mapped wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.intake.proposing.proposal import Proposal
from tests.intake.unknown.first_layouts import FIRST
from tests.intake.unknown.made import Layout, written
from tests.intake.unknown.second_layouts import SECOND

LAYOUTS = (*FIRST, *SECOND)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_not_seen_before_is_mapped_right(layout: Layout, proposed: Callable[..., Proposal]) -> None:
    proposal = proposed(written(layout), layout.delimiter)
    assert {one.field: one.column for one in proposal.fields} == layout.mapping
    kinds = {word.lower(): kind for kind, words in proposal.statuses.items() for word in words}
    assert {word: kinds.get(word) for word in layout.kinds} == layout.kinds
    assert not proposal.unknown_statuses
    assert bool(proposal.needed) is layout.asks


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if not one.asks], ids=lambda layout: layout.name)
def test_a_proposal_is_a_format_as_a_company_could_keep_it(layout: Layout, proposed: Callable[..., Proposal]) -> None:
    export = proposed(written(layout), layout.delimiter).export()
    assert set(export.columns) == set(layout.mapping)


def test_a_format_has_no_name_of_a_field_that_is_not_sure(proposed: Callable[..., Proposal]) -> None:
    rows = "\n".join(f"{n},2026-01-{n:02} 10:00,{'AB'[n % 2]}" for n in range(1, 29))
    proposal = proposed(f"Ticket ID,Created,Department\n{rows}\n")
    assert "group" not in {one.field for one in proposal.fields}
    assert [one.field for one in proposal.unsure] == ["group"]


def test_yes_and_no_without_a_direction_is_asked_about_and_not_read_k9(proposed: Callable[..., Proposal]) -> None:
    layout = next(one for one in SECOND if one.name == "verdict_whose_direction_nothing_tells")
    proposal = proposed(written(layout))
    assert "does not say whether yes is met or breached" in " ".join(one.why for one in proposal.questions)


@pytest.mark.parametrize(
    ("name", "met", "breached"),
    [
        ("english_verdict", ["false"], ["true"]), ("german_durations", ["Ja"], ["Nein"]),
        ("portuguese_units_and_violation", ["Não"], ["Sim"]), ("verdict_in_words", ["Within SLA"], ["Breached"]),
        ("time_before_the_date", ["Sí"], ["No"]),
    ],
)  # fmt: skip
def test_k9_the_header_or_the_words_say_which_verdict_is_which(
    name: str, met: list[str], breached: list[str], proposed: Callable[..., Proposal]
) -> None:
    layout = next(one for one in LAYOUTS if one.name == name)
    verdicts = proposed(written(layout), layout.delimiter).keys["verdicts"]
    assert (verdicts["met"], verdicts["breached"]) == (met, breached)


def test_a_status_word_that_is_not_known_is_listed_and_not_guessed(proposed: Callable[..., Proposal]) -> None:
    rows = "\n".join(f"{n},2026-01-{n:02} 10:00,{['Open', 'Frobnicated', 'Closed'][n % 3]}" for n in range(1, 29))
    proposal = proposed(f"Ticket ID,Created,Status\n{rows}\n")
    assert proposal.unknown_statuses == ("Frobnicated",)
    assert "Frobnicated" not in {word for words in proposal.statuses.values() for word in words}


def test_t2_a_zone_in_the_header_is_that_columns_zone(proposed: Callable[..., Proposal]) -> None:
    layout = next(one for one in SECOND if one.name == "zone_in_the_header")
    columns = proposed(written(layout)).keys["columns"]
    assert columns["received_at"]["timezone"] == columns["resolved_at"]["timezone"] == "UTC"


def test_a_deadline_by_the_day_is_the_end_of_it(proposed: Callable[..., Proposal]) -> None:
    layout = next(one for one in SECOND if one.name == "deadlines_by_the_day")
    columns = proposed(written(layout), ";").keys["columns"]
    assert columns["resolution_due_at"]["end_of_day"] is True
    assert "end_of_day" not in columns["response_due_at"]


def test_k1_minutes_to_the_response_are_a_span_after_receipt(proposed: Callable[..., Proposal]) -> None:
    layout = next(one for one in FIRST if one.name == "english_minutes")
    source = proposed(written(layout)).keys["columns"]["first_response_at"]
    assert source == {"after": "received_at", "column": "First Response Time (min)", "unit": "minutes"}


def test_numbers_without_a_unit_are_asked_about(proposed: Callable[..., Proposal]) -> None:
    rows = "\n".join(f"{n},2026-01-{n:02} 10:00,{n * 7}" for n in range(1, 29))
    proposal = proposed(f"Ticket ID,Created,First Response Time\n{rows}\n")
    assert "first_response_at" not in {one.field for one in proposal.fields}
    assert any("nothing says its unit" in one.why for one in proposal.questions)


def test_what_is_said_by_hand_stands(proposed: Callable[..., Proposal]) -> None:
    layout = next(one for one in SECOND if one.name == "two_times_of_creation")
    proposal = proposed(written(layout), mapping={"received_at": "Created"})
    assert not proposal.needed
    assert next(one for one in proposal.fields if one.field == "received_at").column == "Created"
