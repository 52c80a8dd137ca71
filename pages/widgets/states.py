"""Designed states: nothing loaded, nothing in view, something that cannot be done. Outside text stands in them as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import streamlit as st

from analytics.errors import SundialError
from analytics.figures.wording import shown
from pages.widgets.links import switch_page

Given = ParamSpec("Given")


def nothing_loaded() -> None:
    """The first visit to an empty store."""
    with st.container(border=True, horizontal_alignment="center", key="nothing-loaded"):
        st.space("small")
        st.markdown("##### :material/hourglass_empty: No tickets loaded yet", text_alignment="center")
        st.markdown(
            "Load an export of your help desk, or look around with generated sample tickets first.",
            text_alignment="center",
            width=480,
        )
        if st.button("Import an export", type="primary", icon=":material/upload_file:", key="go-import"):
            switch_page("import_tickets")
        st.markdown("From a terminal", text_alignment="center")
        st.code("sundial load tickets.csv --timezone America/Chicago\nsundial samples", language=None, width=480)
        st.space("small")


def nothing_in_view(what: str, hint: str = "Widen the period or clear a filter.") -> None:
    """There is nothing to draw: said where the figure would be. `hint` is empty where no filter is the cause."""
    with st.container(horizontal_alignment="center", vertical_alignment="center", height=160):
        st.markdown(f":material/{'filter_alt_off' if hint else 'remove'}: {what}", text_alignment="center")
        if hint:
            st.caption(hint, text_alignment="center")


def refused(error: SundialError) -> None:
    """An error in its three parts: what is wrong, what was found, what to do."""
    with st.container(border=True, key="refused"):
        st.markdown(":material/error: **This could not be done**")
        for head, words in (("What is wrong", error.wrong), ("What was found", error.found), ("What to do", error.remedy)):
            st.caption(head)
            st.text("\n".join(shown(line.strip()) for line in words.split("\n")))


@contextmanager
def refusals() -> Iterator[None]:
    """Show a SundialError of the block as its error state; everything else stays loud."""
    try:
        yield
    except SundialError as error:
        refused(error)


def panel(draw: Callable[Given, None]) -> Callable[Given, None]:
    """A part of a page that is drawn anew by itself when something in it is chosen, and whose refusal leaves the rest standing."""

    @wraps(draw)
    def drawn(*args: Given.args, **named: Given.kwargs) -> None:
        with refusals():
            draw(*args, **named)

    return st.fragment(drawn)
