"""The ticket page, held against `sundial explain`.

The changes of a ticket's fields, which the timeline and the list of events show, are printed by no command: they are read from the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analytics.figures.wording import WEEKDAYS, duration
from analytics.figures.wording import shown as written
from tests.pages.numbers.asked import Absences, Asked, Comparisons
from tests.pages.numbers.saying import close, numbers, says, table_is
from tests.pages.numbers.shown import Shown

TITLES = {"first_response": "First response", "resolution": "Resolution"}
MANY_STRETCHES = 60
_SECONDS = {"h": 3600, "hour": 3600, "min": 60, "minute": 60, "s": 1, "second": 1}


def seconds_in(words: str) -> int:
    """`2 h 26 min 17 s`, `30 minutes`."""
    return sum(int(n.replace(",", "")) * _SECONDS[unit] for n, unit in re.findall(r"([\d,]+)\s(hour|minute|second|min|h|s)", words))


def told(asked: Asked) -> dict[str, Any]:
    """What explain says of the ticket that the selection names."""
    choices = asked.selection.choices
    return dict(asked.line.json("explain", choices["ticket"], "--source", choices["desk"]))


def clock_of(asked: Asked) -> dict[str, Any]:
    """The clock that is looked at: first response, unless another is chosen or only resolution has a verdict."""
    clocks = {clock["clock"]: clock for clock in told(asked)["clocks"]}
    judged = [name for name in TITLES if clocks[name]["outcome"] in ("met", "breached", "running")]
    chosen = asked.selection.choices.get("ticket_clock")
    return clocks["resolution" if chosen == "Resolution" or (not chosen and judged == ["resolution"]) else "first_response"]


def verdict(clock: Mapping[str, Any]) -> str:
    if clock["is_overdue"]:
        return "breached (overdue)"
    if clock["outcome"] == "running":
        return f"running{' (paused)' if clock['is_paused'] else ' (at risk)' if clock['is_at_risk'] else ''}"
    return clock["outcome"].replace("_", " ")


def _zone(clock: Mapping[str, Any]) -> ZoneInfo:
    return ZoneInfo(clock["terms"]["zone"] if clock["terms"] else "UTC")


def _at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def moment(at: datetime | str | None, zone: ZoneInfo) -> str:
    """As tables write an instant: `Fri 2026-10-02 16:30`."""
    if at is None:
        return "none"
    local = (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(zone)
    return f"{WEEKDAYS[local.weekday()]} {local:%Y-%m-%d} {local:%H:%M:%S}".removesuffix(":00")


def tile(element: Shown, asked: Asked) -> None:
    clock = clock_of(asked)
    value, (beneath,) = element.tile
    value, beneath = (words.replace("\\", "").replace("\u2060", "") for words in (value, beneath))
    name, terms = element.name.removeprefix("tile "), clock["terms"]
    due, target = _at(clock["due_at"]), clock["target"] or ""
    local = due.astimezone(_zone(clock)) if due else None
    stated = terms["target"]["seconds"] if terms else None
    counted = sum(entry["counted_seconds"] for entry in clock["entries"] or [])
    hasty = {"Left": clock["remaining_seconds"], "In hand": clock["remaining_seconds"], "Over": clock["over_seconds"]}
    head, _, more = verdict(clock).rstrip(")").partition(" (")
    wanted = {
        "Verdict": ((more or head).capitalize(), [] if clock["reason"] else [target]),
        "Counted": (
            "not counted" if clock["entries"] is None else duration(counted),
            [duration(stated)] if stated is not None and clock["entries"] is not None else [],
        ),
        "Due": ("none" if local is None else f"{WEEKDAYS[local.weekday()]} {local:%H:%M}", [f"{local:%Y-%m-%d}"] if local else []),
    }.get(name) or (duration(hasty[name]), [duration(clock["over_calendar_seconds"])] if name == "Over" else [])
    assert value == wanted[0]
    says(beneath, *wanted[1], names=[clock["reason"] or ""])
    assert (name == "Left") == (name in hasty and clock["over_seconds"] is None and clock["stopped_at"] is None)


NAMES = {
    "closed": "outside hours", "before opening": "outside hours", "half day": "outside hours", "dated hours": "outside hours",
    "break": "outside hours", "paused": "paused", "resolved": "resolved, then reopened", "holiday": "holiday",
}  # fmt: skip


def _drawn_as(entry: Mapping[str, Any]) -> str:
    if entry["kind"] == "counted":
        return "counted, past due" if entry["is_past_due"] else "counted"
    if entry["kind"] in ("paused", "resolved", "holiday"):
        return NAMES[entry["kind"]]
    return "closed day" if entry["is_closed_day"] else "outside hours"


@dataclass(frozen=True)
class Places:
    """Where instants stand on the picture, in seconds: `received` stands at `at`."""

    received: datetime
    at: float

    def __call__(self, instant: datetime | str) -> float:
        then = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        return self.at + (then - self.received).total_seconds()


def timeline(element: Shown, asked: Asked) -> None:
    """Stretches, office hours and marks, in seconds from where the picture begins; `Received` says where that is."""
    ticket, clock = told(asked), clock_of(asked)
    marks = {trace["name"]: trace for trace in element.figure["data"] if trace["type"] == "scatter"}
    received = datetime.fromisoformat(ticket["received_at"])
    place = Places(received, marks["Received"]["x"][0])
    bars = [trace for trace in element.figure["data"] if trace["type"] == "bar"]
    entries = [entry for entry in clock["entries"] if entry["seconds"]]
    for name in {_drawn_as(entry) for entry in entries} | {trace["name"] for trace in bars if trace["y"][0] == 0}:
        own = [entry for entry in entries if _drawn_as(entry) == name]
        (trace,) = [one for one in bars if one["name"] == name and one["y"][0] == 0]
        close(trace["base"], [place(entry["from_at"]) for entry in own], name)
        close(trace["x"], [entry["seconds"] for entry in own], name)
        for words, entry in zip(trace["hovertext"], own, strict=True):
            assert seconds_in(words.rpartition(": ")[2]) == (entry["counted_seconds"] or entry["seconds"]), words
    _office(bars, entries, place)
    _marked(marks, dict(_events(asked, ticket, clock)), place, element)
    says(element.alt.partition("counted")[0].rpartition(":")[2], _length(sum(entry["counted_seconds"] for entry in entries)))


def _length(seconds: int) -> str:
    """The numbers of a length: `9 h 1 min`, `30 minutes`."""
    parts = [(seconds // 3600, "h", "hours"), (seconds // 60 % 60, "min", "minutes"), (seconds % 60, "s", "seconds")]
    known = [part for part in parts if part[0]] or [(0, "s", "seconds")]
    return f"{known[0][0]:,} {known[0][2]}" if len(known) == 1 else " ".join(f"{amount:,} {short}" for amount, short, _ in known)


def _office(bars: Sequence[Any], entries: Sequence[Mapping[str, Any]], place: Places) -> None:
    """Within each stretch of the clock the office is open for as many seconds as the ledger says."""
    opened = [
        one
        for trace in bars
        if trace["y"][0] == 1 and trace["name"] == "office open"
        for one in zip(trace["base"], trace["x"], strict=True)
    ]
    if not any(trace["y"][0] == 1 for trace in bars):
        return
    for entry in entries:
        start = place(entry["from_at"])
        end = start + entry["seconds"]
        inside = sum(max(0.0, min(end, base + length) - max(start, base)) for base, length in opened)
        assert abs(inside - entry["business_seconds"]) < 1e-3, f"the office is open for {inside} s in {entry}"


def _events(asked: Asked, ticket: Mapping[str, Any], clock: Mapping[str, Any]) -> Iterator[tuple[str, list[datetime]]]:
    """What is marked: a row's name and its instants."""
    yield "Received", [datetime.fromisoformat(ticket["received_at"])]
    moves = [at for field, at in _changes(asked, ticket) if field in ("assignee", "group")]
    for other in ticket["clocks"]:
        if other["stopped_at"] and other["stopped_by"] != "resolution without response":
            yield {"first_response": "Answered", "resolution": "Resolved"}[other["clock"]], [datetime.fromisoformat(other["stopped_at"])]
    yield "Assigned", moves
    yield "Escalated", [datetime.fromisoformat(move["escalated_at"]) for move in ticket["escalations"]]
    yield "Due", [datetime.fromisoformat(clock["due_at"])] if clock["due_at"] else []
    yield "Export's deadline", [datetime.fromisoformat(clock["deadline_at"])] if clock["deadline_at"] else []
    yield "As of", [] if clock["stopped_at"] else [datetime.fromisoformat(ticket["as_of"])]


def _changes(asked: Asked, ticket: Mapping[str, Any]) -> list[tuple[str, datetime]]:
    rows = asked.line.sql("SELECT field, changed_at FROM ticket_changes WHERE source = $s AND ticket_id = $t ORDER BY changed_at",
                          {"s": ticket["source"], "t": ticket["ticket_id"]})  # fmt: skip
    return [(field, at.replace(tzinfo=ZoneInfo("UTC"))) for field, at in rows]


def _marked(marks: Mapping[str, Any], events: Mapping[str, list[datetime]], place: Places, element: Shown) -> None:
    """A mark outside the range stands at its edge."""
    end = element.figure["layout"]["xaxis"]["range"][1]
    assert set(marks) == {name for name, instants in events.items() if instants}
    for name, trace in marks.items():
        close(trace["x"], [min(max(place(at), 0.0), end) for at in events[name]], name)
    inside = [place(at) for at in events["Due"] if 0 <= place(at) <= end]
    close([line["x0"] for line in element.figure["layout"].get("shapes", [])], inside, "due")


def ledger(element: Shown, asked: Asked) -> None:
    clock = clock_of(asked)
    entries = clock["entries"]
    frame = element.frame
    if "Why" not in frame:
        assert len(entries) > MANY_STRETCHES
        _condensed(element, clock)
        return
    zone, so_far = ZoneInfo(clock["zone"]), 0
    assert len(frame) == len(entries)
    for row, entry in zip(frame.to_dict("records"), entries, strict=True):
        so_far += entry["counted_seconds"]
        assert row["From"] == moment(entry["from_at"], zone)
        assert row["To"] in (
            moment(entry["to_at"], zone),
            f"{WEEKDAYS[date.fromisoformat(row['To'][4:14]).weekday()]} {row['To'][4:14]} 24:00",
        )
        assert (seconds_in(row["Counted"]), seconds_in(row["So far"])) == (entry["counted_seconds"], so_far)
        assert (row["Past due"], row["Rules"], row["Counted (s)"]) == (
            entry["is_past_due"],
            ", ".join(entry["rules"]),
            entry["counted_seconds"],
        )
        open_time = entry["business_seconds"] if entry["business_seconds"] and not entry["counted_seconds"] else 0
        assert row["Why"].startswith(entry["why"]) and seconds_in(row["Why"].removeprefix(entry["why"])) == open_time
    assert seconds_in(element.alt.partition("In all ")[2].partition(" counted")[0]) == so_far == clock["elapsed_seconds"]


def _condensed(element: Shown, clock: Mapping[str, Any]) -> None:
    so_far = 0
    assert len(element.frame) == len(clock["periods"])
    for row, one in zip(element.frame.to_dict("records"), clock["periods"], strict=True):
        so_far += one["counted_seconds"]
        days = [f"{WEEKDAYS[date.fromisoformat(day).weekday()]} {day}" for day in dict.fromkeys((one["from_on"], one["to_on"]))]
        assert row[one["grain"].capitalize()] == " – ".join(days)
        assert (seconds_in(row["Counted"]), seconds_in(row["So far"])) == (one["counted_seconds"], so_far)
        assert (row["Counted (s)"], row["Past due"]) == (one["counted_seconds"], one["is_past_due"])
        assert row["Did not count"] == "; ".join(one["not_counted"])
    assert so_far == clock["elapsed_seconds"]


def facts(element: Shown, asked: Asked) -> None:
    ticket = told(asked)
    zone, newest = ZoneInfo(ticket["reporting_zone"]), ticket["clocks"][1]
    found = dict(element.frame.values.tolist())
    wanted = {
        "State": f"{ticket['state']} ({written(ticket['status'])})", "Received": moment(ticket["received_at"], zone),
        "Group": written(newest["group_name"]), "Assignee": written(newest["assignee"]), "Organisation": written(ticket["organisation"]),
        "Excluded": ticket["exclusion_title"] or written(ticket["exclusion_reason"], "no"),
        "Reopened": "no history" if ticket["reopens"] is None else str(ticket["reopens"]), "As of": moment(ticket["as_of"], zone),
        "In the last load": "yes" if ticket["seen_in_last_load"] else "no: not seen since",
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted
    assert set(found) - set(wanted) == {"Tier", "Priority", "Channel"}
    for name in ("Tier", "Priority", "Channel"):
        assert found[name].startswith(written(ticket[name.lower()]))


def verdicts(element: Shown, asked: Asked) -> None:
    ticket = told(asked)
    zone = ZoneInfo(ticket["reporting_zone"])
    for clock in ticket["clocks"]:
        vendor = clock["vendor_outcome"]
        assert element.frame[TITLES[clock["clock"]]].tolist() == [
            verdict(clock), written(clock["reason"], "none"), written(clock["target"], "none"), moment(clock["due_at"], zone),
            moment(clock["deadline_at"], zone), clock["deadline_outcome"] if clock["deadline_at"] else "none",
            "none" if vendor == "unknown" else vendor,
        ]  # fmt: skip


def terms(element: Shown, asked: Asked) -> None:
    clock = clock_of(asked)
    held = clock["terms"]
    found = dict(element.frame.values.tolist())
    since = moment(held["effective_at"], _zone(clock)) if held["effective_at"] else "the beginning"
    assert found["Policy"] == f"{held['policy']}, in force from {since}" and found["Zone"] == held["zone"]
    assert found["Calendar"] == f"{held['calendar']}: {'around the clock' if held['is_round_the_clock'] else held['hours']}"
    target = held["target"]
    is_stated = target["seconds"] is not None or target["days"] is not None
    assert found["Target"] == (f"{target['text']}, {target['reading']}, {target['landing']}".replace("_", " ") if is_stated else "none")
    assert ("Precision" in found) == bool(clock["precision_seconds"])
    if clock["precision_seconds"]:
        assert seconds_in(found["Precision"]) == clock["precision_seconds"]


def events(element: Shown, asked: Asked) -> None:
    ticket = told(asked)
    zone = ZoneInfo(ticket["reporting_zone"])
    happened = [("received", datetime.fromisoformat(ticket["received_at"])), *_changes(asked, ticket)]
    happened += [("escalated", datetime.fromisoformat(move["escalated_at"])) for move in ticket["escalations"]]
    happened += [(f"{TITLES[one['clock']].lower()} clock stopped", datetime.fromisoformat(one["stopped_at"]))
                 for one in ticket["clocks"] if one["stopped_at"]]  # fmt: skip
    happened.sort(key=lambda one: one[1])
    assert element.frame["At"].tolist() == [moment(at, zone) for _, at in happened]
    assert sorted(element.frame["What"]) == sorted(what for what, _ in happened)
    levels = [numbers(words)[0] for words in element.frame.loc[element.frame["What"] == "escalated", "To"]]
    assert levels == [str(move["level"]) for move in ticket["escalations"]]


def loads(element: Shown, asked: Asked) -> None:
    ticket = told(asked)
    zone = ZoneInfo(ticket["reporting_zone"])
    rows = [
        (one["load_id"], one["file_name"], one["layout"], moment(one["as_of"], zone), moment(one["loaded_at"], zone))
        for one in ticket["loads"]
    ]
    table_is(element.frame, rows)


TICKET: Comparisons = {
    **{f"tile {name}": tile for name in ("Verdict", "Counted", "Due", "Over", "Left", "In hand")},
    "chart timeline": timeline,
    "table Ledger": ledger,
    "table Facts of the ticket": facts,
    "table Verdicts of the policy, the export's deadline and the vendor, for both clocks": verdicts,
    "table What the .* clock was held to": terms,
    "table Changes and escalations of the ticket, in order": events,
    "table Loads whose files held the ticket or a change of it": loads,
}

MISSING: Absences = {
    **{f"tile {name}": lambda asked: False for name in ("Verdict", "Counted", "Due")},
    "tile Over|tile Left|tile In hand": lambda asked: (
        clock_of(asked)["over_seconds"] is None and clock_of(asked)["remaining_seconds"] is None
    ),
    "chart timeline": lambda asked: clock_of(asked)["entries"] is None,
    "table Ledger": lambda asked: not clock_of(asked)["entries"],
    "table What .* clock was held to": lambda asked: clock_of(asked)["terms"] is None,
    **{f"table {name} .*": lambda asked: False for name in ("Facts", "Verdicts", "Changes", "Loads")},
}
