"""Months as figures and reports need them: a name, an order, and no holes between the first and the last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analytics.figures.wording import MONTHS


def month_key(month: Any) -> str:
    """A month however it comes (date, timestamp, `2026-10`, `2026-10-01`) as `2026-10`."""
    return month.strftime("%Y-%m") if hasattr(month, "strftime") else str(month)[:7]


def shifted(month: str, by: int) -> str:
    """The month `by` months later (earlier where negative)."""
    year, number = (int(part) for part in month.split("-"))
    index = year * 12 + number - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def every_month(months: Iterable[str]) -> list[str]:
    """All months from the earliest to the latest, the empty ones too."""
    known = sorted(set(months))
    if not known:
        return []
    filled = [known[0]]
    while filled[-1] < known[-1]:
        filled.append(shifted(filled[-1], 1))
    return filled


def tick_names(months: list[str], most: int = 9) -> tuple[list[int], list[str]]:
    """Positions and names of the months an axis can write without crowding; the year stands under January and the first."""
    step = max(1, -(-len(months) // most))
    positions = list(range((len(months) - 1) % step, len(months), step))
    names = []
    for place, position in enumerate(positions):
        year, number = months[position].split("-")
        first_of_year = place == 0 or months[positions[place - 1]][:4] != year
        names.append(f"{MONTHS[int(number) - 1]}<br>{year}" if first_of_year else MONTHS[int(number) - 1])
    return positions, names
