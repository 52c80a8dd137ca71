"""Escalations: how often, to which level, from where, and which tickets."""

import streamlit as st

from pages.widgets import panels
from pages.widgets.escalation_panels import escalation_list, escalation_tiles, escalations_by_tier_and_priority
from pages.widgets.filters import filter_bar
from pages.widgets.frame import open_page
from pages.widgets.states import refusals

view = filter_bar(open_page("Escalations"), with_clock=False)

with refusals():
    escalation_tiles(view)
    left, right = st.columns([3, 2])
    with left:
        panels.escalation_trend(view)
    with right:
        escalations_by_tier_and_priority(view)
    escalation_list(view)
