"""Breaches: by how much, why, where and since when, and which tickets."""

import streamlit as st

from pages.widgets import breach_panels, panels
from pages.widgets.breach_list import breach_list, near_miss_list
from pages.widgets.filters import filter_bar
from pages.widgets.frame import open_page
from pages.widgets.states import refusals

view = filter_bar(open_page("Breaches"))

with refusals():
    breach_panels.ask_ahead(view)
    if breach_panels.any_decided(view):
        left, right = st.columns([3, 2])
        with left:
            panels.attainment_trend(view, bad=True)
        with right:
            panels.tier_priority(view)
            panels.every_ticket(view, breach_panels.totals(view))
        breach_panels.by_how_much(view)
        breach_panels.why(view)
        breach_panels.where(view)
        near_miss_list(view)
        breach_list(view)
    else:
        panels.every_ticket(view, breach_panels.totals(view))
