"""The relational exports of Zendesk, Jira and Intercom, all their tables in one load, each row accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.real.loading import loaded, rows


def everything(shared: Path, home: Path, name: str) -> dict[str, Any]:
    return loaded(home, sorted((shared / "exports" / name).glob("*.csv")))


def formats(receipt: dict[str, Any]) -> dict[str, str]:
    return {part["file"]: part["format"] for part in receipt["files"]}


@pytest.mark.parametrize(
    ("name", "tickets", "of_tickets"),
    [
        ("zendesk-dbt-seeds", 8, "ticket_data.csv"),
        ("jira-dbt-seeds", 4, "issue.csv"),
        ("intercom-dbt-seeds", 2, "conversation_history_data.csv"),
    ],
)
def test_l1_all_tables_load_together(shared: Path, tmp_path: Path, name: str, tickets: int, of_tickets: str) -> None:
    receipt = everything(shared, tmp_path, name)
    assert (receipt["inserted"], receipt["rejected"]) == (tickets, 0)
    assert formats(receipt)[of_tickets].startswith(name.split("-")[0] + "_relational_")
    assert set(formats(receipt)) == {path.name for path in (shared / "exports" / name).glob("*.csv")}
    assert rows(tmp_path, "SELECT count(*) FROM judged_tickets") == [(tickets,)]


def test_k6_zendesk_history_gives_the_pauses_and_the_resolution(shared: Path, tmp_path: Path) -> None:
    everything(shared, tmp_path, "zendesk-dbt-seeds")
    told = "SELECT resolved_at, assignee, export_priority FROM judged_tickets WHERE ticket_id = '11071'"
    assert [str(cell) for cell in rows(tmp_path, told)[0]] == ["2020-11-14 11:01:27", "Arthur Agent", "urgent"]
    ((paused,),) = rows(tmp_path, "SELECT resolution_paused_seconds FROM judged_tickets WHERE ticket_id = '11071'")
    # Pending and on hold from 29 August to 15 September, 30 September to 15 October, 17 October to 2 November.
    assert paused == (17 + 15 + 16) * 86_400


def test_k5_comments_whose_authors_are_not_known_are_no_responses(shared: Path, tmp_path: Path) -> None:
    for name in ("zendesk-dbt-seeds", "jira-dbt-seeds", "intercom-dbt-seeds"):
        everything(shared, tmp_path / name, name)
        assert rows(tmp_path / name, "SELECT DISTINCT responses_recorded FROM judged_tickets") == [(False,)]


def test_jira_words_come_from_the_tables_of_ids(shared: Path, tmp_path: Path) -> None:
    everything(shared, tmp_path, "jira-dbt-seeds")
    told = rows(tmp_path, "SELECT ticket_id, status, export_priority, resolved_at FROM judged_tickets ORDER BY ticket_id")
    assert [(*row[:3], str(row[3])) for row in told] == [
        ("10011", "In Progress", "Medium", "None"),
        ("10015", "10003", "Lowest", "2020-06-11 07:38:03"),
        ("10018", "10003", "Medium", "2020-11-28 19:11:45"),
        ("10027", "In Progress", "Highest", "None"),
    ]
