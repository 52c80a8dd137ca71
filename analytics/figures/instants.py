"""Names for instants on an axis: steps that people count in, told by the clock on the wall of a zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analytics.figures.wording import MONTHS, WEEKDAYS

MOST_NAMED, MOST_MINOR = 4, 60
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_SHORT = (1, 5, 15, 30, *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)), *(n * _HOUR for n in (1, 2, 3, 6, 12)))
_DAYS = (1, 2, 3, 5, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class Ticks:
    """Instants with their names, and those between that carry none. Aware, UTC, in order."""

    major: list[tuple[datetime, str]]
    minor: list[datetime]


def instant_label(at: datetime, zone: str) -> str:
    """`Mon 5 Oct 14:30`, with seconds where there are any, in the zone's own time."""
    local = at.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {clock}"


def ticks(from_at: datetime, to_at: datetime, zone: str) -> Ticks:
    """At most MOST_NAMED names from the finest step that gives no more, and the finest smaller step that gives at most MOST_MINOR."""
    steps = [*(("second", n) for n in _SHORT), *(("day", n) for n in _DAYS), *(("month", n) for n in _MONTHS)]
    local = ZoneInfo(zone)
    named = minor = None
    for kind, size in steps:
        if (to_at - from_at).total_seconds() / _length(kind, size) > MOST_MINOR + 1:
            continue
        instants = _instants(kind, size, from_at.astimezone(local), to_at, local)
        found = [at for at in dict.fromkeys(instants) if from_at <= at <= to_at]
        if minor is None and len(found) <= MOST_MINOR:
            minor = found
        if len(found) <= MOST_NAMED:
            named = _named(found, kind, local)
            break
    return Ticks(named or [], minor or [])


def _length(kind: str, size: int) -> float:
    return size * {"second": 1, "day": _DAY, "month": 28 * _DAY}[kind]


def _instants(kind: str, size: int, first: datetime, to_at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """From before the first local instant on. In a gap or a repeated hour as T2 reads it: the same name is never given twice."""
    if kind == "month":
        count = (first.year * 12 + first.month - 1) // size * size
        while (at := _utc(datetime(count // 12, count % 12 + 1, 1), zone)) <= to_at and count < 12 * 9990:
            yield at
            count += size
        return
    origin = date.fromordinal(first.toordinal() - (first.toordinal() - 1) % size) if kind == "day" else first.date()
    step = timedelta(days=size) if kind == "day" else timedelta(seconds=size)
    wall = datetime.combine(origin, time())
    if kind == "second":
        wall += timedelta(seconds=((first.hour * 60 + first.minute) * 60 + first.second) // size * size)
    while (at := _utc(wall, zone)) <= to_at:
        yield at
        wall += step


def _utc(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _named(found: list[datetime], kind: str, zone: ZoneInfo) -> list[tuple[datetime, str]]:
    """Under an hour its day, under a day its year: where it is another than the one before."""
    named, before = [], ""
    for at in found:
        name, beneath = _name(at.astimezone(zone), kind)
        named.append((at, name if beneath == before else f"{name}<br>{beneath}"))
        before = beneath
    return named


def _name(local: datetime, kind: str) -> tuple[str, str]:
    day = f"{local.day} {MONTHS[local.month - 1]}"
    if kind == "second":
        clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        return clock, f"{WEEKDAYS[local.weekday()]} {day}"
    if kind == "month":
        return MONTHS[local.month - 1], str(local.year)
    return f"{WEEKDAYS[local.weekday()]} {day}", str(local.year)
