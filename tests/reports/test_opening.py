"""Support hours as a week of the reporting zone."""

from __future__ import annotations

from datetime import date

from analytics.metrics import tier_calendars
from analytics.reports.opening import openings
from analytics.warehouse import Reader

OFFICE = {"tz": "America/Chicago", "weekly": {"mon": [["08:00", "17:00"]], "sun": [["22:00", "06:00"]]}}
SUMMER, WINTER = date(2026, 7, 8), date(2026, 1, 7)


def test_hours_of_the_reporting_zone_stand_as_the_policy_writes_them() -> None:
    (office,) = openings({"Standard": OFFICE}, "America/Chicago", SUMMER)
    # The night from Sunday ends on Monday, the week's first day.
    assert office.windows == ((0, 0, 6.0), (0, 8.0, 17.0), (6, 22.0, 24))
    assert not office.always


def test_hours_of_another_zone_move_and_split_at_midnight() -> None:
    (office,) = openings({"Standard": OFFICE}, "Asia/Kolkata", WINTER)
    assert (0, 19.5, 24) in office.windows
    assert (1, 0, 4.5) in office.windows


def test_tiers_of_the_same_week_stand_together_and_a_chosen_tier_alone(reader: Reader) -> None:
    calendars = tier_calendars(reader)
    both = openings(calendars, "America/Chicago", SUMMER)
    assert {found.tiers: found.always for found in both} == {("Standard",): False, ("Enterprise",): True}
    assert [found.tiers for found in openings(calendars, "America/Chicago", SUMMER, ("Enterprise",))] == [("Enterprise",)]
    assert len(openings({"A": OFFICE, "B": OFFICE}, "America/Chicago", SUMMER)) == 1
