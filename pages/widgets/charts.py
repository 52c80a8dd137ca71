"""A drawing on the page, in a card with its heading and the rule beneath it. The only place that calls st.plotly_chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.figures.drawing import Drawing, point_values
from analytics.reports.safe_csv import safe_csv
from pages.widgets.tables import download, grid


@dataclass
class Card:
    """What stands around a card's content; a page that knows it only after a choice inside the card sets it there."""

    note: str = ""
    frame: Any = None


@contextmanager
def card(title: str, note: str = "", key: str | None = None, *, frame: Any = None, file_name: str | None = None) -> Iterator[Card]:
    """A bordered card. `title` and `note` are ours; `note` is the rule and the denominator, printed beneath.

    `frame`: what is drawn, as a table with a download behind a small button; `file_name`: of the download, `breaches.csv`.
    """
    around = Card(note, frame)
    with st.container(border=True, height="stretch", gap="small", key=key):
        head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small")
        head.markdown(f"**{title}**", width="content")
        yield around
        if file_name and around.frame is not None and len(around.frame):
            with head:
                _behind(title, around.frame, file_name)
        if around.note:
            st.caption(around.note)


def _behind(title: str, frame: Any, file_name: str) -> None:
    """The rows of a figure, fetched only when they are asked for."""
    name = file_name.removesuffix(".csv")
    with st.popover("Table", type="tertiary", width="content", key=f"table-{name}", on_change="rerun") as opened:
        if opened.open:
            grid(frame, f"{title}, the rows of the figure", height=min(420, 38 + 35 * len(frame)), width=560)
            download(lambda: safe_csv(frame), file_name, key=f"csv-{name}")


def chart(drawing: Drawing, key: str, *, on_point: Callable[[Sequence[Any]], None] | None = None) -> None:
    """Draw a figure with its sentence for those who do not see it.

    on_point: what a click on a bar, a cell or a point does; it is given the values of drawing.point().
    """
    # The figures' own look serves both themes: Streamlit's would have each of them drawn a second time (figures/plot.py).
    look: dict[str, Any] = {"alt": drawing.alt, "config": drawing.config, "theme": None}
    drawn, name = drawing.plot.unchecked(clickable=on_point is not None), f"figure-{key}"
    if on_point is None:
        st.plotly_chart(drawn, key=name, **look)
        return
    # A chart that was clicked comes back as a new one: else the same point, clicked again, would only be let go.
    turn = st.session_state.setdefault(f"{name}-turn", 0)
    event = st.plotly_chart(drawn, key=f"{name}-{turn}" if turn else name, on_select="rerun", selection_mode="points", **look)
    points = [point for point in event["selection"]["points"] if point.get("customdata") is not None]
    if points:
        st.session_state[f"{name}-turn"] = turn + 1
        on_point(point_values(points[0]["customdata"]))


def ink() -> None:
    """What the theme cannot say. Text in figures takes the page's own ink, in both themes and also when the theme is switched while the
    page is open; wide pages leave less at their sides; cards side by side end at the same height; tiles are dense;
    what is selected is written in ink, which the accent's own colour is too dark for.
    """
    st.html(
        "<style>[class*='st-key-figure-'] :is(.infolayer, .cartesianlayer, .xaxislayer-above, .yaxislayer-above) text"
        " { fill: currentColor !important; }"
        " [class*='st-key-figure-arrivals'] .shapelayer path { stroke: currentColor !important; stroke-opacity: .75 !important; }"
        " @media (min-width: 900px) { [data-testid='stMainBlockContainer'] { padding-left: 2.5rem; padding-right: 2.5rem; } }"
        " [data-testid='stColumn'] > [data-testid='stVerticalBlock'] > [data-testid='stLayoutWrapper'] { flex: 1 1 auto; }"
        " [class*='st-key-tile-'] [data-testid='stMetricValue'] { font-size: 1.25rem; }"
        " [class*='st-key-tile-'] a[data-testid='stPageLink-NavLink'] { padding: 0 .25rem; margin-left: -.25rem; }"
        " button[data-variant='segmented_control'][data-selected] { color: inherit !important; font-weight: 600; }"
        "</style>"
    )
