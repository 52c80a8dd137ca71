"""Forms of timestamps as SQL: how a cell's text becomes a local time, or an instant where it carries an offset (T1, T2)."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.intake.export_format import ISO
from analytics.warehouse.database import text

_ISO_LOCAL = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?"
_ZONE_NAMES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "GMT": 0, "UTC": 0}
"""What %Z reads: the names whose offsets RFC 2822 fixes. Others are in use for several zones at once."""
_ISO_OFFSET = r"(Z|z|UTC|GMT|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"


def instant_readings(raw: str, timestamps: Sequence[str]) -> tuple[str, str]:
    """Two readings of a timestamp whose text is the SQL `raw`: without an offset (a local time), and with one (an instant, in UTC).

    Both are SQL of type TIMESTAMP, NULL where the text has no such form. `timestamps` are a format's forms.
    """
    forms = [form for form in timestamps if form != ISO]
    plain = [form for form in forms if "%z" not in form and "%Z" not in form]
    offset = [form for form in forms if "%z" in form]
    named = [form for form in forms if "%Z" in form]
    local = [f"try_strptime({raw}, [{', '.join(map(text, plain))}])"] if plain else []
    placed = [f"CAST(try_strptime({raw}, {text(form)}) AT TIME ZONE 'UTC' AS TIMESTAMP)" for form in offset]
    placed += [
        f"CAST(try_strptime({_with_offset(raw)}, {text(form.replace('%Z', '%z'))}) AT TIME ZONE 'UTC' AS TIMESTAMP)" for form in named
    ]
    if ISO in timestamps:
        iso_local, iso_placed = _iso_readings(raw)
        local.append(iso_local)
        placed.append(iso_placed)
    local_sql = f"coalesce({', '.join(local)})" if local else "CAST(NULL AS TIMESTAMP)"
    placed_sql = f"coalesce({', '.join(placed)})" if placed else "CAST(NULL AS TIMESTAMP)"
    return local_sql, placed_sql


def _with_offset(raw: str) -> str:
    """The text with the name of its zone at the end turned into an offset; NULL without one."""
    named = " ".join(f"WHEN {text(name)} THEN left({raw}, -3) || '{hours:+03d}'" for name, hours in _ZONE_NAMES.items())
    return f"CASE upper(right({raw}, 3)) {named} END"


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
