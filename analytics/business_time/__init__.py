"""Business time: opening windows of a calendar, and everything that is counted in them (C1 to C7, P2).

    from analytics.business_time import Calendar
    chicago = Calendar.from_mapping({"tz": "America/Chicago", "weekly": {"mon": [["08:00", "17:00"]]}})
    chicago.elapsed_seconds(start, stop)          whole seconds; aware datetimes of any zone
    chicago.due_at(start, 9 * 3600)               aware datetime in UTC

In bulk: `BusinessTime`. Local times in bulk: `ZoneReading`. Closed days of a company's own calendar file: `holidays_from_ics`.

Where what is decided: what closes or opens a day, one rule a file in `rules/`, their order in `calendar.py`; the hours of a day in
`hours.py`; how rules become windows in UTC in `stream.py`; how windows are counted in `timeline.py`, and in bulk in `cells.py`.
"""

from analytics.business_time.bulk import BusinessTime
from analytics.business_time.calendar import Calendar
from analytics.business_time.ics import holidays_from_ics
from analytics.business_time.reasons import Because, Reasons
from analytics.business_time.window import OpeningWindow
from analytics.business_time.zone import ZoneReading, local_to_utc, utc_to_local

__all__ = [
    "Because", "BusinessTime", "Calendar", "OpeningWindow", "Reasons", "ZoneReading", "holidays_from_ics", "local_to_utc", "utc_to_local",
]  # fmt: skip
