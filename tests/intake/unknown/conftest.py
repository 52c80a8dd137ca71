"""Proposals for text, as a load would make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.intake.limits import FileLimits
from analytics.intake.options import LoadOptions
from analytics.intake.proposing.proposal import Proposal
from analytics.intake.proposing.propose import propose
from analytics.intake.records import find_records
from analytics.warehouse import Database


@pytest.fixture
def proposed(tmp_path: Path) -> Callable[..., Proposal]:
    """proposed("Ticket;Created\\n…", delimiter=";", timestamps=("day-first",))."""

    def of_text(text: str, delimiter: str | None = None, **options: object) -> Proposal:
        path = tmp_path / "export.csv"
        path.write_text(text, encoding="utf-8")
        with Database.memory() as db:
            records = find_records(path, tmp_path / "clean.csv", delimiter, FileLimits.in_force())
            return propose(db, records, LoadOptions(**options))  # type: ignore[arg-type]

    return of_text
