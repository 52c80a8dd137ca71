"""What a skilled analyst would write instead: the same job in vectorised pandas and numpy, for one export and the default policy.

Read the CSV, count business time in opening windows built in UTC, judge the first response, and make the table of breach rate, median
and 90th percentile by tier, priority and month. Independent of Sundial's code on purpose: the bench compares every row and group.
Prints one JSON line; writes the judged rows and the groups as Parquet.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import holidays
import numpy as np
import numpy.typing as npt
import pandas as pd

ZONE = "America/Chicago"
TARGETS = {"Standard": 9 * 3600, "Enterprise": 30 * 60}
EXCLUSIONS = ["third_party", "customer_change", "unauthorised_access"]
Seconds = npt.NDArray[np.int64]


def office_windows(first: pd.Timestamp, last: pd.Timestamp) -> tuple[Seconds, Seconds]:
    """Opening and closing seconds (UTC) of Monday to Friday, 08:00 to 17:00, without US federal holidays."""
    days = pd.date_range(first.normalize() - pd.Timedelta(days=10), last.normalize() + pd.Timedelta(days=60), freq="D")
    closed = holidays.country_holidays("US", years=range(days[0].year, days[-1].year + 1))
    days = days[(days.dayofweek < 5) & ~days.isin(pd.to_datetime(list(closed)))]
    ends = [(days + pd.Timedelta(hours=hour)).tz_localize(ZONE).tz_convert("UTC").as_unit("s").asi8 for hour in (8, 17)]
    return ends[0], ends[1]


class OfficeTime:
    """Business seconds since the first window, and back."""

    def __init__(self, opens: Seconds, closes: Seconds) -> None:
        self.opens = opens
        self.before = np.concatenate([[0], np.cumsum(closes - opens)])
        self.lengths = closes - opens

    def at(self, instants: Seconds) -> Seconds:
        window = np.searchsorted(self.opens, instants, side="right") - 1
        return self.before[window] + np.clip(instants - self.opens[window], 0, self.lengths[window])

    def instant(self, passed: Seconds) -> Seconds:
        window = np.searchsorted(self.before, passed, side="left") - 1
        return self.opens[window] + passed - self.before[window]


def judged(path: Path) -> pd.DataFrame:
    """One row a ticket: tier, priority, month, elapsed, due and outcome of the first response."""
    instants = ["received_at", "updated_at", "first_response_at", "resolved_at", "closed_at"]
    words = {"ticket_id": "str", "tier": "category", "priority": "category", "exclusion": "category", "status": "category"}
    form = "%Y-%m-%dT%H:%M:%SZ"
    tickets = pd.read_csv(path, usecols=[*words, *instants], dtype=words, parse_dates=instants, date_format=form)
    seconds = {name: tickets[name].dt.tz_localize(None) if tickets[name].dt.tz else tickets[name] for name in instants}
    as_of = max(column.max() for column in seconds.values())
    closed = tickets["status"].isin(["resolved", "closed"])
    resolved = seconds["resolved_at"].fillna(seconds["closed_at"]).where(closed)
    stopped = seconds["first_response_at"].fillna(resolved)
    whole = lambda column: column.to_numpy().astype("datetime64[s]").astype(np.int64)  # noqa: E731
    start, until, running = whole(seconds["received_at"]), whole(stopped.fillna(as_of)), stopped.isna().to_numpy()
    office = OfficeTime(*office_windows(seconds["received_at"].min(), as_of))
    standard = (tickets["tier"] == "Standard").to_numpy()
    target = tickets["tier"].astype("str").map(TARGETS).to_numpy()
    passed = office.at(start)
    elapsed = np.where(standard, office.at(until) - passed, until - start)
    due = np.where(standard, office.instant(passed + target), start + target)
    outcome = np.where(until > due, "breached", np.where(running, "running", "met"))
    excluded = tickets["exclusion"].isin(EXCLUSIONS).to_numpy()
    counted_at = pd.to_datetime(np.where(excluded, start, due), unit="s", utc=True).tz_convert(ZONE)
    return pd.DataFrame({
        "ticket_id": tickets["ticket_id"], "tier": tickets["tier"], "priority": tickets["priority"],
        "month": counted_at.strftime("%Y-%m").astype("category"), "elapsed_seconds": elapsed,
        "due_at": pd.Series(due).where(~excluded), "outcome": np.where(excluded, "excluded", outcome),
    })  # fmt: skip


def grouped(rows: pd.DataFrame) -> pd.DataFrame:
    """Breach rate and nearest-rank percentiles (K10) by tier, priority and month."""
    decided = rows[rows["outcome"].isin(["met", "breached"])]
    by = decided.groupby(["tier", "priority", "month"], observed=True)
    table = by["outcome"].agg(decided="size", breached=lambda outcome: (outcome == "breached").sum())
    ordered = decided.sort_values(["tier", "priority", "month", "elapsed_seconds"])
    sizes = ordered.groupby(["tier", "priority", "month"], observed=True).size()
    firsts = np.concatenate([[0], np.cumsum(sizes.to_numpy())[:-1]])
    for name, share in (("elapsed_p50", 50), ("elapsed_p90", 90)):
        ranks = firsts + (sizes.to_numpy() * share + 99) // 100 - 1
        table[name] = ordered["elapsed_seconds"].to_numpy()[ranks]
    return table.reset_index()


def main(path: Path, out: Path) -> None:
    started = time.perf_counter()
    rows = judged(path)
    loaded = time.perf_counter()
    groups = grouped(rows)
    done = time.perf_counter()
    rows.to_parquet(out / "pandas_rows.parquet")
    groups.to_parquet(out / "pandas_groups.parquet")
    print(json.dumps({"rows": len(rows), "load_seconds": loaded - started, "measure_seconds": done - loaded}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
