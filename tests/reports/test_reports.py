"""Reports say what measure() says, hide no ticket, and are honest where there is nothing to say."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest

from analytics.figures.wording import percent
from analytics.metrics import Question, measure
from analytics.reports.drivers import FEWEST, drivers
from analytics.reports.headline import decided_elsewhere, figures, range_while_running, worded
from analytics.reports.lists import breach_table
from analytics.reports.monthly.months import months_to_pick
from analytics.reports.periods import ALL, Period, month_of
from analytics.reports.safe_csv import safe_csv
from analytics.reports.scope import CLOCK_WORDS, Scope
from analytics.reports.standing import standing, without_verdict
from analytics.reports.state import store_state
from analytics.vocabulary import Clock, Dimension
from analytics.warehouse import Reader

EVERYTHING = Scope(Period(ALL))


def test_tiles_agree_with_measure_and_carry_their_denominator(reader: Reader) -> None:
    ask = partial(measure, reader)
    row = ask(Question(("attainment", "breached", "overdue"))).rows()[0]
    by_key = {tile.key: tile for tile in worded(figures(ask, EVERYTHING), CLOCK_WORDS[EVERYTHING.clock])}
    assert by_key["attainment"].value == percent(row["attainment"])
    assert f"of {row['decided']:,} decided" in by_key["attainment"].beneath
    assert by_key["breached"].value == f"{row['breached']:,}"
    assert all(tile.definition for tile in by_key.values())


def test_k3_nothing_decided_is_neither_none_nor_all(reader: Reader) -> None:
    row = figures(partial(measure, reader), Scope(Period(ALL), where={Dimension.SOURCE: ("nobody",)}))
    words = {tile.key: tile.value for tile in worded(row, "first response")}
    assert words["attainment"] == "none decided"
    assert words["elapsed_p50"] == "none timed"
    assert words["escalation_frequency"] == "not recorded"
    assert "%" not in "".join(words.values())


def test_k3_running_clocks_state_the_best_and_worst_it_can_become() -> None:
    words = range_while_running({"running": 4, "attainment_worst": 0.375, "attainment_best": 0.875})
    assert words.replace("\u00a0", " ") == "4 clocks are still running: attainment can end between 37.5 % and 87.5 %."
    assert "final" in range_while_running({"running": 0, "decided": 1})
    assert range_while_running({"running": 0}) == ""


def test_where_nothing_is_decided_it_says_what_is(reader: Reader) -> None:
    ask = partial(measure, reader)
    assert "first response judged by the policy" in decided_elsewhere(ask, Scope(Period(ALL), Clock.RESOLUTION))
    assert decided_elsewhere(ask, Scope(Period(ALL), where={Dimension.SOURCE: ("nobody",)})) == ""


def test_k2_every_clock_stands_somewhere(reader: Reader) -> None:
    ask = partial(measure, reader)
    counts = standing(ask, EVERYTHING)
    assert sum(counts.values()) == ask(Question(("clocks",))).rows()[0]["clocks"]
    for outcome, number in counts.items():
        if number and outcome not in ("met", "breached", "running"):
            assert f"{number:,} " in without_verdict(counts)


def test_drivers_are_ranked_by_excess_and_few_are_listed_apart(reader: Reader) -> None:
    ask = partial(measure, reader)
    found = drivers(ask, EVERYTHING, Dimension.GROUP)
    everyone = ask(Question(("breach_rate",), by=(Dimension.GROUP,))).frame
    assert len(found.ranked) + len(found.few) == int((everyone["decided"] > 0).sum())
    assert (found.ranked["decided"] >= FEWEST).all()
    assert (found.few["decided"] < FEWEST).all()
    assert found.ranked["excess"].is_monotonic_decreasing
    assert abs(float(found.ranked["excess"].sum() + found.few["excess"].sum())) < 1e-6


def test_the_filter_is_said_in_words() -> None:
    scope = Scope(month_of("2026-10"), Clock.RESOLUTION, where={Dimension.TIER: ("Enterprise",), Dimension.GROUP: (None, "a", "b", "c")})
    assert scope.in_words() == (
        "Oct 2026 · tier Enterprise · group not recorded, a, b and 1 more · resolution · due in the period · judged by the policy"
    )
    assert scope.in_words(with_clock=False).endswith("1 more")


def test_months_to_pick_reach_to_the_one_the_data_end_in_and_prefer_the_last_closed(reader: Reader) -> None:
    choice = months_to_pick(partial(measure, reader), store_state(reader))
    assert choice.months[0] == "2026-11" and choice.preferred == "2026-10"
    assert list(choice.months) == sorted(choice.months, reverse=True)


def test_the_state_names_versions_sources_and_rejects(reader: Reader) -> None:
    state = store_state(reader)
    assert state.version
    assert [source.name for source in state.sources] == ["desk-a", "desk-b"]
    assert state.rejected == 1
    assert state.read > state.tickets
    assert len(state.policies) == 1


def test_lists_are_in_the_reporting_zone_and_in_hours() -> None:
    frame = pd.DataFrame(
        {"ticket_id": ["T-1"], "started_at": pd.to_datetime(["2026-07-03 15:00:00"]), "over_seconds": pd.array([5400], "Int64")}
    )
    table = breach_table(frame, "America/Chicago")
    assert table.columns.tolist() == ["Ticket", "Over (business h)", "Received"]
    assert str(table["Received"][0]) == "2026-07-03 10:00:00"
    assert float(table["Over (business h)"][0]) == 1.5


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\0=1"])
def test_csv_text_that_begins_like_a_formula_is_text(cell: str) -> None:
    written = safe_csv(pd.DataFrame({"=head": [cell], "number": [-1.5]})).decode("utf-8-sig")
    assert written.startswith("'=head,number\r\n")
    assert f"'{cell}" in written
    assert ",-1.5" in written
