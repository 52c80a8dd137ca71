"""Words on paper: text from exports made visible and cut to the room there is, months with their year."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from analytics.figures.months import tick_names
from analytics.figures.wording import NOT_RECORDED, shown

LONGEST_NAME = 34
_LEFT_TO_RIGHT = "\u200e"
"""After a name that is written from the right, so that what follows it stays behind it."""
MOST_MARKS = 2
"""Combining marks that a letter keeps; more of them would be drawn over the lines above and below."""


def name(text: Any, missing: str = NOT_RECORDED, longest: int = LONGEST_NAME) -> str:
    """A value from an export: marks that turn or hide text are written out, and what is longer than `longest` signs ends in `…`."""
    whole = calm(shown(text, missing)).strip() or missing
    cut = whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"
    return cut + _LEFT_TO_RIGHT if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in cut) else cut


def calm(text: str) -> str:
    """Text without piles of combining marks, whole otherwise."""
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def at_minute(instant: str) -> str:
    """`2026-11-17T21:30:00Z` as `2026-11-17 21:30 UTC`."""
    return f"{instant[:10]} {instant[11:16]} UTC" if instant.endswith("Z") else instant


def stands_at(instants: Iterable[str]) -> datetime:
    """The latest of the instants, of which some may be empty: a file's date is a matter of its content, not of the clock on the wall."""
    return datetime.fromisoformat(max((instant for instant in instants if instant), default="1980-01-01T00:00:00Z"))


def month_ticks(months: list[str], most: int) -> list[tuple[int, str, str]]:
    """Position, name and year of the months an axis names; the year stands where it changes."""
    places, words = tick_names(months, most)
    return [(place, *_halves(word)) for place, word in zip(places, words, strict=True)]


def _halves(word: str) -> tuple[str, str]:
    month, _, year = word.partition("<br>")
    return month, year
