"""Backlog and risk: what is open, what falls due next, and the list a day starts with."""

import streamlit as st

from pages.widgets import backlog_panels as panels
from pages.widgets.filters import filter_bar
from pages.widgets.frame import open_page
from pages.widgets.states import refusals

view = filter_bar(open_page("Backlog and risk"))

with refusals():
    panels.ask_ahead(view)
    panels.now_is(view)
    panels.tiles(view)
    panels.work(view)
    left, right = st.columns(2)
    with left:
        panels.time_left(view)
    with right:
        panels.time_over(view)
    left, right = st.columns(2)
    with left:
        panels.ages(view)
    with right:
        panels.holders(view)
    panels.by_day(view)
