"""T2: a column with offsets beside one without settles the zone; anything less does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta

import pytest

from analytics.business_time.zone import utc_to_local, zone
from analytics.intake.proposing.proposal import Proposal
from tests.intake.unknown.made import tickets


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Chicago", "Asia/Kolkata", "UTC"])
def test_t2_the_same_instants_with_an_offset_settle_the_zone(name: str, proposed: Callable[..., Proposal]) -> None:
    rows = []
    for ticket in tickets(400):
        at = ticket.received.replace(tzinfo=UTC)
        rows.append(f"{ticket.number},{utc_to_local(at, name):%Y-%m-%d %H:%M:%S},{at:%Y-%m-%dT%H:%M:%SZ},Open")
    told = proposed("\n".join(["Ticket ID,Created,Created raw stamp,Status", *rows]) + "\n").keys["timezone"]
    for ticket in tickets(400):
        at = ticket.received.replace(tzinfo=UTC)
        assert at.astimezone(zone(told)).utcoffset() == at.astimezone(zone(name)).utcoffset()


def test_t2_other_instants_settle_nothing(proposed: Callable[..., Proposal]) -> None:
    rows = [f"{t.number},{t.received:%Y-%m-%d %H:%M:%S},{t.received + timedelta(hours=t.number % 7):%Y-%m-%dT%H:%M:%SZ}" for t in tickets()]
    assert "timezone" not in proposed("\n".join(["Ticket ID,Created,Resolved", *rows]) + "\n").keys


def test_t2_another_act_always_four_hours_later_settles_nothing(proposed: Callable[..., Proposal]) -> None:
    rows = [f"{t.number},{t.received:%Y-%m-%dT%H:%M:%SZ},{t.received + timedelta(hours=4):%Y-%m-%d %H:%M:%S},Open" for t in tickets()]
    assert "timezone" not in proposed("\n".join(["Ticket ID,Created,Due date,Status", *rows]) + "\n").keys
