"""Sundial's dashboard: lists the pages by audience and runs one.

Pages carry no icon: Streamlit would make it the tab's icon, fetched from another host.
"""

import streamlit as st

from pages.widgets.frame import LISTED


def start() -> None:
    """The bare address leads to the overview."""
    st.switch_page("pages/overview.py", query_params=st.query_params.to_dict())


pages = {
    "Managers": [
        st.Page("pages/overview.py", title="Overview"),
        st.Page("pages/breaches.py", title="Breaches"),
        st.Page("pages/escalations.py", title="Escalations"),
        st.Page("pages/backlog.py", title="Backlog and risk"),
        st.Page("pages/ticket.py", title="Ticket"),
    ],
    "Analysts": [st.Page("pages/import_tickets.py", title="Import")],
    "Executives": [st.Page("pages/monthly_summary.py", title="Monthly summary")],
    "": [st.Page(start, title="Sundial", url_path="start", default=True, visibility="hidden")],
}
st.set_page_config(layout="wide", initial_sidebar_state=220)
page = st.navigation(pages)
st.session_state[LISTED] = True
page.run()
