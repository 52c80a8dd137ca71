"""The page of breaches: its numbers are measure()'s, its lists as long as they say, and it stands where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures.wording import duration, percent
from analytics.metrics import Question, breached_clocks, measure, near_misses, overruns, ranking, time_spent
from analytics.operations.open_store import open_reader
from analytics.reports.breaches import over_choices
from analytics.vocabulary import Clock, Dimension
from tests.figures.plot_words import words_apart
from tests.pages.conftest import texts
from tests.pages.test_drill import click

Run = Callable[..., AppTest]


def drawn(shown: AppTest, key: str) -> Any:
    """A figure on the page, by its key, as plotly's JSON."""
    found = [chart for chart in shown.get("plotly_chart") if chart.proto.id.endswith(key)]
    assert len(found) == 1, key
    return words_apart(json.loads(found[0].proto.spec))


def listed(shown: AppTest, column: str) -> Any:
    (frame,) = [part.value for part in shown.dataframe if column in part.value.columns]
    return frame


@pytest.mark.parametrize("tier", [None, "Enterprise"])
def test_how_far_over_is_what_the_list_says(tier: str | None, loaded_home: Path, run: Run) -> None:
    reader = open_reader(loaded_home)
    shown = run("breaches", loaded_home)
    if tier:
        shown.multiselect(key="tier").set_value([tier]).run()
    question = Question(("breached",), where={Dimension.TIER: (tier,)} if tier else {})
    for time in ("business", "calendar"):
        found = overruns(reader, question, time)
        bars = drawn(shown, f"over-{time}")["data"]
        assert sum(sum(bar["x"]) for bar in bars) == found.known
        assert f"p50 {duration(found.p50, at_least=found.p50_at_least)}".replace("\u00a0", " ") in texts(shown)
    breached = measure(reader, question).rows()[0]["breached"]
    assert len(listed(shown, "Over (business h)")) == breached


def test_a_click_on_a_stretch_lists_its_tickets(loaded_home: Path, run: Run) -> None:
    reader = open_reader(loaded_home)
    name = "1–2 h, business time"
    shown = click(run("breaches", loaded_home), "over-business", [name])
    assert not shown.exception
    assert shown.selectbox(key="over").value == name
    wanted = breached_clocks(reader, Question(("breached",)), 5_000, over=over_choices()[name])
    assert listed(shown, "Over (business h)")["Ticket"].tolist() == wanted["ticket_id"].tolist()
    over = listed(shown, "Over (business h)")["Over (business h)"]
    assert over.between(1, 2).all()


@pytest.mark.parametrize("place", [Dimension.GROUP, Dimension.ORGANISATION, Dimension.ASSIGNEE, Dimension.HOUR, Dimension.TIER])
def test_where_is_the_ranking_of_the_command_line(place: Dimension, loaded_home: Path, run: Run) -> None:
    shown = run("breaches", loaded_home)
    shown.segmented_control[0].set_value(place).run()
    assert not shown.exception
    wanted = ranking(open_reader(loaded_home), Question(("breach_rate",)), place)
    points = drawn(shown, f"where-{place}")["data"][-1]
    assert points["x"] == pytest.approx([one.excess for one in wanted.ranked[:10]])
    assert f"the rate of all ({percent(wanted.breach_rate)})".replace("\u00a0", " ") in texts(shown)
    if wanted.few:
        assert f"{len(wanted.few)} with fewer than 20 decided: too few to rank" in [part.label for part in shown.expander]


def test_a_click_on_a_place_narrows_the_page_and_on_a_month_of_it_both(loaded_home: Path, run: Run) -> None:
    wanted = ranking(open_reader(loaded_home), Question(("breach_rate",)), Dimension.GROUP).ranked[0].value
    shown = click(run("breaches", loaded_home), "where-group", [wanted])
    assert f"All time · group {wanted}" in texts(shown)
    shown = click(run("breaches", loaded_home), "since-when-group", [wanted, "2026-10"])
    assert f"Oct 2026 · group {wanted}" in texts(shown)


def test_since_when_shows_the_months_before_the_period_too(loaded_home: Path, run: Run) -> None:
    shown = run("breaches", loaded_home)
    shown.selectbox(key="period").select("2026-10").run()
    rows = measure(open_reader(loaded_home), Question(("breach_rate",), by=(Dimension.GROUP, Dimension.MONTH))).rows()
    months = sorted({row["month"] for row in rows if row["decided"] and row["month"] and row["month"] <= "2026-10"})
    cells = drawn(shown, "since-when-group")["data"][-1]["customdata"]
    assert list(dict.fromkeys(cell[1] for cell in cells)) == months
    assert len(months) > 1


def test_a_click_on_an_hour_of_arrival_narrows_to_it_and_on_a_month_of_it_to_both(loaded_home: Path, run: Run) -> None:
    shown = run("breaches", loaded_home)
    shown.segmented_control[0].set_value(Dimension.HOUR).run()
    shown = click(shown, "since-when-hour", [9, "2026-10"])
    assert not shown.exception
    assert (shown.multiselect(key="hour").value, shown.selectbox(key="period").value) == (["9"], "2026-10")
    wanted = measure(open_reader(loaded_home), Question(("breached",), where={Dimension.HOUR: ("9",), Dimension.MONTH: ("2026-10",)}))
    assert len(listed(shown, "Over (business h)")) == wanted.rows()[0]["breached"]


def test_clear_takes_the_stretch_of_the_list_back_too(loaded_home: Path, run: Run) -> None:
    shown = click(run("breaches", loaded_home), "over-business", ["1–2 h, business time"])
    shown.button(key="clear-filters").click().run()
    assert not shown.exception
    assert shown.selectbox(key="over").value == "By any time"


def test_the_time_of_breached_clocks_sums_to_what_was_measured(loaded_home: Path, run: Run) -> None:
    shown = run("breaches", loaded_home)
    parts = time_spent(open_reader(loaded_home), Question(("breached",)))
    bars = drawn(shown, "time-spent")["data"]
    assert sum(bars[0]["x"]) == sum(part.seconds or 0 for part in parts if part.is_counted)
    assert sum(bars[1]["x"]) == sum(part.seconds or 0 for part in parts if not part.is_counted)


def test_near_misses_say_how_many_of_how_many_and_list_them(loaded_home: Path, run: Run) -> None:
    reader = open_reader(loaded_home)
    row = measure(reader, Question(("near_miss_share",))).rows()[0]
    shown = run("breaches", loaded_home)
    assert f"{row['near_misses']:,} of {row['met']:,}** met clocks" in texts(shown)
    shown.session_state["near-misses-behind"] = True
    shown.run()
    assert not shown.exception
    wanted = near_misses(reader, Question(("near_misses",)), 5_000)
    assert listed(shown, "Left (business min)")["Ticket"].tolist() == wanted["ticket_id"].tolist()


def test_where_nothing_is_decided_it_says_so_once_and_what_is(loaded_home: Path, run: Run) -> None:
    shown = run("breaches", loaded_home)
    shown.selectbox(key="clock").select("Resolution").run()
    assert not shown.exception
    assert texts(shown).count("No decided tickets in view") == 1
    assert "These tickets have: first response judged by the policy" in texts(shown)
    assert [chart.proto.id.rpartition("-every")[1] for chart in shown.get("plotly_chart")] == ["-every"]


def test_met_by_all_is_no_breach_and_no_error(loaded_home: Path, run: Run) -> None:
    """Decided and nothing breached: every panel says so, and the ranking stands at its expectation."""
    ask = partial(measure, open_reader(loaded_home))
    rows = ask(Question(("breach_rate",), by=(Dimension.ASSIGNEE, Dimension.PRIORITY, Dimension.MONTH))).rows()
    one = next(row for row in rows if row["decided"] and not row["breached"] and row["assignee"] and row["month"])
    shown = run("breaches", loaded_home)
    shown.session_state["assignee"] = [one["assignee"]]
    shown.session_state["priority"] = [one["priority"]]
    shown.session_state["period"] = one["month"]
    shown.run()
    assert not shown.exception
    assert "This could not be done" not in texts(shown)
    assert "No breached tickets in view." in texts(shown)


@pytest.mark.parametrize("verdict", ["Judged by the export's deadline", "Judged by the export's own verdict"])
@pytest.mark.parametrize("clock", list(Clock))
def test_the_page_stands_for_every_clock_and_verdict(clock: Clock, verdict: str, loaded_home: Path, run: Run) -> None:
    shown = run("breaches", loaded_home)
    shown.selectbox(key="clock").select(clock.value.replace("_", " ").capitalize())
    shown.selectbox(key="verdict").select(verdict).run()
    assert not shown.exception
    assert "This could not be done" not in texts(shown)
