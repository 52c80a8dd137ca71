"""The headline of a scope: a few figures, each with what it was measured on and how it is defined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from analytics.figures.wording import count, duration, is_missing, of, per_hundred, percent
from analytics.metrics import Question
from analytics.metrics.catalogue import metric
from analytics.reports.ask import Ask
from analytics.reports.scope import CLOCK_WORDS, VERDICT_WORDS, Scope
from analytics.vocabulary import Clock, Verdict

CLOCK_METRICS = (
    "attainment", "attainment_best", "attainment_worst", "breached", "overdue", "at_risk", "elapsed_p50", "elapsed_p90", "running", "paused"
)  # fmt: skip
ESCALATION_METRICS = ("escalation_frequency", "escalated_share")
LEFT_OUT = ("excluded", "uncovered", "no_target", "unknown", "channel_uncovered_share")
"""What stands outside the rates, or came through a channel the policy does not cover: in the same scan as the headline."""


@dataclass(frozen=True)
class Tile:
    """One figure in words: what it is, its value with its unit, what stands beneath it, and its definition."""

    key: str
    title: str
    value: str
    beneath: str
    definition: str


def question(scope: Scope) -> Question:
    """All that the headline and its outcomes are made of."""
    return scope.ask("met", *CLOCK_METRICS, *LEFT_OUT, *ESCALATION_METRICS)


def figures(ask: Ask, scope: Scope) -> dict[str, Any]:
    """The headline's numbers by metric name; missing ones are None."""
    row = ask(question(scope)).rows()
    return dict(row[0]) if row else {}


def worded(row: Mapping[str, Any], clock: str) -> tuple[Tile, ...]:
    """Headline numbers as tiles; `clock` is the clock in words."""
    decided = row.get("decided") or 0
    noun = "response" if clock == "first response" else clock
    timed = f"business time, n = {count(row.get('timed') or 0)}"
    return (
        _tile("attainment", "Attainment", percent(row.get("attainment"), "none decided"), _met_of(row)),
        _tile("breached", "Breached", count(row.get("breached") or 0), f"of {count(decided)} decided, {percent(_rate(row), 'no rate')}"),
        _tile("overdue", "Overdue now", count(row.get("overdue") or 0), f"still open, of {count(row.get('breached') or 0)} breached"),
        _tile("elapsed_p50", f"Median {noun}", _elapsed(row, "elapsed_p50"), timed),
        _tile("elapsed_p90", "90th percentile", _elapsed(row, "elapsed_p90"), f"{noun}, {timed}"),
        _tile("escalation_frequency", "Escalations", per_hundred(row.get("escalation_frequency")), _escalated(row)),
    )


def range_while_running(row: Mapping[str, Any]) -> str:
    """What the running clocks can still make of attainment (K3), as a sentence; empty where none runs."""
    running = row.get("running") or 0
    if not running:
        return "No clock is running: attainment is final for these tickets." if row.get("decided") else ""
    noun = "clock is" if running == 1 else "clocks are"
    worst, best = percent(row.get("attainment_worst")), percent(row.get("attainment_best"))
    end = f"stays at {best}" if worst == best else f"can end between {worst} and {best}"
    return f"{count(running)} {noun} still running: attainment {end}."


def decided_elsewhere(ask: Ask, scope: Scope) -> str:
    """Where nothing is decided: which clocks and verdicts do decide these tickets, as a sentence; empty where none does."""
    found = []
    for clock, verdict in product(Clock, Verdict):
        decided = ask(replace(scope, clock=clock, verdict=verdict).ask("decided")).rows()[0]["decided"]
        if decided:
            found.append(f"{CLOCK_WORDS[clock]} {VERDICT_WORDS[verdict]} ({count(decided)} decided)")
    return f"These tickets have: {'; '.join(found)}." if found else ""


def _tile(name: str, title: str, value: str, beneath: str) -> Tile:
    return Tile(name, title, value, beneath, metric(name).definition)


def _met_of(row: Mapping[str, Any]) -> str:
    return f"{of(row.get('met') or 0, row.get('decided') or 0)} decided met"


def _rate(row: Mapping[str, Any]) -> float | None:
    attainment = row.get("attainment")
    return None if is_missing(attainment) else 1 - float(attainment)  # type: ignore[arg-type]


def _elapsed(row: Mapping[str, Any], name: str) -> str:
    return duration(row.get(name), "none timed", at_least=bool(row.get(f"{name}_at_least")))


def _escalated(row: Mapping[str, Any]) -> str:
    if is_missing(row.get("escalation_frequency")):
        return "no levels in these exports"
    return f"per 100 tickets: {of(row.get('escalations'), row.get('tickets_with_levels'))}"
