"""Spans of calendar time as exports write them, read to seconds: numbers of a unit, HH:MM:SS above 24 h, "2 dias", "1 day 4 hours"."""

from __future__ import annotations

from analytics.warehouse.database import text

UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
DURATION = "duration"
_LONGEST = 130 * 366 * 86_400

_WORDS = {
    604_800: "weeks?|wks?|w|semanas?|wochen?|semaines?|sem|settiman[ae]|weken",
    86_400: "days?|d|dias?|días?|tagen?|tage|tag|jours?|j|giorn[oi]|dagen|dag",
    3600: "hours?|hrs?|hr|h|horas?|stunden?|std|heures?|or[ae]|uur",
    60: "minutes?|mins?|min|m|minutos?|minuten?|minut[oi]|minuut",
    1: "seconds?|secs?|sec|s|segundos?|sekunden?|sek|secondes?|second[oi]",
}
_NUMBER = "[0-9]+(?:[.,][0-9]+)?"
_CLOCK = "^[-+]?[0-9]+:[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?$"
_ANY_WORD = "|".join(f"(?:{words})" for words in _WORDS.values())
_WORDED = f"^[-+]?(?:[ ]*{_NUMBER}[ ]*(?:{_ANY_WORD})[.]?(?:[ ]*,[ ]*|[ ]+(?:and|und|et|y|e|en)[ ]+|[ ]+|$|))+$"


def is_duration_sql(raw: str) -> str:
    """SQL: whether a text is a signed span by itself: -3:10, 27:15:00, 3h 20m, 2 dias."""
    plain = _plain(raw)
    return f"(regexp_matches({plain}, {text(_CLOCK)}) OR regexp_matches({plain}, {text(_WORDED)}))"


def is_negative_sql(raw: str) -> str:
    """SQL: whether a span is below zero."""
    return f"starts_with({_plain(raw)}, '-')"


def seconds_sql(raw: str, unit: str) -> str:
    """SQL: seconds of a span, BIGINT, halves up; NULL where the text is none. A day is 24 hours, a week 7 days."""
    if unit != DURATION:
        number = _decimal(_plain(raw))
        # "1,234" is a thousand or a little more than one: which, the text cannot tell.
        fits = f"regexp_full_match({_plain(raw)}, '[-+]?[0-9]+([.][0-9]+|,[0-9]{{1,2}}|,[0-9]{{4,}})?')"
        return _bounded(f"CASE WHEN {fits} THEN TRY_CAST(floor(TRY_CAST({number} AS DOUBLE) * {UNITS[unit]} + 0.5) AS BIGINT) END")
    plain = _plain(raw)
    sign = f"CASE WHEN {is_negative_sql(raw)} THEN -1 ELSE 1 END"
    parts = f"string_split(ltrim({plain}, '+-'), ':')"
    clock = " + ".join(f"coalesce(TRY_CAST({parts}[{part}] AS DOUBLE), 0) * {size}" for part, size in ((1, 3600), (2, 60), (3, 1)))
    worded = " + ".join(f"coalesce(TRY_CAST({_decimal(_part(plain, words))} AS DOUBLE), 0) * {size}" for size, words in _WORDS.items())
    return _bounded(
        f"CASE WHEN regexp_matches({plain}, {text(_CLOCK)}) THEN {sign} * TRY_CAST(floor({clock}) AS BIGINT) "
        f"WHEN regexp_matches({plain}, {text(_WORDED)}) THEN {sign} * TRY_CAST(floor({worded} + 0.5) AS BIGINT) END"
    )


def precision_sql(raw: str, unit: str) -> str:
    """SQL: seconds of the smallest unit a span is written in (K1): 60 for whole minutes, 360 for hours with one decimal."""
    plain = _plain(raw)
    if unit != DURATION:
        decimals = f"length(regexp_extract({plain}, '[.,]([0-9]+)$', 1))"
        return f"CAST(greatest(1, ceil({UNITS[unit]} / power(10, {decimals}))) AS INTEGER)"
    # A word's last number may have decimals; the smallest word named decides.
    smallest = " ".join(
        f"WHEN {_part(plain, words)} <> '' THEN "
        f"CAST(greatest(1, ceil({size} / power(10, length(regexp_extract({_part(plain, words)}, '[.,]([0-9]+)$', 1))))) AS INTEGER)"
        for size, words in reversed(_WORDS.items())
    )
    to_seconds = f"CASE WHEN regexp_matches({plain}, ':.*:') THEN 1 ELSE 60 END"
    return f"CASE WHEN regexp_matches({plain}, {text(_CLOCK)}) THEN {to_seconds} {smallest} END"


def _bounded(seconds: str) -> str:
    # No ticket of a help desk waits for 130 years: beyond, the number is something else.
    return f"CASE WHEN abs({seconds}) <= {_LONGEST} THEN {seconds} END"


def _plain(raw: str) -> str:
    # The minus sign and the dashes that stand for it; letters made small.
    return f"lower(regexp_replace(trim({raw}), '^[−–]', '-'))"


def _part(plain: str, words: str) -> str:
    return f"regexp_extract({plain}, {text(f'({_NUMBER})[ ]*(?:{words})(?:[^a-zí]|$)')}, 1)"


def _decimal(number: str) -> str:
    return f"replace({number}, ',', '.')"
