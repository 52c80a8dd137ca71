"""Escalations: how often, to which level, how soon, from where, and which tickets."""

import streamlit as st

from pages.widgets import escalation_panels as panels
from pages.widgets.escalation_list import eligible_list, escalated_list
from pages.widgets.filters import filter_bar
from pages.widgets.frame import open_page
from pages.widgets.states import refusals

view = filter_bar(open_page("Escalations"), with_clock=False)

with refusals():
    panels.ask_ahead(view)
    panels.tiles(view)
    if panels.any_recorded(view):
        left, right = st.columns([3, 2])
        with left:
            panels.over_time(view)
        with right:
            panels.through_the_ladder(view)
            panels.before_or_after(view)
        panels.how_soon(view)
        panels.by_tier_and_priority(view)
        panels.from_where(view)
        eligible_list(view)
        escalated_list(view)
