"""The sheets of figures: numbers as they were measured, each with what it was measured on."""

from __future__ import annotations

from typing import Any

from analytics.figures.wording import count
from analytics.reports.monthly import Compared, Figure, MonthlySummary, RankedRow, RankedValues, TicketsBehind, TierRow
from analytics.reports.writers.tables import Column, Table


def summary_sheet(summary: MonthlySummary, behind: TicketsBehind) -> Table:
    """What the month says, in words."""
    rows = [("Month", summary.title), ("State", summary.phase_text)]
    rows += [("In short", text) for text in summary.sentences]
    if summary.restatement:
        rows += [("Changed since last issued", summary.restatement.text)]
        rows += [("Changed since last issued", f"{one.title}: {one.before} → {one.after}") for one in summary.restatement.changes]
    rows += [(figure.title, f"{figure.value_text} ({figure.beneath})") for figure in summary.figures]
    rows += [("Open tickets", summary.backlog.text)] if summary.backlog.text else []
    rows += [("Note", note.text) for note in summary.notes]
    tickets = f"{count(behind.breached_in_all)} breached and {count(behind.escalated_in_all)} escalations stand behind the month."
    rows += [("Tickets", tickets)]
    rows += [("Samples", "Made-up sample tickets.")] if summary.is_samples else []
    return Table("Summary", (Column("What", "text", 34), Column("Says", "text", 120)), rows)


def _compared_columns(words: str) -> tuple[Column, ...]:
    return (
        Column(f"{words}: month", "month", 11),
        Column(f"{words}: value", "measured", 12),
        Column(f"{words}: numerator", "count", 12),
        Column(f"{words}: denominator", "count", 12),
        Column(f"{words}: difference", "measured", 12),
        Column(f"{words}: difference, low", "measured", 12),
        Column(f"{words}: difference, high", "measured", 12),
        Column(f"{words}: usual up to", "measured", 12),
        Column(f"{words}: what it is", "text", 34),
    )


def _compared(one: Compared | None, unit: str) -> tuple[Any, ...]:
    if one is None:
        return (None,) * 9
    numbers = [(number, unit) for number in (one.difference, one.low, one.high, one.usual_up_to)]
    return (one.month, (one.value, unit), one.numerator, one.denominator, *numbers, one.status)


BEFORE, YEAR = _compared_columns("Month before"), _compared_columns("Year before")


def figures(summary: MonthlySummary) -> Table:
    """Every figure with numerator, denominator, interval and comparisons."""
    columns = (
        Column("Metric", "text", 24),
        Column("Clock", "text", 15),
        Column("Figure", "text", 34),
        Column("Value", "measured", 12),
        Column("Unit", "text", 16),
        Column("As it is read", "text", 16),
        Column("Numerator", "count", 12),
        Column("Denominator", "count", 12),
        Column("95 % low", "measured", 10),
        Column("95 % high", "measured", 10),
        Column("A lower bound", "flag", 10),
        Column("Usual low", "measured", 10),
        Column("Usual high", "measured", 10),
        Column("Standing", "text", 34),
        *BEFORE,
        *YEAR,
        Column("Rules", "text", 12),
    )
    return Table("Figures", columns, [_figure(one) for one in summary.figures])


def _figure(one: Figure) -> tuple[Any, ...]:
    unit = one.unit
    limits = ((one.low, unit), (one.high, unit), one.is_at_least, (one.usual_low, unit), (one.usual_high, unit), one.standing)
    head = (one.name, one.clock, one.title, (one.value, unit), unit, one.value_text, one.numerator, one.denominator)
    return (*head, *limits, *_compared(one.previous, unit), *_compared(one.year_before, unit), one.rules)


def changes(summary: MonthlySummary) -> Table:
    """Which figures changed beyond their usual range, which did not, and which could not be tested."""
    found = (("changed", summary.changed), ("within the usual range", summary.unchanged), ("not tested", summary.untested))
    rows: list[tuple[Any, ...]] = [(verdict, one.title, one.clock, one.arrow, one.text) for verdict, lines in found for one in lines]
    if summary.restatement:
        told = summary.restatement
        rows += [("restated", one.title, None, None, f"{one.before} → {one.after}") for one in told.changes]
        rows += [("why restated", None, None, None, text) for text in told.why]
    columns = (
        Column("Verdict", "text", 22),
        Column("Figure", "text", 40),
        Column("Clock", "text", 15),
        Column("Direction", "text", 10),
        Column("In words", "text", 120),
    )
    return Table("Changes", columns, rows)


def tiers(summary: MonthlySummary) -> Table:
    """Tiers and their priorities."""
    columns = (
        Column("Tier", "text", 18),
        Column("Priority", "text", 14),
        Column("All priorities", "flag", 10),
        Column("Target", "text", 16),
        Column("Received", "count", 10),
        Column("Decided", "count", 10),
        Column("Met", "count", 10),
        Column("Breached", "count", 10),
        Column("Overdue", "count", 10),
        Column("Running", "count", 10),
        Column("Without a verdict", "count", 10),
        Column("Attainment", "share", 11),
        Column("95 % low", "share", 10),
        Column("95 % high", "share", 10),
        Column("Median (business seconds)", "seconds", 12),
        Column("90th percentile (business seconds)", "seconds", 12),
        Column("Escalations", "count", 11),
        Column("Escalations per 100", "per 100 tickets", 11),
        Column("Goal", "share", 10),
        Column("Goal met", "flag", 10),
        Column("Usual low", "share", 10),
        Column("Usual high", "share", 10),
        Column("Standing", "text", 34),
        Column("Note", "text", 30),
        *BEFORE,
        *YEAR,
    )
    return Table("Tiers", columns, [_tier(row) for row in summary.tiers])


def _tier(row: TierRow) -> tuple[Any, ...]:
    counts = (row.tickets, row.decided, row.met, row.breached, row.overdue, row.running, row.without_verdict)
    times = (row.elapsed_p50_seconds, row.elapsed_p90_seconds, row.escalations, row.escalation_frequency)
    usual = (row.goal, row.goal_met, row.usual_low, row.usual_high, row.standing, row.note)
    head = (row.tier, row.priority, row.is_total, row.target, *counts, row.attainment, row.low, row.high)
    return (*head, *times, *usual, *_compared(row.previous, "share"), *_compared(row.year_before, "share"))


def series(summary: MonthlySummary) -> Table:
    """First response by month."""
    columns = (
        Column("Month", "month", 11),
        Column("Not closed", "flag", 10),
        Column("Received", "count", 10),
        Column("Decided", "count", 10),
        Column("Met", "count", 10),
        Column("Attainment", "share", 11),
        Column("95 % low", "share", 10),
        Column("95 % high", "share", 10),
        Column("Usual low", "share", 10),
        Column("Usual high", "share", 10),
        Column("Unlike the others", "text", 40),
    )
    rows = [
        (one.month, one.is_open, one.tickets, one.decided, one.met, one.attainment, one.low, one.high, one.lower_limit, one.upper_limit,
         "; ".join(one.signals) or None)
        for one in summary.series
    ]  # fmt: skip
    return Table("Series", columns, rows)


def escalations(summary: MonthlySummary) -> Table:
    """Escalations by month and level."""
    columns = (
        Column("Month", "month", 11),
        Column("Level", "level", 8),
        Column("Name", "text", 26),
        Column("Escalations", "count", 11),
        Column("Tickets received", "count", 11),
        Column("Escalations per 100", "per 100 tickets", 11),
        Column("95 % low", "per 100 tickets", 10),
        Column("95 % high", "per 100 tickets", 10),
    )
    rows = [
        (month.month, one.level, one.name, one.escalations, one.tickets, one.frequency, one.low, one.high)
        for month in summary.series
        for one in month.levels
    ]
    return Table("Escalations", columns, rows)


def groups(summary: MonthlySummary) -> Table:
    """Groups and organisations: those with more breached than expected, those that changed, those with few decided."""
    columns = (
        Column("By", "text", 14),
        Column("List", "text", 14),
        Column("Value", "text", 34),
        Column("Breached", "count", 10),
        Column("Decided", "count", 10),
        Column("Breach rate", "share", 10),
        Column("95 % low", "share", 10),
        Column("95 % high", "share", 10),
        Column("Expected", "number", 10),
        Column("More than expected", "number", 10),
        Column("Beyond chance", "flag", 10),
        *BEFORE,
    )
    return Table("Groups", columns, [row for found in (summary.groups, summary.organisations) for row in _ranked(found)])


def _ranked(found: RankedValues) -> list[tuple[Any, ...]]:
    lists: tuple[tuple[str, tuple[RankedRow, ...]], ...] = (
        ("worst", found.worst), ("improved", found.improved), ("worsened", found.worsened), (f"under {found.fewest}", found.few)
    )  # fmt: skip
    return [
        (found.dimension, name, one.value, one.breached, one.decided, one.breach_rate, one.low, one.high, one.expected, one.excess,
         one.beyond_chance, *_compared(one.previous, "share"))
        for name, rows in lists for one in rows
    ]  # fmt: skip


def still_open(summary: MonthlySummary) -> Table:
    """What is open at the month's end, and what the running clocks can still make of attainment."""
    backlog = summary.backlog
    ages = (("median age, days", backlog.age_p50_days), ("90th percentile of age, days", backlog.age_p90_days))
    counts = (
        ("open", backlog.open), ("open at the end of the month before", backlog.open_before),
        ("open a year before", backlog.open_year_before), ("received", backlog.arrivals), ("reopened", backlog.reopened),
        ("finished", backlog.departures), ("left out: cannot be placed", backlog.unplaced),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [("tickets", backlog.day, what, (number, "count")) for what, number in (*counts, *ages)]
    for one in summary.open_clocks:
        words = one.clock.replace("_", " ")
        numbers = (("running", one.running), ("paused", one.paused), ("at risk", one.at_risk), ("overdue", one.overdue))
        shares = (("attainment", one.attainment), ("attainment at best", one.best), ("attainment at worst", one.worst))
        rows += [(words, None, what, (number, "count")) for what, number in numbers]
        rows += [(words, None, what, (share, "share")) for what, share in shares]
    columns = (Column("About", "text", 18), Column("Day", "day", 12), Column("What", "text", 34), Column("Number", "measured", 12))
    return Table("Open", columns, rows)
