"""Stories read from a store: one ticket's, or those of many in a few queries a batch of tickets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from analytics.errors import TicketNotFound
from analytics.metrics.answer import Facts
from analytics.reports.explanation.ticket_story import Carrier, Escalation, JudgedClock, StatusChange, TicketStory
from analytics.vocabulary import Clock

MOST_NEAR = 5
AT_ONCE = 4_000
"""Tickets read together: some 20 MB of stories."""

Key = tuple[str, str]
"""A ticket: source and id (L3)."""


def read_story(facts: Facts, ticket_id: str, source: str | None = None) -> TicketStory:
    """One ticket. Raises TicketNotFound, also where several sources have it and none is named (L3)."""
    holding = facts.rows("SELECT source FROM judged_tickets WHERE ticket_id = $id ORDER BY source", {"id": ticket_id})
    found = _source(facts, ticket_id, source, [str(row[0]) for row in holding])
    ((_, story),) = _read(facts, _Kept("source = $source AND ticket_id = $ticket_id", {"source": found, "ticket_id": ticket_id})).items()
    return story


def read_stories(facts: Facts, tickets: Sequence[Key] | None = None) -> Iterator[TicketStory]:
    """Many tickets, in the order given; None: every ticket of the store, by source and id. Each batch reads through the store's
    tables, so this is for many of its tickets. Raises TicketNotFound for a key that no ticket has."""
    keys = [*map(_key, facts.rows("SELECT source, ticket_id FROM judged_tickets ORDER BY 1, 2"))] if tickets is None else tickets
    for first in range(0, len(keys), AT_ONCE):
        batch = keys[first : first + AT_ONCE]
        sources, ids = [key[0] for key in batch], [key[1] for key in batch]
        among = "(source, ticket_id) IN (SELECT (unnest($sources), unnest($ids)))"
        found = _read(facts, _Kept(among, {"sources": sources, "ids": ids}))
        for source, ticket_id in batch:
            if (source, ticket_id) not in found:
                _source(facts, ticket_id, source, [])
            yield found[source, ticket_id]


@dataclass(frozen=True)
class _Kept:
    """Which rows of a relation are read: a condition and the values of its names."""

    where: str
    values: dict[str, Any]


def _read(facts: Facts, kept: _Kept) -> dict[Key, TicketStory]:
    names = [field.name for field in fields(TicketStory)][: -len(_PUT_TOGETHER)]
    meta = dict(facts.rows("SELECT key, value FROM store_meta"))
    clocks = _records(JudgedClock, facts, "sla_clocks", kept)
    escalations = _records(Escalation, facts, "escalations", kept, "ORDER BY ordinal")
    loads = _records(Carrier, facts, _CARRIERS.format(where=kept.where), kept, "ORDER BY load_id")
    changes: dict[Key, list[tuple[Any, ...]]] = defaultdict(list)
    for change in facts.rows(_CHANGES.format(where=kept.where), kept.values):
        changes[_key(change)].append(tuple(map(_aware, change[2:])))
    stories = {}
    for row in facts.rows(f"SELECT {', '.join(names)} FROM judged_tickets WHERE {kept.where}", kept.values):  # noqa: S608  names of ours
        told = dict(zip(names, map(_aware, row), strict=True))
        key = (told["source"], told["ticket_id"])
        at_start = _told_at_start(changes[key], told["received_at"])
        stories[key] = TicketStory(
            **told,
            tier_told_by_history="tier" in at_start,
            priority_told_by_history="priority" in at_start,
            reporting_zone=meta["reporting_zone"],
            version=meta["version"],
            clocks={Clock(clock.clock): clock for clock in clocks[key]},
            status_changes=tuple(StatusChange(*change[1:]) for change in changes[key] if change[0] == "status"),
            escalations=tuple(escalations[key]),
            loads=tuple(loads[key]),
        )
    return stories


def _told_at_start(changes: list[tuple[Any, ...]], received_at: datetime) -> set[str]:
    """The fields whose first change after the start says what was before (K7); nothing is not told: a ticket is often triaged later."""
    first: dict[str, Any] = {}
    for field, changed_at, before, *_ in changes:
        if changed_at > received_at:
            first.setdefault(field, before)
    return {field for field, before in first.items() if before is not None}


_PUT_TOGETHER = (
    "tier_told_by_history", "priority_told_by_history", "reporting_zone", "version", "clocks", "status_changes", "escalations", "loads",
)  # fmt: skip
_CHANGES = """
    SELECT source, ticket_id, field, changed_at, from_value, to_value, from_kind, to_kind FROM ticket_changes
    WHERE {where} AND field IN ('status', 'tier', 'priority') ORDER BY field, place
"""
_CARRIERS = """(
    SELECT c.source, c.ticket_id, l.* EXCLUDE (source) FROM (
        SELECT source, ticket_id, load_id FROM ticket_states WHERE {where}
        UNION SELECT source, ticket_id, load_id FROM state_carriers WHERE {where}
        UNION SELECT source, ticket_id, load_id FROM change_rows WHERE {where}
        UNION SELECT source, ticket_id, load_id FROM change_carriers WHERE {where}
    ) AS c JOIN loads AS l ON l.load_id = c.load_id
)"""


def _source(facts: Facts, ticket_id: str, source: str | None, holders: list[str]) -> str:
    """The help desk the ticket is of; `holders` are those that have one of this id."""
    if source in holders:
        return str(source)
    if source is None and len(holders) == 1:
        return holders[0]
    if source is None and holders:
        raise TicketNotFound(f"several help desks have a ticket {ticket_id!r}", f"it is in {_listed(holders)}", "say which: --source NAME")
    sources = [str(row[0]) for row in facts.rows("SELECT source FROM sources ORDER BY source")]
    if source is not None and source not in sources:
        raise TicketNotFound(f"there is no source {source!r}", f"the sources are {_listed(sources)}", "name one of them, or none")
    near = [f"{near_id!r} of {owner}" for near_id, owner in facts.rows(_NEAR, {"id": ticket_id, "source": source, "most": MOST_NEAR})]
    where = f"in {source!r}" if source else f"in {_listed(sources)}"
    elsewhere = f"; {_listed(holders)} has it" if holders else ""
    remedy = f"near it: {', '.join(near)}" if near else "take an id as the export writes it"
    raise TicketNotFound(f"there is no ticket {ticket_id!r}", f"none of that id {where}{elsewhere}", remedy)


_NEAR = """
    SELECT ticket_id, source FROM judged_tickets
    WHERE ($source IS NULL OR source = $source) AND jaro_winkler_similarity(lower(ticket_id), lower(trim($id))) > 0.8
    ORDER BY levenshtein(lower(ticket_id), lower(trim($id))), ticket_id, source LIMIT $most
"""


def _listed(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names) or "no source at all"


def _records(kind: type[Any], facts: Facts, relation: str, kept: _Kept, order: str = "") -> dict[Key, list[Any]]:
    """Rows of a relation as records by ticket; a column a field."""
    names = ["source", "ticket_id", *(field.name for field in fields(kind))]
    found: dict[Key, list[Any]] = defaultdict(list)
    for row in facts.rows(f"SELECT {', '.join(names)} FROM {relation} WHERE {kept.where} {order}", kept.values):  # noqa: S608  names of ours
        found[_key(row)].append(kind(*map(_aware, row[2:])))
    return found


def _key(row: tuple[Any, ...]) -> Key:
    return str(row[0]), str(row[1])


def _aware(value: Any) -> Any:
    """Instants of the store are UTC without zone."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
