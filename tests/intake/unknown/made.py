"""Made-up exports of help desks that do not exist, in layouts and languages of their own, with the mapping that is right for each."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    "ru": ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
}


@dataclass(frozen=True)
class Ticket:
    """One made-up ticket. Instants are local; None where it has not come to that."""

    number: int
    received: datetime
    response: datetime | None
    resolved: datetime | None
    closed: datetime | None
    updated: datetime
    due: datetime
    kind: int
    priority: int
    agent: int
    met: bool


@dataclass(frozen=True)
class Layout:
    """One layout: headers with what stands in them (see `cell`), and field -> header as an analyst would map it."""

    name: str
    columns: dict[str, str]
    mapping: dict[str, str]
    delimiter: str = ","
    months: str = "en"
    kinds: dict[str, str] = field(default_factory=dict)
    asks: bool = False


def tickets(count: int = 160, seed: int = 7) -> list[Ticket]:
    chance = random.Random(seed)
    made = []
    at = datetime(2026, 1, 5, 8, 3, 11)
    for number in range(1, count + 1):
        at += timedelta(minutes=chance.randint(20, 1400), seconds=chance.randint(0, 59))
        response = at + timedelta(minutes=chance.randint(3, 900), seconds=chance.randint(0, 59)) if chance.random() < 0.93 else None
        kind = chance.choices([0, 1, 2, 3], [2, 1, 2, 6])[0] if response else 0
        resolved = response + timedelta(minutes=chance.randint(10, 9000)) if response and kind > 1 else None
        closed = resolved + timedelta(minutes=chance.randint(60, 4000)) if resolved and kind == 3 else None
        updated = (closed or resolved or response or at) + timedelta(minutes=chance.randint(0, 3))
        due = at + timedelta(days=3)
        made.append(Ticket(number, at, response, resolved, closed, updated, due, kind, chance.randint(0, 2), chance.randint(0, 5),
                           bool(resolved and resolved <= due)))  # fmt: skip
    return made


def written(layout: Layout, rows: list[Ticket] | None = None) -> str:
    """The layout's file as text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\n")
    writer.writerow(layout.columns)
    for ticket in rows or tickets():
        writer.writerow([cell(spec, ticket, layout.months) for spec in layout.columns.values()])
    return out.getvalue()


def instant(at: datetime | None, form: str, months: str) -> str:
    if at is None:
        return ""
    names = {"d": at.day, "m": at.month, "Y": at.year, "y": at.year % 100, "H": at.hour, "M": at.minute, "S": at.second,
             "I": at.hour % 12 or 12, "p": "PM" if at.hour >= 12 else "AM", "b": MONTHS[months][at.month - 1],
             "f": at.microsecond, "e": int((at - datetime(1970, 1, 1)).total_seconds()),
             "x": f"{(at - datetime(1899, 12, 30)).total_seconds() / 86400:.6f}"}  # fmt: skip
    return form.format(**names)


def _span(ticket: Ticket, act: str) -> int | None:
    at = getattr(ticket, act)
    return None if at is None else int((at - ticket.received).total_seconds())


def _words(spec: str, place: int) -> str:
    words = spec.split("|")
    return words[min(place, len(words) - 1)]


_CELLS: dict[str, Callable[[Ticket, str], str]] = {
    "id": lambda t, spec: spec.format(100_000 + 7 * t.number),
    "status": lambda t, spec: _words(spec, t.kind),
    "priority": lambda t, spec: _words(spec, t.priority),
    "pick": lambda t, spec: _words(spec, (t.number * 7 + t.agent) % len(spec.split("|"))),
    "agent": lambda t, spec: ["Ada Quill", "Ben Oar", "Cy Loom", "Dot Fern", "Eli Marsh", "Flo Reed"][t.agent] if t.response else "",
    "org": lambda t, spec: f"Firm {t.number % 23} Ltd",
    "name": lambda t, spec: f"Person {t.number % 71}",
    "email": lambda t, spec: f"user{t.number % 71}@firm{t.number % 23}.example",
    "text": lambda t, spec: f"The printer on floor {t.number % 9} says {t.number * 31 % 997} and stops, see note {t.number}",
    "met": lambda t, spec: "" if t.resolved is None else _words(spec, 0 if t.met else 1),
    "const": lambda t, spec: spec,
    "count": lambda t, spec: str(t.number * 13 % 5),
    "minutes": lambda t, spec: "" if (s := _span(t, spec)) is None else str(s // 60),
    "hours": lambda t, spec: "" if (s := _span(t, spec)) is None else f"{s / 3600:.2f}",
    "hms": lambda t, spec: "" if (s := _span(t, spec)) is None else f"{s // 3600:02}:{s % 3600 // 60:02}:{s % 60:02}",
}


def cell(spec: str, ticket: Ticket, months: str) -> str:
    """`received:{d:02}.{m:02}.{Y}` an act in that form; `status:a|b|c|d`; `id:INC{}` … (the keys of _CELLS)."""
    what, _, rest = spec.partition(":")
    if what in ("received", "response", "resolved", "closed", "updated", "due"):
        return instant(getattr(ticket, what), rest, months)
    return _CELLS[what](ticket, rest)
