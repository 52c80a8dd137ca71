"""The monthly summary: one page an executive reads, on one screen and on one sheet of paper."""

from pages.widgets.frame import open_page
from pages.widgets.month import month_charts, month_notes, month_picker, month_sentence, month_table, month_tiles
from pages.widgets.month_sheet import one_sheet
from pages.widgets.states import refusals

view = open_page("Monthly summary")

with refusals(), one_sheet():
    month = month_picker(view)
    month_sentence(month)
    month_tiles(month)
    month_charts(month)
    month_table(month)
    month_notes(month)
