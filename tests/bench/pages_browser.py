"""From a filter change to the last chart in Chromium, beside a page of as many elements with nothing in them.

`python -m tests.bench.pages_browser [--tickets N] [--home FOLDER]`.
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
CHANGES = (
    ("Period", "Last 6 months"), ("Tier", "Enterprise"), ("Tier", "Standard"),
    ("Priority", "High"), ("Priority", "Medium"), ("Priority", "Low"), ("Group", "Connectivity"), ("Group", "Identity"),
    ("Group", "Applications"), ("Group", "Infrastructure"),
)  # fmt: skip
WARMING = 2
"""Changes before those that count, on both pages: a browser runs a script faster when it has run it before."""
TURNS = ("Standard", "Enterprise")
KINDS = {
    "METRICS": "[data-testid=stMetric]",
    "CHARTS": "[data-testid=stPlotlyChart]",
    "TABLES": "[data-testid=stDataFrame]",
    "TEXTS": "[data-testid=stMarkdown]:visible",
    "IMAGES": "[data-testid=stImage]",
    "LINKS": "[data-testid=stPageLink]",
    "POPOVERS": "[data-testid=stPopover]",
    "CHOICES": "[data-testid=stMultiSelect], [data-testid=stSelectbox]",
    "BUTTONS": "[data-testid=stButton], [data-testid=stDownloadButton], [data-testid=stButtonGroup]",
}
"""What is counted on a page of ours, to stand as often on the one beside it."""
WATCH = """() => {
  window.__last = window.__chart = window.__from = performance.now();
  const drawn = one => (one.nodeType === 1 ? one : one.parentElement)?.closest('[data-testid=stPlotlyChart]');
  const seen = new MutationObserver(changes => {
    window.__last = performance.now();
    if (changes.some(change => drawn(change.target))) window.__chart = window.__last;
  });
  seen.observe(document.querySelector('[data-testid=stMain]'), {subtree: true, childList: true, attributes: true, characterData: true});
}"""


def change(page: Any, label: str, option: str) -> float:
    """Choose a value of a filter; milliseconds until the last change of a chart."""
    page.keyboard.press("Escape")  # the list of the filter before, while it is open, hides the others
    box = page.get_by_role("combobox", name=label).first
    box.click()
    wanted = page.get_by_role("option", name=option, exact=True)
    wanted.wait_for()
    page.evaluate("() => { window.__from = performance.now() }")
    wanted.click()
    page.wait_for_timeout(150)
    page.wait_for_selector(READY)
    page.wait_for_function(f"() => performance.now() - window.__last > {QUIET_MS}")
    return float(page.evaluate("() => window.__chart - window.__from"))


def opened(browser: Any, running: Dashboard, path: str) -> Any:
    """A page that stands still, watched."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{running.url}/{path}")
    settle(page)
    page.wait_for_timeout(2 * QUIET_MS)
    page.evaluate(WATCH)
    return page


def beside(browser: Any, running: Dashboard, name: str, folder: Path) -> None:
    """A page of ours and one of as many empty elements, changed in turn; each filter is new, so nothing was asked before."""
    page = opened(browser, running, name)
    for warming in CHANGES[:WARMING]:
        change(page, *warming)
    holds = {kind: page.locator(found).count() for kind, found in KINDS.items()}
    os.environ.update({f"EMPTY_{kind}": str(number) for kind, number in holds.items()})
    empty = start(folder, script="tests/bench/empty_page.py")
    other = opened(browser, empty, "")
    for turn in range(WARMING):
        change(other, "Tier", TURNS[1 - turn % 2])
    pairs = [(change(page, *chosen), change(other, "Tier", TURNS[1 - turn % 2])) for turn, chosen in enumerate(CHANGES[WARMING:])]
    empty.stop()
    page.context.close()
    other.context.close()
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    counted = ", ".join(f"{number} {kind.lower()}" for kind, number in holds.items() if number)
    print(f"  {name:<12} {ours:5.0f} ms; empty page ({counted}): {theirs:5.0f} ms; {ours / theirs:.2f} × (at most {MOST_TIMES:.0f} ×), "
          f"{len(pairs)} pairs; load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip


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
            beside(browser, running, name, Path(folder))
        browser.close()
        running.stop()


if __name__ == "__main__":
    main()
