"""Three hundred strings that hurt, as names, groups and ids: no page reads them as Markdown or HTML, lists hold them as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures.wording import shown
from pages.widgets.text import plain
from tests.browser.dashboards import CHECKOUT, PAGES
from tests.hurting.desk import fill
from tests.hurting.strings import HURTING

# As the store holds them: blanks at the ends are no part of a name.
NAMES = {text[-4:]: text.strip(" \u00a0\u3000") for text in HURTING}
NUMBER = re.compile(r"\bn\d\d\d\b")


@pytest.fixture(scope="module")
def hurting_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("hurting") / "home")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_names_as_markdown(page: str, hurting_home: Path, run: Callable[..., AppTest]) -> None:
    app = run(page, hurting_home)
    if page == "overview":
        group = app.multiselect(key="group")
        group.set_value(group.options[:40]).run()
        assert not app.exception
    read_as_markdown = [*app.markdown, *app.caption, *app.metric, *app.button, *app.expander, *app.warning, *app.title, *app.subheader]
    for part in read_as_markdown:
        words = f"{getattr(part, 'label', '')} {getattr(part, 'value', '')}"
        assert "<i>desk" not in words and "![f]" not in words
        for number in NUMBER.findall(words):
            assert plain(NAMES[number]) in words, (number, words)


def test_filters_offer_names_as_they_are(hurting_home: Path, run: Callable[..., AppTest]) -> None:
    offered = run("overview", hurting_home).multiselect(key="group").options
    assert sorted(offered) == sorted(shown(name) for name in NAMES.values())


def test_the_list_of_breaches_holds_names_as_they_are(hurting_home: Path, run: Callable[..., AppTest]) -> None:
    tables = [part.value for part in run("breaches", hurting_home).dataframe]
    (listed,) = [table for table in tables if {"Ticket", "Over (business h)"} <= {*table.columns}]
    assert set(listed["Group"]) == {shown(name) for name in NAMES.values()}
    assert {shown(name) for name in NAMES.values()} <= set(listed["Ticket"])


def test_no_page_draws_a_table_but_through_the_grid_that_shows_hidden_marks() -> None:
    drawn = [file.name for file in (CHECKOUT / "pages").rglob("*.py") if "st.dataframe(" in file.read_text(encoding="utf-8")]
    assert drawn == ["tables.py"]
