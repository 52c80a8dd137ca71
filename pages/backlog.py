"""Backlog and risk: what is open, what falls due next, and what a day starts with."""

from pages.widgets.frame import open_page

view = open_page("Backlog and risk")
