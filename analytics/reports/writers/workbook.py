"""The workbook of a month: every figure as a number, its definition, the tickets behind it, and where it all comes from."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook

from analytics.reports.monthly import MonthlySummary, TicketsBehind
from analytics.reports.writers.tables import Writer
from analytics.reports.writers.words import stands_at
from analytics.reports.writers.workbook_figures import changes, escalations, figures, groups, series, still_open, summary_sheet, tiers
from analytics.reports.writers.workbook_origin import definitions, provenance
from analytics.reports.writers.workbook_tickets import breached, escalated

# Text stays text: no cell is read as a formula, an address or a number, whatever a ticket holds.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def workbook(summary: MonthlySummary, behind: TicketsBehind) -> bytes:
    """The summary and the tickets behind it as XLSX. The same summary and tickets give the same content."""
    held = BytesIO()
    book = Workbook(held, _OPTIONS)
    made_at = stands_at(source.as_of for source in summary.provenance.sources).replace(tzinfo=None)
    book.set_properties({"title": summary.title, "subject": "Monthly summary", "author": "Sundial", "created": made_at})
    writer = Writer(book, summary.provenance.zone)
    tables = (
        summary_sheet(summary, behind),
        figures(summary),
        changes(summary),
        tiers(summary),
        series(summary),
        escalations(summary),
        groups(summary),
        still_open(summary),
        breached(summary, behind),
        escalated(summary, behind),
        definitions(),
        provenance(summary),
    )
    for table in tables:
        writer.write(table)
    book.close()
    return held.getvalue()
