"""Control charts: limits by hand, when they are widened, what is judged and what is not."""

from __future__ import annotations

import math
import random
from datetime import date, datetime
from itertools import pairwise
from statistics import mean, pvariance
from typing import Any

import pytest

from analytics.errors import QuestionRefused
from analytics.metrics import ControlChart, Question, control, control_each
from analytics.metrics.control import _dispersion
from analytics.metrics.run_rules import BEYOND_3
from analytics.vocabulary import Clock, Dimension, Rule
from analytics.warehouse import Database
from tests.metrics.facts import Record, Records, fill
from tests.metrics.test_worked_examples import _clock, _escalation, _ticket

MONTHS = [f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(34)]       # 2024-01 to 2026-10; facts.py stands at 2026-11-01


def chart(counts: list[tuple[int, int]], **given: Any) -> ControlChart:
    """A breach rate chart of months that end with 2026-10, each with (breached, decided)."""
    months = MONTHS[len(MONTHS) - len(counts):]
    clocks = [clock for month, (breached, decided) in zip(months, counts, strict=True) for clock in month_of(month, breached, decided)]
    return of(Records(clocks=clocks), **given)


def of(records: Records, metric: str = "breach_rate", **given: Any) -> ControlChart:
    period = given.pop("period", Dimension.MONTH)
    with Database.memory() as db:
        fill(db, records)
        return control(db, Question((metric,), **given), period)


def month_of(month: str, breached: int, decided: int) -> list[Record]:
    on = date.fromisoformat(f"{month}-05")
    return [_clock(n, "breached" if n < breached else "met", due_on=on, started_on=on) for n in range(decided)]


def test_p_chart_limits_by_hand() -> None:
    found = chart([(10, 100), (12, 100), (8, 100), (9, 100), (11, 100), (10, 100)] * 2 + [(20, 200)])
    assert (found.chart, found.enough, found.centre) == ("p", True, pytest.approx(0.1))
    small, large = found.points[0], found.points[-1]
    assert (small.lower_limit, small.upper_limit) == (pytest.approx(0.01), pytest.approx(0.19))
    assert large.upper_limit == pytest.approx(0.1 + 3 * math.sqrt(0.09 / 200))
    assert not any(point.signals for point in found.points)


def test_a_month_beyond_the_limits_is_marked_with_its_rule_and_is_the_only_one() -> None:
    found = chart([(10, 100), (12, 100), (8, 100), (11, 100), (9, 100), (10, 100)] * 3 + [(31, 100), (10, 100)])
    assert [(point.period, point.signals) for point in found.points if point.signals] == [("2026-09", (BEYOND_3,))]


def test_laney_large_months_that_differ_more_than_chance_widen_the_limits() -> None:
    draw = random.Random(7)
    counts = [(round(4000 * min(max(draw.gauss(0.1, 0.02), 0.01), 0.3)), 4000) for _ in range(24)]
    found = chart([(top // 20, below // 20) for top, below in counts])
    rates = [top / below for top, below in counts]
    assert found.chart == "p" or found.widened_by > 1
    with Database.memory() as db:
        fill(db, Records(clocks=[clock for month, (a, b) in zip(MONTHS[10:], counts, strict=True) for clock in month_of(month, a, b)]))
        found = control(db, Question(("breach_rate",)))
    centre = mean(rates)
    z = [(rate - centre) / math.sqrt(centre * (1 - centre) / 4000) for rate in rates]
    sigma_z = mean(abs(b - a) for a, b in pairwise(z)) / 1.128
    assert (found.chart, found.widened_by, found.sigma_z) == ("p′", pytest.approx(sigma_z), pytest.approx(sigma_z))
    assert found.points[0].upper_limit == pytest.approx(centre + 3 * sigma_z * math.sqrt(centre * (1 - centre) / 4000))
    assert not any(BEYOND_3 in point.signals for point in found.points)


def test_sigma_z_is_held_against_what_chance_reaches_once_in_twenty_charts() -> None:
    draw = random.Random(3)
    for k in (12, 24, 60):
        charts = [_dispersion([draw.gauss(0, 1) for _ in range(k)]) for _ in range(3000)]
        chance = charts[0][1]
        values = [sigma_z for sigma_z, _ in charts if sigma_z is not None]
        assert chance is not None and 0.03 < mean(value > chance for value in values) < 0.08
        assert pvariance(values) == pytest.approx((0.8264 * k - 1.082) / (k - 1) ** 2, rel=0.1)


def test_ranges_are_not_taken_over_a_gap() -> None:
    assert _dispersion([0.0, None, 9.0, 9.0])[0] == 0.0
    assert _dispersion([0.0, None, 9.0]) == (None, None)


@pytest.mark.parametrize(("months", "enough"), [(11, False), (12, True)])
def test_under_12_closed_months_nothing_is_said(months: int, enough: bool) -> None:
    found = chart([(10, 100)] * (months - 1) + [(60, 100)])
    assert found.enough is enough and bool(found.words) is not enough
    assert (found.points[-1].upper_limit is not None) is enough and bool(found.points[-1].signals) is enough


def test_t3_the_month_of_as_of_is_shown_and_never_judged() -> None:
    clocks = [clock for month in MONTHS[-14:] for clock in month_of(month, 10, 100)] + month_of("2026-11", 90, 100)
    running = of(Records(clocks=clocks)).points[-1]
    assert (running.period, running.closed, running.judged, running.signals) == ("2026-11", False, False, ())
    assert running.value == 0.9 and running.upper_limit is not None and running.why_not == "not closed yet"
    assert of(Records(clocks=clocks)).centre == pytest.approx(0.1)


def test_t3_a_closed_period_of_which_clocks_still_run_is_not_judged() -> None:
    clocks = [clock for month in MONTHS[-14:] for clock in month_of(month, 10, 100)]
    late = _clock(900, "running", started_on=date(2026, 10, 20), due_on=date(2026, 12, 1), stopped_at=None)
    assert of(Records(clocks=[*clocks, late]), rule=Rule.STARTED).points[-1].why_not == "clocks of it still run"
    paused = late | {"is_paused": True}
    assert of(Records(clocks=[*clocks, paused]), rule=Rule.STARTED).points[-1].judged


def test_a_month_without_decided_clocks_is_a_gap() -> None:
    counts = [(10, 100)] * 8 + [(0, 0)] + [(10, 100)] * 8
    found = chart(counts)
    gap = found.points[8]
    assert (gap.value, gap.judged, gap.why_not, gap.lower_limit) == (None, False, "nothing to measure", None)
    assert found.judged_periods == 16 and len(found.points) == 17


def test_a_month_too_small_for_sigma_is_shown_and_not_judged() -> None:
    found = chart([(10, 100)] * 13 + [(3, 3)])
    assert found.points[-1].why_not == "too few to judge" and found.points[-1].signals == ()


def test_without_a_single_breach_nothing_can_be_judged() -> None:
    found = chart([(0, 100)] * 14)
    assert not found.enough and found.centre == 0.0 and all(point.why_not == "too few to judge" for point in found.points)


def test_u_chart_of_escalations_per_100() -> None:
    tickets, escalations = [], []
    for n, month in enumerate(MONTHS[-14:]):
        on = date.fromisoformat(f"{month}-05")
        tickets += [_ticket(1000 * n + i, received_on=on) for i in range(50)]
        escalations += [_escalation(1000 * n + i, 1, escalated_on=on) for i in range((9, 11)[n % 2])]
    found = of(Records(tickets=tickets, escalations=escalations), "escalation_frequency")
    assert (found.chart, found.centre, found.unit) == ("u", pytest.approx(20.0), "per 100 tickets")
    assert found.points[0].upper_limit == pytest.approx(20 + 300 * math.sqrt(0.2 / 50))


def test_a_chart_on_stationary_months_seldom_gives_a_signal() -> None:
    draw = random.Random(11)
    marked = months = 0
    for _ in range(6):
        found = chart([(sum(draw.random() < 0.1 for _ in range(120)), 120) for _ in range(24)])
        months += found.judged_periods
        marked += sum(bool(point.signals) for point in found.points)
    assert marked / months < 0.06


@pytest.mark.parametrize("question", [Question(("breached",)), Question(("breach_rate", "attainment")),
                                      Question(("breach_rate",), by=(Dimension.TIER,)), Question(("breach_rate_low",))])
def test_what_has_no_chart_is_refused(question: Question) -> None:
    with Database.memory() as db, pytest.raises(QuestionRefused):
        control(db, question)


def test_a_source_that_is_not_selected_does_not_keep_a_month_open() -> None:
    clocks = [clock for month in MONTHS[-14:] for clock in month_of(month, 10, 100)]
    with Database.memory() as db:
        fill(db, Records(clocks=clocks))
        db.run("INSERT INTO sources VALUES ('gone', $at, 0, true, true)", {"at": datetime(2026, 5, 1)})     # in Chicago still April
        everything = control(db, Question(("breach_rate",)))
        selected = control(db, Question(("breach_rate",), where={Dimension.SOURCE: ("desk-a",)}, clock=Clock.FIRST_RESPONSE))
    assert [point.closed for point in everything.points].count(True) == 7 and all(point.closed for point in selected.points)


def test_each_value_has_the_chart_that_it_has_alone() -> None:
    records = Records(clocks=[clock | {"tier": tier} for tier, worse in (("Standard", 5), ("Enterprise", 0), (None, 2))
                              for n, month in enumerate(MONTHS[-14:]) for clock in month_of(month, n % 3 + worse, 30)])  # fmt: skip
    with Database.memory() as db:
        fill(db, records)
        found = control_each(db, Question(("breach_rate",)), Dimension.TIER)
        assert list(found) == ["Standard", "Enterprise", None]
        for tier, each in found.items():
            assert each == control(db, Question(("breach_rate",), where={Dimension.TIER: (tier,)}))
