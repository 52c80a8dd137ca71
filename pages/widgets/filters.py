"""The filter bar. Every choice is a parameter of the URL, so any view is a link; what is filtered is said in words beneath."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from analytics.figures.months import month_key
from analytics.figures.wording import month_name, shown
from analytics.reports.periods import ALL, PRESETS, local_day, named_period
from analytics.reports.scope import CLOCK_WORDS, RULE_WORDS, VERDICT_WORDS, Scope
from analytics.vocabulary import Clock, Dimension, Rule, Verdict
from pages.widgets.text import plain
from pages.widgets.view import View

ALWAYS = (Dimension.TIER, Dimension.PRIORITY, Dimension.GROUP)
MORE = (Dimension.CHANNEL, Dimension.SOURCE)
NOT_RECORDED = "(not recorded)"
MOST_OFFERED = 1_000
WIDTH = 142
Word = TypeVar("Word", bound=StrEnum)


def _option_name(words: str) -> str:
    return words[0].upper() + words[1:]


_CHOICES = {"clock": CLOCK_WORDS, "rule": RULE_WORDS, "verdict": VERDICT_WORDS}
_FIRST = {
    "period": ALL,
    **{key: _option_name(next(iter(names.values()))) for key, names in _CHOICES.items()},
}
_KEYS = (*_FIRST, *(str(dimension) for dimension in (*ALWAYS, *MORE)))


def filter_bar(view: View, *, with_clock: bool = True) -> View:
    """Draw the filters, say in words what they leave, and give the view through them."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filter-bar"):
        period = st.selectbox("Period", _periods(view), format_func=_period_name, key="period", bind="query-params", width=WIDTH)
        clock = _one("Clock", CLOCK_WORDS, "clock") if with_clock else Clock.FIRST_RESPONSE
        where = {dimension: _some(view, dimension, WIDTH) for dimension in ALWAYS}
        with st.popover("More", icon=":material/tune:", width="content"):
            where |= {dimension: _some(view, dimension, 300) for dimension in MORE}
            rule = _one("Counted in the period by", RULE_WORDS, "rule", 300) if with_clock else Rule.DUE
            verdict = _one("Judged by", VERDICT_WORDS, "verdict", 300) if with_clock else Verdict.POLICY
        st.button("Clear", icon=":material/filter_alt_off:", type="tertiary", on_click=_clear, key="clear-filters")
    chosen = {dimension: values for dimension, values in where.items() if values}
    scope = Scope(named_period(period, view.state.latest, view.state.zone), clock, rule, verdict, chosen)
    st.caption(f":material/filter_alt: {plain(scope.in_words(with_clock))}")
    return view.within(scope)


def _periods(view: View) -> list[str]:
    months = [month for month in view.values(Dimension.MONTH) if month]
    latest = view.state.latest
    now = month_key(local_day(latest, view.state.zone)) if latest else "9999-12"
    return [*PRESETS, *sorted((month for month in months if month <= now), reverse=True)]


def _period_name(period: str) -> str:
    return period if period in PRESETS else month_name(period)


def _one(words: str, names: Mapping[Word, str], key: str, width: int = WIDTH) -> Word:
    options = [_option_name(name) for name in names.values()]
    chosen = st.selectbox(words, options, key=key, bind="query-params", width=width)
    return list(names)[options.index(chosen)] if chosen in options else next(iter(names))


def _some(view: View, dimension: Dimension, width: int) -> tuple[str | None, ...]:
    offered = {_option(value): value for value in view.values(dimension)[:MOST_OFFERED]}
    chosen = st.multiselect(
        dimension.value.capitalize(), list(offered), placeholder="All", key=dimension.value, bind="query-params", width=width, wrap=False
    )
    return tuple(offered[option] for option in chosen if option in offered)


def _option(value: str | None) -> str:
    return NOT_RECORDED if value is None else shown(value)


def _clear() -> None:
    """Back to the first choice of each filter. Assigned, not removed: a removed one would be read from the URL again."""
    for key in _KEYS:
        st.session_state[key] = _FIRST.get(key, [])
