"""The months a summary can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.figures.months import every_month, month_key
from analytics.metrics import Question
from analytics.reports.ask import Ask
from analytics.reports.periods import is_closed, local_day
from analytics.reports.state import StoreState
from analytics.vocabulary import Dimension


@dataclass(frozen=True)
class Months:
    """months: the newest first, none after the one that the data end in. preferred: the last closed one, else the newest."""

    months: tuple[str, ...]
    preferred: str


def months_with_tickets(ask: Ask) -> list[str]:
    """All months from the first to the last with a ticket received or a clock due, without holes, oldest first."""
    rows = ask(Question(("clocks", "tickets"), by=(Dimension.MONTH,))).rows()
    return every_month(row["month"] for row in rows if row["month"])


def months_to_pick(ask: Ask, state: StoreState) -> Months:
    """The months of a store from the newest to the oldest (T3)."""
    now = month_key(local_day(state.latest, state.zone)) if state.latest else "9999-12"
    found = tuple(month for month in reversed(months_with_tickets(ask)) if month <= now) or ((now,) if state.latest else ())
    closed = next((month for month in found if is_closed(month, state.as_of, state.zone)), None)
    return Months(found, closed or next(iter(found), now))
