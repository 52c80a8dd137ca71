"""A load into a store judges only what it can change. That must give what judging everything gives, table by table (L3, L4, T3)."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from analytics.errors import FileRefused
from analytics.facts import judge
from analytics.intake.options import LoadOptions
from analytics.operations import building
from analytics.operations.open_store import own_store
from analytics.policy.resolved import resolve
from analytics.policy.shipped import default_policy
from analytics.warehouse import Contents, Database, contents

MONDAY = datetime(2026, 3, 2, 8)
TICKETS = ("ticket_id", "received_at", "updated_at", "first_response_at", "resolved_at", "closed_at", "status", "priority", "tier", "group",
           "assignee", "level", "escalated_at", "resolution_due_at")  # fmt: skip
OPTIONAL = TICKETS[3:]
STATUSES = ("new", "open", "pending", "solved", "closed", "strange", "")


def some_instant(chance: random.Random, first: datetime = MONDAY) -> str:
    return (first + timedelta(hours=chance.randrange(0, 400), minutes=chance.randrange(0, 60, 20))).isoformat() + "Z"


def some_tickets(chance: random.Random) -> str:
    """Rows of few tickets, so that they meet again, with some of the columns."""
    given = [field for field in TICKETS if field not in OPTIONAL or chance.random() < 0.7]
    lines = [",".join(given)]
    for _ in range(chance.randrange(1, 7)):
        row = {
            "ticket_id": f"T{chance.randrange(8)}", "received_at": (MONDAY + timedelta(hours=chance.randrange(3) * 9)).isoformat() + "Z",
            "updated_at": some_instant(chance) if chance.random() < 0.9 else "", "status": chance.choice(STATUSES),
            "priority": chance.choice(("High", "Low", "odd", "")), "tier": chance.choice(("Standard", "Enterprise", "")),
            "group": chance.choice(("one", "two", "")), "assignee": chance.choice(("Ann", "Bo", "")),
            "level": chance.choice(("", "1", "2")),
        }  # fmt: skip
        row |= {field: some_instant(chance) for field in given if field.endswith("_at") and field not in row and chance.random() < 0.6}
        lines.append(",".join(row.get(field, "") for field in given))
    return "\n".join(lines) + "\n"


def some_changes(chance: random.Random) -> str:
    given = ["ticket_id", "at", "field", "to"] + ["from"] * (chance.random() < 0.7)
    words: Mapping[str, tuple[str, ...]] = {
        "status": STATUSES, "priority": ("High", "Low"), "tier": ("Standard", "Enterprise"), "group": ("one", "two", ""),
        "assignee": ("Ann", "Bo", ""), "level": ("1", "2", "3"), "response": ("public",),
    }  # fmt: skip
    lines = [",".join(given)]
    for _ in range(chance.randrange(1, 7)):
        field = chance.choice(list(words))
        row = {"ticket_id": f"T{chance.randrange(9)}", "at": some_instant(chance), "field": field, "to": chance.choice(words[field]),
               "from": chance.choice(words[field])}  # fmt: skip
        lines.append(",".join(row[name] for name in given))
    return "\n".join(lines) + "\n"


def some_log(chance: random.Random) -> str:
    """Rows of an event log, each the whole ticket as it stood then."""
    lines = ["number,incident_state,sys_mod_count,opened_at,sys_updated_at,made_sla,priority,assignment_group,assigned_to"]
    for _ in range(chance.randrange(1, 8)):
        lines.append(",".join((
            f"T{chance.randrange(9)}", chance.choice(("New", "Active", "Awaiting User Info", "Resolved", "Closed")),
            str(chance.randrange(4)), (MONDAY + timedelta(hours=chance.randrange(3) * 9)).strftime("%d-%m-%Y %H:%M"),
            (MONDAY + timedelta(hours=chance.randrange(10, 400))).strftime("%d-%m-%Y %H:%M"), chance.choice(("TRUE", "FALSE")),
            chance.choice(("High", "Low", "?")), chance.choice(("one", "two", "?")), chance.choice(("Ann", "?")),
        )))  # fmt: skip
    return "\n".join(lines) + "\n"


class Stores:
    """One store built step by step. Jobs run in this process."""

    def __init__(self, home: Path, seed: int) -> None:
        self.home, self.chance, self.files = home, random.Random(seed), 0
        self.loaded_at = MONDAY + timedelta(hours=150)
        self.texts: list[tuple[str, dict[str, Any]]] = []

    def publish(self, **job: Any) -> dict[str, Any]:
        with own_store(self.home).writing() as draft:
            done = self._build(draft, job)
            if done["publish"]:
                draft.publish(done["contents"])
        return done

    def rebuilt(self) -> Contents:
        """What the store would hold with all tickets judged anew."""
        with own_store(self.home).writing() as draft:
            self._build(draft, {"anew": True, "dry": True})
            with Database.open(draft.path) as db:
                return contents(db)

    def held(self) -> Contents:
        with Database.open(own_store(self.home).current().path) as db:  # type: ignore[union-attr]
            return contents(db)

    def _build(self, draft: Any, job: dict[str, Any]) -> dict[str, Any]:
        base = str(draft.base.path) if draft.base else None
        asked = {"next": str(draft.path), "base": base, "home": str(self.home), "loaded_at": self.loaded_at.isoformat()} | job
        return building.main(asked, lambda step, share: None)

    def step(self) -> None:
        """A load of something new, of the same bytes again or read otherwise, an undo, or another policy version."""
        self.loaded_at += timedelta(hours=self.chance.randrange(1, 60))
        choice = self.chance.random()
        loads = self._loads()
        if loads and choice < 0.08:
            self.publish(remove=[self.chance.choice(loads)])
        elif loads and choice < 0.12:
            policy = resolve(default_policy()) | {"version_label": f"{self.files}"}
            self.publish(policies=[{"resolved": policy, "note": "added"}])
        else:
            self.load()

    def load(self) -> None:
        if self.texts and self.chance.random() < 0.15:
            text, options = self.chance.choice(self.texts)
            options = options | ({"as_of": some_instant(self.chance)} if self.chance.random() < 0.5 else {})
        else:
            text = self.chance.choice((some_tickets, some_tickets, some_changes, some_log))(self.chance)
            options = {"source": self.chance.choice(("desk", "desk", "other")), "timezone": "UTC"}
            options |= {"as_of": some_instant(self.chance)} if self.chance.random() < 0.4 else {}
            self.texts.append((text, options))
        self.files += 1
        path = self.home / f"file{self.files}.csv"
        path.write_text(text)
        # A file whose rows are mostly broken, or all lie in the future, is refused, and the store stands as it was.
        with contextlib.suppress(FileRefused):
            self.publish(files=[{"path": str(path), "name": path.name}], options=LoadOptions(**options).to_json())

    def _loads(self) -> list[int]:
        current = own_store(self.home).current()
        if current is None:
            return []
        with Database.open(current.path) as db:
            return [row[0] for row in db.rows("SELECT load_id FROM loads ORDER BY load_id")]


def same(stores: Stores) -> None:
    held, rebuilt = stores.held(), stores.rebuilt()
    assert held.keys() == rebuilt.keys()
    differing = [table for table in held if held[table] != rebuilt[table]]
    assert not differing, differing


def run(home: Path, seed: int, steps: int) -> None:
    home.mkdir()
    stores = Stores(home, seed)
    for _ in range(steps):
        stores.step()
        if own_store(home).current():
            same(stores)


@pytest.mark.parametrize("seed", range(4))
def test_l4_a_load_judged_in_part_equals_everything_judged_anew(tmp_path: Path, seed: int) -> None:
    run(tmp_path / "home", seed, steps=6)


@pytest.mark.long
# Not shrunk: an example is a seed, and takes seconds.
@settings(
    max_examples=2, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(seed=41563, batch=3)  # ended the engine (ticket_times.sql)
@given(seed=st.integers(0, 2**32), batch=st.sampled_from((1, 2, 3, judge.BATCH_TICKETS)))
def test_l4_any_sequence_judged_in_part_and_in_batches_equals_everything_judged_anew(
    tmp_path_factory: pytest.TempPathFactory, seed: int, batch: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "BATCH_TICKETS", batch)
        patch.setattr(judge, "ONE_PASS_TICKETS", batch)
        run(tmp_path_factory.mktemp("run") / "home", seed, steps=10)
