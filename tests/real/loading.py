"""Real exports loaded for a test, and figures of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analytics.intake.options import LoadOptions
from analytics.metrics import Question, measure
from analytics.operations.load import load_files
from analytics.operations.open_store import open_reader
from analytics.vocabulary import Clock, Verdict

FORMATS = Path(__file__).parent / "formats"


def loaded(home: Path, files: list[Path], **options: Any) -> dict[str, Any]:
    """The receipt; every row is accounted for (L1)."""
    receipt = load_files(home, files, LoadOptions(**options))
    kinds = ("inserted", "updated", "unchanged", "folded", "rejected")
    assert receipt["read"] == sum(receipt[name] for name in kinds)
    return receipt


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the published store."""
    return open_reader(home).rows(sql)


def outcomes(home: Path, verdict: Verdict, clock: Clock = Clock.RESOLUTION) -> dict[str, int]:
    """Clocks met, breached and running by one source of verdicts (K9)."""
    asked = Question(("met", "breached", "running", "unknown", "no_target"), clock=clock, verdict=verdict)
    (row,) = measure(open_reader(home), asked).to_json()["rows"]
    return {name: row[name] for name in ("met", "breached", "running", "unknown", "no_target")}
