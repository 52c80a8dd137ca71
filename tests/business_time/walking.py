"""A second opinion on business time: walk the windows day by day. Shares no code with analytics/; slow and simple on purpose.

It reads the calendar's mapping itself, without public_holidays. Instants are aware datetimes in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ONE_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def _at(day: date, text: str, zone: ZoneInfo) -> datetime:
    """T2: fold=0 is the offset before a gap, and the first of a repeated hour."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    local = datetime.combine(day, datetime.min.time()) + timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _minutes(text: str) -> int:
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + (seconds[0] if seconds else 0)


def _local_spans(pairs: list[list[str]]) -> list[tuple[int, int]]:
    """C1, in seconds of the day; overlapping windows of one day merge before they are read in the zone."""
    spans = []
    for opens, closes in pairs:
        closes = "24:00" if closes in ("23:59", "23:59:59") else closes
        start, end = _minutes(opens), _minutes(closes)
        spans.append((start, end if end > start else end + 86_400))
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return [(start, end) for start, end in merged]


def _day_spans(pairs: list[list[str]], day: date, zone: ZoneInfo) -> list[Span]:
    spans = []
    for start, end in _local_spans(pairs):
        opens = _at(day + timedelta(days=start // 86_400), _text(start % 86_400), zone)
        closes = _at(day + timedelta(days=end // 86_400), _text(end % 86_400), zone)
        if opens < closes:
            spans.append((opens, closes))
    return spans


def _text(second: int) -> str:
    return f"{second // 3600}:{second // 60 % 60}:{second % 60}"


def hours_of(mapping: dict, day: date) -> list[list[str]]:
    """C2."""
    text = day.isoformat()
    if text in mapping.get("dates", {}):
        return mapping["dates"][text]
    if text in mapping.get("holidays", []) or text in mapping.get("closed_days", []):
        return []
    return mapping.get("weekly", {}).get(WEEKDAYS[day.weekday()], [])


def windows(mapping: dict, first: date, last: date) -> list[tuple[datetime, datetime, date]]:
    """Every stretch of open time of the days first … last, cut at every edge of any window or break, with the day it belongs to."""
    zone = ZoneInfo(mapping["tz"])
    days = [first + n * ONE_DAY for n in range(-3, (last - first).days + 4)]
    opened = [(span, day) for day in days for span in _day_spans(hours_of(mapping, day), day, zone)]
    breaks = [span for day in days for span in _day_spans(mapping.get("breaks", {}).get(day.isoformat(), []), day, zone)]
    result = []
    starting: list[tuple[Span, date]] = []
    edges = sorted({edge for span, _ in opened for edge in span} | {edge for span in breaks for edge in span})
    pending = sorted(opened)
    for start, end in pairwise(edges):
        while pending and pending[0][0][0] <= start:
            starting.append(pending.pop(0))
        starting = [(span, day) for span, day in starting if span[1] > start]
        owners = [day for span, day in starting if span[0] <= start and end <= span[1]]
        if owners and not any(a <= start and end <= b for a, b in breaks) and first <= min(owners) <= last:
            result.append((start, end, min(owners)))
    return result


def is_open(mapping: dict, at: datetime) -> bool:
    day = at.astimezone(ZoneInfo(mapping["tz"])).date()
    return any(a <= at < b for a, b, _ in windows(mapping, day - 3 * ONE_DAY, day + 3 * ONE_DAY))


def elapsed(mapping: dict, start: datetime, stop: datetime) -> int:
    """C3."""
    passed = timedelta()
    for a, b, _ in windows(mapping, start.date() - 4 * ONE_DAY, stop.date() + 4 * ONE_DAY):
        passed += max(min(b, stop) - max(a, start), timedelta())
    return int(passed.total_seconds())


def due(mapping: dict, start: datetime, seconds: int, landing: str = "closing", days: int = 60) -> datetime | None:
    """C5. None where the target is not used up within so many days."""
    left = timedelta(seconds=seconds)
    if not left and landing == "closing":
        return start
    for a, b, _ in windows(mapping, start.date() - 4 * ONE_DAY, start.date() + days * ONE_DAY):
        length = b - max(a, start)
        if length <= timedelta():
            continue
        if left < length or (left == length and landing == "closing"):
            return max(a, start) + left
        left -= length
    return None


def close_of_day(mapping: dict, start: datetime, days: int, reading: str, within: int = 60) -> datetime | None:
    """P2: the closing readings."""
    last_close: dict[date, datetime] = {}
    for _, b, day in windows(mapping, start.date() - 4 * ONE_DAY, start.date() + within * ONE_DAY):
        last_close[day] = max(b, last_close.get(day, b))
    left = sorted(close for close in last_close.values() if close > start)
    number = days - 1 if reading == "close_of_day_received" and not is_open(mapping, start) else days
    return left[number] if number < len(left) else None
