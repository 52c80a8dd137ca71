"""The words of timestamps and spans in many languages (data/time_words.toml): months, weekdays, halves of the day, units."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from analytics.warehouse.home import CHECKOUT

PLACE = CHECKOUT / "data" / "time_words.toml"
UNIT_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


@cache
def _found() -> dict[str, Any]:
    return tomllib.loads(PLACE.read_text(encoding="utf-8"))


@cache
def month_numbers() -> dict[str, int]:
    """Word, in small letters -> 1 to 12."""
    return {word: number for number, words in enumerate(_found()["months"], start=1) for word in words}


@cache
def weekdays() -> frozenset[str]:
    return frozenset(_found()["weekdays"])


@cache
def halves() -> dict[str, bool]:
    """Words for the halves of the day -> whether it is the second one."""
    return {**dict.fromkeys(_found()["am"], False), **dict.fromkeys(_found()["pm"], True)}


@cache
def between_words() -> frozenset[str]:
    """Words that may stand between a day and its time."""
    return frozenset(_found()["between"])


@cache
def units() -> dict[str, tuple[str, ...]]:
    """Unit -> its words."""
    return {unit: tuple(words) for unit, words in _found()["units"].items()}


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda w: (-len(w), w)))
