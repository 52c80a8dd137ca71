"""Drill-down: what is clicked narrows the view, or opens the list behind it. Both go by the URL, so back works."""

from __future__ import annotations

from collections.abc import Sequence

from pages.widgets.filters import in_url
from pages.widgets.links import go, refine
from pages.widgets.view import View

Value = str | int | None | Sequence[str | None]


def narrow(**params: Value) -> None:
    """Set filters and draw the same page again: `narrow(tier="Enterprise", period="2026-10")`.

    A value is as frames have it, a sequence is several of them, in which None is "not recorded": `narrow(group=(point[0],))`. None alone
    clears the filter. What is no filter is a choice of the page itself (`by="organisation"`).
    """
    refine({key: in_url(key, value) for key, value in params.items()})


def open_list(page: str, view: View, **params: Value) -> None:
    """Go to `pages/<page>.py` with the present filters and these in the URL. Values as narrow()'s; None leaves one out."""
    go(page, query(view, **params))


def query(view: View, **params: Value) -> dict[str, str | list[str]]:
    """The present filters and these as a URL has them: for page_link(query=…)."""
    narrowed = {key: in_url(key, value) for key, value in params.items()}
    return {key: words for key, words in ({**view.query, **narrowed}).items() if words}
