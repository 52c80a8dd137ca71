"""The page of escalations: its numbers are measure()'s, its lists as long as they say, and null is never 0 (E4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures.wording import count, per_hundred, percent
from analytics.metrics import Question, escalation_list, level_names, measure
from analytics.operations.open_store import open_reader
from analytics.reports.escalations import level_words
from analytics.vocabulary import Dimension
from tests.pages.conftest import texts
from tests.pages.test_breaches import drawn, listed
from tests.pages.test_drill import click

Run = Callable[..., AppTest]
NAMES = (
    "escalation_frequency", "escalated_share", "escalations", "escalations_skipping", "escalations_repeated", "escalations_without_ladder",
)  # fmt: skip


@pytest.mark.parametrize("tier", [None, "Enterprise", "Standard"])
def test_tiles_equal_measure(tier: str | None, loaded_home: Path, run: Run) -> None:
    shown = run("escalations", loaded_home)
    if tier:
        shown.multiselect(key="tier").set_value([tier]).run()
    assert not shown.exception
    row = measure(open_reader(loaded_home), Question(NAMES, where={Dimension.TIER: (tier,)} if tier else {})).rows()[0]
    tiles = {metric.label: metric.value for metric in shown.metric}
    assert tiles == {
        "Per 100 tickets": per_hundred(row["escalation_frequency"]), "Escalated share": percent(row["escalated_share"]),
        "Escalations": count(row["escalations"]), "Skipping a level": count(row["escalations_skipping"]),
        "Repeated": count(row["escalations_repeated"]), "Without a ladder": count(row["escalations_without_ladder"]),
    }  # fmt: skip


def test_charts_equal_measure(loaded_home: Path, run: Run) -> None:
    reader = open_reader(loaded_home)
    ask, levels = partial(measure, reader), level_names(reader)
    shown = run("escalations", loaded_home)
    strips = [trace for trace in drawn(shown, "escalation-strips")["data"] if trace["mode"] == "lines+markers"]
    months = [row for row in ask(Question(("escalation_frequency",), by=(Dimension.MONTH,))).rows() if row["month"]]
    assert strips[0]["y"] == [row["escalation_frequency"] for row in months]
    funnel = drawn(shown, "escalation-ladder")["data"][0]["x"]
    reached = [ask(Question(("tickets_escalated_to",), where={Dimension.LEVEL: tuple(str(other) for other in levels if other >= level)}))
               for level in sorted(levels)]  # fmt: skip
    assert funnel == [answer.rows()[0]["tickets_escalated_to"] for answer in reached]
    by_level = [row for row in ask(Question(("after_breach_share", "to_level_business_p50"), by=(Dimension.LEVEL,))).rows() if row["level"]]
    assert drawn(shown, "before-after")["data"][0]["x"] == [row["after_breach_events"] for row in by_level]
    ranges = drawn(shown, "time-to-levels-business")["data"]
    assert [trace["x"][0] for trace in ranges] == [row["to_level_business_p50"] for row in by_level]


def test_under_twelve_months_it_says_that_there_are_too_few(loaded_home: Path, run: Run) -> None:
    assert "All levels: too few months to say" in texts(run("escalations", loaded_home))


@pytest.mark.parametrize("chart", ["escalation-ladder", "before-after", "time-to-levels-business"])
def test_a_click_on_a_level_lists_its_escalations(chart: str, loaded_home: Path, run: Run) -> None:
    reader = open_reader(loaded_home)
    shown = click(run("escalations", loaded_home), chart, [2])
    assert not shown.exception
    assert shown.selectbox(key="level").value == level_words(2, level_names(reader))
    wanted = escalation_list(reader, Question(("escalations",), where={Dimension.LEVEL: ("2",)}), 5_000)
    assert listed(shown, "From level")["Ticket"].tolist() == wanted["ticket_id"].tolist()


def test_a_click_on_a_month_of_a_level_narrows_to_both(loaded_home: Path, run: Run) -> None:
    shown = click(run("escalations", loaded_home), "escalation-strips", ["2026-10", 1])
    assert not shown.exception
    assert "Oct 2026" in texts(shown)
    assert set(listed(shown, "From level")["Level"]) <= {1}


def test_a_click_on_a_group_narrows_the_page(loaded_home: Path, run: Run) -> None:
    shown = run("escalations", loaded_home)
    group = drawn(shown, "escalations-by-group")["data"][0]["customdata"][0][0]
    assert f"group {group}" in texts(click(shown, "escalations-by-group", [group]))


def test_e3_eligible_tickets_are_said_and_listed(loaded_home: Path, run: Run) -> None:
    row = measure(open_reader(loaded_home), Question(("eligible_not_escalated",))).rows()[0]
    shown = run("escalations", loaded_home)
    assert f"{row['eligible_not_escalated']:,} of {row['eligible']:,} eligible tickets were not escalated" in texts(shown)
    shown.session_state["not-escalated-behind"] = True
    shown.run()
    assert len(listed(shown, "Eligible since")) == row["eligible_not_escalated"]


def test_e4_exports_without_levels_say_so_once_and_draw_nothing(loaded_home: Path, run: Run) -> None:
    shown = run("escalations", loaded_home)
    shown.multiselect(key="source").set_value(["desk-b"]).run()
    assert not shown.exception
    assert texts(shown).count("Escalation levels are not recorded in these exports.") == 1
    assert {metric.value for metric in shown.metric} == {"not recorded"}
    assert not shown.get("plotly_chart")


def test_filtered_to_nothing_it_says_so(loaded_home: Path, run: Run) -> None:
    """A priority and tier that record levels and have no escalation in the month."""
    ask = partial(measure, open_reader(loaded_home))
    rows = ask(Question(("escalation_frequency",), by=(Dimension.GROUP, Dimension.TIER, Dimension.MONTH))).rows()
    one = next(row for row in rows if row["tickets_with_levels"] and not row["escalations"] and row["group"] and row["month"])
    shown = run("escalations", loaded_home)
    for key in ("group", "tier"):
        shown.multiselect(key=key).set_value([one[key]])
    shown.selectbox(key="period").select(one["month"]).run()
    assert not shown.exception
    assert "No escalations in view." in texts(shown)
    assert {metric.label: metric.value for metric in shown.metric}["Escalations"] == "0"
