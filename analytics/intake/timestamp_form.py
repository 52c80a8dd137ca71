"""One form of a timestamp as SQL: "%d. %B %Y um %H:%M Uhr", "%m/%d/%y %I:%M %p", "%Y-%m-%d %H:%M:%S %z".

Directives: %Y (four digits) %y (two: 69 to 99 are of the last century) %m %d %H %I %M %S (one or two digits), %f (a fraction, which
is cut, T1), %b or %B (a month's name or its short form, in any language of data/time_words.toml, with or without a dot), %a or %A (a
weekday, which says nothing), %p (AM, PM, "a. m.", 午後 …), %z (an offset: +0200, +02:00, +2, Z, UTC, GMT+2, and names that are
one offset for certain), %Z (the same, and the short names of RFC 2822), %%. Everything else stands for itself, in
any case; a blank stands for one or more blanks. The whole text has to match, and it has to be a real day and time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.intake.time_words import alternatives, halves, month_numbers, weekdays
from analytics.warehouse.database import text

CERTAIN_NAMES = {
    "z": 0, "utc": 0, "gmt": 0, "cest": 120, "mesz": 120, "eest": 180, "edt": -240, "mdt": -360, "pdt": -420, "akdt": -480,
    "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "jst": 540, "msk": 180,
}  # fmt: skip
"""Short names of zones that stand for one offset, in minutes, wherever they are written."""
USUAL_NAMES = {
    "est": -300, "cst": -360, "cdt": -300, "mst": -420, "pst": -480,
}  # fmt: skip
"""Names whose offsets RFC 2822 fixes, and which mean something else elsewhere. Only %Z reads them. Others, such as CET, which many
write the whole year where half of it is meant, are not read at all."""

_BLANK = r"[ \t\x{a0}\x{202f}\x{2009}]+"
_DIGITS = {"%Y": "[0-9]{4}", "%y": "[0-9]{2}", "%m": "[0-9]{1,2}", "%d": "[0-9]{1,2}", "%H": "[0-9]{1,2}", "%I": "[0-9]{1,2}",
           "%M": "[0-9]{1,2}", "%S": "[0-9]{1,2}", "%f": "[0-9]{1,9}"}  # fmt: skip
DIRECTIVES = frozenset([*_DIGITS, "%b", "%B", "%a", "%A", "%p", "%z", "%Z", "%%"])


def faults_of(form: str) -> list[str]:
    """What is wrong with a form; empty where it can be read."""
    parts = re.findall(r"%.?", form)
    faults = [f"{part} is not a directive" for part in parts if part not in DIRECTIVES]
    names = [part.lower() if part in ("%B", "%A", "%Z") else part for part in parts if part != "%%"]
    faults += [f"{part} stands twice" for part in dict.fromkeys(names) if names.count(part) > 1]
    if not ({"%Y", "%y"} & set(names) and {"%m", "%b"} & set(names) and "%d" in names):
        faults.append("year, month and day have to be there")
    if "%I" in names and "%p" not in names:
        faults.append("%I wants %p: without it morning and afternoon are the same")
    return faults


def has_offset(form: str) -> bool:
    """Whether the form's texts carry their offset, and so name an instant."""
    return "%z" in form or "%Z" in form


def form_sql(raw: str, form: str) -> str:
    """SQL of type TIMESTAMP for the text `raw`: in UTC where the form has an offset, else the local time. NULL where it does not match."""
    expression, groups = _expression(form)
    names = ", ".join(text(name) for name in groups)
    found = f"regexp_extract(lower({raw}), {text(expression)}, [{names}])"
    return f"list_transform([{found}], lambda x: CASE WHEN x.d <> '' THEN {_instant(groups)} END)[1]"


def _expression(form: str) -> tuple[str, list[str]]:
    pieces: list[str] = []
    groups: list[str] = []
    parts = re.findall(r"%.|\s+|[^%\s]+", form)
    for place, part in enumerate(parts):
        if part in _DIGITS:
            # Where another number follows at once ("%Y%m%d"), only two digits tell where one ends.
            beside = {*parts[max(place - 1, 0) : place], *parts[place + 1 : place + 2]} & set(_DIGITS)
            pieces.append(f"({_DIGITS[part].replace('{1,2}', '{2}') if beside else _DIGITS[part]})")
            groups.append({"%Y": "y4", "%y": "y2", "%H": "h", "%I": "h12", "%M": "mi", "%S": "s", "%f": "f"}.get(part, part[1]))
        elif part in ("%b", "%B"):
            pieces.append(f"({alternatives(month_numbers())})[.]?")
            groups.append("b")
        elif part in ("%a", "%A"):
            pieces.append(f"(?:{alternatives(weekdays())})[.]?")
        elif part == "%p":
            pieces.append(f"({alternatives(halves())})".replace(" ", "[ \\x{a0}\\x{202f}]?"))
            groups.append("p")
        elif part in ("%z", "%Z"):
            names = {**CERTAIN_NAMES, **(USUAL_NAMES if part == "%Z" else {})}
            pieces.append(f"((?:{alternatives(names)})|(?:utc|gmt)? ?[+-](?:0?[0-9]|1[0-4])(?::?[0-5][0-9])?)")
            groups.append("z")
        elif part.isspace():
            pieces.append(_BLANK)
        else:
            pieces.append(re.escape("%" if part == "%%" else part.lower()))
    return f"^{''.join(pieces)}$", groups


def _instant(groups: Sequence[str]) -> str:
    """SQL over x, the pieces: put together as ISO text and cast, so that only real days and times pass."""
    year = "x.y4" if "y4" in groups else "CASE WHEN x.y2 >= '69' THEN '19' ELSE '20' END || x.y2"
    month = "x.m" if "m" in groups else f"CAST(MAP {{{', '.join(f'{text(w)}: {n}' for w, n in month_numbers().items())}}}[x.b] AS VARCHAR)"
    hour, allowed = _hour(groups)
    minute = "x.mi" if "mi" in groups else "'0'"
    second = "x.s" if "s" in groups else "'0'"
    padded = [f"lpad({part}, 2, '0')" for part in (month, "x.d", hour, minute, second)]
    day = f"lpad({year}, 4, '0') || '-' || {padded[0]} || '-' || {padded[1]}"
    local = f"TRY_CAST({day} || ' ' || {padded[2]} || ':' || {padded[3]} || ':' || {padded[4]} AS TIMESTAMP)"
    if allowed:
        local = f"CASE WHEN {allowed} THEN {local} END"
    return f"{local} - to_minutes({_offset_minutes()})" if "z" in groups else local


def _hour(groups: Sequence[str]) -> tuple[str, str]:
    """The hour of the day as text, and what has to hold for it."""
    afternoon = f"x.p IN ({', '.join(text(word) for word, is_second in halves().items() if is_second)})"
    # A blank within "p. m." may be any blank; the words are met with theirs made plain.
    afternoon = afternoon.replace("x.p IN", r"regexp_replace(x.p, '[ \x{a0}\x{202f}]+', ' ') IN").replace("'p. m.'", "'p. m.', 'p.m.'")
    if "h12" in groups:
        turned = f"CAST(CAST(x.h12 AS INTEGER) % 12 + CASE WHEN {afternoon} THEN 12 ELSE 0 END AS VARCHAR)"
        return turned, "CAST(x.h12 AS INTEGER) BETWEEN 1 AND 12"
    if "h" not in groups:
        return "'0'", ""
    if "p" in groups:  # a 24-hour clock with AM and PM beside it: they have to agree
        return "x.h", f"CAST(x.h AS INTEGER) < 24 AND (CAST(x.h AS INTEGER) >= 12) = ({afternoon})"
    return "x.h", "CAST(x.h AS INTEGER) < 24"


def _offset_minutes() -> str:
    named = ", ".join(f"{text(name)}: {minutes}" for name, minutes in {**CERTAIN_NAMES, **USUAL_NAMES}.items())
    sign = "CASE WHEN contains(x.z, '-') THEN -1 ELSE 1 END"
    hours = "CAST(regexp_extract(x.z, '[+-]([0-9]{1,2})', 1) AS INTEGER)"
    minutes = "coalesce(TRY_CAST(regexp_extract(x.z, '[+-][0-9]{1,2}:?([0-9]{2})$', 1) AS INTEGER), 0)"
    # +0530 and +530 hold their minutes in the last two digits, +05 none.
    written = f"CASE WHEN regexp_matches(x.z, '[0-9]') THEN {sign} * ({hours} * 60 + {minutes}) ELSE MAP {{{named}}}[x.z] END"
    return f"CAST({written} AS BIGINT)"
