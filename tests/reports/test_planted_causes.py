"""The samples' planted causes are found by the functions that overview and breaches draw from."""

from __future__ import annotations

from functools import partial

import pytest

from analytics.metrics import measure
from analytics.operations.open_store import open_reader
from analytics.operations.samples import ensure_samples
from analytics.reports.ask import Ask
from analytics.reports.drivers import drivers
from analytics.reports.periods import ALL, Period, month_of
from analytics.reports.scope import Scope
from analytics.samples import Desk
from analytics.samples.causes import described
from analytics.vocabulary import Dimension

DESK = Desk(tickets=6_000)
EVERYTHING = Scope(Period(ALL))


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    home = tmp_path_factory.mktemp("causes") / "home"
    ensure_samples(home, desk=DESK)
    return partial(measure, open_reader(home, samples=True))


def test_the_slow_group_and_the_unhappy_customer_lead_their_rankings(ask: Ask) -> None:
    causes = described(DESK)
    assert drivers(ask, EVERYTHING, Dimension.GROUP).ranked["group"][0] == causes["slow_group"]["value"]
    assert drivers(ask, EVERYTHING, Dimension.ORGANISATION).ranked["organisation"][0] == causes["unhappy_organisation"]["value"]


def test_the_bad_month_is_the_lowest_of_the_trend(ask: Ask) -> None:
    months = ask(EVERYTHING.ask("attainment", by=(Dimension.MONTH,))).frame
    closed = months[months["decided"] >= 50]
    assert closed.sort_values("attainment")["month"].iloc[0] == described(DESK)["bad_month"]["value"]


def test_the_group_breaches_more_since_its_reorganisation(ask: Ask) -> None:
    cause = described(DESK)["slow_group"]
    cells = ask(EVERYTHING.ask("breach_rate", by=(Dimension.GROUP, Dimension.MONTH))).frame
    since, bad = str(cause["from"])[:7], described(DESK)["bad_month"]["value"]
    group = cells[(cells["group"] == cause["value"]) & (cells["month"] != bad) & (cells["month"] != since)]
    before, after = group[group["month"] < since], group[group["month"] > since]
    assert after["breached"].sum() / after["decided"].sum() > 1.5 * before["breached"].sum() / before["decided"].sum()


def test_the_bad_months_summary_names_what_the_data_shows(ask: Ask) -> None:
    bad = month_of(str(described(DESK)["bad_month"]["value"]))
    worst = ask(Scope(bad).ask("breach_rate")).rows()[0]
    everyone = ask(EVERYTHING.ask("breach_rate")).rows()[0]
    assert worst["breach_rate"] > everyone["breach_rate"]
