"""axe finds nothing on any page, in both themes and both widths, beyond what Streamlit itself brings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.dashboards import PAGES, settle

pytestmark = [pytest.mark.browser, pytest.mark.long]

# Streamlit 1.67's own: its list of pages (section heads among the items of a list), and its upload area.
STREAMLIT = {
    ("list", "stSidebarNavItems"),
    ("listitem", "stSidebarNavItems"),
    ("presentation-role-conflict", "stFileUploaderDropzone"),
}
CALM_MS = 800


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1440), ("light", 390)])  # each theme and each width
def test_axe_finds_nothing_of_ours(
    scheme: str, width: int, samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = visit(running := dashboard(samples_home).url, PAGES[0], color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for name in PAGES:
        page.goto(f"{running}/{name}")
        settle(page)
        page.wait_for_timeout(CALM_MS)
        found += [f"{name}: {fault}" for fault in _ours(page, axe.run(page).response["violations"])]
    assert not found, "\n".join(found)


def _ours(page: Any, violations: list[dict[str, Any]]) -> list[str]:
    found = []
    for violation in violations:
        for node in violation["nodes"]:
            within = page.evaluate(
                "at => [...(function* (e) { while (e) { yield e.dataset?.testid; e = e.parentElement } })(document.querySelector(at))]",
                node["target"][-1],
            )
            if not any((violation["id"], name) in STREAMLIT for name in within):
                found.append(f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:160]}")
    return found
