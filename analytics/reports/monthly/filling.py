"""Filling the summary: its parts asked of a store version, and put together."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from analytics.errors import QuestionRefused
from analytics.figures.wording import month_name
from analytics.metrics import ControlChart, Facts, measure
from analytics.metrics.periods import kind_of
from analytics.reports.ask import AT_ONCE
from analytics.reports.headline import decided_elsewhere
from analytics.reports.monthly import notes as noted
from analytics.reports.monthly.asking import Month, RowsOnce
from analytics.reports.monthly.changes import changes
from analytics.reports.monthly.figures import figures
from analytics.reports.monthly.origin import provenance
from analytics.reports.monthly.over_time import levels_of, series
from analytics.reports.monthly.ranked import concentrated, ranked
from analytics.reports.monthly.sentence import Headline, sentences
from analytics.reports.monthly.shape import Figure, LevelMonth, MonthBacklog, RankedValues, TierRow
from analytics.reports.monthly.summary import MonthlySummary
from analytics.reports.monthly.tiers import tiers
from analytics.reports.monthly.what_is_open import month_backlog, open_clocks
from analytics.reports.monthly.wording import BELOW
from analytics.reports.periods import is_closed, month_of
from analytics.reports.scope import Scope
from analytics.vocabulary import Clock, Dimension
from analytics.warehouse import Reader

Charts = dict[tuple[str, Clock | None], ControlChart]


def monthly_summary(facts: Facts, month: str, *, is_samples: bool = False) -> MonthlySummary:
    """The summary of `month` (`2026-10`) of a store version. Raises QuestionRefused where the text is no month."""
    if kind_of(month) is not Dimension.MONTH:
        raise QuestionRefused(f"{month!r} is not a month", repr(month), "write it like 2026-10")
    asked = Month(RowsOnce(facts), month)
    # A Database is for one thread alone.
    parts = _parts(asked, AT_ONCE if isinstance(facts, Reader) else 1)
    over_time, of_tiers, of_levels = parts.over_time, parts.of_tiers, parts.of_levels
    phase, counts, stood_in = over_time.phase, noted.outcomes(asked), noted.by_resolution(asked)
    running = open_clocks(asked, Clock.FIRST_RESPONSE)
    tests = changes(over_time.figures, of_tiers.tiers, of_levels.levels)
    overall = next((one for one in over_time.figures if one.name == "attainment"), None)
    frequency = next((one for one in over_time.figures if one.name == "escalation_frequency"), None)
    headline = Headline(
        month, *phase, of_tiers.tiers, counts, overall, frequency, running, parts.groups,
        _histories(asked, of_tiers.by_tier), of_tiers.places, frozenset(stood_in), _elsewhere(asked, counts),
    )  # fmt: skip
    return MonthlySummary(
        month=month,
        title=f"Support in {month_name(month)}",
        phase=phase[0],
        phase_text=phase[1],
        is_closed=is_closed(month, asked.as_of, asked.zone),
        is_samples=is_samples,
        sentences=sentences(headline),
        figures=over_time.figures,
        series=series(asked, over_time.charts["attainment", Clock.FIRST_RESPONSE], of_levels.by_level, over_time.first),
        tiers=of_tiers.tiers,
        levels=of_levels.levels,
        levels_recorded=_records_levels(frequency),
        groups=parts.groups,
        organisations=parts.organisations,
        backlog=over_time.backlog,
        open_clocks=(running, open_clocks(asked, Clock.RESOLUTION)),
        changed=tests.changed,
        unchanged=tests.unchanged,
        untested=tests.untested,
        notes=noted.notes(asked, phase, counts, stood_in, running, over_time.backlog),
        provenance=provenance(asked.facts),
    )


class _OverTime(NamedTuple):
    """What rests on the charts over all months. first: the store's first month."""

    charts: Charts
    first: str | None
    phase: tuple[str, str]
    figures: tuple[Figure, ...]
    backlog: MonthBacklog


class _ByTier(NamedTuple):
    """The tiers; places: where the breaches of those that are low were."""

    by_tier: dict[Any, ControlChart]
    tiers: tuple[TierRow, ...]
    places: dict[str | None, Any]


class _ByLevel(NamedTuple):
    by_level: dict[int, ControlChart]
    levels: tuple[LevelMonth, ...]


@dataclass(frozen=True)
class _Parts:
    """What takes long to ask, part by part."""

    over_time: _OverTime
    of_tiers: _ByTier
    of_levels: _ByLevel
    groups: RankedValues
    organisations: RankedValues


def _parts(month: Month, at_once: int) -> _Parts:
    """All parts, `at_once` side by side. The one that takes longest goes first."""
    with ThreadPoolExecutor(at_once) as pool:
        over_time = pool.submit(_over_time, month)
        of_tiers, of_levels = pool.submit(_of_tiers, month), pool.submit(_of_levels, month)
        groups, organisations = (pool.submit(ranked, month, one) for one in (Dimension.GROUP, Dimension.ORGANISATION))
        return _Parts(over_time.result(), of_tiers.result(), of_levels.result(), groups.result(), organisations.result())


def _over_time(month: Month) -> _OverTime:
    charts = _charts(month)
    first = min((chart.points[0].period for chart in charts.values() if chart.points), default=None)
    return _OverTime(charts, first, _phase(month, first), figures(month, charts), month_backlog(month, first))


def _of_tiers(month: Month) -> _ByTier:
    by_tier = month.charts("attainment", Dimension.TIER)
    rows = tiers(month, by_tier)
    return _ByTier(by_tier, rows, _places(month, rows))


def _of_levels(month: Month) -> _ByLevel:
    found = month.charts("escalation_frequency", Dimension.LEVEL)
    by_level = {int(level): chart for level, chart in found.items() if level is not None}
    return _ByLevel(by_level, levels_of(month, by_level))


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
