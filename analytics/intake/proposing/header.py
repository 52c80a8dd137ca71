"""What a column's header means: its words read as concepts, in any of the languages of data/header_words.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.business_time.zone import zone_names
from analytics.intake.time_words import units
from analytics.warehouse.home import CHECKOUT

PLACE = CHECKOUT / "data" / "header_words.toml"
NEUTRAL = "neutral"
_LEAST_STEM = 4
_MOST_INFLECTION = 3
_LINKS = ("", "s", "n", "e", "en", "es", "er")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "’": "'"})
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class HeaderReading:
    """`pieces` are the concepts each piece of the header may mean; `unknown` counts words that mean nothing known.

    `unit` is minutes, hours, … or "duration" where the header says so, `zone` a time zone it names.
    """

    header: str
    pieces: tuple[frozenset[str], ...]
    unknown: int
    unit: str | None = None
    zone: str | None = None
    of_the_system: bool = False

    def has(self, concept: str) -> bool:
        return any(concept in piece for piece in self.pieces)


def folded(text: str) -> str:
    """Small letters without accents: ways of writing one word that differ from export to export."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold().translate(_LETTERS)) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", plain).translate(_LETTERS)


@cache
def words_of(section: str) -> dict[str, tuple[str, ...]]:
    """A section of the dictionary: meaning -> words."""
    found: dict[str, Any] = tomllib.loads(PLACE.read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in found[section].items()}


@cache
def _entries() -> dict[str, frozenset[str]]:
    """Folded phrase -> concepts."""
    entries: dict[str, set[str]] = {}
    for concept, words in words_of("concepts").items():
        for word in words:
            entries.setdefault(folded(word), set()).add(concept)
    return {phrase: frozenset(concepts) for phrase, concepts in entries.items()}


@cache
def read_header(header: str) -> HeaderReading:
    """A header as concepts."""
    text, unit, zone = _without_brackets(header)
    spaced = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    words = re.sub(r"[^\w]+|_", " ", folded(spaced)).split()
    of_the_system = bool(words) and words[0] in ("sys", "u")
    if zone is None and len(words) > 1 and words[-1] in ("utc", "gmt"):
        zone = "UTC"
    pieces: list[frozenset[str]] = []
    unknown = 0
    for found in _read(words):
        if found is None:
            unknown += 1
        elif found != {NEUTRAL}:
            pieces.append(found)
    told = [word for word in words if len(word) > 1 and "time" not in _entries().get(word, ())]
    unit = unit or next((found_unit for word in told if (found_unit := _unit(word))), None)
    return HeaderReading(header, tuple(pieces), unknown, unit, zone, of_the_system)


def _without_brackets(header: str) -> tuple[str, str | None, str | None]:
    """The header without what stands in brackets, and the unit or zone that stood there."""
    unit = zone = None
    text = header
    for whole, inner in re.findall(r"([(\[{]([^()\[\]{}]*)[)\]}])", header):
        before = folded(header.split(whole)[0]).strip(" _-:.")
        if before in {folded(word) for word in words_of("prefixes")["words"]}:
            text = inner
            continue
        plain = inner.strip()
        named = next((name for name in zone_names() if name.casefold() == plain.casefold()), None)
        if plain.casefold() in ("utc", "gmt", "z", "utc+0", "gmt+0", "utc+00:00"):
            zone = "UTC"
        elif named and "/" in named:
            zone = named
        elif re.fullmatch(r"\[?h+\]?:m+(:s+)?", plain.casefold()):
            unit = "duration"
        else:
            unit = _unit(re.sub(r"^(in|en|em|w|i) ", "", folded(plain))) or unit
        text = text.replace(whole, " ")
    return (text if text.strip() else header), unit, zone


def _unit(word: str) -> str | None:
    plain = folded(word).strip(" .")
    return next((unit for unit, words in units().items() if plain in {folded(w) for w in words}), None)


def _read(words: list[str]) -> Iterator[frozenset[str] | None]:
    """The concepts of each piece, the longest phrase first; None for a word that is not known."""
    entries = _entries()
    place = 0
    while place < len(words):
        for length in range(min(4, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            if found := entries.get(phrase) or entries.get(phrase.replace(" ", "") if length > 1 else ""):
                yield found
                break
        else:
            length = 1
            yield from _compound(words[place])
        place += length


def _compound(word: str) -> list[frozenset[str] | None]:
    """A word's concepts where it is put together of known ones or inflected; [None] where it is not known."""
    if word.isdigit():
        return [frozenset({NEUTRAL})]
    is_ideographic = bool(_IDEOGRAPHS.search(word))
    found = _split(word, is_ideographic)
    return list(found) if found else [None]


@cache
def _split(rest: str, is_ideographic: bool) -> tuple[frozenset[str], ...]:
    """The longest entry that begins `rest`, and what follows it; () where it cannot be split whole."""
    entries = _entries()
    least = 1 if is_ideographic else 2
    for length in range(len(rest), least - 1, -1):
        found = entries.get(rest[:length])
        if found is None:
            continue
        left = rest[length:]
        if not left:
            # A short word may end a compound only as the word for a number or a day: Sagsnr, Streefdatum, Meldungsnr.
            return (found,)
        if length < _LEAST_STEM and not is_ideographic:
            continue
        for link in _LINKS if not is_ideographic else ("",):
            if left.startswith(link) and len(left) > len(link):
                after = _split(left[len(link) :], is_ideographic)
                if after and (is_ideographic or len(left) - len(link) >= _LEAST_STEM or after[0] & {"id", "time"}):
                    return (found, *after)
        if len(left) <= _MOST_INFLECTION and not is_ideographic and length >= _LEAST_STEM:
            return (found,)
    return ()
