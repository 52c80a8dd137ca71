"""The timeline of a ticket, held against `sundial explain`: every stretch and mark stands where its instant is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from analytics.figures.wording import MONTHS, WEEKDAYS
from tests.pages.agreement.asked import Asked
from tests.pages.agreement.explained import changes, clock_of, length_words, seconds_in, told
from tests.pages.agreement.saying import close, says
from tests.pages.agreement.shown import Shown

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

    def instant(self, at: float) -> datetime:
        """What stands at a place."""
        return self.received + timedelta(seconds=round(at - self.at, 3))

    def __call__(self, instant: datetime | str) -> float:
        then = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        return self.at + (then - self.received).total_seconds()


def _label(at: datetime, zone: ZoneInfo) -> str:
    """As the picture writes an instant: `Mon 5 Oct 14:30`."""
    local = at.astimezone(zone)
    return f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local:%H:%M:%S}".removesuffix(":00")


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
    zone = ZoneInfo(clock["zone"])
    for trace in bars:
        assert len(set(trace["y"])) == 1
        for words, base, length in zip(trace["hovertext"], trace["base"], trace["x"], strict=True):
            ends = f"{_label(place.instant(base), zone)} to {_label(place.instant(base + length), zone)}"
            assert words.partition("</b><br>")[2].partition("<br>")[0] == ends, (words, ends)
    for words, move in zip(marks.get("Escalated", {}).get("hovertext", ()), ticket["escalations"], strict=True):
        assert words.endswith(f"to level {move['level']}" + (f", {move['level_name']}" if move["level_name"] else ""))
    for number, (name, trace) in enumerate(marks.items()):
        assert set(trace["y"]) == {number + 1 + any(one["y"][0] == 1 for one in bars)}, name
    _office(bars, entries, place)
    _marked(marks, dict(_events(asked, ticket, clock)), place, element, zone)
    _timeline_alt(element.alt, clock, entries)


def _timeline_alt(alt: str, clock: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> None:
    zone = ZoneInfo(clock["zone"])
    ends = [datetime.fromisoformat(at).astimezone(zone) for at in (entries[0]["from_at"], entries[-1]["to_at"])] if entries else []
    due = datetime.fromisoformat(clock["due_at"]).astimezone(zone) if clock["due_at"] else None
    holidays = list(dict.fromkeys(f"{entry['name']} ({entry['day']})" for entry in entries if entry["kind"] == "holiday"))
    still = sum(entry["seconds"] for entry in entries if entry["kind"] in ("paused", "resolved"))
    says(alt, *(f"{at:%Y-%m-%d %H:%M}" for at in ends), length_words(sum(entry["counted_seconds"] for entry in entries)),
         length_words(sum(entry["seconds"] for entry in entries)), *([f"{due:%Y-%m-%d %H:%M}"] if due else []),
         *([length_words(still)] if still else []), *holidays)  # fmt: skip


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
    moves = [one.at for one in changes(asked, ticket) if one.field in ("assignee", "group")]
    for other in ticket["clocks"]:
        if other["stopped_at"] and other["stopped_by"] != "resolution without response":
            yield {"first_response": "Answered", "resolution": "Resolved"}[other["clock"]], [datetime.fromisoformat(other["stopped_at"])]
    yield "Assigned", moves
    yield "Escalated", [datetime.fromisoformat(move["escalated_at"]) for move in ticket["escalations"]]
    yield "Due", [datetime.fromisoformat(clock["due_at"])] if clock["due_at"] else []
    yield "Export's deadline", [datetime.fromisoformat(clock["deadline_at"])] if clock["deadline_at"] else []
    yield "As of", [] if clock["stopped_at"] else [datetime.fromisoformat(ticket["as_of"])]


def _marked(marks: Mapping[str, Any], events: Mapping[str, list[datetime]], place: Places, element: Shown, zone: ZoneInfo) -> None:
    """A mark outside the range stands at its edge."""
    end = element.figure["layout"]["xaxis"]["range"][1]
    assert set(marks) == {name for name, instants in events.items() if instants}
    for name, trace in marks.items():
        close(trace["x"], [min(max(place(at), 0.0), end) for at in events[name]], name)
        for words, text, at in zip(trace["hovertext"], trace["text"], events[name], strict=True):
            assert words.partition("</b><br>")[2].partition("<br>")[0] == _label(at, zone) and text in ("", _label(at, zone))
    inside = [place(at) for at in events["Due"] if 0 <= place(at) <= end]
    close([line["x0"] for line in element.figure["layout"].get("shapes", [])], inside, "due")
