"""`sundial explain`: one ticket's clocks, second by second, in 100 columns or as JSON."""

from __future__ import annotations

import re
import textwrap
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analytics.terminal.text import print_json, shown
from analytics.terminal.words import home_option, json_option, samples_option
from analytics.vocabulary import Clock

if TYPE_CHECKING:
    from analytics.reports.explanation import Entry, ExplainedClock, Explanation, Ledger

COLUMNS = 100
MOST_ENTRIES = 40
_CLOCKS = {Clock.FIRST_RESPONSE: "First response", Clock.RESOLUTION: "Resolution"}
_LABEL = 12


@click.command("explain")
@click.argument("ticket_id", metavar="TICKET")
@click.option("--source", metavar="NAME", help="The help desk, where several have a ticket of that id.")
@click.option("--clock", type=click.Choice([clock.value for clock in Clock]), help="Only this clock; else both.")
@samples_option
@home_option
@json_option
def explain_command(ticket_id: str, source: str | None, clock: str | None, samples: bool, home: Path | None, as_json: bool) -> None:
    """Explain a ticket: what counted, what did not and why, up to its verdict."""
    from analytics.operations.open_store import open_reader
    from analytics.reports.explanation import explain
    from analytics.warehouse.home import home as resolved

    clocks = (Clock(clock),) if clock else tuple(Clock)
    told = explain(open_reader(resolved(home), samples=samples), ticket_id, source, clocks)
    if as_json:
        print_json(told.to_json())
    else:
        _print(told)


def _print(told: Explanation) -> None:
    story = told.story
    zone = next((clock.ledger.zone for clock in told.clocks if clock.ledger), story.reporting_zone)
    seen = "" if story.seen_in_last_load else "; not in the last load of its source"
    _wrapped(f"Ticket {shown(story.ticket_id)} of {shown(story.source)}: {shown(story.state)} ({shown(story.status)}){seen}")
    _fact("as of", _instant(story.as_of, zone))
    _fact("tier", _at_start(story.tier, story.export_tier, story.tier_told_by_history))
    _fact("priority", _at_start(story.priority, story.export_priority, story.priority_told_by_history))
    if story.exclusion_reason:
        _fact("excluded", told.exclusion_title or shown(story.exclusion_reason))
    if story.channel and not story.channel_covered:
        _fact("channel", f"{shown(story.channel)}, which the policy does not cover (P6)")
    for load in story.loads:
        _fact("load", f"{load.load_id}: {shown(load.file_name)} ({load.layout}), as of {_instant(load.as_of, zone)}")
    for clock in told.clocks:
        _print_clock(clock)
    if story.escalations:
        click.echo("\nEscalations")
    for move in story.escalations:
        name = f" ({shown(move.level_name)})" if move.level_name else ""
        over = [_breach("response", move.after_response_breach), _breach("resolution", move.after_resolution_breach)]
        _fact(f"level {move.level}", ", ".join(part for part in (f"{_instant(move.escalated_at, zone)}{name}", *over) if part))


def _breach(clock: str, is_after: bool | None) -> str:
    """E3; nothing where that clock has no due instant."""
    return "" if is_after is None else f"after the {clock} breach" if is_after else f"not after a {clock} breach"


def _at_start(word: str | None, exported: str | None, told: bool) -> str:
    """K7: which word judged, and where it is from."""
    basis = "at the start, as its history tells" if told else "the current one: no history tells the one at the start"
    now = f"; the export says {shown(exported)} now" if exported and exported != word else ""
    return f"{shown(word)} ({basis}){now}"


def _print_clock(clock: ExplainedClock) -> None:
    from analytics.reports.explanation.words import length

    judged, ledger, terms = clock.judged, clock.ledger, clock.terms
    reason = f": {shown(judged.reason)}" if judged.reason else ", paused" if judged.is_paused else ", at risk" if judged.is_at_risk else ""
    click.echo(f"\n{_CLOCKS[clock.clock]}: {'overdue' if judged.is_overdue else judged.outcome}{reason}")
    _wrapped(clock.sentence, "  ")
    zone = ledger.zone if ledger else terms.zone if terms else "UTC"
    if terms:
        _fact("policy", f"{shown(terms.policy)}, from {_instant(terms.effective_at, zone) if terms.effective_at else 'the beginning'}")
        hours = "around the clock" if terms.is_round_the_clock else terms.hours
        _fact("calendar", f"{shown(terms.calendar)}: {hours}, {terms.zone}")
        _fact("target", f"{terms.target.text} ({terms.target.reading}, {terms.target.landing})" if terms.target.is_stated else "none")
    if judged.due_at:
        _fact("due", _instant(judged.due_at, zone))
    if clock.over_seconds is not None and clock.over_calendar_seconds is not None:
        _fact("over", f"{length(clock.over_seconds)} of business time, {length(clock.over_calendar_seconds)} of calendar time")
    elif clock.remaining_seconds is not None:
        _fact("left", length(clock.remaining_seconds))
    if clock.precision_seconds:
        turned = "which could turn the verdict" if judged.precision_flips else "which does not matter here"
        _fact("precision", f"the stop is known to {length(clock.precision_seconds)}, {turned}")
    if judged.deadline_at:
        _fact("deadline", f"{_instant(judged.deadline_at, zone)}: {judged.deadline_outcome}")
    if judged.vendor_outcome != "unknown":
        _fact("vendor says", judged.vendor_outcome)
    if ledger:
        _print_ledger(ledger)


def _print_ledger(ledger: Ledger) -> None:
    """Every entry, or the compact form where they are many; the sum beneath."""
    from analytics.reports.explanation import condensed
    from analytics.reports.explanation.words import length

    was_past_due = False
    if len(ledger.entries) <= MOST_ENTRIES:
        rows = ((entry.is_past_due, _span(entry), entry.counted_seconds, _why(entry)) for entry in ledger.entries)
    else:
        rows = (
            (one.is_past_due, _days(one.from_on, one.to_on), one.counted_seconds, "; ".join(one.not_counted)) for one in condensed(ledger)
        )
    click.echo()
    for is_past_due, span, counted, reason in rows:
        if is_past_due and not was_past_due:
            click.echo(f"  {'--- the target is used up here ---':<48}{length(ledger.target_seconds or 0):>14}")
        was_past_due = was_past_due or is_past_due
        _row(span, length(counted) if counted else "-", reason)
    _row("in all", length(ledger.elapsed_seconds), f"counted in {ledger.zone}")


def _row(span: str, counted: str, reason: str) -> None:
    first, *rest = textwrap.wrap(reason, COLUMNS - 66) or [""]
    click.echo(f"  {span:<46}{counted:>16}  {first}".rstrip())
    for line in rest:
        click.echo(f"{'':<66}{line}"[:COLUMNS])


def _why(entry: Entry) -> str:
    from analytics.reports.explanation import why
    from analytics.reports.explanation.words import length

    waited = f", {length(entry.business_seconds)} of open time" if entry.business_seconds and not entry.counted_seconds else ""
    return f"{why(entry)}{waited} ({', '.join(entry.rules)})"


def _span(entry: Entry) -> str:
    """"Fri 2026-10-02 16:30 - 17:00"; the day again only where it is another, and midnight as the end of a day (C1)."""
    begins, ends = entry.from_local, entry.to_local
    until = _time(ends) if begins.date() == ends.date() else f"{_day(ends.date())} {_time(ends)}"
    if ends.date() == begins.date() + timedelta(days=1) and ends.time() == time():
        until = "24:00"
    return f"{_day(begins.date())} {_time(begins)} - {until}"


def _time(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _days(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} - {_day(last)}"


def _day(day: date) -> str:
    return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[day.weekday()]} {day.isoformat()}"


def _instant(at: datetime, zone_name: str) -> str:
    from analytics.business_time.zone import zone

    local = at.astimezone(zone(zone_name))
    return f"{_day(local.date())} {_time(local)} {zone_name}"


def _fact(name: str, text: str) -> None:
    _wrapped(f"{name:<{_LABEL}}{text}", "  ", " " * _LABEL)


def _wrapped(text: str, indent: str = "", hanging: str = "") -> None:
    """A number stays on the line of what it counts."""
    held = re.sub(r"(?<=\d) (?=\w)", "\u00a0", text)
    lines = textwrap.wrap(held, COLUMNS, initial_indent=indent, subsequent_indent=indent + hanging, break_on_hyphens=False)
    click.echo("\n".join(lines).replace("\u00a0", " "))
