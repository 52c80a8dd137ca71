"""What is open now and what falls due. None of it goes by the wall clock: now is each source's as_of (T3)."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from analytics.figures.flow import flow
from analytics.figures.piles import piles
from analytics.figures.wording import count
from analytics.metrics import open_work, work_list
from analytics.metrics.backlog import backlog, unplaced
from analytics.reports.backlog_page import (
    HOLDERS,
    Bands,
    as_of_words,
    by_age,
    by_holder,
    by_left,
    by_over,
    held,
    now,
    risk,
    risk_tiles,
    standing_words,
    work_table,
)
from analytics.reports.scope import CLOCK_WORDS, Scope
from analytics.vocabulary import Dimension
from analytics.warehouse import Reader
from pages.widgets.charts import card, chart
from pages.widgets.drill import narrow
from pages.widgets.links import of_all_pages
from pages.widgets.panels import tile_row
from pages.widgets.states import nothing_in_view
from pages.widgets.tables import table
from pages.widgets.text import plain
from pages.widgets.view import LISTS_REMEMBERED, LONGEST_LIST, View

MOST_DAYS = 400


def now_is(view: View) -> None:
    """Which instant all figures but those by day are of."""
    words = as_of_words(view.state.as_of, view.state.zone)
    st.caption(f":material/schedule: {plain(words)}. What is open now is shown whatever the period; only the days below keep to it.")


def ask_ahead(view: View) -> None:
    """Begin to ask all that the page needs at first sight, its list as well."""
    holder = Dimension(st.session_state.get("held-by") or Dimension.GROUP)
    view.ask_ahead(partial(_work, view), risk(view.scope), partial(_rows, view), held(view.scope, holder), partial(_by_day, view))


def tiles(view: View) -> None:
    """Open, overdue, at risk, due next, paused."""
    tile_row(risk_tiles(view.ask, view.scope, _work(view)))


def work(view: View) -> None:
    """The list a team lead starts the morning with."""
    rows = _rows(view)
    zone = view.state.zone
    note = (
        f"Overdue first, the longest due at the top, then what is due next; paused last. Due is in {zone} time; left and over are business "
        f"time of each ticket's own calendar, {CLOCK_WORDS[view.scope.clock]}."
    )
    with card("Work list", note):
        if rows.empty:
            hint = f"The clocks of the open tickets: {standing_words(_work(view))}. Choose the other clock or clear a filter."
            nothing_in_view(f"No {CLOCK_WORDS[view.scope.clock]} clock is running or overdue.", hint)
            return
        opens = list(zip(rows["source"], rows["ticket_id"], strict=True))
        total = int(rows["total"].iloc[0])
        alt = "Running and overdue clocks, what is due longest or next at the top"
        table(work_table(rows, zone), alt, key="work", file_name="work-list.csv", total=total, opens=opens,
              whole=lambda: work_table(view.file_rows(work_list, now(view.scope).ask("running")), zone))  # fmt: skip


def time_left(view: View) -> None:
    """Running clocks by the time left."""
    _pile(by_left(_work(view)), "Time left", "left", "Running clocks by business time left", "No clock is running.",
          "Business hours of each ticket's own calendar. Paused clocks stand still and are not in it.")  # fmt: skip


def time_over(view: View) -> None:
    """Overdue clocks by the time over."""
    _pile(by_over(_work(view)), "Overdue by", "over", "Overdue clocks by business time over", "Nothing is overdue.",
          "Business hours over the target, counted up to now.")  # fmt: skip


def ages(view: View) -> None:
    """All open tickets by age."""
    _pile(by_age(_work(view)), "Open tickets by age", "age", "Open tickets by age", "No ticket is open.",
          f"Calendar days since receipt, by how the {CLOCK_WORDS[view.scope.clock]} clock stands.")  # fmt: skip


def holders(view: View) -> None:
    """Who holds them."""
    note = "Running and overdue clocks by who holds the ticket now; most overdue first. A click narrows the view."
    with card("Who holds them", note, file_name="held-by.csv") as around:
        with of_all_pages():
            picked = st.segmented_control(
                "By", HOLDERS, default=Dimension.GROUP, format_func=lambda d: d.value.capitalize(), key="held-by", bind="query-params",
                required=True, label_visibility="collapsed",
            )  # fmt: skip
        dimension = Dimension(picked or Dimension.GROUP)
        found = by_holder(view.ask, view.scope, dimension)
        around.frame = found.table
        if not found.names:
            nothing_in_view("No clock is running or overdue.", "")
            return
        drawing = piles(found.frame, row=dimension.value, rows=found.names, what=f"Running and overdue clocks by {dimension.value}")
        chart(drawing, f"held-{dimension}", on_point=lambda point: narrow(**{dimension.value: (point[0],)}))
        if found.others:
            st.caption(f"{count(found.others)} more with {count(found.others_tickets)} clocks are not drawn.")


def by_day(view: View) -> None:
    """The backlog and what moved it."""
    frame = _by_day(view)
    lost = _unplaced(view.key, repr(view.scope.where), view.scope, view.reader)
    left_out = f" {count(lost)} tickets are left out: the export cannot say when they were closed." if lost else ""
    note = (
        f"Days are those of {view.state.zone}. Open at the end of a day = the day before + received + reopened − closed; a paler day is "
        f"not over in every source. Excluded tickets are in it.{left_out}"
    )
    cut = frame.tail(MOST_DAYS)
    with card("Backlog by day", note, frame=cut, file_name="backlog.csv"):
        if cut.empty:
            nothing_in_view("No day of the period has tickets.")
            return
        if len(cut) < len(frame):
            st.caption(f"The last {MOST_DAYS} of {count(len(frame))} days; choose a period for others.")
        chart(flow(cut), "backlog-days")


def _pile(bands: Bands, title: str, key: str, what: str, empty: str, note: str) -> None:
    with card(title, note, frame=bands.table(title), file_name=f"open-by-{key}.csv"):
        if not bands.tickets:
            nothing_in_view(empty, "")
            return
        chart(piles(bands.frame, row=bands.row, rows=list(bands.names), names=bands.names, what=what), f"open-{key}")


def _work(view: View) -> Any:
    scope = now(view.scope)
    return _bands(view.key, repr(scope), scope, view.reader)


def _rows(view: View) -> Any:
    return _listed(view.key, repr(now(view.scope)), now(view.scope), view.reader)


def _by_day(view: View) -> Any:
    return _days(view.key, repr(view.scope), view.scope, view.reader)


@st.cache_data(max_entries=100, show_spinner=False)
def _bands(version: str, words: str, _scope: Scope, _reader: Reader) -> Any:
    return open_work(_reader, _scope.ask())


@st.cache_data(max_entries=LISTS_REMEMBERED, show_spinner=False)
def _listed(version: str, words: str, _scope: Scope, _reader: Reader) -> Any:
    return work_list(_reader, _scope.ask("running"), LONGEST_LIST)


@st.cache_data(max_entries=50, show_spinner=False)
def _days(version: str, words: str, _scope: Scope, _reader: Reader) -> Any:
    return backlog(_reader, _scope.period.from_on, _scope.period.to_on, _scope.where)


@st.cache_data(max_entries=50, show_spinner=False)
def _unplaced(version: str, words: str, _scope: Scope, _reader: Reader) -> int:
    return unplaced(_reader, _scope.where)
