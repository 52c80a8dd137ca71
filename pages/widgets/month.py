"""The pieces of the monthly summary. They lay out the same sheet as the files, so page and files say the same to the digit."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analytics.figures.wording import month_name
from analytics.operations.report import with_restatement
from analytics.reports.monthly import MonthlySummary, monthly_summary
from analytics.reports.monthly.months import months_to_pick
from analytics.reports.monthly.wording import PATTERN, is_judged, is_unusual
from analytics.reports.writers.drawings import level_names, levels, tiers, trend
from analytics.reports.writers.sheet import Block, Sheet, Tile, sheet
from analytics.warehouse import Reader, home
from pages.widgets.charts import card, chart
from pages.widgets.links import of_all_pages
from pages.widgets.month_files import month_files
from pages.widgets.plain_table import plain_table
from pages.widgets.states import nothing_in_view
from pages.widgets.text import plain
from pages.widgets.view import View

CHART_PIXELS = 168
MOST_LINES = 2
LEFT_TO_FILES = ("95 % interval",)
"""What the files have and one screen has no room for; the intervals of the tiers are drawn above. Nor has it for columns of zeros."""
OPEN_LOOK = ("hourglass_top", "orange")
LOOKS = {"closed": ("lock", "blue"), "running": OPEN_LOOK, "not begun": OPEN_LOOK, "before the data": ("help", "gray")}


@dataclass(frozen=True)
class MonthOnPage:
    """The month that was picked: its data, and the sheet it is laid out on."""

    summary: MonthlySummary
    sheet: Sheet


def month_picker(view: View) -> MonthOnPage:
    """Pick a month, the last closed one at first; beside it how it stands, and its files."""
    choice = months_to_pick(view.ask, view.state)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="month-row"):
        with of_all_pages():
            month = st.selectbox(
                "Month", choice.months, index=choice.months.index(choice.preferred) if choice.months else 0, format_func=month_name,
                key="month", bind="query-params", width=150, label_visibility="collapsed",
            )  # fmt: skip
        found = with_restatement(home(), _summary(view.key, month or choice.preferred, view.is_samples, view.reader))
        laid_out = sheet(found)
        icon, colour = LOOKS[found.phase]
        st.badge(laid_out.state, icon=f":material/{icon}:", color=colour)  # type: ignore[arg-type]
        month_files(view, found)
    return MonthOnPage(found, laid_out)


def month_sentence(month: MonthOnPage) -> None:
    """What the month says, in sentences that its data cause; what was said otherwise before."""
    first, *rest = month.sheet.lead
    with st.container(gap=None, key=f"month-lead-{'closed' if month.sheet.is_closed else 'open'}"):
        st.markdown(f"**{plain(first)}** {plain(' '.join(rest))}")
        for words in month.sheet.restated[:1]:
            st.markdown(f":material/history: **Restated.** {plain(words)}")


def month_tiles(month: MonthOnPage) -> None:
    """The headline figures, each with what it was measured on and where it stands."""
    grid = st.grid(max(len(month.sheet.tiles), 1), min_column_width=148, gap="xsmall", border=True)
    for tile in month.sheet.tiles:
        with grid.cell(), st.container(gap=None):
            _tile(tile, month.summary.backlog.beneath if tile is month.sheet.tiles[-1] else "")


def month_charts(month: MonthOnPage) -> None:
    """Attainment over the months, by tier, and escalations by level."""
    found, laid_out = month.summary, month.sheet
    left, middle, right = st.columns([5, 3, 4], gap="xsmall")
    with left, card("Attainment by month", laid_out.trend.caption if laid_out.trend else ""):
        if laid_out.trend:
            chart(trend(found, CHART_PIXELS), "month-trend")
        else:
            nothing_in_view(laid_out.trend_missing, "")
    with middle, card("Attainment by tier", laid_out.tiers.caption if laid_out.tiers else ""):
        if laid_out.tiers:
            chart(tiers(found, CHART_PIXELS), "month-tiers")
        else:
            nothing_in_view(laid_out.tiers_missing, "")
    with right, card("Escalations per 100 tickets", plain(f"By level: {level_names(found)}.") if laid_out.levels else ""):
        if laid_out.levels:
            chart(levels(found, CHART_PIXELS, numbers_only=True), "month-levels")
        else:
            nothing_in_view(laid_out.levels_missing, "")


def month_table(month: MonthOnPage) -> None:
    """The month by tier and priority; what changed, and where breaches were, beside it."""
    left, right = st.columns([3, 2], gap="xsmall")
    with left, card("By tier and priority", month.sheet.rows_beneath):
        kept = [place for place, heading in enumerate(month.sheet.headings)
                if heading not in LEFT_TO_FILES and any(row.cells[place] != "0" for row in month.sheet.rows)]  # fmt: skip
        rows = [(row.is_total, [row.cells[place] for place in kept]) for row in month.sheet.rows]
        headings = [month.sheet.headings[place] for place in kept]
        plain_table(f"{month_name(month.summary.month)} by tier and priority", headings, rows)
    with right, st.container(border=True, height="stretch", gap="xxsmall", key="month-blocks"):
        for block in month.sheet.blocks:
            _block(block)


def month_notes(month: MonthOnPage) -> None:
    """What is to be known with the figures, and what they were made from."""
    with st.container(gap=None, key="month-notes"):
        st.caption(plain(" ".join(month.sheet.notes)))
    with st.container(gap=None, key="month-foot"):
        st.caption(plain(" ".join(month.sheet.foot)))


def _tile(tile: Tile, beneath: str) -> None:
    st.metric(tile.title, f"{tile.mark} {tile.value}".strip(), help=tile.definition)
    st.caption(plain(beneath or tile.beneath))
    if is_judged(tile.standing):
        short = "unlike other months" if tile.standing.startswith(PATTERN) else tile.standing
        st.caption(f":material/{'info' if is_unusual(tile.standing) else 'check'}: {plain(short)}")


def _block(block: Block) -> None:
    lines = [" ".join(part for part in (line.mark, f"**{plain(line.head)}:**" if line.head else "", plain(line.words)) if part)
             for line in block.lines[:MOST_LINES]]  # fmt: skip
    st.caption("  \n".join([f"**{block.title}**", *lines, *([plain(block.beneath)] if block.beneath else [])]))


@st.cache_data(max_entries=200, show_spinner=False)
def _summary(version: str, month: str, is_samples: bool, _reader: Reader) -> MonthlySummary:
    return monthly_summary(_reader, month, is_samples=is_samples)
