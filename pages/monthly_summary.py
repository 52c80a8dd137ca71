"""The monthly summary: one page an executive reads."""

from pages.widgets.frame import open_page
from pages.widgets.month import month_charts, month_notes, month_picker, month_sentence, month_table, month_tiles
from pages.widgets.states import refusals

view = open_page("Monthly summary")

with refusals():
    summary = month_picker(view)
    month_sentence(summary)
    month_tiles(summary)
    month_charts(view, summary)
    month_table(summary)
    month_notes(view, summary)
