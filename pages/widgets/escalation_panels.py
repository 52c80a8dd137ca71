"""Escalations: how often, through the ladder, how soon and from where. Where no level is recorded it says so; never 0 (E4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from analytics.figures.matrix import FREQUENCY, Axes, matrix
from analytics.figures.palette import BREACHED, NEUTRAL, NO_VERDICT
from analytics.figures.parts import Part, parted_rows
from analytics.figures.ranges import percentile_ranges
from analytics.figures.ranked import ranked_values
from analytics.figures.strips import control_strips
from analytics.metrics import escalation_list
from analytics.reports import escalations
from analytics.reports.drivers import FEWEST, first_of
from analytics.reports.escalation_tiles import escalation_tiles, question
from analytics.vocabulary import Dimension
from pages.widgets.charts import card, chart
from pages.widgets.drill import narrow
from pages.widgets.panels import in_order, tile_row
from pages.widgets.states import nothing_in_view, panel
from pages.widgets.tables import grid
from pages.widgets.text import plain
from pages.widgets.view import View

UNRECORDED = "Escalation levels are not recorded in these exports."
MOST = 10
NONE = "No escalations in view."
BREACH_PARTS = (
    Part("after the breach", BREACHED, "/"), Part("not after one", NEUTRAL), Part("not due", NO_VERDICT, "x"),
)  # fmt: skip


@panel
def tiles(view: View) -> None:
    """Frequency, share, and what is unusual about the escalations: levels skipped, repeats, tiers without a ladder."""
    tile_row(escalation_tiles(view.ask(question(view.scope)).rows()[0]))


def ask_ahead(view: View) -> None:
    """Begin to ask all that the page needs at first sight, its list as well."""
    listed = partial(view.rows, escalation_list, view.scope.ask("escalations"))
    view.ask_ahead(question(view.scope), *escalations.questions(view.scope, view.levels()), listed)


def any_recorded(view: View) -> bool:
    """Whether any ticket in view comes from an export that records levels; where none does, that is said once and for all (E4)."""
    if escalations.recorded(view.ask, view.scope):
        return True
    with card("No levels", "Null and not 0: nothing in these exports tells whether a ticket was escalated."):
        nothing_in_view(UNRECORDED, "Load an event log, a column of levels, or map groups to levels.")
    return False


@panel
def over_time(view: View) -> None:
    """A control chart of all escalations and of each level, with what they say in words."""
    note = (
        "Escalations that happened in the month per 100 tickets received in it, the months up to the end of the period. Band: three sigma "
        "for a month of that size; dashed: the rate of all closed months. Diamond: a month unlike the others; hollow: not closed yet."
    )
    total, each = escalations.charts(view.ask, view.scope, view.state.zone)
    months = escalations.months_shown(total, view.scope)
    frame = escalations.by_month_and_level(view.ask, view.scope, months)
    with card("Escalation frequency by month and level", note, frame=frame, file_name="escalation-frequency.csv"):
        if not any(point.numerator for point in total.points):
            nothing_in_view(NONE)
            return
        strips = escalations.strips(total, each, view.levels(), months)
        drawing = control_strips(strips, unit="escalations per 100 tickets", noun="tickets")
        chart(drawing, "escalation-strips", on_point=lambda picked: _narrow_to(view, picked[1:], period=picked[0]))
        st.caption("  \n".join(plain(line) for line in escalations.signal_words(total, each, view.levels(), months)))


@panel
def through_the_ladder(view: View) -> None:
    """The funnel: how many tickets reached each level or one above it."""
    steps = escalations.ladder(view.ask, view.scope, view.levels())
    note = "Tickets escalated in the period to the level or one above it, of those that reached the level before. A click lists them."
    with card("Through the ladder", note, frame=escalations.ladder_frame(steps), file_name="escalation-ladder.csv"):
        if not _stands(view):
            return
        drawing = parted_rows(escalations.ladder_rows(steps), (Part("tickets", NEUTRAL),), what="Tickets by the level that they reached")
        chart(drawing, "escalation-ladder", on_point=lambda picked: _narrow_to(view, picked))


@panel
def how_soon(view: View) -> None:
    """Time from receipt to each level, in business and in calendar time."""
    frame = escalations.times_to_levels(view.ask, view.scope)
    for time, column in zip(("business", "calendar"), st.columns(2), strict=True):
        note = f"From receipt to the escalation, {time} time: p50 (dot), p90 (line), n escalations."
        with column, card(f"Time to each level: {time}", note, frame=frame, file_name=f"time-to-levels-{time}.csv"):
            if not _stands(view):
                continue
            rows = escalations.time_rows(frame, time, view.levels())
            drawing = percentile_ranges(rows, what=f"Time to each level in {time} time")
            chart(drawing, f"time-to-levels-{time}", on_point=lambda picked: _narrow_to(view, picked))


@panel
def before_or_after(view: View) -> None:
    """Whether escalations came before or after the breach, by level, and clock where both have due instants."""
    frame = escalations.before_after(view.ask, view.scope)
    note = (
        "After: past the due instant of a clock that breached. Not after one: before it, or it never breached. Not due: without a due "
        "instant; the share leaves these out."
    )
    with card("Before or after the breach", note, frame=frame, file_name="escalated-before-or-after.csv"):
        if not _stands(view):
            return
        if frame.empty:
            nothing_in_view("No escalated ticket in view has a due instant.", "")
            return
        rows = escalations.before_after_rows(frame, view.levels())
        drawing = parted_rows(rows, BREACH_PARTS, what="Escalations after the breach by level")
        chart(drawing, "before-after", on_point=lambda picked: _narrow_to(view, picked))


@panel
def by_tier_and_priority(view: View) -> None:
    """Frequency by tier × priority."""
    frame = view.ask(escalations.frequency(view.scope, Dimension.TIER, Dimension.PRIORITY)).frame
    note = "Escalations in the period over tickets received in it; excluded tickets are left out."
    with card("Escalations per 100 tickets by tier and priority", note, frame=frame, file_name="escalations-by-tier-and-priority.csv"):
        known = frame[frame["tickets_with_levels"] > 0]
        if known.empty:
            nothing_in_view("No tickets in view.")
            return
        axes = Axes("tier", known["tier"].unique().tolist(), "priority", in_order(view, Dimension.PRIORITY, known["priority"].tolist()))
        drawing = matrix(known, FREQUENCY, axes)
        chart(drawing, "escalations-tier-priority", on_point=lambda cell: narrow(tier=cell[:1], priority=cell[1:2]))


@panel
def from_where(view: View) -> None:
    """Frequency by the group escalated from, and by organisation."""
    for place, column in zip(escalations.PLACES, st.columns(2), strict=True):
        with column:
            _from(view, place)


def _from(view: View, place: Dimension) -> None:
    found = escalations.places(view.ask, view.scope, place)
    owner = "the group escalated from, over tickets of that group" if place is Dimension.GROUP else f"{place.value}"
    note = (
        f"Escalations per 100 tickets by {owner}, with a 95 % interval (Poisson); bold: beyond chance. Numbers: rate, count of tickets."
        f"{first_of(found.ranked, MOST)}"
    )
    with card(f"By {place.value}", note, frame=escalations.places_frame(found), file_name=f"escalations-by-{place.value}.csv"):
        if not _stands(view):
            return
        if not found.recorded:
            nothing_in_view(f"No {place.value} is recorded for these tickets.", "")
        elif found.ranked.empty:
            nothing_in_view(f"No {place.value} has {FEWEST} or more tickets.")
        else:
            what = f"Escalations per 100 tickets by {place.value}"
            drawing = ranked_values(escalations.place_rows(found), escalations.against_all(found), what=what, limit=MOST)
            chart(drawing, f"escalations-by-{place}", on_point=lambda picked: narrow(**{place.value: picked[:1]}))
        if len(found.few):
            with st.expander(f"{len(found.few)} with fewer than {FEWEST} tickets: too few to rank"):
                few = escalations.few_places(found)
                alt = f"Escalations and tickets by {place.value}, few tickets"
                grid(few, alt, height=min(280, 38 + 35 * len(few)))


def _stands(view: View) -> bool:
    """Whether there are escalations to draw; says so where there are none."""
    number = view.ask(question(view.scope)).rows()[0]["escalations"]
    if not number:
        nothing_in_view(NONE)
    return bool(number)


def _narrow_to(view: View, levels: Sequence[Any], **params: Any) -> None:
    """Narrow the page, and its lists to a level where one was clicked."""
    names: Mapping[int, str | None] = view.levels()
    narrow(**params, **({"level": escalations.level_words(int(levels[0]), names)} if levels else {}))
