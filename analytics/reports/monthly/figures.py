"""The figures of a month: each number with what it was measured on, and with the month and the year before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.figures.wording import count, is_missing, of, percent
from analytics.metrics import ControlChart
from analytics.metrics.catalogue import metric
from analytics.reports.monthly.asking import Month
from analytics.reports.monthly.shape import Compared, Figure
from analytics.reports.monthly.wording import interval, number, standing, untested
from analytics.reports.periods import is_closed
from analytics.vocabulary import Clock

RESPONSE = ("attainment", "breached", "overdue", "elapsed_p50", "elapsed_p90")
TICKETS = ("tickets", "escalation_frequency", "escalated_share")
RESOLUTION = ("attainment", "breached", "overdue", "time_to_stop_p50")

_UNDECIDED = {"running": "still running", "no_target": "without a target", "unknown": "that cannot be told"}
_TITLES = {
    "attainment": "attainment",
    "breached": "breached",
    "overdue": "overdue",
    "elapsed_p50": "median",
    "elapsed_p90": "90th percentile",
    "time_to_stop_p50": "median, with open tickets",
}


def figures(month: Month, charts: Mapping[tuple[str, Clock | None], ControlChart]) -> tuple[Figure, ...]:
    """All figures, first response first. `charts`: of the charted metrics, by name and clock."""
    is_whole = is_closed(month.month, month.as_of, month.zone)
    earlier = [month.before, month.year_before]
    made = []
    for clock, names in ((Clock.FIRST_RESPONSE, RESPONSE), (None, TICKETS), (Clock.RESOLUTION, RESOLUTION)):
        row, *rows = [month.row(clock or Clock.FIRST_RESPONSE, one) for one in (month.month, *earlier)]
        for name in names:
            if clock is Clock.RESOLUTION and name in ("breached", "overdue") and not row["decided"]:
                continue
            others = tuple(_untested(name, row, then, at, is_whole) for then, at in zip(rows, earlier, strict=True))
            made.append(_figure(month, name, clock, row, charts.get((name, clock)), others))
    return tuple(made)


def _figure(
    month: Month, name: str, clock: Clock | None, row: Mapping[str, Any], chart: ControlChart | None, others: tuple[Compared | None, ...]
) -> Figure:
    known = metric(name)
    value, low, high = row[name], row.get(f"{name}_low"), row.get(f"{name}_high")
    is_at_least = bool(row.get(f"{name}_at_least"))
    numerator, denominator = (row.get(word) if word else None for word in (known.numerator, known.denominator))
    if name in ("breached", "overdue") and clock:
        numerator, denominator = value, row["decided"] if name == "breached" else row["breached"]
    point = month.point(chart)
    previous, year_before = month.compared(chart) if chart else others
    return Figure(
        name=name,
        clock=str(clock) if clock else None,
        title=f"{str(clock).replace('_', ' ').capitalize()}: {_TITLES[name]}" if clock else known.title,
        value=value,
        unit=known.unit,
        value_text=number(value, known.unit, is_at_least=is_at_least, missing=_missing(name, row)),
        numerator=numerator,
        denominator=denominator,
        low=low,
        high=high,
        interval_text=interval(low, high, known.unit),
        is_at_least=is_at_least,
        beneath=_beneath(name, row),
        definition=known.definition,
        rules=known.rules,
        usual_low=point.lower_limit if point else None,
        usual_high=point.upper_limit if point else None,
        signals=point.signals if point else (),
        standing=standing(chart, point) if chart else "",
        previous=previous,
        year_before=year_before,
    )


def _missing(name: str, row: Mapping[str, Any]) -> str:
    """Why a number is not there. A median that so many open tickets keep from being reached is no missing time."""
    if name == "time_to_stop_p50":
        return "not reached" if row.get(f"{name}_not_reached") else "none timed"
    if name in ("escalation_frequency", "escalated_share"):
        return "not recorded" if row["tickets"] else "no tickets"
    return ""


def _beneath(name: str, row: Mapping[str, Any]) -> str:
    """What a figure was measured on."""
    decided = row.get("decided") or 0
    if name == "attainment":
        if decided:
            return f"{of(row['met'], decided)} decided met"
        parts = [f"{count(row[outcome])} {words}" for outcome, words in _UNDECIDED.items() if row.get(outcome)]
        return ", ".join(parts) or "no clocks decided"
    if name == "breached":
        return f"of {count(decided)} decided, {percent(row['breached'] / decided)}" if decided else "none decided"
    if name == "overdue":
        return f"still open, of {count(row['breached'])} breached"
    if name.startswith("elapsed"):
        return f"business time, n = {count(row['timed'])}"
    if name == "time_to_stop_p50":
        return f"business time, {of(row['still_open'], row['followed'])} still open"
    if name == "tickets":
        return "received in the month"
    if not row["tickets_with_levels"]:
        return "no levels recorded" if row["tickets"] else "none received"
    if name == "escalation_frequency":
        return f"per 100 tickets: {of(row['escalations'], row['tickets_with_levels'])}"
    return of(row["escalated_tickets"], row["tickets_with_levels"], "tickets")


def _untested(name: str, row: Mapping[str, Any], then: Mapping[str, Any], at: str, is_whole: bool) -> Compared | None:
    """The figure in an earlier month in which there was something to measure; None elsewhere. A month not closed has no difference."""
    known = metric(name)
    n = then.get(str(known.denominator)) if known.denominator else then.get("decided") if name in ("breached", "overdue") else None
    if is_missing(then[name]) or (n == 0) or (known.unit == "count" and n is None and not then[name]):
        return None
    is_at_least, is_bound = bool(then.get(f"{name}_at_least")), bool(row.get(f"{name}_at_least"))
    has_no_gap = is_at_least or is_bound or not is_whole
    return untested(at, then[name], known.unit, None if has_no_gap else row[name], n, is_at_least=is_at_least)
