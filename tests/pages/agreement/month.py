"""The monthly summary, held against measure, control, compare and backlog of the month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from analytics.figures.months import every_month, shifted
from analytics.figures.wording import count, counted, duration, is_missing, month_name, of, per_hundred, percent
from analytics.reports.periods import month_of
from tests.pages.agreement import shapes
from tests.pages.agreement.asked import ZONE, Absences, Asked, Comparisons
from tests.pages.agreement.saying import close, in_places, numbers, says
from tests.pages.agreement.shown import Shown

TILES = {
    "Attainment": "attainment", "Breached": "breached", "Median response": "elapsed_p50", "90th percentile": "elapsed_p90",
    "Escalations per 100": "escalation_frequency",
}  # fmt: skip
CHARTED = ("attainment", "escalation_frequency")
MOST_MONTHS = 25
MOST_TIERS = 7
JUDGED = ("within its usual range", "below its usual range", "above its usual range", "within its limits")


def _value(name: str, row: Mapping[str, Any]) -> str:
    if name == "attainment":
        return percent(row[name], "none decided")
    if name == "breached":
        return count(row[name])
    if name == "escalation_frequency":
        return per_hundred(row[name], "not recorded" if row["tickets"] else "no tickets")
    return duration(row[name], "none timed", at_least=bool(row[f"{name}_at_least"]))


def _row(asked: Asked) -> dict[str, Any]:
    return asked.row(
        "attainment", "breach_rate", "elapsed_p50", "elapsed_p90", "escalation_frequency", "tickets", "running", "no_target", "unknown"
    )


def _point(chart: Mapping[str, Any], month: str) -> dict[str, Any] | None:
    return next((point for point in chart["points"] if point["period"] == month), None)


def tile(name: str, element: Shown, asked: Asked) -> None:
    """The value, an arrow only where compare has one, what it was measured on, and where the month stands."""
    row, month = _row(asked), str(asked.selection.month)
    chart = asked.control(name) if name in CHARTED else None
    value, (beneath, *standing) = element.tile
    arrow = ""
    before = _point(chart, shifted(month, -1)) if chart else None
    if before and before["value"] is not None:
        arrow = {"up": "▲ ", "down": "▼ ", None: ""}[asked.compare(name, month, shifted(month, -1))["arrow"]]
    assert value == f"{arrow}{_value(name, row)}"
    decided = row["decided"]
    undecided = [count(row[one]) for one in ("running", "no_target", "unknown") if row[one]]
    says(beneath, *{
        "attainment": [of(row["met"], decided)] if decided else undecided,
        "breached": [count(decided), percent(row["breach_rate"])] if decided else [],
        "escalation_frequency": ["100", of(row["escalations"], row["tickets_with_levels"])] if row["tickets_with_levels"] else [],
    }.get(name, [count(row["timed"])]))  # fmt: skip
    point = _point(chart, month) if chart and chart["enough"] else None
    assert bool(standing) == bool(point and point["judged"] and point["value"] is not None)
    if standing and point:
        _stands(standing[0], point)


def _stands(words: str, point: Mapping[str, Any]) -> None:
    side = "below" if point["value"] < point["lower_limit"] else "above" if point["value"] > point["upper_limit"] else "within"
    if side == "within" and point["signals"]:
        assert "unlike other months" in words
    else:
        assert f"{side} its usual range" in words


def open_tile(element: Shown, asked: Asked) -> None:
    """Open at the end of the month's last day that is told."""
    days = _days(asked, str(asked.selection.month))
    before = _days(asked, shifted(str(asked.selection.month), -1))
    value, (beneath,) = element.tile
    assert value == count(days[-1]["open"])
    age = days[-1]["age_p50_days"]
    opened = before[-1]["open"] if before else 0
    says(beneath, count(opened), month_name(shifted(str(asked.selection.month), -1)), *([] if age is None else [counted(age, "day")]))


def _days(asked: Asked, month: str) -> list[dict[str, Any]]:
    span = month_of(month)
    return list(asked.line.json("backlog", "--from", str(span.from_on), "--to", str(span.to_on))["days"])


def _series(asked: Asked) -> list[str]:
    """Up to 25 months ending with this one, none before the first with a ticket or a clock."""
    told = [row["month"] for row in asked.rows("clocks", "tickets", by="month", period=False) if row["month"]]
    month = str(asked.selection.month)
    return every_month([max(min(told), shifted(month, 1 - MOST_MONTHS)), month])


def trend(element: Shown, asked: Asked) -> None:
    chart, months = asked.control("attainment"), _series(asked)
    points = [_point(chart, month) for month in months]
    is_open = [not asked.is_closed(month) for month in months]
    goals = {row["goal"] for row in tier_rows(asked) if row["decided"] and not row["priority_too"]}
    goal = goals.pop() if len(goals) == 1 else None
    *quiet, line, bars = _in_order(element)
    close(line["y"], [shapes.hundredfold(one and one["value"]) for one in points], "attainment")
    close(bars["y"], [(one["denominator"] or 0) if one else 0 for one in points], "decided")
    in_places(line, "x")
    in_places(bars, "x")
    assert bars["hovertext"] == line["hovertext"]
    known = [(one["value"], month) for one, month in zip(points, months, strict=True) if one and one["value"] is not None]
    ends = [word for value, month in (min(known), max(known), known[-1]) for word in (percent(value), month_name(month))]
    says(element.alt, month_name(months[0]), month_name(months[-1]), *ends)
    assert line["marker"]["symbol"] == ["circle-open" if still else "circle" for still in is_open]
    for words, month, one in zip(line["hovertext"], months, points, strict=True):
        known = one is not None and one["value"] is not None
        counts = of(one["numerator"] or 0, one["denominator"] or 0) if one else of(0, 0)
        says(words, month_name(month), *([percent(one["value"])] if known else []), counts)
    limited = [(place, one) for place, one in enumerate(points) if one and one["lower_limit"] is not None and not is_open[place]]
    signals = [(place, one) for place, one in enumerate(points) if one and one["signals"] and one["value"] is not None]
    usual = [trace for trace in quiet if trace["type"] == "bar"]
    rings = [trace for trace in quiet if trace["type"] == "scatter"]
    assert len(usual) == bool(limited) and len(rings) == bool(signals)
    for trace in usual:
        assert trace["x"] == [place for place, _ in limited]
        close(trace["base"], [one["lower_limit"] * 100 for _, one in limited], "lower limit")
        close(trace["y"], [(one["upper_limit"] - one["lower_limit"]) * 100 for _, one in limited], "usual range")
    for trace in rings:
        close([*trace["x"], *trace["y"]], [*(place for place, _ in signals), *(one["value"] * 100 for _, one in signals)], "signals")
    close([one["y0"] for one in shapes.lines(element.figure)], [] if goal is None else [goal * 100], "goal")


def _in_order(element: Shown) -> list[Any]:
    """The line, then the bars beneath it, come last; a ring stands between them in the figure."""
    traces = list(element.figure["data"])
    line = next(trace for trace in traces if "lines" in trace.get("mode", ""))
    return [*(trace for trace in traces[:-1] if trace is not line), line, traces[-1]]


_GOALS = """
    SELECT tier, attainment_goal FROM policy_goals WHERE clock = 'first_response' AND policy_id = (
        SELECT max(policy_id) FROM policy_versions WHERE coalesce(effective_at < $next, true))
"""
"""Of the policy in force at the end of the month (P3, P8); no command prints goals."""


def _begins(month: str) -> datetime:
    """The first instant of a month, as the store writes it: UTC without a zone."""
    return datetime.fromisoformat(f"{month}-01").replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)


def tier_rows(asked: Asked) -> list[dict[str, Any]]:
    """Each tier, its priorities beneath it; tiers of the policy that have no tickets last."""
    metrics = ("tickets", "attainment", "overdue", "running", "elapsed_p50", "elapsed_p90", "escalation_frequency")
    both = asked.rows(*metrics, by="tier,priority")
    goals = dict(asked.line.sql(_GOALS, {"next": _begins(shifted(str(asked.selection.month), 1))}))
    found = []
    for row in asked.rows(*metrics, by="tier"):
        found.append(row | {"priority_too": False, "goal": goals.get(row["tier"])})
        found += [one | {"priority_too": True, "goal": None} for one in both if one["tier"] == row["tier"]]
    return found


def tiers(element: Shown, asked: Asked) -> None:
    rows = [row for row in tier_rows(asked) if not row["priority_too"] and row["attainment"] is not None][:MOST_TIERS]
    month = str(asked.selection.month)
    earlier = [_point(asked.control("attainment", tier=row["tier"]), shifted(month, -1)) for row in rows]
    before = [(place, one["value"]) for place, one in enumerate(earlier) if one and one["value"] is not None]
    goals = [(place, row["goal"]) for place, row in enumerate(rows) if row["goal"] is not None]
    dots = next(trace for trace in element.figure["data"] if "error_x" in trace)
    close(dots["x"], [row["attainment"] * 100 for row in rows], "attainment")
    in_places(dots)
    close(dots["error_x"]["array"], [(row["attainment_high"] - row["attainment"]) * 100 for row in rows], "upper end")
    close(dots["error_x"]["arrayminus"], [(row["attainment"] - row["attainment_low"]) * 100 for row in rows], "lower end")
    for words, row in zip(dots["hovertext"], rows, strict=True):
        says(words, percent(row["attainment"]), of(row["met"], row["decided"]), shapes.INTERVAL, percent(row["attainment_low"]),
             percent(row["attainment_high"]), names=[row["tier"]])  # fmt: skip
    others = [trace for trace in element.figure["data"] if trace is not dots]
    wanted = [marks for marks in (goals, before) if marks]
    assert len(others) == len(wanted)
    for trace, marks in zip(others, wanted, strict=True):
        assert trace["y"] == [place for place, _ in marks]
        close(trace["x"], [value * 100 for _, value in marks], "goal, or the month before")
        for words, (_, value) in zip(trace["hovertext"], marks, strict=True):
            says(words, percent(value))
    names = element.figure["layout"]["yaxis"]["ticktext"]
    for words, row in zip(names, rows, strict=True):
        says(words, percent(row["attainment"]), names=[row["tier"]])
    said = [word for row in rows for word in (percent(row["attainment"]), of(row["met"], row["decided"]))]
    says(element.alt, *said, names=[row["tier"] for row in rows])


def levels(element: Shown, asked: Asked) -> None:
    months = _series(asked)
    rows = [row for row in asked.rows("escalation_frequency", by="month,level", period=False) if row["month"] in months and row["level"]]
    found = {(row["month"], row["level"]): row["escalation_frequency"] for row in rows}
    order = sorted({row["level"] for row in rows if row["escalations"]})
    assert [trace["name"] for trace in element.figure["data"]] == [str(level) for level in order]
    for trace, level in zip(element.figure["data"], order, strict=True):
        amounts = [found.get((month, level)) or 0.0 for month in months]
        close(trace["y"], amounts, f"level {level}")
        in_places(trace, "x")
        for words, month, amount in zip(trace["hovertext"], months, amounts, strict=True):
            head, _, body = words.partition("<br>")
            says(head, month_name(month))
            says(body, str(level), per_hundred(amount), "100")
    totals = {month: sum(found.get((month, level)) or 0.0 for level in order) for month in months}
    most = max(totals, key=lambda month: totals[month])
    said = (month_name(most), per_hundred(totals[most]), month_name(months[-1]), per_hundred(totals[months[-1]]))
    says(element.alt, "100", *map(str, order), *said)


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    low, high = row["attainment_low"], row["attainment_high"]
    return {
        "Received": count(row["tickets"] or 0),
        "Met of decided": of(row["met"], row["decided"]) if row["decided"] else "",
        "Attainment": percent(row["attainment"], "none decided"),
        "95 % interval": "" if is_missing(low) else f"{percent(low)} to {percent(high)}",
        "Median": duration(row["elapsed_p50"], "none timed", at_least=bool(row["elapsed_p50_at_least"])),
        "90th pct.": duration(row["elapsed_p90"], "none timed", at_least=bool(row["elapsed_p90_at_least"])),
        "Overdue": count(row["overdue"] or 0),
        "Running": count(row["running"] or 0),
        "Esc. per 100": per_hundred(row["escalation_frequency"], "not recorded" if row["tickets"] else "no tickets"),
    }


def _target(asked: Asked, tier: str | None) -> str:
    """The target that all decided clocks of a tier were held to, where it is one."""
    found = {clock["target"] for clock in asked.clocks() if clock["tier"] == tier and clock["outcome"] in ("met", "breached")} - {None}
    return f" · {found.pop()}" if len(found) == 1 else ""


def tier_table(element: Shown, asked: Asked) -> None:
    """Columns of zeros are left out, and so is nothing else but the interval."""
    wanted = [(row, _cells(row)) for row in tier_rows(asked)]
    head, *columns = list(element.frame.columns)
    told = element.frame.values.tolist()
    if len(wanted) > 12:
        wanted = [(row, cells) for row, cells in wanted if not row["priority_too"]][:12]
    assert len(told) >= len(wanted), "rows are missing"
    for line, (row, cells) in zip(told, wanted, strict=False):
        name = row["priority"] if row["priority_too"] else row["tier"]
        target = "" if row["priority_too"] else _target(asked, row["tier"])
        assert line[0] == (name or ("No priority" if row["priority_too"] else "No tier")) + target, line[0]
        for column, cell in zip(columns, line[1:], strict=True):
            if column == "Goal":
                assert numbers(cell)[:1] == ([] if row["goal"] is None else numbers(percent(row["goal"])))
            else:
                assert cell == cells[column], (head, column, cell, cells[column])
    _nothing_else(told[len(wanted) :], columns)
    left_out = {*_cells(wanted[0][0]), *columns} - set(columns) - {"95 % interval"}
    assert all(cells[column] == "0" for column in left_out for _, cells in wanted), left_out


def _nothing_else(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> None:
    """Tiers of the policy without a ticket."""
    for row in rows:
        cells = dict(zip(columns, row[1:], strict=True))
        assert cells["Received"] == "0" and cells["Met of decided"] == "" and not numbers(cells["Attainment"])


MONTH: Comparisons = {
    **{f"tile {label}": partial(tile, name) for label, name in TILES.items()},
    "tile Open tickets": open_tile,
    "chart month-trend": trend,
    "chart month-tiers": tiers,
    "chart month-levels": levels,
    "table plain": tier_table,
}

MISSING: Absences = {
    "tile .*": lambda asked: False,
    "chart month-trend": lambda asked: not any(row["decided"] for row in asked.rows("decided", by="month", period=False)
                                               if row["month"] in _series(asked)),
    "chart month-tiers": lambda asked: not any(row["decided"] for row in tier_rows(asked)),
    "chart month-levels": lambda asked: not any(row["escalations"] for row in asked.rows("escalations", by="month,level", period=False)
                                                if row["month"] in _series(asked)),
    "table plain": lambda asked: False,
}  # fmt: skip
