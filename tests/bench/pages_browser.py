"""From a filter change to the last change of the page in Chromium, beside a page of as many elements with nothing in them.

`python -m tests.bench.pages_browser [--tickets N] [--home FOLDER] [--runs N]`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.pages import MANAGERS, filled
from tests.browser.dashboards import READY, Dashboard, settle, start

MOST_TIMES = 2.0
QUIET_MS = 700
KINDS = {
    "METRICS": "[data-testid=stMetric]",
    "CHARTS": "[data-testid=stPlotlyChart]",
    "TABLES": "[data-testid=stDataFrame]",
    "TEXTS": "[data-testid=stMarkdown]:visible",
    "IMAGES": "[data-testid=stImage]",
    "LINKS": "[data-testid=stPageLink]",
    "POPOVERS": "[data-testid=stPopover]",
    "CHOICES": "[data-testid=stMultiSelect], [data-testid=stSelectbox]",
}
"""What is counted on a page of ours, to stand as often on the one beside it."""
WATCH = """() => {
  window.__last = performance.now(); window.__from = performance.now();
  const seen = new MutationObserver(() => { window.__last = performance.now() });
  seen.observe(document.querySelector('[data-testid=stMain]'), {subtree: true, childList: true, attributes: true, characterData: true});
}"""


def change(page: Any, option: str) -> float:
    """Choose a tier; milliseconds until the last change of the page's main part."""
    box = page.get_by_role("combobox", name="Tier").first
    box.click()
    wanted = page.get_by_role("option", name=option, exact=True)
    wanted.wait_for()
    page.evaluate("() => { window.__from = performance.now() }")
    wanted.click()
    page.wait_for_timeout(150)
    page.wait_for_selector(READY)
    page.wait_for_function(f"() => performance.now() - window.__last > {QUIET_MS}")
    return float(page.evaluate("() => window.__last - window.__from"))


def changes(browser: Any, running: Dashboard, path: str, options: tuple[str, ...]) -> tuple[list[float], dict[str, int]]:
    """The milliseconds of each choice, and what the page holds."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{running.url}/{path}")
    settle(page)
    page.wait_for_timeout(2 * QUIET_MS)
    page.evaluate(WATCH)
    found = [change(page, option) for option in options]
    holds = {name: page.locator(kinds).count() for name, kinds in KINDS.items()}
    page.context.close()
    return found, holds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("no chromium or google-chrome on PATH")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = start(filled(asked.home or Path(folder) / "home", asked.tickets))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in MANAGERS:
            ours, holds = changes(browser, running, name, ("Enterprise", "Standard"))
            os.environ.update({f"EMPTY_{kind}": str(number) for kind, number in holds.items()})
            empty = start(Path(folder), script="tests/bench/empty_page.py")
            theirs, _ = changes(browser, empty, "", ("Enterprise", "Standard", "Enterprise"))
            empty.stop()
            one, other = statistics.median(ours), statistics.median(theirs)
            counted = ", ".join(f"{number} {kind.lower()}" for kind, number in holds.items() if number)
            print(f"  {name:<12} {one:5.0f} ms; empty page ({counted}): {other:5.0f} ms; {one / other:.1f} × (at most {MOST_TIMES:.0f} ×); "
                  f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
        browser.close()
        running.stop()


if __name__ == "__main__":
    main()
