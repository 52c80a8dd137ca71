"""One ticket, laid out: how it stands, the sentence for the customer, the picture, the ledger, and what is known of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from analytics.figures.wording import shown
from analytics.reports.explanation import ExplainedClock, LedgerDisagrees
from analytics.reports.ticket_page import (
    CLOCK_TITLES,
    TicketPage,
    at,
    condensed_table,
    events_table,
    facts_table,
    ledger_table,
    loads_table,
    sum_words,
    terms_table,
    tiles,
    verdict_table,
)
from analytics.reports.timeline import clock_timeline, holidays
from analytics.vocabulary import Clock
from pages.widgets.charts import card, chart
from pages.widgets.links import of_all_pages
from pages.widgets.states import nothing_in_view
from pages.widgets.tables import grid, table
from pages.widgets.text import plain

MANY_STRETCHES = 60
RULES = "C1: opening hours, C2: days and hours of their own, C4: waits for the first opening, K6: stands still."


@contextmanager
def contradictions() -> Iterator[None]:
    """Where a ledger and the store differ, no number is shown: a program is wrong, and that is said and written to the log."""
    try:
        yield
    except LedgerDisagrees as error:
        logging.getLogger(__name__).exception("a ledger and the store disagree")
        with st.container(border=True, key="contradiction"):
            st.markdown(":material/bug_report: **Sundial contradicts itself about this ticket**")
            st.markdown("This is an error of the program, not of your data. Do not quote a verdict of this ticket until it is mended.")
            st.text(shown(error))


def heading(page: TicketPage) -> ExplainedClock:
    """The ticket's id and source, the clock to look at, and how that stands."""
    story = page.told.story
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container(width="content", gap="xxsmall"):
            st.markdown(f"### {plain(story.ticket_id)}")
            as_of = f"as of {at(story.as_of, story.reporting_zone)} {story.reporting_zone}"
            st.caption(f"{plain(story.source)} · {plain(story.state)} · {plain(as_of)}")
        with of_all_pages():
            picked = st.segmented_control(
                "Clock", list(Clock), default=page.first_to_look_at, format_func=CLOCK_TITLES.__getitem__, key="ticket_clock",
                bind="query-params", required=True,
            )  # fmt: skip
    clock = page.clock(Clock(picked or page.first_to_look_at))
    found = tiles(clock)
    grid = st.grid(len(found), min_column_width=160, gap="xsmall", border=True)
    for title, value, beneath in found:
        with grid.cell(), st.container(gap="xxsmall"):
            st.metric(title, plain(value))
            st.caption(plain(beneath))
    return clock


def customer(page: TicketPage, clock: ExplainedClock) -> None:
    """One sentence, to copy as it stands."""
    with card("For the customer", f"{CLOCK_TITLES[clock.clock]}, from the ledger below. Copy it with the button in its corner."):
        st.code(clock.sentence, language=None, wrap_lines=True)


def timeline(page: TicketPage, clock: ExplainedClock) -> None:
    """The clock to scale."""
    drawing = clock_timeline(page.told.story, page.told.clocks, clock, page.history)
    zone = clock.ledger.zone if clock.ledger else page.told.story.reporting_zone
    met = holidays(clock)
    days = f" Holidays: {plain(', '.join(met))}." if met else ""
    due = "; the dashed line is the due instant" if clock.judged.due_at else ""
    note = f"Times are those of {plain(zone)}{due}. An arrow at the edge: outside the range drawn.{days}"
    with card("Timeline", note if drawing else ""):
        if drawing is None:
            nothing_in_view("There is no calendar to count this clock by, or the export cannot tell when it ran.", "")
            return
        chart(drawing, "timeline")


def ledger(page: TicketPage, clock: ExplainedClock) -> None:
    """Every stretch of the clock, or by day where they are many; the sum and the verdict beneath."""
    counted = clock.ledger
    if counted is None:
        return
    with card("Ledger", f"Times are those of {plain(counted.zone)}. {RULES}"):
        if not counted.entries:
            nothing_in_view("No time has passed on this clock yet.", "")
            return
        is_short = True
        if len(counted.entries) > MANY_STRETCHES:
            grain, compact = condensed_table(counted)
            rows = st.segmented_control("Rows", [f"By {grain}", "Every stretch"], default=f"By {grain}", key="ledger-rows", required=True)
            is_short = rows == "Every stretch"
        frame = ledger_table(counted) if is_short else compact
        table(frame, f"Ledger: {sum_words(clock)}", key=f"ledger-{clock.clock}-{is_short}", file_name="ledger.csv")
        st.markdown(f"**{plain(sum_words(clock))}**")


def facts(page: TicketPage) -> None:
    """What the store holds of the ticket."""
    zone = plain(page.told.story.reporting_zone)
    with card("Ticket", f"Group and assignee: who held it at the resolution clock's end, or holds it now. Times are those of {zone}."):
        _plain_table(facts_table(page), "Facts of the ticket")


def verdicts(page: TicketPage, clock: ExplainedClock) -> None:
    """Whose verdict, side by side, and what the clock was held to."""
    zone = plain(page.told.story.reporting_zone)
    with card("Verdicts and terms", f"Three sources of a verdict, never mixed (K9). Times are those of {zone}."):
        _plain_table(verdict_table(page), "Verdicts of the policy, the export's deadline and the vendor, for both clocks")
        terms = terms_table(clock)
        if terms.empty:
            nothing_in_view("The policy does not know this ticket's tier or priority.", "")
        else:
            _plain_table(terms, f"What the {CLOCK_TITLES[clock.clock].lower()} clock was held to")


def events(page: TicketPage) -> None:
    """Changes and escalations."""
    note = "" if len(page.history) else "The export of this ticket has no history of changes."
    with card("What happened", f"Times are those of {plain(page.told.story.reporting_zone)}. {note}".strip()):
        table(events_table(page), "Changes and escalations of the ticket, in order", key="events", file_name="events.csv")


def loads(page: TicketPage) -> None:
    """Where it came from."""
    with card("Loads that carried it"):
        _plain_table(loads_table(page), "Loads whose files held the ticket or a change of it")


def _plain_table(frame: object, alt: str) -> None:
    grid(frame, alt, height="content")
