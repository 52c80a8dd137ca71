"""Every shipped format: recognised from its sample alone, and read to the tickets written by hand beside it.

The samples under exports/ are synthetic; loads.toml says what is loaded together, with which zone, and the receipt.
"""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import pytest

from analytics.intake.docs import FORMATS
from analytics.intake.export_format import formats_in
from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.open_store import open_reader

EXPORTS = Path(__file__).parent / "exports"
SHIPPED = formats_in(FORMATS)
LOADS = tomllib.loads((EXPORTS / "loads.toml").read_text(encoding="utf-8"))["loads"]
SAMPLES = {path.stem: path for path in EXPORTS.iterdir() if path.suffix != ".toml" and ".expected" not in path.name}
RECEIPT = ("read", "inserted", "updated", "unchanged", "folded", "rejected", "duplicates")
COLUMNS = {
    "priority": "export_priority", "group": "group_name", "resolution_deadline_at": "resolution_deadline_at",
    "response_verdict": "nullif(response_vendor_outcome, 'unknown')", "resolution_verdict": "nullif(resolution_vendor_outcome, 'unknown')",
    "requester": "(SELECT arg_max(s.requester, coalesce(s.updated_at, s.received_at)) FROM ticket_states AS s "
    "WHERE s.ticket_id = judged_tickets.ticket_id)",
}  # fmt: skip


def test_every_shipped_format_has_a_sample_that_is_loaded() -> None:
    loaded = {Path(name).stem for load in LOADS for name in load["files"]}
    assert set(SHIPPED) == set(SAMPLES) == loaded


@pytest.mark.parametrize("load", LOADS, ids=lambda load: load["expected"])
def test_a_sample_gives_the_tickets_written_beside_it(load: dict[str, Any], tmp_path: Path) -> None:
    receipt = load_files(tmp_path, [EXPORTS / name for name in load["files"]], LoadOptions(timezone=load.get("timezone")))
    assert {part["format"] for part in receipt["files"]} == {Path(name).stem for name in load["files"]}
    assert [receipt[name] for name in RECEIPT] == load["receipt"]
    assert receipt["read"] == sum(receipt[name] for name in RECEIPT[1:6])
    expected = list(csv.DictReader((EXPORTS / f"{load['expected']}.expected.csv").open(encoding="utf-8", newline="")))
    asked = ", ".join(COLUMNS.get(name, name) for name in expected[0])
    rows = open_reader(tmp_path).rows(f"SELECT {asked} FROM judged_tickets ORDER BY ticket_id")
    found = [{name: "" if cell is None else str(cell) for name, cell in zip(expected[0], row, strict=True)} for row in rows]
    assert found == sorted(expected, key=lambda row: row["ticket_id"])
