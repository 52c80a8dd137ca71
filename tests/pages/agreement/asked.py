"""The command line's answers to a page's selection, and the few facts that a page shows and no answer names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analytics.figures.months import every_month, shifted
from tests.pages.agreement.command_line import CommandLine
from tests.pages.agreement.selections import Selection
from tests.pages.agreement.shown import Shown

MONTHS_SHOWN = 24
ZONE = ZoneInfo("America/Chicago")


@dataclass(frozen=True)
class Asked:
    """A selection, asked of the command line."""

    line: CommandLine
    selection: Selection

    def rows(self, *metrics: str, by: str = "", period: bool = True, **where: str | None) -> list[dict[str, Any]]:
        """`sundial measure`, narrowed further by `where`."""
        chosen = self.narrowed(**where) if where else self
        words = ("--by", by) if by else ()
        return list(self.line.json("measure", *metrics, *words, *chosen.selection.words(period=period))["rows"])

    def row(self, *metrics: str, period: bool = True, **where: str | None) -> dict[str, Any]:
        """`sundial measure` of the whole selection."""
        return self.rows(*metrics, period=period, **where)[0]

    def narrowed(self, **where: str | None) -> Asked:
        """The same with one value each of more dimensions."""
        more = {name: (value,) for name, value in where.items()}
        return replace(self, selection=replace(self.selection, where={**self.selection.where, **more}))

    def within(self, **other: Any) -> Asked:
        """Another selection: month, clock …"""
        return replace(self, selection=replace(self.selection, **other))

    def control(self, metric: str, **where: str | None) -> dict[str, Any]:
        """`sundial control` over all months, whatever the period."""
        chosen = self.narrowed(**where) if where else self
        return dict(self.line.json("control", metric, *chosen.selection.words(period=False)))

    def compare(self, metric: str, month: str, before: str) -> dict[str, Any]:
        """`sundial compare` of two months."""
        return dict(self.line.json("compare", metric, month, before, *self.selection.words(period=False)))

    def drivers(self, dimension: str) -> dict[str, Any]:
        """`sundial drivers`."""
        return dict(self.line.json("drivers", dimension, *self.selection.words()))

    def clocks(self, *, period: bool = True) -> list[dict[str, Any]]:
        """`sundial export clocks`: the clocks that measure counts, as the asked-for verdict has them (K9)."""
        selection = self.selection
        words = selection.words(period=period)
        cut = words.index("--verdict")
        if selection.verdict == "policy":
            return self.line.exported("clocks", *words[:cut], *words[cut + 2 :])
        assert not selection.where, "an export is chosen by the policy's words alone"
        rows = [_as_judged_by(selection.verdict, row) for row in self.line.exported("clocks", "--clock", selection.clock)]
        day = {"due": "deadline_on", "started": "started_on", "stopped": "stopped_on"}[selection.rule]
        return [row for row in rows if not (period and selection.month) or str(row[day]).startswith(str(selection.month))]

    def escalations(self) -> list[dict[str, Any]]:
        """`sundial export escalations`, without those of excluded tickets (E2)."""
        words = self.selection.words()
        rows = self.line.exported("escalations", *words[: words.index("--clock")])
        return [row for row in rows if not row["is_excluded"]]

    def values(self, dimension: str) -> list[Any]:
        """The values of a dimension in the store, in the order of answers."""
        found = self.line.json("measure", "clocks", "--by", dimension)["rows"]
        return [row[dimension] for row in found]

    def months(self, found: list[str], most: int = MONTHS_SHOWN) -> list[str]:
        """The months that a series shows: up to the end of the period, without holes."""
        if not found:
            return []
        last = min(self.selection.month or found[-1], found[-1])
        every = [month for month in every_month([found[0], last]) if found[0] <= month <= last] if found[0] <= last else []
        return every[-most:]

    @property
    def as_of(self) -> dict[str, datetime]:
        """Each source's as_of."""
        told = self.line.json("measure", "tickets")["as_of"]
        return {source: datetime.fromisoformat(at) for source, at in told.items()}

    def is_closed(self, month: str) -> bool:
        """Every source that is asked about has passed the month's end (T3)."""
        first = date.fromisoformat(f"{shifted(month, 1)}-01")
        return all(at.astimezone(ZONE).date() >= first for at in self.as_of.values())


def _as_judged_by(verdict: str, clock: dict[str, Any]) -> dict[str, Any]:
    """A clock with the verdict of the export's deadline, or with its vendor's own; excluded ones stay outside (P5)."""
    outcome = "excluded" if clock["is_excluded"] else clock[f"{verdict}_outcome"] or "unknown"
    is_overdue = clock["deadline_overdue"] if verdict == "deadline" else clock["stopped_at"] is None
    told = {"outcome": outcome, "is_overdue": is_overdue, "due_at": clock["deadline_at"], "target": None, "target_seconds": None}
    return clock | told | {"tier": clock["export_tier"], "priority": clock["export_priority"]}


Comparison = Callable[[Shown, Asked], None]
Comparisons = Mapping[str, Comparison]
"""By a pattern of the element's name."""
Absences = Mapping[str, Callable[[Asked], bool]]
"""By a pattern of the element's name: whether the command line has nothing to show in it either."""


def local(at: datetime | None) -> datetime | None:
    """An instant as pages write it: naive, of the reporting zone."""
    return None if at is None else at.astimezone(ZONE).replace(tzinfo=None)


def over_business(clock: dict[str, Any]) -> int | None:
    """Business time over the target of a breached clock; None where it is not known."""
    elapsed, target = clock["elapsed_seconds"], clock["target_seconds"]
    return elapsed - target if elapsed is not None and target is not None and elapsed >= target else None


def over_calendar(clock: dict[str, Any]) -> int | None:
    """Calendar time past the due instant; None where that is not known or not passed."""
    end = clock["stopped_at"] or clock["as_of"]
    return int((end - clock["due_at"]).total_seconds()) if clock["due_at"] and end > clock["due_at"] else None


def nearest_rank(values: list[int], percent: int) -> int | None:
    """K10."""
    return sorted(values)[-(-len(values) * percent // 100) - 1] if values else None
