"""From a list to one ticket's ledger and back: the filters stand again, by pointer and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.dashboards import settle

pytestmark = pytest.mark.browser

HEAD, ROW, BUTTON = 38, 35, 26
TICKET, AGAIN_MS = "**/ticket?desk=*&ticket=SD-*", 15_000


def choose_by_keys(page: Any, picker: Any) -> None:
    picker.press("ArrowDown")
    # Enter before a row is lit chooses nothing.
    page.wait_for_selector("input[aria-label='Open a ticket'][aria-activedescendant]")
    picker.press("Enter")


@pytest.mark.parametrize("way", ["click", "Enter"])
def test_from_the_breach_list_to_a_ticket_and_back(
    way: str, samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    page = visit(dashboard(samples_home).url, "breaches?tier=Enterprise")
    picker = page.get_by_role("combobox", name="Open a ticket").last
    picker.scroll_into_view_if_needed()
    if way == "click":
        grid = page.locator("[data-testid='stVerticalBlock']", has=picker).locator("[data-testid='stDataFrame']").last
        box = grid.bounding_box()
        page.mouse.click(box["x"] + BUTTON, box["y"] + HEAD + ROW / 2)
    else:
        choose_by_keys(page, picker)
        with suppress(pytest.importorskip("playwright.sync_api").TimeoutError):
            page.wait_for_url(TICKET, timeout=AGAIN_MS)
        if "/ticket?" not in page.url:       # where the page is drawn anew just then, the open list is closed
            choose_by_keys(page, picker)
    page.wait_for_url(TICKET)
    settle(page, "h1:has-text('Ticket')")
    asked = parse_qs(urlsplit(page.url).query)
    assert set(asked) == {"desk", "ticket"}
    page.wait_for_selector(f"code:has-text('Your ticket {asked['ticket'][0]} arrived on')")
    page.wait_for_selector("text=In all ")
    page.go_back()
    page.wait_for_url("**/breaches?tier=Enterprise")
    page.wait_for_selector("text=tier Enterprise · first response")
    assert page.seen.faults == []
