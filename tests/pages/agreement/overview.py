"""The overview, held against measure, control, compare and drivers; how much of the target was used against the exported clocks."""

from __future__ import annotations

from functools import partial
from typing import Any

from analytics.figures.wording import WEEKDAYS, count, duration, is_missing, of, per_hundred, percent
from analytics.figures.wording import shown as written
from tests.pages.agreement import shapes
from tests.pages.agreement.asked import Absences, Asked, Comparisons
from tests.pages.agreement.saying import clicked, close, in_places, says, table_is
from tests.pages.agreement.shown import Shown

TILES = {
    "Attainment": "attainment", "Breached": "breached", "Overdue now": "overdue", "At risk": "at_risk", "Median .*": "elapsed_p50",
    "90th percentile": "elapsed_p90", "Escalations": "escalation_frequency",
}  # fmt: skip
MONTHS_IN_A_SPARK = 12
STEPS = (5, 10, 25, 50, 75, 90, 100, 110, 125, 150, 200, 400, 9999)
DRIVERS = {"Group": "group", "Organisation": "organisation", "Hour of arrival": "hour", "Cause": "cause"}


def _value(name: str, row: dict[str, Any]) -> str:
    """A headline number as people read it."""
    value = row[name]
    if name == "attainment":
        return percent(value, "none decided")
    if name.startswith("elapsed"):
        return duration(value, "none timed", at_least=bool(row[f"{name}_at_least"]))
    if name == "escalation_frequency":
        return per_hundred(value)
    return count(value, "not known" if name == "at_risk" else "0")


def _beneath(name: str, asked: Asked) -> list[str]:
    row = asked.row("attainment", "breach_rate", "running", "elapsed_p50", "escalation_frequency")
    if name == "attainment":
        interval = [shapes.INTERVAL, percent(row["attainment_low"]), percent(row["attainment_high"])]
        return [of(row["met"], row["decided"]), *([] if is_missing(row["attainment_low"]) else interval)]
    if name == "breached":
        return [count(row["decided"]), percent(row["breach_rate"], "no rate")]
    if name == "escalation_frequency":
        return [] if is_missing(row[name]) else ["100", of(row["escalations"], row["tickets_with_levels"])]
    return [count({"overdue": row["breached"], "at_risk": row["running"]}.get(name, row["timed"]) or 0)]


def tile(name: str, element: Shown, asked: Asked) -> None:
    """Value, what it was measured on, the change in words, and the sparkline."""
    value, (beneath, *change) = element.tile
    assert value == _value(name, asked.row(name))
    says(beneath, *_beneath(name, asked))
    months = _months(asked)
    assert bool(element.picture) == bool(months)
    if element.picture:
        by_month = {row["month"]: row for row in asked.rows(name, by="month", period=False)}
        nothing = {name: None, f"{name}_at_least": False}
        points = [(month, by_month.get(month, nothing)) for month in months]
        shapes.spark(element.picture, [(month, row[name], _value(name, row)) for month, row in points])
    _change(name, change, asked, months)


def _months(asked: Asked) -> list[str]:
    found = [row["month"] for row in asked.rows("attainment", "escalation_frequency", by="month", period=False) if row["month"]]
    return asked.months(found, MONTHS_IN_A_SPARK)


def _change(name: str, change: list[str], asked: Asked, months: list[str]) -> None:
    """The change is that of `compare`, or of two measures where no test of a change is made."""
    before = asked.selection.before
    is_charted = name in ("attainment", "escalation_frequency")
    if not is_charted:
        assert bool(change) == bool(before)
        if before:
            says(change[0], before[:4], _value(name, asked.within(month=before, compare=0).row(name)))
        return
    chart = asked.control(name)
    now = asked.selection.month or next((p["period"] for p in reversed(chart["points"]) if p["closed"]), None)
    then = before or next((p["period"] for p in reversed(chart["points"]) if now and p["period"] < now), None)
    if not before and is_missing(asked.row(name)[name]):
        assert not change
        return
    if now is None or then is None or (not before and now not in [p["period"] for p in chart["points"]]):
        assert not change
        return
    found = asked.compare(name, now, then)
    size = 100 if found["unit"] == "share" else 1
    if found["difference"] is None:
        assert found["status"][:18] in change[0].replace("\\", "")  # then the month
        return
    moved = f"{abs(found['difference']) * size:.1f}{' points' if size == 100 else ''}"
    head = [] if asked.selection.month else [now[:4]]
    says(change[0].partition(";")[0], *head, *([] if moved.startswith("0.0") else [moved]), then[:4])
    assert found["status"].split("-")[-1][3:] in change[0].replace("\\", "")
    assert (found["arrow"] is None) == (not any(mark in change[0] for mark in "▲▼"))
    if not moved.startswith("0.0"):
        assert ("above" if found["difference"] > 0 else "below") in change[0]


def trend(name: str, element: Shown, asked: Asked) -> None:
    """By month, whatever the period."""
    chart = asked.control(name)
    shapes.control_trend(element, asked, chart, asked.months([point["period"] for point in chart["points"]]), goal(asked, name))


def goal(asked: Asked, name: str) -> float | None:
    """The goal of the newest policy, where all tiers in view have the same one (P8); no command prints it."""
    newest = "policy_id = (SELECT max(policy_id) FROM policy_versions)"
    stated = dict(asked.line.sql(f"SELECT tier, attainment_goal FROM policy_goals WHERE clock = $clock AND {newest}",
                                 {"clock": asked.selection.clock}))  # fmt: skip
    tiers = asked.selection.where.get("tier") or [
        row[0] for row in asked.line.sql(f"SELECT tier FROM policy_tier_calendars WHERE {newest}")
    ]
    found = {stated.get(tier) for tier in tiers}
    return found.pop() if len(found) == 1 and name == "attainment" else None


def trend_table(name: str, element: Shown, asked: Asked) -> None:
    columns = ["month", name, f"{name}_low", f"{name}_high", "met", "breached", "decided"]
    rows = asked.rows("attainment", "breach_rate", "escalation_frequency", by="month", period=False)
    months = asked.months([row["month"] for row in rows if row["month"]])
    table_is(element.frame, [[row[column] for column in columns] for row in rows if row["month"] in months], columns)


def tier_priority(element: Shown, asked: Asked) -> None:
    rows = asked.rows("breach_rate", by="tier,priority")
    cells = {(row["tier"], row["priority"]): row for row in rows}
    decided = [row for row in rows if row["decided"]]
    tiers = list(dict.fromkeys(row["tier"] for row in decided))
    priorities = [one for one in asked.values("priority") if one in {row["priority"] for row in decided}]
    shapes.matrix(element, cells, tiers, priorities, "breach_rate", "breached", "decided", percent)


def measured_table(metrics: tuple[str, ...], by: str, element: Shown, asked: Asked) -> None:
    """The rows of an answer as they are."""
    rows = asked.rows(*metrics, by=by)
    columns = list(element.frame.columns)
    assert set(columns) <= set(rows[0])
    table_is(element.frame, [[row[column] for column in columns] for row in rows])


def every_ticket(element: Shown, asked: Asked) -> None:
    shapes.outcome_bars(element, asked.row(*shapes.OUTCOMES))


def every_ticket_table(element: Shown, asked: Asked) -> None:
    table_is(element.frame, shapes.outcome_rows(asked.row(*shapes.OUTCOMES)), ["Outcome", "Tickets", "Share"])


def steps_used(asked: Asked) -> dict[int | None, dict[str, int]]:
    """Decided clocks by the step of their target that they used, counted from the exported clocks."""
    found: dict[int | None, dict[str, int]] = {step: {"met": 0, "breached": 0, "overdue": 0} for step in STEPS}
    for clock in asked.clocks():
        if clock["outcome"] not in ("met", "breached"):
            continue
        elapsed, target = clock["elapsed_seconds"], clock["target_seconds"]
        known = elapsed is not None and target
        step = next(step for step in STEPS if step == 9999 or elapsed * 100 <= target * step) if known else None
        counts = found.setdefault(step, {"met": 0, "breached": 0, "overdue": 0})
        counts[clock["outcome"]] += 1
        counts["overdue"] += clock["outcome"] == "breached" and clock["is_overdue"]
    return found


def target_used(element: Shown, asked: Asked) -> None:
    found = steps_used(asked)
    total = sum(found[step]["met"] + found[step]["breached"] for step in STEPS)
    assert len(element.figure["data"]) == 2
    for trace, outcome in zip(element.figure["data"], ("met", "breached"), strict=True):
        close(trace["y"], [found[step][outcome] for step in STEPS], outcome)
        assert clicked(trace) == [[outcome]] * len(STEPS)
        in_places(trace, "x")
        for words, step in zip(trace["hovertext"], STEPS, strict=True):
            counts = found[step]
            overdue = [count(counts["overdue"])] if outcome == "breached" and counts["overdue"] else []
            says(words.partition("</b>")[2], of(counts[outcome], total), percent(counts[outcome] / total), *overdue)
    close([line["x0"] for line in shapes.lines(element.figure)], [STEPS.index(100) + 0.5], "the target")
    both = {step: found[step]["met"] + found[step]["breached"] for step in STEPS}
    most = max(STEPS, key=lambda step: both[step])
    over = sum(both[step] for step in STEPS if step > 200)
    place = STEPS.index(most)
    stretch = f"{STEPS[place - 1] if place else 0} to {most} %" if most != 9999 else f"{STEPS[place - 1]} %"
    says(element.alt, count(total), count(most and both[most]), stretch, count(over), percent(over / total))


def target_table(element: Shown, asked: Asked) -> None:
    rows = [[step, *counts.values()] for step, counts in steps_used(asked).items()]
    table_is(element.frame, rows, ["up_to_percent", "met", "breached", "overdue"])


def hour(value: Any) -> str:
    return written(None) if value is None else f"{value:02d}:00 to {value + 1:02d}:00"


def _ranking(asked: Asked) -> tuple[str, dict[str, Any]]:
    by = DRIVERS[asked.selection.choices.get("drivers", "Group")]
    return by, asked.drivers(by)


def what_drives(element: Shown, asked: Asked) -> None:
    by, ranking = _ranking(asked)
    shapes.excess_dots(element, ranking, 8, hour if by == "hour" else written)


RANKED = ("value", "breach_rate", "low", "high", "breached", "decided", "expected", "excess", "excess_low", "excess_high", "beyond_chance")


def drivers_table(element: Shown, asked: Asked) -> None:
    by, ranking = _ranking(asked)
    table_is(element.frame, [[one[name] for name in RANKED] for one in ranking["ranked"]], [by, *RANKED[1:]])


def few_table(element: Shown, asked: Asked, by: str = "") -> None:
    ranking = asked.drivers(by) if by else _ranking(asked)[1]
    table_is(element.frame, [[one["value"], one["breached"], one["decided"]] for one in ranking["few"]])


def arrivals(element: Shown, asked: Asked) -> None:
    """Tickets or breach rate by weekday and hour received. The outlines are the policy's hours and no measure."""
    by_rate = asked.selection.choices.get("week") == "Breach rate"
    cells = {(row["weekday"], row["hour"]): row for row in asked.rows("tickets", "breach_rate", by="weekday,hour")}
    heat, places = element.figure["data"]
    grid = [[cells.get((day, n)) for n in range(24)] for day in WEEKDAYS]
    wanted = [
        [cell["breach_rate"] if by_rate and cell else None if by_rate else cell["tickets"] if cell else 0 for cell in line] for line in grid
    ]
    close(heat["z"], wanted, "arrivals")
    assert clicked(places) == [[day, str(n)] for day in WEEKDAYS for n in range(24)]
    shapes.cells_in_places(places, 7, 24)
    in_places(heat, "x")
    in_places(heat, "y")
    for words, cell in zip(places["hovertext"], [cell for line in grid for cell in line], strict=True):
        said = []
        if cell and cell["tickets"]:
            rate = [] if is_missing(cell["breach_rate"]) else [percent(cell["breach_rate"]), of(cell["breached"], cell["decided"])]
            said = [count(cell["tickets"]), *rate]
        says(words.partition("</b>")[2], *said)
    says(element.alt, *_most(cells, by_rate))


def _most(cells: dict[tuple[str, int], dict[str, Any]], by_rate: bool) -> list[str]:
    """What the figure says of itself: the fullest hour."""
    if not by_rate:
        (_, at), cell = max(cells.items(), key=lambda one: one[1]["tickets"])
        return [f"{at:02d}:00", count(cell["tickets"])]
    known = {place: cell for place, cell in cells.items() if cell["decided"] >= 20}
    if not known:
        return ["20"]
    (_, at), cell = max(known.items(), key=lambda one: one[1]["breach_rate"])
    return ["20", f"{at:02d}:00", percent(cell["breach_rate"]), of(cell["breached"], cell["decided"])]


OVERVIEW: Comparisons = {
    **{f"tile {label}": partial(tile, name) for label, name in TILES.items()},
    "chart trend": partial(trend, "attainment"),
    "table table-attainment-by-month": partial(trend_table, "attainment"),
    "chart tier-priority": tier_priority,
    "table table-breach-rate-by-tier-and-priority": partial(measured_table, ("breach_rate",), "tier,priority"),
    "chart every-ticket": every_ticket,
    "table table-outcomes": every_ticket_table,
    "chart target-used": target_used,
    "table table-target-used": target_table,
    "chart drivers-by": what_drives,
    "table table-drivers": drivers_table,
    "table Breached and decided by .*, few decided": few_table,
    "chart arrivals": arrivals,
    "table table-arrivals": partial(measured_table, ("tickets", "breach_rate"), "weekday,hour"),
}

MISSING: Absences = {
    "tile .*": lambda asked: False,
    "chart trend": lambda asked: not any_decided_by_month(asked),
    "chart tier-priority": lambda asked: not asked.row("decided")["decided"],
    "chart every-ticket": lambda asked: not asked.row("clocks")["clocks"],
    "chart target-used": lambda asked: (
        not any(step and (counts["met"] or counts["breached"]) for step, counts in steps_used(asked).items())
    ),
    "chart drivers-by": lambda asked: not _ranking(asked)[1]["ranked"],
    "chart arrivals": lambda asked: not asked.row("tickets")["tickets"],
}


def any_decided_by_month(asked: Asked) -> bool:
    """In the months up to the end of the period."""
    decided = [row["month"] for row in asked.rows("decided", by="month", period=False) if row["month"] and row["decided"]]
    return bool(decided) and (asked.selection.month is None or min(decided) <= asked.selection.month)
