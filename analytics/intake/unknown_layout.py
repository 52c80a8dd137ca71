"""The format of a file that no format describes: the proposal, where all it needs is sure; else a question, never a guess."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.errors import MappingIncomplete
from analytics.intake.detective.column_profile import forget_text
from analytics.intake.export_format import ExportFormat
from analytics.intake.instant_forms import form_faults
from analytics.intake.options import LoadOptions
from analytics.intake.proposing.proposal import DIGEST, Proposal, Question
from analytics.intake.proposing.propose import propose
from analytics.intake.recognise import NOT_SEEN_BEFORE
from analytics.intake.records import Records
from analytics.warehouse import Database


@dataclass(frozen=True)
class Reading:
    """How a file is to be read: `base`, and what of the options is still to be put on top of it. `proposal` where there was no format."""

    base: ExportFormat
    options: LoadOptions
    proposal: Proposal | None = None


def reading_of(
    db: Database, records: Records, name: str, options: LoadOptions, base: ExportFormat, proposal: Proposal | None = None
) -> Reading:
    """The format as settled by the header, or where none recognised it the proposal; a proposal never stands before a format.

    Raises MappingIncomplete where the data leaves open what is needed.
    """
    check_forms(name, options)
    if base is not NOT_SEEN_BEFORE:
        return Reading(with_forms(base, options), options)
    if proposal is None:
        proposal = propose(db, records, options)
        forget_text(db)
    missing = [column for column in options.mapping.values() if column not in records.header]
    if missing:
        return Reading(base, options)
    if proposal.needed:
        raise refused(name, records, proposal)
    # What was said by hand stands in the proposal, each column with its own forms of timestamps.
    return Reading(proposed_format(proposal), replace(options, mapping={}), proposal)


def proposed_format(proposal: Proposal) -> ExportFormat:
    return replace(proposal.export(), digest=DIGEST)


def with_forms(base: ExportFormat, options: LoadOptions) -> ExportFormat:
    """A format with the analyst's forms of timestamps in place of its own."""
    if not options.timestamps:
        return base
    columns = {name: replace(source, timestamps=()) if source.timestamps else source for name, source in base.columns.items()}
    return replace(base, timestamps=options.timestamps, columns=columns)


def check_forms(name: str, options: LoadOptions) -> None:
    faults = [f"{form!r}: {', '.join(found)}" for form in options.timestamps or () if (found := form_faults(form))]
    if faults:
        raise MappingIncomplete(
            f"{name}: --timestamps is no form of timestamps", "; ".join(faults),
            "day-first, month-first, year-first, iso8601, excel_serial, epoch_seconds, epoch_milliseconds, or like '%d.%m.%Y %H:%M'",
        )  # fmt: skip


def refused(name: str, records: Records, proposal: Proposal) -> MappingIncomplete:
    """What is missing or unsure, how to say it, and what can still be done."""
    why = "\n         ".join(f"{question.about}: {question.why}" for question in proposal.needed)
    answers = " ".join(dict.fromkeys(question.answer for question in proposal.needed))
    there = [one.field for one in proposal.fields]
    read = ", ".join(f"{one.field} = {one.column!r}" for one in proposal.fields)
    columns = ", ".join(records.header[:40])
    found = f"{why}\n         read so far: {read or 'nothing'}\n         columns: {columns}"
    gaps = " and ".join(dict.fromkeys(_gap(question) for question in proposal.needed))
    wrong = f"{name} gives {gaps}, and no format describes its layout"
    return MappingIncomplete(wrong, found, f"say it: {answers}\n         {_still(there)}")


def _gap(question: Question) -> str:
    gaps = {"timestamps": "dates that can be read two ways", "rows": "no sign of what one row is"}
    return gaps.get(question.about, f"no {question.about}")


def _still(there: list[str]) -> str:
    """What can still be done where the instant of receiving is not in the file."""
    if "received_at" in there:
        return "sundial inspect shows all of it"
    return (
        "or export again with the time of creation: without it nothing can be timed, neither response nor resolution, and no breach rate "
        "would mean anything. What the file does hold can be looked at with sundial inspect"
    )
