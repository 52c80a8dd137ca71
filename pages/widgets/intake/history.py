"""What was loaded, newest first; any load can be undone (L4)."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.figures.wording import shown
from analytics.operations.loads import list_loads
from analytics.operations.receipt_words import in_words
from analytics.operations.undo import undo_load
from analytics.warehouse import home
from pages.widgets.intake.receipt import forget_receipt
from pages.widgets.states import refusals

MOST_SHOWN = 30
UNDONE = "undone"


def history() -> None:
    """The loads of the store, each with its receipt and an undo that asks once more."""
    st.markdown("**Loads**")
    if st.session_state.get(UNDONE):
        st.caption(f":material/undo: Load {st.session_state.pop(UNDONE)} was undone.")
    loads = list_loads(home())
    if not loads:
        st.caption("Nothing is loaded yet. Until then the other pages show generated samples, where they were made.")
        return
    for load in loads[:MOST_SHOWN]:
        _load(load)
    if len(loads) > MOST_SHOWN:
        st.caption(f"{len(loads) - MOST_SHOWN} older loads: `sundial loads`.")


def _load(load: dict[str, Any]) -> None:
    number, loaded_at = load["load_id"], load["loaded_at"][:16].replace("T", " ")
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"load-{number}"):
        with st.container(gap=None, width="stretch"):
            st.text(f"{number} · {shown(load['file'])} · {shown(load['source'])} · loaded {loaded_at} UTC")
            st.caption(in_words(load["receipt"]))
        with st.popover("Undo", icon=":material/undo:", width="content"):
            st.markdown("What this load alone brought goes; the rest is folded and judged again.")
            if st.button("Undo this load", key=f"undo-{number}", type="primary"):
                with refusals():
                    with st.spinner("Undoing…"):
                        undo_load(home(), number)
                    forget_receipt()
                    st.session_state[UNDONE] = number
                    st.rerun()
