"""Pictures of the pages: `python -m tests.browser.screenshots OUT`.

Every page at 1440 and 390 wide, light and dark, with samples and empty. Without OUT: the two of README.md, into docs/.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from analytics.operations.samples import ensure_samples
from tests.browser.dashboards import CHECKOUT, Dashboard, settle, start

PAGES = ("overview", "breaches", "escalations", "backlog", "ticket", "import_tickets", "monthly_summary")
WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
TALLEST = 6_000
CALM_MS = 1_200
README_TALL = 1_040


def main() -> None:
    """Start a dashboard for each state and photograph it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--states", default="samples,empty")
    chosen = parser.parse_args()
    chromium = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        sys.exit("no chromium, chromium-browser or google-chrome on PATH")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        states = chosen.states.split(",") if chosen.out else ["samples"]
        for state in states:
            home = Path(folder) / state
            if state == "samples":
                ensure_samples(home)
            running = start(home)
            try:
                if chosen.out:
                    chosen.out.mkdir(parents=True, exist_ok=True)
                    _photograph(browser, running, state, chosen.pages.split(","), chosen.out)
                else:
                    _for_readme(browser, running)
            finally:
                running.stop()
        browser.close()


def _for_readme(browser: Any, running: Dashboard) -> None:
    for scheme in SCHEMES:
        context = browser.new_context(viewport={"width": 1440, "height": README_TALL}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{running.url}/overview")
        settle(page)
        page.wait_for_timeout(2 * CALM_MS)
        file = CHECKOUT / "docs" / f"overview-{scheme}.png"
        page.screenshot(path=file)
        sys.stdout.write(f"{file.relative_to(CHECKOUT)}\n")
        context.close()


def _photograph(browser: Any, running: Dashboard, state: str, pages: list[str], out: Path) -> None:
    for scheme in SCHEMES:
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            for path in pages:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{running.url}/{path}")
                settle(page)
                page.wait_for_timeout(CALM_MS)
                # Streamlit scrolls inside the page: the window is made as tall as what it holds.
                tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": width, "height": max(700, min(tall, TALLEST))})
                page.wait_for_timeout(CALM_MS)
                file = out / f"{path}-{state}-{width}-{scheme}.png"
                page.screenshot(path=file)
                sys.stdout.write(f"{file}\n")
            context.close()


if __name__ == "__main__":
    main()
