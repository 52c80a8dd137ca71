"""Breaches by place and month, and the list behind them."""

from __future__ import annotations

import streamlit as st

from analytics.reports.lists import breach_table
from analytics.vocabulary import Dimension
from pages.widgets import panels
from pages.widgets.charts import card
from pages.widgets.states import nothing_in_view
from pages.widgets.tables import table
from pages.widgets.view import View

PLACES = (Dimension.GROUP, Dimension.ORGANISATION, Dimension.ASSIGNEE, Dimension.TIER, Dimension.PRIORITY, Dimension.CHANNEL)


def breaches_by_month(view: View) -> None:
    """Breach rate by a dimension of choice and month."""
    note = f"Breach rate by month, fuller colour is higher; the twelve with most. {panels.rule_words(view)}. Counts are in the hover."
    with card("Where and since when", note):
        place = st.segmented_control(
            "By", PLACES, default=Dimension.GROUP, format_func=lambda d: d.value.capitalize(), key="by", bind="query-params", required=True
        )
        panels.where_and_when(view, Dimension(place or Dimension.GROUP))


def breach_list(view: View) -> None:
    """The breached clocks, the furthest over first."""
    note = f"Furthest over in calendar time first. Times are those of {view.state.zone}; business hours follow the tier's calendar."
    with card("Breached tickets", note):
        total = view.ask(view.scope.ask("breached")).rows()[0]["breached"]
        if not total:
            nothing_in_view("No breached tickets in view.")
            return
        rows = view.breached()
        frame = breach_table(rows, view.state.zone)
        opens = list(zip(rows["source"], rows["ticket_id"], strict=True))
        table(frame, "Breached tickets, the furthest over first", key="breached", file_name="breached.csv", total=total, opens=opens)
