"""Checks of a format file's values: each fault is one line that names the key, what was found and what is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from analytics.errors import nearest

_NOT_OF_THE_ENGINE = re.compile(r"\(\?(?:[=!]|<[=!])|(?<!\\)(?:\\\\)*\\[1-9]|\(\?>|[*+?}]\+")
"""Lookaheads, lookbehinds, back references and possessive repeats: the engine's patterns run in linear time and have none."""
_LONGEST_PATTERN = 1000


def unknown_key(where: str, key: str, allowed: Iterable[str], what: str = "not a key here") -> str:
    """The fault of a key that is none, with the nearest right one."""
    words = list(allowed)
    near = nearest(key, words)
    return f"{where}{key}: {what}; {f'did you mean {near}?' if near else 'allowed: ' + ', '.join(words)}"


def text_of(key: str, found: Any, faults: list[str]) -> str | None:
    """A text that is not empty, or None with a fault noted."""
    if isinstance(found, str) and found:
        return found
    faults.append(f"{key}: found {found!r}; a text is wanted")
    return None


def texts_of(key: str, found: Any, faults: list[str], may_be_empty: bool = False) -> tuple[str, ...]:
    """A list of texts; faults noted otherwise."""
    if isinstance(found, list) and all(isinstance(one, str) for one in found) and (found or may_be_empty):
        return tuple(found)
    faults.append(f"{key}: found {found!r}; a list of texts is wanted")
    return ()


def choice_of(key: str, found: Any, allowed: Iterable[str], faults: list[str]) -> str | None:
    """One of some words, or None with a fault noted."""
    words = list(allowed)
    if found in words:
        return str(found)
    near = nearest(str(found), words)
    faults.append(f"{key}: found {found!r}; {f'did you mean {near}?' if near else 'allowed: ' + ', '.join(words)}")
    return None


def tables_of(key: str, found: Any, faults: list[str]) -> list[Mapping[str, Any]]:
    """A list of tables ([[key]]); faults noted otherwise."""
    if isinstance(found, list) and all(isinstance(one, dict) for one in found):
        return found
    faults.append(f"{key}: found {found!r}; write it as [[{key}]] tables")
    return []


def pattern_of(key: str, found: Any, faults: list[str], groups: int = 0) -> str | None:
    """A regular expression the engine can run, with at least so many groups; or None with a fault noted."""
    pattern = text_of(key, found, faults)
    if pattern is None:
        return None
    if len(pattern) > _LONGEST_PATTERN:
        faults.append(f"{key}: {len(pattern):,} characters; the limit is {_LONGEST_PATTERN:,}")
        return None
    try:
        compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        faults.append(f"{key}: found {pattern!r}; not a regular expression: {error}")
        return None
    if _NOT_OF_THE_ENGINE.search(pattern):
        faults.append(f"{key}: found {pattern!r}; lookarounds, back references and possessive repeats are not known here")
        return None
    if compiled.groups < groups:
        faults.append(f"{key}: found {pattern!r}; put the wanted part in parentheses")
        return None
    return pattern
