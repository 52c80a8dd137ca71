"""Escalations in tiles, by tier and priority, and as a list. Where no level is recorded it says so; it is never 0 (E4)."""

from __future__ import annotations

from analytics.figures.matrix import FREQUENCY, Axes, matrix
from analytics.figures.wording import NOT_RECORDED, count, of, per_hundred, percent
from analytics.metrics import metric
from analytics.reports.headline import Tile
from analytics.reports.lists import escalation_table
from analytics.vocabulary import Dimension
from pages.widgets.charts import card, chart
from pages.widgets.panels import in_order, tile_row
from pages.widgets.states import nothing_in_view
from pages.widgets.tables import table
from pages.widgets.view import View

UNRECORDED = "Escalation levels are not recorded in these exports."


def escalation_tiles(view: View) -> None:
    """Frequency, share and count."""
    row = view.ask(view.scope.ask("escalation_frequency", "escalated_share", "escalations", "tickets_with_levels")).rows()[0]
    tickets = row["tickets_with_levels"]
    frequency, share = per_hundred(row["escalation_frequency"]), percent(row["escalated_share"], NOT_RECORDED)
    happened = count(row["escalations"] if tickets else None)
    tile_row(
        (
            _tile("escalation_frequency", "Frequency", frequency, _beneath(row["escalations"], tickets, "per 100 tickets: ")),
            _tile("escalated_share", "Escalated share", share, _beneath(row["escalated_tickets"], tickets, "at least once: ")),
            _tile("escalations", "Escalations", happened, "that happened in the period"),
        )
    )


def escalations_by_tier_and_priority(view: View) -> None:
    """Frequency by tier × priority."""
    frame = view.ask(view.scope.ask("escalation_frequency", by=(Dimension.TIER, Dimension.PRIORITY))).frame
    note = "Escalations in the period over tickets received in it; excluded tickets are left out."
    with card("Escalations per 100 tickets by tier and priority", note):
        known = frame[frame["tickets_with_levels"] > 0]
        if known.empty:
            nothing_in_view(UNRECORDED, "")
            return
        axes = Axes("tier", known["tier"].unique().tolist(), "priority", in_order(view, Dimension.PRIORITY, known["priority"].tolist()))
        chart(matrix(known, FREQUENCY, axes), "escalations-tier-priority")


def escalation_list(view: View) -> None:
    """The escalations, the latest first."""
    with card("Escalated tickets", f"Latest first. Times are those of {view.state.zone}; group and organisation are those escalated from."):
        row = view.ask(view.scope.ask("escalation_frequency")).rows()[0]
        if not row["tickets_with_levels"]:
            nothing_in_view(UNRECORDED, "")
        elif not row["escalations"]:
            nothing_in_view("No escalations in view.")
        else:
            frame = escalation_table(view.escalations(), view.state.zone)
            table(frame, "Escalations, the latest first", key="escalated", file_name="escalations.csv", total=row["escalations"])


def _tile(name: str, title: str, value: str, beneath: str) -> Tile:
    return Tile(name, title, value, beneath, metric(name).definition)


def _beneath(part: int | None, tickets: int | None, head: str) -> str:
    return f"{head}{of(part, tickets)}" if tickets else "no levels in these exports"
