"""The overview's shapes: control trend, target used, excess dots, sparkline."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analytics.figures.control_trend import control_trend
from analytics.figures.distribution import target_steps
from analytics.figures.drawing import Drawing
from analytics.figures.excess import excess_dots
from analytics.figures.months import every_month, shifted
from analytics.figures.spark import spark
from analytics.metrics import ControlChart, chart_of
from tests.figures.plot_words import apart


def _chart(rates: list[int | None], closed: int) -> ControlChart:
    """Months from 2025-01 with that many of 100 met (None: nothing decided), the first `closed` of them closed."""
    months = every_month(["2025-01", shifted("2025-01", len(rates) - 1)])
    rows = [
        {"month": month, "attainment": met and met / 100, "met": met or 0, "decided": 0 if met is None else 100,
         "attainment_low": met and met / 100 - 0.05, "attainment_high": met and met / 100 + 0.05, "running": 0, "paused": 0}
        for month, met in zip(months, rates, strict=True)
    ]  # fmt: skip
    return chart_of("attainment", rows, pd.Timestamp(f"{shifted('2025-01', closed)}-01").date())


USUAL: list[int | None] = [90, 91, 89, 92, 88, 90, 91, 89, 90, 92, 91, 89, 90, 91]


def _lines(drawing: Drawing) -> list[Any]:
    return [trace for trace in drawing.figure.data if trace.type == "scatter"]


def _months(chart: ControlChart) -> list[str]:
    return [point.period for point in chart.points]


def test_a_signal_is_marked_and_named_and_a_running_month_is_hollow() -> None:
    chart = _chart([*USUAL, 40, 88], closed=15)
    drawing = control_trend(chart, _months(chart), noun="decided")
    line = next(trace for trace in _lines(drawing) if trace.mode == "lines+markers")
    assert line.marker.symbol[14] == "diamond"
    assert line.marker.symbol[15] == "circle-open"
    assert "signal: beyond 3 sigma" in line.hovertext[14]
    assert "not closed yet" in line.hovertext[15]
    assert "Mar 2026 (beyond 3 sigma)" in drawing.alt
    assert list(line.customdata[14]) == ["2026-03"]


def test_under_twelve_months_there_are_no_limits_and_it_says_so() -> None:
    chart = _chart(USUAL[:8], closed=8)
    drawing = control_trend(chart, _months(chart), noun="decided")
    assert not [trace for trace in _lines(drawing) if trace.line.dash == "dash"]
    assert "Too few months to say: 8 can be judged, 12 are needed." in drawing.alt


def test_a_month_without_a_decision_is_a_gap_in_line_and_band() -> None:
    chart = _chart([*USUAL[:6], None, *USUAL[6:]], closed=15)
    drawing = control_trend(chart, _months(chart), noun="decided")
    line = next(trace for trace in _lines(drawing) if trace.mode == "lines+markers")
    assert line.y[6] is None
    assert line.connectgaps is False
    assert "no decided tickets" in line.hovertext[6]
    assert len([trace for trace in _lines(drawing) if trace.fill == "toself"]) == 2


def test_p8_a_goal_stands_only_where_one_is_stated() -> None:
    chart = _chart(USUAL, closed=14)
    words = [[note.text for note in control_trend(chart, _months(chart), noun="decided", goal=goal).figure.layout.annotations]
             for goal in (None, 0.95)]  # fmt: skip
    assert words == [[], ["goal 95.0\u00a0%"]]


def _steps(met: list[int], breached: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"up_to_percent": [50, 100, 200, 9999], "met": met, "breached": breached, "overdue": [0, 0, 0, 1]}, dtype="Int64")


def test_all_decided_clocks_are_in_the_steps_and_the_target_stands_between() -> None:
    drawing = target_steps(_steps([60, 30, 0, 0], [0, 1, 6, 3]), noun="response")
    met, breached = drawing.figure.data
    assert sum(met.y) + sum(breached.y) == 100
    assert drawing.figure.layout.shapes[0].x0 == 1.5
    assert "1 of them still open: at least so much" in breached.hovertext[3]
    assert "3 (3.0\u00a0%) more than twice their target" in drawing.alt
    assert {tuple(pair) for pair in breached.customdata} == {("breached",)}


def test_nothing_decided_is_said() -> None:
    assert target_steps(_steps([0] * 4, [0] * 4), noun="response").alt == "No decided tickets with a target in hours."


def _ranked(name: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"group": [name, "other"], "breach_rate": [0.4, 0.1], "breached": [40, 10], "decided": [100, 100], "expected": [25.0, 25.0],
         "excess": [15.0, -15.0], "excess_low": [6.0, -20.0], "excess_high": [25.0, -6.0], "beyond_chance": [True, False]}
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Connectivity", "<img src=//x.example/y>", "\u202eevil"])
def test_an_excess_stands_with_its_interval_and_names_stay_text(name: str) -> None:
    drawing = excess_dots(_ranked(name), by="group", value="group", overall=0.25)
    written = drawing.figure.to_json().replace("\\u003c", "<")
    assert "<img" not in written
    assert "\u202e" not in written
    dots = apart(drawing).data[-1]
    assert list(dots.x) == [15.0, -15.0]
    assert list(drawing.figure.data[0].x) == [6.0, 25.0]
    assert list(dots.marker.symbol) == ["circle", "circle-open"]
    assert "chance alone may give this" in dots.hovertext[1]


def test_a_sparkline_has_a_gap_where_a_month_has_no_value() -> None:
    assert spark([1.0, 2.0, None, 3.0, 4.0]).count("<polyline") == 2
    assert spark([1.0, 2.0, None, 3.0, 4.0]).count("<circle") == 1
    assert 'fill="none"/>' in spark([1.0, 2.0], open_end=True)
    assert "<circle" not in spark([None, None])
    assert spark([]).startswith("<svg")
