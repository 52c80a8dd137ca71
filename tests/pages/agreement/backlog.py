"""The backlog page, held against measure and backlog; bands and the work list against the exported clocks.

No command prints the share of a target under which a clock is at risk: it is read from the store, as the policy in force says it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Any

from analytics.figures.wording import MONTHS, WEEKDAYS, count, counted, duration
from analytics.figures.wording import shown as written
from tests.pages.agreement import shapes
from tests.pages.agreement.asked import Absences, Asked, Comparisons, over_business
from tests.pages.agreement.breaches import COMMON, Cell, listed, plainly
from tests.pages.agreement.saying import clicked, close, in_places, says, table_is
from tests.pages.agreement.shown import Shown

TILES = {"Overdue": "overdue", "At risk": "at_risk", **{f"Due in {hours} h": f"due_next_{hours}h" for hours in (4, 8, 24)}}
STANDINGS = {
    "overdue": "overdue", "at_risk": "at risk", "running": "running", "paused": "paused", "stopped": "clock stopped",
    "met": "met, not stopped", "no_target": "no target", "none": "no verdict",
}  # fmt: skip
HOUR, DAY = 3600, 86_400
AGES = {
    0: "under 1 day",
    1: "1 to 3 days",
    3: "3 to 7 days",
    7: "7 to 14 days",
    14: "14 to 30 days",
    30: "30 to 90 days",
    90: "90 days or more",
}
LEFT = {4: "4 h or less", 8: "4 to 8 h", 24: "8 to 24 h", None: "more than 24 h"}
OVER = {0: "under 1 h", 1: "1 to 4 h", 4: "4 to 8 h", 8: "8 to 24 h", 24: "24 to 72 h", 72: "72 h or more", None: "not known"}
MOST_HOLDERS, MOST_DAYS = 12, 400


def tile(name: str, element: Shown, asked: Asked) -> None:
    """As of now, whatever the period."""
    row = asked.row(name, "running", "paused", period=False)
    value, (beneath,) = element.tile
    assert value == count(row[name], "not told")
    wanted = {"at_risk": [count(row["running"]), count(row["paused"])]}
    says(beneath, *wanted.get(name, []))


def open_tile(element: Shown, asked: Asked) -> None:
    value, (beneath,) = element.tile
    told = asked.rows("tickets", period=False, state="open")
    assert value == count(told[0]["tickets"] if told else 0)
    says(beneath)


def left_of(clock: dict[str, Any]) -> int | None:
    """Business time left of a running clock's target."""
    elapsed, target = clock["elapsed_seconds"], clock["target_seconds"]
    return target - elapsed if clock["outcome"] == "running" and elapsed is not None and target is not None else None


def standing(clock: dict[str, Any], at_risk_share: float) -> str:
    if clock["outcome"] in ("met", "breached"):
        return "stopped" if clock["stopped_at"] else {"breached": "overdue", "met": "met"}[clock["outcome"]]
    if clock["outcome"] == "running":
        left = left_of(clock)
        is_at_risk = left is not None and left < at_risk_share * clock["target_seconds"]
        return "paused" if clock["is_paused"] else "at_risk" if is_at_risk else "running"
    return "no_target" if clock["outcome"] == "no_target" else "none"


def _clocks(asked: Asked) -> list[dict[str, Any]]:
    """All clocks of the selection, whatever the period, with how they stand."""
    ((share,),) = asked.line.sql("SELECT at_risk_share FROM policy_versions ORDER BY policy_id DESC LIMIT 1")
    return [clock | {"standing": standing(clock, float(share))} for clock in asked.clocks(period=False)]


def _age(clock: dict[str, Any]) -> int:
    days = (clock["as_of"] - clock["started_at"]).total_seconds() / DAY
    return max(edge for edge in AGES if days >= edge)


def _left(clock: dict[str, Any]) -> int | None:
    left = left_of(clock)
    return next((hours for hours in (4, 8, 24) if left is not None and left <= hours * HOUR), None)


def _over(clock: dict[str, Any]) -> int | None:
    over = over_business(clock)
    return None if over is None else max(edge for edge in OVER if edge is not None and over >= edge * HOUR)


BANDS: dict[str, tuple[Mapping[Any, str], Callable[[dict[str, Any]], Any], tuple[str, ...]]] = {
    "age": (AGES, _age, tuple(STANDINGS)),
    "left": (LEFT, _left, ("at_risk", "running")),
    "over": (OVER, _over, ("overdue",)),
}


def _banded(name: str, asked: Asked) -> tuple[dict[Any, str], Counter[tuple[Any, str]]]:
    """The bands that are drawn, and the open tickets by band and standing."""
    words, band, kept = BANDS[name]
    found = Counter((band(clock), clock["standing"]) for clock in _clocks(asked) if clock["state"] == "open" and clock["standing"] in kept)
    has_unknown = name != "over" or any(value is None for value, _ in found)
    return {value: word for value, word in words.items() if value is not None or has_unknown}, found


def pile(name: str, element: Shown, asked: Asked) -> None:
    rows, found = _banded(name, asked)
    _piles(element, list(rows), list(rows.values()), found)


def _piles(element: Shown, rows: Sequence[Any], names: Sequence[str], found: Mapping[tuple[Any, str], int]) -> None:
    """Rows of counts made up of standings."""
    totals = [sum(found.get((row, part), 0) for part in STANDINGS) for row in rows]
    present = [part for part in STANDINGS if any(found.get((row, part)) for row in rows)]
    assert [trace["name"] for trace in element.figure["data"]] == [STANDINGS[part] for part in present]
    assert [name[:20] for name in element.figure["layout"]["yaxis"]["ticktext"]] == [escape(name, quote=False)[:20] for name in names]
    for trace, part in zip(element.figure["data"], present, strict=True):
        close(trace["x"], [found.get((row, part), 0) for row in rows], part)
        assert clicked(trace) == [[row] for row in rows]
        in_places(trace)
        for words, row, total in zip(trace["hovertext"], rows, totals, strict=True):
            says(words.partition("</b>")[2], count(found.get((row, part), 0)), count(total))
    for one, total in zip(shapes.annotations(element.figure), totals, strict=True):
        says(one["text"], count(total))
    of_parts = [count(sum(found.get((row, part), 0) for row in rows)) for part in present]
    says(element.alt, *(f"{name} {count(total)}" for name, total in zip(names, totals, strict=True)), *of_parts)


def pile_table(name: str, element: Shown, asked: Asked) -> None:
    rows, found = _banded(name, asked)
    told = [(rows[value], STANDINGS[part], found[value, part]) for value in rows for part in sorted(STANDINGS) if found[value, part]]
    table_is(element.frame, told)


def holders(by: str, element: Shown, asked: Asked) -> None:
    """Running and overdue clocks by who holds the ticket; those with most overdue first."""
    found: dict[Any, dict[str, int]] = {}
    for row in asked.rows("running", "overdue", "at_risk", "paused", by=by, period=False):
        counts = {part: row[part] or 0 for part in ("running", "overdue", "at_risk", "paused")}
        counts["running"] -= counts["at_risk"] + counts["paused"]
        if sum(counts.values()):
            found[row[by]] = counts
    order = sorted(found, key=lambda one: (-found[one]["overdue"], -sum(found[one].values()), one is None, one or ""))[:MOST_HOLDERS]
    cells = {(name, part): number for name in order for part, number in found[name].items()}
    _piles(element, order, [written(name) for name in order], cells)


def holders_table(element: Shown, asked: Asked) -> None:
    """All of them, also those that are not drawn."""
    by = element.frame.columns[0]
    found = []
    for row in asked.rows("running", "overdue", "at_risk", "paused", by=by, period=False):
        overdue, at_risk, running, paused = (row[part] or 0 for part in ("overdue", "at_risk", "running", "paused"))
        if overdue + running:
            found.append([row[by], overdue, at_risk, running - at_risk - paused, paused])
    found.sort(key=lambda row: (-row[1], -sum(row[1:]), row[0] is None, row[0] or ""))
    table_is(element.frame, found, [by, "overdue", "at_risk", "running", "paused"])


def _days(asked: Asked) -> list[dict[str, Any]]:
    words = asked.selection.words(clock=False, placed=False)
    days = asked.line.json("backlog", *words)["days"]
    return [day | {"day": date.fromisoformat(day["day"])} for day in days][-MOST_DAYS:]


def by_day(element: Shown, asked: Asked) -> None:
    days = _days(asked)
    flows = (("arrivals", "received", 1), ("reopened", "reopened", 1), ("departures", "closed", -1))
    drawn = [one for one in flows if one[0] != "reopened" or any(day["reopened"] for day in days)]
    level, *bars = element.figure["data"]
    close(level["y"], [day["open"] for day in days], "open")
    for words, day in zip(level["hovertext"], days, strict=True):
        says(words, _day(day["day"]), count(day["open"]), *_days_old(day["age_p50_days"]))
    for trace in element.figure["data"]:
        in_places(trace, "x")
    assert [trace["name"] for trace in bars] == [name for _, name, _ in drawn]
    for trace, (column, _, sign) in zip(bars, drawn, strict=True):
        close(trace["y"], [sign * day[column] for day in days], column)
        assert trace["marker"]["opacity"] == [1.0 if day["is_whole"] else 0.45 for day in days]
        for words, day in zip(trace["hovertext"], days, strict=True):
            says(words, _day(day["day"]), count(day[column]))
    most = max(days, key=lambda day: day["open"])
    sums = [count(sum(day[column] for day in days)) for column in ("arrivals", "reopened", "departures")]
    says(element.alt, _day(days[0]["day"]), _day(days[-1]["day"]), count(days[0]["open"]), count(days[-1]["open"]), count(most["open"]),
         _day(most["day"]), *sums)  # fmt: skip


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _days_old(age: int | None) -> Iterable[str]:
    return [] if age is None else [counted(age, "day")]


def days_table(element: Shown, asked: Asked) -> None:
    columns = list(element.frame.columns)
    table_is(element.frame, [[day[name] for name in columns] for day in _days(asked)])


WORK: Mapping[str, Cell] = COMMON | {
    "Standing": lambda clock: clock["standing"].replace("_", " "),
    "Left": lambda clock: duration(left_of(clock), ""),
    "Over": lambda clock: duration(over_business(clock) if clock["standing"] == "overdue" else None, ""),
}


def _is_work(clock: Mapping[str, Any]) -> bool:
    return bool(clock["outcome"] == "running" or clock["standing"] == "overdue")


def work_list(element: Shown, asked: Asked) -> None:
    """Overdue ones first, the longest due at the top, then what is due next; paused last."""
    clocks = [clock for clock in _clocks(asked) if _is_work(clock)]
    for clock in clocks:
        over = over_business(clock) if clock["standing"] == "overdue" else None
        clock["left_hours"] = left_of(clock) if over is None else -over
    listed(element, clocks, WORK, {"Left (business h)": (plainly("left_hours"), float(HOUR))})
    clocks.sort(key=lambda clock: (clock["is_paused"] and clock["outcome"] == "running", (clock["due_at"] - clock["as_of"]).total_seconds(),
                                   clock["source"], clock["ticket_id"]))  # fmt: skip
    assert element.frame["Ticket"].tolist() == [clock["ticket_id"] for clock in clocks]


BACKLOG: Comparisons = {
    "tile Open tickets": open_tile,
    **{f"tile {label}": partial(tile, name) for label, name in TILES.items()},
    "table Running and overdue clocks, what is due longest or next at the top": work_list,
    **{f"chart open-{name}": partial(pile, name) for name in BANDS},
    **{f"table table-open-by-{name}": partial(pile_table, name) for name in BANDS},
    **{f"chart held-{by}": partial(holders, by) for by in ("group", "assignee")},
    "table table-held-by": holders_table,
    "chart backlog-days": by_day,
    "table table-backlog": days_table,
}

MISSING: Absences = {
    "table Running and overdue clocks, .*": lambda asked: not any(_is_work(clock) for clock in _clocks(asked)),
    **{f"chart open-{name}": lambda asked, name=name: not sum(_banded(name, asked)[1].values()) for name in BANDS},
    "chart held-.*": lambda asked: not any(_is_work(clock) for clock in _clocks(asked)),
    "chart backlog-days": lambda asked: not _days(asked),
}
