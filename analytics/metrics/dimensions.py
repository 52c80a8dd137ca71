"""Dimensions as columns: what a relation is grouped by, how the group is shown, and how shown text is read back.

Days, weeks and months follow the rule of K8 in the reporting zone (T4); weekday and hour are always those of the receiving.
Shown: month "2026-10", week "2026-W40" (ISO), day "2026-10-05", weekday "Mon", hour 0 to 23, level 1, 2, 3; None is not recorded.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from analytics.errors import QuestionRefused, UnknownWord
from analytics.vocabulary import Dimension, Rule, Verdict

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PERIODS = (Dimension.MONTH, Dimension.WEEK, Dimension.DAY)
NUMBERS = (Dimension.HOUR, Dimension.LEVEL)

_COLUMNS = {
    Dimension.TIER: "tier",
    Dimension.PRIORITY: "priority",
    Dimension.GROUP: "group_name",
    Dimension.ASSIGNEE: "assignee",
    Dimension.ORGANISATION: "organisation",
    Dimension.CHANNEL: "channel",
    Dimension.SOURCE: "source",
    Dimension.STATUS: "status",
    Dimension.STATE: "state",
    Dimension.LEVEL: "level",
    Dimension.WEEKDAY: "received_weekday",
    Dimension.HOUR: "received_hour",
}
_EXPORT_COLUMNS = {Dimension.TIER: "export_tier", Dimension.PRIORITY: "export_priority"}
_CLOCK_DAYS = {Rule.DUE: "due_on", Rule.STARTED: "started_on", Rule.STOPPED: "stopped_on"}
_DAYS = {
    "tickets": "received_on",
    "ladder": "received_on",
    "escalations": "escalated_on",
    "repeats": "escalated_on",
    "eligible": "eligible_on",
}
_EXAMPLES = {
    Dimension.MONTH: "2026-10",
    Dimension.WEEK: "2026-W40",
    Dimension.DAY: "2026-10-05",
    Dimension.HOUR: "14",
    Dimension.LEVEL: "2",
}


def day_column(relation: str, rule: Rule) -> str:
    """The column that puts a row into a day (K8): clocks by the rule, tickets by received, escalations by their own instant."""
    return _DAYS.get(relation) or _CLOCK_DAYS[rule]


def key(dimension: Dimension, relation: str, rule: Rule, verdict: Verdict) -> str:
    """The SQL expression a relation is grouped by. Verdicts other than the policy's go by the export's own words (P4, K9)."""
    if dimension in PERIODS:
        return period_key(dimension, day_column(relation, rule))
    if verdict is not Verdict.POLICY and dimension in _EXPORT_COLUMNS:
        return _EXPORT_COLUMNS[dimension]
    return _COLUMNS[dimension]


def period_key(dimension: Dimension, day: str) -> str:
    """The SQL expression for the first day of the month or week, or the day itself, that the column `day` lies in."""
    if dimension is Dimension.MONTH:
        # Half the time of date_trunc, which goes by way of a timestamp.
        return f"({day} - CAST(day({day}) - 1 AS INTEGER))"
    return day if dimension is Dimension.DAY else f"date_trunc('{dimension}', {day})"


def spans(dimension: Dimension, keys: Iterable[date | None]) -> list[tuple[date, date]]:
    """The days of months, weeks or days, given by their first ones: as few spans as there can be, ends inclusive, the earliest first."""
    found: list[tuple[int, int]] = []
    for key in sorted({key for key in keys if key is not None}):
        first, last = key.toordinal(), _last_day(dimension, key)
        begin = found.pop()[0] if found and found[-1][1] + 1 == first else first
        found.append((begin, last))
    return [(date.fromordinal(first), date.fromordinal(last)) for first, last in found]


def _last_day(dimension: Dimension, first: date) -> int:
    """As an ordinal; the end of all days for what would reach beyond it."""
    days = {Dimension.MONTH: monthrange(first.year, first.month)[1], Dimension.WEEK: 7}.get(dimension, 1)
    return min(first.toordinal() + days - 1, date.max.toordinal())


def shown(dimension: Dimension) -> str:
    """The SQL expression that turns a group's key, in a column named like the dimension, into what is shown."""
    name = f'"{dimension}"'
    if dimension is Dimension.MONTH:
        return f"strftime({name}, '%Y-%m')"
    if dimension is Dimension.WEEK:
        return f"strftime({name}, '%G-W%V')"
    if dimension is Dimension.DAY:
        return f"strftime({name}, '%Y-%m-%d')"
    if dimension is Dimension.WEEKDAY:
        return f"CASE {name} " + " ".join(f"WHEN {n} THEN '{word}'" for n, word in enumerate(WEEKDAYS, 1)) + " END"
    return name


def read(dimension: Dimension, text: str) -> Any:
    """The key that a shown text stands for, e.g. "2026-W40" → its Monday. Raises UnknownWord or QuestionRefused."""
    if dimension is Dimension.WEEKDAY:
        if text not in WEEKDAYS:
            raise UnknownWord("weekday", text, WEEKDAYS)
        return WEEKDAYS.index(text) + 1
    try:
        if dimension is Dimension.MONTH:
            return date.fromisoformat(f"{text}-01")
        if dimension is Dimension.WEEK:
            return _monday(text)
        if dimension is Dimension.DAY:
            return date.fromisoformat(text)
        return int(text) if dimension in NUMBERS else text
    except ValueError:
        raise QuestionRefused(f"{text!r} is not a {dimension}", repr(text), f"write it like {_EXAMPLES[dimension]}") from None


def natural_order(dimension: Dimension, values: Collection[Any], ranks: Mapping[str, int]) -> dict[Any, int]:
    """The place of each value of a dimension: policy words in the policy's order (`ranks`), time by time, numbers by size, else
    text with its numbers read as numbers; None comes last."""

    def place(value: Any) -> tuple[Any, ...]:
        if value is None:
            return (3,)
        if dimension is Dimension.WEEKDAY:
            return (0, WEEKDAYS.index(value))
        if isinstance(value, int):
            return (0, value)
        parts = re.split(r"(\d+)", value.casefold())
        text = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
        rank = ranks.get(value.casefold().strip())
        return (1, text, value) if rank is None else (0, rank, text, value)

    return {value: n for n, value in enumerate(sorted(values, key=place))}


def _monday(text: str) -> date:
    found = re.fullmatch(r"(\d{4})-W(\d{2})", text)
    if not found:
        raise ValueError(text)
    return date.fromisocalendar(int(found[1]), int(found[2]), 1)
