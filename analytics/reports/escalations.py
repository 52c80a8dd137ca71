"""Escalation frequency over time by level (E2), ready for a figure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.reports.ask import Ask
from analytics.reports.scope import Scope
from analytics.vocabulary import Dimension


@dataclass(frozen=True)
class ByLevel:
    """`frame`: month, level, escalation_frequency (per 100 tickets received in the month), escalations, tickets_with_levels."""

    frame: pd.DataFrame
    levels: tuple[int, ...]
    recorded: bool


def by_level(ask: Ask, scope: Scope) -> ByLevel:
    """Frequency by month and level. `recorded` is False where no ticket in scope records levels (E4): then nothing is a zero."""
    total = ask(scope.ask("escalation_frequency")).rows()[0]
    recorded = bool(total["tickets_with_levels"])
    frame = ask(scope.ask("escalation_frequency", by=(Dimension.MONTH, Dimension.LEVEL))).frame
    frame = frame[frame["level"].notna() & frame["month"].notna()].reset_index(drop=True)
    return ByLevel(frame, tuple(sorted({int(level) for level in frame["level"]})), recorded)
