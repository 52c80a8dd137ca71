"""Numbers in words and in arrays, compared: what is said must be exactly what the command line's numbers read as."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from analytics.figures.drawing import point_values
from analytics.figures.wording import is_missing

_NUMBER = re.compile(r"(?:[≥<>] ?|(?<![\w])[+−-])?\d+(?:,\d{3})*(?:\.\d+)?(?: ?(?:%|h\b|min\b|s\b|points?\b|days?\b))?")


def numbers(text: str, *names: Any) -> list[str]:
    """The numbers of a text with their units and marks, in order. names: words in it that are no figures, whatever they hold."""
    told = sorted((str(one) for one in names if one), key=len, reverse=True)
    words = re.sub(r"<[^<>]*>", " ", _without(text, told))
    words = html.unescape(words).replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")
    words = _without(words, told)
    return [re.sub(r"\s", "", found) for found in _NUMBER.findall(words)]


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text


def says(text: str, *wanted: str, names: Iterable[Any] = ()) -> None:
    """A text says these numbers, in this order, and no other."""
    expected = [number for words in wanted for number in numbers(words, *names)]
    assert numbers(text, *names) == expected, f"{text!r} does not say {expected}"


def close(found: Any, wanted: Any, what: str = "") -> None:
    """Two numbers, or sequences of them, are the same; what is missing is missing in both."""
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        assert found is not None and len(found) == len(wanted), f"{what}: {found} is not {wanted}"
        for one, other in zip(found, wanted, strict=True):
            close(one, other, what)
        return
    if is_missing(wanted):
        assert is_missing(found), f"{what}: {found} where nothing is"
        return
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        assert found is not None and float(found) == pytest.approx(float(wanted), rel=1e-9, abs=1e-9), f"{what}: {found} is not {wanted}"
        return
    assert found == wanted, f"{what}: {found!r} is not {wanted!r}"


def clicked(trace: Any) -> list[list[Any]]:
    """What a click on each point of a trace hands on."""
    return [point_values(values) for values in trace["customdata"]]


def in_places(trace: Any, axis: str = "y") -> None:
    """The points of a trace stand at 0, 1, 2 …, which the axis names or the words beside them say."""
    assert list(trace[axis]) == list(range(len(trace[axis]))), f"{trace.get('name')}: {axis} is {trace[axis]}"


def table_is(frame: Any, wanted: Sequence[Sequence[Any]], columns: Sequence[str] | None = None) -> None:
    """A table's cells are these, row by row; its columns these."""
    if columns is not None:
        assert list(frame.columns) == list(columns), list(frame.columns)
    rows = [[None if is_missing(cell) else cell for cell in row] for row in frame.astype(object).values.tolist()]
    assert len(rows) == len(wanted), f"{len(rows)} rows where {len(wanted)} are"
    for place, (row, expected) in enumerate(zip(rows, wanted, strict=True)):
        close(row, list(expected), f"row {place}")
