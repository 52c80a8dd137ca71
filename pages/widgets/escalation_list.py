"""The tickets behind the numbers of the escalations page: those escalated, and those that could have been and were not."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.figures.wording import shown
from analytics.metrics import escalation_list, not_escalated
from analytics.reports.escalation_tiles import question
from analytics.reports.escalations import eligible, eligible_words, level_words
from analytics.reports.lists import escalation_table, not_escalated_table, opens
from analytics.reports.scope import Scope
from analytics.vocabulary import Dimension
from pages.widgets.charts import card
from pages.widgets.escalation_panels import NONE
from pages.widgets.filters import OF_LISTS
from pages.widgets.links import of_all_pages
from pages.widgets.states import nothing_in_view, panel
from pages.widgets.tables import table
from pages.widgets.text import plain
from pages.widgets.view import View

ANY = OF_LISTS["level"]


@panel
def eligible_list(view: View) -> None:
    """Eligible and not escalated (E3): how many, by which rule, and which."""
    asked = eligible(view.scope)
    row = view.ask(asked).rows()[0]
    note = "In the period by the instant a ticket became eligible. Excluded tickets and sources without levels are left out."
    with card("Eligible, not escalated", note):
        st.markdown(eligible_words(row))
        if not row["eligible_not_escalated"]:
            return
        with st.expander("The tickets, the latest first", key="not-escalated-behind", on_change="rerun") as behind:
            if behind.open:
                rows = view.rows(not_escalated, asked)
                frame = not_escalated_table(rows, view.state.zone)
                total, alt = row["eligible_not_escalated"], "Eligible and not escalated, the latest first"
                table(frame, alt, key="not-escalated", file_name="not-escalated.csv", total=total, opens=opens(rows),
                      whole=lambda: not_escalated_table(view.file_rows(not_escalated, asked), view.state.zone))  # fmt: skip


@panel
def escalated_list(view: View) -> None:
    """The escalations, the latest first; those to one level where one is chosen."""
    zone = plain(view.state.zone)
    note = f"Latest first. Times are those of {zone}; group and assignee are those escalated from. Tiers without a ladder are marked."
    with card("Escalated tickets", note):
        names = {shown(level_words(level, view.levels())): level for level in sorted(view.levels())}
        with of_all_pages():
            chosen = st.selectbox("To level", [ANY, *names], key="level", bind="query-params", width=260)
        scope = _at_level(view.scope, names.get(chosen))
        total = view.ask(question(scope) if chosen == ANY else scope.ask("escalations")).rows()[0]["escalations"]
        if not total:
            nothing_in_view(NONE)
            return
        asked = escalation_list, scope.ask("escalations")
        rows = view.rows(*asked)
        frame = escalation_table(rows, view.state.zone)
        table(frame, "Escalations, the latest first", key="escalated", file_name="escalations.csv", total=total, opens=opens(rows),
              whole=lambda: escalation_table(view.file_rows(*asked), view.state.zone))  # fmt: skip


def _at_level(scope: Scope, level: int | None) -> Scope:
    return scope if level is None else replace(scope, where={**scope.where, Dimension.LEVEL: (str(level),)})
