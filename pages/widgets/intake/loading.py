"""Step 4: load, and the receipt in words (L1)."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.figures.wording import count, shown
from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
from analytics.operations.loads import rejects_file, rejects_of
from analytics.reports.safe_csv import safe_csv_rows
from analytics.warehouse import home
from pages.widgets.intake.upload import Staged, forget
from pages.widgets.links import page_link
from pages.widgets.states import refusals
from pages.widgets.tables import download
from pages.widgets.text import plain

RECEIPT = "receipt"
_WARNINGS = {
    "times_in_spring_gap": "times lie in a spring gap of the zone; read with the offset before the change",
    "times_in_repeated_hour": "times lie in the repeated autumn hour; read as its first occurrence",
    "acts_after_loading": "instants lie after the moment of loading; they do not count towards as-of",
    "response_before_received": "responses stand before the ticket was received; those clocks are unknown",
    "resolution_before_received": "resolutions stand before the ticket was received; those clocks are unknown",
    "unknown_status": "rows carry a status the format does not know",
    "changes_without_ticket": "changes belong to tickets that are not loaded yet",
    "received_differs_from_stored": "tickets have another received time than before: two help desks under one name?",
    "resolved_without_response": "tickets were resolved without a recorded response; the response clock stops at resolution",
    "closing_time_stands_in": "tickets have no resolved time; the closing time stands in",
    "tickets_without_known_tier": "tickets have no tier that the policy knows: uncovered",
    "tickets_without_known_priority": "tickets have no priority that the policy knows: uncovered",
    "excluded_tickets": "tickets are excluded by the policy",
    "tickets_from_uncovered_channels": "tickets came through a channel the policy does not cover",
    "resolved_time_on_open_ticket": "open tickets carry a resolved time; their resolution clock runs",
    "tickets_without_response_column": "tickets come without any response column: the response clock is unknown",
    "closed_at_unknown_time": "tickets are closed and the export does not say when",
}


def load_button(staged: Staged, options: LoadOptions, obstacle: str) -> None:
    """Load the file as shown. The run that loads also shows how far it is."""
    st.markdown("**4 · Load**")
    if obstacle:
        st.caption(f":material/pending: {obstacle}")
    if st.button("Load", type="primary", icon=":material/database_upload:", disabled=bool(obstacle), key="load"):
        with refusals():
            bar = st.progress(0.0, "Starting")
            st.session_state[RECEIPT] = load_files(
                home(),
                [staged.path],
                options,
                lambda step, share: bar.progress(min(share or 0.0, 1.0), plain(step)) and None,
                names=[staged.name],
            )
            forget()
            st.rerun()


def receipt() -> None:
    """The receipt of the load just made."""
    made: dict[str, Any] | None = st.session_state.get(RECEIPT)
    if not made:
        return
    with st.container(border=True, key="receipt"):
        again = " It was loaded before with the same options: nothing changed." if made.get("already_loaded") else ""
        st.markdown(f":material/check_circle: **Loaded.**{again}")
        st.text(in_words(made))
        warnings = [f"{count(number)} {_WARNINGS.get(name, name.replace('_', ' '))}" for name, number in made["warnings"].items()]
        if warnings:
            st.caption("To be known")
            st.text("\n".join(f"• {warning}" for warning in warnings))
        _rejects(made)
        with st.container(horizontal=True, vertical_alignment="center"):
            page_link("overview", "See the overview", ":material/speed:")
            st.button("Close", on_click=_close, type="tertiary", key="close-receipt")


def in_words(made: dict[str, Any]) -> str:
    """The counts of a receipt as a sentence; they add up to the rows read."""
    parts = [f"{count(made[name])} {name}" for name in ("inserted", "updated", "unchanged", "folded", "rejected") if made.get(name)]
    doubled = f", {count(made['duplicates'])} of them repeated in the file" if made.get("duplicates") else ""
    as_of = shown(made["as_of"])[:16].replace("T", " ")
    return f"{count(made['read'])} rows read: {', '.join(parts) or 'nothing to take in'}{doubled}. As of {as_of} UTC."


def _rejects(made: dict[str, Any]) -> None:
    if not made["rejected"]:
        return
    st.caption("Rejected rows")
    reasons = made.get("reject_reasons", {})
    st.text("\n".join(f"• {shown(reason)}: {count(number)}" for reason, number in reasons.items()))
    load = made["load_ids"][0]
    is_json = made["files"][0].get("read_as", {}).get("kind", "").startswith("JSON")
    mend = "rejects to mend.jsonl" if is_json else "rejects to mend.csv"
    with st.container(horizontal=True):
        download(lambda: rejects_file(home(), load).encode(), mend, key="rejects-mend", label="Rows to mend, as exported")
        download(lambda: safe_csv_rows(rejects_of(home(), load)), "rejects.csv", key="rejects-csv", label="Lines and reasons")


def _close() -> None:
    st.session_state.pop(RECEIPT, None)
