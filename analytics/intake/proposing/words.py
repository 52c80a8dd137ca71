"""What the words of a column mean: statuses, verdicts, levels, kinds of change. A word that is not known is listed, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from analytics.intake.fields import CHANGING
from analytics.intake.proposing.header import HeaderReading, folded, read_header, words_of

_WAITING = ("waiting", "awaiting", "pending", "wartet", "warten", "en attente", "en espera", "esperando", "aguardando", "in attesa",
            "wacht", "wachten", "oczekuje", "vantar", "afventer", "venter", "avventer", "odottaa", "ceka",
            "ожидание", "ожидает", "on hold")  # fmt: skip
"""A status that begins so waits for somebody, whatever follows."""


@cache
def _meanings(section: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, words in words_of(section).items():
        for word in words:
            found.setdefault(_plain(word), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", " ", folded(word)).strip()


def status_kind(word: str) -> str | None:
    """open, paused, resolved or closed; None where the word is not known, or means two of them somewhere."""
    plain = re.sub(r"^[0-9]+ ", "", _plain(word))
    kinds = _meanings("statuses").get(plain, frozenset())
    if len(kinds) == 1:
        return next(iter(kinds))
    if not kinds and any(plain.startswith(f"{folded(begin)} ") for begin in _WAITING):
        return "paused"
    return None


def status_kinds(words: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Kind -> words, and the words that are not known. Of two ends ("resolved" and "closed" by one word) the file's others decide."""
    kinds: dict[str, list[str]] = {}
    unknown: list[str] = []
    for word in words:
        kind = status_kind(word)
        if kind is None:
            unknown.append(word)
        else:
            kinds.setdefault(kind, []).append(word)
    for word in list(unknown):
        means = _meanings("statuses").get(_plain(word), frozenset())
        if means == {"resolved", "closed"}:  # beside a word for resolved it is the end after it
            kinds.setdefault("closed" if "resolved" in kinds else "resolved", []).append(word)
            unknown.remove(word)
    return kinds, unknown


def verdict_words(reading: HeaderReading, words: Sequence[str]) -> tuple[dict[str, list[str]] | None, str]:
    """met, breached, running -> words, and the reason; None where the direction cannot be told."""
    meanings = _meanings("verdicts")
    means = {word: meanings.get(_plain(word), frozenset()) for word in words}
    if not words or any(not kinds for kinds in means.values()):
        return None, "its values are no words for a verdict"
    is_yes_or_no = all(kinds & {"yes", "no"} for kinds in means.values())
    if all(kinds & {"met", "breached", "running"} for kinds in means.values()) and not is_yes_or_no:
        found: dict[str, list[str]] = {}
        for word, kinds in means.items():
            certain = kinds & {"met", "breached", "running"}
            if len(certain) > 1:
                return None, f"{word!r} may be a verdict either way"
            found.setdefault(next(iter(certain)), []).append(word)
        return found, "its values say it"
    if not is_yes_or_no:
        return None, "its values are partly verdicts and partly yes and no"
    said_breached, said_met = reading.has("breached"), reading.has("met")
    if said_breached == said_met:
        return None, "yes and no, and the header does not say whether yes is met or breached"
    yes, no = ("breached", "met") if said_breached else ("met", "breached")
    found = {}
    for word, kinds in means.items():
        found.setdefault(yes if "yes" in kinds else no, []).append(word)
    return found, f"yes and no, and the header says that yes is {yes}"


_LEVEL_NAMES = "l|level|tier|line|stufe|ebene|niveau|nivel|livello|poziom|niva|taso|seviye|линия|уровень|uroven|n|s"
_LEVEL = re.compile(rf"^(?:{_LEVEL_NAMES})? ?([0-9])(?:st|nd|rd|th)?(?: (?:level|line|stufe|линия))?$")
_LEVEL_WORDS = {"first line": 1, "second line": 2, "third line": 3, "first level": 1, "second level": 2, "third level": 3, "none": 0}


def level_numbers(words: Iterable[str]) -> dict[str, int] | None:
    """Word -> level, where every word is one; else None."""
    found: dict[str, int] = {}
    for word in words:
        plain = _plain(word)
        match = _LEVEL.match(plain)
        if match is None and plain not in _LEVEL_WORDS:
            return None
        found[word] = int(match[1]) if match else _LEVEL_WORDS[plain]
    return found or None




def changed_fields(words: Iterable[str]) -> Mapping[str, list[str]]:
    """Our field -> the export's words for what changed."""
    found: dict[str, list[str]] = {}
    for word in words:
        concepts = [piece & set(CHANGING) for piece in read_header(word).pieces]
        told = [next(iter(piece)) for piece in concepts if len(piece) == 1]
        if len(told) == 1 and read_header(word).unknown == 0:
            found.setdefault(told[0], []).append(word)
    return found
