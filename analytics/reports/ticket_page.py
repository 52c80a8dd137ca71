"""One ticket as a page shows it: tables in words over what `explain` tells, each sum beside its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pandas as pd

from analytics.business_time.zone import zone as named_zone
from analytics.figures.wording import duration, shown
from analytics.metrics import ticket_history, tickets_found
from analytics.metrics.answer import Facts
from analytics.reports.explanation import ExplainedClock, Explanation, Ledger, condensed, explain, why
from analytics.reports.explanation.words import length
from analytics.vocabulary import Clock

LONGEST_FOUND = 50
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CLOCK_TITLES = {Clock.FIRST_RESPONSE: "First response", Clock.RESOLUTION: "Resolution"}
OUTCOMES = {"no_target": "no target"}
_NONE = "none"


@dataclass(frozen=True)
class TicketPage:
    """A ticket explained, and its ticket_history(). A ledger is told in its calendar's zone, all else in the reporting zone."""

    told: Explanation
    history: pd.DataFrame

    def clock(self, clock: Clock) -> ExplainedClock:
        """One of its two clocks."""
        return next(one for one in self.told.clocks if one.clock is clock)

    @property
    def first_to_look_at(self) -> Clock:
        """First response, unless only resolution has a verdict."""
        response, resolution = (self.clock(clock).judged.outcome for clock in (Clock.FIRST_RESPONSE, Clock.RESOLUTION))
        judged = ("met", "breached", "running")
        return Clock.RESOLUTION if response not in judged and resolution in judged else Clock.FIRST_RESPONSE


def ticket_page(facts: Facts, ticket_id: str, source: str) -> TicketPage:
    """Raises TicketNotFound; LedgerDisagrees where a ledger and the store differ, which is a fault of the program."""
    told = explain(facts, ticket_id, source)
    return TicketPage(told, ticket_history(facts, told.story.source, told.story.ticket_id))


@dataclass(frozen=True)
class Found:
    """Tickets of an id: `opens` (source, id) of the rows of `frame`; `total` of all; exact: whether the id is theirs or begins theirs."""

    frame: pd.DataFrame
    opens: list[tuple[str, str]]
    total: int
    exact: bool


def find(facts: Facts, wanted: str, zone: str) -> Found:
    """Search by id: exact first, of every source; else by how it begins."""
    rows = tickets_found(facts, wanted, LONGEST_FOUND)
    words = {
        "ticket_id": "Ticket", "source": "Source", "received_at": "Received", "state": "State", "tier": "Tier", "priority": "Priority",
        "group": "Group", "response_outcome": "First response", "resolution_outcome": "Resolution",
    }  # fmt: skip
    frame = rows[list(words)].rename(columns=words)
    for name in ("First response", "Resolution"):
        frame[name] = frame[name].replace(OUTCOMES)
    frame["Received"] = frame["Received"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    opens = list(zip(rows["source"], rows["ticket_id"], strict=True))
    return Found(frame, opens, total, bool(len(rows)) and bool(rows["is_exact"].iloc[0]))


def ledger_table(ledger: Ledger) -> pd.DataFrame:
    """Every stretch: when, what counted and what that comes to so far, and why. Its counted seconds sum to the elapsed ones."""
    rows, so_far = [], 0
    for entry in ledger.entries:
        so_far += entry.counted_seconds
        open_time = f", {length(entry.business_seconds)} of open time" if entry.business_seconds and not entry.counted_seconds else ""
        rows.append({
            "From": moment(entry.from_local), "To": _until(entry.from_local, entry.to_local),
            "Counted": length(entry.counted_seconds) if entry.counted_seconds else "–", "So far": length(so_far),
            "Why": f"{why(entry)}{open_time}", "Past due": entry.is_past_due, "Rules": ", ".join(entry.rules),
            "Counted (s)": entry.counted_seconds,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=["From", "To", "Counted", "So far", "Why", "Past due", "Rules", "Counted (s)"])


def condensed_table(ledger: Ledger) -> tuple[str, pd.DataFrame]:
    """The same by day, or by week or month where it ran long; and which of them."""
    rows, so_far = [], 0
    periods = condensed(ledger)
    for one in periods:
        so_far += one.counted_seconds
        days = _day(one.from_on) if one.from_on == one.to_on else f"{_day(one.from_on)} – {_day(one.to_on)}"
        rows.append({
            one.grain.capitalize(): days, "Counted": length(one.counted_seconds) if one.counted_seconds else "–", "So far": length(so_far),
            "Did not count": "; ".join(one.not_counted), "Past due": one.is_past_due, "Counted (s)": one.counted_seconds,
        })  # fmt: skip
    return (periods[0].grain if periods else "day"), pd.DataFrame(rows)


def sum_words(clock: ExplainedClock) -> str:
    """What the ledger comes to, and what follows from it."""
    ledger, judged = clock.ledger, clock.judged
    if ledger is None:
        return ""
    total = f"In all {length(ledger.elapsed_seconds)} counted."
    if judged.due_at is None or ledger.target_seconds is None:
        reason = f": {shown(judged.reason)}" if judged.reason else ""
        return f"{total} No verdict follows: {verdict_words(clock)}{reason}."
    due = f"The target of {length(ledger.target_seconds)} is used up at {moment(judged.due_at.astimezone(named_zone(ledger.zone)))}"
    if judged.is_paused and judged.outcome == "running":
        left = length(clock.remaining_seconds or 0)
        return f"{total} The clock stands still with {left} left of {length(ledger.target_seconds)}: {verdict_words(clock)}."
    if judged.stopped_at is None:
        running = "and the clock still runs" if judged.outcome == "running" else "the clock still ran after that"
        return f"{total} {due}, {running}: {verdict_words(clock)}."
    stop = moment(judged.stopped_at.astimezone(named_zone(ledger.zone)))
    return f"{total} {due}; the clock stopped at {stop}: {verdict_words(clock)}."


def tiles(clock: ExplainedClock) -> tuple[tuple[str, str, str], ...]:
    """Title, value and what stands beneath: the verdict, what counted, when it is due, and what is over or left (K4)."""
    judged, ledger, terms = clock.judged, clock.ledger, clock.terms
    zone = terms.zone if terms else "UTC"
    calendar = "round the clock" if terms and terms.is_round_the_clock else "business time"
    target = f"target {shown(judged.target)}" if judged.target else "no target"
    standing = verdict_words(clock)
    head, _, more = standing.rstrip(")").partition(" (")
    found = [("Verdict", (more or head).capitalize(), shown(judged.reason, f"{head}, {target}" if more else target))]
    counted = "not counted" if ledger is None else duration(ledger.elapsed_seconds)
    of = f"of {duration(ledger.target_seconds)}, {calendar}" if ledger and ledger.target_seconds is not None else calendar
    found.append(("Counted", counted, of if ledger else "there is nothing to count by"))
    due = judged.due_at.astimezone(named_zone(zone)) if judged.due_at else None
    if_ended = " if the pause ended now" if judged.is_paused and judged.outcome == "running" else ""
    if due:
        found.append(("Due", f"{WEEKDAYS[due.weekday()]} {due:%H:%M}", f"{due:%Y-%m-%d}, {zone}{if_ended}"))
    else:
        found.append(("Due", _NONE, "the clock has no due instant"))
    if clock.over_seconds is not None:
        found.append(("Over", duration(clock.over_seconds), f"{calendar}; {duration(clock.over_calendar_seconds)} by the calendar"))
    elif clock.remaining_seconds is not None:
        found.append(("Left" if judged.stopped_at is None else "In hand", duration(clock.remaining_seconds), calendar))
    return tuple(found)


def verdict_words(clock: ExplainedClock) -> str:
    """met, breached (overdue), running (paused, at risk), or why there is none."""
    judged = clock.judged
    if judged.is_overdue:
        return "breached (overdue)"
    if judged.outcome == "running":
        return f"running{' (paused)' if judged.is_paused else ' (at risk)' if judged.is_at_risk else ''}"
    return OUTCOMES.get(judged.outcome, judged.outcome)


def verdict_table(page: TicketPage) -> pd.DataFrame:
    """Whose verdict, by clock (K9): the policy's, the export's deadline's, the vendor's own."""
    heads = ["Policy", "Reason", "Target", "Due", "Export's deadline", "By that deadline", "Export's own verdict"]
    columns: dict[str, list[str]] = {"Verdict": heads}
    zone = page.told.story.reporting_zone
    for one in page.told.clocks:
        judged = one.judged
        columns[CLOCK_TITLES[one.clock]] = [
            verdict_words(one), shown(judged.reason, _NONE), shown(judged.target, _NONE), at(judged.due_at, zone),
            at(judged.deadline_at, zone), judged.deadline_outcome if judged.deadline_at else _NONE,
            judged.vendor_outcome if judged.vendor_outcome != "unknown" else _NONE,
        ]  # fmt: skip
    return pd.DataFrame(columns)


def facts_table(page: TicketPage) -> pd.DataFrame:
    """What the store holds of the ticket, in words. tier, priority: those that judge, and how they are known (K7)."""
    story = page.told.story
    newest = page.clock(Clock.RESOLUTION).judged
    rows = [
        ("State", f"{story.state} ({shown(story.status)})"),
        ("Received", at(story.received_at, story.reporting_zone)),
        ("Tier", _at_start(story.tier, story.export_tier, story.tier_told_by_history)),
        ("Priority", _at_start(story.priority, story.export_priority, story.priority_told_by_history)),
        ("Group", shown(newest.group_name)),
        ("Assignee", shown(newest.assignee)),
        ("Organisation", shown(story.organisation)),
        ("Channel", f"{shown(story.channel)}{'' if story.channel_covered else ' (not covered by the policy: P6)'}"),
        ("Excluded", page.told.exclusion_title or shown(story.exclusion_reason, "no")),
        ("Reopened", "no history" if story.reopens is None else str(story.reopens)),
        ("As of", at(story.as_of, story.reporting_zone)),
        ("In the last load", "yes" if story.seen_in_last_load else "no: not seen since"),
    ]
    return pd.DataFrame(rows, columns=["Fact", "Value"])


def terms_table(clock: ExplainedClock) -> pd.DataFrame:
    """What the clock was held to: policy version, calendar, target; how exactly its stop is known."""
    terms = clock.terms
    if terms is None:
        return pd.DataFrame(columns=["Held to", "Value"])
    zone = terms.zone
    hours = "around the clock" if terms.is_round_the_clock else terms.hours
    since = at(terms.effective_at, zone) if terms.effective_at else "the beginning"
    rows = [("Policy", f"{shown(terms.policy)}, in force from {since}"), ("Calendar", f"{shown(terms.calendar)}: {hours}"), ("Zone", zone)]
    stated = f"{terms.target.text}, {terms.target.reading}, {terms.target.landing}".replace("_", " ")
    rows.append(("Target", stated if terms.target.is_stated else _NONE))
    if clock.precision_seconds:
        turned = "which could turn the verdict" if clock.judged.precision_flips else "which does not matter here"
        rows.append(("Precision", f"the stop is known to {length(clock.precision_seconds)}, {turned} (K1)"))
    return pd.DataFrame([(name, shown(value)) for name, value in rows], columns=["Held to", "Value"])


def events_table(page: TicketPage) -> pd.DataFrame:
    """Changes and escalations in order of time, in the reporting zone."""
    story = page.told.story
    rows: list[tuple[datetime, str, str, str]] = [(story.received_at, "received", "", "")]
    for row in page.history.to_dict("records"):
        before = shown(row["from_value"], "nothing" if row["from_told"] else "not told")
        rows.append((row["changed_at"].to_pydatetime().replace(tzinfo=UTC), str(row["field"]), before, shown(row["to_value"], "nothing")))
    for move in story.escalations:
        level = f"level {move.level}{f' ({shown(move.level_name)})' if move.level_name else ''}"
        past = {"response": move.after_response_breach, "resolution": move.after_resolution_breach}
        breached = [name for name, is_after in past.items() if is_after]
        after = f", after the {' and the '.join(breached)} breach" if breached else ""
        rows.append((move.escalated_at, "escalated", "" if move.from_level is None else f"level {move.from_level}", f"{level}{after}"))
    for one in page.told.clocks:
        if one.judged.stopped_at is not None:
            rows.append((one.judged.stopped_at, f"{CLOCK_TITLES[one.clock].lower()} clock stopped", "", f"by {one.judged.stopped_by}"))
    rows.sort(key=lambda row: row[0])
    local = named_zone(story.reporting_zone)
    return pd.DataFrame([(moment(when.astimezone(local)), *rest) for when, *rest in rows], columns=["At", "What", "Before", "After"])


def loads_table(page: TicketPage) -> pd.DataFrame:
    """The loads whose files held the ticket or a change of it."""
    zone = page.told.story.reporting_zone
    loads = page.told.story.loads
    rows = [(one.load_id, shown(one.file_name), shown(one.layout), at(one.as_of, zone), at(one.loaded_at, zone)) for one in loads]
    return pd.DataFrame(rows, columns=["Load", "File", "Layout", "As of", "Loaded"])


def at(instant_at: datetime | None, zone: str) -> str:
    """`Fri 2026-10-02 16:30`, with seconds where there are any."""
    return _NONE if instant_at is None else moment(instant_at.astimezone(named_zone(zone)))


def moment(local: datetime) -> str:
    """A local instant: `Fri 2026-10-02 16:30`."""
    return f"{_day(local)} {_time(local)}"


def _until(begins: datetime, ends: datetime) -> str:
    """The end of a stretch; midnight as the end of the day before (C1)."""
    return f"{_day(begins)} 24:00" if ends.date() == begins.date() + timedelta(days=1) and ends.time() == time() else moment(ends)


def _time(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _day(day: Any) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%Y-%m-%d}"


def _at_start(word: str | None, exported: str | None, told: bool) -> str:
    """K7: which word judged, and where it is from."""
    basis = "at the start, as its history tells" if told else "the current one"
    now = f"; the export says {shown(exported)} now" if exported and exported != word else ""
    return f"{shown(word)} ({basis}){now}"


