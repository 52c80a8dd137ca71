"""The HTML report in a real browser without a network: it draws, asks for nothing, runs nothing foreign, and prints on one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from analytics.reports.writers.html import html
from tests.reports.writers.made_up import hostile, made_up

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a report's file offline, in a window of a width; faults, dialogs and requests are gathered."""
    contexts = []

    def go(content: bytes, width: int = 1440, scheme: str = "light") -> tuple[Any, list[str]]:
        context = browser.new_context(viewport={"width": width, "height": 1000}, offline=True, color_scheme=scheme)
        contexts.append(context)
        page, faults = context.new_page(), []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
        path = tmp_path / "report.html"
        path.write_bytes(content)
        page.goto(path.as_uri())
        page.wait_for_selector("#chart-levels .main-svg")
        return page, faults

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "light"), (1440, "dark")])
def test_it_draws_three_charts_and_does_not_scroll_sideways(opened: Any, width: int, scheme: str) -> None:
    page, faults = opened(made_up_bytes(), width, scheme)
    assert page.locator(".chart .main-svg").count() >= 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []


def test_hostile_names_run_nothing_and_ask_no_one(opened: Any) -> None:
    page, faults = opened(html(hostile()))
    assert faults == []
    assert page.locator("img, iframe, a[href], svg a").count() == 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_one_sheet(opened: Any, paper: str) -> None:
    page, _ = opened(made_up_bytes())
    assert len(PdfReader(BytesIO(page.pdf(format=paper))).pages) == 1


def made_up_bytes() -> bytes:
    return html(made_up())
