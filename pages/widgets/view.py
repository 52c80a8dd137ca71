"""What a page is drawn from: a published version, a scope, and measures that are asked once per version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from analytics.metrics import (
    Answer,
    Question,
    Ranking,
    attainment_goals,
    causes,
    dimension_values,
    level_names,
    measure,
    target_used,
    tier_calendars,
)
from analytics.reports.ask import read_in_background
from analytics.reports.periods import ALL, Period, is_closed
from analytics.reports.scope import Scope
from analytics.reports.state import StoreState, store_state
from analytics.vocabulary import Clock, Dimension
from analytics.warehouse import Reader

REMEMBERED = 2_000
LONGEST_LIST, LISTS_REMEMBERED = 1_000, 24
LONGEST_FILE = 50_000
"""Rows of a list on a page, which a browser is sent at each change of a filter; and of its download, made when it is asked for."""


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

    @cached_property
    def state(self) -> StoreState:
        """What the version holds."""
        return _state(self.key, self.reader)

    def ask(self, question: Question) -> Answer:
        """measure(), remembered per version and question."""
        return _measured(self.key, repr(question), question, self.reader)

    def read(self, reading: Callable[..., Any], question: Question, *more: Any) -> Any:
        """What a function of the metrics other than measure() finds for a question, remembered per version, question and `more`."""
        name = f"{reading.__module__}.{reading.__qualname__}"
        return _read(self.key, name, repr((question, more)), reading, question, more, self.reader)

    def rows(self, listing: Callable[..., Any], question: Question, *more: Any) -> Any:
        """read() of at most LONGEST_LIST rows: lists are a thousand times as large as other answers, so that few are remembered."""
        name = f"{listing.__module__}.{listing.__qualname__}"
        return _listed(self.key, name, repr((question, more)), listing, question, more, self.reader)

    def file_rows(self, listing: Callable[..., Any], question: Question, *more: Any) -> Any:
        """The same list as rows(), as long as a download may be; asked anew."""
        return listing(self.reader, question, LONGEST_FILE, *more)

    def ask_ahead(self, *wanted: Question | Callable[[], object]) -> None:
        """Begin to ask what the page is going to ask, some at once: each panel waits for its own numbers only.

        wanted: questions, and what reads otherwise than by ask(), in the order in which the page needs them.
        """
        run = get_script_run_ctx()
        readings = (partial(self.ask, one) if isinstance(one, Question) else one for one in wanted)
        read_in_background(readings, lambda: add_script_run_ctx(ctx=run) and None)

    def offer_ahead(self, *dimensions: Dimension) -> None:
        """Begin to ask for the values that filters offer, some at once; a version is asked once."""
        _offered(self.key, dimensions, self)

    def values(self, dimension: Dimension) -> list[Any]:
        """The values filters offer for a dimension."""
        return _values(self.key, dimension, self.scope.verdict, self.reader)

    def levels(self) -> dict[int, str | None]:
        """Escalation levels that occur, with their names."""
        return _levels(self.key, self.reader)

    def target_used(self) -> Any:
        """How much of their targets the decided clocks of the scope used."""
        return _target_used(self.key, repr(self.scope), self.scope, self.reader)

    def causes(self) -> Ranking:
        """What the time of the scope's clocks went into, ranked."""
        return _causes(self.key, repr(self.scope), self.scope, self.reader)

    def goal(self) -> float | None:
        """The attainment goal (P8) where all tiers in view have the same one, else None."""
        goals = _goals(self.key, self.scope.clock, self.reader)
        tiers = self.scope.where.get(Dimension.TIER) or tuple(self.calendars())
        found = {goals.get(str(tier)) for tier in tiers}
        return found.pop() if len(found) == 1 else None

    def calendars(self) -> Mapping[str, Mapping[str, Any]]:
        """The calendar of each tier of the policy in force."""
        return _calendars(self.key, self.reader)

    def open_months(self, months: list[str]) -> frozenset[str]:
        """Those of the months that are not closed yet (T3)."""
        return frozenset(month for month in months if not is_closed(month, self.state.as_of, self.state.zone))

    def within(self, scope: Scope, compared: Scope | None = None, query: Mapping[str, str | list[str]] | None = None) -> View:
        """The same version seen through other filters."""
        return replace(self, scope=scope, compared=compared, query=query or {})


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def _measured(version: str, words: str, _question: Question, _reader: Reader) -> Answer:
    return measure(_reader, _question)


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def _read(
    version: str, name: str, words: str, _reading: Callable[..., Any], _question: Question, _more: tuple[Any, ...], _reader: Reader
) -> Any:
    return _reading(_reader, _question, *_more)


@st.cache_data(max_entries=20, show_spinner=False)
def _state(version: str, _reader: Reader) -> StoreState:
    return store_state(_reader)


@st.cache_data(max_entries=200, show_spinner=False)
def _values(version: str, dimension: str, verdict: str, _reader: Reader) -> list[Any]:
    return dimension_values(_reader, Dimension(dimension), verdict)  # type: ignore[arg-type]


@st.cache_data(max_entries=20, show_spinner=False)
def _offered(version: str, dimensions: tuple[Dimension, ...], _view: View) -> None:
    _view.ask_ahead(*(partial(_view.values, dimension) for dimension in dimensions))


@st.cache_data(max_entries=20, show_spinner=False)
def _levels(version: str, _reader: Reader) -> dict[int, str | None]:
    return level_names(_reader)


@st.cache_data(max_entries=LISTS_REMEMBERED, show_spinner=False)
def _listed(
    version: str, name: str, words: str, _listing: Callable[..., Any], _question: Question, _more: tuple[Any, ...], _reader: Reader
) -> Any:
    return _listing(_reader, _question, LONGEST_LIST, *_more)


@st.cache_data(max_entries=200, show_spinner=False)
def _target_used(version: str, words: str, _scope: Scope, _reader: Reader) -> Any:
    return target_used(_reader, _scope.ask("decided"))


@st.cache_data(max_entries=200, show_spinner=False)
def _causes(version: str, words: str, _scope: Scope, _reader: Reader) -> Ranking:
    return causes(_reader, _scope.ask("breach_rate"))


@st.cache_data(max_entries=20, show_spinner=False)
def _goals(version: str, clock: str, _reader: Reader) -> dict[str, float]:
    return attainment_goals(_reader, Clock(clock))


@st.cache_data(max_entries=20, show_spinner=False)
def _calendars(version: str, _reader: Reader) -> dict[str, Mapping[str, Any]]:
    return tier_calendars(_reader)
