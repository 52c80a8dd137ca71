"""The pieces of the monthly summary, laid out from plain data."""

from __future__ import annotations

import streamlit as st

from analytics.figures.bars import ranked_rates
from analytics.figures.months import month_key
from analytics.figures.stack import month_stack
from analytics.figures.trend import rate_trend
from analytics.figures.wording import month_name, percent, shown
from analytics.reports.monthly_summary import MonthlySummary, monthly_summary, months_with_tickets
from analytics.reports.periods import local_day
from analytics.warehouse import Reader
from pages.widgets.charts import card, chart
from pages.widgets.panels import tile_row
from pages.widgets.states import nothing_in_view
from pages.widgets.tables import grid
from pages.widgets.text import plain
from pages.widgets.view import View


def month_picker(view: View) -> MonthlySummary:
    """Pick a month; the last closed one at first. A closed and a running month carry different marks."""
    latest = view.state.latest
    now = month_key(local_day(latest, view.state.zone)) if latest else "9999-12"
    months = [month for month in reversed(months_with_tickets(view.ask)) if month <= now] or [now]
    still_open = view.open_months(months)
    first_closed = next((place for place, month in enumerate(months) if month not in still_open), 0)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        month = st.selectbox(
            "Month", months, index=first_closed, format_func=month_name, key="month", bind="query-params", width=170,
            label_visibility="collapsed",
        )  # fmt: skip
        if month in still_open:
            st.badge("Still running: figures will change", icon=":material/hourglass_top:", color="orange")
        else:
            st.badge("Month closed", icon=":material/lock:", color="blue")
    return _summary(view.key, month, view.reader)


def month_sentence(summary: MonthlySummary) -> None:
    """What the month says, in a sentence that its data causes."""
    st.markdown(f"##### {plain(summary.sentence)}")


def month_tiles(summary: MonthlySummary) -> None:
    """The headline."""
    tile_row(summary.tiles)


def month_charts(view: View, summary: MonthlySummary) -> None:
    """Attainment over the last months, escalations by level, breaches by group."""
    left, middle, right = st.columns([4, 3, 4])
    with left, card("Attainment", "First response, by month due. A hollow point is a month not closed yet."):
        _attainment(view, summary)
    with middle, card("Escalations per 100 tickets", "Escalations in the month over tickets received in it, by level."):
        _escalations(view, summary)
    with right, card("Breaches by group", f"{month_name(summary.month)}; dashed line: all groups, {percent(summary.groups.overall)}."):
        _groups(summary)


def month_table(summary: MonthlySummary) -> None:
    """The month by tier and priority."""
    with card("By tier and priority"):
        if summary.table.empty:
            nothing_in_view("No tickets in this month.", "")
            return
        grid(summary.table, f"{month_name(summary.month)} by tier and priority", height="content")


def month_notes(view: View, summary: MonthlySummary) -> None:
    """What is to be known with the figures."""
    st.caption(" ".join(summary.notes) + f" Store version {plain(summary.version[:12])}; days are those of {plain(view.state.zone)}.")


def _attainment(view: View, summary: MonthlySummary) -> None:
    if not summary.history["decided"].sum():
        nothing_in_view("No decided tickets.", "")
        return
    open_months = view.open_months(summary.history["month"].dropna().tolist())
    drawing = rate_trend(
        summary.history, rate="attainment", part="met", whole="decided", noun="decided", open_months=open_months, height=250
    )
    chart(drawing, "month-attainment")


def _escalations(view: View, summary: MonthlySummary) -> None:
    frame = summary.levels[summary.levels["level"].notna()]
    if frame.empty:
        nothing_in_view("No escalations, or levels are not recorded.", "")
        return
    names = view.levels()
    levels = sorted({int(level) for level in frame["level"]})
    words = [f"{level} {shown(names.get(level), '')}".strip() for level in levels]
    open_months = view.open_months(frame["month"].tolist())
    drawing = month_stack(
        frame, series="level", value="escalation_frequency", order=levels, names=words, unit="per 100", open_months=open_months, height=250
    )
    chart(drawing, "month-escalations")


def _groups(summary: MonthlySummary) -> None:
    found = summary.groups
    if found.ranked.empty:
        nothing_in_view("No group has 20 or more decided tickets.", "")
        return
    drawing = ranked_rates(found.ranked, by="group", rate="breach_rate", part="breached", whole="decided", overall=found.overall, limit=6)
    chart(drawing, "month-groups")


@st.cache_data(max_entries=200, show_spinner=False)
def _summary(version: str, month: str, _reader: Reader) -> MonthlySummary:
    return monthly_summary(_reader, month)
