"""A click on a cell narrows the page, the link opens the same view in a fresh browser, and back goes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.dashboards import settle

pytestmark = pytest.mark.browser


def test_drill_down_link_and_back(samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]) -> None:
    running = dashboard(samples_home)
    page = visit(running.url, "overview")
    cells = page.locator(".st-key-figure-tier-priority .barlayer .point path")
    cells.last.wait_for(state="attached")
    settle(page)
    cells.last.click(force=True)
    page.wait_for_url("**/overview?*tier=*priority=*")
    said = page.locator("text=/tier .* · priority .*/")
    said.wait_for()
    words = said.inner_text()

    other = visit(running.url, page.url.removeprefix(f"{running.url}/"))
    other.wait_for_selector(f"text={words}")

    page.go_back()  # both values came in one step
    page.wait_for_function("!/tier .* · priority /.test(document.body.innerText)")
    assert "tier" not in page.url
    assert "priority" not in page.url
    page.go_forward()
    page.wait_for_selector(f"text={words}")
    assert page.seen.faults == other.seen.faults == []


def test_a_bar_opens_its_list_with_the_filters_and_back_comes_back(
    samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    running = dashboard(samples_home)
    page = visit(running.url, "overview?tier=Enterprise&drivers=Hour+of+arrival")
    page.wait_for_selector("text=/\\d\\d:00 to \\d\\d:00/")
    bars = page.locator(".st-key-figure-every-ticket .barlayer .trace .point path")
    bars.nth(1).wait_for(state="attached")
    settle(page)
    bars.nth(1).click(force=True)
    page.wait_for_url("**/breaches?*tier=Enterprise*")
    page.wait_for_selector("h1:has-text('Breaches')")
    page.wait_for_selector("text=tier Enterprise")

    page.go_back()
    page.wait_for_selector("h1:has-text('Overview')")
    page.wait_for_selector("text=tier Enterprise")
    page.wait_for_selector("text=/\\d\\d:00 to \\d\\d:00/")  # the page's own choice came back too
    assert "drivers=Hour+of+arrival" in page.url

    page.locator(".st-key-tile-escalation_frequency a:visible").first.click()
    page.wait_for_url("**/escalations?*tier=Enterprise*")
    page.wait_for_selector("h1:has-text('Escalations')")
    page.wait_for_selector("text=tier Enterprise")
    assert page.seen.faults == []
