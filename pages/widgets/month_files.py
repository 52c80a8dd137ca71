"""The files of a month, made when they are asked for. Handing one on issues the report: it is remembered."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.operations.report import one_file
from analytics.reports.monthly import MonthlySummary
from analytics.warehouse import home
from pages.widgets.view import View

_FILES = (
    ("PDF, A4", ".pdf", "a4", "application/pdf", "picture_as_pdf"),
    ("PDF, Letter", ".pdf", "letter", "application/pdf", "picture_as_pdf"),
    ("HTML, interactive", ".html", "a4", "text/html", "html"),
    ("Workbook", ".xlsx", "a4", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "table"),
    ("JSON", ".json", "a4", "application/json", "data_object"),
)


def month_files(view: View, summary: MonthlySummary) -> None:
    """A button that opens the files of the month."""
    with st.popover("Files", icon=":material/download:", width="content", key="month-files"):
        for words, suffix, paper, kind, icon in _FILES:
            st.download_button(
                words, _made(view, summary, suffix, paper), f"support-{summary.month}{suffix}", kind, icon=f":material/{icon}:",
                key=f"file-{paper}{suffix}", on_click="ignore", width="stretch",
            )  # fmt: skip
        st.caption("What is handed on is remembered: if a later load changes this month, the next report says so.")


def _made(view: View, summary: MonthlySummary, suffix: str, paper: str) -> Callable[[], bytes]:
    return lambda: one_file(home(), summary, view.reader, suffix, paper)
