"""Panels: a card with one figure, drawn from a view. Pages are put together from these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.figures.control_trend import control_trend
from analytics.figures.makeup import outcome_bars
from analytics.figures.matrix import BREACH_RATE, Axes, matrix
from analytics.figures.wording import sentence
from analytics.metrics import Question
from analytics.reports.headline import Tile
from analytics.reports.periods import months_of
from analytics.reports.scope import CLOCK_WORDS, RULE_WORDS
from analytics.reports.series import MONTHS_SHOWN, control_chart, last_months, series
from analytics.reports.standing import channel_words, outcome_frame, outcomes, without_verdict
from analytics.vocabulary import Dimension
from pages.widgets.charts import card, chart
from pages.widgets.drill import narrow, open_list
from pages.widgets.states import nothing_in_view, panel
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


@panel
def every_ticket(view: View, question: Question) -> None:
    """All clocks by outcome, with those outside the rates named. question: of the page, which asks the outcomes among other things."""
    row = view.ask(question).rows()[0]
    counts = outcomes(row)
    note = f"{without_verdict(counts)} {channel_words(row)}".strip()
    with card("Every ticket accounted for", note, frame=outcome_frame(counts), file_name="outcomes.csv"):
        if not sum(counts.values()):
            nothing_in_view("No tickets in view.")
            return
        chart(outcome_bars(counts), "every-ticket", on_point=lambda bar: open_breached(view, bar[0]))


def open_breached(view: View, outcome: str) -> None:
    """The list behind a bar of breached clocks; other outcomes have no list of their own."""
    if outcome == "breached":
        open_list("breaches", view)


@panel
def attainment_trend(view: View, *, bad: bool = False) -> None:
    """Attainment (or breach rate) by month, whatever the period: with what is usual, and how many were decided."""
    name = "breach_rate" if bad else "attainment"
    answer = view.ask(series(view.scope))
    chart_ = control_chart(answer, name, view.state.zone)
    months = last_months(view.scope.period, [point.period for point in chart_.points], MONTHS_SHOWN)
    frame = answer.frame[answer.frame["month"].isin(months)][["month", name, f"{name}_low", f"{name}_high", "met", "breached", "decided"]]
    usual = "Dashed: the range that chance alone gives a month of its size." if chart_.enough else f"{sentence(chart_.words)}."
    note = f"{rule_words(view)}, by month. Band: 95 % interval. {usual} Hollow: not closed yet. Bars: decided clocks."
    with card("Breach rate by month" if bad else "Attainment by month", note, frame=frame, file_name=f"{name}-by-month.csv"):
        if not frame["decided"].sum():
            nothing_in_view("No decided tickets in view.")
            return
        chosen = months_of(view.scope.period)
        drawing = control_trend(chart_, months, noun="decided", chosen=chosen, goal=None if bad else view.goal())
        chart(drawing, "trend", on_point=lambda month: narrow(period=month[0]))


@panel
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
