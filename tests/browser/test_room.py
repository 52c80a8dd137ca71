"""No word of a figure is cut off at its edge, and no title stands in the labels of its axis."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.dashboards import settle
from tests.hurting.desk import fill

pytestmark = pytest.mark.browser

FIGURES = ("overview", "breaches", "escalations", "backlog", "monthly_summary")
CALM_MS = 800
CUT = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(figure => {
  const edge = figure.querySelector('.main-svg').getBoundingClientRect();
  const found = words => [...figure.querySelectorAll(words)].map(one => [one.textContent, one.getBoundingClientRect()]);
  const labels = found('[class$=tick] text'), titles = found('[class^=g-][class$=title] text');
  const cut = [...labels, ...titles].filter(([, box]) => box.width > 0 &&
    (box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1));
  const inside = titles.filter(([, one]) => labels.some(([, other]) =>
    one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1));
  return [...cut, ...inside].map(([words]) => words);
})"""


@pytest.mark.parametrize("pixels", [1440, 390])
def test_all_words_of_figures_are_whole(samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any], pixels: int) -> None:
    assert _cut(dashboard(samples_home), visit, pixels) == {}


@pytest.mark.long
def test_words_that_hurt_are_whole(tmp_path: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]) -> None:
    assert _cut(dashboard(fill(tmp_path / "home")), visit, 1440) == {}


def _cut(running: Any, visit: Callable[..., Any], pixels: int) -> dict[str, list[str]]:
    """By page: the words of figures that are cut, or a title in labels."""
    page = visit(running.url, FIGURES[0])
    page.set_viewport_size({"width": pixels, "height": 900})
    found = {}
    for name in FIGURES:
        page.goto(f"{running.url}/{name}")
        settle(page)
        page.wait_for_selector(".js-plotly-plot .main-svg")
        page.wait_for_timeout(CALM_MS)
        found[name] = page.evaluate(CUT)
    return {name: words for name, words in found.items() if words}
