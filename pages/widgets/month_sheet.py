"""How the monthly summary fits one screen and one sheet of paper: its spacing, and what is left out in print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

WIDEST_PIXELS = 1_240
"""A wider window gets margins: print keeps the charts at the size that they have on the screen."""

_STYLE = """
.stMainBlockContainer:has(.st-key-month-page) { max-width: %(widest)dpx; padding-bottom: 1rem; }
@media (min-width: 900px) { .stMainBlockContainer:has(.st-key-month-page) { padding-top: 1.6rem; } }
.stMainBlockContainer:has(.st-key-month-page) > div > .stVerticalBlock { gap: 0.5rem; }
.st-key-month-page [data-testid='stCaptionContainer'] p { line-height: 1.32; font-size: 0.78rem; margin: 0; }
.st-key-month-page [data-testid='stCaptionContainer'], .st-key-month-page [data-testid='stMarkdownContainer'] { margin-bottom: 0; }
.st-key-month-page .stColumn .stVerticalBlock { gap: 0.3rem; }
.st-key-month-page .stColumn [data-testid='stMarkdownContainer'] p { margin: 0; }
.st-key-month-page [data-testid='stMetric'] { padding: 0; }
.st-key-month-blocks [data-testid='stCaptionContainer'] p, .st-key-month-notes [data-testid='stCaptionContainer'] p
  { font-size: 0.74rem; line-height: 1.28; }
.st-key-month-foot { display: none; }
.st-key-month-page .stGridCell { padding: 0.5rem 0.8rem; }
.st-key-month-page [data-testid='stMetricLabel'] { min-height: 0; }
.st-key-month-page [data-testid='stMetricValue'] { line-height: 1.2; padding-bottom: 0; }
.st-key-month-page .stColumn > div > div[data-testid='stLayoutWrapper'] > div { padding: 0.5rem 0.8rem; }
[class*='st-key-month-lead'] p { line-height: 1.4; margin: 0 0 0.25rem; }
.st-key-month-lead-open { border-left: 4px solid #D55E00; padding-left: 0.8rem; }
.st-key-month-row p { margin: 0; }
.st-key-month-files { margin-left: auto; }
@media print {
  @page { size: landscape; margin: 7mm; }
  [data-testid='stSidebar'], [data-testid='stHeader'], [data-testid='stToolbar'], .st-key-month-files, .st-key-sample-banner a
    { display: none !important; }
  html, body, #root, .stApp, .stApp > div, [data-testid='stAppViewContainer'], [data-testid='stMain']
    { display: block !important; position: static !important; height: auto !important; overflow: visible !important; }
  .stMainBlockContainer:has(.st-key-month-page) { zoom: 0.77; max-width: 1085px; margin: 0 auto; padding: 0; }
  .st-key-sample-banner { padding: 0.2rem 0.8rem; }
  .st-key-month-foot { display: flex; }
  .st-key-month-page, .st-key-month-page * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .st-key-month-page [data-testid='stHorizontalBlock'] { display: flex !important; flex-wrap: nowrap !important; }
  .st-key-month-page [data-testid='stColumn'] { min-width: 0 !important; }
  .st-key-month-page .plain-table { overflow: visible; }
}
"""


@contextmanager
def one_sheet() -> Iterator[None]:
    """What stands inside is one sheet."""
    st.html(f"<style>{_STYLE % {'widest': WIDEST_PIXELS}}</style>")
    with st.container(gap="xsmall", key="month-page"):
        yield
