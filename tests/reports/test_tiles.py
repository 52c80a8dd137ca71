"""The overview's tiles say what measure() says, month by month too."""

from __future__ import annotations

from functools import partial

import pytest

from analytics.figures.wording import percent
from analytics.metrics import Question, measure
from analytics.reports.headline import figures
from analytics.reports.periods import ALL, Period, month_of
from analytics.reports.scope import Scope
from analytics.reports.series import last_months
from analytics.reports.tiles import PAGES, Headline, full_tiles, tile_series
from analytics.vocabulary import Dimension
from analytics.warehouse import Reader

OCTOBER = Scope(month_of("2026-10"))


@pytest.mark.parametrize("compared", [None, Scope(month_of("2026-09"))])
def test_tiles_months_and_changes_agree_with_measure(reader: Reader, compared: Scope | None) -> None:
    ask = partial(measure, reader)
    before = figures(ask, compared) if compared else {}
    found = full_tiles(Headline(OCTOBER, figures(ask, OCTOBER), compared, before, *tile_series(ask, OCTOBER), "America/Chicago"))
    assert [tile.tile.key for tile in found] == list(PAGES)
    by_month = {row["month"]: row for row in ask(Question(("attainment", "breached"), by=(Dimension.MONTH,))).rows()}
    attainment, breached = found[0], found[1]
    assert [month.month for month in attainment.months] == ["2026-08", "2026-09", "2026-10"]
    assert [month.value for month in attainment.months] == [by_month[month.month]["attainment"] for month in attainment.months]
    assert attainment.tile.value == percent(by_month["2026-10"]["attainment"])
    assert "95\u00a0% interval" in attainment.tile.beneath
    assert "Sep 2026" in attainment.change
    assert breached.change == (f"Sep 2026: {by_month['2026-09']['breached']}" if compared else "")


def test_a_sparkline_ends_with_the_period() -> None:
    months = [f"2025-{n:02d}" for n in range(1, 13)]
    assert last_months(month_of("2025-03"), months, 12) == ["2025-01", "2025-02", "2025-03"]
    assert last_months(month_of("2027-03"), months, 2) == ["2025-11", "2025-12"]
    assert last_months(Period(ALL), months, 3) == ["2025-10", "2025-11", "2025-12"]
    assert last_months(Period(ALL), [], 3) == []
