"""Which forms read the timestamps of each column, from all values of the file; which of day and month comes first, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analytics.intake.detective.column_profile import TABLE, ColumnProfile
from analytics.intake.detective.shape import DATEISH, forms_of
from analytics.intake.export_format import ISO
from analytics.intake.instant_forms import instant_readings
from analytics.intake.timestamp_form import has_offset
from analytics.warehouse import Database
from analytics.warehouse.database import text

_RUNS = 6
_MOST_SHAPES = 4_000
_FIRST_ROWS = 2_000
_LEAST_SHARE = 0.9
_NUMBER_RANGES = {
    "epoch_seconds": (946_684_800, 2_208_988_800, 1), "epoch_milliseconds": (946_684_800, 2_208_988_800, 1_000),
    "epoch_microseconds": (946_684_800, 2_208_988_800, 1_000_000), "excel_serial": (36_526, 51_136, 1),
}  # fmt: skip
"""Numbers are looked at as instants from 2000 to 2039 only: others are ids and counts more often."""

Order = str
"""The order of the date's parts: "dmy", "mdy", "ymd" or "ydm"; "" where a form leaves none open."""
ORDER_WORDS = {"dmy": "day-first", "mdy": "month-first", "ymd": "year-first"}


@dataclass(frozen=True)
class Shape:
    """Texts of one shape: how many, and the least and greatest of each of their first numbers."""

    text: str
    rows: int
    least: tuple[int | None, ...]
    most: tuple[int | None, ...]


@dataclass(frozen=True)
class ColumnForms:
    """The forms that read a column. `orders` holds the forms by order of the date's parts; settled where it has one entry.

    `reason` says what settled it, or why nothing did. `read` of `filled` values are understood by `forms`.
    """

    name: str
    column: str
    orders: Mapping[Order, tuple[str, ...]]
    reason: str
    filled: int
    read: int
    is_number: bool = False
    unread: tuple[str, ...] = ()
    skeletons: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_settled(self) -> bool:
        return len(self.orders) == 1

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of the order that is settled, else of the first possible one."""
        return next(iter(self.orders.values()))

    @property
    def carries_offset(self) -> bool | None:
        """Whether all its texts carry an offset; None where some may (ISO 8601 has both)."""
        if any(form == ISO for form in self.forms):
            return None
        return all(has_offset(form) or form.startswith("epoch") for form in self.forms)

    @property
    def has_time(self) -> bool:
        """Whether any form has a time of day."""
        return any("%H" in form or "%I" in form or form in (ISO, *_NUMBER_RANGES) for form in self.forms)


def order_of(form: str) -> Order:
    """The order of day, month and year in a pattern, where all are numbers; else ""."""
    parts = re.findall(r"%[dmYybB]", form)
    return "" if "%b" in parts or "%B" in parts or len(parts) != 3 else "".join(part[1].lower() for part in parts)


def column_forms(db: Database, columns: Sequence[ColumnProfile]) -> tuple[ColumnForms, ...]:
    """The columns of `exported_text` that hold timestamps, or numbers that may be, as far as their own values tell."""
    looked_at = [p for p in columns if p.filled and p.with_digits >= _LEAST_SHARE * p.filled and p.mean_length <= 60 and not p.emails]
    shapes = _shapes(db, [p.column for p in looked_at])
    found = []
    for profile in looked_at:
        made = _of_text(profile, shapes.get(profile.column, [])) or _of_number(profile, shapes.get(profile.column, []))
        if made is not None:
            found.append(made)
    return counted(db, found)


def _shapes(db: Database, columns: Sequence[str]) -> dict[str, list[Shape]]:
    """All shapes of the columns, in one scan: of those only whose first values look like timestamps, or that begin empty."""
    columns = _likely(db, columns)
    if not columns:
        return {}
    runs = [f"TRY_CAST(runs[{i}] AS BIGINT)" for i in range(1, _RUNS + 1)]
    bounds = ", ".join([f"min({run})" for run in runs] + [f"max({run})" for run in runs])
    rows = db.rows(f"""
        WITH cells AS (UNPIVOT (SELECT {", ".join(columns)} FROM {TABLE}) ON COLUMNS(*) INTO NAME name VALUE cell),
        folded AS (SELECT name, lower(regexp_replace(cell, '[\\x{{a0}}\\x{{202f}}\\x{{2009}} ]+', ' ', 'g')) AS v FROM cells),
        shaped AS (
            SELECT name, CASE WHEN length(v) <= 70 THEN regexp_replace(v, '[0-9]', '9', 'g') ELSE '?' END AS shape,
                regexp_extract_all(left(v, 70), '[0-9]{{1,18}}') AS runs
            FROM folded
        )
        SELECT name, shape, count(*), {bounds} FROM shaped GROUP BY name, shape
    """)  # noqa: S608  columns are ours
    shapes: dict[str, list[Shape]] = {}
    for name, shape, n, *numbers in rows:
        shapes.setdefault(name, []).append(Shape(shape, n, tuple(numbers[:_RUNS]), tuple(numbers[_RUNS:])))
    return shapes


def _likely(db: Database, columns: Sequence[str]) -> list[str]:
    """The columns of whose first values half are made of digits, signs and the words of dates."""
    if not columns:
        return []
    plain = "lower(regexp_replace({0}, '[\\x{{a0}}\\x{{202f}}\\x{{2009}}]+', ' ', 'g'))"
    is_like = f"regexp_matches({{0}}, '[0-9]') AND regexp_matches({plain}, {text(DATEISH.replace('{', '{{').replace('}', '}}'))})"
    asked = ", ".join(f"count({column}), count_if({is_like.format(column)})" for column in columns)
    (found,) = db.rows(f"SELECT {asked} FROM (SELECT * FROM {TABLE} LIMIT {_FIRST_ROWS})")  # noqa: S608  columns are ours
    return [column for i, column in enumerate(columns) if 2 * found[2 * i + 1] >= found[2 * i]]


def _of_text(profile: ColumnProfile, shapes: Sequence[Shape]) -> ColumnForms | None:
    """The orders in which all shapes of a column can be read, by the ranges of their numbers."""
    if len(shapes) > _MOST_SHAPES:
        return None
    readable = [(shape, forms_of(shape.text)) for shape in shapes if shape.text != "?"]
    readable = [(shape, forms) for shape, forms in readable if forms]
    if sum(shape.rows for shape, _ in readable) < _LEAST_SHARE * profile.filled:
        return None
    fixed: dict[str, None] = {}
    by_order: dict[Order, dict[str, None]] = {}
    impossible: dict[Order, str] = {}
    skeletons: set[str] = set()
    for shape, forms in readable:
        for form in forms:
            order = order_of(form)
            if not order:
                fixed[form] = None
                continue
            skeletons.add(skeleton_of(form))
            by_order.setdefault(order, {})[form] = None
            if why := _impossible(form, shape):
                impossible.setdefault(order, why)
    possible = {order: forms for order, forms in by_order.items() if order not in impossible}
    possible, why = _by_convention(possible, readable)
    if by_order and not possible:
        return None
    orders = {order: (*forms, *fixed) for order, forms in possible.items()} or {"": tuple(fixed)}
    reason = why or _reason(possible, impossible)
    return ColumnForms(profile.name, profile.column, orders, reason, profile.filled, 0, skeletons=frozenset(skeletons))


def skeleton_of(form: str) -> str:
    """A pattern's date without its order: columns of one export share it."""
    return re.sub(r"%[dm]", "%N", re.sub(r"(%[HIMSfpzZa]|[^%YydmbB])+$", "", form))


def _impossible(form: str, shape: Shape) -> str:
    """Why this form cannot read all texts of the shape; "" where it may."""
    digits = re.findall(r"%[YymdHIMSf]", form)
    if any(a + b in form for a, b in pairwise(digits)):  # run together: the whole number has to be a likely day
        return _unlikely_day(digits, shape)
    limits = {"%d": (1, 31, "day"), "%m": (1, 12, "month"), "%Y": (1970, 2099, "year"), "%H": (0, 24, "hour")}
    for place, directive in enumerate(digits[:_RUNS]):
        least, most = shape.least[place], shape.most[place]
        low, high, what = limits.get(directive, (0, 10**18, ""))
        if most is not None and most > high:
            return f"it holds {most}, which is no {what}"
        if least is not None and least < low:
            return f"it holds {least}, which is no {what}"
    return ""


def _unlikely_day(digits: Sequence[str], shape: Shape) -> str:
    least, most = shape.least[0], shape.most[0]
    if digits[0] == "%Y" and least is not None and most is not None:
        scale = 10 ** (len(re.match(r"9*", shape.text).group()) - 4)  # type: ignore[union-attr]
        return "" if least // scale >= 1990 and most // scale <= 2099 else "it holds numbers that are no days"
    return "a date run together is read with its year first" if digits[0] != "%Y" else ""


def _by_convention(
    possible: dict[Order, dict[str, None]], shapes: Sequence[tuple[Shape, tuple[str, ...]]]
) -> tuple[dict[Order, dict[str, None]], str]:
    """Orders nobody writes where another is possible: year, day, month; and a year of two digits that is a day by its spread."""
    if "ymd" in possible and "ydm" in possible:
        return {order: forms for order, forms in possible.items() if order != "ydm"}, "the year stands first"
    if "ymd" in possible and {"dmy", "mdy"} & set(possible):
        first = _spread([shape for shape, _ in shapes], 0)
        third = _spread([shape for shape, _ in shapes], 2)
        if third <= 3 < 12 <= first:
            return {order: forms for order, forms in possible.items() if order != "ymd"}, ""
        if first <= 3 < 12 <= third:
            return {"ymd": possible["ymd"]}, "the first number hardly changes, so it is the year"
    return possible, ""


def _spread(shapes: Sequence[Shape], place: int) -> int:
    least = [s.least[place] for s in shapes if s.least[place] is not None]
    most = [s.most[place] for s in shapes if s.most[place] is not None]
    return max(m for m in most if m is not None) - min(m for m in least if m is not None) if least and most else 0


def _reason(possible: Mapping[Order, object], impossible: Mapping[Order, str]) -> str:
    if len(possible) == 1:
        order = next(iter(possible))
        other = impossible.get("mdy" if order == "dmy" else "dmy", "")
        return f"{other} read {ORDER_WORDS['mdy' if order == 'dmy' else 'dmy']}" if other else "one form reads all values"
    if len(possible) > 1:
        return "no value tells the day from the month: all read both ways"
    return "its values can be read one way only"


def _of_number(profile: ColumnProfile, shapes: Sequence[Shape]) -> ColumnForms | None:
    """Seconds since 1970 or a spreadsheet's day numbers: only where all values lie in range."""
    if profile.numbers < profile.filled or not shapes:
        return None
    least = min((s.least[0] for s in shapes if s.least[0] is not None), default=0)
    most = max((s.most[0] for s in shapes if s.most[0] is not None), default=0)
    for form, (low, high, scale) in _NUMBER_RANGES.items():
        if low * scale <= least and most < high * scale:
            # Whole day numbers alone are more often counts or ids.
            reason = f"numbers in the range of {form}"
            return ColumnForms(profile.name, profile.column, {"": (form,)}, reason, profile.filled, 0, is_number=True)
    return None


def counted(db: Database, found: Sequence[ColumnForms]) -> tuple[ColumnForms, ...]:
    """With the number of values that the forms really read, and examples of those they do not; orders that read fewer are left out."""
    asked, keys = [], []
    for one in found:
        for order, forms in one.orders.items():
            asked.append(f"count_if({_is_read(one.column, forms)})")
            keys.append((one.name, order))
    if not asked:
        return ()
    numbers = db.rows(f"SELECT {', '.join(asked)} FROM {TABLE}")[0]  # noqa: S608
    reads = dict(zip(keys, numbers, strict=True))
    result = []
    for one in found:
        best = max(reads[one.name, order] for order in one.orders)
        orders = {order: forms for order, forms in one.orders.items() if reads[one.name, order] == best}
        reason = one.reason if len(orders) == len(one.orders) else "read the other way some of its values are no real days"
        if best >= _LEAST_SHARE * one.filled:
            unread = _unread(db, one, orders) if best < one.filled else ()
            result.append(replace(one, orders=orders, read=best, reason=reason, unread=unread))
    return tuple(result)


def _is_read(column: str, forms: Sequence[str]) -> str:
    local, placed = instant_readings(column, forms)
    return f"coalesce({local}, {placed}) BETWEEN TIMESTAMP '1970-01-01' AND TIMESTAMP '2099-12-31 23:59:59'"


def _unread(db: Database, one: ColumnForms, orders: Mapping[Order, tuple[str, ...]]) -> tuple[str, ...]:
    rows = db.rows(f"""
        SELECT DISTINCT left({one.column}, 60) FROM (
            SELECT {one.column} FROM {TABLE}
            WHERE {one.column} IS NOT NULL AND ({_is_read(one.column, next(iter(orders.values())))}) IS NOT TRUE LIMIT 200
        ) ORDER BY 1 LIMIT 3
    """)  # noqa: S608
    return tuple(str(row[0]) for row in rows)
