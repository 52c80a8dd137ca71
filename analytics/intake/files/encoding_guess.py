"""In which encoding a text that is not UTF-8 was written: every candidate with its likelihood and with what telling cells read like.

No byte says it. What does: which bytes a candidate forbids, which letters it makes and whether a language writes these, and
whether signs end up inside words. Candidates that read everything alike are one candidate.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from analytics.intake.files.alphabets import LANGUAGES, SIGNS, STRANGE_SHARE

SURE_FROM = 0.99
"""Below this share of the likelihood a guess is asked about."""

_PRIORS = {
    "cp1252": 1.0, "cp1250": 0.3, "cp1251": 0.3, "cp932": 0.3, "gb18030": 0.3, "cp949": 0.2, "big5": 0.2, "cp1253": 0.2, "cp1254": 0.2,
    "cp1255": 0.1, "cp1256": 0.1, "cp1257": 0.1, "cp874": 0.1, "iso8859-15": 0.1, "iso8859-2": 0.1, "euc_jp": 0.1, "koi8_r": 0.03,
    "koi8_u": 0.02, "cp850": 0.05, "cp852": 0.03, "cp437": 0.03, "cp866": 0.03, "mac_roman": 0.05, "mac_latin2": 0.005, "cp1258": 0.02,
    "iso8859-5": 0.01, "iso8859-7": 0.02, "iso8859-9": 0.02, "mac_cyrillic": 0.005,
}  # fmt: skip
_DOUBLE = {
    "cp932": ("cp932", 0x88, 0x97), "euc_jp": ("euc_jp", 0xB0, 0xCF), "gb18030": ("gb2312", 0xB0, 0xD7), "big5": ("big5", 0xA4, 0xC6),
    "cp949": ("euc_kr", 0xB0, 0xC8),
}  # fmt: skip
"""Encodings of two bytes a sign: the lead bytes under which its everyday signs lie."""

_WORD = re.compile(rb"[^\s,;|\"\t]*[\x80-\xff][^,;|\"\t\r\n]{0,40}")
_MOST_WORDS = 400
_OTHER_LANGUAGE = 1.5


@dataclass(frozen=True)
class Candidate:
    """One reading. `share` of the likelihood, `reads` what telling cells read like in it, `alike` encodings that read them the same."""

    encoding: str
    share: float
    reads: tuple[str, ...]
    alike: tuple[str, ...] = ()


def candidates(telling: bytes) -> tuple[Candidate, ...]:
    """The readings of lines that hold bytes beyond ASCII, the likeliest first. Empty where no candidate reads them."""
    words = list(dict.fromkeys(_WORD.findall(telling)))[:_MOST_WORDS]
    readings: dict[tuple[str, ...], list[tuple[float, str]]] = {}
    for encoding, prior in _PRIORS.items():
        try:
            telling.decode(encoding)
            texts = tuple(word.decode(encoding) for word in words)
        except (UnicodeDecodeError, LookupError):
            continue
        score = math.log(prior) + _log_likelihood(texts, encoding)
        readings.setdefault(texts, []).append((score, encoding))
    best = sorted(((max(alike), alike, texts) for texts, alike in readings.items()), reverse=True, key=lambda one: one[0][0])
    if not best:
        return ()
    highest = best[0][0][0]
    weights = [math.exp(max(one[0][0] - highest, -700)) for one in best]
    shown = _telling_words([texts for _, _, texts in best[:4]])
    return tuple(
        Candidate(name, weight / sum(weights), tuple(texts[i].strip() for i in shown), tuple(sorted(e for _, e in alike if e != name)))
        for ((_, name), alike, texts), weight in zip(best, weights, strict=True)
    )


def _telling_words(readings: list[tuple[str, ...]]) -> list[int]:
    """Places of up to three words that the likeliest readings read differently."""
    if not readings:
        return []
    differing = [i for i in range(len(readings[0])) if len({texts[i] for texts in readings}) > 1]
    places = differing or list(range(len(readings[0])))
    return sorted(places, key=lambda i: abs(len(readings[0][i]) - 12))[:3]


def _log_likelihood(texts: tuple[str, ...], encoding: str) -> float:
    """Of a reading: of each sign beyond ASCII under the language that fits best, and of its place in the word."""
    if encoding in _DOUBLE:
        return sum(_double_likelihood(text, encoding) for text in texts)
    words = [[sign for sign in text if sign > "\x7f"] for text in texts]
    by_language = {name: [sum(math.log(_share(sign, shares)) for sign in word) for word in words] for name, shares in LANGUAGES.items()}
    # A desk's tickets are mostly in one language; a word of another costs something, but not everything.
    main: list[float] = max(by_language.values(), key=sum)
    of_any: list[float] = [max(one) for one in zip(*by_language.values(), strict=True)]
    of_language: float = sum(max(in_main, in_any - _OTHER_LANGUAGE) for in_main, in_any in zip(main, of_any, strict=True))
    return of_language + sum(_place_likelihood(text) for text in texts)


def _share(sign: str, shares: dict[str, float]) -> float:
    if sign in shares:
        return shares[sign]
    if sign in SIGNS:
        return SIGNS[sign]
    kind = unicodedata.category(sign)
    return STRANGE_SHARE * (0.001 if kind in ("Cc", "Cn", "Co") else 0.3 if kind[0] != "L" else 1.0)


def _place_likelihood(text: str) -> float:
    """Signs inside words, capitals after small letters and two scripts in one word are unlikely."""
    total = 0.0
    for i, sign in enumerate(text):
        if sign <= "\x7f":
            continue
        before, after = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
        inside = before.isalpha() and after.isalpha()
        if not sign.isalpha():
            total += -4.0 if inside and sign not in "’'‘·´" and not unicodedata.combining(sign) else 0.0
        else:
            total += 0.0 if not sign.isupper() else -3.0 if before.islower() else 0.0 if before.isalpha() else 1.5
            total += -3.0 if sign > "\u036f" and (_is_ascii_letter(before) or _is_ascii_letter(after)) else 0.0
    return total


def _double_likelihood(text: str, encoding: str) -> float:
    """Everyday signs in runs are likely; a lone sign stuck to Latin letters is what another encoding's text looks like."""
    total = 0.0
    charset, first, last = _DOUBLE[encoding]
    for i, sign in enumerate(text):
        if sign <= "\x7f":
            continue
        before, after = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
        if "\u3040" <= sign <= "\u30ff" or "\uff01" <= sign <= "\uff5e" or sign in "、。「」・ー（）":
            total += math.log(0.03)
        elif "\uff61" <= sign <= "\uff9f":
            total += math.log(0.002)
        else:
            try:
                lead = sign.encode(charset)[0]
                total += math.log((0.004 if "\uac00" <= sign <= "\ud7a3" else 0.0015) if first <= lead <= last else 0.00002)
            except UnicodeEncodeError:
                total += math.log(0.000005)
        total += -4.0 if _is_ascii_letter(before) or _is_ascii_letter(after) else 0.0
        total += -2.0 if before <= "\x7f" and after <= "\x7f" else 0.0
    return total


def _is_ascii_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
