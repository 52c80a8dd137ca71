"""The store against the reference: every clock, escalation, ladder level, part of a clock and day of the backlog."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.intake.options import LoadOptions
from analytics.metrics.backlog import backlog
from analytics.operations.load import change_store, load_files
from analytics.operations.open_store import open_reader, own_store
from analytics.policy.resolved import resolve
from analytics.policy.shipped import default_policy
from analytics.samples import EVENTS_FILE, TICKETS_FILE, Desk, write_samples
from analytics.vocabulary import Outcome
from analytics.warehouse import Reader
from tests.invariants import assert_holds
from tests.reference.backlog import backlog as backlog_of
from tests.reference.clocks import Judge
from tests.reference.desk import LAST_AT, STYLES, write_desk
from tests.reference.escalations import escalations
from tests.reference.export import Export, read_export
from tests.reference.ladder import eligible
from tests.reference.parts import parts
from tests.reference.policies import read_policies, write_policies

CLOCK_COLUMNS = (
    "outcome", "started_at", "stopped_at", "stopped_by", "due_at", "elapsed_seconds", "calendar_seconds", "paused_seconds", "is_paused",
    "is_overdue", "tier", "priority", "group_name", "assignee", "due_on", "started_on", "stopped_on", "is_excluded", "channel_covered",
    "deadline_at", "deadline_outcome", "deadline_overdue", "deadline_on", "vendor_outcome", "remaining_seconds",
    "is_at_risk", "is_near_miss",
)  # fmt: skip
ESCALATION_COLUMNS = (
    "level", "level_name", "from_level", "skipped_levels", "ordinal", "escalated_at", "escalated_on", "tier", "priority", "group_name",
    "assignee", "calendar_seconds", "business_seconds", "after_response_breach", "after_resolution_breach", "has_ladder", "is_excluded",
)  # fmt: skip
ELIGIBLE_COLUMNS = (
    "level", "level_name", "is_stated", "eligible_at", "eligible_on", "escalated_at", "is_escalated", "group_name", "assignee",
    "is_excluded",
)  # fmt: skip
BACKLOG_COLUMNS = ("open", "arrivals", "reopened", "departures", "age_p50_days", "age_p90_days", "is_whole")
SHARES = {"full": 0.55, "silent": 0.15, "logged": 0.3}
Row = dict[str, Any]


def test_store_agrees_with_the_reference_on_hostile_histories(tmp_path: Path) -> None:
    assert_hostile(tmp_path, 2_000, seed=11)


@pytest.mark.long
def test_store_agrees_with_the_reference_on_many_hostile_histories(tmp_path: Path) -> None:
    assert_hostile(tmp_path, 20_000, seed=1)


def test_store_agrees_with_the_reference_on_the_samples(tmp_path: Path) -> None:
    desk = Desk(tickets=3_000)
    write_samples(tmp_path / "files", desk)
    files = (tmp_path / "files" / TICKETS_FILE, tmp_path / "files" / EVENTS_FILE)
    load_files(tmp_path / "home", list(files), LoadOptions(source="desk", as_of=desk.as_of.isoformat()))
    judge = Judge([default_policy()])
    assert_agree(open_reader(tmp_path / "home"), judge, {"desk": read_export(*files, desk.as_of_at)})


def assert_hostile(folder: Path, tickets: int, seed: int) -> None:
    home, policies = folder / "home", write_policies(folder)
    versions = read_policies(policies)
    change_store(home, own_store(home), {"policies": [{"resolved": resolve(version), "note": "added"} for version in versions]})
    judge = Judge(versions)
    exports = {}
    for style in STYLES:
        files = write_desk(folder, style, judge, int(tickets * SHARES[style.name]), seed)
        as_of = datetime.fromtimestamp(LAST_AT, UTC).isoformat() if style.as_of_given else None
        load_files(home, list(files), LoadOptions(source=style.name, as_of=as_of))
        exports[style.name] = read_export(*files, LAST_AT if style.as_of_given else None)
    assert_is_hostile(judge, exports)
    assert_agree(open_reader(home), judge, exports)


def assert_is_hostile(judge: Judge, exports: dict[str, Export]) -> None:
    """The generator still draws what it is there for: every outcome, every kind of stop, and what happens in the second a clock is due."""
    clocks_by_key, _, rungs, spent = expected(judge, exports, dict.fromkeys(exports, True))
    clocks = list(clocks_by_key.values())
    assert {row["outcome"] for row in clocks} == {str(outcome) for outcome in Outcome}
    assert {row["stopped_by"] for row in clocks} == {None, "response", "resolution", "resolution without response", "closing time"}
    late = Counter(row["stopped_at"] - row["due_at"] for row in clocks if row["stopped_at"] and row["due_at"])
    assert all(late[seconds] > 5 for seconds in (-1, 0, 1))
    assert any(row["is_at_risk"] for row in clocks) and any(row["is_near_miss"] for row in clocks)
    assert {(row["is_stated"], row["is_escalated"]) for row in rungs.values()} == {(a, b) for a in (True, False) for b in (True, False)}
    for part in {key[-1] for key in spent}:
        assert sum(row["seconds"] > 0 for key, row in spent.items() if key[-1] == part and row["seconds"] is not None) > 5, part
    assert any(row["is_paused"] and row["outcome"] == "running" for row in clocks)
    assert any(row["is_paused"] and row["is_overdue"] for row in clocks)
    assert any(row["outcome"] == "running" and row["due_at"] == LAST_AT for row in clocks)


def assert_agree(reader: Reader, judge: Judge, exports: dict[str, Export]) -> None:
    """Every row of every table; the message counts differences by column and shows the first of each."""
    as_of = dict(reader.rows("SELECT source, as_of FROM sources"))
    assert {source: plain(at) for source, at in as_of.items()} == {source: export.as_of for source, export in exports.items()}
    levels = dict(reader.rows("SELECT source, levels_recorded FROM sources"))
    clocks, moves, rungs, spent = expected(judge, exports, levels)
    told = []
    for what, wanted, table, key, columns in (
        ("clock", clocks, "sla_clocks", ("clock",), CLOCK_COLUMNS),
        ("escalation", moves, "escalations", ("escalated_at", "level"), ESCALATION_COLUMNS),
        ("eligible", rungs, "eligible_escalations", ("level",), ELIGIBLE_COLUMNS),
        ("part", spent, "clock_parts", ("clock", "part"), ("seconds",)),
    ):
        assert wanted
        told += differences(what, wanted, stored(reader, table, key, columns), columns)
    days = {row["day"]: row for row in backlog_of(judge, exports.values())}
    found = {row["day"]: {n: None if value is pd.NA else value for n, value in row.items()} for row in backlog(reader).to_dict("records")}
    told += differences("day", days, found, BACKLOG_COLUMNS)
    assert not told, "\n".join(told)
    assert_holds(reader)


def expected(judge: Judge, exports: dict[str, Export], levels: dict[str, bool]) -> tuple[dict[Any, Row], ...]:
    clocks: dict[Any, Row] = {}
    moves: dict[Any, Row] = {}
    rungs: dict[Any, Row] = {}
    spent: dict[Any, Row] = {}
    for source, export in exports.items():
        for ticket in export.tickets.values():
            judged, name = judge.clocks(export, ticket), (source, ticket.ticket_id)
            clocks |= {(*name, str(clock)): row for clock, row in judged.items()}
            moves |= {(*name, row["escalated_at"], row["level"]): row for row in escalations(judge, export, ticket, judged)}
            rungs |= {(*name, row["level"]): row for row in eligible(judge, export, ticket, judged, levels[source])}
            for clock, row in judged.items():
                if has_parts(row):
                    until = max(ticket.received_at, export.as_of if row["stopped_at"] is None else row["stopped_at"])
                    spent |= {(*name, str(clock), p): {"seconds": n} for p, n in parts(judge, ticket, clock, until).items()}
    return clocks, moves, rungs, spent


def has_parts(clock: Row) -> bool:
    """A clock with a verdict; or one that its deadline or its export may give one, where the policy does not yet or has no target."""
    if clock["elapsed_seconds"] is None:
        return False
    has_other_verdict = clock["deadline_at"] is not None or clock["vendor_outcome"] != "unknown"
    return clock["outcome"] in {"met", "breached"} or (clock["outcome"] in {"no_target", "running"} and has_other_verdict)


def stored(reader: Reader, table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> dict[Any, Row]:
    names = ("source", "ticket_id", *key)
    rows = reader.rows(f"SELECT {', '.join((*names, *columns))} FROM {table}")
    kept = {tuple(plain(v) for v in row[: len(names)]): dict(zip(columns, map(plain, row[len(names) :]), strict=True)) for row in rows}
    assert len(kept) == len(rows), f"{table}: rows of one grain"
    return kept


def plain(value: Any) -> Any:
    return int(value.replace(tzinfo=UTC).timestamp()) if isinstance(value, datetime) else value


def differences(what: str, wanted: dict[Any, Row], found: dict[Any, Row], columns: tuple[str, ...]) -> list[str]:
    """One line for each kind of difference: how many, and the first by key."""
    told = []
    for where, keys in (("missing in", wanted.keys() - found.keys()), ("only in", found.keys() - wanted.keys())):
        if keys:
            told.append(f"{what} {where} the store: {len(keys)}, {min(keys)}")
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for key in sorted(wanted.keys() & found.keys()):
        for column in columns:
            ours, theirs = wanted[key][column], found[key][column]
            if ours != theirs:
                counts[column] += 1
                first.setdefault(column, f"{key}: the rules say {shown(ours, column)}, the store {shown(theirs, column)}")
    return told + [f"{what}.{column}: {n} of {len(wanted)}, {first[column]}" for column, n in counts.items()]


def shown(value: Any, column: str) -> str:
    if column.endswith("_at") and isinstance(value, int):
        return f"{datetime.fromtimestamp(value, UTC):%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else repr(value)
