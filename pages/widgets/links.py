"""Links between pages that also stand when a page runs alone, where Streamlit knows no sibling."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAPIException

PAGES = Path(__file__).resolve().parents[1]


def switch_page(page: str, query: Mapping[str, str | list[str]] | None = None) -> None:
    """Go to `pages/<page>.py`, with these parameters in the URL; alone, where there is nowhere to go, say so."""
    try:
        st.switch_page(PAGES / f"{page}.py", query_params=query)
    except (StreamlitAPIException, KeyError):
        st.caption(f"Open the page {page}.")


def page_link(page: str, words: str, icon: str | None = None, query: Mapping[str, str | list[str]] | None = None) -> None:
    """A link to `pages/<page>.py`. `words` are ours, never a ticket's. Alone, it is plain text that names the page."""
    try:
        st.page_link(PAGES / f"{page}.py", label=words, icon=icon, query_params=query)
    except (StreamlitAPIException, KeyError):
        st.caption(f"{words} (page {page})")
