"""Overview: how the desk keeps its targets, at a glance."""

import streamlit as st

from pages.widgets import overview_panels as own
from pages.widgets import panels
from pages.widgets.filters import filter_bar
from pages.widgets.frame import open_page

view = filter_bar(open_page("Overview"))

own.ask_ahead(view)
own.tiles(view)
left, right = st.columns([3, 2])
with left:
    panels.attainment_trend(view)
with right:
    panels.tier_priority(view)
    panels.every_ticket(view, own.headline(view))
left, right = st.columns(2)
with left:
    own.target_used(view)
with right:
    own.what_drives(view)
own.arrivals(view)
