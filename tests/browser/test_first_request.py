"""Every page on its own URL as the very first request after a start: with samples, and with an empty store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.dashboards import Dashboard, answering, launch

PAGES = {
    "overview": "Overview",
    "breaches": "Breaches",
    "escalations": "Escalations",
    "backlog": "Backlog and risk",
    "ticket": "Ticket",
    "import_tickets": "Import",
    "monthly_summary": "Monthly summary",
}

WITHOUT_CHART = ("backlog", "ticket", "import_tickets")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def with_samples(samples_home: Path) -> Iterator[dict[str, Dashboard]]:
    """A dashboard for each page that nobody has asked yet."""
    yield from _untouched(samples_home)


@pytest.fixture(scope="module")
def with_nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Dashboard]]:
    """The same on a home nothing was ever loaded into."""
    yield from _untouched(tmp_path_factory.mktemp("empty") / "home")


def _untouched(home: Path) -> Iterator[dict[str, Dashboard]]:
    started = {path: launch(home) for path in PAGES}
    yield started
    for dashboard in started.values():
        dashboard.stop()


@pytest.mark.parametrize("path", PAGES)
def test_first_request_with_samples(path: str, with_samples: dict[str, Dashboard], visit: Callable[..., Any]) -> None:
    page = visit(answering(with_samples[path]).url, path)
    _stands(page, path)
    if path != "import_tickets":
        page.wait_for_selector("text=Sample data.")
    if path not in WITHOUT_CHART:
        page.wait_for_selector(".js-plotly-plot")
    assert page.seen.faults == []


@pytest.mark.parametrize("path", PAGES)
def test_first_request_with_an_empty_store(path: str, with_nothing: dict[str, Dashboard], visit: Callable[..., Any]) -> None:
    page = visit(answering(with_nothing[path]).url, path)
    _stands(page, path)
    page.wait_for_selector("text=1 · The file" if path == "import_tickets" else "text=No tickets loaded yet")
    assert page.seen.faults == []


def test_the_bare_address_leads_to_the_overview(samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]) -> None:
    running = dashboard(samples_home)
    page = visit(running.url, "?tier=Enterprise")
    page.wait_for_url("**/overview?tier=Enterprise")
    page.wait_for_selector("text=tier Enterprise")
    assert page.seen.faults == []


def _stands(page: Any, path: str) -> None:
    """The heading is the page's, all pages are listed, nothing is red."""
    assert page.locator("h1").inner_text() == PAGES[path]
    listed = page.locator('[data-testid="stSidebarNavLink"]').all_inner_texts()
    assert [name.strip() for name in listed] == list(PAGES.values())
    assert page.locator('[data-testid="stException"], [data-testid="stAlert"], .st-key-refused').count() == 0
    assert page.title().endswith("· Sundial")
