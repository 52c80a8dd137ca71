"""One JSON value, read strictly: what Python's reader lets pass (NaN, 1e999, the same key twice) is a fault, not a value."""

from __future__ import annotations

import json
import math
from typing import Any


class JsonReader:
    """Reads values one at a time. `faults` holds what was wrong with the last one; the caller empties it."""

    def __init__(self, depth: int) -> None:
        self.faults: list[str] = []
        self._depth = depth
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._mapping, parse_float=self._number, parse_int=self._whole, parse_constant=self._constant
        )

    def at(self, text: str, start: int) -> tuple[Any, int]:
        """The value that begins at `start`, and where it ends. Raises ValueError where it is not JSON, or cut off."""
        try:
            return self._decoder.raw_decode(text, start)
        except RecursionError:
            raise NestedTooDeeply from None

    def whole(self, text: str) -> Any:
        """The value of a whole text. Raises ValueError."""
        start = len(text) - len(text.lstrip())
        value, end = self.at(text, start)
        if text[end:].strip():
            raise json.JSONDecodeError("more than one value", text, end)
        return value

    def _mapping(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    self.faults.append(f"the key {name[:60]!r} stands twice")
                    break
                seen.add(name)
        return mapping

    def _number(self, text: str) -> Any:
        if math.isinf(float(text)):
            self.faults.append(f"a number that is too large: {text[:40]}")
        return Number(text)

    def _whole(self, text: str) -> Any:
        if len(text) > 300:
            self.faults.append(f"a number that is too large: {text[:40]}…")
            return 0
        return int(text)

    def _constant(self, text: str) -> Any:
        self.faults.append(f"{text} is no JSON value")
        return None


class NestedTooDeeply(ValueError):
    """Objects or lists within each other beyond any export."""


class Number(float):
    """A number that keeps its own words: 1.10 stays 1.10; 52267.0 is the whole number it stands for."""

    def __new__(cls, text: str) -> Number:
        self = super().__new__(cls, text)
        whole, point, rest = text.partition(".")
        self.text = whole if point and not rest.strip("0") else text
        return self

    text: str


def cell_text(value: Any) -> str:
    """A scalar as a cell: nothing for null, words for true and false, numbers as they were written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    return str(value)


def flatten(record: dict[str, Any], depth: int) -> dict[str, str]:
    """An object as one row: nested objects under dotted names, lists of scalars joined, lists of objects as JSON text.

    Raises NestedTooDeeply beyond `depth` objects within each other.
    """
    row: dict[str, str] = {}
    _flatten(record, "", row, depth)
    return row


def _flatten(record: dict[str, Any], prefix: str, row: dict[str, str], depth: int) -> None:
    if depth <= 0:
        raise NestedTooDeeply
    for key, value in record.items():
        name = prefix + key
        if isinstance(value, dict):
            if value:
                _flatten(value, name + ".", row, depth - 1)
                continue
            text = ""
        elif isinstance(value, list):
            text = _list_text(value)
        else:
            text = cell_text(value)
        while name in row:
            name += " again"
        row[name] = text


def _list_text(values: list[Any]) -> str:
    if any(isinstance(value, dict | list) for value in values):
        try:
            return json.dumps(values, ensure_ascii=False)
        except RecursionError:
            raise NestedTooDeeply from None
    return ", ".join(cell_text(value) for value in values)
