"""One table of a policy file while it is read: typed access to its keys, and every problem noted instead of raised.

A reader asks for a key and gets a value it can go on with, or None; what was wrong is on the list. So one check of a file names
all that is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from analytics.errors import Problem, nearest

_BARE = re.compile(r"^[A-Za-z0-9_-]+$")
MAX_NAME_CHARACTERS = 200


@dataclass
class Problems:
    """The problems of one reading, in the order they were met. `noted` is shared by all sections of all files read for one policy."""

    file: str
    noted: list[Problem]

    def note(self, key: str, found: str, allowed: str, near: str | None = None) -> None:
        self.noted.append(Problem(self.file, key, found, allowed, near))


class Section:
    """A TOML table and where it stands. Every key must be asked for or be one of `known`, else it is a problem."""

    def __init__(self, table: Mapping[str, Any], path: str, problems: Problems) -> None:
        self.table = table
        self.path = path
        self.problems = problems

    def key(self, name: str) -> str:
        """The full path of a key, as it would be written in TOML."""
        part = name if _BARE.match(name) else f'"{name}"'
        return f"{self.path}.{part}" if self.path else part

    def note(self, name: str, found: str, allowed: str, near: str | None = None) -> None:
        self.problems.note(self.key(name) if name else self.path, found, allowed, near)

    def only(self, known: Iterable[str]) -> None:
        """Every other key is a problem, with the nearest right one."""
        words = tuple(known)
        for name in self.table:
            if name not in words:
                self.note(name, "this key is not known", f"allowed here: {', '.join(words)}", nearest(name, words))

    def text(self, name: str, missing: str | None = None) -> str | None:
        """A text that is not blank, trimmed. `missing`: what to write where the key is required."""
        value = self.table.get(name)
        if value is None:
            if missing:
                self.note(name, "nothing is stated", missing)
            return None
        if not isinstance(value, str) or not value.strip():
            self.note(name, f"{shown(value)} is not a text", missing or "write a text in quotes")
            return None
        if len(value) > MAX_NAME_CHARACTERS:
            self.note(name, f"a text of {len(value)} characters", f"at most {MAX_NAME_CHARACTERS} characters")
            return None
        return value.strip()

    def word(self, name: str, allowed: Iterable[str], default: str) -> str:
        """One of a few words. Upper or lower case does not matter."""
        value, words = self.table.get(name, default), tuple(allowed)
        if isinstance(value, str) and value.strip().lower() in words:
            return value.strip().lower()
        near = nearest(value, words) if isinstance(value, str) else None
        self.note(name, f"{shown(value)} is not allowed here", f"write {listed(words)}", near and f'"{near}"')
        return default

    def yes(self, name: str, default: bool) -> bool:
        value = self.table.get(name, default)
        if isinstance(value, bool):
            return value
        self.note(name, f"{shown(value)} is neither true nor false", "write true or false, without quotes")
        return default

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, trimmed; none where the key is absent."""
        value = self.table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.note(name, f"{shown(value)} is not a list of words", 'write for example ["one", "another"]')
            return ()
        return tuple(v.strip() for v in value)

    def section(self, name: str) -> Section:
        """A table below this one; an empty one where it is absent or is no table."""
        value = self.table.get(name, {})
        if not isinstance(value, dict):
            self.note(name, f"{shown(value)} is not a table", f"write [{self.key(name)}] on a line of its own, its keys below it")
            value = {}
        return Section(value, self.key(name), self.problems)

    def sections(self) -> dict[str, Section]:
        """The tables of this table by name, where every key is a name of the company's own."""
        found = {}
        for name in self.table:
            if not name.strip() or len(name) > MAX_NAME_CHARACTERS:
                self.note(name[:40], "a blank or very long name", f"names have 1 to {MAX_NAME_CHARACTERS} characters")
                continue
            found[name.strip()] = self.section(name)
        return found

    def day(self, name: str) -> date | None:
        """A day, as TOML's own date or as a text YYYY-MM-DD."""
        value = self.table.get(name)
        read = as_day(value)
        if value is not None and read is None:
            self.note(name, f"{shown(value)} is not a day", "write YYYY-MM-DD, for example 2027-01-01")
        return read


def as_day(value: object) -> date | None:
    """A calendar day from a TOML date or a text YYYY-MM-DD; None where it is neither."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return None
    return None


def shown(value: object) -> str:
    """A value as its writer would know it again: short, in TOML's own spelling where that is easy."""
    if isinstance(value, str):
        return f'"{value[:60]}"' + (" (shortened)" if len(value) > 60 else "")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (date, time, int, float)):
        return str(value)[:60]
    if isinstance(value, list):
        return "[" + ", ".join(shown(v) for v in value[:4]) + (", …]" if len(value) > 4 else "]")
    if isinstance(value, dict):
        return "a table" + (f" with {', '.join(list(value)[:4])}" if value else "")
    return "this value"


def listed(words: Iterable[str]) -> str:
    """Words in quotes: "a", "b" or "c"."""
    quoted = [f'"{word}"' for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
