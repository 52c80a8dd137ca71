"""L1, L3, L4: files permuted, split into loads, killed and resumed, with a load made and undone between, end as one load of all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analytics.intake.options import LoadOptions
from analytics.operations import load
from analytics.operations.loads import list_loads
from analytics.operations.open_store import own_store
from analytics.operations.undo import undo_load
from analytics.warehouse import Database
from tests.operations.killing import build_here, kill_command, killed_at, steps_of
from tests.operations.test_in_part import MONDAY, STATUSES, some_instant

AS_OF = (MONDAY + timedelta(hours=420)).isoformat() + "Z"
FACTS = {
    "judged_tickets": "load_id, seen_in_last_load", "sla_clocks": "load_id", "ticket_changes": "", "escalations": "", "ticket_pauses": "",
    "recorded_clock_parts": "", "reopened_spells": "", "eligible_escalations": "", "sources": "open_not_seen_since",
}  # fmt: skip
"""Tickets, events, clocks, escalations and all else that numbers come from; less the columns that say which load brought a ticket."""

TICKETS = "ticket_id,received_at,updated_at,first_response_at,resolved_at,status,priority,tier,group,assignee,level,escalated_at"
CHANGES = "ticket_id,at,field,from,to"
LOG = "number,incident_state,sys_mod_count,opened_at,sys_updated_at,made_sla,priority,assignment_group,assigned_to"
WORDS = {
    "status": STATUSES, "priority": ("High", "Low", "odd", ""), "tier": ("Standard", "Enterprise", ""), "group": ("one", "two", ""),
    "assignee": ("Ann", "Bo", ""), "level": ("", "1", "2"), "response": ("public",),
}  # fmt: skip


@dataclass
class File:
    """A file of one source: its header and rows. faulty: rows that cannot be read; the words before them depend on no other row."""

    source: str
    header: str
    rows: list[str]
    faulty: list[str] = field(default_factory=list)


def received(ticket: int) -> Any:
    return MONDAY + timedelta(hours=7 * ticket, minutes=ticket)


def some_files(chance: random.Random) -> list[File]:
    """Several states of few tickets, with repeated rows, ties and faulty rows; changes of them; and an event log of another help desk."""
    tickets, changes, log = File("desk", TICKETS, []), File("desk", CHANGES, []), File("log", LOG, [])
    for _ in range(chance.randrange(6, 16)):
        number = chance.randrange(6)
        instants = [some_instant(chance) if chance.random() < share else "" for share in (0.9, 0.6, 0.4, 0.3)]
        updated, responded, resolved, escalated = instants
        words = [chance.choice(WORDS[name]) for name in ("status", "priority", "tier", "group", "assignee", "level")]
        tickets.rows.append(",".join([f"T{number}", received(number).isoformat() + "Z", updated, responded, resolved, *words, escalated]))
    tickets.faulty = [f"T{n},soon{',' * 10}" for n in range(chance.randrange(3))] + [f",{MONDAY.isoformat()}Z{',' * 10}"]
    for _ in range(chance.randrange(4, 12)):
        name = chance.choice(list(WORDS))
        row = (f"T{chance.randrange(7)}", some_instant(chance), name, chance.choice(WORDS[name]), chance.choice(WORDS[name]))
        changes.rows.append(",".join(row))
    for _ in range(chance.randrange(4, 12)):
        number = chance.randrange(4)
        log.rows.append(",".join((
            f"L{number}", chance.choice(("New", "Active", "Awaiting User Info", "Resolved", "Closed")), str(chance.randrange(3)),
            received(number).strftime("%d-%m-%Y %H:%M"), (MONDAY + timedelta(hours=chance.randrange(30, 400))).strftime("%d-%m-%Y %H:%M"),
            chance.choice(("TRUE", "FALSE")), chance.choice(("High", "Low", "?")), chance.choice(("one", "two", "?")),
            chance.choice(("Ann", "?")),
        )))  # fmt: skip
    for file in (tickets, changes, log):
        file.rows += chance.choices(file.rows, k=chance.randrange(4))
    return [tickets, changes, log]


def split(chance: random.Random, file: File, parts: int) -> list[File]:
    """The rows in another order, in up to so many files. Faulty ones go where they stay under half of the rows: more are refused."""
    rows = chance.sample(file.rows, len(file.rows))
    cuts = sorted(chance.sample(range(1, len(rows)), min(parts, len(rows)) - 1))
    pieces = [File(file.source, file.header, rows[a:b]) for a, b in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    for faulty in file.faulty:
        room = [piece for piece in pieces if len(piece.faulty) + 1 < len(piece.rows)]
        chance.choice(room or pieces[:1]).faulty.append(faulty)
    return pieces if all(len(piece.faulty) < len(piece.rows) for piece in pieces) else [file]


def calls_of(chance: random.Random, pieces: list[File]) -> list[list[File]]:
    """The pieces of a source by chance in one call or two, and the calls in any order. No call is given the same rows twice."""
    calls: dict[tuple[str, int], list[File]] = {}
    again = 2
    for piece in pieces:
        call = calls.setdefault((piece.source, chance.randrange(2)), [])
        if any(sorted(piece.rows) == sorted(other.rows) for other in call):
            call, again = calls.setdefault((piece.source, again), []), again + 1
        call.append(piece)
    queue = list(calls.values())
    chance.shuffle(queue)
    return queue


class Desk:
    """A store in a folder, and the loads made into it. Every load's receipt accounts for every row, counted from what was written (L1)."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.written, self.rejected = folder, folder / "home", 0, 0
        folder.mkdir()

    def write(self, chance: random.Random, files: list[File]) -> list[Path]:
        paths = []
        for file in files:
            rows = file.rows + file.faulty
            self.written += 1
            paths.append(self.folder / f"file{self.written}.csv")
            paths[-1].write_text("\n".join([file.header, *chance.sample(rows, len(rows))]) + "\n")
        return paths

    def loads(self, files: list[File], paths: list[Path], **options: Any) -> Callable[[], None]:
        """What loads them: plain enough to be sent to another process."""
        asked = LoadOptions(**({"source": files[0].source, "timezone": "UTC", "as_of": AS_OF} | options))
        faulty = sum(len(file.faulty) for file in files)
        return partial(loaded, self.home, paths, asked, sum(len(file.rows) for file in files) + faulty, faulty)

    def held(self) -> dict[str, list[tuple[Any, ...]]] | None:
        """All rows of FACTS; None without a version."""
        current = own_store(self.home).current()
        if current is None:
            return None
        with Database.open(current.path) as db:
            return {
                table: db.rows(f"SELECT * {f'EXCLUDE ({without})' if without else ''} FROM {table} ORDER BY ALL")
                for table, without in FACTS.items()
            }


def loaded(home: Path, paths: list[Path], options: LoadOptions, rows: int, faulty: int) -> None:
    """Load the files; the receipt accounts for every row (L1)."""
    receipt = load.load_files(home, paths, options)
    assert receipt["read"] == rows == sum(receipt[name] for name in ("inserted", "updated", "unchanged", "folded", "rejected"))
    assert receipt["rejected"] == faulty


def differing(found: dict[str, Any] | None, wanted: dict[str, Any] | None) -> dict[str, Any]:
    """By table, the rows that only one of them has."""
    assert found is not None and wanted is not None
    told = {table: ([*set(found[table]) - set(wanted[table])], [*set(wanted[table]) - set(found[table])]) for table in FACTS}
    return {table: rows for table, rows in told.items() if found[table] != wanted[table]}


def loads_in(home: Path) -> set[int]:
    return {one["load_id"] for one in list_loads(home)}


def load_extra(desk: Desk, chance: random.Random, file: File) -> int:
    """Load a file that is to be undone, half the time one of a later as_of; the number of its load."""
    before = loads_in(desk.home)
    later = {"as_of": (MONDAY + timedelta(hours=500)).isoformat() + "Z"} if chance.random() < 0.5 else {}
    desk.loads([file], desk.write(chance, [file]), **later)()
    (made,) = loads_in(desk.home) - before
    return made


def run(folder: Path, seed: int, parts: int, kills: list[float], commands: bool) -> None:
    """The files in one load a source, and the same rows in other orders, loads and interruptions, side by side."""
    chance = random.Random(seed)
    files = some_files(chance)
    whole, parted = Desk(folder / "whole"), Desk(folder / "parted")
    calls = [[file for file in files if file.source == source] for source in ("desk", "log")]
    steps = [steps_of(whole.loads(call, whole.write(chance, call))) for call in calls]
    wanted = whole.held()

    queue = calls_of(chance, [piece for file in files for piece in split(chance, file, parts)])
    extra = some_files(chance)[chance.randrange(3)]
    extra_at, undone_at = sorted((chance.randrange(len(queue) + 1), chance.randrange(len(queue) + 1)))
    for place in range(len(queue) + 1):
        if place == extra_at:
            extra_load = load_extra(parted, chance, extra)
        if place == undone_at:
            _interrupted(parted, kills, max(steps), partial(undo_load, parted.home, extra_load), extra_load)
        if place < len(queue):
            paths = parted.write(chance, queue[place])
            if commands and chance.random() < 0.5:
                kill_command(chance, parted.home, paths, "--source", queue[place][0].source, "--timezone", "UTC", "--as-of", AS_OF)
            _interrupted(parted, kills, max(steps), parted.loads(queue[place], paths))
    assert not differing(parted.held(), wanted)
    assert not list((parted.home / "store").glob(".next-*")), "the next writer cleans up what a killed one left"


def _interrupted(desk: Desk, kills: list[float], steps: int, act: Callable[[], Any], undone: int | None = None) -> None:
    """Do the act; the next of `kills` kills it first, that far into it. Then the store is as before, or as after the act."""
    before = desk.held()
    found = before
    if kills:
        killed_at(1 + int(kills.pop() * steps), act)
        found = desk.held()
    if undone is None or undone in loads_in(desk.home):
        act()
    if found != before:
        assert not differing(desk.held(), found), "loaded again after it was published: nothing changes"


@pytest.mark.long
# Not shrunk: an example is a seed, and takes many seconds.
@settings(
    max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    seed=st.integers(0, 2**32), parts=st.integers(1, 3), kills=st.lists(st.floats(0, 0.999), min_size=1, max_size=3), commands=st.booleans()
)
def test_l3_l4_any_order_and_split_killed_and_resumed_ends_as_one_load_of_all(
    tmp_path_factory: pytest.TempPathFactory, seed: int, parts: int, kills: list[float], commands: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "run_limited", build_here)
        run(tmp_path_factory.mktemp("run"), seed, parts, list(kills), commands)
