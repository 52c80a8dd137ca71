"""What is true of the written files by construction: counts, verdicts of first response by the default policy, planted causes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from analytics.samples import names
from analytics.samples.causes import described
from analytics.samples.chance import Flags
from analytics.samples.desk import Desk
from analytics.samples.names import Codes, code
from analytics.samples.tickets import ABSENT, Tickets

Key = tuple[str, ...]


@dataclass(frozen=True)
class Truth:
    """The truth beside the files. `counts`: tickets and events; `first_response`: outcomes by tier; `causes`: what was planted."""

    desk: dict[str, Any]
    as_of: datetime
    counts: dict[str, Any]
    first_response: dict[str, dict[str, int]]
    causes: dict[str, dict[str, Any]]

    def to_json(self) -> str:
        """As text; the same truth gives the same text."""
        as_of = f"{self.as_of:%Y-%m-%dT%H:%M:%SZ}"
        whole = {**self.desk, "as_of": as_of, "counts": self.counts, "first_response": self.first_response, "causes": self.causes}
        return json.dumps(whole, indent=2) + "\n"

    @classmethod
    def read(cls, file: Path) -> Truth:
        """The truth written beside the files."""
        whole = json.loads(file.read_text(encoding="utf-8"))
        as_of = datetime.fromisoformat(whole.pop("as_of"))
        counts, verdicts, causes = (whole.pop(key) for key in ("counts", "first_response", "causes"))
        return cls(whole, as_of, counts, verdicts, causes)


@dataclass(frozen=True)
class _Outcomes:
    """First response of a chunk (K2 to K5) by the default policy, each clock as its tier at the start asks."""

    excluded: Flags
    met: Flags
    breached: Flags
    overdue: Flags
    running: Flags


def _outcomes(tickets: Tickets, as_of_at: int) -> _Outcomes:
    excluded = tickets.exclusion > 0
    stopped_at = np.where(tickets.first_response_at != ABSENT, tickets.first_response_at, tickets.resolved_at)
    runs = stopped_at == ABSENT
    late = np.where(runs, as_of_at, stopped_at) > tickets.due_at
    judged = ~excluded
    return _Outcomes(excluded, judged & ~late & ~runs, judged & late, judged & late & runs, judged & ~late & runs)


class Tally:
    """Adds up chunks into the truth."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._counted: Counter[Key] = Counter()

    def add(self, tickets: Tickets) -> None:
        """Count one chunk."""
        outcomes = _outcomes(tickets, self._desk.as_of_at)
        self._words("by_tier", names.TIERS, tickets.acts.now("tier"))
        self._words("by_priority", names.PRIORITIES, tickets.acts.now("priority"))
        self._words("by_status", names.STATUSES, tickets.acts.now("status"))
        for number, reason in enumerate(names.EXCLUSIONS[1:], start=1):
            self._count(("by_exclusion", reason), tickets.exclusion == number)
        silent = tickets.first_response_at == ABSENT
        self._count(("without_response",), silent)
        self._count(("resolved_without_response",), silent & (tickets.resolved_at != ABSENT))
        for tier in names.TIERS:
            for outcome in ("met", "breached", "overdue", "running", "excluded"):
                self._count(("verdict", tier, outcome), getattr(outcomes, outcome) & (tickets.tier_at_start == code(tier)))
        escalated = self._levels(tickets)
        for touched in tickets.touched:
            for side, those in (("tickets", touched.tickets), ("beside", touched.beside)):
                self._side((touched.cause, side), those, outcomes, escalated)
        self._acts(tickets)

    def truth(self) -> Truth:
        """All that was added."""
        desk = self._desk
        parameters = {
            "seed": desk.seed, "tickets": desk.tickets, "months": desk.months, "arrivals": str(desk.arrivals), "events": desk.events,
            "zone": "America/Chicago", "first_day": desk.first_on.isoformat(),
        }  # fmt: skip
        verdicts = {tier: self._under(("verdict", tier)) for tier in names.TIERS}
        causes: dict[str, dict[str, Any]] = {name: dict(facts) for name, facts in described(desk).items()}
        causes["none"] = {"what": "Tickets that no cause touches."}
        for name, facts in causes.items():
            facts.update(self._sides(name))
        causes["none"].pop("beside_counts")
        as_of = datetime.fromtimestamp(desk.as_of_at, UTC)
        return Truth(parameters, as_of, self._counts(), verdicts, causes)

    def _counts(self) -> dict[str, Any]:
        """Counts of tickets and, where events are written, of acts: what the files do not carry is null (E4)."""
        counts: dict[str, Any] = {"tickets": self._desk.tickets}
        for key in ("by_tier", "by_priority", "by_status", "by_exclusion"):
            counts[key] = self._under((key,))
        for key in ("without_response", "resolved_without_response"):
            counts[key] = self._counted[(key,)]
        acts: dict[str, Any] = {
            key: self._counted[(key,)] for key in ("events", "reopenings", "group_changes", "skipped_levels", "moves_down")
        }
        acts["escalations"] = {tier: self._under(("escalations", tier)) for tier in names.TIERS}
        return counts | (acts if self._desk.events else dict.fromkeys(acts))

    def _levels(self, tickets: Tickets) -> Flags:
        """Count moves of level; returns the tickets with an escalation (E1). Codes of levels stand in their order."""
        escalated = np.zeros(tickets.rows, dtype=np.bool_)
        for act in tickets.acts.of("level"):
            up = act.happens & (act.after > act.before)
            escalated |= up
            self._count(("skipped_levels",), up & (act.after > act.before + 1))
            self._count(("moves_down",), act.happens & ~up)
            for tier in names.TIERS:
                for level in names.LEVELS[1:]:
                    self._count(("escalations", tier, level), up & (act.after == code(level)) & (tickets.acts.now("tier") == code(tier)))
        return escalated

    def _acts(self, tickets: Tickets) -> None:
        for act in tickets.acts.all():
            self._count(("events",), act.happens)
        for act in tickets.acts.of("group"):
            self._count(("group_changes",), act.happens)
        for act in tickets.acts.of("status"):
            self._count(("reopenings",), act.happens & (act.before == code("resolved")) & (act.after == code("open")))

    def _side(self, key: Key, those: Flags, outcomes: _Outcomes, escalated: Flags) -> None:
        self._count((*key, "tickets"), those)
        self._count((*key, "decided"), those & (outcomes.met | outcomes.breached))
        self._count((*key, "breached"), those & outcomes.breached)
        self._count((*key, "escalated"), those & ~outcomes.excluded & escalated)

    def _sides(self, cause: str) -> Iterator[tuple[str, Any]]:
        """Counts of a cause's tickets, and of those beside it."""
        for side, name in (("tickets", "counts"), ("beside", "beside_counts")):
            counts: dict[str, Any] = self._under((cause, side))
            counts["breach_rate"] = round(counts["breached"] / counts["decided"], 4) if counts["decided"] else None
            if not self._desk.events:
                counts["escalated"] = None
            yield name, counts

    def _words(self, key: str, words: tuple[str, ...], column: Codes) -> None:
        for word in words:
            self._count((key, word), column == code(word))

    def _count(self, key: Key, those: Flags) -> None:
        self._counted[key] += int(np.count_nonzero(those))

    def _under(self, key: Key) -> dict[str, int]:
        return {found[-1]: count for found, count in self._counted.items() if found[:-1] == key}
