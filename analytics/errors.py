"""Named errors. Each says three things: what is wrong, what was found, what to do.

A class takes the facts and owns its wording, so that the same fault reads the same everywhere. Rows never raise: a row that
cannot be used becomes a reject (L2). Programmer errors stay ordinary Python exceptions and stay loud.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class SundialError(Exception):
    """Something cannot be done, for a reason the person asking can act on. Exit code 1 on the command line."""

    def __init__(self, wrong: str, found: str, remedy: str) -> None:
        super().__init__(wrong, found, remedy)
        self.wrong = wrong
        self.found = found
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.wrong}\n  found: {self.found}\n  to do: {self.remedy}"


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word nearest to the one found, or None where nothing is near."""
    matches = difflib.get_close_matches(word.casefold(), [a.casefold() for a in allowed], n=1, cutoff=0.6)
    by_fold = {a.casefold(): a for a in allowed}
    return by_fold[matches[0]] if matches else None


MOST_WORDS_LISTED = 60


def _allowed(word: str, allowed: Iterable[str]) -> str:
    words = sorted(allowed)
    near = nearest(word, words)
    hint = f"did you mean {near!r}? " if near else ""
    if len(words) > MOST_WORDS_LISTED:
        return f"{hint}allowed: {', '.join(words[:: len(words) // 8])} … ({len(words)} in all)"
    return f"{hint}allowed: {', '.join(words)}"


class UnknownWord(SundialError):
    """A word that must be one of a few is none of them."""

    def __init__(self, kind: str, word: str, allowed: Iterable[str]) -> None:
        super().__init__(f"{word!r} is not a {kind} that Sundial knows", repr(word), _allowed(word, list(allowed)))


class FileRefused(SundialError):
    """A file from outside cannot be read as tickets."""


class ChoiceNeeded(FileRefused):
    """A file can be read in more than one way (encoding, sheet, file of an archive), and nothing says which."""


class TimezoneNeeded(SundialError):
    """Timestamps without an offset, and nothing says which zone they are in (T2)."""


class MappingIncomplete(SundialError):
    """A field that Sundial cannot do without has no column."""


@dataclass(frozen=True)
class Problem:
    """One fault of a TOML file: file, key path, what was found, what is allowed, and the nearest right word where one is near."""

    file: str
    key: str
    found: str
    allowed: str
    nearest: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}: " if self.key else f"{self.file}: "
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        return f"{place}{self.found}; {self.allowed}{hint}"


class PolicyRefused(SundialError):
    """A policy file is not valid, or takes effect where it may not (P3). `problems` lists all that is wrong, never the first only."""

    def __init__(self, wrong: str, found: str, remedy: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(wrong, found, remedy)
        self.problems: list[Problem] = list(problems)


class FormatRefused(SundialError):
    """An export format file is not valid."""


class StoreRefused(SundialError):
    """The store cannot be opened, written or published."""


class StoreBusy(StoreRefused):
    """Another writer holds the store; the same will work once it has ended."""


class NothingLoaded(SundialError):
    """The store is empty, so there is nothing to answer from."""


class LoadDoesNotAddUp(SundialError):
    """Rows read and rows accounted for differ (L1). The load is dropped; the store is as before."""


class CalendarNeverOpens(SundialError):
    """A due instant was asked of a calendar without any opening window."""


class TicketNotFound(SundialError):
    """No ticket of that id, or one in several sources."""


class QuestionRefused(SundialError):
    """A question to measure() that has no answer as it is asked."""


class ReportRefused(SundialError):
    """A report that cannot be made as it is asked for."""


class CalendarRefused(SundialError):
    """A calendar's description cannot be used. `problems` holds every fault: its key, what was found, what is allowed."""

    def __init__(self, problems: Iterable[tuple[str, str, str]]) -> None:
        self.problems = tuple(problems)
        found = "; ".join(f"{key}: {found}" for key, found, _ in self.problems)
        allowed = "; ".join(dict.fromkeys(f"{key}: {allowed}" for key, _, allowed in self.problems))
        super().__init__("This calendar cannot be used.", found, allowed)
