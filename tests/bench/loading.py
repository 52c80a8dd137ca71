"""Load and measure generated tickets, beside DuckDB's own read_csv and beside vectorised pandas, and compare every row and group.

Each way runs in a process of its own, in turn, several times; times are printed as medians and as ratios against read_csv, because
machines differ and are shared. `python -m tests.bench.loading [--tickets N] [--runs N]`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from analytics.metrics import measure, question_from_words
from analytics.operations.open_store import open_reader
from analytics.samples import TICKETS_FILE, Desk, write_samples

QUESTION = ("breach_rate", "elapsed_p50", "elapsed_p90")
BY = ("tier", "priority", "month")


def ran(*words: str) -> tuple[float, dict[str, Any]]:
    """Wall seconds of a Python process, and the JSON it printed last, with the processor's seconds (its own and those it started)."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr}")
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, json.loads(done.stdout.strip().splitlines()[-1]) | {"cpu_seconds": cpu_seconds}


def sundial_way(path: Path, folder: Path, run: int) -> dict[str, float]:
    """`sundial load` into an empty home, then the table through measure()."""
    home = folder / f"home-{run}"
    seconds, receipt = ran("-c", _LOAD, str(home), str(path))
    reader = open_reader(home)
    started = time.perf_counter()
    measure(reader, question_from_words(QUESTION, by=BY))
    return {"load": seconds, "measure": time.perf_counter() - started, "rows": receipt["read"]}


_LOAD = """
import json, sys
from pathlib import Path
from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
receipt = load_files(Path(sys.argv[1]), [Path(sys.argv[2])], LoadOptions())
print(json.dumps({"read": receipt["read"]}))
"""


def agree(home: Path, folder: Path) -> str:
    """Every ticket's outcome, due instant and elapsed seconds, and every group, in Sundial's store and in pandas' files."""
    with open_reader(home).session() as db:
        import pyarrow.parquet as parquet

        for name in ("pandas_rows", "pandas_groups"):
            db.register(name, parquet.read_table(folder / f"{name}.parquet"))
        ((compared, different),) = db.rows("""
            SELECT count(*), count(*) FILTER (
                c.outcome IS DISTINCT FROM p.outcome OR (p.outcome <> 'excluded' AND (
                    c.elapsed_seconds IS DISTINCT FROM p.elapsed_seconds OR epoch_us(c.due_at) // 1000000 IS DISTINCT FROM p.due_at)))
            FROM (SELECT * FROM sla_clocks WHERE clock = 'first_response') AS c
            FULL JOIN pandas_rows AS p ON p.ticket_id = c.ticket_id
        """)
        groups = measure(db, question_from_words(QUESTION, by=BY)).frame
        db.register("our_groups", groups)
        ((rows, unequal),) = db.rows("""
            SELECT count(*), count(*) FILTER (
                coalesce(g.decided, 0) <> coalesce(p.decided, 0) OR coalesce(g.breached, 0) <> coalesce(p.breached, 0)
                OR (p.decided > 0 AND (g.elapsed_p50 <> p.elapsed_p50 OR g.elapsed_p90 <> p.elapsed_p90)))
            FROM our_groups AS g FULL JOIN pandas_groups AS p
                ON p.tier = g.tier AND p.priority = g.priority AND p.month = g.month
        """)
    if different or unequal:
        raise SystemExit(f"THE WAYS DISAGREE: {different} of {compared} rows, {unequal} of {rows} groups")
    return f"all {compared:,} rows and {rows:,} groups of Sundial and pandas agree"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    os.environ.pop("SUNDIAL_HOME", None)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_samples(folder, Desk(tickets=asked.tickets, events=False))
        path = folder / TICKETS_FILE
        print(f"load and measure: {asked.tickets:,} tickets, {path.stat().st_size / 1e6:,.0f} MB of CSV, {asked.runs} runs each, in turn")
        times: dict[str, list[float]] = {"read_csv": [], "sundial load": [], "pandas load": [], "sundial measure": [], "pandas measure": []}
        for run in range(asked.runs):
            engine = ran("-m", "tests.bench.engine_way", str(path), str(folder))
            ours = sundial_way(path, folder, run)
            pandas = ran("-m", "tests.bench.pandas_way", str(path), str(folder))
            if len({engine[1]["rows"], ours["rows"], pandas[1]["rows"]}) > 1:
                raise SystemExit("THE WAYS DISAGREE about the number of rows")
            times["read_csv"].append(engine[0])
            times["sundial load"].append(ours["load"])
            times["sundial measure"].append(ours["measure"])
            times["pandas measure"].append(pandas[1]["measure_seconds"])
            times["pandas load"].append(pandas[0] - pandas[1]["measure_seconds"])
        medians = {name: statistics.median(seconds) for name, seconds in times.items()}
        for name, against in (("read_csv", "read_csv"), ("sundial load", "read_csv"), ("pandas load", "read_csv"),
                              ("sundial measure", "pandas measure"), ("pandas measure", "pandas measure")):  # fmt: skip
            print(f"  {name:<16} {medians[name]:8.2f} s   {medians[name] / medians[against]:6.2f} × {against}")
        print(f"  {agree(folder / 'home-0', folder)}; row counts of all three agree")


if __name__ == "__main__":
    main()
