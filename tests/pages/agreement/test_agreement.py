"""Every tile, chart, table and sparkline of the pages equals the command line for the same filter; one without a comparison fails.

What is compared with what stands in this package, a module a page. An element that no comparison is known for is a failure, and so is one
that is missing though the command line has numbers for it.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from pathlib import Path

import pytest

from analytics.figures.wording import month_name
from tests.pages.agreement import backlog, breaches, escalations, month, overview, ticket
from tests.pages.agreement.asked import Absences, Asked, Comparisons
from tests.pages.agreement.command_line import CommandLine
from tests.pages.agreement.desks import fill_long
from tests.pages.agreement.selections import Selection
from tests.pages.agreement.shown import Shown, look

LISTS: dict[str, tuple[Comparisons, Absences]] = {
    "overview": (overview.OVERVIEW, overview.MISSING),
    "breaches": (breaches.BREACHES, breaches.MISSING),
    "escalations": (escalations.ESCALATIONS, escalations.MISSING),
    "backlog": (backlog.BACKLOG, backlog.MISSING),
}
SELECTIONS = (
    Selection("everything"),
    Selection("a month and tier, compared", "2026-10", {"tier": ("Enterprise",)}, compare=1),
    Selection("the running month", "2026-11"),
    Selection("nothing", where={"tier": ("Platinum",), "priority": ("High",)}),
    Selection("resolution", clock="resolution"),
    Selection("a channel and group, by start", where={"channel": ("email",), "group": ("Identity",)}, rule="started"),
)
LONG_SELECTIONS = (
    Selection("everything"),
    Selection("a month and tier, a year before", "2026-10", {"tier": ("Enterprise",)}, compare=12),
    Selection("resolution, other choices", clock="resolution",
              choices={"drivers": "Cause", "week": "Breach rate", "by": "Hour of arrival", "held-by": "Assignee"}),
    Selection("resolution of a month, by stop", "2026-09", clock="resolution", rule="stopped", compare=1, choices={"by": "Organisation"}),
    Selection("the export's deadline", verdict="deadline", choices={"by": "Assignee", "drivers": "Organisation"}),
    Selection("the vendor's verdict", "2026-09", verdict="vendor", clock="resolution", choices={"by": "Channel"}),
    Selection("not recorded", where={"group": (None,)}, choices={"drivers": "Hour of arrival", "by": "Priority"}),
    Selection("names that hurt", where={"group": ("R&D <b>7</b>", "=1+1")}, rule="started", choices={"by": "Tier"}),
    Selection("weekdays and hours", where={"weekday": ("Mon", "Tue"), "hour": ("9", "14")}),
    Selection("the first month", "2025-08"),
)  # fmt: skip
SELDOM = {
    "chart held-assignee", "table Breached and decided by .*, few decided", "table Breached and decided by cause, few decided",
    "table Escalations and tickets by group, few tickets",
}  # fmt: skip
"""Not there without a filter or another choice."""
TICKETS = {
    "by outcome": "SELECT min(ticket_id), min_by(source, ticket_id) FROM judged_tickets GROUP BY response_outcome ORDER BY ALL",
    "escalated, paused, reopened": """
        (SELECT ticket_id, source FROM escalations ORDER BY level DESC, ticket_id LIMIT 1)
        UNION ALL (SELECT ticket_id, source FROM ticket_pauses ORDER BY business_seconds DESC, ticket_id LIMIT 1)
        UNION ALL (SELECT ticket_id, source FROM judged_tickets WHERE reopens > 0 ORDER BY ticket_id LIMIT 1)
        UNION ALL (SELECT ticket_id, source FROM sla_clocks WHERE is_overdue ORDER BY ticket_id LIMIT 1)
        UNION ALL (SELECT ticket_id, source FROM sla_clocks WHERE outcome <> 'uncovered'
                   ORDER BY calendar_seconds DESC NULLS LAST, ticket_id LIMIT 1)""",
}


@pytest.fixture(scope="module")
def line(loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(loaded_home, tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="module")
def long_line(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(fill_long(tmp_path_factory.mktemp("long") / "home"), tmp_path_factory.mktemp("exports"))


def wrong(shown: Iterable[Shown], comparisons: Comparisons, asked: Asked) -> list[str]:
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


def not_there(shown: Iterable[Shown], absences: Absences, asked: Asked) -> list[str]:
    """What is missing though there is something to show."""
    names = [element.name for element in shown]
    missing = [
        (pattern, has_nothing) for pattern, has_nothing in absences.items() if not any(re.fullmatch(pattern, name) for name in names)
    ]
    return [f"{pattern} is missing" for pattern, has_nothing in missing if not has_nothing(asked)]


def check(page: str, parts: tuple[Comparisons, Absences], asked: Asked, query: dict[str, object]) -> set[str]:
    """Hold a page against the command line; the names of what it shows."""
    shown = look(page, asked.line.home, query)
    assert [*wrong(shown, parts[0], asked), *not_there(shown, parts[1], asked)] == []
    return {element.name for element in shown}


def check_list(page: str, selection: Selection, line: CommandLine) -> set[str]:
    """The page of escalations has no choice of clock, rule and verdict."""
    asked = Asked(line, selection.without_clock() if page == "escalations" else selection)
    return check(page, LISTS[page], asked, selection.query)


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_a_page_says_what_the_command_line_says(page: str, selection: Selection, line: CommandLine) -> None:
    seen = check_list(page, selection, line)
    if selection.name == "everything":
        idle = {one for one in LISTS[page][0] if not any(re.fullmatch(one, name) for name in seen)}
        assert idle <= SELDOM, "these compare nothing"


@pytest.mark.parametrize("name", ["2026-10", "2026-11"])
def test_the_monthly_summary_says_what_the_command_line_says(name: str, line: CommandLine) -> None:
    check("monthly_summary", (month.MONTH, month.MISSING), Asked(line, Selection(name, name)), {"month": month_name(name)})


@pytest.mark.parametrize("clock", ["", "Resolution"])
def test_a_ticket_says_what_explain_says(clock: str, line: CommandLine) -> None:
    _check_tickets("by outcome", clock, line)


@pytest.mark.long
@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("selection", LONG_SELECTIONS, ids=str)
def test_a_page_says_so_with_limits_goals_deadlines_and_names_that_hurt(page: str, selection: Selection, long_line: CommandLine) -> None:
    check_list(page, selection, long_line)


@pytest.mark.long
@pytest.mark.parametrize("name", ["2025-08", "2026-02", "2026-03", "2026-10", "2026-11"])
def test_the_monthly_summary_says_so_in_every_phase_and_under_both_policies(name: str, long_line: CommandLine) -> None:
    check("monthly_summary", (month.MONTH, month.MISSING), Asked(long_line, Selection(name, name)), {"month": month_name(name)})


@pytest.mark.long
@pytest.mark.parametrize("clock", ["", "Resolution"])
@pytest.mark.parametrize("kind", TICKETS)
def test_a_ticket_says_so_whatever_happened_to_it(kind: str, clock: str, long_line: CommandLine) -> None:
    _check_tickets(kind, clock, long_line)


def _check_tickets(kind: str, clock: str, line: CommandLine) -> None:
    found = dict.fromkeys(line.sql(TICKETS[kind]))
    assert found
    for ticket_id, source in found:
        choices = {"ticket": ticket_id, "desk": source} | ({"ticket_clock": clock} if clock else {})
        check("ticket", (ticket.TICKET, ticket.MISSING), Asked(line, Selection(ticket_id, choices=choices)), dict(choices))
