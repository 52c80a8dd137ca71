"""The breaches page, held against control, drivers and measure; how far over and the lists against the exported clocks.

What the time of breached clocks went to is counted from clock_parts with SQL: no command prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from itertools import pairwise
from typing import Any

from analytics.figures.wording import count, duration, is_missing, of, percent
from analytics.figures.wording import shown as written
from tests.pages.agreement import shapes
from tests.pages.agreement.asked import Absences, Asked, Comparisons, local, over_business, over_calendar
from tests.pages.agreement.overview import (
    RANKED,
    any_decided_by_month,
    every_ticket,
    every_ticket_table,
    few_table,
    hour,
    measured_table,
    tier_priority,
    trend,
    trend_table,
)
from tests.pages.agreement.saying import clicked, close, in_places, numbers, says, table_is
from tests.pages.agreement.shown import Shown

EDGES = (0, 900, 1800, 3600, 7200, 14400, 28800, 86400, 259200, 604800, 2592000)
NAMES = (
    "under 15 min", "15–30 min", "30–60 min", "1–2 h", "2–4 h", "4–8 h", "8–24 h", "24–72 h", "72–168 h", "168–720 h", "over 720 h",
)  # fmt: skip
OVER: dict[str, Callable[[dict[str, Any]], int | None]] = {"business": over_business, "calendar": over_calendar}
PARTS = {
    "unassigned": "Nobody assigned", "between groups": "Between groups", "worked": "With somebody",
    "counted, not split": "Not recorded who", "outside hours": "Outside hours", "paused": "Paused",
}  # fmt: skip
COUNTED = ("unassigned", "between groups", "worked", "counted, not split")
MOST = 10
PLACES = {one.capitalize(): one for one in ("group", "organisation", "assignee", "tier", "priority", "channel")} | {
    "Hour of arrival": "hour"
}


def breached(asked: Asked) -> list[dict[str, Any]]:
    return [clock for clock in asked.clocks() if clock["outcome"] == "breached"]


def _stretches(asked: Asked, time: str) -> list[tuple[str, int, int]]:
    """Every stretch with how many stopped in it and how many are overdue by at least so much."""
    found = [[0, 0] for _ in EDGES]
    for clock in breached(asked):
        over = OVER[time](clock)
        if over is not None:
            found[sum(edge <= over for edge in EDGES) - 1][bool(clock["is_overdue"])] += 1
    return [(name, stopped, overdue) for name, (stopped, overdue) in zip(NAMES, found, strict=True)]


def how_far_over(time: str, element: Shown, asked: Asked) -> None:
    every = _stretches(asked, time)
    filled = [n for other in OVER for n, (_, stopped, overdue) in enumerate(_stretches(asked, other)) if stopped + overdue]
    kept = every[min(filled) : max(filled) + 1]
    total = sum(stopped + overdue for _, stopped, overdue in every)
    for trace, place in zip(element.figure["data"], (1, 2), strict=True):
        close(trace["x"], [one[place] for one in kept], f"over in {time} time")
        assert clicked(trace) == [[f"{name}, {time} time"] for name, *_ in kept]
        in_places(trace)
        for words, (_, stopped, overdue) in zip(trace["hovertext"], kept, strict=True):
            amount = stopped + overdue
            says(
                words.partition("</b>")[2],
                of(amount, total),
                percent(amount / total),
                *([count(stopped), count(overdue)] if overdue else []),
            )
    for one, (_, stopped, overdue) in zip(shapes.annotations(element.figure), kept, strict=True):
        amount = stopped + overdue
        says(one["text"], *([count(amount), percent(amount / total)] if amount else ["0"]))
    assert element.figure["layout"]["yaxis"]["ticktext"] == [name for name, *_ in kept]
    says(element.alt, count(total), *(f"{name}: {count(stopped + overdue)}" for name, stopped, overdue in kept if stopped + overdue))


def over_table(time: str, element: Shown, asked: Asked) -> None:
    table_is(element.frame, [(name, stopped, overdue, stopped + overdue) for name, stopped, overdue in _stretches(asked, time)])


def causes(element: Shown, asked: Asked) -> None:
    shapes.excess_dots(element, asked.drivers("cause"), 8, lambda cause: PARTS.get(cause, "not recorded"))


def ranked_table(by: str, element: Shown, asked: Asked) -> None:
    """Those ranked, then those with too few; the same columns as drivers says."""
    by = by or _place(asked)
    ranking = asked.drivers(by)
    names = (
        "value",
        "breached",
        "decided",
        "breach_rate",
        "low",
        "high",
        "expected",
        "excess",
        "excess_low",
        "excess_high",
        "beyond_chance",
    )
    assert set(names) == set(RANKED)
    rows = [[one[name] for name in names] + [is_ranked] for kind, is_ranked in (("ranked", True), ("few", False)) for one in ranking[kind]]
    table_is(element.frame, rows)


def time_parts(asked: Asked) -> dict[str, tuple[int, int | None]]:
    """Of each part: of how many breached clocks it is told, and its seconds; None where of none."""
    wanted = {(clock["source"], clock["ticket_id"]) for clock in breached(asked)}
    rows = asked.line.sql("SELECT source, ticket_id, part, seconds FROM clock_parts WHERE clock = $clock", {"clock": asked.selection.clock})
    told: dict[str, list[int]] = {part: [] for part in PARTS}
    for source, ticket, part, seconds in rows:
        if (source, ticket) in wanted and seconds is not None:
            told[part].append(int(seconds))
    return {part: (len(seconds), sum(seconds) if seconds else None) for part, seconds in told.items()}


def time_spent(element: Shown, asked: Asked) -> None:
    every, total = time_parts(asked), len(breached(asked))
    whole = sum(every[part][1] or 0 for part in COUNTED)
    rows = []
    for part, (clocks, seconds) in every.items():
        if seconds is None:
            continue
        share = [percent(seconds / whole)] if part in COUNTED and whole else []
        amounts = (seconds, 0) if part in COUNTED else (0, seconds)
        rows.append((PARTS[part], amounts, [duration(seconds), *share], [of(clocks, total)] if clocks != total else [], [PARTS[part]]))
    shapes.parted(element, rows)


def time_table(element: Shown, asked: Asked) -> None:
    rows = [(PARTS[part], "counted" if part in COUNTED else "not counted", None if seconds is None else seconds / 3600, clocks)
            for part, (clocks, seconds) in time_parts(asked).items()]  # fmt: skip
    table_is(element.frame, rows)


def _place(asked: Asked) -> str:
    return PLACES[asked.selection.choices.get("by", "Group")]


def where(element: Shown, asked: Asked) -> None:
    by = _place(asked)
    assert element.name == f"chart where-{by}"
    shapes.excess_dots(element, asked.drivers(by), MOST, hour if by == "hour" else written)


def _since_when(asked: Asked) -> tuple[list[dict[str, Any]], list[str]]:
    rows = [row for row in asked.rows("breach_rate", by=f"{_place(asked)},month", period=False) if row["decided"] and row["month"]]
    return rows, asked.months(sorted({row["month"] for row in rows}))


def since_when(element: Shown, asked: Asked) -> None:
    by, (rows, months) = _place(asked), _since_when(asked)
    ranking = asked.drivers(by)
    few = sorted(ranking["few"], key=lambda one: (-one["breached"], -one["decided"]))
    leading = [one["value"] for one in (ranking["ranked"] or few)[:MOST]]
    cells = {(row[by], row["month"]): row for row in rows}
    names = (
        {value: hour(value) for value in leading}
        if by == "hour"
        else {value: escape(value, quote=False) for value in leading if value is not None}
    )
    shapes.matrix(element, cells, leading, months, "breach_rate", "breached", "decided", percent, written=False, names=names)


def since_when_table(element: Shown, asked: Asked) -> None:
    rows, months = _since_when(asked)
    columns = list(element.frame.columns)
    table_is(element.frame, [[row[column] for column in columns] for row in rows if row["month"] in months])


Cell = Callable[[dict[str, Any]], Any]


def plainly(name: str) -> Cell:
    return lambda row: row[name]


def at(name: str) -> Cell:
    return lambda row: local(row[name])


COMMON: Mapping[str, Cell] = {
    "Ticket": plainly("ticket_id"), "Tier": plainly("tier"), "Priority": plainly("priority"), "Group": plainly("group"),
    "Organisation": plainly("organisation"), "Assignee": plainly("assignee"), "Received": at("started_at"), "Due": at("due_at"),
    "Stopped": at("stopped_at"), "Target": plainly("target"), "Status": plainly("status"), "Channel": plainly("channel"),
    "Source": plainly("source"),
}  # fmt: skip
HOURS: Mapping[str, Cell] = {"Elapsed (business h)": plainly("elapsed_seconds")}
BREACHED = COMMON | {"Still open": plainly("is_overdue")}
BREACHED_HOURS = {**HOURS, "Over (business h)": over_business, "Over (calendar h)": over_calendar}


def listed(element: Shown, rows: Sequence[dict[str, Any]], cells: Mapping[str, Cell], rounded: Mapping[str, tuple[Cell, float]]) -> None:
    """A list holds exactly these rows, whatever their order; rounded: columns in a unit of so many seconds, to one decimal."""
    frame = element.frame
    assert set(frame.columns) <= {*cells, *rounded, "Open"}, set(frame.columns) - {*cells, *rounded, "Open"}
    assert len(frame) == len(rows), f"{len(frame)} rows where {len(rows)} are"
    same = [name for name in frame.columns if name in cells]
    found = {tuple(_plain(value) for value in row) for row in frame[same].astype(object).itertuples(index=False)}
    assert found == {tuple(_plain(cells[name](row)) for name in same) for row in rows}
    for name, (cell, unit) in rounded.items():
        wanted = sorted(value / unit for row in rows if (value := cell(row)) is not None)
        shown = sorted(float(value) for value in frame[name].dropna())
        assert len(shown) == len(wanted) and all(abs(a - b) <= 0.0501 for a, b in zip(shown, wanted, strict=True)), name


def _plain(value: Any) -> str:
    return "" if is_missing(value) else str(value)


def in_hours(cells: Mapping[str, Cell]) -> dict[str, tuple[Cell, float]]:
    return {name: (cell, 3600.0) for name, cell in cells.items()}


def falls(values: Sequence[Any]) -> None:
    """A list stands in the order that it says: the greatest first."""
    known = [value for value in values if not is_missing(value)]
    assert all(one >= other for one, other in pairwise(known))


def breached_list(element: Shown, asked: Asked) -> None:
    listed(element, breached(asked), BREACHED, in_hours(BREACHED_HOURS))
    falls(element.frame["Over (calendar h)"].tolist())


def near_miss_list(element: Shown, asked: Asked) -> None:
    """Met with less than a tenth of the target left, in business time."""
    rows = [clock | {"left": clock["target_seconds"] - clock["elapsed_seconds"]} for clock in asked.clocks()
            if clock["outcome"] == "met" and clock["target_seconds"] and clock["elapsed_seconds"] is not None]  # fmt: skip
    near = [row for row in rows if row["left"] * 10 < row["target_seconds"]]
    listed(element, near, COMMON, in_hours(HOURS) | {"Left (business min)": (plainly("left"), 60.0)})
    falls([-value for value in element.frame["Left (business min)"].dropna()])


def said_anywhere(words: str, *wanted: str) -> None:
    """A text says these numbers among others."""
    found = numbers(words)
    assert all(number in found for one in wanted for number in numbers(one)), (words, wanted)


BREACHES: Comparisons = {
    "chart trend": partial(trend, "breach_rate"),
    "table table-breach_rate-by-month": partial(trend_table, "breach_rate"),
    "chart tier-priority": tier_priority,
    "table table-breach-rate-by-tier-and-priority": partial(measured_table, ("breach_rate",), "tier,priority"),
    "chart every-ticket": every_ticket,
    "table table-outcomes": every_ticket_table,
    **{f"chart over-{time}": partial(how_far_over, time) for time in OVER},
    **{f"table table-over-{time}": partial(over_table, time) for time in OVER},
    "chart causes": causes,
    "table table-breach-causes": partial(ranked_table, "cause"),
    "chart time-spent": time_spent,
    "table table-time-of-breaches": time_table,
    "chart where-.*": where,
    "table table-breaches-where": partial(ranked_table, ""),
    "chart since-when-.*": since_when,
    "table table-breaches-where-and-when": since_when_table,
    "table Breached and decided by cause, few decided": lambda element, asked: few_table(element, asked, "cause"),
    "table Breached and decided by .*, few decided": lambda element, asked: few_table(element, asked, _place(asked)),
    "table Near misses, the least left first": near_miss_list,
    "table Breached tickets, the furthest over first": breached_list,
}


def _any_ranked(by: str, asked: Asked) -> bool:
    return bool(asked.drivers(by)["ranked"])


def _any_near(asked: Asked) -> bool:
    return bool(asked.row("near_misses")["near_misses"])


MISSING: Absences = {
    "chart trend": lambda asked: not asked.row("decided")["decided"] or not any_decided_by_month(asked),
    "chart tier-priority": lambda asked: not asked.row("decided")["decided"],
    "chart every-ticket": lambda asked: not asked.row("clocks")["clocks"],
    **{f"chart over-{time}": lambda asked, time=time: not any(a + b for _, a, b in _stretches(asked, time)) for time in OVER},
    "chart causes": lambda asked: not _any_ranked("cause", asked),
    "chart time-spent": lambda asked: all(seconds is None for _, seconds in time_parts(asked).values()),
    "chart where-.*": lambda asked: (
        not _any_ranked(_place(asked), asked) or all(one["value"] is None for one in asked.drivers(_place(asked))["ranked"])
    ),
    "chart since-when-.*": lambda asked: not asked.row("decided")["decided"],
    "table Near misses, .*": lambda asked: not _any_near(asked),
    "table Breached tickets, .*": lambda asked: not breached(asked),
}
