"""Spans of time written as text: "26:10:05", "-3:10", "2 dias", "1 day 4 hours", "3h 20m", "1.02:30:00", "PT1H30M"."""

from __future__ import annotations

from analytics.intake.time_words import UNIT_SECONDS, alternatives, units
from analytics.warehouse.database import text

_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_CLOCK = r"([0-9]{1,6}):([0-5]?[0-9])(?::([0-5]?[0-9])(?:[.,][0-9]+)?)?"
_LINK = r"(?:[ ,;]|and|und|et|y|e|en|i|och|og|ja|ve|и|a)*"


def duration_seconds_sql(raw: str) -> str:
    """SQL of type BIGINT: whole seconds of the span whose text is the SQL `raw`, NULL where it is none.

    H:MM and H:MM:SS with any number of hours, days before them ("1 day, 2:03:04", "1.02:03:04"), numbers with units in any language
    of data/time_words.toml, ISO 8601 ("P1DT2H"); a sign before all of it counts for all of it. A number without a unit is none.
    """
    plain = f"regexp_replace(regexp_replace(lower(trim({raw})), '[\\x{{a0}}\\x{{202f}}]', ' ', 'g'), '^([+-]|\\x{{2212}}) *', '')"
    sign = f"CASE WHEN regexp_matches(trim({raw}), '^(-|\\x{{2212}})') THEN -1 ELSE 1 END"
    return f"list_transform([{plain}], lambda s: CAST(round({sign} * coalesce({_clock('s')}, {_counted('s')}, {_iso('s')})) AS BIGINT))[1]"


def _clock(s: str) -> str:
    days = f"(?:([0-9]{{1,5}}) ?(?:(?:{alternatives(units()['days'])})[.]?,? ?|[. ]))?"
    shape = text(f"^{days}{_CLOCK}$")
    found = f"regexp_extract({s}, {shape}, ['d', 'h', 'm', 's'])"
    return f"list_transform([{found}], lambda x: CASE WHEN x.h <> '' THEN {_summed('x')} END)[1]"


def _summed(x: str) -> str:
    whole = {name: f"coalesce(TRY_CAST({x}.{name} AS BIGINT), 0)" for name in "dhms"}
    return f"{whole['d']} * 86400 + {whole['h']} * 3600 + {whole['m']} * 60 + {whole['s']}"


def _counted(s: str) -> str:
    """Numbers with units: the whole text has to be made of them, each unit once."""
    one = {unit: f"({_NUMBER}) ?(?:{alternatives(words)})[.]?" for unit, words in units().items()}
    whole = "".join(f"(?:{piece}{_LINK})?" for piece in one.values())
    found = f"regexp_extract({s}, {text(f'^{whole}$')}, ['weeks', 'days', 'hours', 'minutes', 'seconds'])"
    numbers = [f"coalesce(TRY_CAST(replace(x.{unit}, ',', '.') AS DOUBLE), 0) * {seconds}" for unit, seconds in UNIT_SECONDS.items()]
    some = " || ".join(f"x.{unit}" for unit in one)
    return f"list_transform([{found}], lambda x: CASE WHEN {some} <> '' THEN {' + '.join(numbers)} END)[1]"


def _iso(s: str) -> str:
    found = f"regexp_extract({s}, '^p(?:([0-9.]+)d)?(?:t(?:([0-9.]+)h)?(?:([0-9.]+)m)?(?:([0-9.]+)s)?)?$', ['d', 'h', 'm', 's'])"
    sizes = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
    numbers = [f"coalesce(TRY_CAST(x.{name} AS DOUBLE), 0) * {seconds}" for name, seconds in sizes.items()]
    return f"list_transform([{found}], lambda x: CASE WHEN x.d || x.h || x.m || x.s <> '' THEN {' + '.join(numbers)} END)[1]"
