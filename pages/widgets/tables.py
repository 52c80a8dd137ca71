"""Lists of tickets: sortable on the page, downloadable as CSV that no spreadsheet runs as a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from analytics.figures.wording import shown
from analytics.reports.safe_csv import safe_csv
from analytics.reports.shown_cells import shown_cells
from pages.widgets.links import open_ticket
from pages.widgets.view import LONGEST_FILE, LONGEST_LIST

OPEN = "Open"
WIDE = {"Why": 300, "Did not count": 400, "After": 400}
"""Columns of sentences and their pixels."""
ROW_PIXELS, HEAD_PIXELS, MOST_ROWS_SHOWN = 35, 38, 14


def table(
    frame: Any, alt: str, *, key: str, file_name: str, total: int | None = None, opens: Sequence[tuple[str, str]] | None = None,
    whole: Callable[[], Any] | None = None,
) -> None:  # fmt: skip
    """A frame with a download beneath. `total`: how many there are, where that is known; `whole`: the download's own rows, where the
    frame may be cut at LONGEST_LIST.

    opens: the (source, ticket id) of each row: a button at its head, or its id chosen beneath, opens that ticket's page.
    """
    height: int | Literal["content"] = "content" if len(frame) <= MOST_ROWS_SHOWN else HEAD_PIXELS + ROW_PIXELS * MOST_ROWS_SHOWN
    drawn, columns = (frame, _columns(frame)) if opens is None else _with_buttons(frame, key)
    grid(drawn, alt, key=key, height=height, column_config=columns, placeholder="–")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(_how_many(len(frame), total, whole is not None), width="content")
        chosen = None if not opens else _chosen(opens, key)
        download(lambda: safe_csv(frame if whole is None or len(frame) < LONGEST_LIST else whole()), file_name, key=f"{key}-csv")
    if opens and chosen is not None:
        open_ticket(*opens[chosen])


def _how_many(rows: int, total: int | None, may_be_cut: bool) -> str:
    if total is not None and total > rows:
        more = "all" if total <= LONGEST_FILE else f"the first {LONGEST_FILE:,}"
        return f"First {rows:,} of {total:,} rows; the file holds {more}." if may_be_cut else f"First {rows:,} of {total:,} rows."
    if may_be_cut and rows == LONGEST_LIST and total is None:
        return f"First {rows:,} rows; the file holds up to {LONGEST_FILE:,}."
    return f"{rows:,} row{'' if rows == 1 else 's'}."


def grid(frame: Any, alt: str, **look: Any) -> None:
    """Rows in cells, which read no Markdown; marks that turn or hide text are written out. The only place that calls st.dataframe."""
    st.dataframe(shown_cells(frame), hide_index=True, alt=alt, **look)


def _with_buttons(frame: Any, key: str) -> tuple[Any, Mapping[str, Any]]:
    """The frame with a button at the head of each row. Its label is ours: Streamlit reads icons in it."""
    drawn = frame.copy()
    drawn.insert(0, OPEN, [":material/arrow_forward:"] * len(frame))
    button = st.column_config.ButtonColumn(OPEN, type="tertiary", width=52, pinned=True, key=f"{key}-open")
    return drawn, {OPEN: button, **_columns(frame)}


def _chosen(opens: Sequence[tuple[str, str]], key: str) -> int | None:
    """The row whose ticket is to be opened: by its button, or by its id, the keyboard's way (a grid's buttons take clicks only)."""
    sources = {source for source, _ in opens}
    names = [shown(ticket) if len(sources) == 1 else f"{shown(ticket)} · {shown(source)}" for source, ticket in opens]
    picked = st.selectbox(
        "Open a ticket", range(len(opens)), index=None, format_func=names.__getitem__, placeholder="Open a ticket …", key=f"{key}-pick",
        label_visibility="collapsed", width=220,
    )  # fmt: skip
    clicked = st.session_state.get(f"{key}-open")
    row = picked if clicked is None else clicked["row"]
    return row if row is not None and row < len(opens) else None


def download(content: Callable[[], bytes], file_name: str, *, key: str, label: str = "Download CSV") -> None:
    """A download made only when it is asked for."""
    st.download_button(label, content, file_name, "text/csv", icon=":material/download:", key=key, on_click="ignore")


def _columns(frame: Any) -> Mapping[str, Any]:
    settings: dict[str, Any] = {}
    for place, name in enumerate(frame.columns):
        kind = frame[name].dtype.kind
        if kind == "M":
            settings[name] = st.column_config.DatetimeColumn(name, format="YYYY-MM-DD HH:mm")
        elif name.endswith("h)"):
            settings[name] = st.column_config.NumberColumn(name, format="%.1f")
        elif name in WIDE:
            settings[name] = st.column_config.TextColumn(name, width=WIDE[name])
        elif place == 0:
            settings[name] = st.column_config.TextColumn(name, pinned=True)
    return settings
