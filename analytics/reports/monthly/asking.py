"""What the parts of a summary ask with: the month, the months it is compared with, and the control charts of the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from analytics.figures.months import shifted
from analytics.metrics import ControlChart, Facts, Question, between, chart_of, control, control_each, measure, metric
from analytics.metrics.control import Point, chart_needs
from analytics.metrics.periods import closed_before
from analytics.reports.monthly.shape import Compared
from analytics.reports.monthly.wording import compared
from analytics.reports.periods import month_of
from analytics.reports.standing import OUTCOMES
from analytics.vocabulary import Clock, Dimension

OPEN = ("attainment_best", "attainment_worst", "running", "paused", "at_risk", "overdue")
ASKED = {
    Clock.FIRST_RESPONSE: (
        "attainment", "breached", "elapsed_p50", "elapsed_p90", *OPEN, *OUTCOMES, "precision_flips",
        "tickets", "escalation_frequency", "escalated_share", "channel_uncovered_share",
    ),
    Clock.RESOLUTION: ("attainment", "breached", "time_to_stop_p50", *OPEN, *OUTCOMES),
}  # fmt: skip
"""What the figures, the notes and what is open need of the month and of those it is compared with: one question a clock."""

CHARTED = ("attainment", "escalation_frequency", "escalated_share")
"""What is charted over all months, of first response clocks and of tickets: one question too."""


class RowsOnce:
    """Facts whose rows are kept: the parts of a summary ask many times for the same answers, the sources and the policy's words.
    Frames, such as lists of tickets, are asked each time."""

    def __init__(self, facts: Facts) -> None:
        self.frame = facts.frame
        self._ask = facts.rows
        self._kept: dict[str, list[tuple[Any, ...]]] = {}

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None, using: Iterable[str] = ()) -> list[tuple[Any, ...]]:
        asked = f"{sql}{parameters!r}"
        if asked not in self._kept:
            self._kept[asked] = self._ask(sql, parameters, using)
        return self._kept[asked]

    def known_rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Kept as all others are."""
        return self.rows(sql)


@dataclass(frozen=True)
class Month:
    """A month `2026-10` of a store. before, year_before: the months it is compared with."""

    facts: Facts
    month: str

    @property
    def before(self) -> str:
        return shifted(self.month, -1)

    @property
    def year_before(self) -> str:
        return shifted(self.month, -12)

    @property
    def first_day(self) -> date:
        return date.fromisoformat(f"{self.month}-01")

    @property
    def last_day(self) -> date:
        return date.fromisoformat(f"{shifted(self.month, 1)}-01") - timedelta(days=1)

    @cached_property
    def zone(self) -> str:
        """The reporting zone (T4)."""
        return str(self.facts.rows("SELECT value FROM store_meta WHERE key = 'reporting_zone'")[0][0])

    @cached_property
    def as_of(self) -> dict[str, datetime]:
        """Each source's as_of, UTC (T3)."""
        return dict(self.facts.rows("SELECT source, as_of FROM sources WHERE as_of IS NOT NULL ORDER BY source"))

    @cached_property
    def policy_id(self) -> int | None:
        """The policy version in force at the month's last second (P3)."""
        midnight = datetime.combine(self.last_day + timedelta(days=1), time(), ZoneInfo(self.zone))
        end = midnight.astimezone(UTC).replace(tzinfo=None) - timedelta(seconds=1)
        found = self.facts.rows(
            "SELECT max(policy_id) FROM policy_versions WHERE coalesce(effective_at <= $end, true)", {"end": end}
        )  # fmt: skip
        return None if found[0][0] is None else int(found[0][0])

    def ask(self, *metrics: str, by: tuple[Dimension, ...] = (), month: str = "", **given: Any) -> list[dict[str, Any]]:
        """The rows of an answer about the month, or another one."""
        period = month_of(month or self.month)
        return measure(self.facts, Question(metrics, by=by, from_on=period.from_on, to_on=period.to_on, **given)).rows()

    def row(self, clock: Clock, month: str = "") -> dict[str, Any]:
        """The figures of a clock (and of the tickets) in the month or one it is compared with; where it has no rows, those of nothing."""
        return self._rows[clock].get(month or self.month, self._nothing[clock])

    def whole(self, month: str) -> dict[str, Any]:
        """The breach rate of the first response clocks due in the month or the one before."""
        return self._wholes[month]

    @cached_property
    def _wholes(self) -> dict[str, dict[str, Any]]:
        return {one: self.ask("breach_rate", month=one)[0] for one in (self.month, self.before)}

    @cached_property
    def _rows(self) -> dict[Clock, dict[str, dict[str, Any]]]:
        wanted = {Dimension.MONTH: (self.month, self.before, self.year_before)}
        questions = {clock: Question(names, by=(Dimension.MONTH,), clock=clock, where=wanted) for clock, names in ASKED.items()}
        return {clock: {row["month"]: row for row in measure(self.facts, one).rows()} for clock, one in questions.items()}

    @cached_property
    def _nothing(self) -> dict[Clock, dict[str, Any]]:
        every = {clock: {word for name in names for word in (name, *metric(name).companions)} for clock, names in ASKED.items()}
        return {clock: {name: metric(name).absent for name in names} for clock, names in every.items()}

    @cached_property
    def _history(self) -> list[dict[str, Any]]:
        names = dict.fromkeys(word for name in CHARTED for word in chart_needs(name))
        return measure(self.facts, Question((*names, "tickets"), by=(Dimension.MONTH,))).rows()

    @cached_property
    def closed_before(self) -> date | None:
        """What ends before this day is closed (T3)."""
        return closed_before(self.facts, Question(()))

    @property
    def received(self) -> dict[str, int]:
        """Tickets received by month, all months in which something was."""
        return {row["month"]: int(row["tickets"] or 0) for row in self._history if row["month"]}

    def chart(self, metric: str) -> ControlChart:
        """One of CHARTED month by month, over everything."""
        return chart_of(metric, self._history, self.closed_before)

    def resolution_chart(self) -> ControlChart:
        """Attainment of the resolution clocks month by month, over everything."""
        return control(self.facts, Question(("attainment",), clock=Clock.RESOLUTION))

    def charts(self, metric: str, dimension: Dimension, **where: Any) -> dict[Any, ControlChart]:
        """The same for every value of a dimension."""
        return control_each(self.facts, Question((metric,), **where), dimension)

    def point(self, chart: ControlChart | None) -> Point | None:
        """The month on a chart."""
        return chart.point(self.month) if chart else None

    def compared(self, chart: ControlChart | None) -> tuple[Compared | None, Compared | None]:
        """The month against the one before and against that a year before; None where the chart has nothing there or here."""
        return self._against(chart, self.before), self._against(chart, self.year_before)

    def _against(self, chart: ControlChart | None, other: str) -> Compared | None:
        then = chart.point(other) if chart else None
        return compared(between(chart, self.month, other)) if chart and then is not None and then.value is not None else None
