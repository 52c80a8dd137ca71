"""What is still open: the backlog at the month's end, and the clocks that can still change its attainment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from analytics.figures.months import shifted
from analytics.figures.wording import count, is_missing, month_name, percent
from analytics.metrics import Facts
from analytics.metrics.backlog import backlog, unplaced
from analytics.reports.headline import range_while_running
from analytics.reports.monthly.asking import Month
from analytics.reports.monthly.shape import MonthBacklog, OpenClocks
from analytics.vocabulary import Clock


def month_backlog(month: Month, first: str | None) -> MonthBacklog:
    """Open tickets at the end of the month's last day that the data tell. Before the store's `first` month nothing is told."""
    left_out = unplaced(month.facts)
    days = [] if first is None or month.month < first else _days(month.facts, month.first_day - timedelta(days=1), month.last_day)
    inside = [day for day in days if day["day"] >= month.first_day]
    if not inside:
        text = "The data tell no backlog for this month."
        return MonthBacklog(None, None, None, None, None, None, None, None, None, False, left_out, text)
    last = inside[-1]
    opened = next((day["open"] for day in days if day["day"] < month.first_day), 0)
    arrivals, reopened, departures = (sum(day[name] for day in inside) for name in ("arrivals", "reopened", "departures"))
    return MonthBacklog(
        day=last["day"].isoformat(),
        open=last["open"],
        open_before=opened,
        open_year_before=_year_before(month, first),
        arrivals=arrivals,
        reopened=reopened,
        departures=departures,
        age_p50_days=last["age_p50_days"],
        age_p90_days=last["age_p90_days"],
        is_whole=last["is_whole"] and last["day"] == month.last_day,
        unplaced=left_out,
        text=_words(last, opened, arrivals, reopened, departures),
        beneath=f"{count(opened)} at the end of {month_name(month.before)}{_median_age(last)}",
    )


def open_clocks(month: Month, clock: Clock) -> OpenClocks:
    """The clocks of the month that nothing has stopped or judged yet, and what they can make of its attainment (K3)."""
    row = month.row(clock)
    return OpenClocks(
        clock=str(clock),
        running=int(row["running"] or 0),
        paused=int(row["paused"] or 0),
        at_risk=int(row["at_risk"] or 0),
        overdue=int(row["overdue"] or 0),
        attainment=row["attainment"],
        best=row["attainment_best"],
        worst=row["attainment_worst"],
        best_text=percent(row["attainment_best"], "none decided"),
        worst_text=percent(row["attainment_worst"], "none decided"),
        text=range_while_running(row),
    )


def _days(facts: Facts, first: date, last: date) -> list[dict[str, Any]]:
    """The rows of the backlog as plain values."""
    frame = backlog(facts, first, last)
    rows = []
    for day in frame.to_dict("records"):
        ages = {name: None if is_missing(day[name]) else int(day[name]) for name in ("age_p50_days", "age_p90_days")}
        rows.append({"day": day["day"], "is_whole": bool(day["is_whole"])}
                    | {name: int(day[name]) for name in ("open", "arrivals", "reopened", "departures")} | ages)  # fmt: skip
    return rows


def _year_before(month: Month, first: str | None) -> int | None:
    """Open tickets at the end of the same month a year earlier; None before the store's first month."""
    if first is None or month.year_before < first:
        return None
    day = date.fromisoformat(f"{shifted(month.year_before, 1)}-01") - timedelta(days=1)
    found = _days(month.facts, day, day)
    return found[0]["open"] if found else None


def _words(last: dict[str, Any], opened: int, arrivals: int, reopened: int, departures: int) -> str:
    ages = ""
    if last["age_p50_days"] is not None:
        ages = f" Median age {_days_words(last['age_p50_days'])}, 90th percentile {_days_words(last['age_p90_days'])}."
    again = f" + {count(reopened)} reopened" if reopened else ""
    return f"{count(last['open'])} open = {count(opened)} before + {count(arrivals)} received{again} − {count(departures)} finished.{ages}"


def _median_age(last: dict[str, Any]) -> str:
    return "" if last["age_p50_days"] is None else f", median age {_days_words(last['age_p50_days'])}"


def _days_words(days: int) -> str:
    return f"{count(days)} day{'' if days == 1 else 's'}"
