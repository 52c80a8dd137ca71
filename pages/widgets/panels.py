"""Panels: a card with one figure, drawn from a view. Pages are put together from these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.figures.bars import ranked_rates
from analytics.figures.makeup import outcome_bars
from analytics.figures.matrix import BREACH_RATE, Axes, matrix
from analytics.figures.stack import month_stack
from analytics.figures.trend import rate_trend
from analytics.figures.week import week_grid
from analytics.figures.wording import month_name, percent, shown
from analytics.reports.drivers import FEWEST, drivers
from analytics.reports.escalations import by_level
from analytics.reports.headline import Tile, decided_elsewhere, figures, range_while_running, worded
from analytics.reports.scope import CLOCK_WORDS, RULE_WORDS
from analytics.reports.standing import channel_words, standing, without_verdict
from analytics.vocabulary import Dimension
from pages.widgets.charts import card, chart
from pages.widgets.drill import narrow
from pages.widgets.states import nothing_in_view
from pages.widgets.text import plain
from pages.widgets.view import View


def rule_words(view: View) -> str:
    """How the numbers of this view are placed in time and judged (K8, K9)."""
    return f"{CLOCK_WORDS[view.scope.clock].capitalize()} clocks {RULE_WORDS[view.scope.rule]}"


def tile_row(tiles: Sequence[Tile]) -> None:
    """Tiles in a row that wraps; the definition is behind the question mark."""
    grid = st.grid(len(tiles), min_column_width=148, gap="xsmall", border=True)
    for tile in tiles:
        with grid.cell(), st.container(gap="xxsmall"):
            st.metric(tile.title, tile.value, help=tile.definition)
            st.caption(tile.beneath)


def headline(view: View) -> None:
    """The tiles, and what the running clocks can still change."""
    row = figures(view.ask, view.scope)
    tile_row(worded(row, CLOCK_WORDS[view.scope.clock]))
    st.caption(f"Attainment = met / (met + breached); overdue counts as breached. {range_while_running(row)}")
    if not row.get("decided"):
        other = decided_elsewhere(view.ask, view.scope)
        if other:
            st.caption(f":material/info: {other}")


def every_ticket(view: View) -> None:
    """All clocks by outcome, with those outside the rates named."""
    counts = standing(view.ask, view.scope)
    note = f"{without_verdict(counts)} {channel_words(view.ask, view.scope)}".strip()
    with card("Every ticket accounted for", note):
        if not sum(counts.values()):
            nothing_in_view("No tickets in view.")
            return
        chart(outcome_bars(counts), "every-ticket")


def attainment_trend(view: View, *, bad: bool = False) -> None:
    """Attainment (or breach rate) by month, with how many were decided."""
    rate, part, noun = ("breach_rate", "breached", "decided") if bad else ("attainment", "met", "decided")
    title = "Breach rate by month" if bad else "Attainment by month"
    note = f"{rule_words(view)}, by month. Bars: decided clocks. A hollow point is a month not closed yet."
    frame = view.ask(view.scope.ask(rate, by=(Dimension.MONTH,))).frame
    with card(title, note):
        if not frame["decided"].sum():
            nothing_in_view("No decided tickets in view.")
            return
        months = frame["month"].dropna().tolist()
        still_open = view.open_months(months)
        chart(rate_trend(frame, rate=rate, part=part, whole="decided", noun=noun, open_months=still_open, bad=bad), "trend", fill=True)


def tier_priority(view: View) -> None:
    """Breach rate by tier × priority."""
    frame = view.ask(view.scope.ask("breach_rate", by=(Dimension.TIER, Dimension.PRIORITY))).frame
    note = f"Breached of decided. {rule_words(view)}. A click on a cell narrows the page to it."
    with card("Breach rate by tier and priority", note, frame=frame, file_name="breach-rate-by-tier-and-priority.csv"):
        if not frame["decided"].sum():
            nothing_in_view("No decided tickets in view.")
            return
        decided = frame[frame["decided"] > 0]
        axes = Axes("tier", decided["tier"].unique().tolist(), "priority", in_order(view, Dimension.PRIORITY, decided["priority"].tolist()))
        chart(matrix(frame, BREACH_RATE, axes), "tier-priority", on_point=lambda cell: narrow(tier=cell[:1], priority=cell[1:2]))


def in_order(view: View, dimension: Dimension, present: list[Any]) -> list[Any]:
    """Values of a dimension in its natural order, only those present."""
    return [value for value in view.values(dimension) if value in set(present)]


def arrivals(view: View) -> None:
    """Tickets received by weekday and hour."""
    frame = view.ask(view.scope.ask("tickets", "breach_rate", by=(Dimension.WEEKDAY, Dimension.HOUR))).frame
    drawing = week_grid(frame, value="tickets", noun="tickets", rate="breach_rate")
    note = f"{drawing.alt} Fuller colour: more tickets. Hours are those of {plain(view.state.zone)}; breach rates are in the hover."
    with card("Arrivals by weekday and hour", note):
        if not frame["tickets"].sum():
            nothing_in_view("No tickets in view.")
            return
        chart(drawing, "arrivals")


def what_drives(view: View, dimension: Dimension) -> None:
    """Values of a dimension that breach more than the rest; those with few decided are listed apart."""
    found = drivers(view.ask, view.scope, dimension)
    note = f"Ranked by breaches above what the rate of all ({percent(found.overall)}) would give; dashed line: the rate of all."
    with card(f"Breaches by {dimension.value}", note):
        if not found.recorded:
            nothing_in_view(f"No {dimension.value} is recorded for these tickets.", "")
        elif found.ranked.empty:
            nothing_in_view(f"No {dimension.value} has {FEWEST} or more decided tickets.")
        else:
            chart(
                ranked_rates(found.ranked, by=dimension, rate="breach_rate", part="breached", whole="decided", overall=found.overall),
                f"drivers-{dimension}",
            )
        if len(found.few):
            with st.expander(f"{len(found.few)} with fewer than {FEWEST} decided: too few to rank"):
                st.dataframe(
                    found.few[[dimension.value, "breached", "decided"]],
                    hide_index=True,
                    alt=f"Breached and decided by {dimension.value}, few decided",
                    height=min(280, 38 + 35 * len(found.few)),
                )


def where_and_when(view: View, dimension: Dimension, rows: int = 12) -> None:
    """Breach rate of the values with most breaches, month by month: shows since when."""
    frame = view.ask(view.scope.ask("breach_rate", by=(dimension, Dimension.MONTH))).frame
    frame = frame[(frame["decided"] > 0) & frame["month"].notna()]
    if frame.empty:
        nothing_in_view("No decided tickets in view.")
        return
    worst = frame.groupby(dimension.value, dropna=False)["breached"].sum().sort_values(ascending=False).head(rows).index.tolist()
    names = [None if value != value else value for value in worst]
    months = sorted(frame["month"].unique().tolist())
    axes = Axes(dimension.value, names, "month", months, {month: month_name(month) for month in months}, months=True)
    chart(matrix(frame, BREACH_RATE, axes, written=False), "where-and-when")


def escalation_trend(view: View) -> None:
    """Escalations per 100 tickets by month and level."""
    found = by_level(view.ask, view.scope)
    note = "Escalations that happened in the month per 100 tickets received in it; hatching and colour tell the levels apart."
    with card("Escalation frequency by month and level", note):
        if not found.recorded:
            nothing_in_view("Escalation levels are not recorded in these exports.", "")
            return
        if found.frame.empty:
            nothing_in_view("No escalations in view.")
            return
        names = view.levels()
        words = [f"{level} {shown(names.get(level), '')}".strip() for level in found.levels]
        months = found.frame["month"].tolist()
        chart(
            month_stack(
                found.frame,
                series="level",
                value="escalation_frequency",
                order=found.levels,
                names=words,
                unit="per 100 tickets",
                open_months=view.open_months(months),
            ),
            "escalation-trend",
        )
