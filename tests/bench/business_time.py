"""Business time in bulk, in rows per second, beside the plain subtraction of the two columns and beside two libraries from PyPI.

    python -m tests.bench.business_time                       1 and 10 million rows, 1 and 2 threads
    python -m tests.bench.business_time --rows 10000000 --threads 1
    python -m tests.bench.business_time --judge 10000000      all clocks of as many tickets, beside reading their CSV into a file

The ways take turns, five times each, and medians are printed: a shared machine slows all of them alike. Whatever is compared in time is
compared in its answers too, row by row.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from analytics.business_time import BusinessTime, Calendar
from analytics.samples import TICKETS_FILE, Desk, write_samples
from analytics.warehouse import Database

MON_FRI = ("mon", "tue", "wed", "thu", "fri")
CHICAGO = Calendar.from_mapping(
    {"tz": "America/Chicago", "weekly": {day: [["08:00", "17:00"]] for day in MON_FRI}, "public_holidays": {"country": "US"}}
)
BERLIN = Calendar.from_mapping(
    {"tz": "Europe/Berlin", "weekly": {day: [["09:00", "18:00"]] for day in MON_FRI}, "public_holidays": {"country": "DE"}}
)
CALENDARS = {1: CHICAGO, 2: BERLIN}
FIRST, LAST = datetime(2022, 1, 1), datetime(2026, 1, 1)
SUBTRACTION = "SELECT sum(epoch_us(stopped_at) - epoch_us(started_at)) FROM clocks"


class Taken(NamedTuple):
    """Seconds on the clock, and of the processor (all threads): the second is steadier on a machine with other work."""

    wall: float
    cpu: float


def taken(work: Callable[[], object]) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)


def make_clocks(db: Database, rows: int) -> None:
    """Starts over four years at any second, stops up to twelve days later, targets of 1 to 40 hours, two calendars."""
    db.run(f"""
        CREATE OR REPLACE TABLE clocks AS
        SELECT
            CAST(1 + hash(n, 1) % 2 AS INTEGER) AS calendar_id,
            started_at,
            started_at + to_seconds(CAST(hash(n, 2) % 1000000 AS BIGINT)) AS stopped_at,
            CAST(3600 * (1 + hash(n, 3) % 40) AS BIGINT) AS target_seconds,
            CAST(NULL AS INTEGER) AS target_days,
            'elapsed' AS reading,
            'closing' AS landing
        FROM (
            SELECT range AS n, TIMESTAMP '2022-01-01' + to_seconds(CAST(hash(range) % 126230400 AS BIGINT)) AS started_at FROM range({rows})
        )
    """)


def speed(rows: int, threads: int, runs: int) -> None:
    """Print rows per second and ratios. The bounds of the relation (the horizon guard) are read within the measured time."""
    with Database.memory() as db:
        db.run(f"SET threads = {threads}")
        make_clocks(db, rows)
        built: list[BusinessTime] = []
        lists = taken(lambda: built.append(BusinessTime(db, CALENDARS, FIRST, LAST)))
        (time_of,) = built
        ways: dict[str, Callable[[], object]] = {
            "subtraction": lambda: db.rows(SUBTRACTION),
            "elapsed": lambda: db.rows(f"SELECT sum(elapsed_seconds) FROM ({time_of.elapsed_sql('clocks')})"),
            "due": lambda: db.rows(f"SELECT sum(epoch_us(due_at)) FROM ({time_of.due_sql('clocks')})"),
        }
        for work in ways.values():
            work()
        turns = [{name: taken(work) for name, work in ways.items()} for _ in range(runs)]
        wall = {name: statistics.median(turn[name].wall for turn in turns) for name in ways}
        cpu = {name: statistics.median(turn[name].cpu for turn in turns) for name in ways}
    print(f"{rows:,} rows, {threads} thread(s); lists for two calendars and four years built in {lists.wall * 1000:.0f} ms")
    for name, seconds in wall.items():
        ratios = f"{seconds / wall['subtraction']:6.2f} x subtraction ({cpu[name] / cpu['subtraction']:.2f} x in processor time)"
        print(f"  {name:<12} {seconds:8.3f} s  {rows / seconds / 1e6:8.1f} M rows/s  {ratios}")


def libraries(sample: int) -> None:
    """One calendar, a sample of rows: Sundial in bulk and one by one, businesstimedelta and business-duration, which must all agree."""
    warnings.simplefilter("ignore")
    with Database.memory() as db:
        make_clocks(db, sample)
        db.run("UPDATE clocks SET calendar_id = 1")
        time_of = BusinessTime(db, CALENDARS, FIRST, LAST)
        answers: dict[str, list[int]] = {}
        found = db.rows(f"SELECT started_at, stopped_at, elapsed_seconds FROM ({time_of.elapsed_sql('clocks')})")
        answers["Sundial in bulk"] = [seconds for *_, seconds in found]
        pairs = [(start.replace(tzinfo=UTC), stop.replace(tzinfo=UTC)) for start, stop, _ in found]
        make_clocks(db, 5_000_000)
        in_bulk = taken(lambda: db.rows(f"SELECT sum(elapsed_seconds) FROM ({time_of.elapsed_sql('clocks')})")).wall / 5_000_000
    each = {"Sundial in bulk": in_bulk}
    for name, count in {
        "Sundial one by one": CHICAGO.elapsed_seconds,
        "businesstimedelta": with_businesstimedelta(),
        "business-duration": with_business_duration(),
    }.items():
        count(*pairs[0])
        answers[name] = []
        each[name] = taken(lambda name=name, count=count: answers[name].extend(count(*pair) for pair in pairs)).wall / sample
    print(f"{sample:,} rows, one calendar, against libraries")
    for name, seconds in each.items():
        equal = sum(a == b for a, b in zip(answers[name], answers["Sundial in bulk"], strict=True))
        print(f"  {name:<20} {seconds * 1e6:10.3f} µs a row  {seconds / in_bulk:10,.0f} x Sundial in bulk  {equal:,} of {sample:,} agree")
        if equal != sample:
            raise SystemExit(f"{name} does not agree on {sample - equal} rows")


def closed_days() -> list[date]:
    return list(CHICAGO.holidays(date(2021, 12, 1), date(2026, 3, 1)))


def with_businesstimedelta() -> Callable[[datetime, datetime], int]:
    import businesstimedelta
    import pytz

    day = businesstimedelta.WorkDayRule(
        start_time=time_of_day(8), end_time=time_of_day(17), working_days=[0, 1, 2, 3, 4], tz=pytz.timezone("America/Chicago")
    )
    closed = businesstimedelta.HolidayRule(dict.fromkeys(closed_days(), ""), tz=pytz.timezone("America/Chicago"))
    rules = businesstimedelta.Rules([day, closed])

    def elapsed(start: datetime, stop: datetime) -> int:
        passed = rules.difference(start, stop)
        return passed.hours * 3600 + passed.seconds

    return elapsed


def with_business_duration() -> Callable[[datetime, datetime], int]:
    from business_duration import businessDuration

    closed, zone = closed_days(), ZoneInfo("America/Chicago")

    def elapsed(start: datetime, stop: datetime) -> int:
        first, last = (at.astimezone(zone).replace(tzinfo=None) for at in (start, stop))
        return round(businessDuration(first, last, time_of_day(8), time_of_day(17), holidaylist=closed, unit="sec"))

    return elapsed


def judge(tickets: int, threads: int) -> None:
    """Elapsed, due and outcome of both clocks of every ticket, into a table of the file, beside reading the tickets' CSV into it."""
    with tempfile.TemporaryDirectory() as folder:
        write_samples(Path(folder), Desk(tickets=tickets, events=False))
        csv = Path(folder) / TICKETS_FILE
        with Database.open(Path(folder) / "tickets.duckdb", read_only=False, threads=threads) as db:
            read_csv = f"CREATE TABLE tickets AS FROM read_csv('{csv}', header = true, types = {INSTANTS}); CHECKPOINT"
            reading = taken(lambda: db.run(read_csv))
            judging = taken(lambda: judge_both(db))
            counts = db.rows("SELECT response_outcome, resolution_outcome, count(*) FROM judged GROUP BY ALL ORDER BY ALL")
        print(f"{tickets:,} tickets, {threads} thread(s), CSV of {csv.stat().st_size / 1e6:,.0f} MB")
    print(f"  read_csv into a file   {reading.wall:8.2f} s")
    part = f"{judging.wall / reading.wall:.0%} of reading ({judging.cpu / reading.cpu:.0%} in processor time)"
    print(f"  judging both clocks    {judging.wall:8.2f} s   {part}")
    print("  response, resolution: " + ", ".join(f"{first} {second} {number:,}" for first, second, number in counts))


INSTANTS = dict.fromkeys(("received_at", "updated_at", "first_response_at", "resolved_at", "closed_at"), "TIMESTAMP")
CLOCK = """(
    SELECT *, CASE tier WHEN 'Enterprise' THEN 2 ELSE 1 END AS calendar_id, received_at AS started_at,
        coalesce({stop}, TIMESTAMP '{as_of}') AS stopped_at, CAST({target} AS BIGINT) AS target_seconds,
        CAST(NULL AS INTEGER) AS target_days, 'elapsed' AS reading, 'closing' AS landing
    FROM {source}
)"""
OUTCOME = """(
    SELECT * EXCLUDE (calendar_id, started_at, stopped_at, target_seconds, target_days, reading, landing, elapsed_seconds, due_at),
        elapsed_seconds AS {clock}_elapsed_seconds, due_at AS {clock}_due_at,
        CASE WHEN stopped_at > due_at THEN 'breached' WHEN {stop} IS NULL THEN 'running' ELSE 'met' END AS {clock}_outcome
    FROM ({clocks})
)"""


def judge_both(db: Database) -> None:
    ((first, last),) = db.rows("SELECT min(received_at), max(updated_at) FROM tickets")
    time_of, source = BusinessTime(db, CALENDARS, first, last), "tickets"
    for clock, stop, hours in (("response", "first_response_at", (1, 9)), ("resolution", "resolved_at", (18, 45))):
        target = f"CASE priority WHEN 'High' THEN {hours[0] * 3600} ELSE {hours[1] * 3600} END"
        clocks = CLOCK.format(stop=stop, as_of=last, target=target, source=source)
        source = OUTCOME.format(clock=clock, stop=stop, clocks=time_of.due_sql(f"({time_of.elapsed_sql(clocks)})"))
    columns = ", ".join(f"{clock}_{name}" for clock in ("response", "resolution") for name in ("elapsed_seconds", "due_at", "outcome"))
    db.run(f"CREATE TABLE judged AS SELECT ticket_id, {columns} FROM {source}; CHECKPOINT")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    words.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--sample", type=int, default=1_000, help="rows for the libraries; 0 leaves them out")
    words.add_argument("--judge", type=int, default=0, help="tickets to judge beside reading their CSV; 0 leaves it out")
    asked = words.parse_args()
    for rows in asked.rows:
        for threads in asked.threads:
            speed(rows, threads, asked.runs)
    if asked.sample:
        libraries(asked.sample)
    if asked.judge:
        judge(asked.judge, max(asked.threads))


if __name__ == "__main__":
    main()
