"""Lists of tickets: sortable on the page, downloadable as CSV that no spreadsheet runs as a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from analytics.reports.safe_csv import safe_csv

ROW_PIXELS, HEAD_PIXELS, MOST_ROWS_SHOWN = 35, 38, 14


def table(frame: Any, alt: str, *, key: str, file_name: str, total: int | None = None) -> None:
    """A frame with a download beneath. `total` is how many there are where the frame is cut."""
    rows = min(max(len(frame), 1), MOST_ROWS_SHOWN)
    st.dataframe(frame, hide_index=True, alt=alt, key=key, height=HEAD_PIXELS + ROW_PIXELS * rows, column_config=_columns(frame))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        cut = total is not None and total > len(frame)
        st.caption(f"First {len(frame):,} of {total:,} rows." if cut else f"{len(frame):,} rows.", width="content")
        download(lambda: safe_csv(frame), file_name, key=f"{key}-csv")


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
        elif place == 0:
            settings[name] = st.column_config.TextColumn(name, pinned=True)
    return settings
