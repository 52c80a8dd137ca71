"""A change of a filter has plotly draw each figure once: a second drawing, of the copy that a page hands on, takes as long as the first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.dashboards import settle

pytestmark = pytest.mark.browser

CALM_MS = 800
# A figure's first drawing has begun when it can be listened to; each whole one after it says so.
LISTEN = """() => {
  window.figures = [];
  const known = new Set(document.querySelectorAll('.js-plotly-plot'));
  const listen = () => {
    for (const figure of document.querySelectorAll('.js-plotly-plot')) if (!known.has(figure) && figure.on) {
      const noted = {name: figure.closest('[class*=st-key-figure-]').className.match(/st-key-figure-(\\S+)/)[1], again: 0};
      known.add(figure);
      window.figures.push(noted);
      figure.on('plotly_beforeplot', () => { noted.again += 1 });
    }
  };
  new MutationObserver(listen).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


@pytest.mark.parametrize("name", ["overview", "breaches", "escalations", "backlog"])
def test_figures_are_drawn_once_after_a_change_of_a_filter(
    samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any], name: str
) -> None:
    page = visit(dashboard(samples_home).url, name)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_timeout(CALM_MS)
    page.evaluate(LISTEN)
    page.get_by_role("combobox", name="Tier").first.click()
    page.get_by_role("option", name="Enterprise", exact=True).click()
    page.wait_for_selector("text=tier Enterprise")
    settle(page)
    page.wait_for_timeout(CALM_MS)
    figures = page.evaluate("() => window.figures")
    assert len(figures) >= 3
    assert [figure for figure in figures if figure["again"]] == []
