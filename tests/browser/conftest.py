"""A Chromium, dashboards on homes of their own, and a visit to a page that notes what it should not have seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.operations.samples import ensure_samples
from analytics.samples import Desk
from tests.browser.dashboards import PATIENCE_MS, Dashboard, Seen, settle, start


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for all tests; each page gets a context of its own."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open an address in a fresh browser context and wait until the page stands. The page's `seen` gathers its faults."""
    contexts = []

    def go(url: str, path: str, heading: str = "h1", **context: Any) -> Any:
        made = browser.new_context(viewport={"width": 1440, "height": 900}, **context)
        contexts.append(made)
        page = made.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.seen = Seen()
        page.seen.watch(page, url)
        page.goto(f"{url}/{path}")
        settle(page, heading)
        return page

    yield go
    for made in contexts:
        made.close()


@pytest.fixture(scope="session")
def samples_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small sample desk."""
    home = tmp_path_factory.mktemp("samples-home")
    ensure_samples(home, desk=Desk(tickets=1_500, months=4))
    return home


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """A home nothing was ever loaded into."""
    return tmp_path / "home"


@pytest.fixture
def dashboard() -> Iterator[Callable[[Path], Dashboard]]:
    """Start dashboards that are stopped at the test's end."""
    started: list[Dashboard] = []

    def begin(home: Path) -> Dashboard:
        started.append(start(home))
        return started[-1]

    yield begin
    for one in started:
        one.stop()
