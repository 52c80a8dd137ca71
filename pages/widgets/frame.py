"""The frame around every page: its name and icon, whether samples are shown, and how fresh the tickets are."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.errors import SundialError
from analytics.figures.wording import count, instant, percent, sentence, shown
from analytics.operations.open_store import open_for_pages
from analytics.reports.periods import ALL, Period
from analytics.reports.scope import CLOCK_WORDS, Scope
from analytics.reports.standing import standing, without_verdict
from analytics.warehouse import home
from pages.widgets.charts import ink
from pages.widgets.links import PAGES, page_link
from pages.widgets.states import nothing_loaded, refused
from pages.widgets.text import plain
from pages.widgets.view import View

ICON = str(Path(__file__).with_name("sundial.svg"))
LISTED = "listed_by_app"
ASKED = "asked_for_app"


def begin(title: str) -> None:
    """Page config and the heading row. A page that was started alone hands over to app.py once, which lists its siblings."""
    if not st.session_state.pop(LISTED, False) and not st.session_state.get(ASKED):
        st.session_state[ASKED] = True
        # Any call of st.navigation ends Streamlit's own listing of pages/; the rerun then starts with app.py.
        siblings = [st.Page(file) for file in sorted(PAGES.glob("[a-z]*.py"))]
        st.navigation([st.Page(_nothing, url_path="start", default=True), *siblings], position="hidden")
        st.rerun()
    st.set_page_config(page_title=f"{title} · Sundial", page_icon=ICON, layout="wide")
    ink()


def _nothing() -> None:
    """A page without content."""


def open_page(title: str, subtitle: str = "") -> View:
    """The first line of every page that shows tickets: its frame, and the store. Nothing loaded: shows that, and ends the run."""
    begin(title)
    try:
        reader, is_samples = open_for_pages(home())
    except SundialError as error:
        st.title(title)
        refused(error)
        st.stop()
    if reader is None:
        st.title(title)
        nothing_loaded()
        st.stop()
    view = View(reader, is_samples)
    _heading(title, subtitle, view)
    return view


def _heading(title: str, subtitle: str, view: View) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        with st.container(width="content", gap=None):
            st.title(title, anchor=False)
        _corner(view)
    if subtitle:
        st.caption(subtitle)
    if view.state.notice:
        st.warning(plain(view.state.notice), icon=":material/history:")
    if view.is_samples:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="sample-banner"):
            words = "**Sample data.** Generated tickets, shown until an export of your own is loaded."
            st.markdown(f":material/science: {words}", width="stretch")
            page_link("import_tickets", "Import an export", ":material/upload_file:")


def _corner(view: View) -> None:
    """How fresh, from where, by which policy: a small button that opens the particulars."""
    state = view.state
    at = instant(state.latest).split(" ")[0] if state.latest else "no source"
    words = f"As of {at} · version {state.number}"
    with st.popover(words, icon=":material/schedule:", width="content", key="corner", on_change="rerun") as opened:
        st.markdown("**What this page is made from**")
        st.caption(f"Store version {state.number} · {plain(state.version[:12])}")
        st.text("\n".join(f"{shown(s.name)}: as of {instant(s.as_of)}, {count(s.tickets)} tickets" for s in state.sources))
        st.caption("Policy")
        st.text("\n".join(shown(policy) for policy in state.policies) or "none")
        st.caption(f"Days and months are those of {plain(state.zone)}.")
        rejected = percent(state.rejected / state.read) if state.read else "none"
        st.caption(f"Rejected rows: {count(state.rejected)} of {count(state.read)} read ({rejected}).")
        if opened.open:
            # Asked only when somebody looks: it is a scan of all clocks.
            for clock, name in CLOCK_WORDS.items():
                st.caption(f"{sentence(name)} clocks. {without_verdict(standing(view.ask, Scope(Period(ALL), clock)))}")
