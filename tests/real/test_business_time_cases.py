"""The 245 cases of four public libraries (shared/business_time_cases.jsonl): the calendars one by one, and all of them in bulk at once.

Where libraries differ, DECISIONS.md ("How business time is computed") says what we do; here is what that gives.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas
import pytest

from analytics.business_time import BusinessTime, Calendar
from analytics.warehouse import Database

# Cases in which we answer otherwise than their source, by what they are about (see DECISIONS.md).
KEEPS_TIME_OF_DAY = "N business days from an instant outside hours: this source keeps the time of day"
OTHERWISE = {
    ("due_days", KEEPS_TIME_OF_DAY): {
        "2015-02-28T10:13:00+00:00": "2015-03-02T17:00:00+00:00",
        "2017-07-20T23:43:32.306000+00:00": "2017-08-03T17:00:00+00:00",
        "2017-10-13T03:00:21.651000+00:00": "2017-11-02T17:00:00+00:00",
        "2017-08-30T00:24:25.090000+00:00": "2017-08-31T17:00:00+00:00",
        "2015-02-26T00:00:00+00:00": "2015-03-03T17:00:00+00:00",
    },
    ("elapsed", "open==close (09:00-09:00): zero-length shift here, 24 h where overnight shifts are written close<=open"): {
        "2016-01-21T10:00:00+00:00": 5,
    },
    ("elapsed", "holiday and date override on the same date: here the holiday wins"): {"2025-12-29T10:00:00+00:00": 18_000},
}


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "business_time_cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def landing(case: dict[str, Any]) -> str:
    return "next_opening" if case["agrees"] == "next_open" else "closing"


def expected(case: dict[str, Any]) -> int | datetime:
    """What the source says, or where we do otherwise, what we say."""
    ours = OTHERWISE.get((case["kind"], case.get("ambiguous")), {}).get(case["start"])
    answer = ours if ours is not None else case["expected_seconds" if case["kind"] == "elapsed" else "expected_due"]
    return datetime.fromisoformat(answer) if isinstance(answer, str) else answer


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def answered(case: dict[str, Any]) -> int | datetime:
    calendar, start = Calendar.from_mapping(case["calendar"]), datetime.fromisoformat(case["start"])
    if case["kind"] == "elapsed":
        return calendar.elapsed_seconds(start, datetime.fromisoformat(case["end"]))
    if case["kind"] == "due":
        return calendar.due_at(start, case["add_seconds"], landing(case))
    return calendar.due_after_business_days(start, case["add_business_days"])


def test_all_245_cases(cases: list[dict[str, Any]]) -> None:
    assert len(cases) == 245
    assert [(case, answered(case)) for case in cases if answered(case) != expected(case)] == []


def test_every_unambiguous_case_agrees_with_its_source(cases: list[dict[str, Any]]) -> None:
    assert sum("ambiguous" not in case for case in cases) == 211
    assert all((case["kind"], case.get("ambiguous")) not in OTHERWISE for case in cases if "ambiguous" not in case)


@pytest.mark.long
def test_all_cases_in_bulk_with_a_calendar_each(cases: list[dict[str, Any]]) -> None:
    calendars = {number: Calendar.from_mapping(case["calendar"]) for number, case in enumerate(cases, start=1)}
    rows = pandas.DataFrame(
        {
            "calendar_id": list(calendars),
            "started_at": [utc(case["start"]) for case in cases],
            "stopped_at": [utc(case["end"]) if "end" in case else None for case in cases],
            "target_seconds": pandas.array([case.get("add_seconds") for case in cases], dtype="Int64"),
            "target_days": pandas.array([case.get("add_business_days") for case in cases], dtype="Int32"),
            "reading": "elapsed",
            "landing": [landing(case) for case in cases],
        }
    )
    with Database.memory() as db:
        db.register("cases", rows)
        db.run("CREATE TEMP TABLE given AS SELECT * REPLACE (stopped_at::TIMESTAMP AS stopped_at) FROM cases")
        time = BusinessTime(db, calendars, datetime(2014, 1, 1), datetime(2019, 1, 1))
        time.elapsed("given", "elapsed")
        time.due("given", "due")
        elapsed = dict(db.rows("SELECT calendar_id, elapsed_seconds FROM elapsed"))
        due = dict(db.rows("SELECT calendar_id, due_at FROM due"))
    for number, case in enumerate(cases, start=1):
        answer = expected(case)
        if isinstance(answer, datetime):  # in bulk, sub-seconds are cut (T1)
            assert abs(due[number].replace(tzinfo=UTC) - answer) < timedelta(seconds=1), case
        else:
            assert elapsed[number] == answer, case
