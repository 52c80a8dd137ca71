"""The escalations page, held against measure and control; its list against the exported escalations.

Who could have been escalated and was not is listed by no command: its count is that of measure, its rows are those of the store.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import Any

from analytics.figures.wording import WEEKDAYS, count, counted, duration, month_name, of, per_hundred, percent
from analytics.figures.wording import shown as written
from tests.pages.agreement import shapes
from tests.pages.agreement.asked import Absences, Asked, Comparisons, local
from tests.pages.agreement.breaches import Cell, at, falls, in_hours, listed, plainly
from tests.pages.agreement.saying import clicked, close, in_places, says, table_is
from tests.pages.agreement.shown import Shown

MOST = 10
FEWEST = 20
FREQUENCY = ("escalation_frequency", "escalations", "tickets_with_levels")
TILES = {
    "Per 100 tickets": "escalation_frequency", "Escalated share": "escalated_share", "Escalations": "escalations",
    "Skipping a level": "escalations_skipping", "Repeated": "escalations_repeated", "Without a ladder": "escalations_without_ladder",
}  # fmt: skip
ALL = "All levels"


def tile(name: str, element: Shown, asked: Asked) -> None:
    """Null where no source records levels (E4)."""
    row = asked.row(name, "escalation_frequency", "escalated_share", "escalations", "levels_skipped", "tickets_with_levels")
    value, (beneath,) = element.tile
    words = {"escalation_frequency": per_hundred, "escalated_share": lambda one: percent(one, "not recorded")}.get(name, count)
    assert value == words(row[name])
    recorded = row["escalations"] is not None
    every = counted(row["escalations"] or 0, "escalation")
    interval = (row["escalation_frequency_low"], row["escalation_frequency_high"])
    wanted = {
        "escalation_frequency": [of(row["escalations"], row["tickets_with_levels"]), shapes.INTERVAL, *map(per_hundred, interval)],
        "escalated_share": [of(row["escalated_tickets"], row["tickets_with_levels"])],
        "escalations": [], "escalations_skipping": [every, counted(row["levels_skipped"] or 0, "level")],
    }.get(name, [every])  # fmt: skip
    is_told = recorded and (row["tickets_with_levels"] or name not in ("escalation_frequency", "escalated_share"))
    says(beneath, *(wanted if is_told else []))


def level_names(asked: Asked) -> dict[int, str]:
    """The levels that occur in the store, as the page calls them."""
    every = asked.line.exported("escalations")
    found = {}
    for level in sorted({row["level"] for row in every}):
        called = Counter(row["level_name"] for row in every if row["level"] == level).most_common(1)[0][0]
        found[level] = f"{level} {called}" if called else f"Level {level}"
    return found


def _charts(asked: Asked) -> dict[Any, Mapping[str, Any]]:
    """The chart of all escalations (None), and that of each level in view."""
    levels = [row["level"] for row in asked.rows("escalation_frequency", by="level", period=False) if row["level"] is not None]
    return {None: asked.control("escalation_frequency")} | {
        level: asked.control("escalation_frequency", level=str(level)) for level in levels
    }


def _months(asked: Asked) -> list[str]:
    return asked.months([point["period"] for point in asked.control("escalation_frequency")["points"]])


def strips(element: Shown, asked: Asked) -> None:
    charts, months, names = _charts(asked), _months(asked), level_names(asked)
    by_axis = {axis: list(traces) for axis, traces in groupby(element.figure["data"], lambda trace: trace["yaxis"])}
    assert len(by_axis) == len(charts)
    centres = {line["yref"].split(" ")[0]: line["y0"] for line in shapes.lines(element.figure)}
    notes, said = [], ["100"]
    for (axis, traces), (level, chart) in zip(by_axis.items(), charts.items(), strict=True):
        name = ALL if level is None else names[level]
        points = [point for point in chart["points"] if point["period"] in months]
        *limits, line = traces
        assert clicked(line) == [[point["period"], *([] if level is None else [level])] for point in points]
        close(line["y"], [point["value"] for point in points], name)
        assert line["x"] == [months.index(point["period"]) for point in points]
        assert all(trace["x"] == [months.index(p["period"]) for p in points if p["upper_limit"] is not None] for trace in limits)
        said += _strip_alt(name, points)
        limited = [point for point in points if point["upper_limit"] is not None]
        close(
            [trace["y"] for trace in limits], [[p[end] for p in limited] for end in ("upper_limit", "lower_limit")] if limited else [], name
        )
        symbols = ["diamond" if point["signals"] else "circle" if point["closed"] else "circle-open" for point in points]
        assert line["marker"]["symbol"] == symbols
        for words, point in zip(line["hovertext"], points, strict=True):
            _strip_hover(words, point, name)
        close(centres.get(axis), chart["centre"] if chart["enough"] else None, "centre")
        notes += [name, *([per_hundred(chart["centre"])] if chart["enough"] else [])]
    says(" ".join(one["text"] for one in shapes.annotations(element.figure)), *notes)
    says(element.alt, *said)


def _strip_alt(name: str, points: list[Mapping[str, Any]]) -> list[str]:
    known = [point for point in points if point["value"] is not None]
    if not known:
        return [name]
    signals = [words for point in points if point["signals"] for words in (month_name(point["period"]), *point["signals"])]
    return [name, per_hundred(known[-1]["value"]), month_name(known[-1]["period"]), *signals]


def _strip_hover(words: str, point: Mapping[str, Any], name: str) -> None:
    if point["value"] is None:
        says(words, month_name(point["period"]), names=[name])
        return
    limits = [] if point["upper_limit"] is None else [per_hundred(point["lower_limit"]), per_hundred(point["upper_limit"])]
    says(words, month_name(point["period"]), per_hundred(point["value"]), "100", of(point["numerator"], point["denominator"]), *limits,
         *point["signals"], names=[name])  # fmt: skip


def strips_table(element: Shown, asked: Asked) -> None:
    rows = asked.rows("escalation_frequency", by="month,level", period=False)
    columns = list(element.frame.columns)
    months = _months(asked)
    table_is(element.frame, [[row[name] for name in columns] for row in rows if row["level"] is not None and row["month"] in months])


def _steps(asked: Asked) -> list[tuple[int, str, int, int | None]]:
    """Level, name, distinct tickets escalated to it or above it in the period, and those of the step before."""
    found: list[tuple[int, str, int, int | None]] = []
    for level, name in level_names(asked).items():
        tickets = len({(row["source"], row["ticket_id"]) for row in asked.escalations() if row["level"] >= level})
        found.append((level, name, tickets, found[-1][2] if found else None))
    return found


def ladder(element: Shown, asked: Asked) -> None:
    rows = []
    for level, name, tickets, before in _steps(asked):
        share = percent(tickets / before) if before else ""
        said = [counted(tickets, "ticket")] if before is None else [of(tickets, before), share]
        rows.append((name, (tickets,), said, [], [level]))
        if before is not None and tickets:
            told = asked.row("tickets_escalated_to", level=str(level))["tickets_escalated_to"]
            assert told <= tickets
    shapes.parted(element, rows)


def ladder_table(element: Shown, asked: Asked) -> None:
    table_is(element.frame, [(level, name, n, before, n / before if before else None) for level, name, n, before in _steps(asked)])


def _before_after(asked: Asked) -> list[dict[str, Any]]:
    """By clock and level, of clocks of which an escalated ticket has a due instant."""
    found = []
    for clock in ("first_response", "resolution"):
        rows = asked.within(clock=clock).rows("after_breach_share", "escalation_events", by="level")
        rows = [row | {"clock": clock.replace("_", " ")} for row in rows if row["level"] is not None and row["escalation_events"]]
        found += rows if sum(row["with_due_events"] for row in rows) else []
    return found


def before_after(element: Shown, asked: Asked) -> None:
    found, names = _before_after(asked), level_names(asked)
    both = len({row["clock"] for row in found}) > 1
    rows = []
    for row in found:
        after, due, every = row["after_breach_events"], row["with_due_events"], row["escalation_events"]
        name = names[row["level"]] + (f", {row['clock']}" if both else "")
        more = [count(every - due)] if every > due else []
        rows.append(
            (
                name,
                (after, due - after, every - due),
                [of(after, due), percent(row["after_breach_share"], "none due")],
                more,
                [row["level"]],
            )
        )
    shapes.parted(element, rows)


def _times(asked: Asked) -> list[dict[str, Any]]:
    names = [f"to_level_{time}_{part}" for time in ("business", "calendar") for part in ("p50", "p90")]
    return [row for row in asked.rows(*names, by="level") if row["level"] is not None and row["escalation_events"]]


def how_soon(time: str, element: Shown, asked: Asked) -> None:
    names = level_names(asked)
    rows = [(names[row["level"]], row["level"], row[f"to_level_{time}_p50"], row[f"to_level_{time}_p90"], row["escalation_events"])
            for row in _times(asked)]  # fmt: skip
    known = [row for row in rows if row[2] is not None]
    assert len(element.figure["data"]) == len(known)
    for trace, (name, level, p50, p90, n) in zip(element.figure["data"], known, strict=True):
        close([*trace["x"], *trace["y"]], [p50, p90, *[[row[0] for row in rows].index(name)] * 2], name)
        assert clicked(trace) == [[level]] * 2
        for words in trace["hovertext"]:
            says(words, duration(p50), duration(p90), count(n), names=[name])
    assert [one["text"] for one in shapes.annotations(element.figure)[::2]] == [name[:24] for name, *_ in rows]
    for one, (name, _, p50, p90, n) in zip(shapes.annotations(element.figure)[1::2], rows, strict=True):
        says(one["text"], *([] if p50 is None else [_short(p50), _short(p90), count(n)]), names=[name])
    said = [word for name, _, p50, p90, n in known for word in (duration(p50), duration(p90), count(n))]
    says(element.alt, *said, names=names.values())


def _short(seconds: int) -> str:
    return f"{seconds / 3600:.1f} h" if 3600 <= seconds < 360_000 else duration(seconds)


def answer_table(rows: Any, element: Shown, asked: Asked) -> None:
    """Rows of an answer, in the columns that the table has."""
    columns = list(element.frame.columns)
    table_is(element.frame, [[row[name] for name in columns] for row in rows(asked)])


def tier_priority(element: Shown, asked: Asked) -> None:
    known = [row for row in asked.rows("escalation_frequency", by="tier,priority") if row["tickets_with_levels"]]
    tiers = list(dict.fromkeys(row["tier"] for row in known))
    priorities = [one for one in asked.values("priority") if one in {row["priority"] for row in known}]
    cells = {(row["tier"], row["priority"]): row for row in known}
    shapes.matrix(element, cells, tiers, priorities, *FREQUENCY, per_hundred)


def _places(by: str, asked: Asked) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those with tickets enough to rank, the most frequent first; and the others."""
    rows = [row for row in asked.rows("escalation_frequency", by=by) if (row["tickets_with_levels"] or 0) + (row["escalations"] or 0)]
    enough = [row for row in rows if (row["tickets_with_levels"] or 0) >= FEWEST]
    enough.sort(key=lambda row: (-row["escalation_frequency"], -row["tickets_with_levels"]))
    return enough, [row for row in rows if (row["tickets_with_levels"] or 0) < FEWEST]


def from_where(by: str, element: Shown, asked: Asked) -> None:
    top = _places(by, asked)[0][:MOST]
    overall = asked.row("escalation_frequency")["escalation_frequency"]
    (bars,) = element.figure["data"]
    close(bars["x"], [row["escalation_frequency"] for row in top], "frequency")
    close(bars["base"], [0.0] * len(top), "base")
    close(bars["error_x"]["array"], [row["escalation_frequency_high"] - row["escalation_frequency"] for row in top], "upper end")
    close(bars["error_x"]["arrayminus"], [row["escalation_frequency"] - row["escalation_frequency_low"] for row in top], "lower end")
    assert clicked(bars) == [[row[by]] for row in top]
    in_places(bars)
    listed_first = [word for row in top[:5]
                    for word in (per_hundred(row["escalation_frequency"]), of(row["escalations"], row["tickets_with_levels"]))]  # fmt: skip
    more = [f"{len(top) - 5}"] if len(top) > 5 else []
    says(element.alt, "100", per_hundred(overall), "100", *listed_first, *more, names=[written(row[by]) for row in top])
    *texts, line = shapes.annotations(element.figure)
    says(line["text"], per_hundred(overall), "100")
    across = [float(x) for x in re.findall(r"[ML] ([^,]+),", element.figure["layout"]["shapes"][0]["path"])]
    close(across, [overall] * 2 * len(top), "all")
    for head, said, words, row in zip(texts[::2], texts[1::2], bars["hovertext"], top, strict=True):
        low, high = row["escalation_frequency_low"], row["escalation_frequency_high"]
        numbers = (per_hundred(row["escalation_frequency"]), of(row["escalations"], row["tickets_with_levels"]))
        says(said["text"], *numbers)
        says(words, *numbers, "100", shapes.INTERVAL, per_hundred(low), per_hundred(high), names=[written(row[by])])
        assert ("<b>" in head["text"]) == (not low <= overall <= high) == ("beyond chance" in words)


def places_table(by: str, element: Shown, asked: Asked) -> None:
    columns = list(element.frame.columns)[:-1]
    ranked, few = _places(by, asked)
    rows = [[row[name] for name in columns] + [is_ranked] for part, is_ranked in ((ranked, True), (few, False)) for row in part]
    table_is(element.frame, rows, [*columns, "ranked"])


def few_table(by: str, element: Shown, asked: Asked) -> None:
    table_is(element.frame, [[row[by], row["escalations"], row["tickets_with_levels"]] for row in _places(by, asked)[1]])


CELLS: Mapping[str, Cell] = {
    "Ticket": plainly("ticket_id"), "Level": plainly("level"), "Escalated": at("escalated_at"), "Received": at("received_at"),
    "From level": plainly("from_level"), "Skipped levels": plainly("skipped_levels"), "Tier": plainly("tier"),
    "Priority": plainly("priority"),
    "Group": plainly("group"), "Organisation": plainly("organisation"), "Response breached before": plainly("after_response_breach"),
    "Tier has a ladder": plainly("has_ladder"), "Status": plainly("status"), "Source": plainly("source"),
    "To": lambda row: "(tier without a ladder)" if row["has_ladder"] is False else row["level_name"],
}  # fmt: skip
AFTER = in_hours({"After (business h)": plainly("business_seconds"), "After (calendar h)": plainly("calendar_seconds")})


def escalated_list(element: Shown, asked: Asked) -> None:
    listed(element, asked.escalations(), CELLS, AFTER)
    falls(element.frame["Escalated"].tolist())


_ELIGIBLE = """
    SELECT ticket_id, level, eligible_at, is_stated, tier, priority, group_name, organisation, assignee, status, source, channel,
        eligible_on,
        received_weekday, received_hour
    FROM eligible_escalations WHERE NOT is_excluded AND NOT is_escalated
"""


def not_escalated_list(element: Shown, asked: Asked) -> None:
    names = ("Ticket", "To level", "Eligible since", "Time stated by the policy", "Tier", "Priority", "Group", "Organisation", "Assignee",
             "Status", "Source", "channel", "eligible_on", "weekday", "hour")  # fmt: skip
    rows = [dict(zip(names, row, strict=True)) for row in asked.line.sql(_ELIGIBLE)]
    selection = asked.selection
    for row in rows:
        row |= {"weekday": WEEKDAYS[row["weekday"] - 1], "hour": str(row["hour"])}
    for dimension, values in selection.where.items():
        rows = [row for row in rows if row.get(dimension, row.get(dimension.capitalize())) in values]
    rows = [row for row in rows if selection.month in (None, f"{row['eligible_on']:%Y-%m}")]
    assert len(rows) == asked.row("eligible_not_escalated")["eligible_not_escalated"]
    cells = {name: plainly(name) for name in names[:11]} | {"Eligible since": lambda row: local(row["Eligible since"].astimezone())}
    listed(element, rows, cells, {})


ESCALATIONS: Comparisons = {
    **{f"tile {label}": partial(tile, name) for label, name in TILES.items()},
    "chart escalation-strips": strips,
    "table table-escalation-frequency": strips_table,
    "chart escalation-ladder": ladder,
    "table table-escalation-ladder": ladder_table,
    "chart before-after": before_after,
    "table table-escalated-before-or-after": partial(answer_table, _before_after),
    **{f"chart time-to-levels-{time}": partial(how_soon, time) for time in ("business", "calendar")},
    "table table-time-to-levels-.*": partial(answer_table, _times),
    "chart escalations-tier-priority": tier_priority,
    "table table-escalations-by-tier-and-priority": partial(
        answer_table, lambda asked: asked.rows("escalation_frequency", by="tier,priority")
    ),
    **{f"chart escalations-by-{by}": partial(from_where, by) for by in ("group", "organisation")},
    **{f"table table-escalations-by-{by}": partial(places_table, by) for by in ("group", "organisation")},
    **{f"table Escalations and tickets by {by}, few tickets": partial(few_table, by) for by in ("group", "organisation")},
    "table Escalations, the latest first": escalated_list,
    "table Eligible and not escalated, the latest first": not_escalated_list,
}


def _none(asked: Asked) -> bool:
    return not asked.row("escalations")["escalations"]


MISSING: Absences = {
    "tile .*": lambda asked: False,
    "chart escalation-strips": lambda asked: not asked.row("escalations", period=False)["escalations"],
    **{f"chart {name}": _none for name in ("escalation-ladder", "time-to-levels-business", "time-to-levels-calendar")},
    "chart before-after": lambda asked: not _before_after(asked),
    "chart escalations-tier-priority": lambda asked: not asked.row("escalation_frequency")["tickets_with_levels"],
    **{f"chart escalations-by-{by}": lambda asked, by=by: _none(asked) or not [row for row in _places(by, asked)[0] if row[by]]
       for by in ("group", "organisation")},
    "table Escalations, .*": _none,
    "table Eligible and not escalated, .*": lambda asked: not asked.row("eligible_not_escalated")["eligible_not_escalated"],
}  # fmt: skip
