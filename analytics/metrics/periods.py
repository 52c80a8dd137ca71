"""Months, weeks and days as the texts that answers show, "2026-10", "2026-W40", "2026-10-05": their days, the next one, when they close."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from analytics.errors import QuestionRefused
from analytics.metrics.answer import Facts
from analytics.metrics.dimensions import read
from analytics.metrics.question import Question
from analytics.vocabulary import Dimension

_SHAPES = {Dimension.MONTH: r"\d{4}-\d\d", Dimension.WEEK: r"\d{4}-W\d\d", Dimension.DAY: r"\d{4}-\d\d-\d\d"}


def kind_of(period: str) -> Dimension:
    """Whether a text is a month, a week or a day. Raises QuestionRefused where it is none."""
    for dimension, shape in _SHAPES.items():
        if re.fullmatch(shape, period):
            read(dimension, period)
            return dimension
    raise QuestionRefused(f"{period!r} is not a period", repr(period), "write it like 2026-10, 2026-W40 or 2026-10-05")


def first_day(period: str) -> date:
    """The first day of a period, of the reporting zone."""
    found = read(kind_of(period), period)
    assert isinstance(found, date)
    return found


def following(period: str) -> str:
    """The next period of the same kind."""
    kind, first = kind_of(period), first_day(period)
    if kind is Dimension.MONTH:
        return f"{(first + timedelta(days=31)).replace(day=1):%Y-%m}"
    if kind is Dimension.WEEK:
        return f"{first + timedelta(days=7):%G-W%V}"
    return (first + timedelta(days=1)).isoformat()


def without_holes(periods: Iterable[str]) -> list[str]:
    """All periods from the first to the last of those given, oldest first."""
    found = sorted(periods, key=first_day)
    whole = found[:1]
    while found and whole[-1] != found[-1]:
        whole.append(following(whole[-1]))
    return whole


def closed_before(facts: Facts, question: Question) -> date | None:
    """The day that every source's as_of has reached, in the reporting zone: what ends before it is closed (T3). None without sources.

    Where the question selects sources, only theirs count: no other can still change it.
    """
    kept = question.where.get(Dimension.SOURCE) or ()
    zones = facts.known_rows("SELECT value FROM store_meta WHERE key = 'reporting_zone'")
    zone = ZoneInfo(str(zones[0][0]) if zones else "UTC")
    sources = facts.known_rows("SELECT source, as_of FROM sources WHERE as_of IS NOT NULL")
    instants: list[datetime] = [at for source, at in sources if not kept or source in kept]
    return min((at.replace(tzinfo=UTC).astimezone(zone).date() for at in instants), default=None)
