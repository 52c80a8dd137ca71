"""Columns of the files as Arrow text, made without a Python object per cell: words by code, instants and ticket ids by digits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analytics.samples.acts import FIELDS, Events
from analytics.samples.chance import Seconds
from analytics.samples.names import CHANNELS, EXCLUSIONS, ORGANISATIONS, WORDS
from analytics.samples.tickets import ABSENT, Tickets

DAY = 86400
EPOCH = date(1970, 1, 1)
STAMP = len("2026-11-17T21:30:00Z")
DATE = len("2026-11-17T")
PREFIX = "SD-"
SHORTEST_ID = 6
Bytes = npt.NDArray[np.uint8]

TICKET_COLUMNS = (
    "ticket_id", "received_at", "updated_at", "first_response_at", "resolved_at", "closed_at", "status", "priority", "tier",
    "group", "assignee", "organisation", "channel", "exclusion",
)  # fmt: skip
EVENT_COLUMNS = ("ticket_id", "at", "field", "from", "to", "actor")


def _letters(texts: list[str]) -> Bytes:
    return np.array([list(text.encode("ascii")) for text in texts], dtype=np.uint8)


class Stamps:
    """Instants as ISO 8601 UTC with a trailing Z; empty where ABSENT. Knows the days from the first instant to the last."""

    def __init__(self, first_at: int, last_at: int) -> None:
        self._first_day = first_at // DAY
        days = range(self._first_day, last_at // DAY + 1)
        self._days = _letters([f"{EPOCH + timedelta(days=day)}T" for day in days])
        times = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}Z" for s in range(DAY)]
        self._times = _letters(times)

    def text(self, at: Seconds) -> Any:
        """A column of text."""
        there = at != ABSENT
        day, second = np.divmod(at[there], DAY)
        letters = np.empty((len(day), STAMP), dtype=np.uint8)
        letters[:, :DATE] = self._days[day - self._first_day]
        letters[:, DATE:] = self._times[second]
        ends = np.cumsum(np.where(there, STAMP, 0))
        return _text(np.concatenate(([0], ends)), letters)


class Ids:
    """Ticket ids SD-000001 on; all of a desk have one length."""

    def __init__(self, tickets: int) -> None:
        self._digits = max(SHORTEST_ID, len(str(tickets)))

    def text(self, first: int, rows: int) -> Any:
        """Ids of the tickets with indexes from `first` on."""
        number = np.arange(first + 1, first + 1 + rows, dtype=np.int64)
        letters = np.empty((rows, len(PREFIX) + self._digits), dtype=np.uint8)
        letters[:, : len(PREFIX)] = np.frombuffer(PREFIX.encode(), dtype=np.uint8)
        for place in range(letters.shape[1] - 1, len(PREFIX) - 1, -1):
            number, digit = np.divmod(number, 10)
            letters[:, place] = digit + ord("0")
        return _text(np.arange(rows + 1) * letters.shape[1], letters)


def _text(offsets: npt.NDArray[np.int64], letters: Bytes) -> Any:
    return pa.StringArray.from_buffers(
        len(offsets) - 1, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(np.ascontiguousarray(letters))
    )


def _words(words: tuple[str, ...], index: npt.NDArray[Any]) -> Any:
    return pa.array(words, pa.string()).take(pa.array(index))


def ticket_table(tickets: Tickets, stamps: Stamps, ids: Any) -> Any:
    """The rows of tickets.csv, in the order of its header."""
    instants = (tickets.received_at, tickets.updated_at, tickets.first_response_at, tickets.resolved_at, tickets.closed_at)
    fields = ("status", "priority", "tier", "group", "assignee")
    columns = [
        ids,
        *(stamps.text(at) for at in instants),
        *(_words(WORDS, tickets.acts.now(field)) for field in fields),
        _words(tuple(firm.name for firm in ORGANISATIONS), tickets.organisation),
        _words(CHANNELS, tickets.channel),
        _words(EXCLUSIONS, tickets.exclusion),
    ]
    return pa.table(columns, names=list(TICKET_COLUMNS))


def event_table(events: Events, stamps: Stamps, ids: Any) -> Any:
    """The rows of events.csv, in the order of its header."""
    columns = [
        ids.take(pa.array(events.ticket)),
        stamps.text(events.at),
        _words(FIELDS, events.field),
        *(_words(WORDS, column) for column in (events.before, events.after, events.actor)),
    ]
    return pa.table(columns, names=list(EVENT_COLUMNS))
