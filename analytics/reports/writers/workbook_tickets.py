"""The sheets of tickets: breached clocks and escalations of the month, the worst first, and how many were left out."""

from __future__ import annotations

from analytics.figures.wording import count
from analytics.reports.monthly import MonthlySummary, TicketsBehind
from analytics.reports.periods import month_of
from analytics.reports.writers.tables import Column, Table


def breached(summary: MonthlySummary, behind: TicketsBehind) -> Table:
    """Breached first responses due in the month, the furthest over first."""
    zone = summary.provenance.zone
    columns = (
        Column("Source", "text", 16),
        Column("Ticket", "text", 16),
        Column("Tier", "text", 14),
        Column("Priority", "text", 12),
        Column("Group", "text", 20),
        Column("Organisation", "text", 24),
        Column("Assignee", "text", 18),
        Column("Status", "text", 14),
        Column(f"Received ({zone})", "instant", 17),
        Column(f"Due ({zone})", "instant", 17),
        Column(f"Stopped ({zone})", "instant", 17),
        Column("Target", "text", 16),
        Column("Elapsed (business seconds)", "seconds", 14),
        Column("Over (business seconds)", "seconds", 14),
        Column("Over (calendar seconds)", "seconds", 14),
        Column("Still open", "flag", 10),
    )
    above = _told(len(behind.breached), behind.breached_in_all, "breached first responses due in the month", "the furthest over", summary)
    return Table("Breached tickets", columns, (tuple(vars(ticket).values()) for ticket in behind.breached), above)


def escalated(summary: MonthlySummary, behind: TicketsBehind) -> Table:
    """Escalations of the month, the latest first."""
    zone = summary.provenance.zone
    columns = (
        Column("Source", "text", 16),
        Column("Ticket", "text", 16),
        Column("Level", "level", 8),
        Column("To", "text", 22),
        Column(f"Escalated ({zone})", "instant", 17),
        Column(f"Received ({zone})", "instant", 17),
        Column("Tier", "text", 14),
        Column("Priority", "text", 12),
        Column("Group", "text", 20),
        Column("Organisation", "text", 24),
        Column("Status", "text", 14),
        Column("After (business seconds)", "seconds", 14),
        Column("After (calendar seconds)", "seconds", 14),
    )
    above = _told(len(behind.escalated), behind.escalated_in_all, "escalations in the month", "the latest", summary)
    return Table("Escalated tickets", columns, (tuple(vars(ticket).values()) for ticket in behind.escalated), above)


def _told(here: int, in_all: int, what: str, which: str, summary: MonthlySummary) -> str:
    """How many stand here, and how to have the others."""
    if here >= in_all:
        return f"All {count(in_all)} {what}."
    relation = "escalations" if "escalations" in what else "clocks"
    period = month_of(summary.month)
    way = f"sundial export {relation} --out FILE.csv --from {period.from_on} --to {period.to_on} writes all"
    return f"{which.capitalize()} {count(here)} of {count(in_all)} {what}; {way}."
