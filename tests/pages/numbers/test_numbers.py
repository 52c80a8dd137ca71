"""Every tile, chart, table and sparkline of the pages equals the command line for the same filter; one without a comparison fails."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

import pytest

from tests.pages.numbers.asked import Asked, Comparisons
from tests.pages.numbers.backlog import BACKLOG
from tests.pages.numbers.breaches import BREACHES
from tests.pages.numbers.command_line import CommandLine
from tests.pages.numbers.escalations import ESCALATIONS
from tests.pages.numbers.overview import OVERVIEW
from tests.pages.numbers.selections import Selection
from tests.pages.numbers.shown import Shown, look

PAGES: dict[str, Comparisons] = {"overview": OVERVIEW, "breaches": BREACHES, "escalations": ESCALATIONS, "backlog": BACKLOG}
SELECTIONS = (
    Selection("everything"),
    Selection("a month and tier, compared", "2026-10", {"tier": ("Enterprise",)}, compare=1),
    Selection("the running month", "2026-11"),
    Selection("nothing", where={"tier": ("Platinum",), "priority": ("High",)}),
    Selection("resolution", clock="resolution"),
    Selection("a channel and group, by start", where={"channel": ("email",), "group": ("Identity",)}, rule="started"),
)


@pytest.fixture(scope="module")
def line(loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(loaded_home, tmp_path_factory.mktemp("exports"))


def wrong(shown: list[Shown], comparisons: Comparisons, asked: Asked) -> list[str]:
    """What does not say what the command line says, and what nothing is known of."""
    found = []
    for element in shown:
        compare = next((one for pattern, one in comparisons.items() if re.fullmatch(pattern, element.name)), None)
        if compare is None:
            found.append(f"{element.name}: nothing to compare it with")
            continue
        try:
            compare(element, asked)
        except Exception as error:  # noqa: BLE001  all that differs on a page is told at once
            where = traceback.extract_tb(error.__traceback__)[-1]
            found.append(f"{element.name}: {type(error).__name__} {error} (line {where.lineno} of {Path(where.filename).name})")
    return found


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_a_page_says_what_the_command_line_says(page: str, selection: Selection, line: CommandLine) -> None:
    _, shown = look(page, line.home, selection.query)
    asked = selection.without_clock() if page == "escalations" else selection
    assert wrong(shown, PAGES[page], Asked(line, asked)) == []
