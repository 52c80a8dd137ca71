"""Finding a ticket by its id. What is looked at stands in the address: `ticket`, and `desk` for its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.reports.ticket_page import LONGEST_FOUND, Found, TicketPage, find, ticket_page
from analytics.warehouse import Reader
from pages.widgets.charts import card
from pages.widgets.states import nothing_in_view
from pages.widgets.tables import table
from pages.widgets.text import plain
from pages.widgets.view import View

FIELD = "ticket-id"
SHOWN = "ticket-id-shown"


@dataclass(frozen=True)
class Wanted:
    """A ticket's id, and its source where the address says it."""

    ticket_id: str
    source: str | None


def search() -> Wanted:
    """The field, filled with the id that the address asks for."""
    wanted = Wanted(st.query_params.get("ticket", ""), st.query_params.get("desk"))
    if st.session_state.get(SHOWN) != wanted.ticket_id or FIELD not in st.session_state:
        st.session_state[SHOWN] = st.session_state[FIELD] = wanted.ticket_id
    st.text_input(
        "Ticket id", key=FIELD, on_change=_asked, placeholder="A ticket's id, or how it begins", icon=":material/search:", width=420
    )
    return wanted


def chosen(view: View, wanted: Wanted) -> TicketPage | None:
    """The one ticket that is meant; where it is none or several, what there is to choose from."""
    if not wanted.ticket_id.strip():
        nothing_in_view("Type a ticket's id, or open one from a list of tickets.", "")
        return None
    found = _found(view.key, wanted.ticket_id, view.state.zone, view.reader)
    held = [(source, ticket) for source, ticket in found.opens if found.exact and wanted.source in (None, source)]
    if len(held) == 1:
        source, ticket = held[0]
        return _explained(view.key, ticket, source, view.reader)
    _choices(wanted, found)
    return None


def _asked() -> None:
    """Another id: the address says it, and no longer the source of the one before."""
    st.query_params.from_dict({"ticket": st.session_state[FIELD]})


def _choices(wanted: Wanted, found: Found) -> None:
    if not found.total:
        nothing_in_view("There is no such ticket.", "")
        st.caption(f"No ticket has or begins with this id: {plain(wanted.ticket_id)}", text_alignment="center")
        return
    if found.exact:
        missing = wanted.source is not None and wanted.source not in {source for source, _ in found.opens}
        title = "This source has no such ticket; others have" if missing else "Several sources have a ticket of this id"
    else:
        title = "No ticket has this id; these begin with it"
    with card(title, f"At most {LONGEST_FOUND} are listed." if found.total > LONGEST_FOUND else ""):
        table(found.frame, "Tickets found", key="found", file_name="tickets-found.csv", total=found.total, opens=found.opens)


@st.cache_data(max_entries=200, show_spinner=False)
def _found(version: str, wanted: str, zone: str, _reader: Reader) -> Found:
    return find(_reader, wanted, zone)


@st.cache_resource(max_entries=100, show_spinner=False)
def _explained(version: str, ticket_id: str, source: str, _reader: Reader) -> Any:
    """Held as it is: an explanation carries its calendar, which is shared and never written to."""
    return ticket_page(_reader, ticket_id, source)
