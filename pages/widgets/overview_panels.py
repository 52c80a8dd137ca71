"""The overview's own panels: its tiles, how much of the target was used, what drives breaches, and when tickets arrive."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from analytics.figures.distribution import target_steps
from analytics.figures.excess import excess_dots
from analytics.figures.spark import spark
from analytics.figures.week import week_grid
from analytics.figures.wording import count, is_missing, percent, shown
from analytics.metrics import Question
from analytics.reports import drivers as drivers_report
from analytics.reports.drivers import FEWEST, Drivers, drivers
from analytics.reports.headline import decided_elsewhere, figures, question, range_while_running
from analytics.reports.opening import Opening, openings
from analytics.reports.overview import questions
from analytics.reports.periods import local_day
from analytics.reports.scope import CLOCK_WORDS
from analytics.reports.tiles import FullTile, Headline, full_tiles, tile_series
from analytics.vocabulary import Dimension
from pages.widgets.charts import card, chart
from pages.widgets.drill import narrow
from pages.widgets.filters import ALWAYS, MORE
from pages.widgets.links import of_all_pages, page_link
from pages.widgets.panels import open_breached, rule_words
from pages.widgets.states import nothing_in_view, panel
from pages.widgets.tables import grid
from pages.widgets.text import plain
from pages.widgets.view import View

DRIVERS: dict[str, Dimension | None] = {
    "Group": Dimension.GROUP, "Organisation": Dimension.ORGANISATION, "Hour of arrival": Dimension.HOUR, "Cause": None
}  # fmt: skip
SHOWN = ("Arrivals", "Breach rate")


def ask_ahead(view: View) -> None:
    """Begin to ask all that the page needs at first sight."""
    view.ask_ahead(*questions(view.scope, view.compared), view.target_used)


def prepare(view: View) -> None:
    """Begin to ask all that the page without filters needs, its filters' values too: for somebody who will open it next."""
    offered = (partial(view.values, dimension) for dimension in (Dimension.MONTH, *ALWAYS, *MORE))
    view.ask_ahead(*offered, *questions(view.scope), view.target_used, partial(tile_series, view.ask, view.scope))


def headline(view: View) -> Question:
    """What the page asks of all tickets in view together."""
    return question(view.scope)


@panel
def tiles(view: View) -> None:
    """The headline, each figure with what it was measured on, its change in words, its last months, and a link to its page."""
    row = figures(view.ask, view.scope)
    before = figures(view.ask, view.compared) if view.compared else {}
    found = full_tiles(Headline(view.scope, row, view.compared, before, *tile_series(view.ask, view.scope), view.state.zone))
    grid = st.grid(len(found), min_column_width=146, gap="xsmall", border=True)
    for tile in found:
        with grid.cell(), st.container(gap="xxsmall", key=f"tile-{tile.tile.key}"):
            _tile(view, tile)
    st.caption(f"Attainment = met / (met + breached); overdue counts as breached. {range_while_running(row)}")
    if not row.get("decided"):
        other = decided_elsewhere(view.ask, view.scope)
        if other:
            st.caption(f":material/info: {other}")


def _tile(view: View, full: FullTile) -> None:
    tile = full.tile
    page_link(full.page, tile.title, query=view.query, tip=tile.definition)
    st.metric(tile.title, tile.value, label_visibility="collapsed")
    if full.months:
        is_open = bool(view.open_months([full.months[-1].month]))
        ends = "; ".join(month.words for month in (full.months[0], full.months[-1]))
        st.image(spark([month.value for month in full.months], open_end=is_open), alt=f"{tile.title} by month. {ends}", width="stretch")
    st.caption(tile.beneath)
    if full.change:
        st.caption(full.change)


@panel
def target_used(view: View) -> None:
    """How much of its target each decided clock used."""
    frame = view.target_used()
    known = frame[frame["up_to_percent"].notna()]
    without = frame[frame["up_to_percent"].isna()]
    missing = sum(int(without[name].sum()) for name in ("met", "breached"))
    words = f" {count(missing)} decided clocks have no target in hours and are left out." if missing else ""
    note = f"Business time over target. {rule_words(view)}. Breached at 100 % or less: stopped in closed time after the due instant.{words}"
    noun = "response" if view.scope.clock == "first_response" else CLOCK_WORDS[view.scope.clock]
    with card(f"{noun.capitalize()} time against target", note, frame=frame, file_name="target-used.csv"):
        if not int(known["met"].sum() + known["breached"].sum()):
            nothing_in_view("No decided tickets with a target in hours in view.")
            return
        chart(target_steps(known, noun=noun), "target-used", on_point=lambda bar: open_breached(view, bar[0]))


@panel
def what_drives(view: View) -> None:
    """Where more breached than the rate of all gives, by a dimension of choice; those with few decided are listed apart."""
    with card("What drives breaches", file_name="drivers.csv") as around:
        by = _choice("Ranked by", tuple(DRIVERS), "drivers")
        dimension = DRIVERS[by]
        found = drivers(view.ask, view.scope, dimension) if dimension else drivers_report.of_ranking(view.causes())
        around.frame = found.ranked
        around.note = (
            f"Breaches beyond those that the rate of all ({percent(found.overall)}) gives as many decided clocks; lines: 95 % interval. "
            f"Filled: more or fewer than chance gives. {rule_words(view)}."
        )
        if not found.recorded:
            nothing_in_view(f"No {by.lower()} is recorded for these tickets.", "")
        elif found.ranked.empty:
            nothing_in_view(f"No {by.lower()} has {FEWEST} or more decided tickets.")
        else:
            name = _hour if dimension is Dimension.HOUR else shown
            drawing = excess_dots(found.ranked, by=by.lower(), value=found.dimension, overall=found.overall, name=name)
            chart(drawing, "drivers-by", on_point=partial(_narrow_to, dimension) if dimension else None)
        _few(found)


def _choice(words: str, options: Sequence[str], key: str) -> str:
    """One of a few ways to see a panel; the first at first."""
    with of_all_pages():
        chosen = st.segmented_control(
            words, options, default=options[0], key=key, bind="query-params", required=True, label_visibility="collapsed"
        )
    return chosen if chosen in options else options[0]


def _narrow_to(dimension: Dimension, point: Sequence[Any]) -> None:
    narrow(**{str(dimension): (str(point[0]) if dimension is Dimension.HOUR else point[0],)})


def _few(found: Drivers) -> None:
    if len(found.few):
        with st.expander(f"{len(found.few)} with fewer than {FEWEST} decided: too few to rank"):
            grid(
                found.few[[str(found.dimension), "breached", "decided"]],
                f"Breached and decided by {found.dimension}, few decided",
                height=min(280, 38 + 35 * len(found.few)),
            )


def _hour(value: Any) -> str:
    return shown(None) if is_missing(value) else f"{int(value):02d}:00 to {int(value) + 1:02d}:00"


@panel
def arrivals(view: View) -> None:
    """Tickets received by weekday and hour, or what became of them, with the hours of support outlined."""
    frame = view.ask(view.scope.ask("tickets", "breach_rate", by=(Dimension.WEEKDAY, Dimension.HOUR))).frame
    with card("Weekday and hour received", frame=frame, file_name="arrivals.csv") as around:
        by_rate = _choice("Show", SHOWN, "week") == SHOWN[1]
        if not frame["tickets"].sum():
            nothing_in_view("No tickets in view.")
            return
        weeks = _weeks(view)
        outlines = [(" and ".join(week.tiers), week.windows) for week in weeks if not week.always]
        drawing = week_grid(frame, by_rate=by_rate, outlines=outlines)
        around_the_clock = [tier for week in weeks if week.always for tier in week.tiers]
        always = f" {plain(' and '.join(around_the_clock))}: around the clock." if around_the_clock else ""
        around.note = f"{plain(drawing.alt)}{always} Hours received, {plain(view.state.zone)}; fuller colour is more. A click narrows."
        chart(drawing, "arrivals", on_point=lambda cell: narrow(weekday=(cell[0],), hour=(cell[1],)))


def _weeks(view: View) -> tuple[Opening, ...]:
    """The weeks of support of the tiers in view."""
    if not view.state.latest:
        return ()
    on = local_day(view.state.latest, view.state.zone)
    return openings(view.calendars(), view.state.zone, on, view.scope.where.get(Dimension.TIER, ()))
