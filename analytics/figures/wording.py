"""Numbers in words: every figure, page and report writes a duration, a rate or a month the same way.

Seconds come in, hours and minutes go out (T1). A number that is not there is said to be not there; it is never 0.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import Any

import pandas as pd

NOT_DECIDED = "no decided tickets"
NOT_RECORDED = "not recorded"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Marks that turn or hide text. Written out, so that a name cannot show as another name.
_UNSEEN = frozenset(
    chr(code)
    for first, last in (
        (0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
        (0xFFF9, 0xFFFB), (0xE0000, 0xE007F),
    )
    for code in range(first, last + 1)
)  # fmt: skip


def is_missing(number: Any) -> bool:
    """None, NaN, NaT or pandas.NA: a figure that is not there."""
    return number is None or (not isinstance(number, str) and bool(pd.isna(number)))


def shown(text: Any, missing: str = NOT_RECORDED) -> str:
    """A value from outside as it will be read: marks that turn or hide text are written as ⟨U+202E⟩, the rest is untouched."""
    if is_missing(text):
        return missing
    words = str(text)
    if words.isascii() and words.isprintable():
        return words
    return "".join(f"⟨U+{ord(mark):04X}⟩" if mark in _UNSEEN else mark for mark in words)


def unmarked(text: str) -> str:
    """The value from outside that shown() writes as `text`."""
    return re.sub(r"⟨U\+([0-9A-F]{4,6})⟩", lambda found: chr(int(found[1], 16)), text)


def count(number: Any, missing: str = NOT_RECORDED) -> str:
    """A whole number with thousands marks: 12,345."""
    return missing if is_missing(number) else f"{round(float(number)):,}"


def signed(number: Any, missing: str = NOT_RECORDED) -> str:
    """A whole number that is a difference: +1,234, −5, 0."""
    if is_missing(number):
        return missing
    whole = round(float(number))
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{abs(whole):,}"


def percent(rate: Any, missing: str = NOT_DECIDED) -> str:
    """A rate between 0 and 1 with one decimal: 18.6 % (no line breaks before the sign). Only exactly 0 and 1 read 0 and 100."""
    if is_missing(rate):
        return missing
    share = round(float(rate) * 100, 1)
    if share == 0 and rate > 0:
        return "<\u00a00.1\u00a0%"
    if share == 100 and rate < 1:
        return ">\u00a099.9\u00a0%"
    return f"{share:.1f}\u00a0%"


def sentence(words: str) -> str:
    """Words of ours with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def of(part: Any, whole: Any, noun: str = "") -> str:
    """A numerator beside its denominator: 62 of 333 decided."""
    return f"{count(part)} of {count(whole)} {noun}".strip()


def counted(number: Any, noun: str) -> str:
    """A number with its noun: 1 ticket, 1,204 tickets."""
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def duration(seconds: Any, missing: str = "none", at_least: bool = False) -> str:
    """Seconds as hours and minutes: 35 s, 29 min, 8 h 05 min, 217 h. `at_least` marks a lower bound (K10)."""
    if is_missing(seconds):
        return missing
    whole = int(seconds)
    sign, whole = ("−", -whole) if whole < 0 else ("", whole)
    mark = "≥" if at_least else ""
    if whole < 60:
        return f"{mark}{sign}{whole}\u00a0s"
    minutes = whole // 60
    if minutes < 60:
        return f"{mark}{sign}{minutes}\u00a0min"
    hours, rest = divmod(minutes, 60)
    if hours >= 100 or rest == 0:
        return f"{mark}{sign}{hours:,}\u00a0h"
    return f"{mark}{sign}{hours}\u00a0h {rest:02d}\u00a0min"


def per_hundred(frequency: Any, missing: str = NOT_RECORDED) -> str:
    """Escalations per 100 tickets, one decimal (E2)."""
    return missing if is_missing(frequency) else f"{float(frequency):,.1f}"


def month_name(month: date | datetime | str) -> str:
    """2026-10 or its first day as `Oct 2026`."""
    if isinstance(month, str):
        year, number = month.split("-")[:2]
        return f"{MONTHS[int(number) - 1]} {year}"
    return f"{MONTHS[month.month - 1]} {month.year}"


def instant(at: datetime | None, zone: str = "UTC") -> str:
    """An instant to the minute with its zone: 2026-11-22 21:54 UTC."""
    return "never" if is_missing(at) or at is None else f"{at:%Y-%m-%d %H:%M} {zone}"


def nice_ceiling(number: float) -> float:
    """The smallest of 1, 2, 2.5, 5 × 10^n that is not below the number: an axis ends on it."""
    if number <= 0 or math.isnan(number):
        return 1.0
    power = 10.0 ** math.floor(math.log10(number))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= number * (1 - 1e-9))
