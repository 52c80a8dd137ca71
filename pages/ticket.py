"""Ticket: one ticket's clocks, second by second (the glass-box clock)."""

import streamlit as st

from pages.widgets import ticket_panels as panels
from pages.widgets.frame import open_page
from pages.widgets.states import refusals
from pages.widgets.ticket_search import chosen, search

view = open_page("Ticket")

with refusals(), panels.contradictions():
    wanted = search()
    page = chosen(view, wanted)
    if page is not None:
        clock = panels.heading(page)
        panels.customer(page, clock)
        panels.timeline(page, clock)
        panels.ledger(page, clock)
        left, right = st.columns(2)
        with left:
            panels.facts(page)
        with right:
            panels.verdicts(page, clock)
        panels.events(page)
        panels.loads(page)
