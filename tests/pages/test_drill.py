"""Drill-down without a browser: a click on a figure narrows the page; filters take values as frames have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner

from analytics.figures.wording import percent
from analytics.metrics import Question, measure
from analytics.operations.open_store import open_reader
from analytics.vocabulary import Clock, Dimension
from pages.widgets.filters import choice, in_url
from tests.pages.conftest import texts

Run = Callable[..., AppTest]
REFINED = re.compile(r"new URLSearchParams\('([^']*)'\).*const key of '([^']*)'")
"""What links.refine() tells the browser: the parameters, and the names of those that they replace."""


def click(shown: AppTest, chart: str, customdata: Sequence[Any]) -> AppTest:
    """Click a point of a figure, and follow the address that this leads to, as the browser does."""
    shown.session_state[f"figure-{chart}"] = {"selection": {"points": [{"customdata": list(customdata)}]}}
    shown.run()
    assert not shown.exception
    scripts = [REFINED.search(html.proto.body) for html in shown.get("html")]
    (wanted, cleared) = next(found.groups() for found in scripts if found)
    address = {key: value for key, value in parse_qs(urlencode(shown.query_params, doseq=True)).items() if key not in cleared.split(" ")}
    shown.query_params = {**address, **parse_qs(wanted)}
    with patch.object(local_script_runner, "RerunData", partial(RerunData, is_history_navigation=True)):
        return shown.run()


def test_a_click_on_a_cell_narrows_the_page_to_it(loaded_home: Path, run: Run) -> None:
    shown = click(run("overview", loaded_home), "tier-priority", ("Enterprise", "High"))
    assert not shown.exception
    assert "tier Enterprise · priority High" in texts(shown)
    wanted = measure(
        open_reader(loaded_home), Question(("attainment",), where={Dimension.TIER: ("Enterprise",), Dimension.PRIORITY: ("High",)})
    ).rows()[0]
    assert percent(wanted["attainment"]) in {metric.value for metric in shown.metric}


def test_the_same_cell_can_be_clicked_again_after_clearing(loaded_home: Path, run: Run) -> None:
    shown = click(run("overview", loaded_home), "tier-priority", ("Enterprise", "High"))
    shown.button(key="clear-filters").click().run()
    assert "tier Enterprise" not in texts(shown)
    shown = click(shown, "tier-priority-1", ("Enterprise", "High"))
    assert "tier Enterprise · priority High" in texts(shown)


@pytest.mark.parametrize(("compare", "words"), [("Period before", "Sep 2026"), ("A year before", "Oct 2025")])
def test_what_is_compared_with_is_said_in_words(compare: str, words: str, loaded_home: Path, run: Run) -> None:
    shown = run("overview", loaded_home)
    shown.selectbox(key="compare").select(compare).run()
    assert "nothing to compare all time with" in texts(shown)
    shown.selectbox(key="period").select("2026-10").run()
    assert f"compared with {words}" in texts(shown)


def test_an_organisation_set_by_a_drill_down_is_said_and_cleared(loaded_home: Path, run: Run) -> None:
    ask = partial(measure, open_reader(loaded_home))
    name = next(row["organisation"] for row in ask(Question(("decided",), by=(Dimension.ORGANISATION,))).rows() if row["decided"])
    shown = run("overview", loaded_home)
    shown.session_state["organisation"] = [name]
    shown.run()
    assert f"organisation {name}" in texts(shown)
    wanted = ask(Question(("breached",), where={Dimension.ORGANISATION: (name,)})).rows()[0]
    assert f"{wanted['breached']:,}" in {metric.value for metric in shown.metric}
    shown.button(key="clear-filters").click().run()
    assert f"organisation {name}" not in texts(shown)


@pytest.mark.parametrize(
    ("key", "value", "url"),
    [
        ("period", "2026-10", "Oct 2026"),
        ("period", "Last month", "Last month"),
        ("clock", Clock.RESOLUTION, "Resolution"),
        ("tier", "Enterprise", ["Enterprise"]),
        ("group", (None, "a"), ["(not recorded)", "a"]),
        ("group", ("\u202eevil",), ["⟨U+202E⟩evil"]),
        ("group", None, None),
        ("by", "organisation", "organisation"),
    ],
)
def test_values_of_frames_become_the_words_of_the_url(key: str, value: Any, url: Any) -> None:
    assert in_url(key, value) == url


def test_none_clears_and_a_sequence_holds_what_is_not_recorded() -> None:
    assert choice("tier", None) is None
    assert choice("tier", (None,)) == ["(not recorded)"]
