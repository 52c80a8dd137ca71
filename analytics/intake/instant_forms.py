"""Forms of timestamps as SQL: how a cell's text becomes a local time, or an instant where it carries an offset (T1, T2).

A form is "iso8601"; a pattern (timestamp_form.py); a number's name: excel_serial (days since 1899-12-30, a local time),
epoch_seconds, epoch_milliseconds, epoch_microseconds (UTC); or an order: day-first, month-first, year-first, which stand for the
usual patterns with that order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from analytics.intake.export_format import ISO
from analytics.intake.timestamp_form import faults_of, form_sql, has_offset
from analytics.warehouse.database import text

_ISO_LOCAL = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?"
_ISO_OFFSET = r"(Z|z|UTC|GMT|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
_EPOCHS = {"epoch_seconds": (9, 10, 1_000_000), "epoch_milliseconds": (12, 13, 1_000), "epoch_microseconds": (15, 16, 1)}
"""Least and most digits, and microseconds to one."""
NUMBERS = ("excel_serial", *_EPOCHS)
_ORDERS = {"day-first": ("%d", "%m"), "month-first": ("%m", "%d")}
ORDERS = (*_ORDERS, "year-first")
_PLAIN = re.compile(r"(%[YymdHMSf]([-/.:T, ]+|$))+")
"""Patterns that the engine reads by itself in the same way."""


def form_faults(form: str) -> list[str]:
    """What is wrong with a form; empty where it can be used."""
    return [] if form == ISO or form in NUMBERS or form in ORDERS else faults_of(form)


def spelled_out(timestamps: Sequence[str]) -> tuple[str, ...]:
    """The forms with an order given as a word replaced by the patterns it stands for."""
    forms: list[str] = []
    for form in timestamps:
        forms += _patterns(form) if form in ORDERS else [form]
    return tuple(dict.fromkeys(forms))


def _patterns(order: str) -> list[str]:
    times = ["", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p"]
    if order == "year-first":
        return [ISO, *(f"%Y{sign}%m{sign}%d{time}" for sign, time in product("-/.", times))]
    first, second = _ORDERS[order]
    written = [f"{first}{sign}{second}{sign}{year}" for sign, year in product("/.-", ("%Y", "%y"))]
    return [day + time for day, time in product(written, times)]


def instant_readings(raw: str, timestamps: Sequence[str]) -> tuple[str, str]:
    """Two readings of a timestamp whose text is the SQL `raw`: without an offset (a local time), and with one (an instant, in UTC).

    Both are SQL of type TIMESTAMP, NULL where the text has no such form. `timestamps` are a format's forms.
    """
    forms = [form for form in spelled_out(timestamps) if form != ISO]
    # Two digits of a year first: %Y would take "26" for a year of the first century.
    plain = sorted((form for form in forms if _PLAIN.fullmatch(form)), key=lambda form: "%Y" in form)
    local = [f"try_strptime({raw}, [{', '.join(map(text, plain))}])"] if plain else []
    placed = []
    for form in forms:
        if form in _EPOCHS:
            placed.append(_epoch(raw, form))
        elif form == "excel_serial":
            local.append(_excel_serial(raw))
        elif form not in plain:
            (placed if has_offset(form) else local).append(form_sql(raw, form))
    if ISO in timestamps:
        iso_local, iso_placed = _iso_readings(raw)
        local.append(iso_local)
        placed.append(iso_placed)
    local_sql = f"coalesce({', '.join(local)})" if local else "CAST(NULL AS TIMESTAMP)"
    placed_sql = f"coalesce({', '.join(placed)})" if placed else "CAST(NULL AS TIMESTAMP)"
    return local_sql, placed_sql


def _epoch(raw: str, form: str) -> str:
    least, most, microseconds = _EPOCHS[form]
    shape = f"[0-9]{{{least},{most}}}([.,][0-9]*)?"
    passed = f"TRY_CAST(regexp_extract({raw}, '^[0-9]+') AS BIGINT) * {microseconds}"
    return f"CASE WHEN regexp_full_match({raw}, '{shape}') THEN make_timestamp({passed}) END"


def _excel_serial(raw: str) -> str:
    """Days since 1899-12-30 with a fraction for the time, to the nearest second: spreadsheets keep no exact seconds."""
    days = f"TRY_CAST(replace({raw}, ',', '.') AS DOUBLE)"
    seconds = f"CAST(round({days} * 86400) AS BIGINT)"
    return f"CASE WHEN regexp_full_match({raw}, '[1-9][0-9]{{4}}([.,][0-9]+)?') THEN TIMESTAMP '1899-12-30' + to_seconds({seconds}) END"


def usual_instant(raw: str) -> str:
    """SQL for the instant of a text in the one shape that most exports write, 2025-05-01T10:20:30Z, from 1970 to 2099; else NULL.

    It reads what `instant_readings` reads there, at a fraction of the cost. With as many bytes and such a beginning, strptime takes
    nothing else: two digits at most for each number but the year, and blanks only at the end.
    """
    is_usual = f"strlen({raw}) = 20 AND {raw} >= '1970' AND {raw} < '2100' AND suffix({raw}, 'Z')"
    return f"CASE WHEN {is_usual} THEN try_strptime({raw}, '%Y-%m-%dT%H:%M:%SZ') END"


def _iso_readings(raw: str) -> tuple[str, str]:
    """The two usual shapes, told by their length and signs, at a fraction of the cost of `iso_by_shape`, which has the rest.

    Up to the Z strptime takes nothing but digits there, or a blank before a year below 1000, which is none of a help desk's; what it
    does not take (24:00:00) goes the long way.
    """
    local, placed = iso_by_shape(raw)
    is_placed = f"strlen({raw}) = 20 AND {raw} LIKE '____-__-__T__:__:__Z'"
    is_local = f"strlen({raw}) = 19 AND ({raw} LIKE '____-__-__ __:__:__' OR {raw} LIKE '____-__-__T__:__:__')"
    local_quickly = f"try_strptime(replace({raw}, ' ', 'T') || 'Z', '%Y-%m-%dT%H:%M:%SZ')"
    placed_quickly = f"try_strptime({raw}, '%Y-%m-%dT%H:%M:%SZ')"
    return (
        f"CASE WHEN {is_placed} THEN NULL WHEN {is_local} THEN coalesce({local_quickly}, {local}) ELSE {local} END",
        f"CASE WHEN {is_placed} THEN coalesce({placed_quickly}, {placed}) WHEN {is_local} THEN NULL ELSE {placed} END",
    )


def iso_by_shape(raw: str) -> tuple[str, str]:
    """The two readings of ISO 8601 by its full shape."""
    # The whole text must have the shape: a cast alone would drop what follows, a PM or the name of a zone among it.
    # The engine wants the offset without a blank before it and with its colon.
    tight = f"replace(replace(regexp_replace({raw}, ' ?(UTC|GMT|Z|z)$', 'Z'), ' +', '+'), ' -', '-')"
    instant = f"TRY_CAST(regexp_replace({tight}, '([+-][0-9]{{2}})([0-9]{{2}})$', '\\1:\\2') AS TIMESTAMPTZ)"
    local = f"CASE WHEN regexp_full_match({raw}, '{_ISO_LOCAL}') THEN TRY_CAST({raw} AS TIMESTAMP) END"
    placed = f"CASE WHEN regexp_full_match({raw}, '{_ISO_LOCAL} ?{_ISO_OFFSET}') THEN CAST({instant} AT TIME ZONE 'UTC' AS TIMESTAMP) END"
    return local, placed
