"""What a file cannot tell, as questions with the option that answers each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from analytics.intake.detective.column_forms import ORDER_WORDS
from analytics.intake.export_format import Layout
from analytics.intake.proposing.candidates import CLEAR, Candidate
from analytics.intake.proposing.choosing import Chosen
from analytics.intake.proposing.evidence import Evidence
from analytics.intake.proposing.field_rules import INSTANT
from analytics.intake.proposing.kind_of_file import KindOfFile
from analytics.intake.proposing.proposal import Question


def of_fields(evidence: Evidence, kind: KindOfFile, chosen: Chosen, given: Collection[str]) -> Iterator[Question]:
    """The fields without which a row says nothing, and a kind of file that is not clear."""
    if kind.is_unclear:
        yield Question("rows", f"what one row is cannot be told: {kind.reason}", "--format FILE.toml, which states kind and columns")
    elif kind.key and "ticket_id" in chosen.fields and not _are_tickets(evidence, kind, chosen):
        why = f"beside an id and instants nothing in the file says that its rows are tickets ({kind.reason})"
        yield Question("rows", why, f'--map ticket_id="{kind.key}", if they are')
    for name in kind.layout.required:
        if name in chosen.fields or name in given:
            continue
        if name in chosen.unsure:
            one, why = chosen.unsure[name]
            yield Question(name, why, f'--map {name}="{one.column}"')
        elif name == "ticket_id":
            yield Question(name, _no_id(evidence), '--map ticket_id="COLUMN"')
        else:
            yield Question(name, _no_instant(evidence, chosen), f'--map {name}="COLUMN"')
    yield from (
        Question(name, why, f'--map {name}="{one.column}"', False)
        for name, (one, why) in chosen.unsure.items() if name not in kind.layout.required and one.confidence >= 0.6 - CLEAR
    )  # fmt: skip


_SIGNS = (
    "status", "priority", "first_response_at", "resolved_at", "closed_at", "response_due_at", "resolution_due_at", "response_verdict",
    "resolution_verdict", "assignee", "group", "channel", "level", "escalated_at",
)  # fmt: skip
"""Fields of tickets. Users, teams, sprints and comments have ids and times of creation too, and at most one of these."""


def _are_tickets(evidence: Evidence, kind: KindOfFile, chosen: Chosen) -> bool:
    """Whether the file says that its rows are tickets: by the id's header, by fields that only tickets have, or by hand."""
    signs = sum(name in chosen.fields for name in _SIGNS)
    key = chosen.fields["ticket_id"]
    if key.reason == "said by hand":
        return True
    named = evidence.headers[key.column].has("ticket")
    return signs >= 1 if kind.layout is Layout.EVENT_LOG else named or signs >= 2


def _no_id(evidence: Evidence) -> str:
    unique = [name for name, p in evidence.profiles.items() if p.is_unique and name not in evidence.forms and p.longest <= 60]
    hint = f"; different in every row: {', '.join(map(repr, unique[:5]))}" if unique else ""
    return f"no header names the ticket's id{hint}"


def _no_instant(evidence: Evidence, chosen: Chosen) -> str:
    """No header says when the ticket was received: which instants there are, and which comes first in every row."""
    taken = {one.column: name for name, one in chosen.fields.items()}
    instants = [name for name, forms in evidence.forms.items() if not forms.is_number]
    if not instants:
        return "no column holds the instant at which the ticket was received, and no column holds timestamps at all"
    read_as = {name: f" (read as {taken[name].removesuffix('_at').replace('_', ' ')})" for name in instants if name in taken}
    words = [f"{name!r}{read_as.get(name, '')}" for name in instants]
    free = [name for name in instants if name not in taken and not evidence.headers[name].has("other")]
    free = [name for name in free if evidence.profiles[name].share_filled >= 0.99]
    first = [one for one in free if len(instants) > 1 and all(_is_first(evidence, one, other) for other in instants if other != one)]
    hint = f"; {first[0]!r} is never later than the others" if len(first) == 1 else ""
    return f"no header says when the ticket was received; columns of timestamps: {', '.join(words)}{hint}"


def _is_first(evidence: Evidence, one: str, other: str) -> bool:
    wrong, both = evidence.later(one, other)
    return both > 0 and wrong == 0


def of_dates(evidence: Evidence, chosen: Chosen) -> Iterator[Question]:
    """Mapped columns whose dates read both ways."""
    open_ones = [one for one in chosen.fields.values() if one.column in evidence.forms and not evidence.forms[one.column].is_settled]
    open_ones = [one for one in open_ones if one.kind in (INSTANT, "first_event")]
    if open_ones:
        yield date_question(evidence, open_ones)


def date_question(evidence: Evidence, ones: list[Candidate]) -> Question:
    forms = evidence.forms[ones[0].column]
    words = [ORDER_WORDS.get(order, order) for order in forms.orders]
    names = ", ".join(dict.fromkeys(repr(one.column) for one in ones))
    why = f"the dates of {names} can be read {' and '.join(words)}: {forms.reason}, and no other column settles it"
    return Question("timestamps", why, " or ".join(f"--timestamps {word}" for word in words))


def of_spans(without_unit: Mapping[str, str], chosen: Chosen) -> Iterator[Question]:
    """Numbers that may be spans of time, without a unit."""
    for name, field in without_unit.items():
        if field not in chosen.fields and name not in chosen.columns:
            why = f"{name!r} may be a span of time, and nothing says its unit"
            yield Question(field, why, "--format FILE.toml with after and unit", False)


def of_changes(evidence: Evidence, at: str | None, fields: Mapping[str, list[str]], what: str) -> Iterator[Question]:
    """What a history needs."""
    if at is None:
        yield Question("at", "which column says when a change happened cannot be told", '--map at="COLUMN"')
    elif not evidence.forms[at].is_settled:
        yield date_question(evidence, [Candidate("at", at, 1.0, "", INSTANT)])
    if not fields:
        yield Question("field", f"none of the values of {what!r} names a field whose changes are kept", "--format FILE.toml with [fields]")
