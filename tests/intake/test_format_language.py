"""What the language of formats does to a load: spans, first events, lookups, rows set aside, levels by groups, files loaded together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import MappingIncomplete
from analytics.intake.options import LoadOptions
from analytics.operations import building, load
from analytics.operations.loads import list_loads
from analytics.operations.open_store import open_reader, own_store
from analytics.operations.undo import undo_load

Load = Callable[..., dict[str, Any]]
COUNTS = ("read", "inserted", "updated", "unchanged", "folded", "rejected", "duplicates")

TICKETS = 'kind = "tickets"\nproduct = "desk"\ntimezone = "UTC"\nrecognised_by = ["id", "created"]\n[columns]\nticket_id = "id"\n'
TICKETS += 'received_at = "created"\n'
LOG = """
kind = "event_log"
product = "desk"
recognised_by = ["ticket", "moment"]
[columns]
ticket_id = "ticket"
received_at = { first_event = true }
updated_at = "moment"
status = "status"
group = "team"
level = "team"
[statuses]
open = ["new"]
paused = ["waiting"]
closed = ["done"]
[[level_rules]]
matches = "3rd"
level = 3
[[level_rules]]
matches = "2nd"
level = 2
[[level_rules]]
matches = "."
level = 1
"""


def _here(module: str, job: Mapping[str, Any], **_: Any) -> dict[str, Any]:
    return building.main(dict(job), lambda step, share: None)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(load, "run_limited", _here)
    (tmp_path / "home" / "formats").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def put(home: Path, tmp_path: Path) -> Load:
    """put({format name: TOML}, {file name: text}, …): the receipt of loading these files at once."""

    def loading(formats: Mapping[str, str], files: Mapping[str, str], **options: Any) -> dict[str, Any]:
        for name, toml in formats.items():
            (home / "formats" / f"{name}.toml").write_text(toml, encoding="utf-8")
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load.load_files(home, [tmp_path / name for name in files], LoadOptions(**options))

    return loading


def found(home: Path, sql: str) -> list[tuple[Any, ...]]:
    return open_reader(home).rows(sql)


def counts(receipt: Mapping[str, Any]) -> list[int]:
    return [receipt[name] for name in COUNTS]


def test_k1_a_response_rebuilt_from_whole_minutes_carries_its_precision_and_close_verdicts_are_counted(put: Load, home: Path) -> None:
    own = TICKETS + 'first_response_at = { after = "received_at", column = "minutes", unit = "minutes" }\n'
    own += 'tier = { constant = "Enterprise" }\npriority = { constant = "High" }\n'
    # The target is 30 minutes; 30 and 31 are within a minute of it or not.
    text = "id,created,minutes\nA,2026-07-06 10:00,30\nB,2026-07-06 10:00,31\nC,2026-07-06 10:00,29\nD,2026-07-06 10:00,\n"
    receipt = put({"own": own}, {"t.csv": text})
    asked = "SELECT ticket_id, CAST(first_response_at AS VARCHAR), first_response_precision_seconds FROM ticket_states ORDER BY ticket_id"
    assert found(home, asked) == [
        ("A", "2026-07-06 10:30:00", 60), ("B", "2026-07-06 10:31:00", 60), ("C", "2026-07-06 10:29:00", 60), ("D", None, None),
    ]  # fmt: skip
    assert receipt["warnings"]["verdicts_one_unit_could_flip"] == 1


def test_a_span_that_is_none_is_rejected_with_its_unit(put: Load) -> None:
    own = TICKETS + 'resolved_at = { after = "received_at", column = "hours", unit = "hours" }\n'
    receipt = put({"own": own}, {"t.csv": "id,created,hours\nA,2026-07-06 10:00,2\nB,2026-07-06 10:00,2\nC,2026-07-06 10:00,soon\n"})
    assert counts(receipt) == [3, 2, 0, 0, 0, 1, 0]
    assert list(receipt["reject_reasons"]) == ["resolved_at: not a span of time (hours)"]


def test_a_day_alone_is_due_at_its_end_in_its_own_zone(put: Load, home: Path) -> None:
    own = TICKETS + 'resolution_due_at = { column = "due", timestamps = ["%d.%m.%Y"], timezone = "Europe/Berlin", end_of_day = true }\n'
    put({"own": own}, {"t.csv": "id,created,due\nA,2026-07-06 10:00,07.07.2026\n"})
    assert found(home, "SELECT CAST(resolution_due_at AS VARCHAR) FROM ticket_states") == [("2026-07-07 21:59:59",)]


def test_remaining_time_is_a_verdict_and_what_it_cannot_tell_is_unknown(put: Load, home: Path) -> None:
    own = TICKETS + 'resolved_at = "done"\nresponse_verdict = { column = "first", remaining = true }\n'
    own += 'resolution_verdict = { column = "last", remaining = true }\n'
    text = "id,created,done,first,last\nA,2026-07-06 10:00,2026-07-06 11:00,1:00,-0:10\nB,2026-07-06 10:00,,2h 5m,3:00\n"
    receipt = put({"own": own}, {"t.csv": text + "C,2026-07-06 10:00,,-5m,\nD,2026-07-06 10:00,,,soon\n"})
    asked = "SELECT ticket_id, response_verdict, resolution_verdict FROM ticket_states ORDER BY ticket_id"
    assert found(home, asked) == [("A", "met", "breached"), ("B", None, "running"), ("C", "breached", None), ("D", None, None)]
    assert receipt["warnings"]["unknown_words"] == 1


def test_k9_no_breach_so_far_is_met_only_where_the_clock_has_stopped(put: Load, home: Path) -> None:
    own = TICKETS + 'resolved_at = "done"\nresolution_verdict = { column = "overdue", so_far = true }\n'
    own += '[verdicts]\nmet = ["no"]\nbreached = ["yes"]\n'
    text = "id,created,done,overdue\nA,2026-07-06 10:00,2026-07-06 11:00,no\nB,2026-07-06 10:00,,no\nC,2026-07-06 10:00,,yes\n"
    put({"own": own}, {"t.csv": text + "D,2026-07-06 10:00,2026-07-06 11:00,yes\nE,2026-07-06 10:00,,maybe\n"})
    asked = "SELECT ticket_id, resolution_verdict FROM ticket_states ORDER BY ticket_id"
    assert found(home, asked) == [("A", "met"), ("B", "running"), ("C", "breached"), ("D", "breached"), ("E", None)]


def test_l1_rows_that_do_not_fit_are_folded_and_named_and_their_faults_do_not_matter(put: Load) -> None:
    own = TICKETS + '[[rows]]\ncolumn = "kind"\nis = ["Incident"]\n'
    receipt = put({"own": own}, {"t.csv": "id,created,kind\nA,2026-07-06 10:00,incident\nB,nonsense,change\nC,2026-07-06 10:00,\n"})
    assert counts(receipt) == [3, 1, 0, 0, 2, 0, 0]
    assert receipt["warnings"]["rows_set_aside"] == 2


CHANGES = """
kind = "changes"
product = "desk"
recognised_by = ["issue", "what"]
[columns]
ticket_id = "issue"
at = "at"
field = "what"
from = "old"
to = "new"
[fields]
status = ["state"]
group = ["team"]
other_fields = "set_aside"
[[level_rules]]
matches = "2nd"
level = 2
[[level_rules]]
matches = "."
level = 1
"""
HISTORY = """issue,at,what,old,new
A,2026-07-06T11:00:00Z,team,,Desk
A,2026-07-06T12:00:00Z,team,Desk,
A,2026-07-06T13:00:00Z,team,,Net 2nd
A,2026-07-06T14:00:00Z,title,x,y
A,2026-07-06T15:00:00Z,team,Net 2nd,Desk
"""


def test_e1_levels_follow_from_the_history_of_groups_also_over_a_time_without_one(put: Load, home: Path) -> None:
    files = {"t.csv": "id,created\nA,2026-07-06 10:00\nB,2026-07-06 10:00\n", "h.csv": HISTORY}
    receipt = put({"own": TICKETS, "history": CHANGES}, files)
    assert found(home, "SELECT level, from_level, CAST(escalated_at AS VARCHAR) FROM escalations") == [(2, 1, "2026-07-06 13:00:00")]
    assert found(home, "SELECT escalations FROM judged_tickets ORDER BY ticket_id") == [(1,), (0,)]
    assert receipt["warnings"]["changes_of_other_fields"] == 1
    assert counts(receipt) == [7, 2, 0, 0, 5, 0, 0]


USERS = 'kind = "lookup"\nproduct = "desk"\nrecognised_by = ["user_id", "role"]\n'
COMMENTS = """
kind = "changes"
product = "desk"
recognised_by = ["ticket", "author", "sent"]
[columns]
ticket_id = "ticket"
at = "sent"
field = { constant = "response" }
to = "author.name"
[[rows]]
column = "author.role"
is = ["agent"]
[lookups.author]
file = "users"
column = "author"
key = "user_id"
"""
DESK = {
    "tickets.csv": "id,created\nA,2026-07-06 10:00\nB,2026-07-06 10:00\n",
    "comments.csv": "ticket,author,sent\nA,7,2026-07-06T10:05:00Z\nA,1,2026-07-06T10:20:00Z\nB,9,2026-07-06T10:30:00Z\n",
    "users.csv": "user_id,role,name\n1,Agent,Ann\n7,end-user,Bo\n7,end-user,Bo\n",
}
FORMATS = {"own": TICKETS, "users": USERS, "comments": COMMENTS}


@pytest.mark.parametrize("order", list(permutations(DESK)))
def test_files_of_one_load_serve_each_other_in_any_order_of_names(put: Load, home: Path, order: tuple[str, ...]) -> None:
    receipt = put(FORMATS, {name: DESK[name] for name in order})
    assert counts(receipt) == [8, 2, 0, 0, 6, 0, 0]
    assert receipt["warnings"]["rows_set_aside"] == 2
    assert receipt["warnings"]["values_not_found_in_other_files"] == 1
    asked = "SELECT ticket_id, CAST(response_stopped_at AS VARCHAR) FROM judged_tickets ORDER BY ticket_id"
    assert found(home, asked) == [("A", "2026-07-06 10:20:00"), ("B", None)]


def test_a_file_that_needs_another_says_which(put: Load) -> None:
    with pytest.raises(MappingIncomplete, match="the file of 'users': load both together"):
        put(FORMATS, {"comments.csv": DESK["comments.csv"]})


def test_l3_the_same_files_again_change_nothing_and_another_users_file_replaces_what_it_tells(put: Load, home: Path) -> None:
    put(FORMATS, DESK)
    number = own_store(home).current().number  # type: ignore[union-attr]
    assert put(FORMATS, DESK)["already_loaded"]
    assert own_store(home).current().number == number  # type: ignore[union-attr]
    put(FORMATS, {"comments.csv": DESK["comments.csv"], "users.csv": DESK["users.csv"] + "9,agent,Cy\n"})
    assert found(home, "SELECT count(*) FROM judged_tickets WHERE response_stopped_at IS NOT NULL") == [(2,)]


def test_l3_a_users_file_that_is_there_already_still_serves_new_comments(put: Load, home: Path) -> None:
    put(FORMATS, DESK)
    later = {"later.csv": "ticket,author,sent\nB,1,2026-07-06T11:00:00Z\n", "users.csv": DESK["users.csv"]}
    receipt = put(FORMATS, later)
    assert receipt["files"][0]["already_loaded"]
    assert found(home, "SELECT count(*) FROM judged_tickets WHERE response_stopped_at IS NOT NULL") == [(2,)]


def test_l4_files_given_at_once_are_taken_back_at_once(put: Load, home: Path) -> None:
    put(FORMATS, {"tickets.csv": DESK["tickets.csv"]})
    receipt = put(FORMATS, {name: DESK[name] for name in ("comments.csv", "users.csv")})
    undone = undo_load(home, receipt["load_ids"][0])
    assert undone["undone_together"] == receipt["load_ids"]
    assert [one["load_id"] for one in list_loads(home)] == [1]


EVENTS = (
    "A,2026-07-06T10:00:00Z,new,Desk\nA,2026-07-06T11:00:00Z,waiting,Net 2nd\nA,2026-07-06T11:00:00Z,new,Net 2nd\n"
    "A,2026-07-06T12:00:00Z,new,\nA,2026-07-06T12:30:00Z,new,Core 3rd\nA,2026-07-06T13:00:00Z,done,Desk\n"
    "B,2026-07-05T09:00:00Z,done,Desk\nC,2026-07-05T10:00:00Z,new,\nC,2026-07-06T11:00:00Z,new,Net 2nd\n"
    "D,2026-07-05T10:00:00Z,done,Desk\nD,2026-07-05T11:00:00Z,done,Net 2nd\n"
)  # fmt: skip
FACTS = (
    "SELECT * EXCLUDE (load_id, seen_in_last_load) FROM judged_tickets ORDER BY ticket_id",
    "SELECT * FROM ticket_changes ORDER BY ALL",
    "SELECT * FROM escalations ORDER BY ALL",
)


def test_a_log_tells_when_tickets_were_received_closed_and_moved_up(put: Load, home: Path) -> None:
    receipt = put({"log": LOG}, {"log.csv": "ticket,moment,status,team\n" + EVENTS})
    assert counts(receipt) == [11, 4, 0, 0, 7, 0, 0]
    asked = (
        "SELECT ticket_id, CAST(received_at AS VARCHAR), CAST(resolved_at AS VARCHAR), escalations FROM judged_tickets ORDER BY ticket_id"
    )
    assert found(home, asked) == [
        ("A", "2026-07-06 10:00:00", "2026-07-06 13:00:00", 2), ("B", "2026-07-05 09:00:00", "2026-07-05 09:00:00", 0),
        # From no group to the second line: there was no level just before to move above.
        ("C", "2026-07-05 10:00:00", None, 0), ("D", "2026-07-05 10:00:00", "2026-07-05 10:00:00", 1),
    ]  # fmt: skip


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.permutations(EVENTS.splitlines()), st.lists(st.integers(1, 10), max_size=3))
@pytest.mark.long
def test_l3_any_permutation_and_split_of_a_log_ends_in_the_same_tickets(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, lines: list[str], cuts: list[int]
) -> None:
    monkeypatch.setattr(load, "run_limited", _here)
    whole, split = (tmp_path_factory.mktemp("log") for _ in range(2))
    bounds = [0, *sorted(set(cuts)), len(lines)]
    parts = [lines[first:last] for first, last in pairwise(bounds) if first < last]
    for home, pieces in ((whole, [EVENTS.splitlines()]), (split, parts)):
        (home / "formats").mkdir()
        (home / "formats" / "log.toml").write_text(LOG)
        for number, piece in enumerate(pieces):
            (home / f"{number}.csv").write_text("ticket,moment,status,team\n" + "\n".join(piece) + "\n")
            load.load_files(home, [home / f"{number}.csv"], LoadOptions())
    assert [found(split, ask) for ask in FACTS] == [found(whole, ask) for ask in FACTS]


def test_a_word_for_one_of_several_files_concerns_that_one(put: Load, home: Path) -> None:
    put(FORMATS, DESK, constants={"tier": "Enterprise"})
    assert found(home, "SELECT DISTINCT tier FROM judged_tickets") == [("Enterprise",)]
