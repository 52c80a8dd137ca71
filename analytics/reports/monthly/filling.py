"""Filling the summary: its parts asked of a store version, and put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from analytics.errors import QuestionRefused
from analytics.figures.wording import month_name
from analytics.metrics import ControlChart, Facts, measure
from analytics.metrics.periods import kind_of
from analytics.reports.headline import decided_elsewhere
from analytics.reports.monthly import notes as noted
from analytics.reports.monthly.asking import Month
from analytics.reports.monthly.changes import changes
from analytics.reports.monthly.figures import figures
from analytics.reports.monthly.origin import provenance
from analytics.reports.monthly.over_time import levels_of, series
from analytics.reports.monthly.ranked import concentrated, ranked
from analytics.reports.monthly.sentence import Headline, sentences
from analytics.reports.monthly.shape import Figure, TierRow
from analytics.reports.monthly.summary import MonthlySummary
from analytics.reports.monthly.tiers import tiers
from analytics.reports.monthly.what_is_open import month_backlog, open_clocks
from analytics.reports.monthly.wording import BELOW
from analytics.reports.periods import is_closed, month_of
from analytics.reports.scope import Scope
from analytics.vocabulary import Clock, Dimension

Charts = dict[tuple[str, Clock | None], ControlChart]


def monthly_summary(facts: Facts, month: str, *, is_samples: bool = False) -> MonthlySummary:
    """The summary of `month` (`2026-10`) of a store version. Raises QuestionRefused where the text is no month."""
    if kind_of(month) is not Dimension.MONTH:
        raise QuestionRefused(f"{month!r} is not a month", repr(month), "write it like 2026-10")
    asked = Month(facts, month)
    charts = _charts(asked)
    by_tier = asked.charts("attainment", Dimension.TIER)
    by_level = {int(level): chart for level, chart in asked.charts("escalation_frequency", Dimension.LEVEL).items() if level is not None}
    first = min((chart.points[0].period for chart in charts.values() if chart.points), default=None)
    phase = _phase(asked, first)
    found, rows, levels = figures(asked, charts), tiers(asked, by_tier), levels_of(asked, by_level)
    counts, stood_in, running = noted.outcomes(asked), noted.by_resolution(asked), open_clocks(asked, Clock.FIRST_RESPONSE)
    backlog = month_backlog(asked, first)
    tests = changes(found, rows, levels)
    overall = next((one for one in found if one.name == "attainment"), None)
    frequency = next((one for one in found if one.name == "escalation_frequency"), None)
    groups = ranked(asked, Dimension.GROUP)
    headline = Headline(
        month, *phase, rows, counts, overall, frequency, running, groups,
        _histories(asked, by_tier), _places(asked, rows), frozenset(stood_in), _elsewhere(asked, counts),
    )  # fmt: skip
    return MonthlySummary(
        month=month,
        title=f"Support in {month_name(month)}",
        phase=phase[0],
        phase_text=phase[1],
        is_closed=is_closed(month, asked.as_of, asked.zone),
        is_samples=is_samples,
        sentences=sentences(headline),
        figures=found,
        series=series(asked, charts["attainment", Clock.FIRST_RESPONSE], by_level, first),
        tiers=rows,
        levels=levels,
        levels_recorded=_records_levels(frequency),
        groups=groups,
        organisations=ranked(asked, Dimension.ORGANISATION),
        backlog=backlog,
        open_clocks=(running, open_clocks(asked, Clock.RESOLUTION)),
        changed=tests.changed,
        unchanged=tests.unchanged,
        untested=tests.untested,
        notes=noted.notes(asked, phase, counts, stood_in, running, backlog),
        provenance=provenance(facts),
    )


def _charts(month: Month) -> Charts:
    charts: Charts = {
        ("attainment", Clock.FIRST_RESPONSE): month.chart("attainment"),
        ("escalation_frequency", None): month.chart("escalation_frequency"),
        ("escalated_share", None): month.chart("escalated_share"),
    }
    if month.row(Clock.RESOLUTION)["decided"]:
        charts["attainment", Clock.RESOLUTION] = month.resolution_chart()
    return charts


def _phase(month: Month, first: str | None) -> tuple[str, str]:
    """Whether the month is closed, running, not begun, or before the first ticket (T3); and that in a sentence."""
    name = month_name(month.month)
    days = sorted(at.replace(tzinfo=UTC).astimezone(ZoneInfo(month.zone)).date() for at in month.as_of.values())
    if first is None:
        return "before the data", f"Nothing is known of {name}: there are no tickets."
    if month.month < first:
        return "before the data", f"Nothing is known of {name}: the first tickets of these exports are of {month_name(first)}."
    if is_closed(month.month, month.as_of, month.zone):
        return "closed", f"{name} is closed: every source tells the whole of it."
    if not days or days[-1] < month.first_day:
        return "not begun", f"{name} has not begun: the data end on {days[-1] if days else 'no day'}."
    return "running", f"{name} is still running: the data end on {days[-1]}, and figures will change."


def _histories(month: Month, by_tier: Mapping[Any, ControlChart]) -> dict[str | None, tuple[float | None, ...]]:
    """Each tier's attainment up to the month; None where a month is not judged."""
    return {tier: tuple(point.value if point.judged else None for point in chart.points if point.period <= month.month)
            for tier, chart in by_tier.items()}  # fmt: skip


def _places(month: Month, rows: tuple[TierRow, ...]) -> dict[str | None, Any]:
    """Where the breaches were, of tiers that fell or lie below their range: asked for no other."""
    decided = (row for row in rows if row.is_total and row.decided)
    low = [row for row in decided if row.standing == BELOW or (row.previous and row.previous.arrow == "down")]
    return {row.tier: concentrated(month, row.tier) for row in low}


def _elsewhere(month: Month, counts: Mapping[str, int]) -> str:
    """Which clock and verdict do decide the month's tickets, where first response by the policy decides none; empty where none does."""
    if counts["met"] or counts["breached"] or not sum(counts.values()):
        return ""
    return decided_elsewhere(partial(measure, month.facts), Scope(month_of(month.month)))


def _records_levels(frequency: Figure | None) -> bool:
    return bool(frequency and frequency.denominator)
