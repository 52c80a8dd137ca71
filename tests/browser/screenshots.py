"""Pictures of the pages: `make screenshots`, or `python -m tests.browser.screenshots [OUT] [--pages a,b] [--states samples,empty,million]`.

Every page at 1440 and 390 wide, light and dark, with samples, empty and with a million tickets, into OUT (screenshots/, not kept); with
samples also the two of README.md, into docs/.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.open_store import open_for_pages
from analytics.operations.samples import ensure_samples
from analytics.samples import TICKETS_FILE, Desk, write_samples
from tests.bench.levels import add_levels
from tests.browser.dashboards import CHECKOUT, PAGES, Dashboard, settle, start

STATES = ("samples", "empty", "million")
MILLION = Desk(tickets=1_000_000, events=False)
WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
TALLEST = 6_000
CALM_MS = 1_200
README_TALL = 1_040
LATE = "SELECT source, ticket_id FROM judged_tickets WHERE response_outcome = 'breached' ORDER BY escalations DESC, ticket_id LIMIT 1"


def main() -> None:
    """Start a dashboard for each state and photograph it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=CHECKOUT / "screenshots")
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--states", default=",".join(STATES))
    chosen = parser.parse_args()
    chromium = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        sys.exit("no chromium, chromium-browser or google-chrome on PATH")
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for state in chosen.states.split(","):
            running = start(_filled(Path(folder) / state, state))
            try:
                _photograph(browser, running, state, chosen.pages.split(","), chosen.out)
                if state == "samples" and "overview" in chosen.pages:
                    _for_readme(browser, running)
            finally:
                running.stop()
        browser.close()


def _filled(home: Path, state: str) -> Path:
    """A home in that state."""
    if state == "samples":
        ensure_samples(home)
    elif state == "million":
        home.mkdir()
        write_samples(home, MILLION)
        add_levels(home / TICKETS_FILE)
        load_files(home, [home / TICKETS_FILE], LoadOptions())
    return home


def _for_readme(browser: Any, running: Dashboard) -> None:
    for scheme in SCHEMES:
        context = browser.new_context(viewport={"width": 1440, "height": README_TALL}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{running.url}/overview")
        settle(page)
        page.wait_for_timeout(2 * CALM_MS)
        _taken(page, CHECKOUT / "docs" / f"overview-{scheme}.png")
        context.close()


def _photograph(browser: Any, running: Dashboard, state: str, pages: list[str], out: Path) -> None:
    for scheme in SCHEMES:
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            for name in pages:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{running.url}/{_address(name, running.home)}")
                settle(page)
                page.wait_for_timeout(CALM_MS)
                # Streamlit scrolls inside the page: the window is made as tall as what it holds.
                tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": width, "height": max(700, min(tall, TALLEST))})
                page.wait_for_timeout(CALM_MS)
                _taken(page, out / f"{name}-{state}-{width}-{scheme}.png")
            context.close()


def _address(page: str, home: Path) -> str:
    """A page's address; the page of one ticket shows one that was late, where there is one."""
    reader, _ = open_for_pages(home)
    if page != "ticket" or reader is None:
        return page
    ((source, ticket_id),) = reader.rows(LATE)
    return f"{page}?{urlencode({'source': source, 'ticket': ticket_id})}"


def _taken(page: Any, file: Path) -> None:
    page.screenshot(path=file)
    sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
