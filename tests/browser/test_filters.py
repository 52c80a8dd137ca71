"""Filters stand in the URL: a link opens the same view, a choice changes the link, and the next page keeps it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from analytics.figures.wording import percent
from analytics.metrics import Question, measure
from analytics.operations.open_store import open_reader
from analytics.vocabulary import Dimension
from tests.browser.dashboards import settle

pytestmark = pytest.mark.browser


def test_filters_in_the_url(samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]) -> None:
    running = dashboard(samples_home)
    ask = partial(measure, open_reader(samples_home, samples=True))
    page = visit(running.url, "overview?tier=Enterprise&priority=High")
    page.wait_for_selector("text=tier Enterprise · priority High")
    wanted = ask(Question(("attainment",), where={Dimension.TIER: ("Enterprise",), Dimension.PRIORITY: ("High",)})).rows()[0]
    page.wait_for_selector(f'[data-testid="stMetricValue"]:has-text("{percent(wanted["attainment"])}")')

    page.get_by_role("button", name="Clear", exact=True).click()
    page.wait_for_url("**/overview")
    everyone = ask(Question(("attainment",))).rows()[0]
    page.wait_for_selector(f'[data-testid="stMetricValue"]:has-text("{percent(everyone["attainment"])}")')

    page.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name="Last 3 months").click()
    page.wait_for_url("**/overview?period=Last*3*months")
    settle(page)
    page.get_by_role("link", name="Breaches").click()
    page.wait_for_url("**/breaches?period=Last*3*months")
    page.wait_for_selector("h1:has-text('Breaches')")
    assert page.seen.faults == []
