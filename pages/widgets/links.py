"""Links between pages that also stand when a page runs alone, where Streamlit knows no sibling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

PAGES = Path(__file__).resolve().parents[1]


@contextmanager
def of_all_pages() -> Iterator[None]:
    """What is bound to the address within belongs to app.py and not to the page that draws it.

    Streamlit takes what is bound to a widget of another page out of the address when the page changes: going back, or following a link,
    would so lose it.
    """
    run = get_script_run_ctx()
    if run is None:
        yield
        return
    with run.run_with_active_hash(run.pages_manager.main_script_hash):
        yield


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


def refine(changes: Mapping[str, str | Sequence[str] | None]) -> None:
    """The same page with these parameters in the address, None and nothing for none: one step of the browser's Back, however many."""
    words = urlencode({key: value for key, value in changes.items() if value}, doseq=True)
    st.html(
        f"<script>const at = new URL(location), to = new URLSearchParams('{words}');"
        f" for (const key of '{' '.join(changes)}'.split(' ')) at.searchParams.delete(key);"
        " for (const [key, value] of to) at.searchParams.append(key, value);"
        " history.pushState({}, '', at); dispatchEvent(new PopStateEvent('popstate'))</script>",
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
