"""Pages show what measure() says, keep every ticket visible, and stand also where nothing is loaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.figures.wording import count, duration, percent
from analytics.metrics import Answer, Question, level_names, measure
from analytics.operations.open_store import open_reader
from analytics.reports import breaches, escalation_tiles, escalations
from analytics.reports.monthly import monthly_summary
from analytics.reports.overview import questions
from analytics.reports.series import TIMES
from analytics.vocabulary import Clock, Dimension
from analytics.warehouse import Reader
from pages.widgets import view
from tests.pages.conftest import CHECKOUT, PATIENCE_SECONDS, texts

PAGES = ("overview", "breaches", "escalations", "backlog", "ticket", "import_tickets", "monthly_summary")
CHARTS = {"overview": 6, "breaches": 9, "escalations": 8, "backlog": 5, "monthly_summary": 3}

Run = Callable[..., AppTest]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_on_a_loaded_store(page: str, loaded_home: Path, run: Run) -> None:
    shown = run(page, loaded_home)
    assert len(shown.get("plotly_chart")) == CHARTS.get(page, 0)
    assert "Sample data." not in texts(shown)
    assert "This could not be done" not in texts(shown)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_on_an_empty_store(page: str, tmp_path: Path, run: Run) -> None:
    shown = run(page, tmp_path / "home")
    assert ("No tickets loaded yet" in texts(shown)) == (page != "import_tickets")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_alone(page: str, loaded_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUNDIAL_HOME", str(loaded_home))
    shown = AppTest.from_file(CHECKOUT / "pages" / f"{page}.py", default_timeout=PATIENCE_SECONDS).run()
    assert not shown.exception
    assert len(shown.title) == 1


@pytest.mark.parametrize("clock", list(Clock))
@pytest.mark.parametrize("tier", [None, "Enterprise", "Platinum"])
def test_overview_tiles_equal_measure(clock: Clock, tier: str | None, loaded_home: Path, run: Run) -> None:
    shown = run("overview", loaded_home)
    shown.selectbox(key="clock").select(clock.value.replace("_", " ").capitalize())
    if tier:
        shown.multiselect(key="tier").set_value([tier])
    shown.run()
    assert not shown.exception
    where = {Dimension.TIER: (tier,)} if tier else {}
    metrics = ("attainment", "breached", "overdue", "elapsed_p50", "escalation_frequency")
    wanted = measure(open_reader(loaded_home), Question(metrics, clock=clock, where=where)).rows()[0]
    tiles = {metric.label: metric.value for metric in shown.metric}
    assert tiles["Attainment"] == percent(wanted["attainment"], "none decided")
    assert tiles["Breached"] == count(wanted["breached"])
    assert tiles["Overdue now"] == count(wanted["overdue"])
    median = next(value for label, value in tiles.items() if label.startswith("Median"))
    assert median == duration(wanted["elapsed_p50"], "none timed", at_least=bool(wanted["elapsed_p50_at_least"]))


def test_a_clock_that_decides_nothing_says_which_one_does(loaded_home: Path, run: Run) -> None:
    shown = run("overview", loaded_home)
    shown.selectbox(key="clock").select("Resolution").run()
    assert "These tickets have: first response judged by the policy" in texts(shown)


def test_tickets_without_a_verdict_are_named(loaded_home: Path, run: Run) -> None:
    ask = partial(measure, open_reader(loaded_home))
    shown = run("overview", loaded_home)
    response = ask(Question(("excluded", "unknown"))).rows()[0]
    assert response["excluded"]
    assert response["unknown"]
    assert f"{response['excluded']:,} excluded by the policy" in texts(shown)
    assert f"{response['unknown']:,} where the export cannot tell" in texts(shown)
    shown.selectbox(key="clock").select("Resolution").run()
    resolution = ask(Question(("uncovered", "no_target"), clock=Clock.RESOLUTION)).rows()[0]
    assert resolution["uncovered"]
    assert f"{resolution['uncovered']:,} on a tier or priority the policy does not know" in texts(shown)
    assert f"{resolution['no_target']:,} without a target in the policy" in texts(shown)


def test_what_is_filtered_is_said_in_words(loaded_home: Path, run: Run) -> None:
    shown = run("breaches", loaded_home)
    shown.multiselect(key="tier").set_value(["Enterprise"])
    shown.selectbox(key="period").select("Last month").run()
    assert "Oct 2026 · tier Enterprise · first response · due in the period · judged by the policy" in texts(shown)


def test_e4_escalations_that_are_not_recorded_say_so(loaded_home: Path, run: Run) -> None:
    shown = run("escalations", loaded_home)
    shown.multiselect(key="source").set_value(["desk-b"]).run()
    assert not shown.exception
    assert "Escalation levels are not recorded in these exports." in texts(shown)
    assert {metric.value for metric in shown.metric} == {"not recorded"}


def test_a_month_that_is_running_looks_different(loaded_home: Path, run: Run) -> None:
    shown = run("monthly_summary", loaded_home)
    assert shown.selectbox(key="month").value == "2026-10"
    assert "Month closed" in texts(shown)
    shown.selectbox(key="month").select("2026-11").run()
    assert not shown.exception
    assert "Still running" in texts(shown) and "So far in Nov 2026" in texts(shown)


@pytest.mark.parametrize("month", ["2026-09", "2026-10", "2026-11"])
def test_the_month_on_the_page_is_the_month_of_the_report(month: str, loaded_home: Path, run: Run) -> None:
    shown = run("monthly_summary", loaded_home)
    shown.selectbox(key="month").select(month).run()
    assert not shown.exception
    found = monthly_summary(open_reader(loaded_home), month)
    for sentence in found.sentences:
        assert sentence.replace("\u00a0", " ") in texts(shown)
    tiles = {metric.label: metric.value for metric in shown.metric}
    for label, name in (("Attainment", "attainment"), ("Breached", "breached"), ("90th percentile", "elapsed_p90")):
        figure = found.figure(name, "first_response")
        assert figure is not None and tiles[label].endswith(figure.value_text)
    assert tiles["Open tickets"] == count(found.backlog.open)


def test_looking_at_a_month_issues_no_report(loaded_home: Path, run: Run) -> None:
    run("monthly_summary", loaded_home)
    assert not (loaded_home / "reports").exists()


def test_the_corner_names_sources_policy_and_rejects(loaded_home: Path, run: Run) -> None:
    words = texts(run("overview", loaded_home))
    assert "desk-a: as of 2026-11-17 21:30 UTC" in words
    assert "desk-b: as of 2026-11-16 12:00 UTC, 3 tickets" in words
    assert "Rejected rows: 1 of " in words


def test_the_breach_list_is_all_of_them(loaded_home: Path, run: Run) -> None:
    shown = run("breaches", loaded_home)
    breached = measure(open_reader(loaded_home), Question(("breached",))).rows()[0]["breached"]
    frame = shown.dataframe[0].value
    assert len(frame) == breached
    assert frame["Over (calendar h)"].dropna().is_monotonic_decreasing


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """The questions of the pages that run from now on."""
    found: list[Question] = []

    def heard(reader: Reader, question: Question) -> Answer:
        found.append(question)
        return measure(reader, question)

    monkeypatch.setattr(view, "measure", heard)
    st.cache_data.clear()
    return found


def test_all_that_the_overview_asks_is_asked_ahead(run: Run, loaded_home: Path, asked: list[Question]) -> None:
    run("overview", loaded_home)
    # One more, which months the sparklines show is known only from an answer: their percentiles.
    assert len(asked) == len(set(asked)) == len(questions(view.EVERYTHING)) + 1
    assert [question.metrics for question in set(asked) - set(questions(view.EVERYTHING))] == [TIMES]


def test_all_that_the_escalations_ask_is_asked_ahead_but_their_headline(run: Run, loaded_home: Path, asked: list[Question]) -> None:
    run("overview", loaded_home)
    asked.clear()
    run("escalations", loaded_home)
    ahead = escalations.questions(view.EVERYTHING, level_names(open_reader(loaded_home)))
    assert len(asked) == len(set(asked)) and set(asked) == {escalation_tiles.question(view.EVERYTHING), *ahead}


def test_what_breaches_ask_is_asked_once_and_all_clocks_are_counted_in_one_scan(
    run: Run, loaded_home: Path, asked: list[Question]
) -> None:
    run("overview", loaded_home)
    asked.clear()
    run("breaches", loaded_home)
    assert len(asked) == len(set(asked))
    assert [question for question in asked if not question.by] == [breaches.totals(view.EVERYTHING)]
