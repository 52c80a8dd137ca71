"""When tickets come in: a weight for every hour of the desk's months and tier, and how many tickets each hour gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from analytics.samples.chance import Chance, Floats, Seconds, stream
from analytics.samples.closed_days import federal_closed_days
from analytics.samples.desk import ZONE, Arrivals, Desk

HOUR = 3600
ENTERPRISE_SHARE = 0.25
GROWTH = 0.15
BAD_MONTH_MORE = 1.15
MONTHS = (1.06, 1.02, 1.03, 1.0, 0.99, 0.98, 0.93, 0.95, 1.04, 1.05, 0.99, 0.9)
WEEKDAYS = (1.14, 1.05, 1.0, 0.98, 0.9)
OFFICE_DAY = (*(0.03,) * 6, 0.08, 0.35, 1.1, 1.3, 1.25, 1.1, 0.8, 1.0, 1.1, 1.05, 0.85, 0.4, 0.12, 0.1, 0.1, 0.08, 0.05, 0.03)
OFFICE_WEEKEND, OFFICE_CLOSED = 0.08, 0.1
CLOCK_DAY = (*(0.55,) * 6, 0.7, 0.9, *(1.35,) * 9, 1.05, 0.9, 0.8, 0.75, 0.7, 0.65, 0.6)
CLOCK_WEEKEND, CLOCK_CLOSED = 0.6, 0.5
ARRIVALS_STREAM = 1


@dataclass(frozen=True)
class Arrived:
    """Tickets as they come in, in order: received_at (seconds since 1970 UTC), whether Enterprise, and the local hour."""

    received_at: Seconds
    is_enterprise: npt.NDArray[np.bool_]
    local_hour: npt.NDArray[np.int64]


class Arriving:
    """Hours of the desk and the number of tickets in each; any run of tickets can be drawn without the others."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._starts_at = np.arange(desk.starts_at, desk.as_of_at, HOUR, dtype=np.int64)
        self._lengths = np.minimum(HOUR, desk.as_of_at - self._starts_at)
        local = [datetime.fromtimestamp(int(at), ZONE) for at in self._starts_at]
        self._hours = np.array([at.hour for at in local])
        standard, enterprise = _weights(desk, local)
        part = self._lengths / HOUR
        standard *= part * (1 - ENTERPRISE_SHARE) / (standard * part).sum()
        enterprise *= part * ENTERPRISE_SHARE / (enterprise * part).sum()
        both = standard + enterprise
        self._enterprise_share = np.divide(enterprise, both, out=np.zeros_like(both), where=both > 0)
        counts = stream(desk.seed, ARRIVALS_STREAM).multinomial(desk.tickets, both / both.sum())
        self._through = np.cumsum(counts)

    def draw(self, chance: Chance, first: int) -> Arrived:
        """The tickets from index `first` on, as many as `chance` has rows. The desk's very last ticket comes in at as_of (T3)."""
        hour = np.searchsorted(self._through, np.arange(first, first + chance.rows), side="right")
        received_at = self._starts_at[hour] + (chance.share() * self._lengths[hour]).astype(np.int64)
        received_at = np.sort(received_at, kind="stable")
        if first + chance.rows == self._desk.tickets:
            received_at[-1] = self._desk.as_of_at
        return Arrived(received_at, chance.flag(self._enterprise_share[hour]), self._hours[hour])


def _weights(desk: Desk, local: list[datetime]) -> tuple[Floats, Floats]:
    """Weight of each hour for Standard and for Enterprise."""
    if desk.arrivals == Arrivals.ROUND_THE_CLOCK:
        return np.ones(len(local)), np.ones(len(local))
    closed = federal_closed_days(desk.first_on, desk.last_on)
    season = {day: _season(desk, day, n) for n, day in enumerate(sorted({at.date() for at in local}))}
    standard = [season[at.date()] * _weight(at, closed, OFFICE_DAY, OFFICE_WEEKEND, OFFICE_CLOSED) for at in local]
    enterprise = [season[at.date()] * _weight(at, closed, CLOCK_DAY, CLOCK_WEEKEND, CLOCK_CLOSED) for at in local]
    return np.array(standard), np.array(enterprise)


def _season(desk: Desk, day: date, days_in: int) -> float:
    grown = 1 + GROWTH * days_in / (desk.months * 30.4)
    more = BAD_MONTH_MORE if desk.bad_month_on <= day < desk.after_bad_month_on else 1.0
    return grown * more * MONTHS[day.month - 1]


def _weight(at: datetime, closed: frozenset[date], hours: tuple[float, ...], weekend: float, holiday: float) -> float:
    if at.date() in closed:
        return hours[at.hour] * holiday
    return hours[at.hour] * (weekend if at.weekday() > 4 else WEEKDAYS[at.weekday()])
