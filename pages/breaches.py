"""Breaches: where, since when, and which tickets."""

import streamlit as st

from pages.widgets import panels
from pages.widgets.breach_list import breach_list, breaches_by_month
from pages.widgets.filters import filter_bar
from pages.widgets.frame import open_page
from pages.widgets.states import refusals

view = filter_bar(open_page("Breaches"))

with refusals():
    left, right = st.columns([3, 2])
    with left:
        panels.attainment_trend(view, bad=True)
    with right:
        panels.tier_priority(view)
        panels.every_ticket(view)
    breaches_by_month(view)
    breach_list(view)
