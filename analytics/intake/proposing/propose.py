"""Propose how to read a file that no format describes (see proposal.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analytics.intake.detective.date_order import settle
from analytics.intake.detective.zone_evidence import language_zones
from analytics.intake.detective.zone_pair import zone_by_pair
from analytics.intake.export_format import ISO, MISSING, Layout
from analytics.intake.fields import canonical_name
from analytics.intake.options import LoadOptions
from analytics.intake.proposing.candidates import Candidate, candidates, spans_without_unit
from analytics.intake.proposing.choosing import Chosen, choose, ticket_key
from analytics.intake.proposing.evidence import Evidence
from analytics.intake.proposing.field_rules import INSTANT, SO_FAR, SPAN, speaks_of_a_verdict
from analytics.intake.proposing.kind_of_file import KindOfFile, change_columns, kind_of_file
from analytics.intake.proposing.proposal import FieldProposal, Proposal, Question
from analytics.intake.proposing.questions import of_changes, of_dates, of_fields, of_spans
from analytics.intake.proposing.words import changed_fields, level_numbers, status_kinds, verdict_words
from analytics.intake.records import Records
from analytics.warehouse import Database
from analytics.warehouse.database import lowered

_DEADLINES = ("response_due_at", "resolution_due_at")
_ENDS = {"status", "resolved_at", "closed_at"}
"""Any of these says which tickets are open."""
_ACTS = ("created", "updated", "response", "resolved", "closed", "due", "escalated")
_SEQUENCES = ("received_at", "first_response_at", "resolved_at", "closed_at", "updated_at")


def propose(db: Database, records: Records, options: LoadOptions, evidence: Evidence | None = None) -> Proposal:
    """A proposal for a file. What the options say by hand (mapping, constants, forms) stands in it."""
    evidence = evidence or Evidence.of(db, records)
    by_hand = {canonical_name(word) or word: column for word, column in options.mapping.items() if column in evidence.profiles}
    given = {canonical_name(word) or word for word in options.constants}
    evidence = _settled(db, evidence, by_hand, options)
    found = candidates(evidence)
    kind = kind_of_file(evidence, found, ticket_key(evidence, found, by_hand))
    if kind.layout is Layout.CHANGES:
        return _of_changes(evidence, found, kind, options)
    chosen = choose(evidence, found, kind, by_hand)
    for name in given:
        chosen.fields.pop(name, None)
        chosen.unsure.pop(name, None)
    if kind.layout is Layout.EVENT_LOG:
        _choose_event_instant(evidence, found, kind, chosen)
    _choose_level(evidence, chosen)
    verdicts, verdict_notes, verdict_questions = _verdicts(evidence, chosen)
    statuses, unread = _statuses(evidence, chosen)
    unknown = _unsaid(unread, options)
    keys = _keys(evidence, kind, chosen, statuses, verdicts)
    zone_notes = _zone_by_pair(evidence, options, keys)
    questions = [
        *of_fields(evidence, kind, chosen, given), *of_dates(evidence, chosen), *verdict_questions,
        *of_spans(spans_without_unit(evidence), chosen),
    ]  # fmt: skip
    fields = tuple(_field(one, keys["columns"][name], chosen.others.get(name, [])) for name, one in chosen.fields.items())
    unsure = tuple(FieldProposal(name, one.column, one.column, one.confidence, why) for name, (one, why) in chosen.unsure.items())
    return Proposal(
        kind.layout, kind.reason, fields, tuple(questions), evidence.forms, keys, unsure, statuses, tuple(unknown),
        tuple(verdict_notes), (*zone_notes, *_notes(evidence, kind, chosen, unknown)),
    )  # fmt: skip


def _settled(db: Database, evidence: Evidence, by_hand: Mapping[str, str], options: LoadOptions) -> Evidence:
    """Dates whose order the column leaves open, settled by the acts' order as far as the headers tell them."""
    found = candidates(evidence)
    acts = [by_hand.get(name) or next((one.column for one in found.get(name, []) if one.kind == INSTANT), None) for name in _SEQUENCES]
    named = [name for name in acts if name]
    pairs = [(named[0], other) for other in named[1:]] if acts[0] else []
    pairs += [(acts[1], acts[2])] if acts[1] and acts[2] else []
    return evidence.with_forms(settle(db, list(evidence.forms.values()), pairs, options.timestamps or ()))


def _choose_event_instant(evidence: Evidence, found: Mapping[str, Sequence[Candidate]], kind: KindOfFile, chosen: Chosen) -> None:
    """The instant of a log's rows: one that differs within tickets, by its header where several do."""
    if "updated_at" not in chosen.fields:
        varying = [n for n, share in kind.changing.items() if share >= 0.5 and n not in {c.column for c in chosen.fields.values()}]
        differing = [name for name, share in kind.changing.items() if share >= 0.5]
        if not varying and len(differing) == 1 and any(reading.has("event") for reading in evidence.headers.values()):
            varying = differing  # beside a column of activities, the one instant of a row is the activity's, whatever its header says
        by_header = [one for one in found.get("updated_at", []) if one.column in varying]
        by_header += [one for one in found.get("received_at", []) if one.column in varying]
        if len(varying) == 1 or by_header:
            name = by_header[0].column if by_header else varying[0]
            for other in [field for field, one in chosen.fields.items() if one.column == name]:
                del chosen.fields[other]
            why = "the one instant that differs within tickets"
            why = why if len(varying) == 1 else f"{by_header[0].reason}, and it differs within tickets"
            confidence = 0.85 if len(varying) == 1 else max(by_header[0].confidence - 0.05, 0.7)
            chosen.fields["updated_at"] = Candidate("updated_at", name, confidence, why, INSTANT)
    if "received_at" not in chosen.fields and "updated_at" in chosen.fields:
        at = chosen.fields["updated_at"].column
        why = "no column says when the ticket was received, so its first event is taken; a log that begins in the middle dates it late"
        chosen.unsure.pop("received_at", None)
        chosen.fields["received_at"] = Candidate("received_at", at, 0.75, why, "first_event")


def _choose_level(evidence: Evidence, chosen: Chosen) -> None:
    """A level without the numbers of levels in it is none."""
    one = chosen.fields.get("level")
    if one and level_numbers(word for word, _ in evidence.profiles[one.column].values) is None:
        chosen.unsure["level"] = (chosen.fields.pop("level"), f"the values of {one.column!r} are no levels that could be numbered")


def _statuses(evidence: Evidence, chosen: Chosen) -> tuple[dict[str, list[str]], list[str]]:
    one = chosen.fields.get("status")
    return status_kinds(word for word, _ in evidence.profiles[one.column].values) if one else ({}, [])


def _verdicts(evidence: Evidence, chosen: Chosen) -> tuple[dict[str, list[str]], list[str], list[Question]]:
    """Columns of verdicts with their direction; where it cannot be told, a question."""
    words: dict[str, list[str]] = {}
    notes: list[str] = []
    questions: list[Question] = []
    for name, reading in evidence.headers.items():
        profile = evidence.profiles[name]
        if name in chosen.columns or not speaks_of_a_verdict(reading) or not 0 < profile.distinct <= 12:
            continue
        field = "response_verdict" if reading.has("response") else "resolution_verdict"
        found, why = verdict_words(reading, [word for word, _ in profile.values])
        contradicts = found and any(set(found[k]) & set(words.get(o, [])) for k in found for o in words if k != o)
        if found is None or contradicts or field in chosen.fields:
            if found is None and "no words for a verdict" not in why:
                answer = "--format FILE.toml with [verdicts]"
                questions.append(Question(field, f"{name!r} may be a verdict: {why}", answer, False))
            continue
        for kind, ones in found.items():
            words[kind] = [*words.get(kind, []), *(w for w in ones if w not in words.get(kind, []))]
        notes.append(f"{name!r}: " + ", ".join(f"{kind} {' / '.join(ones)}" for kind, ones in found.items()) + f" ({why})")
        # "Overdue: no" on an open ticket is no verdict yet; it can be told where something says which tickets are open.
        is_so_far = "yes is breached" in why and bool(chosen.fields.keys() & _ENDS)
        kind_of_verdict = SO_FAR if is_so_far else "verdict"
        chosen.fields[field] = Candidate(field, name, 0.9, f"the header speaks of a verdict; {why}", kind_of_verdict)
    return words, notes, questions


def _keys(
    evidence: Evidence, kind: KindOfFile, chosen: Chosen, statuses: Mapping[str, list[str]], verdicts: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The format's keys."""
    columns = {name: _source(evidence, name, one) for name, one in chosen.fields.items()}
    keys: dict[str, Any] = {
        "title": "a layout not seen before", "product": "tickets", "kind": kind.layout.value,
        "timestamps": _common_forms(evidence, chosen), "columns": columns,
    }  # fmt: skip
    if evidence.placeholders:
        keys["missing"] = [*MISSING, *evidence.placeholders]
    if statuses:
        keys["statuses"] = dict(statuses)
    if verdicts:
        keys["verdicts"] = dict(verdicts)
    level = chosen.fields.get("level")
    if level and (numbers := level_numbers(word for word, _ in evidence.profiles[level.column].values)):
        keys["levels"] = numbers
    return keys


def _zone_by_pair(evidence: Evidence, options: LoadOptions, keys: dict[str, Any]) -> list[str]:
    """The zone, where two columns of the file settle it and nobody said another; put among the keys."""
    if options.timezone or len(evidence.forms) < 2:
        return []
    acts = {name: frozenset(act for act in _ACTS if reading.has(act)) for name, reading in evidence.headers.items()}
    found = zone_by_pair(evidence.db, list(evidence.forms.values()), acts, language_zones(list(evidence.headers)))
    if found is None:
        return []
    keys["timezone"] = found[0]
    return [f"times without an offset are read in {found[0]}: {found[1]}"]


def _common_forms(evidence: Evidence, chosen: Chosen) -> list[str]:
    forms = [form for one in chosen.fields.values() if one.column in evidence.forms for form in evidence.forms[one.column].forms]
    return list(dict.fromkeys(forms)) or [ISO]


def _source(evidence: Evidence, field: str, one: Candidate) -> str | dict[str, Any]:
    """A field's entry in [columns]: each instant with its own forms, so that no other column's form can read it."""
    if one.kind == "first_event":
        return {"first_event": True}
    if one.kind == SPAN:
        return {"after": "received_at", "column": one.column, "unit": one.unit}
    if one.kind == SO_FAR:
        return {"column": one.column, "so_far": True}
    forms = evidence.forms.get(one.column)
    if one.kind != INSTANT or forms is None:
        return one.column
    source: dict[str, Any] = {"column": one.column, "timestamps": list(forms.forms)}
    if zone := evidence.headers[one.column].zone:
        source["timezone"] = zone
    if field in _DEADLINES and not forms.has_time:
        source["end_of_day"] = True
    return source


def _field(one: Candidate, source: str | dict[str, Any], others: Sequence[Candidate]) -> FieldProposal:
    return FieldProposal(one.field, one.column, source, one.confidence, one.reason, tuple((o.column, o.reason) for o in others[:3]))


def _unsaid(words: Iterable[str], options: LoadOptions) -> list[str]:
    """The status words that nobody has said the meaning of either."""
    said = {lowered(word) for word in (options.words or {}).get("status", {})}
    return [word for word in words if lowered(word) not in said]


def _notes(evidence: Evidence, kind: KindOfFile, chosen: Chosen, unknown: Sequence[str]) -> list[str]:
    notes = []
    if unknown:
        notes.append(f"status words that are not known, and so mean nothing for the clocks: {', '.join(unknown[:10])}")
    if kind.layout is not Layout.CHANGES and not chosen.fields.keys() & _ENDS:
        notes.append("no column says whether tickets are resolved: the resolution clock is unknown")
    if spans := [one.column for one in chosen.fields.values() if one.kind == SPAN]:
        named = ", ".join(map(repr, spans))
        notes.append(f"{named} counts from received_at in calendar time: a span measured in business hours would put the stop too early")
    if evidence.placeholders:
        notes.append(f"read as no value, since they stand for a missing instant: {', '.join(map(repr, evidence.placeholders))}")
    for field in _DEADLINES:
        one = chosen.fields.get(field)
        if one and one.column in evidence.forms and not evidence.forms[one.column].has_time:
            notes.append(f"{one.column!r} holds days without a time: {field} is the end of the day")
    received = chosen.fields.get("received_at")
    if received and kind.layout is Layout.TICKETS and kind.changing.get(received.column, 0.0) > 0:
        several = f"some values of {kind.key!r} stand for tickets with different {received.column!r}"
        notes.append(f"{several}: of those only the latest state is kept")
    if received and received.kind == INSTANT and received.column in evidence.forms and not evidence.forms[received.column].has_time:
        notes.append(f"{received.column!r} holds days without a time, read as midnight: short targets cannot be judged by it")
    for one in chosen.fields.values():
        forms = evidence.forms.get(one.column)
        if forms and forms.unread:
            notes.append(f"{forms.filled - forms.read:,} values of {one.column!r} are no timestamps, such as {forms.unread[0]!r}")
    return notes


def _of_changes(evidence: Evidence, found: Mapping[str, Sequence[Candidate]], kind: KindOfFile, options: LoadOptions) -> Proposal:
    """A history: one row a change."""
    pair = change_columns(evidence)
    assert pair is not None and kind.key is not None
    what, new = pair
    old = [n for n, r in evidence.headers.items() if r.has("old") and n != new and not r.unknown]
    varying = [name for name, share in kind.changing.items() if share > 0] or list(evidence.forms)
    by_header = [c.column for f in ("updated_at", "received_at") for c in found.get(f, []) if c.column in varying]
    at = by_header[0] if by_header else (varying[0] if len(varying) == 1 else None)
    fields = changed_fields(word for word, _ in evidence.profiles[what].values)
    reasons = {
        "ticket_id": (kind.key, kind.reason), "field": (what, "the header says what changed"), "to": (new, "the header says the new value"),
    }  # fmt: skip
    if len(old) == 1:
        reasons["from"] = (old[0], "the header says the old value")
    columns: dict[str, Any] = {name: column for name, (column, _) in reasons.items()}
    if at:
        reasons["at"] = (at, "the instant that differs within tickets")
        columns["at"] = {"column": at, "timestamps": list(evidence.forms[at].forms)}
    words = [word for word, _ in evidence.profiles[what].values]
    statuses, unread = _history_statuses(evidence, what, new, fields)
    unknown = _unsaid(unread, options)
    keys: dict[str, Any] = {
        "title": "a history of changes not seen before", "product": "tickets", "kind": kind.layout.value,
        "timestamps": list(evidence.forms[at].forms) if at else [ISO], "columns": columns,
        "fields": {**fields, "other_fields": "set_aside"}, **({"statuses": statuses} if statuses else {}),
    }  # fmt: skip
    proposed = tuple(FieldProposal(name, column, columns[name], 0.85, why) for name, (column, why) in reasons.items())
    left = [word for word in words if not any(word in ones for ones in fields.values())]
    notes = [f"changes of other fields are set aside: {', '.join(left[:10])}"] if left else []
    return Proposal(
        kind.layout, kind.reason, proposed, tuple(of_changes(evidence, at, fields, what)), evidence.forms, keys, (), statuses,
        tuple(unknown), (), tuple(notes),
    )  # fmt: skip


def _history_statuses(evidence: Evidence, what: str, new: str, fields: Mapping[str, list[str]]) -> tuple[dict[str, list[str]], list[str]]:
    names = [lowered(word) for word in fields.get("status", [])]
    if not names:
        return {}, []
    a, b = evidence.profiles[what].column, evidence.profiles[new].column
    rows = evidence.db.rows(
        f"SELECT DISTINCT {b} FROM exported_text WHERE list_contains($names, lower({a})) AND {b} IS NOT NULL ORDER BY 1 LIMIT 60",  # noqa: S608
        {"names": names},
    )
    return status_kinds(str(row[0]) for row in rows)
