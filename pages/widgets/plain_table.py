"""A small table that is read and not worked with: real text, which prints and wraps, where a grid is a picture of cells."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

_STYLE = """
.plain-table { overflow-x: auto; }
.plain-table table { border-collapse: collapse; width: 100%; font-size: 0.76rem; font-variant-numeric: tabular-nums; }
.plain-table th, .plain-table td { padding: 0.08rem 0.22rem; text-align: right; white-space: nowrap; border: 0; }
.plain-table thead th { font-weight: 500; white-space: normal; vertical-align: bottom; line-height: 1.15; opacity: 0.75; }
.plain-table thead th { border-bottom: 1px solid rgba(128,136,148,0.55); }
.plain-table tr > :last-child { padding-right: 0; }
.plain-table tbody th, .plain-table thead th:first-child { text-align: left; font-weight: 400; padding-left: 0; }
.plain-table tbody tr:not(.total) th { padding-left: 1rem; }
.plain-table tbody tr.total > * { font-weight: 600; border-top: 1px solid rgba(128,136,148,0.3); }
.plain-table caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""


def plain_table(caption: str, headings: Sequence[str], rows: Sequence[tuple[bool, Sequence[str]]]) -> None:
    """Rows of text under headings; the first cell heads its row. A row that is a total stands out, the others are set in beneath it.

    caption: what the table is, for those who do not see it. All text is escaped here.
    """
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(
        f'<tr class="{"total" if is_total else "part"}"><th scope="row">{escape(cells[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells[1:]) + "</tr>"
        for is_total, cells in rows
    )  # fmt: skip
    table = f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    # Reached by the keyboard: where it is wider than the page, arrow keys move it.
    st.html(f'<style>{_STYLE}</style><div class="plain-table" role="region" tabindex="0" aria-label="{escape(caption)}">{table}</div>')
