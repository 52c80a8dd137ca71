"""Piles and flows: every count is drawn, named rows keep their order, and outside text is no markup."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from analytics.figures.drawing import point_values
from analytics.figures.flow import flow
from analytics.figures.piles import STANDINGS, piles
from tests.figures.plot_words import apart

HELD = pd.DataFrame(
    [("<b>x</b>", "overdue", 2), ("<b>x</b>", "running", 3), (None, "paused", 1), ("\u202etxet", "at_risk", 4)],
    columns=["group", "standing", "tickets"],
)


def test_names_of_parts_have_room_above_the_bars_on_a_telephone() -> None:
    of_one, of_all = (
        piles(HELD[HELD["standing"].isin(kept)], row="group", rows=["<b>x</b>", None, "\u202etxet"], what="Clocks by group")
        for kept in (["overdue"], list(HELD["standing"]))
    )
    assert of_all.plot.layout["height"] - of_one.plot.layout["height"] >= 2 * 19, "two parts more than fit beside each other"


def test_a_pile_draws_every_count_once_and_hands_on_its_row() -> None:
    rows = ["<b>x</b>", None, "\u202etxet"]
    drawn = piles(HELD, row="group", rows=rows, what="Clocks by group")
    assert sum(sum(bar.x) for bar in apart(drawn).data) == 10
    assert [bar.name for bar in apart(drawn).data] == ["overdue", "at risk", "running", "paused"]
    assert [point_values(one)[0] for one in apart(drawn).data[0].customdata] == rows
    assert [note.text.strip() for note in apart(drawn).layout.annotations] == ["5", "1", "4"]
    assert "not recorded" in drawn.figure.layout.yaxis.ticktext[1] and "<b>x" not in str(drawn.figure.layout.yaxis.ticktext)
    assert "of them overdue 2, at risk 4, running 3, paused 1" in drawn.alt


def test_standings_are_told_apart_without_colour() -> None:
    assert len({part.pattern for part in STANDINGS.values()}) == len(STANDINGS)


@pytest.mark.parametrize("days", [1, 3, 121])
def test_a_flow_draws_each_day_and_says_its_figures(days: int) -> None:
    rows: list[dict[str, Any]] = [
        {"day": date(2026, 10, 5) + timedelta(days=n), "open": 10 + n, "arrivals": 4, "reopened": n % 2, "departures": 3,
         "age_p50_days": None if n == 0 else n, "age_p90_days": n, "is_whole": n < days - 1} for n in range(days)
    ]  # fmt: skip
    drawn = flow(pd.DataFrame(rows))
    line, *bars = drawn.figure.data
    assert list(line.y) == [10 + n for n in range(days)]
    again = {"reopened": days // 2} if days > 1 else {}
    assert {bar.name: sum(bar.y) for bar in bars} == {"received": 4 * days, "closed": -3 * days, **again}
    assert f"{10 + days - 1} at last" in drawn.alt
    assert bars[0].marker.opacity[-1] < 1
