"""What a page is drawn from: a published version, a scope, and measures that are asked once per version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from analytics.metrics import Answer, Question, breached_clocks, dimension_values, escalation_list, level_names, measure
from analytics.reports.ask import ask_together
from analytics.reports.periods import ALL, Period, is_closed
from analytics.reports.scope import Scope
from analytics.reports.state import StoreState, store_state
from analytics.vocabulary import Dimension
from analytics.warehouse import Reader

REMEMBERED = 2_000
LONGEST_LIST = 5_000


EVERYTHING = Scope(Period(ALL))


@dataclass(frozen=True)
class View:
    """One run of one page: the version it began with (a later one is seen at the next run) and what is filtered.

    compared: the same filters in the period that is compared with; None where none is. query: the filters as the URL has them.
    """

    reader: Reader
    is_samples: bool
    scope: Scope = EVERYTHING
    compared: Scope | None = None
    query: Mapping[str, str | list[str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Names the version, for everything remembered about it."""
        return f"{self.reader.version.sha256}-{self.reader.version.notice}"

    @property
    def state(self) -> StoreState:
        """What the version holds."""
        return _state(self.key, self.reader)

    def ask(self, question: Question) -> Answer:
        """measure(), remembered per version and question."""
        return _measured(self.key, repr(question), question, self.reader)

    def ask_ahead(self, questions: Iterable[Question]) -> None:
        """Ask what the page is going to ask, some at once, so that it is remembered when it does."""
        run = get_script_run_ctx()
        ask_together(self.ask, questions, lambda: add_script_run_ctx(ctx=run) and None)

    def values(self, dimension: Dimension) -> list[Any]:
        """The values filters offer for a dimension."""
        return _values(self.key, dimension, self.scope.verdict, self.reader)

    def levels(self) -> dict[int, str | None]:
        """Escalation levels that occur, with their names."""
        return _levels(self.key, self.reader)

    def breached(self) -> Any:
        """The breached clocks of the scope, at most LONGEST_LIST."""
        return _listed(self.key, "breached", repr(self.scope), self.scope, self.reader)

    def escalations(self) -> Any:
        """The escalations of the scope, at most LONGEST_LIST."""
        return _listed(self.key, "escalations", repr(self.scope), self.scope, self.reader)

    def open_months(self, months: list[str]) -> frozenset[str]:
        """Those of the months that are not closed yet (T3)."""
        return frozenset(month for month in months if not is_closed(month, self.state.as_of, self.state.zone))

    def within(self, scope: Scope, compared: Scope | None = None, query: Mapping[str, str | list[str]] | None = None) -> View:
        """The same version seen through other filters."""
        return replace(self, scope=scope, compared=compared, query=query or {})


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def _measured(version: str, words: str, _question: Question, _reader: Reader) -> Answer:
    return measure(_reader, _question)


@st.cache_data(max_entries=20, show_spinner=False)
def _state(version: str, _reader: Reader) -> StoreState:
    return store_state(_reader)


@st.cache_data(max_entries=200, show_spinner=False)
def _values(version: str, dimension: str, verdict: str, _reader: Reader) -> list[Any]:
    return dimension_values(_reader, Dimension(dimension), verdict)  # type: ignore[arg-type]


@st.cache_data(max_entries=20, show_spinner=False)
def _levels(version: str, _reader: Reader) -> dict[int, str | None]:
    return level_names(_reader)


@st.cache_data(max_entries=50, show_spinner=False)
def _listed(version: str, name: str, words: str, _scope: Scope, _reader: Reader) -> Any:
    if name == "breached":
        return breached_clocks(_reader, _scope.ask("breached"), LONGEST_LIST)
    return escalation_list(_reader, _scope.ask("escalations"), LONGEST_LIST)
