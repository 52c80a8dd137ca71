"""Acts on tickets: changes of a field at an instant, kept as whole columns until they are sorted into events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.samples.chance import Flags, Seconds
from analytics.samples.names import Codes

FIELDS = ("group", "assignee", "status", "priority", "tier", "response", "level")


@dataclass(frozen=True)
class Act:
    """One act each ticket may have: where it happens, when (seconds since 1970 UTC), and the codes of the words before and after."""

    field: str
    happens: Flags
    at: Seconds
    before: Codes
    after: Codes
    actor: Codes


@dataclass(frozen=True)
class Events:
    """Rows of the event file, by ticket and then by time; `ticket` is the row of the ticket in its chunk, `field` indexes FIELDS."""

    ticket: npt.NDArray[np.int64]
    at: Seconds
    field: Codes
    before: Codes
    after: Codes
    actor: Codes


class Acts:
    """The acts of a chunk up to as_of; what would come later has not happened. Add the acts of a field in the order of time."""

    def __init__(self, rows: int, as_of_at: int, starting: dict[str, Codes | int]) -> None:
        self._rows = rows
        self._as_of_at = as_of_at
        self._now = {field: self._column(starting[field]) for field in FIELDS}
        self._acts: list[Act] = []

    def add(self, field: str, happens: Flags, at: Seconds, after: Codes | int, actor: Codes | int) -> Flags:
        """Note a change where it happens by as_of and is one. Returns where that is. Acts of one second keep their order of adding."""
        before, becomes = self._now[field], self._column(after)
        happened = np.asarray(happens & (at <= self._as_of_at) & (before != becomes))
        self._acts.append(Act(field, happened, at, before, becomes, self._column(actor)))
        self._now[field] = np.where(happened, becomes, before)
        return happened

    def now(self, field: str) -> Codes:
        """The value of a field after the acts added so far."""
        return self._now[field]

    def all(self) -> Iterator[Act]:
        """All acts, in the order of adding."""
        return iter(self._acts)

    def of(self, field: str) -> Iterator[Act]:
        """The acts on a field."""
        return (act for act in self._acts if act.field == field)

    def last_at(self, received_at: Seconds) -> Seconds:
        """The last act on each ticket, or its receiving."""
        last = received_at.copy()
        for act in self._acts:
            np.maximum(last, act.at, out=last, where=act.happens)
        return last

    def events(self) -> Events:
        """All acts as rows, sorted."""
        rows = [np.flatnonzero(act.happens) for act in self._acts]
        ticket = np.concatenate(rows)
        at = np.concatenate([act.at[here] for act, here in zip(self._acts, rows, strict=True)])
        order = np.lexsort((at, ticket))
        field = np.repeat([FIELDS.index(act.field) for act in self._acts], [len(here) for here in rows]).astype(np.int16)
        before, after, actor = (
            np.concatenate([getattr(act, column)[here] for act, here in zip(self._acts, rows, strict=True)])
            for column in ("before", "after", "actor")
        )
        return Events(ticket[order], at[order], field[order], before[order], after[order], actor[order])

    def _column(self, values: Codes | int) -> Codes:
        return np.broadcast_to(np.asarray(values, dtype=np.int16), (self._rows,))
