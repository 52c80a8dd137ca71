"""control, compare and drivers on the command line: results on stdout, what they rest on beside them, refusals as usage errors."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from analytics.cli import main
from analytics.warehouse import Database
from tests.metrics.facts import Records, fill
from tests.metrics.test_control import MONTHS, month_of
from tests.metrics.test_ranking import parts

COUNTS = [(10, 100), (12, 100), (8, 100), (11, 100)] * 4 + [(9, 100), (40, 100)]


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Eighteen months, the last of which is far worse."""
    months = MONTHS[len(MONTHS) - len(COUNTS):]
    clocks = [clock | {"group_name": "Desk"} for month, (a, b) in zip(months, COUNTS, strict=True) for clock in month_of(month, a, b)]
    clocks = [clock | {"ticket_id": str(n), "elapsed_seconds": 60} for n, clock in enumerate(clocks)]
    with Database.memory() as db:
        fill(db, Records(clocks=clocks, parts=[parts(n, worked=60, unsplit=0) for n in range(50)]))
        fake = ModuleType("analytics.operations.open_store")
        fake.open_reader = lambda *_, **__: db  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, fake.__name__, fake)
        yield


def sundial(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_control_marks_the_month_unlike_the_others() -> None:
    found = sundial("control", "breach_rate")
    assert found.exit_code == 0 and "beyond 3 sigma" in found.stdout.splitlines()[-1] and "2026-10" in found.stdout.splitlines()[-1]
    assert "chart, centre" in found.stderr
    chart = json.loads(sundial("control", "breach_rate", "--json").stdout)
    assert chart["judged_periods"] == 18 and [p["period"] for p in chart["points"] if p["signals"]] == ["2026-10"]


def test_control_under_12_months_says_so() -> None:
    found = sundial("control", "breach_rate", "--from", "2026-06-01")
    assert found.exit_code == 0 and "too few months to say" in found.stderr


def test_compare_says_whether_the_change_is_usual() -> None:
    found = sundial("compare", "breach_rate", "2026-10", "2026-09")
    assert "outside the usual range, worse" in found.stdout and "(40 of 100)" in found.stdout and "+31.0 points" in found.stdout
    assert "within the usual range" in sundial("compare", "breach_rate", "2026-08", "2026-07").stdout


def test_drivers_rank_a_dimension_and_causes() -> None:
    ranked = json.loads(sundial("drivers", "group", "--json").stdout)
    assert [(one["value"], one["decided"]) for one in ranked["ranked"]] == [("Desk", 1800)]
    assert "excess" in sundial("drivers", "group").stdout
    causes = json.loads(sundial("drivers", "cause", "--json").stdout)
    assert [(one["value"], one["decided"]) for one in causes["ranked"]] == [("worked", 50)]
    assert [(one["value"], one["decided"]) for one in causes["no_cause"]] == [(None, 1750)]
    text = sundial("drivers", "cause").stdout
    assert text.index("worked") < text.index("No cause, and not ranked:") < text.index("not recorded")


@pytest.mark.parametrize("words", [("control", "breached"), ("compare", "breach_rate", "2026-10", "2026-W40"), ("drivers", "level")])
def test_what_cannot_be_asked_is_a_usage_error(words: tuple[str, ...]) -> None:
    assert sundial(*words).exit_code == 2
