"""A home of its own for every test, and loads built in this process: the limited process is tested beside, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from analytics.intake.options import LoadOptions
from analytics.operations import building, load


def _here(module: str, job: Mapping[str, Any], **asked: Any) -> dict[str, Any]:
    assert module == "analytics.operations.building"
    return building.main(dict(job), asked.get("on_progress") or (lambda step, share: None))


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads without starting a process each time, for tests that make many."""
    monkeypatch.setattr(load, "run_limited", _here)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def put(home: Path, tmp_path: Path, in_this_process: None) -> Callable[..., dict[str, Any]]:
    """Load text as a file: put("ticket_id,received_at\\n…", timezone="UTC")."""

    def load_text(text: str | bytes, name: str = "export.csv", **options: Any) -> dict[str, Any]:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load.load_files(home, [path], LoadOptions(**options))

    return load_text
