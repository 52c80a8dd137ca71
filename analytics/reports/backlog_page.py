"""What is open now and what falls due: the figures of the backlog page as plain frames. "Now" is each source's as_of (T3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analytics.figures.piles import STANDINGS
from analytics.figures.wording import count, duration, is_missing
from analytics.metrics import Question, metric
from analytics.reports.ask import Ask
from analytics.reports.headline import Tile
from analytics.reports.periods import ALL, Period
from analytics.reports.scope import CLOCK_WORDS, Scope
from analytics.vocabulary import Dimension

RUNNING_METRICS = ("running", "overdue", "at_risk", "paused")
_HELD = ("overdue", "at_risk", "running", "paused")
NEXT = (4, 8, 24)
UNKNOWN = "not known"
AGES = {
    0: "under 1 day", 1: "1 to 3 days", 3: "3 to 7 days", 7: "7 to 14 days", 14: "14 to 30 days", 30: "30 to 90 days",
    90: "90 days or more",
}  # fmt: skip
LEFT = {4: "4 h or less", 8: "4 to 8 h", 24: "8 to 24 h", None: "more than 24 h"}
OVER = {
    0: "under 1 h", 1: "1 to 4 h", 4: "4 to 8 h", 8: "8 to 24 h", 24: "24 to 72 h", 72: "72 h or more", None: UNKNOWN,
}  # fmt: skip
WITHOUT_VERDICT = ("excluded", "uncovered", "unknown")
HOLDERS = (Dimension.GROUP, Dimension.ASSIGNEE)
MOST_HOLDERS = 12


def now(scope: Scope) -> Scope:
    """The scope without its period: what is open is open now, whenever it falls due."""
    return replace(scope, period=Period(ALL))


def risk(scope: Scope) -> Question:
    """What is overdue, at risk and due next."""
    return now(scope).ask(*RUNNING_METRICS, *(f"due_next_{hours}h" for hours in NEXT))


def held(scope: Scope, dimension: Dimension) -> Question:
    """Running and overdue clocks by who holds them."""
    return now(scope).ask(*RUNNING_METRICS, by=(dimension,))


def risk_tiles(ask: Ask, scope: Scope, work: pd.DataFrame) -> tuple[Tile, ...]:
    """Open tickets, and their clocks that are overdue, at risk or due in the next business hours. `work`: open_work()."""
    rows = ask(risk(scope)).rows()
    row: dict[str, Any] = dict(rows[0]) if rows else {}
    clock = CLOCK_WORDS[scope.clock]
    opened = int(work["tickets"].sum()) if len(work) else 0
    running = row.get("running") or 0
    of = f"{count(running)} {clock} clocks run, {count(row.get('paused') or 0)} of them paused"
    found = [
        Tile("open", "Open tickets", count(opened), "excluded ones among them", "Tickets not closed at their source's as_of (P5)."),
        _tile("overdue", "Overdue", row, f"{clock} clocks past due"),
        _tile("at_risk", "At risk", row, of),
        *(_tile(f"due_next_{hours}h", f"Due in {hours} h", row, "in business hours from now") for hours in NEXT),
    ]
    return tuple(found)


def _tile(name: str, title: str, row: dict[str, Any], beneath: str) -> Tile:
    return Tile(name, title, count(row.get(name), "not told"), beneath, metric(name).definition)


@dataclass(frozen=True)
class Bands:
    """A drawing's frame: `row`, "standing" and "tickets"; and the rows there are to draw, in order, by their names."""

    frame: pd.DataFrame
    row: str
    names: dict[Any, str]

    @property
    def tickets(self) -> int:
        """All of them."""
        return int(self.frame["tickets"].sum()) if len(self.frame) else 0

    def table(self, title: str) -> pd.DataFrame:
        """The same in words, a row each pair, in order."""
        places = {value: place for place, value in enumerate(self.names)}
        rows = sorted(self.frame.to_dict("records"), key=lambda one: (places.get(_key(one[self.row]), 99), one["standing"]))
        told = [(self.names.get(_key(one[self.row]), UNKNOWN), STANDINGS[one["standing"]].words, one["tickets"]) for one in rows]
        return pd.DataFrame(told, columns=[title, "Standing", "Tickets"])


def _key(value: Any) -> Any:
    return None if is_missing(value) else value


def by_age(work: pd.DataFrame) -> Bands:
    """Open tickets by age in calendar days, all standings."""
    return _bands(work, "age_from_days", AGES)


def by_left(work: pd.DataFrame) -> Bands:
    """Running clocks by the business time left, paused ones apart."""
    return _bands(work[work["standing"].isin(("at_risk", "running"))], "left_to_hours", LEFT)


def by_over(work: pd.DataFrame) -> Bands:
    """Overdue clocks by the business time over."""
    return _bands(work[work["standing"] == "overdue"], "over_from_hours", OVER)


def _bands(work: pd.DataFrame, row: str, names: dict[Any, str]) -> Bands:
    frame = pd.DataFrame({
        row: [None if is_missing(value) else int(value) for value in work[row]],
        "standing": ["none" if value in WITHOUT_VERDICT else value for value in work["standing"]],
        "tickets": work["tickets"].astype("int64").tolist(),
    }).astype({row: object})  # fmt: skip
    summed = frame.groupby([row, "standing"], dropna=False, sort=False)["tickets"].sum().reset_index()
    summed[row] = pd.Series([None if is_missing(value) else int(value) for value in summed[row]], dtype=object)
    unknown = set(summed[row]) if names.get(None) == UNKNOWN else {None}
    return Bands(summed, row, {value: words for value, words in names.items() if value is not None or None in unknown})


@dataclass(frozen=True)
class Holders:
    """Who holds running and overdue clocks: the names with most, and how many others there are with how many clocks. table: all of them."""

    frame: pd.DataFrame
    names: list[str | None]
    others: int
    others_tickets: int
    table: pd.DataFrame


def standing_words(work: pd.DataFrame) -> str:
    """How the clocks of all open tickets stand: `18 no target, 3 no verdict`."""
    totals: dict[str, int] = {}
    for one in work.to_dict("records"):
        words = STANDINGS["none" if one["standing"] in WITHOUT_VERDICT else one["standing"]].words
        totals[words] = totals.get(words, 0) + int(one["tickets"])
    return ", ".join(f"{count(tickets)} {words}" for words, tickets in totals.items()) or "none"


def by_holder(ask: Ask, scope: Scope, dimension: Dimension) -> Holders:
    """Running and overdue clocks by group or assignee (K8: who holds the ticket at as_of), those with most overdue first."""
    frame = ask(held(scope, dimension)).frame
    rows = []
    for one in frame.to_dict("records"):
        counts = {name: 0 if is_missing(one[name]) else int(one[name]) for name in RUNNING_METRICS}
        counts["running"] -= counts["at_risk"] + counts["paused"]
        name = None if is_missing(one[dimension.value]) else one[dimension.value]
        if sum(counts.values()):
            rows.append((name, counts))
    rows.sort(key=lambda row: (-row[1]["overdue"], -sum(row[1].values()), row[0] is None, row[0] or ""))
    kept, rest = rows[:MOST_HOLDERS], rows[MOST_HOLDERS:]
    cells = [(name, standing, n) for name, counts in kept for standing, n in counts.items() if n]
    drawn = pd.DataFrame(cells, columns=[dimension.value, "standing", "tickets"])
    table = pd.DataFrame([(name, *(counts[part] for part in _HELD)) for name, counts in rows], columns=[dimension.value, *_HELD])
    return Holders(drawn, [name for name, _ in kept], len(rest), sum(sum(counts.values()) for _, counts in rest), table)


_WORK = {
    "ticket_id": "Ticket", "standing": "Standing", "left": "Left", "over": "Over", "due_at": "Due", "tier": "Tier", "priority": "Priority",
    "group": "Group", "assignee": "Assignee", "organisation": "Organisation", "status": "Status", "started_at": "Received",
    "source": "Source", "left_hours": "Left (business h)",
}  # fmt: skip


def work_table(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """work_list() for reading: instants in `zone`, time left and over in hours and minutes of business time. Left (business h) sorts: over
    is below 0."""
    table = frame.copy()
    table["left"] = [duration(value, "") for value in frame["remaining_seconds"]]
    table["over"] = [duration(value, "") for value in frame["over_seconds"]]
    signed = frame["remaining_seconds"].astype("Float64").fillna(-frame["over_seconds"].astype("Float64"))
    table["left_hours"] = (signed / 3600).round(1)
    for name in ("due_at", "started_at"):
        table[name] = table[name].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return table[list(_WORK)].rename(columns=_WORK)


def as_of_words(as_of: dict[str, Any], zone: str) -> str:
    """Which instant "now" is, of each source (T3)."""
    local = {source: pd.to_datetime(at, utc=True).tz_convert(zone) for source, at in as_of.items()}
    if len(set(local.values())) == 1:
        return f"Now is {next(iter(local.values())):%Y-%m-%d %H:%M} {zone}, the tickets' as of"
    each = ", ".join(f"{source} {at:%Y-%m-%d %H:%M}" for source, at in local.items())
    return f"Now is each source's own as of: {each} ({zone})"
