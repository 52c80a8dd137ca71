"""Ticket: one ticket's clocks, second by second (the glass-box clock)."""

import streamlit as st

from pages.widgets.frame import open_page

view = open_page("Ticket")
st.text(repr(st.query_params.to_dict()))
