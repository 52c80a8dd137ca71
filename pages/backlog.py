"""Backlog and risk: what is open now, how old it is, and what falls due next."""

from pages.widgets.filters import filter_bar
from pages.widgets.frame import open_page

view = filter_bar(open_page("Backlog and risk"))
