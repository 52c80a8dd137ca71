"""What the pages are filtered by: the same as the address has it and as the command line has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analytics.figures.months import shifted
from analytics.figures.wording import month_name
from analytics.reports.periods import month_of
from tests.pages.agreement.command_line import where_words

IN_URL = {
    "resolution": "Resolution", "started": "Started in the period", "stopped": "Stopped in the period",
    "deadline": "Judged by the export's deadline", "vendor": "Judged by the export's own verdict",
}  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """Filters of a page. month: None is all time; compare: how many months before it stands the month that it is compared with."""

    name: str
    month: str | None = None
    where: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    clock: str = "first_response"
    rule: str = "due"
    verdict: str = "policy"
    compare: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    @property
    def query(self) -> dict[str, Any]:
        """As a link has it."""
        found: dict[str, Any] = {name: [value or "(not recorded)" for value in values] for name, values in self.where.items()}
        if self.month:
            found["period"] = month_name(self.month)
        if self.compare:
            found["compare"] = {1: "Period before", 12: "A year before"}[self.compare]
        return found | {key: IN_URL[word] for key, word in self._worded() if word in IN_URL} | dict(self.choices)

    @property
    def before(self) -> str | None:
        """The month that is compared with."""
        return shifted(self.month, -self.compare) if self.month and self.compare else None

    def words(self, *, period: bool = True, placed: bool = True, clock: bool = True) -> tuple[str, ...]:
        """As the command line has it; without the period, what it is placed and judged by, or the clock, where those are not looked at."""
        said = list(where_words(dict(self.where)))
        if period and self.month:
            span = month_of(self.month)
            said += ["--from", str(span.from_on), "--to", str(span.to_on)]
        kept = [key for key, _ in self._worded() if (placed or key == "clock") and (clock or key != "clock")]
        return (*said, *(word for key, value in self._worded() if key in kept for word in (f"--{key}", value)))

    def without_clock(self) -> Selection:
        """As a page has it that has no choice of clock, rule and verdict."""
        return replace(self, clock="first_response", rule="due", verdict="policy")

    def _worded(self) -> tuple[tuple[str, str], ...]:
        return (("clock", self.clock), ("rule", self.rule), ("verdict", self.verdict))
