"""How all clocks of a scope stand, so that those without a verdict are never hidden (K2, P4, P5, P6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.figures.palette import OUTCOME_WORDS
from analytics.figures.wording import count, of, percent
from analytics.reports.ask import Ask
from analytics.reports.scope import Scope

OUTCOMES = ("met", "breached", "running", "excluded", "uncovered", "no_target", "unknown")
ACCOUNTED = (*OUTCOMES, "channel_uncovered_share")
"""What the account of every ticket is made of."""

_WHY = {
    "excluded": "excluded by the policy",
    "uncovered": "on a tier or priority the policy does not know",
    "no_target": "without a target in the policy",
    "unknown": "where the export cannot tell",
}


def standing(ask: Ask, scope: Scope) -> dict[str, int]:
    """Clocks by outcome; all seven outcomes, their sum is every clock in the scope."""
    return outcomes(ask(scope.ask(*OUTCOMES)).rows()[0])


def outcomes(row: Mapping[str, Any]) -> dict[str, int]:
    """The same of a row that has all seven."""
    return {outcome: int(row.get(outcome) or 0) for outcome in OUTCOMES}


def outcome_frame(counts: Mapping[str, int]) -> pd.DataFrame:
    """The same as a table: all seven, each with its share of every clock in the scope; none where there is no clock."""
    total = sum(counts.values())
    rows = [(OUTCOME_WORDS[outcome], counts[outcome], counts[outcome] / total) for outcome in OUTCOMES] if total else []
    return pd.DataFrame(rows, columns=["Outcome", "Tickets", "Share"])


def without_verdict(counts: dict[str, int]) -> str:
    """Those outside every rate, with the reason, as a sentence."""
    parts = [f"{count(counts[outcome])} {why}" for outcome, why in _WHY.items() if counts[outcome]]
    if not parts:
        return "Every ticket in view has a verdict or is running."
    total = sum(counts.values())
    missing = sum(counts[outcome] for outcome in _WHY)
    return f"Outside the rates: {of(missing, total)} tickets ({percent(missing / total)}): {'; '.join(parts)}."


def channel_words(row: Mapping[str, Any]) -> str:
    """The share from channels the policy does not cover (P6), as a sentence; empty where there is none. `row` has that metric."""
    number = row.get("channel_uncovered")
    if not number:
        return ""
    return f"{count(number)} tickets ({percent(row['channel_uncovered_share'])}) came through a channel the policy does not cover."
