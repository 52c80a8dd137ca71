"""The overview's tiles: the headline, what changed in words, twelve months in a sparkline, and the page that says more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.figures.wording import count, duration, is_missing, month_name, per_hundred, percent
from analytics.metrics import Answer
from analytics.metrics.catalogue import metric
from analytics.reports.ask import Ask
from analytics.reports.change_words import in_words, latest_change, span_change
from analytics.reports.headline import Tile, worded
from analytics.reports.scope import CLOCK_WORDS, Scope
from analytics.reports.series import control_chart, last_months, series, times

MONTHS_IN_A_SPARK = 12
PAGES = {
    "attainment": "breaches", "breached": "breaches", "overdue": "backlog", "at_risk": "backlog",
    "elapsed_p50": "breaches", "elapsed_p90": "breaches", "escalation_frequency": "escalations",
}  # fmt: skip
_CHARTED = ("attainment", "escalation_frequency")


@dataclass(frozen=True)
class Month:
    """One month of a sparkline: its value, None where there is none, and both in words."""

    month: str
    value: float | None
    words: str


@dataclass(frozen=True)
class FullTile:
    """A tile with its change in words (empty where nothing can be said), its months, oldest first, and its page."""

    tile: Tile
    change: str
    months: tuple[Month, ...]
    page: str


@dataclass(frozen=True)
class Headline:
    """What the tiles are made of: figures of the scope and of what it is compared with, the answers of series() and, for the months of
    the sparklines, of times() (none where there is no month), the reporting zone."""

    scope: Scope
    row: Mapping[str, Any]
    compared: Scope | None
    row_before: Mapping[str, Any]
    months: Answer
    times: Answer | None
    zone: str


def full_tiles(found: Headline) -> tuple[FullTile, ...]:
    """Attainment, breached, overdue, at risk, median, 90th percentile, escalations."""
    row = found.row
    running = f"of {count(row.get('running') or 0)} running"
    at_risk = Tile("at_risk", "At risk", _count(row, "at_risk"), running, metric("at_risk").definition)
    tiles = list(worded(row, CLOCK_WORDS[found.scope.clock]))
    tiles.insert(3, at_risk)
    rows = {one["month"]: one for one in found.months.rows() if one["month"]}
    for one in found.times.rows() if found.times else ():
        rows[one["month"]] = rows.get(one["month"], {}) | one
    shown = sparked(found.scope, found.months)
    months = {tile.key: tuple(_month(month, tile.key, rows.get(month, {})) for month in shown) for tile in tiles}
    return tuple(FullTile(_with_interval(tile, row), _change(tile.key, found), months[tile.key], PAGES[tile.key]) for tile in tiles)


def sparked(scope: Scope, months: Answer) -> list[str]:
    """The months of the sparklines, of the answer of series(): the last ones up to the end of the period."""
    return last_months(scope.period, sorted(row["month"] for row in months.rows() if row["month"]), MONTHS_IN_A_SPARK)


def tile_series(ask: Ask, scope: Scope) -> tuple[Answer, Answer | None]:
    """The answers of series() and of times() for the months of the sparklines."""
    months = ask(series(scope))
    shown = sparked(scope, months)
    return months, ask(times(scope, shown)) if shown else None


def _with_interval(tile: Tile, row: Mapping[str, Any]) -> Tile:
    if tile.key != "attainment" or is_missing(row.get("attainment_low")):
        return tile
    low, high = percent(row["attainment_low"]), percent(row["attainment_high"])
    return Tile(tile.key, tile.title, tile.value, f"{tile.beneath}, 95\u00a0% interval {low} to {high}", tile.definition)


def _change(key: str, found: Headline) -> str:
    before = found.compared
    if key not in _CHARTED:
        return f"{before.period.name}: {words(key, found.row_before)}" if before else ""
    chart = control_chart(found.months, key, found.zone)
    if before:
        return in_words(span_change(chart, (found.scope.period, found.row), (before.period, found.row_before)), before.period.name)
    latest = latest_change(chart, found.scope.period)
    if latest is None or is_missing(found.row.get(key)):
        return ""
    month, change = latest
    said = in_words(change)
    return said if found.scope.period.name == month_name(month) else f"{month_name(month)}: {said}"


def _month(month: str, key: str, row: Mapping[str, Any]) -> Month:
    value = row.get(key)
    known = None if value is None or is_missing(value) else float(value)
    return Month(month, known, f"{month_name(month)}: {words(key, row)}")


def words(key: str, row: Mapping[str, Any]) -> str:
    """A headline number of a row in words."""
    if key == "attainment":
        return percent(row.get(key), "none decided")
    if key.startswith("elapsed"):
        return duration(row.get(key), "none timed", at_least=bool(row.get(f"{key}_at_least")))
    return per_hundred(row.get(key)) if key == "escalation_frequency" else _count(row, key)


def _count(row: Mapping[str, Any], key: str) -> str:
    return count(row.get(key), "not known" if key == "at_risk" else "0")
