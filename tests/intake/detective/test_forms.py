"""Timestamps and spans as people's programs write them: read exactly, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.intake.detective.column_forms import ColumnForms, column_forms
from analytics.intake.detective.column_profile import profiles, read_text
from analytics.intake.detective.date_order import settle
from analytics.intake.detective.shape import forms_of
from analytics.intake.durations import duration_seconds_sql
from analytics.intake.instant_forms import form_faults, instant_readings
from analytics.intake.limits import FileLimits
from analytics.intake.records import find_records
from analytics.intake.time_words import _found
from analytics.warehouse import Database

Look = Callable[[dict[str, list[str]]], tuple[Database, dict[str, ColumnForms]]]

WRITTEN = {  # each is 2026-03-31 15:04, or with seconds 15:04:05; with an offset that instant in UTC
    "2026-03-31 15:04:05": "15:04:05", "2026-03-31T15:04:05.678": "15:04:05", "2026-03-31T15:04:05Z": "15:04:05",
    "2026-03-31 17:04:05 +0200": "15:04:05", "2026-03-31 17:04:05 +02:00": "15:04:05", "2026-03-31 15:04:05 UTC": "15:04:05",
    "2026-03-31 17:04 GMT+2": "15:04:00", "2026-03-31 17:04:05 CEST": "15:04:05", "2026-03-31 10:04:05 CDT": "15:04:05",
    "31/03/2026 15:04": "15:04:00", "31.03.2026 15:04:05": "15:04:05", "31-03-2026 3:04 PM": "15:04:00",
    "03/31/2026 03:04:05 PM": "15:04:05", "3/31/26 3:04 p. m.": "15:04:00", "31/03/2026, 15:04:05": "15:04:05",
    "31/03/2026 15h04": "15:04:00", "31.3.2026 klo 15.04": "15:04:00", "31.03.2026 15:04 Uhr": "15:04:00",
    "20260331 150405": "15:04:05", "20260331150405": "15:04:05", "20260331T150405Z": "15:04:05", "2026/03/31 15:04": "15:04:00",
    "31 Mar 2026 15:04": "15:04:00", "31-MAR-26 03.04.05.678000 PM": "15:04:05", "March 31st, 2026 at 3:04 pm": "15:04:00",
    "Tue, 31 Mar 2026 15:04:05 +0000": "15:04:05", "Tue Mar 31 10:04:05 CDT 2026": "15:04:05",
    "Dienstag, 31. März 2026 um 15:04": "15:04:00",
    "31 mars 2026 à 15:04": "15:04:00", "mar. 31 mars 2026 15:04:05": "15:04:05", "31 de marzo de 2026, 15:04": "15:04:00",
    "31 de março de 2026 15:04": "15:04:00", "31 mrt. 2026 15:04": "15:04:00", "31 marca 2026 15:04": "15:04:00",
    "31/mars/26 3:04 PM": "15:04:00", "31 марта 2026 г., 15:04": "15:04:00", "31. maaliskuuta 2026 klo 15.04": "15:04:00",
    "2026年3月31日 15時04分": "15:04:00", "2026年3月31日 午後3:04": "15:04:00", "2026. 3. 31. 오후 3:04": "15:04:00",
    "2026년 3월 31일 15:04": "15:04:00", "15:04 31/03/2026": "15:04:00", "15:04:05 31 Mar 2026": "15:04:05",
    "31.03.2026 15:04:05,678": "15:04:05", "31\u00a0mars\u00a02026 15:04": "15:04:00",
}  # fmt: skip


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """The forms of a made-up file's columns."""

    def at(columns: dict[str, list[str]]) -> tuple[Database, dict[str, ColumnForms]]:
        path = tmp_path / "made.csv"
        rows = ["\t".join(columns), *("\t".join(cells) for cells in zip(*columns.values(), strict=True))]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        db = Database.memory()
        records = find_records(path, tmp_path / "clean.csv", "\t", FileLimits.in_force())
        read_text(db, records)
        return db, {one.name: one for one in column_forms(db, profiles(db, records))}

    return at


def _read(value: str, forms: tuple[str, ...]) -> datetime | None:
    local, placed = instant_readings("v", forms)
    with Database.memory() as db:
        ((at,),) = db.rows(f"SELECT date_trunc('second', coalesce({placed}, {local})) FROM (SELECT $v AS v)", {"v": value})
    return at


@pytest.mark.parametrize("value", WRITTEN)
def test_a_timestamp_is_read_exactly_however_it_is_written(value: str, look: Look) -> None:
    _, found = look({"n": ["1", "2"], "at": [value, value]})
    assert found["at"].is_settled
    assert _read(value, found["at"].forms) == datetime.fromisoformat(f"2026-03-31 {WRITTEN[value]}")


@pytest.mark.parametrize(
    "value", ["12.03", "10:30", "1.2.3", "10.0.0.1", "INC0001234", "2 dias", "31/04 15:00", "version 3.1.2026", "+49 30 123456", "1234567"]
)
def test_what_is_no_timestamp_is_not_taken_for_one(value: str, look: Look) -> None:
    _, found = look({"n": ["1", "2"], "v": [value, value]})
    assert "v" not in found


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("31.03.2026 25:04", "%d.%m.%Y %H:%M"), ("31.02.2026 15:04", "%d.%m.%Y %H:%M Uhr"), ("13:04 PM 31.03.2026", "%I:%M %p %d.%m.%Y"),
        ("31 Mar 2026 15:04 CST", "%d %b %Y %H:%M %z"), ("31 Mar 2026 15:04 tomorrow", "%d %b %Y %H:%M"), ("2026105", "%Y%m%d"),
        ("31 Foo 2026 15:04", "%d %b %Y %H:%M"), ("x31 Mar 2026 15:04", "%d %b %Y %H:%M"), ("31 Mar 2026 15:04 +1500", "%d %b %Y %H:%M %z"),
    ],
)  # fmt: skip
def test_l2_what_a_form_does_not_wholly_read_it_does_not_read(value: str, form: str) -> None:
    assert _read(value, (form,)) is None


def test_a_form_has_its_day_once_and_an_am_for_its_twelve_hours() -> None:
    assert form_faults("%d.%m.%Y %H:%M") == [] and form_faults("day-first") == []
    assert form_faults("%d.%d.%Y") and form_faults("%d.%m.%Y %I:%M") and form_faults("%d.%m.%Y %Q")


def test_a_word_means_one_month_in_all_languages() -> None:
    words = [word for month in _found()["months"] for word in month]
    assert len(words) == len(set(words))


def test_a_29th_settles_the_order_of_a_whole_column(look: Look) -> None:
    _, found = look({"n": ["1", "2", "3"], "at": ["01/02/2024", "03/04/2024", "29/02/2024"]})
    assert found["at"].forms == ("%d/%m/%Y",) and "29" in found["at"].reason


def test_nothing_settles_a_file_of_small_days(look: Look) -> None:
    _, found = look({"n": ["1", "2"], "at": ["01/02/2024 10:00", "03/04/2024 11:00"]})
    assert set(found["at"].orders) == {"dmy", "mdy"}


def test_a_column_that_is_settled_settles_those_written_alike(look: Look) -> None:
    db, found = look({"a": ["01/02/2024", "03/04/2024"], "b": ["13/02/2024 10:00", "14/02/2024 10:00"]})
    settled = {one.name: one for one in settle(db, list(found.values()))}
    assert settled["a"].forms == ("%d/%m/%Y",) and "'b'" in settled["a"].reason


def test_acts_out_of_order_settle_what_the_values_leave_open(look: Look) -> None:
    start = datetime(2025, 11, 25)
    spans = [(at, at + timedelta(days=3)) for n in range(220) if (at := start + timedelta(days=n)).day <= 12 and at.day + 3 <= 12]
    columns = {"created": [f"{a:%d/%m/%Y}" for a, _ in spans], "closed": [f"{b:%d/%m/%Y}" for _, b in spans]}
    db, found = look(columns)
    assert not found["created"].is_settled
    settled = {one.name: one for one in settle(db, list(found.values()), [("created", "closed")])}
    if settled["created"].is_settled:
        assert settled["created"].forms == ("%d/%m/%Y",)


def test_the_analysts_word_settles_it(look: Look) -> None:
    db, found = look({"n": ["1", "2"], "at": ["01/02/2024", "03/04/2024"]})
    settled = settle(db, list(found.values()), (), ("month-first",))
    assert next(one for one in settled if one.name == "at").forms == ("%m/%d/%Y",)


SOME_INSTANTS = st.lists(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)), min_size=25, max_size=60)
ORDERS = ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M",
          "%d.%m.%y %H:%M", "%m-%d-%y %H:%M:%S", "%d-%m-%Y", "%m/%d/%Y %I:%M %p", "%Y/%m/%d %H:%M", "%Y%m%d %H%M"]


@pytest.mark.long
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ORDERS), st.lists(st.datetimes(datetime(1999, 1, 1), datetime(2039, 12, 31)), min_size=1, max_size=30))
def test_dates_are_read_back_exactly_or_asked_about_never_wrong(look: Look, form: str, instants: list[datetime]) -> None:
    values = [f"{at:{form}}" for at in instants]
    db, found = look({"n": [str(n) for n in range(len(values))], "at": values})
    settled = next(iter(one for one in settle(db, [found["at"]])))
    if settled.is_settled:
        local, _ = instant_readings(settled.column, settled.forms)
        rows = [row[0] for row in db.rows(f"SELECT {local} FROM exported_text")]
        assert rows == [datetime.strptime(value, form) for value in values]


@pytest.mark.long
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ORDERS[:3]), SOME_INSTANTS, st.integers(1, 20))
def test_acts_in_order_never_settle_a_date_wrong(look: Look, form: str, instants: list[datetime], days: int) -> None:
    columns = {"created": [f"{at:{form}}" for at in instants], "closed": [f"{at + timedelta(days=days):{form}}" for at in instants]}
    db, found = look(columns)
    for one in settle(db, list(found.values()), [("created", "closed")]):
        if one.is_settled:
            local, _ = instant_readings(one.column, one.forms)
            read = [row[0] for row in db.rows(f"SELECT {local} FROM exported_text")]
            assert read == [datetime.strptime(value, form) for value in columns[one.name]]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("26:10:05", 94_205), ("-3:10", -11_400), ("2 dias", 172_800), ("1 day 4 hours", 100_800), ("3h 20m", 12_000), ("PT1H30M", 5_400),
        ("1.02:30:00", 95_400), ("1 day, 2:03:04", 93_784), ("1,5 Stunden", 5_400), ("2日3時間", 183_600), ("1 час 20 мин", 4_800),
        ("90 min", 5_400), ("-1d 2h", -93_600), ("12", None), ("3:70", None), ("soon", None), ("3 h 3 h", None), ("", None),
    ],
)  # fmt: skip
def test_a_span_is_read_to_the_second_or_not_at_all(text: str, seconds: int | None) -> None:
    with Database.memory() as db:
        assert db.rows(f"SELECT {duration_seconds_sql('v')} FROM (SELECT $v AS v)", {"v": text}) == [(seconds,)]


def test_shapes_name_forms_with_the_day_and_the_month_in_both_places() -> None:
    assert forms_of("99/99/9999 99:99") == ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")
