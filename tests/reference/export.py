"""The canonical files of one source as the reference reads them: text in, tickets with their changes out."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

EMPTY = {"", "?", "-", "--", "{}", "null", "none", "nan", "n/a", "#n/a"}
KINDS = {
    **dict.fromkeys(("new", "open", "in progress"), "open"),
    **dict.fromkeys(("pending", "on_hold", "on hold", "waiting"), "paused"),
    **dict.fromkeys(("resolved", "solved"), "resolved"),
    "closed": "closed",
}
WORDS = (
    "status", "priority", "tier", "group", "assignee", "channel", "exclusion", "level", "response_verdict", "resolution_verdict",
)  # fmt: skip
DEADLINES = ("response_due_at", "resolution_due_at")
ACTS = ("received_at", "updated_at", "first_response_at", "resolved_at", "closed_at", "escalated_at")


def instant(text: str | None) -> int | None:
    """Seconds since 1970; sub-seconds are cut (T1)."""
    if text is None or text.strip().lower() in EMPTY:
        return None
    return int(datetime.fromisoformat(text.strip().replace("Z", "+00:00")).timestamp())


def word(text: str | None) -> str | None:
    return None if text is None or text.strip().lower() in EMPTY else text.strip()


def kind(status: str | None) -> str | None:
    """What a status means for the clocks; None for a word that the format does not know."""
    return KINDS.get(status.lower()) if status else None


@dataclass(frozen=True)
class Change:
    """`told`: the export says what was before, be it nothing; an export without that column leaves the first change of a field untold."""

    at: int
    before: str | None
    after: str | None
    told: bool = True


@dataclass
class Ticket:
    """A ticket as last seen, and its changes by field, in order."""

    ticket_id: str
    words: dict[str, str | None]
    instants: dict[str, int | None]
    changes: dict[str, list[Change]] = field(default_factory=dict)

    @property
    def received_at(self) -> int:
        at = self.instants["received_at"]
        assert at is not None
        return at

    def of(self, name: str) -> list[Change]:
        return self.changes.get(name, [])


@dataclass
class Export:
    """One source: its tickets, the instant it stands at (T3), and what it records (K5, E4)."""

    tickets: dict[str, Ticket]
    as_of: int
    responses_recorded: bool


def read_export(tickets_file: Path, changes_file: Path | None, as_of: int | None) -> Export:
    """Both files of a source. `as_of` as given for the load; None: the latest recorded act."""
    acts: list[int] = []
    tickets: dict[str, Ticket] = {}
    with tickets_file.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        header = rows.fieldnames or ()
        for row in rows:
            ticket = _ticket(row)
            acts += [at for name in ACTS if (at := ticket.instants[name]) is not None]
            seen = tickets.get(ticket.ticket_id)
            if seen is None or (ticket.instants["updated_at"] or 0) > (seen.instants["updated_at"] or 0):
                tickets[ticket.ticket_id] = ticket
    history = read_changes(changes_file) if changes_file is not None else {}
    for (ticket_id, name), changes in history.items():
        acts += [change.at for change in changes]
        tickets[ticket_id].changes[name] = changes
    responses = "first_response_at" in header or any(name == "response" for _, name in history)
    return Export(tickets, max(acts) if as_of is None else as_of, responses)


def read_changes(file: Path) -> dict[tuple[str, str], list[Change]]:
    """(ticket, field) -> its changes in order, each row once."""
    with file.open(newline="", encoding="utf-8") as opened:
        found: dict[tuple[str, str], set[Change]] = {}
        for row in csv.DictReader(opened):
            at = instant(row["at"])
            assert at is not None
            change = Change(at, word(row.get("from")), word(row["to"]), told="from" in row)
            found.setdefault((row["ticket_id"], row["field"].strip().lower()), set()).add(change)
    return {key: linked(in_order(changes)) for key, changes in found.items()}


def linked(changes: list[Change]) -> list[Change]:
    """What was before a change is what the one before it left, where the export has no column for it."""
    befores = [None, *(change.after for change in changes)]
    return [c if c.told else Change(c.at, befores[n], c.after, told=n > 0) for n, c in enumerate(changes)]


def _ticket(row: dict[str, str]) -> Ticket:
    return Ticket(row["ticket_id"].strip(), {n: word(row.get(n)) for n in WORDS}, {n: instant(row.get(n)) for n in (*ACTS, *DEADLINES)})


def in_order(changes: Iterable[Change]) -> list[Change]:
    """By instant; those of one second in the order in which each one's `from` is what the one before left."""
    waiting = sorted(changes, key=lambda c: (c.at, c.before or "", c.after or ""))
    ordered: list[Change] = []
    while waiting:
        together = [c for c in waiting if c.at == waiting[0].at]
        left_by = {c.after for c in together if c.after != c.before}
        held = ordered[-1].after if ordered else None
        fits = [c for c in together if c.before == held] if ordered else []
        fits = fits or [c for c in together if c.before not in left_by] or together
        ordered.append(fits[0])
        waiting.remove(fits[0])
    return ordered
