"""The receipt (L1): what became of every row, what it changed in the headline numbers, and the next step."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.figures.wording import count, shown
from analytics.operations.loads import rejects_file, rejects_of
from analytics.operations.receipt_words import in_words, warnings_in_words
from analytics.reports.before_after import Changed
from analytics.reports.safe_csv import safe_csv_rows
from analytics.warehouse import home
from pages.widgets.links import page_link
from pages.widgets.tables import download

RECEIPT, CHANGED = "receipt", "changed_by_load"


def keep_receipt(made: dict[str, Any], changed: tuple[Changed, ...]) -> None:
    """Have it shown until it is closed."""
    st.session_state[RECEIPT], st.session_state[CHANGED] = made, changed


def forget_receipt() -> None:
    """Have it shown no longer."""
    st.session_state.pop(RECEIPT, None)
    st.session_state.pop(CHANGED, None)


def receipt() -> None:
    """The receipt of the load just made."""
    made: dict[str, Any] | None = st.session_state.get(RECEIPT)
    if not made:
        return
    with st.container(border=True, key="receipt"):
        again = " It was loaded before with the same options: nothing changed." if made.get("already_loaded") else ""
        st.markdown(f":material/check_circle: **Loaded.**{again}")
        st.text(in_words(made))
        _files(made)
        _warnings(made)
        _changes(st.session_state.get(CHANGED, ()))
        for one in made["files"]:
            _rejects(one)
        with st.container(horizontal=True, vertical_alignment="center"):
            page_link("overview", "See the overview", ":material/speed:")
            st.button("Close", on_click=forget_receipt, type="tertiary", key="close-receipt")


def _files(made: dict[str, Any]) -> None:
    if len(made["files"]) > 1:
        st.text("\n".join(f"• {shown(one['file'])} ({shown(one['title'])}): {in_words(one)}" for one in made["files"]))


def _warnings(made: dict[str, Any]) -> None:
    if told := warnings_in_words(made):
        st.caption("To be known")
        st.text("\n".join(f"• {warning}" for warning in told))


def _changes(changed: tuple[Changed, ...]) -> None:
    """The headline numbers before and after, where they differ."""
    if not changed:
        return
    st.caption("Headline numbers, of everything loaded")
    moved = [one for one in changed if one.is_changed]
    st.text("\n".join(f"• {one.in_words()}" for one in moved) or "None of them changed.")


def _rejects(one: dict[str, Any]) -> None:
    if not one["rejected"]:
        return
    st.caption(f"{count(one['rejected'])} rejected rows")
    reasons = one.get("reject_reasons", {})
    st.text("\n".join(f"• {shown(reason)}: {count(number)}" for reason, number in reasons.items()))
    load = one["load_id"]
    with st.container(horizontal=True, vertical_alignment="center"):
        to_mend = {"key": f"rejects-mend-{load}", "label": "Rows to mend, as exported"}
        download(lambda: rejects_file(home(), load).encode(), "rejects to mend.csv", **to_mend)
        listed = {"key": f"rejects-csv-{load}", "label": "Lines and reasons"}
        download(lambda: safe_csv_rows(rejects_of(home(), load)), "rejects.csv", **listed)
        st.caption("Mend them and load that file: it goes to the same help desk.")
