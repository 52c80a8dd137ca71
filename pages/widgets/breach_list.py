"""The tickets behind the numbers of the breaches page: the breached ones, and those that nearly were."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.metrics import breached_clocks, near_misses
from analytics.reports.breaches import near_miss_words, over_choices, totals
from analytics.reports.lists import breach_table, near_miss_table, opens
from pages.widgets.charts import card
from pages.widgets.filters import OF_LISTS
from pages.widgets.links import of_all_pages
from pages.widgets.states import nothing_in_view, panel
from pages.widgets.tables import table
from pages.widgets.text import plain
from pages.widgets.view import View

ANY = OF_LISTS["over"]


@panel
def near_miss_list(view: View) -> None:
    """Clocks met with under a tenth of their target left: how many, of how many, and which."""
    row = view.ask(totals(view.scope)).rows()[0]
    with card("Near misses", "Met with less than a tenth of the target left, in business time. They count as met."):
        st.markdown(near_miss_words(row))
        if not row["near_misses"]:
            return
        with st.expander("The tickets, the least left first", key="near-misses-behind", on_change="rerun") as behind:
            if behind.open:
                asked = near_misses, view.scope.ask("near_misses")
                rows = view.rows(*asked)
                frame = near_miss_table(rows, view.state.zone)
                total, alt = row["near_misses"], "Near misses, the least left first"
                table(frame, alt, key="near-misses", file_name="near-misses.csv", total=total, opens=opens(rows),
                      whole=lambda: near_miss_table(view.file_rows(*asked), view.state.zone))  # fmt: skip


def read_breached(view: View, over: str | None) -> Any:
    """The rows of breach_list() that are over by so much; by any time where that is no choice of over_choices()."""
    return view.rows(*_asked(view, over))


def _asked(view: View, over: str | None) -> tuple[Any, ...]:
    return breached_clocks, view.scope.ask("breached"), 0, over_choices().get(over or ANY)


@panel
def breach_list(view: View) -> None:
    """The breached clocks, the furthest over first; those over by one stretch of time where one is chosen."""
    zone = plain(view.state.zone)
    note = f"Furthest over in calendar time first. Times are those of {zone}; business hours follow the tier's calendar."
    with card("Breached tickets", note):
        with of_all_pages():
            chosen = st.selectbox("Over by", [ANY, *over_choices()], key="over", bind="query-params", width=260)
        total = view.ask(totals(view.scope)).rows()[0]["breached"]
        rows = read_breached(view, chosen)
        if not len(rows):
            nothing_in_view("No breached tickets are over by that." if total else "No breached tickets in view.")
            return
        frame = breach_table(rows, view.state.zone)
        table(frame, "Breached tickets, the furthest over first", key="breached", file_name="breached.csv", opens=opens(rows),
              total=total if chosen == ANY else None,
              whole=lambda: breach_table(view.file_rows(*_asked(view, chosen)), view.state.zone))  # fmt: skip
