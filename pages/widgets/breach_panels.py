"""Breaches: by how much, why, where and since when. Each panel stands alone and is drawn from a view."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from analytics.figures.excess import excess_dots
from analytics.figures.matrix import BREACH_RATE, Axes, matrix
from analytics.figures.palette import NEUTRAL, NO_VERDICT
from analytics.figures.parts import Part, parted_rows
from analytics.figures.stretches import counted_stretches
from analytics.figures.wording import month_name, percent, shown
from analytics.metrics import Question, causes, overruns, time_spent
from analytics.reports import breaches
from analytics.reports.drivers import FEWEST, Drivers, drivers, first_of, of_ranking, question
from analytics.reports.headline import decided_elsewhere
from analytics.reports.series import MONTHS_SHOWN, last_months, series
from analytics.vocabulary import Dimension
from pages.widgets import panels
from pages.widgets.breach_list import read_breached
from pages.widgets.charts import card, chart
from pages.widgets.drill import narrow
from pages.widgets.links import of_all_pages
from pages.widgets.states import nothing_in_view, panel
from pages.widgets.tables import grid
from pages.widgets.view import View

PLACES = (
    Dimension.GROUP, Dimension.ORGANISATION, Dimension.ASSIGNEE, Dimension.HOUR, Dimension.TIER, Dimension.PRIORITY, Dimension.CHANNEL,
)  # fmt: skip
PLACE_WORDS = {place: place.value.capitalize() for place in PLACES} | {Dimension.HOUR: "Hour of arrival"}
PARTS = (Part("counted (business)", NEUTRAL), Part("not counted (calendar)", NO_VERDICT, "/"))
TIMES = ("business", "calendar")
MOST = 10
NO_BREACHES = "No breached tickets in view."


def totals(view: View) -> Question:
    """What the page asks of all clocks in view together."""
    return breaches.totals(view.scope)


def ask_ahead(view: View) -> None:
    """Begin to ask all that the page needs at first sight, its list as well."""
    rates, breached = view.scope.ask("breach_rate"), view.scope.ask("breached")
    place = Dimension(st.session_state.get("by") or Dimension.GROUP)
    view.ask_ahead(
        totals(view),
        series(view.scope),
        view.scope.ask("breach_rate", by=(Dimension.TIER, Dimension.PRIORITY)),
        *(partial(view.read, overruns, breached, time) for time in TIMES),
        partial(view.read, causes, rates),
        partial(view.read, time_spent, breached),
        question(view.scope, place),
        breaches.by_month(view.scope, place),
        partial(read_breached, view, st.session_state.get("over")),
    )


def any_decided(view: View) -> bool:
    """Whether any clock in view is decided; where none is, that is said once, with the clocks and verdicts that do decide."""
    if view.ask(totals(view)).rows()[0]["decided"]:
        return True
    with card("Nothing decided", decided_elsewhere(view.ask, view.scope)):
        nothing_in_view("No decided tickets in view, so no breaches.")
    return False


@panel
def by_how_much(view: View) -> None:
    """How far over, in business and in calendar time, side by side on the same scale."""
    question = view.scope.ask("breached")
    business, calendar = (view.read(overruns, question, time) for time in TIMES)
    left, right = st.columns(2)
    for column, found, since in ((left, business, "past the target"), (right, calendar, "past the due instant")):
        note = f"{breaches.overrun_words(found)} {panels.rule_words(view)}. A click lists the tickets."
        frame = breaches.overrun_frame(found)
        with column, card(f"How far over: {found.time} time {since}", note, frame=frame, file_name=f"over-{found.time}.csv"):
            if not found.known:
                nothing_in_view(f"How far over is not known in {found.time} time." if found.unknown else NO_BREACHES, "")
                continue
            stretches = breaches.stretches_of(found, (business, calendar))
            drawing = counted_stretches(stretches, noun="breached", known="stopped", at_least="overdue, at least")
            chart(drawing, f"over-{found.time}", on_point=lambda picked: narrow(over=picked[0]))


@panel
def why(view: View) -> None:
    """What most of the counted time of clocks went to, held against what is expected; and all the time of the breached ones."""
    left, right = st.columns(2)
    with left:
        _causes(view)
    with right:
        _time_spent(view)


def _causes(view: View) -> None:
    ranking = view.read(causes, view.scope.ask("breach_rate"))
    found = of_ranking(ranking)
    note = (
        "A clock's cause is what most of its counted time went to, met or breached. First number: breaches beyond those expected from the "
        f"rate of all ({percent(found.overall)}), with a 95 % interval; then breach rate of decided. Hollow: chance may give it. "
        f"{breaches.no_cause_words(ranking)}"
    )
    with card("Why: causes by breaches beyond expected", note, frame=breaches.ranked_frame(found), file_name="breach-causes.csv"):
        if found.ranked.empty:
            nothing_in_view(breaches.no_cause_ranked(ranking), "")
        else:
            chart(excess_dots(found.ranked, by=found.dimension, overall=found.overall, name=breaches.part_words), "causes")
        _few(found)


def _time_spent(view: View) -> None:
    question = view.scope.ask("breached")
    parts, breached = view.read(time_spent, question), view.ask(totals(view)).rows()[0]["breached"]
    note = (
        f"All breached clocks in view together, {breached:,} of them. Shares are of the time that counted. "
        f"{breaches.spent_words(parts, breached)}"
    )
    with card("Where the time of breached clocks went", note, frame=breaches.spent_frame(parts), file_name="time-of-breaches.csv"):
        rows = breaches.spent_rows(parts, breached)
        if not rows:
            nothing_in_view("What their time went to is not recorded." if breached else NO_BREACHES, "")
            return
        chart(parted_rows(rows, PARTS, what="Time of breached clocks, summed"), "time-spent")


@panel
def where(view: View) -> None:
    """A dimension of choice: ranked by breaches beyond those expected, and month by month."""
    with of_all_pages():
        place = st.segmented_control(
            "Where", PLACES, default=Dimension.GROUP, format_func=PLACE_WORDS.__getitem__, key="by", bind="query-params", required=True
        )
    dimension = Dimension(place or Dimension.GROUP)
    found = drivers(view.ask, view.scope, dimension)
    left, right = st.columns(2)
    with left:
        _ranked(view, found, dimension)
    with right:
        _since_when(view, found, dimension)


def _ranked(view: View, found: Drivers, dimension: Dimension) -> None:
    note = (
        f"First number: breaches beyond those expected from the rate of all ({percent(found.overall)}), with a 95 % interval; then breach "
        f"rate of decided. Hollow: chance may give it. {panels.rule_words(view)}. A click on a point narrows the page to it."
        f"{first_of(found.ranked, MOST)}"
    )
    words = PLACE_WORDS[dimension].lower()
    with card(f"Where: breaches beyond expected by {words}", note, frame=breaches.ranked_frame(found), file_name="breaches-where.csv"):
        if not found.decided:
            nothing_in_view("No decided tickets in view.")
        elif not found.recorded:
            nothing_in_view(f"No {words} is recorded for these tickets.", "")
        elif found.ranked.empty:
            nothing_in_view(f"No {words} has {FEWEST} or more decided tickets.")
        else:
            drawing = excess_dots(found.ranked, by=found.dimension, overall=found.overall, name=_namer(dimension), limit=MOST)
            chart(drawing, f"where-{dimension}", on_point=_narrower(dimension))
        _few(found)


def _since_when(view: View, found: Drivers, dimension: Dimension) -> None:
    frame = view.ask(breaches.by_month(view.scope, dimension)).frame
    frame = frame[(frame["decided"] > 0) & frame["month"].notna()]
    names = breaches.leading(found, MOST)
    months = last_months(view.scope.period, sorted(frame["month"].unique().tolist()), MONTHS_SHOWN)
    note = (
        "Breach rate by month up to the end of the period, fuller colour is higher; same order. "
        f"{panels.rule_words(view)}. Counts are in the hover. A click on a cell narrows the page to it."
    )
    shown_rows = frame[frame["month"].isin(months)]
    with card("Since when", note, frame=shown_rows, file_name="breaches-where-and-when.csv"):
        if not names or not months:
            nothing_in_view("No decided tickets in view.")
            return
        words = {month: month_name(month) for month in months}
        words |= {hour: breaches.hour_words(hour) for hour in names if dimension is Dimension.HOUR}
        axes = Axes(dimension.value, names, "month", months, words, months=True)
        chart(matrix(frame, BREACH_RATE, axes, written=False), f"since-when-{dimension}", on_point=_narrower(dimension, with_month=True))


def _few(found: Drivers) -> None:
    if len(found.few):
        with st.expander(f"{len(found.few)} with fewer than {FEWEST} decided: too few to rank"):
            few = breaches.few_words(found.few, found.dimension)
            alt = f"Breached and decided by {found.dimension}, few decided"
            grid(few, alt, height=min(280, 38 + 35 * len(few)))


def _namer(dimension: Dimension) -> Any:
    return breaches.hour_words if dimension is Dimension.HOUR else shown


def _narrower(dimension: Dimension, *, with_month: bool = False) -> Any:
    """What a click does: narrows to the value, and to its month where there is one."""

    def go(picked: Sequence[Any]) -> None:
        value, *rest = picked
        chosen = str(value) if dimension is Dimension.HOUR and value is not None else value
        narrow(**{dimension.value: (chosen,)}, **({"period": rest[0]} if with_month else {}))

    return go
