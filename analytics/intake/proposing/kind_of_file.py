"""What one row of the file is: a ticket, a ticket as it stood at an event, or one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.intake.export_format import Layout
from analytics.intake.proposing.candidates import Candidate
from analytics.intake.proposing.evidence import Evidence
from analytics.intake.proposing.header import NEUTRAL

_LEAST_ROWS_A_TICKET = 1.05
_VARIES = 0.5


@dataclass(frozen=True)
class KindOfFile:
    """The kind with its reason. `key` is the ticket's id, `changing` the share of tickets within which each instant differs."""

    layout: Layout
    reason: str
    key: str | None
    changing: Mapping[str, float]
    is_unclear: bool = False


def kind_of_file(evidence: Evidence, found: Mapping[str, Sequence[Candidate]], key: str | None) -> KindOfFile:
    """By whether ids repeat, and what then differs."""
    if key is None:
        return KindOfFile(Layout.TICKETS, "no column is plainly the ticket's id", None, {})
    profile = evidence.profiles[key]
    if profile.distinct == profile.filled:
        return KindOfFile(Layout.TICKETS, f"{key!r} differs in every row", key, {})
    instants = [name for name, forms in evidence.forms.items() if not forms.is_number or forms.carries_offset]
    if evidence.distinct_rows() == profile.distinct:
        repeated = profile.filled - profile.distinct
        return KindOfFile(Layout.TICKETS, f"{repeated:,} rows are repeated as they are, else {key!r} differs in every row", key, {})
    by_ticket = f"{profile.filled / profile.distinct:.1f} rows for each {key!r}"
    changing = evidence.changing_within(key, instants)
    if change_columns(evidence):
        return KindOfFile(Layout.CHANGES, f"{by_ticket}, with columns for what changed and its new value", key, changing)
    if profile.filled / profile.distinct < _LEAST_ROWS_A_TICKET:
        return KindOfFile(Layout.TICKETS, f"{key!r} differs in all rows but {profile.filled - profile.distinct:,}", key, changing)
    if any(share >= _VARIES for share in changing.values()):
        at = max(changing, key=lambda name: changing[name])
        return KindOfFile(Layout.EVENT_LOG, f"{by_ticket}, within which {at!r} differs", key, changing)
    return KindOfFile(Layout.TICKETS, f"{by_ticket}, and no instant tells them apart", key, changing, is_unclear=True)


def change_columns(evidence: Evidence) -> tuple[str, str] | None:
    """The columns that name what changed and its new value; None where one of them is not there."""
    fields = [n for n, r in evidence.headers.items() if r.has("field") and not r.unknown and all(p & {"field", NEUTRAL} for p in r.pieces)]
    news = [n for n, r in evidence.headers.items() if r.has("new") and not r.unknown and all(p & {"new", NEUTRAL} for p in r.pieces)]
    if len(fields) != 1 or not news:
        return None
    exact = [n for n in news if evidence.profiles[n].filled]
    return (fields[0], exact[0]) if len(exact) == 1 else None
