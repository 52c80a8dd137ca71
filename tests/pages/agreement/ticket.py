"""The ticket page, held against `sundial explain`.

The changes of a ticket's fields, which the timeline and the list of events show, are printed by no command: they are read from the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analytics.figures.wording import WEEKDAYS, duration
from analytics.figures.wording import shown as written
from tests.pages.agreement.asked import Absences, Asked, Comparisons
from tests.pages.agreement.explained import changes, clock_of, length_words, seconds_in, told
from tests.pages.agreement.saying import says, table_is
from tests.pages.agreement.shown import Shown
from tests.pages.agreement.timeline import timeline

TITLES = {"first_response": "First response", "resolution": "Resolution"}
MANY_STRETCHES = 60


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
    stated = clock["target_seconds"] if clock["target_seconds"] is not None or not terms else terms["target"]["seconds"]
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
        assert row["Counted"] == (length_words(entry["counted_seconds"]) if entry["counted_seconds"] else "–")
        assert row["So far"] == length_words(so_far)
        assert (row["Past due"], row["Rules"], row["Counted (s)"]) == (
            entry["is_past_due"],
            ", ".join(entry["rules"]),
            entry["counted_seconds"],
        )
        open_time = entry["business_seconds"] if entry["business_seconds"] and not entry["counted_seconds"] else 0
        assert row["Why"] == entry["why"] + (f", {length_words(open_time)} of open time" if open_time else "")
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
    assert found["Channel"] == written(ticket["channel"]) + ("" if ticket["channel_covered"] else " (not covered by the policy: P6)")
    for name in ("tier", "priority"):
        word, exported = ticket[name], ticket[f"export_{name}"]
        basis = "at the start, as its history tells" if ticket[f"{name}_told_by_history"] else "the current one"
        now = f"; the export says {written(exported)} now" if exported and exported != word else ""
        assert found[name.capitalize()] == f"{written(word)} ({basis}){now}"


VERDICT_ROWS = ["Policy", "Reason", "Target", "Due", "Export's deadline", "By that deadline", "Export's own verdict"]


def verdicts(element: Shown, asked: Asked) -> None:
    ticket = told(asked)
    zone = ZoneInfo(ticket["reporting_zone"])
    assert element.frame["Verdict"].tolist() == VERDICT_ROWS
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
    happened = [(datetime.fromisoformat(ticket["received_at"]), "received", "", "")]
    happened += [(one.at, one.field, one.before, one.after) for one in changes(asked, ticket)]
    for move in ticket["escalations"]:
        past = [name for name in ("response", "resolution") if move[f"after_{name}_breach"]]
        named = f" ({written(move['level_name'])})" if move["level_name"] else ""
        after = f", after the {' and the '.join(past)} breach" if past else ""
        before = "" if move["from_level"] is None else f"level {move['from_level']}"
        happened.append((datetime.fromisoformat(move["escalated_at"]), "escalated", before, f"level {move['level']}{named}{after}"))
    for clock in ticket["clocks"]:
        if clock["stopped_at"]:
            words = (f"{TITLES[clock['clock']].lower()} clock stopped", "", f"by {clock['stopped_by']}")
            happened.append((datetime.fromisoformat(clock["stopped_at"]), *words))
    happened.sort(key=lambda one: one[0])
    found = element.frame.values.tolist()
    assert [row[0] for row in found] == [moment(at, zone) for at, *_ in happened]
    assert sorted(map(tuple, found)) == sorted((moment(at, zone), *rest) for at, *rest in happened)


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
