"""Ticket: the glass-box clock of one ticket."""

from pages.widgets.frame import open_page

view = open_page("Ticket")
