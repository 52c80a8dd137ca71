"""Every shape: outside text stays text, what is missing is no zero, nothing points to another host, both themes hold."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import pytest

from analytics.figures.drawing import Drawing, point, point_values
from analytics.figures.makeup import outcome_bars
from analytics.figures.matrix import BREACH_RATE, FREQUENCY, Axes, matrix
from analytics.figures.spans import rate_spans
from analytics.figures.stack import month_stack
from analytics.figures.trend import rate_trend
from analytics.figures.week import week_grid
from tests.figures.plot_words import checked_words, drawn_words

HOSTILE = ("<b>bold</b>", "<img src=//x.example/y>", "a & b", "<a href='javascript:x'>go</a>", "\u202eevil", "7", "2026-01", "x" * 300)


def _matrix(name: str) -> Drawing:
    frame = pd.DataFrame({"tier": [name], "priority": [name], "breach_rate": [0.5], "breached": [1], "decided": [2]})
    return matrix(frame, BREACH_RATE, Axes("tier", [name], "priority", [name]))


def _stack(name: str) -> Drawing:
    frame = pd.DataFrame({"month": ["2026-01", "2026-03"], "level": [1, 1], "escalation_frequency": [2.0, 3.0]})
    return month_stack(frame, series="level", value="escalation_frequency", order=[1], names=[name], unit="per 100 tickets")


def _spans(name: str) -> Drawing:
    frame = pd.DataFrame({"tier": [name, "other"], "rate": [0.9, 0.8], "low": [0.85, 0.7], "high": [0.94, 0.88], "met": [90, 8]})
    frame = frame.assign(before=[0.91, None], goal=[None, 0.95], decided=[100, 10])
    return rate_spans(frame, by="tier", part="met", whole="decided")


@pytest.mark.parametrize("draw", [_matrix, _stack, _spans])
@pytest.mark.parametrize("name", HOSTILE)
def test_outside_text_stays_text(draw: Callable[[str], Drawing], name: str) -> None:
    written = draw(name).figure.to_json()
    for raw in ("<img", "<a ", "<b>bold", "\u202e", "\\u202e"):
        assert raw not in written.replace("\\u003c", "<")
    axes = draw(name).figure.layout.yaxis
    assert axes.type in (None, "linear")


@pytest.mark.parametrize(("decided", "written"), [(9_999, "5,000 of 9,999"), (10_000, "5,000<br>of 10,000")])
def test_counts_of_five_digits_stand_on_two_lines(decided: int, written: str) -> None:
    frame = pd.DataFrame({"tier": ["a"], "priority": ["b"], "breach_rate": [0.5], "breached": [5_000], "decided": [decided]})
    (note,) = matrix(frame, BREACH_RATE, Axes("tier", ["a"], "priority", ["b"])).plot.layout["annotations"]
    assert note["text"].endswith(written)


@pytest.mark.parametrize("draw", [_matrix, _stack, _spans])
def test_a_page_draws_the_very_words_that_were_checked(draw: Callable[[str], Drawing]) -> None:
    assert drawn_words(draw("Applications")) == checked_words(draw("Applications"))


@pytest.mark.parametrize("draw", [_matrix, _stack])
def test_backgrounds_are_see_through_and_nothing_leaves(draw: Callable[[str], Drawing]) -> None:
    drawing = draw("Applications")
    assert drawing.figure.layout.paper_bgcolor == drawing.figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert drawing.config["displaylogo"] is False
    assert drawing.config["showSendToCloud"] is False
    assert drawing.figure.layout.title.text is None
    assert drawing.alt.endswith(".")


@pytest.mark.parametrize("name", [*HOSTILE, None, 7, 0.5])
def test_a_click_hands_on_the_value_itself(name: str | float | None) -> None:
    assert point_values(json.loads(json.dumps(point(name)))) == [name]


def test_a_click_on_any_cell_names_its_row_and_column() -> None:
    frame = pd.DataFrame({"tier": ["a"], "priority": ["b"], "breach_rate": [0.5], "breached": [1], "decided": [2]})
    cells = matrix(frame, BREACH_RATE, Axes("tier", ["a", None], "priority", ["b", "c"])).figure.data[1]
    assert [list(pair) for pair in cells.customdata] == [["a", "b"], ["a", "c"], [None, "b"], [None, "c"]]


def _months() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": ["2026-01", "2026-02", "2026-04", None],
            "attainment": pd.array([0.9, None, 0.8, 0.1], dtype="Float64"),
            "met": [9, 0, 8, 1],
            "decided": [10, 0, 10, 10],
        }
    )


def test_a_month_without_a_decision_is_a_gap_and_a_missing_month_is_there() -> None:
    drawing = rate_trend(_months(), rate="attainment", part="met", whole="decided", noun="decided", open_months={"2026-04"})
    line, bars = drawing.figure.data
    assert list(line.y) == [90.0, None, None, 80.0]
    assert list(bars.y) == [10.0, 0.0, 0.0, 10.0]
    assert list(line.marker.symbol) == ["circle", "circle", "circle", "circle-open"]
    assert line.connectgaps is False
    assert "no tickets" in line.hovertext[2]
    assert "no decided tickets" in line.hovertext[1]


def test_a_usual_range_is_shaded_behind_closed_months_and_stays_in_view() -> None:
    frame = _months().assign(low=[0.7, None, 0.75, 0.1], high=[0.97, None, None, 1.0])
    given = {"open_months": {"2026-04"}, "usual": ("low", "high"), "marked": {"2026-01"}}
    drawing = rate_trend(frame, rate="attainment", part="met", whole="decided", noun="decided", **given)
    shade, _, ring, _ = drawing.figure.data
    assert (list(shade.x), list(shade.base), list(shade.y)) == ([0], [70.0], [pytest.approx(27.0)]), "an open month is not judged"
    assert (list(ring.x), list(ring.y)) == ([0], [90.0])
    assert drawing.figure.layout.yaxis.range[0] <= 70


def test_spans_draw_what_is_there_and_keep_all_of_it_on_the_axis() -> None:
    drawing = _spans("Enterprise")
    goal, dots, before = drawing.figure.data
    assert list(dots.x) == [90.0, 80.0]
    assert (list(goal.x), list(goal.y), list(before.x), list(before.y)) == ([95.0], [1], [91.0], [0])
    low, high = drawing.figure.layout.xaxis.range
    assert low <= 70 and high >= 95
    assert "Enterprise 90.0" in drawing.alt and "90 of 100" in drawing.alt


def test_a_goal_is_drawn_only_where_the_policy_states_one() -> None:
    without = rate_trend(_months(), rate="attainment", part="met", whole="decided", noun="decided")
    with_goal = rate_trend(_months(), rate="attainment", part="met", whole="decided", noun="decided", goal=0.95)
    assert len(without.figure.layout.shapes) == 0
    assert len(with_goal.figure.layout.shapes) == 1


def test_a_cell_without_a_decision_is_not_shaded_and_reads_none() -> None:
    frame = pd.DataFrame(
        {
            "tier": ["Standard", None],
            "priority": ["High", "High"],
            "breach_rate": pd.array([None, 0.25], dtype="Float64"),
            "breached": [0, 1],
            "decided": [0, 4],
        }
    )
    drawing = matrix(frame, BREACH_RATE, Axes("tier", ["Standard", None], "priority", ["High", "Low"]))
    assert json.loads(drawing.figure.to_json())["data"][0]["z"] == [[None, None], [0.25, None]]
    words = [note.text for note in drawing.figure.layout.annotations]
    assert words[0] == words[1] == words[3] == "none"
    assert "1 of 4" in words[2]
    assert "not recorded" in drawing.alt


def test_a_frequency_that_is_not_recorded_is_not_zero() -> None:
    frame = pd.DataFrame(
        {"tier": ["a"], "priority": ["b"], "escalation_frequency": [pd.NA], "escalations": [0], "tickets_with_levels": [0]}
    )
    drawing = matrix(frame, FREQUENCY, Axes("tier", ["a"], "priority", ["b"]))
    assert drawing.figure.data[0].z[0][0] is None
    assert drawing.alt.endswith("not recorded.")


def test_every_outcome_that_somebody_has_is_drawn_with_its_count() -> None:
    counts = {"met": 900, "breached": 90, "running": 9, "excluded": 1, "uncovered": 0, "no_target": 0, "unknown": 0}
    drawing = outcome_bars(counts)
    bars = drawing.figure.data
    assert [bar.x[0] for bar in bars] == [900, 90, 9, 1]
    assert sum(bar.x[0] for bar in bars) == sum(counts.values())
    assert "900 · 90.0" in bars[0].text[0]
    assert len({bar.marker.pattern.shape for bar in bars}) == 4


def _week() -> pd.DataFrame:
    return pd.DataFrame(
        {"weekday": ["Mon", "Sun"], "hour": [9, 23], "tickets": [5, 1], "breach_rate": pd.array([0.2, None], "Float64"),
         "breached": [1, 0], "decided": [5, 0]}
    )  # fmt: skip


def test_the_week_has_all_hours_also_the_quiet_ones() -> None:
    drawing = week_grid(_week())
    heat, cells = drawing.figure.data
    assert len(heat.z) == 7
    assert all(len(row) == 24 for row in heat.z)
    assert heat.z[0][9] == 5
    assert heat.z[6][23] == 1
    assert sum(sum(row) for row in heat.z) == 6
    assert "most on Mon from 09:00 with 5" in drawing.alt
    assert "20.0 % breached (1 of 5 decided)" in cells.hovertext[9].replace("\u00a0", " ")
    assert list(cells.customdata[9]) == ["Mon", "9"]


def test_k3_an_hour_that_decides_nothing_has_no_rate() -> None:
    drawing = week_grid(_week(), by_rate=True)
    heat, cells = drawing.figure.data
    assert heat.z[0][9] == 0.2
    assert heat.z[6][23] is None
    assert heat.z[3][3] is None
    assert "nothing decided" in cells.hovertext[6 * 24 + 23]
    assert "no hour has 20 or more decided" in drawing.alt
    busy = _week().assign(breached=[20, 0], decided=[100, 0])
    assert "highest, of hours with 20 or more decided, on Mon from 09:00" in week_grid(busy, by_rate=True).alt


def test_days_with_the_same_hours_are_outlined_as_one() -> None:
    weekdays = [(day, 8.0, 17.5) for day in range(5)]
    drawing = week_grid(_week(), outlines=[("Standard", [*weekdays, (5, 9.0, 12.0)])])
    paths = [shape.path for shape in drawing.figure.layout.shapes]
    assert paths == ["M 7.5,-0.5 L 17,-0.5 L 17,4.5 L 7.5,4.5 Z", "M 8.5,4.5 L 11.5,4.5 L 11.5,5.5 L 8.5,5.5 Z"]
    assert "Outlined: support hours of Standard." in drawing.alt


def test_nothing_to_draw_is_said() -> None:
    assert "none" in outcome_bars({}).alt
