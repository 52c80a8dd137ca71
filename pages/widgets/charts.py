"""A drawing on the page, in a card with its heading and the rule beneath it. The only place that calls st.plotly_chart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from analytics.figures.drawing import Drawing


@contextmanager
def card(title: str, note: str = "", key: str | None = None) -> Iterator[None]:
    """A bordered card. `title` and `note` are ours; `note` is the rule and the denominator, printed beneath."""
    with st.container(border=True, height="stretch", gap="small", key=key):
        st.markdown(f"**{title}**")
        yield
        if note:
            st.caption(note)


def chart(drawing: Drawing, key: str, *, fill: bool = False) -> None:
    """Draw a figure with its sentence for those who do not see it. `fill` lets it grow to the height of its neighbours."""
    height: Literal["stretch", "content"] = "stretch" if fill else "content"
    with st.container(key=f"figure-{key}", height=height):
        st.plotly_chart(drawing.figure, key=key, alt=drawing.alt, config=drawing.config, theme="streamlit", height=height)


def ink() -> None:
    """Text in figures takes the page's own ink, in both themes and also when the theme is switched while the page is open."""
    st.html(
        "<style>[class*='st-key-figure-'] :is(.infolayer, .cartesianlayer, .xaxislayer-above, .yaxislayer-above) text"
        " { fill: currentColor !important; }</style>"
    )
