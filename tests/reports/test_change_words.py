"""A change is said with its size, what it is held against, and whether it is usual; an arrow stands only where it is not."""

from __future__ import annotations

from functools import partial

import pytest

from analytics.metrics import Change, chart_of, measure
from analytics.reports.change_words import in_words, latest_change, span_change
from analytics.reports.periods import ALL, Period, month_of, span_of
from analytics.reports.scope import Scope
from analytics.reports.series import control_chart, series
from analytics.warehouse import Reader


def _change(difference: float | None, usual: bool | None, status: str, arrow: str | None = None, better: bool | None = None) -> Change:
    now, then = ("2026-10", 0.9, 90, 100), ("2026-09", 0.8, 80, 100)
    return Change("attainment", "share", *now, *then, difference, None, None, 0.05, usual, status, arrow, better, 14)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_change(0.021, True, "within the usual range"), "2.1 points above Sep 2026, within the usual range"),
        (
            _change(-0.12, False, "outside the usual range", "down", False),
            "▼ 12.0 points below Sep 2026, outside the usual range, for the worse",
        ),
        (_change(0.0, True, "within the usual range"), "as in Sep 2026, within the usual range"),
        (_change(0.01, None, "2026-10 is not closed yet"), "1.0 points above Sep 2026; Oct 2026 is not closed yet"),
        (_change(None, None, "nothing to measure in 2026-09"), "nothing to measure in Sep 2026"),
    ],
)
def test_a_change_in_words(change: Change, words: str) -> None:
    assert in_words(change) == words
    assert ("▼" in words or "▲" in words) == (change.arrow is not None)


def test_under_twelve_months_nothing_is_called_usual(reader: Reader) -> None:
    answer = measure(reader, series(Scope(Period(ALL))))
    chart = control_chart(answer, "attainment", "America/Chicago")
    found = latest_change(chart, Period(ALL))
    assert found is not None
    month, change = found
    assert month == "2026-10"
    assert change.usual is None
    assert change.arrow is None
    assert "too few months" in in_words(change)


def test_a_span_of_one_month_changes_as_the_month_does(reader: Reader) -> None:
    ask = partial(measure, reader)
    chart = control_chart(ask(series(Scope(Period(ALL)))), "attainment", "America/Chicago")
    now, then = (month_of(month) for month in ("2026-10", "2026-09"))
    rows = [ask(Scope(period).ask("attainment")).rows()[0] for period in (now, then)]
    span = span_change(chart, (now, rows[0]), (then, rows[1]))
    month = latest_change(chart, now)
    assert month is not None
    assert (span.difference, span.low, span.high, span.usual) == (
        month[1].difference, month[1].low, month[1].high, month[1].usual
    )  # fmt: skip


def _rows(running: int = 0) -> list[dict[str, object]]:
    return [
        {"month": f"2025-{n:02d}", "attainment": 0.9, "met": 90, "decided": 100, "attainment_low": 0.82, "attainment_high": 0.95,
         "running": running if n == 12 else 0, "paused": 0} for n in range(1, 13)
    ]  # fmt: skip


def test_t3_a_span_with_an_open_month_or_running_clocks_is_not_judged() -> None:
    row = {"attainment": 0.5, "met": 150, "decided": 300, "attainment_low": 0.44, "attainment_high": 0.56}
    now, then = span_of("2025-10", "2025-12"), span_of("2025-07", "2025-09")
    until = month_of("2026-01").from_on
    judged = span_change(chart_of("attainment", _rows(), until), (now, row), (then, {**row, "attainment": 0.9, "met": 270}))
    assert judged.usual is False
    assert judged.arrow == "down"
    for chart in (chart_of("attainment", _rows(), month_of("2025-12").from_on), chart_of("attainment", _rows(running=3), until)):
        assert span_change(chart, (now, row), (then, row)).usual is None
