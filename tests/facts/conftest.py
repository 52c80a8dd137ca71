"""Tickets judged through the whole way: canonical rows in, facts out, in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from analytics.intake.options import LoadOptions
from analytics.operations import building, load
from analytics.operations.open_store import open_reader
from analytics.operations.restate import add_policy
from analytics.warehouse import Reader

FIELDS = (
    "ticket_id", "received_at", "updated_at", "first_response_at", "resolved_at", "closed_at", "status", "priority", "tier", "group",
    "assignee", "organisation", "channel", "level", "escalated_at", "exclusion", "response_due_at", "resolution_due_at",
    "response_verdict", "resolution_verdict",
)  # fmt: skip
Row = Mapping[str, str]


def _here(module: str, job: Mapping[str, Any], **_: Any) -> dict[str, Any]:
    return building.main(dict(job), lambda step, share: None)


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Reader]:
    """judged(tickets, changes, policies=[toml…], as_of=…): a reader of the store that holds them.

    A ticket is Standard and High unless it says otherwise; `responses`, `resolutions`: whether the export has a column for them (K5).
    """
    monkeypatch.setattr(load, "run_limited", _here)

    def judge(
        tickets: Sequence[Row],
        changes: Sequence[Row] = (),
        policies: Sequence[str] = (),
        as_of: str | None = None,
        responses: bool = True,
        resolutions: bool = True,
    ) -> Reader:
        home = tmp_path / "home"
        for number, toml in enumerate(policies):
            (tmp_path / f"policy{number}.toml").write_text(toml)
            add_policy(home, tmp_path / f"policy{number}.toml")
        rows = [{"tier": "Standard", "priority": "High", "ticket_id": f"T{n}"} | dict(row) for n, row in enumerate(tickets, start=1)]
        always = {name for name, is_there in (("first_response_at", responses), ("status", resolutions)) if is_there}
        given = [field for field in FIELDS if any(field in row for row in rows) or field in always]
        text = ",".join(given) + "\n" + "".join(",".join(row.get(field, "") for field in given) + "\n" for row in rows)
        files = [tmp_path / "tickets.csv"]
        files[0].write_text(text)
        if changes:
            files.append(tmp_path / "changes.csv")
            head = ("ticket_id", "at", "field", "from", "to")
            lines = [",".join({"ticket_id": "T1", **row}.get(key, "") for key in head) + "\n" for row in changes]
            files[1].write_text(",".join(head) + "\n" + "".join(lines))
        load.load_files(home, files, LoadOptions(as_of=as_of, source="desk"))
        return open_reader(home)

    return judge
