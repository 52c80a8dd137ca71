"""Business time of the rows that the lists of bulk.py do not reach, from the calendars' timelines: exact at any distance (C7).

Two kinds of rows come here: instants generations away from the others (a deadline in the year 9999), and rows of a calendar whose
hours need too fine cells (opening at 08:00:01) or end for good.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analytics.business_time.calendar import Calendar
from analytics.business_time.timeline import Timeline
from analytics.business_time.zone import DAY_SECONDS, instant_of
from analytics.errors import CalendarNeverOpens
from analytics.vocabulary import Landing, Reading

if TYPE_CHECKING:
    import pandas

Seconds = NDArray[np.int64]


def far_elapsed(calendar: Calendar, rows: pandas.DataFrame) -> Seconds:
    """Elapsed seconds of rows (started_at, stopped_at; no nulls, no stop before its start)."""
    starts, stops = _seconds(rows["started_at"]), _seconds(rows["stopped_at"])
    timeline = calendar.timeline(int(starts.min()), int(stops.max()))
    return _open_before(timeline, stops) - _open_before(timeline, starts)


def far_due(calendar: Calendar, rows: pandas.DataFrame) -> Seconds:
    """Due seconds since 1970 of rows (started_at, target_seconds or target_days, reading, landing). Raises CalendarNeverOpens."""
    due = np.zeros(len(rows), dtype=np.int64)
    starts = _seconds(rows["started_at"])
    by_days = rows["target_seconds"].isna().to_numpy() & (rows["reading"] != Reading.ELAPSED).to_numpy()
    for is_days, next_opening in ((False, False), (False, True), (True, False)):
        chosen = by_days == is_days
        if not is_days:
            chosen &= (rows["landing"] == Landing.NEXT_OPENING).to_numpy() == next_opening
        if not chosen.any():
            continue
        part = rows[chosen]
        if is_days:
            due[chosen] = _close_of_day(calendar, starts[chosen], part)
        else:
            due[chosen] = _reached(calendar, starts[chosen], _targets(calendar, part), next_opening)
    return due


def _targets(calendar: Calendar, rows: pandas.DataFrame) -> Seconds:
    missing = rows["target_seconds"].isna()
    if not missing.any():
        return rows["target_seconds"].to_numpy(dtype=np.int64)
    return rows["target_seconds"].where(~missing, rows["target_days"] * calendar.day_seconds).to_numpy(dtype=np.int64)


def _reached(calendar: Calendar, starts: Seconds, targets: Seconds, next_opening: bool) -> Seconds:
    timeline = _reaching(calendar, starts, int(targets.max()) + 1, days=0)
    before, opens = np.array(timeline.before), np.array([*timeline.opens, timeline.last])
    goals = _open_before(timeline, starts) + targets
    index = np.searchsorted(before, goals, side="right" if next_opening else "left") - 1
    at_once = (targets == 0) & (not next_opening)
    _refuse(calendar, starts, (index >= len(timeline.opens)) & ~at_once)
    return np.where(at_once, starts, opens[index] + goals - before[index])


def _close_of_day(calendar: Calendar, starts: Seconds, rows: pandas.DataFrame) -> Seconds:
    days = rows["target_days"].to_numpy(dtype=np.int64)
    timeline = _reaching(calendar, starts, 0, days=int(days.max()))
    closes = np.array(timeline.day_closes, dtype=np.int64)
    is_closed = np.array([not timeline.is_open(start) for start in starts.tolist()])
    counts_today = (rows["reading"] == Reading.CLOSE_OF_DAY_RECEIVED).to_numpy()
    number = np.searchsorted(closes, starts, side="right") + days - (is_closed & counts_today)
    _refuse(calendar, starts, number >= len(closes))
    return np.asarray(closes[number])


def _reaching(calendar: Calendar, starts: Seconds, seconds: int, days: int) -> Timeline:
    """A timeline from the first start to beyond the last due; it is shorter where the calendar's hours end before."""
    first, last = int(starts.min()), int(starts.max())
    try:
        start = instant_of(last)
        due = calendar.due_after_business_days(start, days, Reading.CLOSE_OF_DAY_OPENED) if days else calendar.due_at(start, seconds)
        last = int(due.timestamp())
    except CalendarNeverOpens:
        pass
    return calendar.timeline(first, last + DAY_SECONDS)


def _open_before(timeline: Timeline, at: Seconds) -> Seconds:
    if not timeline.opens:
        return np.zeros_like(at)
    opens, closes, before = np.array(timeline.opens), np.array(timeline.closes), np.array(timeline.before)
    index = np.searchsorted(opens, at, side="right") - 1
    reached = before[index] + np.minimum(at, closes[index]) - opens[index]
    return np.where(index < 0, 0, reached)


def _refuse(calendar: Calendar, starts: Seconds, lost: NDArray[np.bool_]) -> None:
    if lost.any():
        raise calendar.never_opens(instant_of(int(starts[lost][0])))


def _seconds(instants: pandas.Series[datetime]) -> Seconds:
    return np.asarray(instants.to_numpy(dtype="datetime64[s]").astype(np.int64))
