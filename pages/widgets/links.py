"""Links between pages that also stand when a page runs alone, where Streamlit knows no sibling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.errors import StreamlitAPIException

PAGES = Path(__file__).resolve().parents[1]


def switch_page(page: str, query: Mapping[str, str | list[str]] | None = None) -> None:
    """Go to `pages/<page>.py`, with these parameters in the URL; alone, where there is nowhere to go, say so."""
    try:
        st.switch_page(PAGES / f"{page}.py", query_params=query)
    except (StreamlitAPIException, KeyError):
        st.caption(f"Open the page {page}.")


def go(page: str, query: Mapping[str, str | Sequence[str]]) -> None:
    """Go to `pages/<page>.py` as a link of the browser would: its Back then leads here again, with the filters in this page's address.

    st.switch_page does not: it writes the next page's parameters into this page's place in the browser's history first, and refuses
    where a widget of this page is bound to one of them. The address is percent-encoded, so nothing of a ticket's is run.
    """
    address = f"{page}?{urlencode(query, doseq=True)}"
    st.html(
        f"<script>history.pushState({{}}, '', location.pathname.replace(/[^/]*$/, '{address}'));"
        " dispatchEvent(new PopStateEvent('popstate'))</script>",
        unsafe_allow_javascript=True,
    )


def open_ticket(source: str, ticket_id: str) -> None:
    """Go to a ticket's page. `desk` and not `source`: that one belongs to a filter, which Streamlit would take from the address."""
    go("ticket", {"desk": source, "ticket": ticket_id})


def page_link(
    page: str, words: str, icon: str | None = None, query: Mapping[str, str | list[str]] | None = None, tip: str | None = None
) -> None:
    """A link to `pages/<page>.py`. `words` and `tip` are ours, never a ticket's. Alone, it is plain text that names the page."""
    try:
        st.page_link(PAGES / f"{page}.py", label=words, icon=icon, query_params=query, help=tip, width="stretch" if tip else "content")
    except (StreamlitAPIException, KeyError):
        st.caption(f"{words} (page {page})")
