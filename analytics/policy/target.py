"""Targets and lengths of time as a manager writes them: "30 minutes", "9 hours", "1 business day", "no_target" (P1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from analytics.errors import nearest
from analytics.policy.section import shown
from analytics.vocabulary import Landing, Reading

NO_TARGET = "no_target"
ALLOWED_TARGET = 'write "30 minutes", "9 hours" or "1 business day"'
ALLOWED_LENGTH = 'write "30 minutes" or "9 hours"'
_SAYS_NONE = f', or "{NO_TARGET}" where there is none'
_TWO_MEANINGS = 'a "day" means two things: write "24 hours" or "1 business day"'

_SECONDS = {"second": 1, "seconds": 1, "minute": 60, "minutes": 60, "hour": 3600, "hours": 3600}
_SHORT = {
    "h": "hours", "hr": "hours", "hrs": "hours", "m": "minutes", "min": "minutes", "mins": "minutes", "s": "seconds", "bd": "business days",
}
_DAYS = ("business day", "business days")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([a-z][a-z ]*?)\s*(?:,|\band\b|(?=[0-9])|$)\s*")
_MAX_SECONDS = 10 * 366 * 86_400
_MAX_DAYS = 3_660
_MAX_CHARACTERS = 60


@dataclass(frozen=True)
class Length:
    """A length of business time: seconds, or a number of business days; exactly one of the two is set."""

    text: str
    seconds: int | None = None
    days: int | None = None


@dataclass(frozen=True)
class Target:
    """What one clock of a tier and priority is held to. Without a length it is `no_target` (K2).

    `seconds` is business time of `calendar`; it is set for lengths in time and, under the reading `elapsed`, for business days too.
    `days` is set where the policy says business days.
    """

    text: str
    calendar: str
    reading: Reading
    landing: Landing
    seconds: int | None = None
    days: int | None = None

    @property
    def is_stated(self) -> bool:
        return self.seconds is not None or self.days is not None


class NotALength(ValueError):
    """A text that is no length of time. `allowed` says what may be written, `near` the nearest right text."""

    def __init__(self, found: str, allowed: str, near: str | None = None) -> None:
        super().__init__(found)
        self.found, self.allowed, self.near = found, allowed, near


def read_length(value: object, days_allowed: bool = True) -> Length:
    """A length from "30 minutes", "1 hour 30 minutes", "1.5 hours", "2 business days". Raises NotALength."""
    allowed = ALLOWED_TARGET if days_allowed else ALLOWED_LENGTH
    if not isinstance(value, str):
        raise NotALength(f"{shown(value)} is not a length of time", allowed)
    text = " ".join(value.lower().split())
    if len(text) > _MAX_CHARACTERS:
        raise NotALength(f"a text of {len(text)} characters is not a length of time", allowed)
    parts = _PART.findall(text) if _PART.sub("", text) == "" else []
    words = [unit for _, unit in parts]
    written = " ".join(_counted(number, unit) for number, unit in parts)
    if days_allowed and len(parts) == 1 and words[0] in _DAYS and "." not in parts[0][0] and len(parts[0][0]) < 6:
        return _checked(Length(written, days=int(parts[0][0])), allowed)
    if parts and all(word in _SECONDS for word in words) and len({w.rstrip("s") for w in words}) == len(words):
        seconds = sum(Decimal(number) * _SECONDS[word] for number, word in parts)
        if seconds != int(seconds):
            raise NotALength(f'"{value[:60]}" is not a whole number of seconds', allowed)
        return _checked(Length(written, seconds=int(seconds)), allowed)
    raise _unreadable(value, text, allowed, days_allowed)


def _checked(length: Length, allowed: str) -> Length:
    if not (length.seconds or length.days):
        raise NotALength(f'"{length.text}" is no time at all', allowed)
    if (length.seconds or 0) > _MAX_SECONDS or (length.days or 0) > _MAX_DAYS:
        raise NotALength(f'"{length.text}" is more than ten years', allowed)
    return length


def _unreadable(value: str, text: str, allowed: str, days_allowed: bool) -> NotALength:
    found = f'"{value[:60]}" is not a {"target" if days_allowed else "length of time"}'
    single = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)?\s*([a-z ]+)", text)
    if single is None:
        return NotALength(found, allowed)
    number, word = single.group(1) or "1", single.group(2).strip()
    if word in ("day", "days", "d"):
        return NotALength(found, _TWO_MEANINGS)
    units = [*_SECONDS, *(_DAYS if days_allowed else ())]
    unit = _SHORT.get(word) or nearest(word, units)
    if unit is None or not (single.group(1) or unit in _DAYS):
        return NotALength(found, allowed)
    return NotALength(found, allowed, f'"{_counted(number, unit)}"')


def _counted(number: str, unit: str) -> str:
    """One spelling for each length: "1 hours" is "1 hour"."""
    return f"{number} {unit.removesuffix('s')}{'' if number == '1' else 's'}"



def read_target(value: object) -> Length | None:
    """A length, or None for "no_target". Raises NotALength, whose text also offers "no_target"."""
    if isinstance(value, str) and value.strip().lower() == NO_TARGET:
        return None
    try:
        return read_length(value)
    except NotALength as fault:
        near = fault.near
        if isinstance(value, str) and near is None and nearest(value.strip(), (NO_TARGET, "none", "no target")):
            near = f'"{NO_TARGET}"'
        raise NotALength(fault.found, fault.allowed + _SAYS_NONE, near) from None


def spoken(seconds: int) -> str:
    """Seconds as a person says them: 32400 → "9 h", 5400 → "1 h 30 min"."""
    hours, rest = divmod(seconds, 3600)
    minutes, second = divmod(rest, 60)
    parts = [f"{amount} {unit}" for amount, unit in ((hours, "h"), (minutes, "min"), (second, "s")) if amount]
    return " ".join(parts) or "0 s"
