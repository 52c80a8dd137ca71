"""Overview: how the desk keeps its targets, at a glance."""

import streamlit as st

from analytics.reports import overview
from analytics.vocabulary import Dimension
from pages.widgets import panels
from pages.widgets.filters import filter_bar
from pages.widgets.frame import open_page
from pages.widgets.states import refusals

view = filter_bar(open_page("Overview"))

with refusals():
    view.ask_ahead(overview.questions(view.scope))
    panels.headline(view)
    left, right = st.columns([3, 2])
    with left:
        panels.attainment_trend(view)
    with right:
        panels.tier_priority(view)
        panels.every_ticket(view)
    left, right = st.columns(2)
    with left:
        panels.what_drives(view, Dimension.GROUP)
    with right:
        panels.what_drives(view, Dimension.ORGANISATION)
    panels.arrivals(view)
