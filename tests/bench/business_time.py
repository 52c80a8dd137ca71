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
from zoneinfo import ZoneInfo

from analytics.business_time import BusinessTime, Calendar
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


def taken(work: Callable[[], object]) -> float:
    """Wall seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


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
        median = {name: statistics.median(turn[name] for turn in turns) for name in ways}
    print(f"{rows:>11,} rows, {threads} thread(s); lists for two calendars and four years built in {lists * 1000:.0f} ms")
    for name, seconds in median.items():
        print(f"  {name:<12} {seconds:8.3f} s  {rows / seconds / 1e6:8.1f} M rows/s  {seconds / median['subtraction']:6.2f} x subtraction")


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
        in_bulk = taken(lambda: db.rows(f"SELECT sum(elapsed_seconds) FROM ({time_of.elapsed_sql('clocks')})")) / 5_000_000
    each = {"Sundial in bulk": in_bulk}
    for name, count in {
        "Sundial one by one": CHICAGO.elapsed_seconds,
        "businesstimedelta": with_businesstimedelta(),
        "business-duration": with_business_duration(),
    }.items():
        count(*pairs[0])
        answers[name] = []
        each[name] = taken(lambda name=name, count=count: answers[name].extend(count(*pair) for pair in pairs)) / sample
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
    """Elapsed, due and outcome of both clocks of every ticket into a table of the file, beside reading the tickets' CSV into it."""
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "tickets.csv"
        with Database.memory() as db:
            make_clocks(db, tickets)
            db.run(f"COPY ({TICKETS}) TO '{csv}' (HEADER)")
        with Database.open(Path(folder) / "tickets.duckdb", read_only=False, threads=threads) as db:
            reading = taken(lambda: db.run(f"CREATE TABLE tickets AS FROM read_csv('{csv}', header = true, types = {INSTANTS}); CHECKPOINT"))
            judging = taken(lambda: judge_both(db))
            counts = db.rows("SELECT clock, outcome, count(*) FROM judged GROUP BY ALL ORDER BY ALL")
        print(f"{tickets:,} tickets, {threads} thread(s), CSV of {csv.stat().st_size / 1e6:,.0f} MB")
    print(f"  read_csv into a file   {reading:8.2f} s")
    print(f"  judging both clocks    {judging:8.2f} s   {judging / reading:5.0%} of reading")
    print("  " + ", ".join(f"{clock} {outcome} {number:,}" for clock, outcome, number in counts))


INSTANTS = {name: "TIMESTAMP" for name in ("received_at", "responded_at", "resolved_at")}
TICKETS = """
    SELECT row_number() OVER () AS id, 'Printer does not answer' AS subject, ['Standard', 'Enterprise'][calendar_id] AS tier,
        ['High', 'Medium', 'Low'][1 + target_seconds // 3600 % 3] AS priority, 'Group ' || target_seconds // 3600 AS group_name,
        'open' AS status, started_at AS received_at,
        CASE WHEN target_seconds % 7 > 0 THEN started_at + (stopped_at - started_at) / 3 END AS responded_at,
        CASE WHEN target_seconds % 5 > 0 THEN stopped_at END AS resolved_at
    FROM clocks
"""
CLOCK = """(
    SELECT id, '{name}' AS clock, CASE tier WHEN 'Standard' THEN 1 ELSE 2 END AS calendar_id, received_at AS started_at,
        coalesce({stop}, TIMESTAMP '2026-01-13') AS stopped_at, {stop} IS NULL AS is_open, CAST({target} AS BIGINT) AS target_seconds,
        CAST(NULL AS INTEGER) AS target_days, 'elapsed' AS reading, 'closing' AS landing
    FROM tickets
)"""
OUTCOME = """
    SELECT id, clock, started_at, stopped_at, elapsed_seconds, due_at,
        CASE WHEN stopped_at > due_at THEN 'breached' WHEN is_open THEN 'running' ELSE 'met' END AS outcome
    FROM ({})
"""


def judge_both(db: Database) -> None:
    time_of = BusinessTime(db, CALENDARS, FIRST, LAST)
    clocks = [
        CLOCK.format(name="first_response", stop="responded_at", target="CASE priority WHEN 'High' THEN 3600 ELSE 14400 END"),
        CLOCK.format(name="resolution", stop="resolved_at", target="CASE priority WHEN 'High' THEN 32400 ELSE 97200 END"),
    ]
    judged = [OUTCOME.format(time_of.due_sql(f"({time_of.elapsed_sql(clock)})")) for clock in clocks]
    db.run(f"CREATE TABLE judged AS {' UNION ALL '.join(judged)}; CHECKPOINT")


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
