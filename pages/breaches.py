"""Breaches: by how much, why, where and since when, and which tickets."""

import streamlit as st

from pages.widgets import panels
from pages.widgets.breach_list import breach_list, near_miss_list
from pages.widgets.breach_panels import by_how_much, where, why
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
    by_how_much(view)
    why(view)
    where(view)
    near_miss_list(view)
    breach_list(view)
