"""Pages full of strings that hurt, in a real browser: they ask no other host, run nothing, and write what is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.figures.wording import shown
from tests.browser.dashboards import PAGES, settle
from tests.hurting.desk import fill
from tests.hurting.strings import HURTING

pytestmark = [pytest.mark.browser, pytest.mark.long]

NAMES = {text[-4:]: shown(text.strip(" \u00a0\u3000")) for text in HURTING}
NUMBER = re.compile(r"\bn\d\d\d\b")
CALM_MS = 800
OURS = "img[src*='x.example'], iframe, [onerror], [onload], a[href*='x.example'], base, meta[http-equiv], link[href*='x.example']"


def test_pages_ask_no_other_host_and_run_nothing(tmp_path: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]) -> None:
    running = dashboard(fill(tmp_path / "home"))
    page = visit(running.url, PAGES[0])
    for name in PAGES:
        page.goto(f"{running.url}/{name}")
        settle(page)
        page.wait_for_timeout(CALM_MS)
        assert page.title().endswith("Sundial"), page.title()
        assert page.locator(OURS).count() == 0, name
        for drawn in page.locator(".js-plotly-plot text").all_text_contents():
            for number in NUMBER.findall(drawn):
                assert _squeezed(drawn) in _squeezed(NAMES[number]) or _squeezed(NAMES[number]) in _squeezed(drawn), (name, drawn)
    assert page.seen.faults == []


def _squeezed(text: str) -> str:
    """A browser joins blanks in a row; a label that is cut ends in an ellipsis."""
    return re.sub(r"\s+", " ", text).strip().rstrip("…")
