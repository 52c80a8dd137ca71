"""The monthly summary: one month as plain data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from analytics.reports.monthly.origin import Provenance
from analytics.reports.monthly.restatement import Restatement
from analytics.reports.monthly.shape import (
    ChangeLine,
    Figure,
    LevelMonth,
    MonthBacklog,
    Note,
    OpenClocks,
    RankedValues,
    SeriesMonth,
    TierRow,
)

FORM = 1
"""Of the JSON: it counts up when a key changes its meaning or goes."""


@dataclass(frozen=True)
class MonthlySummary:
    """One month (`2026-10`). phase: "closed", "running", "not begun" or "before the data" (T3); only a closed month's figures are final
    until a later load. sentences: the headline, a rule over the data each; figures, series, tiers, levels … carry the numbers.
    """

    month: str
    title: str
    phase: str
    phase_text: str
    is_closed: bool
    is_samples: bool
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    series: tuple[SeriesMonth, ...]
    tiers: tuple[TierRow, ...]
    levels: tuple[LevelMonth, ...]
    levels_recorded: bool
    groups: RankedValues
    organisations: RankedValues
    backlog: MonthBacklog
    open_clocks: tuple[OpenClocks, ...]
    changed: tuple[ChangeLine, ...]
    unchanged: tuple[ChangeLine, ...]
    untested: tuple[ChangeLine, ...]
    notes: tuple[Note, ...]
    provenance: Provenance
    restatement: Restatement | None = None

    @property
    def sentence(self) -> str:
        """The headline as one text."""
        return " ".join(self.sentences)

    def figure(self, name: str, clock: str | None = None) -> Figure | None:
        """The figure of a metric, of a clock where one is named; None where the summary has none."""
        return next((one for one in self.figures if one.name == name and (clock is None or one.clock == clock)), None)

    def to_json(self) -> dict[str, Any]:
        """Plain values for json.dumps, the form first."""
        return {"form": FORM} | asdict(self) | {"sentence": self.sentence}

    def json_text(self) -> str:
        """The JSON file's text: the same for the same data, whatever machine, folder, time zone or language it is made on."""
        return json.dumps(self.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
