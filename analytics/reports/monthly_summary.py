"""The month for an executive, as plain data: page and files only lay it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from analytics.figures.months import every_month, shifted
from analytics.figures.wording import count, duration, is_missing, month_name, of, per_hundred, percent, shown
from analytics.metrics import measure
from analytics.reports.ask import Ask
from analytics.reports.drivers import Drivers, drivers
from analytics.reports.headline import Tile, figures, range_while_running, worded
from analytics.reports.periods import ALL, Period, is_closed, month_of, span_of
from analytics.reports.scope import Scope
from analytics.reports.standing import standing, without_verdict
from analytics.reports.state import StoreState, store_state
from analytics.vocabulary import Dimension
from analytics.warehouse import Reader

MONTHS_SHOWN = 13


@dataclass(frozen=True)
class TierMonth:
    """A tier in the month and the month before: met and decided first responses, and the goal where the policy states one (P8)."""

    tier: str | None
    attainment: float | None
    met: int
    decided: int
    attainment_before: float | None
    decided_before: int
    goal: float | None = None


@dataclass(frozen=True)
class MonthlySummary:
    """One month. `closed` is False while a source's `as_of` lies within or before it (T3); then figures can still change.

    `history`: month, attainment, met, decided for up to MONTHS_SHOWN months ending with this one. `levels`: month, level,
    escalation_frequency, escalations, tickets_with_levels. `table`: tier, priority and the figures of each.
    """

    month: str
    closed: bool
    sentence: str
    tiles: tuple[Tile, ...]
    tiers: tuple[TierMonth, ...]
    history: pd.DataFrame
    levels: pd.DataFrame
    groups: Drivers
    table: pd.DataFrame
    outcomes: Mapping[str, int]
    notes: tuple[str, ...]
    version: str
    figures: Mapping[str, Any] = field(default_factory=dict)


def months_with_tickets(ask: Ask) -> list[str]:
    """All months from the first to the last that has a ticket received, answered or due, without holes, oldest first."""
    frame = ask(Scope(Period(ALL)).ask("clocks", by=(Dimension.MONTH,))).frame
    return every_month(month for month in frame["month"].tolist() if month)


def monthly_summary(reader: Reader, month: str) -> MonthlySummary:
    """The summary of `month` (`2026-10`), first response clocks by the policy, placed by due instant (K8)."""
    ask: Ask = partial(measure, reader)
    state = store_state(reader)
    scope = Scope(month_of(month))
    row = figures(ask, scope)
    tiers = _tiers(ask, scope, _goals(reader))
    groups = drivers(ask, scope, Dimension.GROUP)
    counts = standing(ask, scope)
    closed = is_closed(month, state.as_of, state.zone)
    span = Scope(span_of(shifted(month, 1 - MONTHS_SHOWN), month))
    return MonthlySummary(
        month=month,
        closed=closed,
        sentence=_sentence(month, closed, tiers, groups, row),
        tiles=worded(row, "first response"),
        tiers=tiers,
        history=ask(span.ask("attainment", by=(Dimension.MONTH,))).frame,
        levels=ask(span.ask("escalation_frequency", by=(Dimension.MONTH, Dimension.LEVEL))).frame,
        groups=groups,
        table=_table(ask, scope),
        outcomes=counts,
        notes=_notes(state, counts, row, closed),
        version=state.version,
        figures=row,
    )


def _goals(reader: Reader) -> dict[str, float]:
    """Goals by tier of the newest policy that states any (P8)."""
    rows = reader.rows("SELECT tier, attainment_goal FROM policy_goals WHERE clock = 'first_response' ORDER BY policy_id")
    return {tier: goal for tier, goal in rows if goal is not None}


def _tiers(ask: Ask, scope: Scope, goals: Mapping[str, float]) -> tuple[TierMonth, ...]:
    assert scope.period.from_on is not None
    before = Scope(month_of(shifted(f"{scope.period.from_on:%Y-%m}", -1)))
    earlier = {row["tier"]: row for row in ask(before.ask("attainment", by=(Dimension.TIER,))).rows()}
    found = []
    for row in ask(scope.ask("attainment", by=(Dimension.TIER,))).rows():
        if not row["decided"]:
            continue
        old = earlier.get(row["tier"], {})
        found.append(
            TierMonth(
                row["tier"],
                row["attainment"],
                row["met"],
                row["decided"],
                old.get("attainment"),
                old.get("decided") or 0,
                goals.get(row["tier"]),
            )
        )
    return tuple(found)


def _sentence(month: str, closed: bool, tiers: tuple[TierMonth, ...], groups: Drivers, row: Mapping[str, Any]) -> str:
    """What the numbers say, in plain English. No claim of better or worse: that needs a test."""
    if not tiers:
        return f"No first response was decided in {month_name(month)}."
    head = "" if closed else "So far, "
    parts = [_tier_words(tier) for tier in tiers]
    sentences = [f"{head}{'; '.join(parts)}."]
    breached = int(row.get("breached") or 0)
    if breached and not groups.ranked.empty:
        first = groups.ranked.iloc[0]
        if float(first["excess"]) > 0:
            sentences.append(f"{of(first['breached'], breached)} breaches were in {shown(first['group'], 'no recorded group')}.")
    return " ".join(sentences)


def _tier_words(tier: TierMonth) -> str:
    before = ""
    if tier.decided_before and not is_missing(tier.attainment_before):
        before = f", after {percent(tier.attainment_before)} of {count(tier.decided_before)} the month before"
    return f"{shown(tier.tier, 'no tier')} met {percent(tier.attainment)} of {count(tier.decided)} first response targets{before}"


def _table(ask: Ask, scope: Scope) -> pd.DataFrame:
    """Tier × priority with the figures in words, ready to read."""
    names = ("tickets", "attainment", "elapsed_p50", "elapsed_p90", "escalation_frequency", "overdue")
    rows = [_table_row(row) for row in ask(scope.ask(*names, by=(Dimension.TIER, Dimension.PRIORITY))).rows()]
    return pd.DataFrame(rows, columns=list(_table_row(dict.fromkeys(("met", "decided", "tickets"), 0))))


def _table_row(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "Tier": shown(row.get("tier")),
        "Priority": shown(row.get("priority")),
        "Received": count(row["tickets"] or 0),
        "Attainment": percent(row.get("attainment"), "none decided"),
        "Met of decided": of(row["met"] or 0, row["decided"] or 0),
        "Median (business)": duration(row.get("elapsed_p50"), at_least=bool(row.get("elapsed_p50_at_least"))),
        "90th pct. (business)": duration(row.get("elapsed_p90"), at_least=bool(row.get("elapsed_p90_at_least"))),
        "Overdue now": count(row.get("overdue") or 0),
        "Escalations per 100": per_hundred(row.get("escalation_frequency")),
    }


def _notes(state: StoreState, counts: dict[str, int], row: Mapping[str, Any], closed: bool) -> tuple[str, ...]:
    notes = [
        "First response clocks due in the month, judged by the policy; business time of the tier's calendar.",
        without_verdict(counts),
        range_while_running(row),
    ]
    if not closed:
        notes.insert(0, "This month is still running: figures will change.")
    return tuple(note for note in notes if note)
