"""The filter bar. Every choice is a parameter of the URL, so any view is a link; what is filtered is said in words beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import streamlit as st

from analytics.figures.months import month_key
from analytics.figures.wording import WEEKDAYS, month_name, shown, unmarked
from analytics.reports.periods import ALL, COMPARISONS, PRESETS, compared_period, local_day, named_period
from analytics.reports.scope import CLOCK_WORDS, RULE_WORDS, VERDICT_WORDS, Scope
from analytics.vocabulary import Clock, Dimension, Rule, Verdict
from pages.widgets.links import of_all_pages
from pages.widgets.text import plain
from pages.widgets.view import View

ALWAYS = (Dimension.TIER, Dimension.PRIORITY, Dimension.GROUP)
MORE = (Dimension.CHANNEL, Dimension.SOURCE)
MANY = (Dimension.ORGANISATION, Dimension.ASSIGNEE)
RECEIVED = {Dimension.WEEKDAY: WEEKDAYS, Dimension.HOUR: tuple(str(hour) for hour in range(24))}
NOT_RECORDED = "(not recorded)"
MOST_OFFERED = 1_000
WIDTH, WORDS_WIDTH, VALUES_WIDTH = 144, 152, 148
Word = TypeVar("Word", bound=StrEnum)


def _option_name(words: str) -> str:
    return words[0].upper() + words[1:]


_CHOICES: Mapping[str, Mapping[Any, str]] = {"clock": CLOCK_WORDS, "rule": RULE_WORDS, "verdict": VERDICT_WORDS}
_DIMENSIONS = tuple(str(dimension) for dimension in (*ALWAYS, *MORE, *MANY, *RECEIVED))
FIRST = {
    "period": ALL,
    "compare": COMPARISONS[0],
    **{key: _option_name(next(iter(names.values()))) for key, names in _CHOICES.items()},
}
OF_LISTS = {"over": "By any time", "level": "All levels"}
"""What narrows one page's list alone, at first."""
_KEYS = (*FIRST, *_DIMENSIONS)


def filter_bar(view: View, *, with_clock: bool = True) -> View:
    """Draw the filters, say in words what they leave, and give the view through them."""
    with of_all_pages():
        return _bar(view, with_clock)


def _bar(view: View, with_clock: bool) -> View:
    view.offer_ahead(Dimension.MONTH, *ALWAYS, *MORE)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="filter-bar"):
        period = st.selectbox("Period", _periods(view), format_func=_period_name, key="period", bind="query-params", width=WIDTH)
        compare = st.selectbox("Compare with", COMPARISONS, key="compare", bind="query-params", width=WIDTH)
        clock = _one("Clock", CLOCK_WORDS, "clock", WORDS_WIDTH) if with_clock else Clock.FIRST_RESPONSE
        where = {dimension: _some(view, dimension, VALUES_WIDTH) for dimension in ALWAYS}
        with st.popover("More", icon=":material/tune:", width="content", key="more-filters", on_change="rerun") as more:
            where |= {dimension: _some(view, dimension, 300) for dimension in MORE}
            where |= {dimension: _one_of_many(view, dimension, more.open) for dimension in MANY}
            where |= {dimension: _received(dimension, options) for dimension, options in RECEIVED.items()}
            rule = _one("Counted in the period by", RULE_WORDS, "rule", 300) if with_clock else Rule.DUE
            verdict = _one("Judged by", VERDICT_WORDS, "verdict", 300) if with_clock else Verdict.POLICY
        st.button("Clear", icon=":material/filter_alt_off:", type="tertiary", on_click=_clear, key="clear-filters")
    chosen = {dimension: values for dimension, values in where.items() if values}
    span = named_period(period, view.state.latest, view.state.zone)
    scope = Scope(span, clock, rule, verdict, chosen)
    before = compared_period(span, compare)
    compared = Scope(before, clock, rule, verdict, chosen) if before else None
    st.caption(f":material/filter_alt: {plain(scope.in_words(with_clock) + _compared_words(compare, compared))}")
    return view.within(scope, compared, _query())


def choice(key: str, value: Any) -> Any:
    """A value of narrow() as the filter named `key` holds it; None where it is to be cleared."""
    if value is None or key not in _KEYS:
        return value
    if key in _DIMENSIONS:
        return [_option(one) for one in ([value] if isinstance(value, str) else value)]
    words = _CHOICES.get(key, {}).get(value)
    return _option_name(words) if words else value


def in_url(key: str, value: Any) -> str | list[str] | None:
    """A value of narrow() as the URL has it; None where it is left out."""
    chosen = choice(key, value)
    if key == "period" and chosen is not None:
        return _period_name(chosen)
    return [str(one) for one in chosen] if isinstance(chosen, Sequence) and not isinstance(chosen, str) else chosen and str(chosen)


def _query() -> dict[str, str | list[str]]:
    """What is chosen, as the URL has it; the first choices are left out, as Streamlit does."""
    chosen = {key: st.session_state.get(key, FIRST.get(key, [])) for key in _KEYS}
    return {key: _period_name(value) if key == "period" else value for key, value in chosen.items() if value != FIRST.get(key, [])}


def _compared_words(compare: str, compared: Scope | None) -> str:
    if compare == COMPARISONS[0]:
        return ""
    return f" · compared with {compared.period.name}" if compared else " · nothing to compare all time with"


def _periods(view: View) -> list[str]:
    months = [month for month in view.values(Dimension.MONTH) if month]
    latest = view.state.latest
    now = month_key(local_day(latest, view.state.zone)) if latest else "9999-12"
    return [*PRESETS, *sorted((month for month in months if month <= now), reverse=True)]


def _period_name(period: str) -> str:
    return period if period in PRESETS else month_name(period)


def _one(words: str, names: Mapping[Word, str], key: str, width: int) -> Word:
    options = [_option_name(name) for name in names.values()]
    chosen = st.selectbox(words, options, key=key, bind="query-params", width=width)
    return list(names)[options.index(chosen)] if chosen in options else next(iter(names))


def _some(view: View, dimension: Dimension, width: int) -> tuple[str | None, ...]:
    offered = {_option(value): value for value in view.values(dimension)[:MOST_OFFERED]}
    chosen = st.multiselect(
        dimension.value.capitalize(), list(offered), placeholder="All", key=dimension.value, bind="query-params", width=width, wrap=False
    )
    return tuple(offered[option] for option in chosen if option in offered)


def _one_of_many(view: View, dimension: Dimension, is_open: bool) -> tuple[str | None, ...]:
    """A dimension of many values: they are read only when somebody looks; one that a drill-down or a link brings needs no list."""
    offered = {_option(value): value for value in view.values(dimension)[:MOST_OFFERED]} if is_open else {}
    here = st.session_state.get(dimension.value, [])
    chosen = st.multiselect(
        dimension.value.capitalize(), list(dict.fromkeys([*offered, *here])), placeholder="All", key=dimension.value, bind="query-params",
        width=300, wrap=False, accept_new_options=True,
    )  # fmt: skip
    return tuple(None if option == NOT_RECORDED else offered.get(option, unmarked(option)) for option in chosen)


def _received(dimension: Dimension, options: Sequence[str]) -> tuple[str, ...]:
    """Weekdays or hours in which tickets came in."""
    words = f"{dimension.value.capitalize()} received"
    return tuple(st.multiselect(words, options, placeholder="All", key=dimension.value, bind="query-params", width=300, wrap=False))


def _option(value: str | None) -> str:
    return NOT_RECORDED if value is None else shown(value)


def _clear() -> None:
    """Back to the first choice of each filter. Assigned, not removed: a removed one would be read from the URL again."""
    for key in _KEYS:
        st.session_state[key] = FIRST.get(key, [])
    for key, first in OF_LISTS.items():
        if key in st.session_state:
            st.session_state[key] = first
