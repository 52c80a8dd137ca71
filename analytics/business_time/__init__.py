"""Business time: opening windows of a calendar, and everything that is counted in them (C1 to C7, P2).

    from analytics.business_time import Calendar
    chicago = Calendar.from_mapping({"tz": "America/Chicago", "weekly": {"mon": [["08:00", "17:00"]]}})
    chicago.elapsed_seconds(start, stop)          whole seconds; aware datetimes of any zone
    chicago.due_at(start, 9 * 3600)               aware datetime in UTC

In bulk: `BusinessTime` (module bulk). Zones in bulk: `ZoneReading` (module zone).
"""

from analytics.business_time.bulk import BusinessTime
from analytics.business_time.calendar import Calendar
from analytics.business_time.window import OpeningWindow
from analytics.business_time.zone import ZoneReading, local_to_utc, utc_to_local

__all__ = ["BusinessTime", "Calendar", "OpeningWindow", "ZoneReading", "local_to_utc", "utc_to_local"]
