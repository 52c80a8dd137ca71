"""The backlog: how many tickets were open at the end of each day, how old they were, and what came and went (T4).

The stretches in which tickets were open are counted by the days they begin and end on; from there on it is arithmetic on a few
thousand numbers. Excluded tickets are in it: they are work too (P5). A ticket opened again keeps the age it has since its receipt.
"""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.errors import QuestionRefused
from analytics.metrics import dimensions
from analytics.metrics.answer import Facts
from analytics.metrics.question import Question, Selection
from analytics.vocabulary import Dimension

Counts = npt.NDArray[np.int64]
COLUMNS = ("day", "open", "arrivals", "reopened", "departures", "age_p50_days", "age_p90_days", "is_whole")
DAYS_AT_ONCE = 366


def backlog(facts: Facts, from_on: date | None = None, to_on: date | None = None, where: Selection | None = None) -> pd.DataFrame:
    """One row a day from `from_on` to `to_on`, inclusive, of the reporting zone; left out: the first receipt, the latest as_of.

    day; open: tickets open at its end; arrivals: received on it; reopened, departures: entries out of and into a finished state; so
    open = that of the day before + arrivals + reopened - departures. age_p50_days, age_p90_days: whole days since receipt of the open
    tickets, nearest rank (K10), null where none is open. is_whole: whether every source's as_of has passed the end of the day; days
    after the latest as_of are not told. `where` as a Question's. Tickets whose closing cannot be placed are left out: `unplaced`.
    """
    question = _question(where, from_on, to_on)
    spells = facts.frame(_SPELLS.format(conditions=_conditions(question)), _parameters(question))
    as_of_days = _as_of_days(facts, question)
    if not as_of_days or (spells.empty and from_on is None):
        return pd.DataFrame({name: [] for name in COLUMNS})
    for name in ("received_on", "opened_on", "closed_on"):
        spells[name] = pd.to_datetime(spells[name])
    first = from_on or spells["received_on"].min().date()
    last = min(to_on or max(as_of_days), max(as_of_days))
    parts = [pd.DataFrame({name: [] for name in COLUMNS})] if first > last else []
    while first <= last:
        until = min(last, first + timedelta(days=DAYS_AT_ONCE - 1))
        parts.append(_Days(spells, first, until).frame(min(as_of_days)))
        first = until + timedelta(days=1)
    return pd.concat(parts, ignore_index=True)


def unplaced(facts: Facts, where: Selection | None = None) -> int:
    """Tickets that the backlog leaves out: the data cannot say when they were closed."""
    question = _question(where)
    sql = f"SELECT count(*) FROM judged_tickets WHERE resolution_fault IS NOT NULL{_conditions(question)}"  # noqa: S608  columns are dimensions.py's own
    return int(facts.rows(sql, _parameters(question))[0][0])


class _Days:
    """Some days in a row, and the stretches by the places of their days among them: below 0 is before, `length` and above is after."""

    def __init__(self, spells: pd.DataFrame, first: date, last: date) -> None:
        self.first, self.length = first, (last - first).days + 1
        opened, received = (_places(spells[name], first) for name in ("opened_on", "received_on"))
        closed = np.where(spells["closed_on"].isna(), self.length, _places(spells["closed_on"].fillna(pd.Timestamp(last)), first))
        begun = (opened < self.length) & (closed >= 0)
        self.opened, self.closed, self.received = opened[begun], closed[begun], received[begun]
        self.counts = spells["spells"].to_numpy(np.int64)[begun]
        self.is_reopened = spells["is_reopened"].to_numpy(bool)[begun]

    def frame(self, whole_until: date) -> pd.DataFrame:
        standing, ages = self._standing()
        days = [self.first + timedelta(days=n) for n in range(self.length)]
        return pd.DataFrame({
            "day": days, "open": standing.sum(axis=1),
            "arrivals": self._on(self.opened, ~self.is_reopened), "reopened": self._on(self.opened, self.is_reopened),
            "departures": self._on(self.closed, self.closed < self.length),
            "age_p50_days": _nearest_rank(standing, ages, 50), "age_p90_days": _nearest_rank(standing, ages, 90),
            "is_whole": [day < whole_until for day in days],
        })  # fmt: skip

    def _on(self, places: Counts, chosen: npt.NDArray[np.bool_]) -> Counts:
        chosen = chosen & (places >= 0)
        return np.bincount(places[chosen], weights=self.counts[chosen], minlength=self.length).astype(np.int64)

    def _standing(self) -> tuple[Counts, Counts]:
        """Open tickets by day and by day of receipt, the latest first; and their ages. A stretch adds where it begins and takes away
        where it ends, and what is open on a day is all that came before."""
        oldest = min(0, int(self.received.min(initial=0)))
        change = np.zeros((self.length, self.length - oldest), dtype=np.int64)
        by_receipt = self.length - 1 - self.received
        ended = self.closed < self.length
        np.add.at(change, (np.maximum(self.opened, 0), by_receipt), self.counts)
        np.add.at(change, (self.closed[ended], by_receipt[ended]), -self.counts[ended])
        return np.cumsum(change, axis=0), np.arange(self.length)[:, None] - np.arange(self.length - 1, oldest - 1, -1)[None, :]


def _nearest_rank(standing: Counts, ages: Counts, percent: int) -> Any:
    """For each day the age at the rank ceil(percent / 100 × n) of its open tickets, youngest first."""
    up_to = standing.cumsum(axis=1)
    total = up_to[:, -1]
    place = (up_to < -(-total * percent // 100)[:, None]).sum(axis=1)
    found = ages[np.arange(len(total)), place]
    return pd.array([int(age) if n else None for age, n in zip(found, total, strict=True)], dtype="Int64")


def _places(days: pd.Series[Any], first: date) -> Counts:
    return np.asarray((days - pd.Timestamp(first)).dt.days, dtype=np.int64)


# The first stretch of a ticket begins with its receipt, so two days tell it; only those opened again need three. Stretches that ended
# before the days asked about do not show on them.
_SPELLS = """
    SELECT opened_on AS received_on, opened_on, closed_on, false AS is_reopened, count(*) AS spells
    FROM open_spells WHERE NOT is_reopened{conditions} GROUP BY opened_on, closed_on
    UNION ALL
    SELECT received_on, opened_on, closed_on, true, count(*)
    FROM open_spells WHERE is_reopened{conditions} GROUP BY received_on, opened_on, closed_on
"""


def _question(where: Selection | None, from_on: date | None = None, to_on: date | None = None) -> Question:
    if where and where.get(Dimension.LEVEL):
        raise QuestionRefused("only escalations have a level", "level", "ask for the backlog without it")
    return Question((), where=where or {}, from_on=from_on, to_on=to_on)


def _conditions(question: Question) -> str:
    conditions = []
    if question.from_on:
        conditions.append(" AND coalesce(closed_on >= $from_on, true)")
    if question.to_on:
        conditions.append(" AND opened_on <= $to_on")
    for dimension, keys in question.keys().items():
        column = dimensions.key(dimension, "tickets", question.rule, question.verdict)
        kept = f"{column} IN $only_{dimension}"
        conditions.append(f" AND ({kept} OR {column} IS NULL)" if None in keys else f" AND {kept}")
    return "".join(conditions)


def _parameters(question: Question) -> dict[str, Any]:
    only = {f"only_{dimension}": [key for key in keys if key is not None] for dimension, keys in question.keys().items()}
    return {"from_on": question.from_on, "to_on": question.to_on, **only}


def _as_of_days(facts: Facts, question: Question) -> list[date]:
    """The days of the reporting zone on which the sources asked about stand."""
    wanted = question.keys().get(Dimension.SOURCE)
    rows = facts.known_rows("SELECT source, as_of, value FROM sources, store_meta WHERE key = 'reporting_zone'")
    return [as_of.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for source, as_of, zone in rows if not wanted or source in wanted]
