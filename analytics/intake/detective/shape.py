"""The shape of a timestamp (its digits as 9) and the forms that could read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analytics.intake.export_format import ISO
from analytics.intake.time_words import alternatives, between_words, halves, month_numbers, weekdays
from analytics.intake.timestamp_form import CERTAIN_NAMES, USUAL_NAMES

_MONTH = rf"(?:{alternatives(month_numbers())})"
_WEEKDAY = rf"(?:{alternatives(weekdays())})"
_HALF = rf"(?:{alternatives(halves())})"
_BETWEEN = rf"(?:{alternatives(between_words())})"
_NAMES = rf"(?:{alternatives({**CERTAIN_NAMES, **USUAL_NAMES})})"
_YEAR = r"(?P<y>9999|99)"
_ORDINAL = r"(?P<o>st|nd|rd|th|er|e|º|ª|°|)"
_GLUE = r"[-/., ]*(?:(?:de|del|of|d[’'])[ ]?)?"
_AFTER_YEAR = r"(?P<e>[.,]?| ?г[.]?| ?r[.]?)"
_NUMERIC = (
    (rf"99?(?P<s>[-/.]|[.] | )99?(?P=s)9999{_AFTER_YEAR}", ("%d{s}%m{s}%Y{e}", "%m{s}%d{s}%Y{e}")),
    (r"9999(?P<s>[-/.]|[.] | )99?(?P=s)99?(?P<e>[.]?)", ("%Y{s}%m{s}%d{e}", "%Y{s}%d{s}%m{e}")),
    (r"99?(?P<s>[-/.]|[.] | )99?(?P=s)99(?P<e>[.]?)", ("%d{s}%m{s}%y{e}", "%m{s}%d{s}%y{e}", "%y{s}%m{s}%d{e}")),
    (r"99999999", ("%Y%m%d", "%d%m%Y", "%m%d%Y")),
    (r"9999(?P<a>[年년] ?)99?(?P<b>[月월] ?)99?(?P<c>[日일])", ("%Y{a}%m{b}%d{c}",)),
)
_WORDED = (
    (rf"99?{_ORDINAL}(?P<s>{_GLUE}){_MONTH}(?P<t>[.]?{_GLUE}){_YEAR}{_AFTER_YEAR}", "%d{o}{s}%b{t}{y}{e}"),
    (rf"{_MONTH}(?P<s>[.]?[-/., ]*)99?{_ORDINAL}(?P<t>[-/., ]+){_YEAR}{_AFTER_YEAR}", "%b{s}%d{o}{t}{y}{e}"),
    (rf"9999(?P<s>[-/., ]*){_MONTH}(?P<t>[.]?[-/., ]*)99?{_ORDINAL}", "%Y{s}%b{t}%d{o}"),
)
_TIME = re.compile(
    rf"(?P<before>{_HALF} ?)?99?(?:(?P<c>:|[.]|h|u|[時时点點시] ?)99?(?P<m>[分분]|min)?"
    rf"(?:(?P<c2>:|[.]|m|(?(m) ?|(?!)))99(?P<n>[秒초]|s)?(?P<f>[.,:]9{{1,9}})?)?)?"
    rf"(?P<after> ?{_HALF})?"
)
_RUN_TOGETHER = {"9" * 14: "%Y%m%d%H%M%S", "9" * 12: "%Y%m%d%H%M"}
_COMPACT_TIME = re.compile(r"999999|9999")
_JOIN = re.compile(rf"(?:,? ?(?:{_BETWEEN})? ?|t| ?[-–/|] ?|,|:|[(])$")
_JOIN_FIRST = re.compile(rf"^(?: ?,? ?(?:{_BETWEEN})? ?| ?[-–/|] ?)")
_SUFFIX = re.compile(rf"^(?P<s> ?{_BETWEEN}|)(?P<b> ?[(]?)(?P<z>{_NAMES}|(?:utc|gmt)? ?[+−-]99?(?::?99)?)?(?P<e>[)]?)$")
_ISO_SIMPLE = re.compile(r"9999-99-99([t ]99?:99(:99([.]9+)?)?)?( ?(z|utc|gmt|[+-]99(:?99)?))?")

# What a text must be made of to be looked at as a timestamp; anything else is not worth a shape of its own.
_EXTRA = ("st", "nd", "rd", "th", "er", "e", "º", "ª", "°", "de", "del", "of", "г", "r", "t", "min", "s", "m")
DATEISH = (
    rf"^(?:[0-9]+|{alternatives({*month_numbers(), *weekdays(), *halves(), *between_words(), *_EXTRA, *CERTAIN_NAMES, *USUAL_NAMES})}"
    r"|[-+/.,:;| ()–−年月日時时分秒点點년월일시분초])+$"
)


@cache
def forms_of(shape: str) -> tuple[str, ...]:
    """The forms that could read texts of this shape (small letters, digits as 9); several where the order of day and month is open."""
    if _ISO_SIMPLE.fullmatch(shape):
        return (ISO,)
    found = list(_forms(shape))
    if not found and (weekday := re.match(rf"{_WEEKDAY}(?P<after>[.]?,? ?)", shape)):
        found = [f"%a{weekday['after'].removeprefix('.')}{form}" for form in _forms(shape[weekday.end() :])]
    return tuple(dict.fromkeys(found))


def _forms(shape: str) -> Iterator[str]:
    yield from _days(shape)
    if shape in _RUN_TOGETHER:
        yield _RUN_TOGETHER[shape]
    for start, end, time in _times(shape):
        before, after = shape[:start], shape[end:]
        suffix = _suffix(after)
        if suffix is not None:
            joined = _JOIN.search(before)
            day_text, join = (before[: joined.start()], joined.group()) if joined else (before, "")
            for day in _days(day_text):
                if join or not day_text:
                    yield day + ("T" if join == "t" else join) + time + suffix
        if not before.strip(" "):
            joined = _JOIN_FIRST.search(after)
            join = joined.group() if joined else ""
            for day in _days(after[len(join) :]):
                if join:
                    yield time + join + day
        yield from _asctime(before, time, after)


def _asctime(before: str, time: str, after: str) -> Iterator[str]:
    """Jan 19 11:42:16 EST 2022."""
    head = re.fullmatch(rf"{_MONTH}[.]? +99? ", before)
    tail = re.fullmatch(rf" (?:(?P<z>{_NAMES}|(?:utc|gmt)?[+-]99:?99) )?9999", after)
    if head and tail:
        zone = "%Z " if tail["z"] else ""
        yield f"%b %d {time} {zone}%Y"


def _days(shape: str) -> Iterator[str]:
    for pattern, forms in _NUMERIC:
        if match := re.fullmatch(pattern, shape):
            pieces = {"e": "", **{name: piece or "" for name, piece in match.groupdict().items()}}
            for form in forms:
                yield form.format(**pieces)
    for pattern, form in _WORDED:
        if match := re.fullmatch(pattern, shape):
            pieces = {"e": "", **{name: piece or "" for name, piece in match.groupdict().items()}}
            pieces["y"] = "%Y" if pieces.get("y") != "99" else "%y"
            if pieces["t"].startswith(".") and pieces.get("s") != ".":
                pieces["t"] = pieces["t"][1:]  # the dot of a shortened month, which %b takes or leaves
            yield form.format(**pieces)


def _times(shape: str) -> Iterator[tuple[int, int, str]]:
    for start in [0, *(i for i in range(1, len(shape)) if shape[i] != " " and not (shape[i] == "9" and shape[i - 1] == "9"))]:
        if match := _TIME.match(shape, start):
            half = bool(match["before"] or match["after"])
            if match.end() > start and (match["c"] or half) and shape[match.end() : match.end() + 1] != "9":
                yield start, match.end(), _time_form(match, half)
        if (match := _COMPACT_TIME.match(shape, start)) and start and shape[match.end() : match.end() + 1] != "9":
            yield start, match.end(), "%H%M%S" if len(match.group()) == 6 else "%H%M"


def _time_form(match: re.Match[str], half: bool) -> str:
    found = {name: piece or "" for name, piece in match.groupdict().items()}
    form = "%p " * bool(match["before"]) + ("%I" if half else "%H")
    if match["before"] and not found["before"].endswith(" "):
        form = form.replace("%p ", "%p")
    if found["c"]:
        form += f"{found['c']}%M{found['m']}"
    if re.search(r"9[秒초s]?(?:[.,:]9+)?$", match.group().removesuffix(found["after"])) and found["c"] and _has_seconds(match):
        form += f"{found['c2']}%S{found['n']}" + (found["f"][0] + "%f" if found["f"] else "")
    if found["after"]:
        form += (" " if found["after"].startswith(" ") else "") + "%p"
    return form


def _has_seconds(match: re.Match[str]) -> bool:
    digits = re.findall(r"9+", match.group())
    return len(digits) >= 3


def _suffix(after: str) -> str | None:
    """What follows the time: an offset or the name of one, or a word that says nothing. None where it is something else."""
    match = _SUFFIX.match(after)
    if match is None:
        return None
    zone = match["z"] or ""
    if not zone:
        return None if match["b"].strip() or match["e"] else (match["s"] or "") + match["b"]
    is_certain = "9" in zone or zone in CERTAIN_NAMES
    return (match["s"] or "") + match["b"] + ("%z" if is_certain else "%Z") + match["e"]
