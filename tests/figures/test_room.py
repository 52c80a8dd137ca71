"""Room on the margins of a figure: for every label and title, and no more work for plotly."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.figures.control_trend import control_trend
from analytics.figures.distribution import target_steps
from analytics.figures.drawing import label
from analytics.figures.excess import excess_dots
from analytics.figures.flow import flow
from analytics.figures.plot import Plot
from analytics.figures.room import width, with_room
from analytics.metrics import ControlChart, Point


def _layout(**axes: Any) -> dict[str, Any]:
    """The layout that a page draws of axes said so."""
    figure = Plot()
    figure.update_layout(margin={"l": 8, "r": 12, "t": 8, "b": 8}, **axes)
    made: dict[str, Any] = figure.unchecked().to_dict()["layout"]
    return made


@given(st.text(min_size=1, max_size=40))
def test_a_label_beside_an_axis_has_room_whatever_it_says(text: str) -> None:
    shown = label(text)
    assert _layout(yaxis={"ticktext": ["a", shown]})["margin"]["l"] >= width(shown)


def test_what_is_written_as_an_entity_takes_the_room_of_one_sign() -> None:
    assert width("&lt;&amp;") == width("<&")
    assert width("<b>met</b>") == width("met")


def test_signs_of_full_width_take_more_room_than_letters() -> None:
    assert width("漢字") > 1.5 * width("ab")


def test_a_year_under_its_month_takes_a_second_line() -> None:
    one, two = (_layout(xaxis={"ticktext": [text]})["margin"]["b"] for text in ("Jan", "Jan<br>2026"))
    assert 12 <= two - one <= 16


def test_labels_above_a_figure_take_room_above_it() -> None:
    above = _layout(xaxis={"side": "top", "ticktext": ["High"]})["margin"]
    assert above["t"] > above["b"] == 8


def test_a_title_stands_beyond_the_labels() -> None:
    plain, titled = (_layout(yaxis={"ticktext": ["a"], **title}) for title in ({}, {"title": {"text": "open", "font": {"size": 11}}}))
    assert titled["margin"]["l"] - plain["margin"]["l"] >= 11 + titled["yaxis"]["title"]["standoff"]


def test_titles_beside_stacked_plots_stand_beyond_the_widest_labels_of_all() -> None:
    figure = Plot.stacked(2, 0.1)
    figure.update_yaxes(ticktext=["a wide label"], row=1)
    figure.update_yaxes(ticktext=["0"], title={"text": "decided"}, row=2)
    title = figure.unchecked().to_dict()["layout"]["yaxis2"]["title"]
    assert title["standoff"] >= width("a wide label") - width("0")


@pytest.mark.parametrize("axis", [{"visible": False}, {"showticklabels": False, "visible": False, "title": {"text": "open"}}])
def test_an_axis_that_is_not_seen_takes_no_room(axis: dict[str, Any]) -> None:
    assert _layout(yaxis={"ticktext": ["a long name"], **axis})["margin"]["l"] == 8


def test_a_margin_that_is_wider_already_stays() -> None:
    made = with_room({"margin": {"l": 200, "r": 1, "t": 2, "b": 3}, "yaxis": {"ticktext": ["a"]}}, [])
    assert made["margin"] == {"l": 200, "r": 1, "t": 2, "b": 3}


@pytest.mark.parametrize(
    ("axis", "longest"),
    [
        ({"range": [0, 1_234_567]}, "1,234,567"),
        ({"range": [88.2, 91.4], "ticksuffix": " %"}, "91.4 %"),
        ({"range": [-20_000, 10]}, "−20,000"),
        ({}, "1,500"),
    ],
)
def test_numbers_that_plotly_writes_itself_have_room(axis: dict[str, Any], longest: str) -> None:
    figure = Plot()
    figure.add_bar(x=[0, 1], y=[1_000, 200])
    figure.add_bar(x=[0, 1], y=[500, None])
    figure.update_yaxes(**axis)
    assert figure.unchecked().to_dict()["layout"]["margin"]["l"] >= width(longest)


def _months() -> Plot:
    points = tuple(Point(f"2026-{n:02d}", 0.9, 9, 10, 0.6, 0.98, True, "too few months") for n in range(1, 7))
    chart = ControlChart("attainment", "share", "up", "month", "p", None, None, None, 1.0, 0, False, "too few months", points)
    return control_trend(chart, [point.period for point in points], noun="decided").plot


def _steps() -> Plot:
    frame = pd.DataFrame({"up_to_percent": [50, 100, 9999], "met": [7, 2, 0], "breached": [0, 0, 1], "overdue": [0, 0, 1]})
    return target_steps(frame, noun="response").plot


def _dots() -> Plot:
    row = {"group": "Desk", "excess": 3.0, "excess_low": 1.0, "excess_high": 5.0, "breach_rate": 0.4, "breached": 4, "decided": 10}
    return excess_dots(pd.DataFrame([row | {"expected": 1.0, "beyond_chance": True}]), by="group", overall=0.1).plot


def _days() -> Plot:
    day = {"day": pd.Timestamp("2026-10-01"), "open": 12, "arrivals": 5, "reopened": 0, "departures": 3, "is_whole": True}
    return flow(pd.DataFrame([day | {"age_p50_days": 2.0}])).plot


@pytest.mark.parametrize("draw", [_months, _steps, _dots, _days])
def test_plotly_is_left_nothing_to_find_out(draw: Any) -> None:
    layout = draw().unchecked().to_dict()["layout"]
    axes = [words for name, words in layout.items() if name[1:5] == "axis"]
    assert axes
    assert all(axis["automargin"] is False for axis in axes)
