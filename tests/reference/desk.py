"""A small desk of hostile histories. The same seed gives the same files."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from analytics.vocabulary import Clock
from tests.reference.clocks import Judge
from tests.reference.export import DEADLINES, Change, Export, Ticket, in_order, kind

FIRST_AT = int(datetime(2024, 1, 3, tzinfo=UTC).timestamp())
LAST_AT = int(datetime(2024, 12, 18, 16, 30, tzinfo=UTC).timestamp())
ZONES = ("America/Chicago", "Europe/Berlin", "Australia/Lord_Howe")
EDGE_DAYS = (
    (3, 9), (3, 10), (3, 31), (4, 6), (4, 7), (5, 1), (5, 27), (6, 12), (6, 13), (7, 3), (7, 4), (7, 6), (9, 14), (9, 15), (10, 5), (10, 6),
    (10, 26), (10, 27), (11, 2), (11, 3), (11, 28), (11, 29),
)  # fmt: skip
EDGE_TIMES = (
    (0, 0, 0), (1, 30, 0), (2, 0, 0), (2, 30, 0), (6, 0, 0), (7, 59, 59), (8, 0, 0), (8, 0, 1), (8, 30, 0), (12, 30, 0), (12, 45, 0),
    (13, 0, 0), (14, 30, 0), (16, 30, 0), (16, 59, 59), (17, 0, 0), (17, 0, 1), (17, 30, 0), (22, 0, 0), (23, 59, 59),
)  # fmt: skip
OPEN, PAUSED, DONE = ("new", "Open", "in progress"), ("pending", "On Hold", "waiting"), ("resolved", "Solved", "closed")
STATUSES = (*OPEN, *PAUSED, *PAUSED, *DONE, "resolved", "escalated to the moon")
TIERS = ("Standard", "Enterprise", "enterprise", " Night ", "Split", "Island", "Gold", "BASIC", "Nachts", "Tin", "")
PRIORITIES = ("High", "p1", "Medium", "MEDIUM", "P2", "Low", "P1x", "P2x", "P3x", "Whatever", "")
GROUPS, ASSIGNEES = ("Desk", "Network", "Field", "Second line"), ("Ann", "Bo", "Cy", "Di", "Ed")
EXCLUSIONS = ("",) * 16 + ("third_party", "Customer_Change", "none of those", "n/a")
CHANNELS = ("email", "MAIL", "phone", "", "email")
GAPS = (1, 59, 60, 600, 3600, 4 * 3600, 9 * 3600, 86_400, 3 * 86_400, 9 * 86_400)
COLUMNS = (
    "ticket_id", "received_at", "updated_at", "first_response_at", "resolved_at", "closed_at", "status", "priority", "tier", "group",
    "assignee", "channel", "exclusion", "level", "escalated_at", "response_due_at", "resolution_due_at", "response_verdict",
    "resolution_verdict",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """What one source's export carries. `has_from`: its changes say what was before."""

    name: str
    columns: tuple[str, ...]
    history: tuple[str, ...]
    as_of_given: bool
    has_from: bool = True


def _without(*left_out: str) -> tuple[str, ...]:
    return tuple(c for c in COLUMNS if c not in left_out)


ALL_CHANGES = ("status", "priority", "tier", "group", "assignee", "level")
STYLES = (
    Style("full", COLUMNS, ALL_CHANGES, True),
    Style("silent", _without("first_response_at"), ALL_CHANGES, True, has_from=False),
    Style("logged", _without("first_response_at", "resolved_at", "closed_at", "level", "escalated_at", "assignee", "response_due_at"),
          (*ALL_CHANGES, "response"), False),
)  # fmt: skip


class Drawing:
    """Draws the tickets of one source."""

    def __init__(self, style: Style, judge: Judge, seed: int) -> None:
        self.style, self.judge, self.dice = style, judge, Random(f"{seed} {style.name}")

    def ticket(self, number: int) -> Ticket:
        """A ticket with its changes; what the style does not carry is left out."""
        dice = self.dice
        received = self._received()
        changes = self._statuses(received)
        words: dict[str, str | None] = {"status": changes[-1].after if changes else dice.choice(STATUSES)}
        history = {"status": changes}
        for name, values in (("priority", PRIORITIES), ("tier", TIERS), ("group", GROUPS), ("assignee", (*ASSIGNEES, ""))):
            history[name], words[name] = self._values(received, changes, values)
        words |= {"channel": dice.choice(CHANNELS) or None, "exclusion": dice.choice(EXCLUSIONS) or None, "level": None}
        instants: dict[str, int | None] = dict.fromkeys(("first_response_at", "resolved_at", "closed_at", "escalated_at"))
        ticket = Ticket(f"{self.style.name[:1]}-{number}", words, {"received_at": received, **instants}, {})
        ticket.changes = {name: found for name, found in history.items() if found and name in self.style.history}
        if dice.random() < 0.15:
            ticket.changes.pop("status", None)
        for name in ("response", "resolution"):
            ticket.instants[f"{name}_due_at"] = self._later(received) if dice.random() < 0.5 else None
            words[f"{name}_verdict"] = dice.choice(("met", "Breached", "running", ""))
        self._answer(ticket)
        if dice.random() < 0.25:
            self._at_the_edge(ticket)
        self._done(ticket)
        self._levels(ticket)
        return ticket

    def _received(self) -> int:
        dice = self.dice
        draw = dice.random()
        if draw < 0.45:
            return dice.randint(FIRST_AT, LAST_AT - 1)
        zone = ZoneInfo(dice.choice(ZONES))
        if draw < 0.7:
            month, day = dice.choice(EDGE_DAYS)
        elif draw < 0.93:
            month, day = dice.randint(1, 11), dice.randint(1, 28)
        else:
            return LAST_AT - dice.choice((1800, 900, 7200, 8 * 3600, 24 * 3600, 72 * 3600, 4 * 3600)) + dice.choice((-1, 0, 0, 1))
        at = datetime(2024, month, day, *dice.choice(EDGE_TIMES), tzinfo=zone)
        return max(FIRST_AT, int(at.timestamp()) + dice.choice((0, 0, 0, -1, 1)))

    def _later(self, at: int) -> int:
        dice = self.dice
        gap = dice.choice(GAPS)
        return at + (gap if dice.random() < 0.4 else dice.randint(1, gap))

    def _statuses(self, received: int) -> list[Change]:
        """A chain of statuses, sometimes two in one second, sometimes begun before the ticket was received."""
        dice = self.dice
        at, state, chain = received, dice.choice(("new", "new", "open", "open", "pending", "escalated to the moon")), []
        if dice.random() < 0.03:
            at -= 7200
        for _ in range(dice.choice((0, 1, 1, 2, 2, 3, 4, 5, 8))):
            if not (chain and self.style.has_from and dice.random() < 0.04):
                at = self._later(at)
            if at > LAST_AT:
                break
            used = {c.before for c in chain if c.at == at}
            choices = [s for s in STATUSES if s != state and s not in used]
            if state in DONE and dice.random() < 0.5:
                break
            after = dice.choice(choices)
            chain.append(Change(at, state, after))
            state = after
        return chain

    def _values(self, received: int, statuses: list[Change], values: tuple[str, ...]) -> tuple[list[Change], str | None]:
        """Changes of one field: before, at and after the start, some in the second of a status change; and the current value."""
        dice = self.dice
        if dice.random() < 0.45:
            return [], dice.choice(values) or None
        instants = {received - 60, received, received + 1, *(self._later(received) for _ in range(3)), *(c.at for c in statuses)}
        chosen = sorted(at for at in dice.sample(sorted(instants), min(len(instants), dice.randint(1, 3))) if at <= LAST_AT)
        if chosen and self.style.has_from and dice.random() < 0.1:
            chosen.append(chosen[-1])
        held: str | None = dice.choice(values) or None if dice.random() < 0.6 else None
        chain: list[Change] = []
        for at in chosen:
            used = {c.before for c in chain if c.at == at}
            after = dice.choice([v or None for v in values if (v or None) != held and (v or None) not in used])
            chain.append(Change(at, held, after))
            held = after
        return chain, held

    def _answer(self, ticket: Ticket) -> None:
        dice = self.dice
        if dice.random() < 0.3:
            return
        at = self._later(ticket.received_at)
        due = self.judge.clock(self._export(ticket), ticket, Clock.FIRST_RESPONSE)["due_at"]
        draw = dice.random()
        if due is not None and draw < 0.3:
            at = due + dice.choice((-1, 0, 0, 1))
        elif draw < 0.33:
            at = ticket.received_at - dice.choice((1, 3600))
        elif draw < 0.36:
            at = ticket.received_at
        if at > LAST_AT:
            return
        if "response" in self.style.history:
            ticket.changes["response"] = in_order([Change(at, None, "public"), Change(self._later(at), None, "again")])
            ticket.changes["response"] = [c for c in ticket.changes["response"] if c.at <= LAST_AT]
        elif "first_response_at" in self.style.columns:
            ticket.instants["first_response_at"] = at

    def _export(self, ticket: Ticket) -> Export:
        return Export({ticket.ticket_id: ticket}, LAST_AT, True)

    def _at_the_edge(self, ticket: Ticket) -> None:
        """Resolve or pause a ticket that still runs in the very second it is due, or beside it."""
        dice = self.dice
        clock = self.judge.clock(self._export(ticket), ticket, Clock.RESOLUTION)
        due, chain = clock["due_at"], ticket.of("status")
        if clock["stopped_by"] or due is None or not self.style.history:
            return
        at = due + dice.choice((-1, 0, 0, 0, 1))
        held = chain[-1].after if chain else ticket.words["status"]
        if at > LAST_AT or at <= ticket.received_at or (chain and at <= chain[-1].at):
            return
        goes_to = ("resolved", "open") if kind(held) == "paused" else ("resolved", "closed", "pending", "waiting")
        added = [Change(at, held, dice.choice(goes_to))]
        if kind(added[0].after) == "paused" and dice.random() < 0.6 and (later := self._later(at)) <= LAST_AT:
            added.append(Change(later, added[0].after, dice.choice(("resolved", "open"))))
        ticket.changes["status"] = [*chain, *added]
        ticket.words["status"] = added[-1].after

    def _done(self, ticket: Ticket) -> None:
        """The columns for resolved and closed: right, missing, stale, and before the start."""
        dice, chain = self.dice, ticket.of("status")
        ends = [c.at for c in chain if kind(c.after) in ("resolved", "closed")]
        draw = dice.random()
        now = kind(ticket.words["status"])
        if chain and now in ("open", "paused") and dice.random() < 0.06:
            ticket.words["status"], now, ends = "closed", "closed", []  # the history ends before the ticket did
            ticket.instants["closed_at"] = min(LAST_AT, self._later(chain[-1].at)) if dice.random() < 0.6 else None
        if "resolved_at" not in self.style.columns:
            return
        if ends and (draw < 0.5 or (now == "open" and draw < 0.6)):
            ticket.instants["resolved_at" if dice.random() < 0.8 else "closed_at"] = ends[-1]
        elif not chain and now != "open" and now != "paused" and draw < 0.9:
            at = self._later(ticket.received_at) if draw > 0.05 else ticket.received_at - 5
            due = self.judge.clock(self._export(ticket), ticket, Clock.RESOLUTION)["due_at"]
            at = due + dice.choice((-1, 0, 1)) if due is not None and dice.random() < 0.3 else at
            if at <= LAST_AT:
                ticket.instants[dice.choice(("resolved_at", "resolved_at", "closed_at"))] = at
        if ticket.instants["resolved_at"] and dice.random() < 0.3:
            ticket.instants["closed_at"] = min(LAST_AT, self._later(ticket.instants["resolved_at"]))

    def _levels(self, ticket: Ticket) -> None:
        dice = self.dice
        if dice.random() < 0.6 or "level" not in (*self.style.columns, *self.style.history):
            return
        shared = [c.at for name in ("group", "status") for c in ticket.of(name) if c.at > ticket.received_at]
        at, held, chain = ticket.received_at - dice.choice((0,) * 20 + (3600,)), 0, []
        for _ in range(dice.randint(1, 4)):
            at = dice.choice([s for s in shared if s > at] or [self._later(at)]) if dice.random() < 0.3 else self._later(at)
            if at > LAST_AT:
                break
            after = dice.choice((0, 1, 2, 3, 4, held + 1, held + 1))
            chain.append(Change(at, None if held == 0 and dice.random() < 0.5 else str(held), str(after)))
            held = after
        if not chain:
            return
        if "level" in self.style.history and not ("level" in self.style.columns and dice.random() < 0.2):
            ticket.changes["level"] = chain
        else:
            ticket.words["level"], ticket.instants["escalated_at"] = str(chain[-1].after), chain[-1].at


def write_desk(folder: Path, style: Style, judge: Judge, tickets: int, seed: int) -> tuple[Path, Path]:
    """The files of one source: tickets in no order, some with an older state beside them, some changes twice."""
    drawing = Drawing(style, judge, seed)
    drawn = [drawing.ticket(number) for number in range(tickets)]
    dice = drawing.dice
    rows = []
    for ticket in drawn:
        changed = [c.at for found in ticket.changes.values() for c in found]
        last = max([ticket.received_at, *changed, *(at for name, at in ticket.instants.items() if at and name not in DEADLINES)])
        row = {**ticket.words, **{k: stamp(v, dice) for k, v in ticket.instants.items()}, "updated_at": stamp(last, dice)}
        rows.append({"ticket_id": ticket.ticket_id, **row})
        if dice.random() < 0.03:
            old = {"status": "open", "priority": "Low", "tier": "Split", "exclusion": None, "resolved_at": None, "closed_at": None}
            rows.append({**rows[-1], **old, "updated_at": stamp(min(last, ticket.received_at) - 1, dice)})
    dice.shuffle(rows)
    tickets_file = folder / f"{style.name}-tickets.csv"
    _write(tickets_file, style.columns, rows)
    changes = [
        {"ticket_id": t.ticket_id, "at": stamp(c.at, dice), "field": name, "from": c.before, "to": c.after, "actor": "x"}
        for t in drawn for name, found in t.changes.items() for c in found
    ]  # fmt: skip
    changes += [dict(change) for change in changes if dice.random() < 0.02]
    dice.shuffle(changes)
    changes_file = folder / f"{style.name}-changes.csv"
    columns = ("ticket_id", "at", "field", *(("from",) if style.has_from else ()), "to", "actor")
    _write(changes_file, columns, changes)
    return tickets_file, changes_file


def stamp(at: int | None, dice: Random) -> str | None:
    if at is None:
        return None
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}{'.900' if dice.random() < 0.02 else ''}Z"


def _write(file: Path, columns: tuple[str, ...], rows: list[dict[str, str | None]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, columns, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
