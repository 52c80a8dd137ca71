"""Keep a way of reading as a format of the company, so that the next export of that layout is recognised."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.intake.options import LoadOptions
from analytics.operations.saved_format import save_format
from analytics.warehouse import home
from pages.widgets.states import refusals
from pages.widgets.text import plain


def keep_as_format(findings: dict[str, Any], options: LoadOptions) -> None:
    """Offered where columns were proposed or chosen by hand."""
    if not findings["proposal"] and not options.mapping and not options.words:
        return
    with st.expander("Keep this way of reading for next time", icon=":material/bookmark_add:", key="keep-format"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input("Name", key="format-name", max_chars=60, placeholder="our_helpdesk", width=260)
            wanted = st.button("Keep as a format", key="save-format", disabled=not name)
        st.caption("Columns, timestamps, zone and words are kept. Exports of this layout are then recognised, here and by `sundial load`.")
        if wanted:
            with refusals():
                kept = save_format(home(), name.strip(), findings, options)
                st.markdown(f":material/check: Kept as {plain(kept['name'])}{', in place of the one before' if kept['replaced'] else ''}.")
