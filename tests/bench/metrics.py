"""Measure generated facts: Sundial's aggregate beside the same one written by hand, and everything the overview asks, on 2 threads.

The fact table is made in SQL, with the distributions of a busy desk; no file is loaded. Each question is asked several times and the
best time counts, and processor time stands beside it: machines are shared. `python -m tests.bench.metrics [--tickets N] [--runs N]`.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from analytics.metrics import Answer, Question, causes, change, control, measure, ranking, target_used
from analytics.reports.ask import Ask, ask_in_background
from analytics.reports.drivers import drivers
from analytics.reports.headline import figures
from analytics.reports.overview import questions
from analytics.reports.periods import ALL, Period
from analytics.reports.scope import Scope
from analytics.reports.series import control_chart
from analytics.reports.standing import channel_words, outcomes
from analytics.reports.tiles import tile_series
from analytics.vocabulary import Dimension
from analytics.warehouse import Database, Reader, Version

HERE = Path(__file__).parent
ANALYTICS = HERE.parents[1] / "analytics"
BY = (Dimension.TIER, Dimension.PRIORITY, Dimension.MONTH)
SETTING = """
INSERT INTO policy_versions (policy_id, name, label, reporting_zone) VALUES (1, 'bench', '1', 'UTC');
INSERT INTO policy_tiers VALUES (1, 'standard', 'Standard'), (1, 'enterprise', 'Enterprise');
INSERT INTO policy_priorities VALUES (1, 'high', 'High'), (1, 'medium', 'Medium'), (1, 'low', 'Low');
CREATE TABLE sources AS
SELECT 'desk' AS source, TIMESTAMP '2026-11-01 00:00:00' AS as_of, 0 AS tickets, true AS responses_recorded, true AS levels_recorded;
CREATE TABLE store_meta AS SELECT * FROM (VALUES ('version', 'bench'), ('reporting_zone', 'UTC')) AS meta(key, value);
"""
BY_HAND = """
SELECT tier, priority, date_trunc('month', response_due_on) AS month,
    count(*) FILTER (response_outcome = 'breached') AS breached,
    count(*) FILTER (response_outcome IN ('met', 'breached')) AS decided,
    breached / nullif(decided, 0) AS breach_rate,
    (breached + 1.9207 - 1.96 * sqrt(breached * (decided - breached) / decided + 0.9604)) / (decided + 3.8415) AS low,
    (breached + 1.9207 + 1.96 * sqrt(breached * (decided - breached) / decided + 0.9604)) / (decided + 3.8415) AS high,
    quantile_disc(response_elapsed_seconds, [0.5, 0.9]) FILTER (response_outcome IN ('met', 'breached')) AS percentiles
FROM judged_tickets GROUP BY ALL
"""


def make(path: Path, tickets: int) -> None:
    """A store's facts, on disk."""
    with Database.open(path, read_only=False, threads=2) as db:
        db.run_file(ANALYTICS / "facts" / "schema.sql")
        db.run_file(ANALYTICS / "policy" / "schema.sql")
        db.run(SETTING)
        db.run_file(HERE / "generated_facts.sql", {"tickets": tickets})
        db.run("CHECKPOINT")


def overview(reader: Reader) -> None:
    """What pages/overview.py asks of a store: ahead in the background, and panel by panel meanwhile; a question is answered once."""
    ask, scope = remembered(partial(measure, reader)), Scope(Period(ALL))
    ask_in_background(ask, questions(scope))
    months, _ = tile_series(ask, scope)
    control_chart(months, "attainment", "UTC")
    row = figures(ask, scope)
    ask(scope.ask("breach_rate", by=(Dimension.TIER, Dimension.PRIORITY)))
    outcomes(row)
    channel_words(row)
    target_used(reader, scope.ask("decided"))
    drivers(ask, scope, Dimension.GROUP)
    ask(scope.ask("tickets", "breach_rate", by=(Dimension.WEEKDAY, Dimension.HOUR)))


def remembered(ask: Ask) -> Ask:
    """Each question is asked once; who asks what is being asked waits for that answer, as Streamlit's cache makes the pages do."""
    answers: dict[Question, Future[Answer]] = {}
    lock = threading.Lock()

    def once(question: Question) -> Answer:
        with lock:
            is_first = question not in answers
            answer = answers.setdefault(question, Future())
        if is_first:
            answer.set_result(ask(question))
        return answer.result()

    return once


def best(runs: int, work: Callable[[], Any]) -> tuple[float, float]:
    """Wall seconds and processor seconds (both threads together) of the quickest run."""
    times = []
    for _ in range(runs):
        started, spent = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - started, time.process_time() - spent))
    return min(wall for wall, _ in times), min(processor for _, processor in times)


def line(name: str, times: tuple[float, float], note: str = "") -> None:
    print(f"  {name:<48} {times[0]:7.3f} s   {times[1]:7.3f} s of processor time   {note}".rstrip())


def agree(db: Database) -> str:
    """The table by hand and the one measured are the same, group by group."""
    ours = measure(db, Question(("breach_rate", "elapsed_p50", "elapsed_p90"), by=BY)).rows()
    hand = {(tier, priority, f"{month:%Y-%m}"): rest for tier, priority, month, *rest in db.rows(BY_HAND)}
    for row in ours:
        breached, decided, _, low, high, percentiles = hand[row["tier"], row["priority"], row["month"]]
        found = (row["breached"], row["decided"], row["elapsed_p50"], row["elapsed_p90"])
        same = found == (breached, decided, *(percentiles or (None, None)))
        near = not decided or max(abs(row["breach_rate_low"] - low), abs(row["breach_rate_high"] - high)) < 1e-4
        if not (same and near):
            raise SystemExit(f"THE WAYS DISAGREE: {row} and {hand[row['tier'], row['priority'], row['month']]}")
    if len(ours) != len(hand):
        raise SystemExit(f"THE WAYS DISAGREE: {len(ours)} and {len(hand)} groups")
    return f"all {len(ours):,} groups of both agree"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    rate = Question(("breach_rate", "elapsed_p50", "elapsed_p90"), by=BY)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.duckdb"
        make(path, asked.tickets)
        print(f"measure: {asked.tickets:,} tickets, {path.stat().st_size / 1e6:,.0f} MB, 2 threads, the best of {asked.runs} runs")
        reader = Reader.open(Version(1, path, ""))
        with reader.session() as db:
            print(f"  {agree(db)}")
            hand = best(asked.runs, lambda: db.rows(BY_HAND))
            ours = best(asked.runs, lambda: measure(db, rate))
            line("tier × priority × month by hand", hand)
            line("the same through measure()", ours, f"{ours[0] / hand[0]:.2f} and {ours[1] / hand[1]:.2f} × by hand (at most 1.5)")
            page = best(asked.runs, lambda: overview(reader))
            line("everything the overview asks", page, "(at most 1 s)")
            for name, work in others(db).items():
                line(name, best(2, work))
    if ours[0] > 1.5 * hand[0] or page[0] > 1:
        print("  SLOWER THAN IT MUST BE")


def others(db: Database) -> dict[str, Callable[[], Any]]:
    """What has no bound, for the record."""
    rate = Question(("breach_rate",))
    return {
        "time to stop with open tickets in": lambda: measure(db, Question(("time_to_stop_p50", "time_to_stop_p90"))),
        "the same by tier × priority": lambda: measure(db, Question(("time_to_stop_p50", "time_to_stop_p90"), by=BY[:2])),
        "control chart of the breach rate": lambda: control(db, rate),
        "change between two months": lambda: change(db, rate, "2026-09", "2026-08"),
        "ranking of assignees": lambda: ranking(db, rate, Dimension.ASSIGNEE),
        "causes of breaches": lambda: causes(db, rate),
    }


if __name__ == "__main__":
    main()
