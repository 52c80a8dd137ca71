"""The monthly summary: a month as plain data (shape.py, summary.py), and the functions that fill it."""

from analytics.reports.monthly.filling import monthly_summary
from analytics.reports.monthly.origin import LoadLine, PolicyLine, Provenance, RuleLine, SourceLine
from analytics.reports.monthly.restatement import Restated, Restatement
from analytics.reports.monthly.shape import (
    ChangeLine,
    Compared,
    Figure,
    LevelMonth,
    MonthBacklog,
    Note,
    OpenClocks,
    RankedRow,
    RankedValues,
    SeriesMonth,
    TierRow,
)
from analytics.reports.monthly.summary import FORM, MonthlySummary
from analytics.reports.monthly.tickets_behind import BreachedTicket, EscalatedTicket, TicketsBehind, tickets_behind

__all__ = [
    "FORM",
    "BreachedTicket",
    "ChangeLine",
    "Compared",
    "EscalatedTicket",
    "Figure",
    "LevelMonth",
    "LoadLine",
    "MonthBacklog",
    "MonthlySummary",
    "Note",
    "OpenClocks",
    "PolicyLine",
    "Provenance",
    "RankedRow",
    "RankedValues",
    "Restated",
    "Restatement",
    "RuleLine",
    "SeriesMonth",
    "SourceLine",
    "TicketsBehind",
    "TierRow",
    "monthly_summary",
    "tickets_behind",
]
