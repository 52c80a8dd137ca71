"""The backlog by looking at every ticket on every day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tests.reference.clocks import FINISHED, Judge, resolution_stop
from tests.reference.export import Export, Ticket, kind

Stretch = tuple[date, date | None, bool]


def stretches(judge: Judge, ticket: Ticket) -> list[Stretch] | None:
    """Days on which it was opened and closed (None: still open), and whether that was anew; None: nothing says when it closed."""
    stop, start = resolution_stop(ticket), ticket.received_at
    if stop.by and (stop.at is None or stop.at < start):
        return None
    finished: list[list[int | None]] = []
    changes = ticket.of("status")
    states = [(-(2**40), kind(changes[0].before))] if changes else []
    states += [(c.at, kind(c.after)) for c in changes]
    for place, (at, state) in enumerate(states):
        ends = states[place + 1][0] if place + 1 < len(states) else None
        if state not in FINISHED or (ends is not None and ends <= max(at, start)):
            continue
        if finished and finished[-1][1] == max(at, start):
            finished[-1][1] = ends
        else:
            finished.append([max(at, start), ends])
    found, opened, again = [], start, False
    for begins, ends in finished:
        assert begins is not None
        if stop.at is not None and begins >= stop.at:
            break
        if stop.at is None and ends is None:
            break
        found.append((judge.day(opened), judge.day(begins), again))
        if ends is None or (stop.at is not None and ends >= stop.at):
            return found
        opened, again = ends, True
    return [*found, (judge.day(opened), None if stop.at is None else judge.day(stop.at), again)]


def backlog(judge: Judge, exports: Iterable[Export]) -> list[dict[str, Any]]:
    """Rows of the frame, from the first receipt to the latest as_of."""
    held = list(exports)
    told = [(judge.day(t.received_at), s) for e in held for t in e.tickets.values() if (s := stretches(judge, t)) is not None]
    as_of = [judge.day(export.as_of) for export in held]
    day, rows = min(received for received, _ in told), []
    while day <= max(as_of):
        ages = sorted((day - received).days for received, found in told for a, b, _ in found if a <= day and (b is None or b > day))
        every = [stretch for _, found in told for stretch in found]
        rows.append({
            "day": day, "open": len(ages), "arrivals": sum(a == day and not again for a, _, again in every),
            "reopened": sum(a == day and again for a, _, again in every), "departures": sum(b == day for _, b, _ in every),
            "age_p50_days": ages[-(-len(ages) // 2) - 1] if ages else None,
            "age_p90_days": ages[-(-len(ages) * 9 // 10) - 1] if ages else None, "is_whole": day < min(as_of),
        })  # fmt: skip
        day += timedelta(days=1)
    return rows
