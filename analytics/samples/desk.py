"""The desk to be written: how many tickets, which months, and when the planted causes happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from analytics.errors import SundialError

ZONE = ZoneInfo("America/Chicago")
FEWEST_MONTHS = 3
MOST_MONTHS = 120
MOST_TICKETS = 1_000_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2090


class DeskRefused(SundialError):
    """A sample desk cannot be made with these parameters."""


class Arrivals(StrEnum):
    """When tickets come in: as at a desk with office customers, or at every hour of every day alike (for benchmarks)."""

    OFFICE = "office"
    ROUND_THE_CLOCK = "round_the_clock"


@dataclass(frozen=True)
class Desk:
    """What to write. The same desk gives the same bytes.

    The files cover `months` whole months of the reporting zone and the running month up to `as_of` (UTC, whole seconds).
    Raises DeskRefused where a parameter is out of its range.
    """

    tickets: int = 24_000
    seed: int = 1759
    months: int = 18
    arrivals: Arrivals | str = Arrivals.OFFICE
    events: bool = True
    as_of: datetime = datetime(2026, 11, 17, 21, 30, tzinfo=UTC)

    def __post_init__(self) -> None:
        _within("tickets", self.tickets, 1, MOST_TICKETS)
        _within("months", self.months, FEWEST_MONTHS, MOST_MONTHS)
        _within("seed", self.seed, 0, 2**63 - 1)
        words = [a.value for a in Arrivals]
        if self.arrivals not in words:
            raise DeskRefused("The sample desk does not know these arrivals.", repr(str(self.arrivals)), f"allowed: {', '.join(words)}")
        if self.as_of.tzinfo is None:
            raise DeskRefused(
                "The sample desk needs to know the zone of its as_of.",
                self.as_of.isoformat(),
                "give it with an offset, as in 2026-11-17T21:30:00Z",
            )
        _within("the year of as_of", self.as_of.year, FIRST_YEAR + MOST_MONTHS // 12, LAST_YEAR)

    @property
    def as_of_at(self) -> int:
        """The instant the files stand at, in seconds since 1970 UTC (sub-seconds cut, T1)."""
        return int(self.as_of.timestamp() // 1)

    @property
    def first_on(self) -> date:
        """First day of the first whole month."""
        return self.month_on(0)

    @property
    def starts_at(self) -> int:
        """Midnight of the first day in the reporting zone, in seconds since 1970 UTC."""
        return midnight_at(self.first_on)

    @property
    def last_on(self) -> date:
        """The running day at as_of, in the reporting zone."""
        return datetime.fromtimestamp(self.as_of_at, ZONE).date()

    def month_on(self, index: int) -> date:
        """First day of the whole month with this index; index `months` is the running month."""
        running = self.last_on
        count = running.year * 12 + running.month - 1 - self.months + index
        return date(count // 12, count % 12 + 1, 1)

    @property
    def bad_month_on(self) -> date:
        """First day of the planted bad month: never the first month, never the last whole one."""
        return self.month_on(self._bad_month)

    @property
    def after_bad_month_on(self) -> date:
        """First day after the planted bad month."""
        return (self.bad_month_on + timedelta(days=31)).replace(day=1)

    @property
    def reorganised_on(self) -> date:
        """The day of the planted reorganisation: the first Monday of a month after the bad one."""
        first = self.month_on(max(self._bad_month + 1, self.months * 10 // 18))
        return first + timedelta(days=-first.weekday() % 7)

    @property
    def _bad_month(self) -> int:
        return max(1, self.months * 8 // 18)


def midnight_at(day: date) -> int:
    """When a day begins in the reporting zone, in seconds since 1970 UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp())


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise DeskRefused(
            f"The sample desk cannot be made: {name} is out of range.", f"{value}", f"give a whole number from {least} to {most}"
        )
