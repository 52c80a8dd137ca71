"""Ten million tickets: the whole load beside DuckDB's own read_csv of the same file into a file, its memory, and 10,000 changed rows.

Each way runs in a process of its own, in turn. `python -m tests.bench.ten_million [--tickets N] [--runs N] [--changed N]`. It takes
some minutes and about 8 GB of disk.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from analytics.samples import TICKETS_FILE, Desk, write_samples
from tests.bench.changed_rows import write_changed_rows
from tests.bench.loading import ran

MOST_TIMES, MOST_GB = 3.0, 3.0

_LOAD = """
import json, resource, sys
from pathlib import Path
from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files
receipt = load_files(Path(sys.argv[1]), [Path(sys.argv[2])], LoadOptions())
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
names = ("read", "inserted", "updated", "unchanged", "folded", "rejected")
print(json.dumps({"peak_gb": peak / (1e9 if sys.platform == "darwin" else 1e6)} | {name: receipt[name] for name in names}))
"""


def sundial_way(home: Path, path: Path) -> tuple[float, dict[str, Any]]:
    """`sundial load`: its seconds, and its receipt with the largest resident memory of its processes."""
    seconds, receipt = ran("-c", _LOAD, str(home), str(path))
    accounted = sum(receipt[name] for name in ("inserted", "updated", "unchanged", "folded", "rejected"))
    if accounted != receipt["read"]:
        raise SystemExit(f"{receipt['read']} rows read, {accounted} accounted for")
    return seconds, receipt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--changed", type=int, default=10_000)
    asked = parser.parse_args()
    os.environ.pop("SUNDIAL_HOME", None)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_samples(folder, Desk(tickets=asked.tickets, events=False))
        path, changed = folder / TICKETS_FILE, folder / "changed.csv"
        changed_rows = write_changed_rows(path, changed, asked.changed, asked.tickets)
        print(f"{asked.tickets:,} tickets, {path.stat().st_size / 1e6:,.0f} MB of CSV, {asked.runs} runs each, in turn", flush=True)
        engine, ours, change, peaks, cpu = [], [], [], [], []
        for run in range(asked.runs):
            home = folder / f"home-{run}"
            seconds, counted = ran("-m", "tests.bench.engine_way", str(path), str(folder))
            engine.append(seconds)
            seconds, receipt = sundial_way(home, path)
            cpu.append(receipt["cpu_seconds"] / counted["cpu_seconds"])
            if receipt["read"] != counted["rows"]:
                raise SystemExit("THE WAYS DISAGREE about the number of rows")
            ours.append(seconds)
            peaks.append(receipt["peak_gb"])
            told = f"  run {run + 1}: processor: read_csv {counted['cpu_seconds']:.1f} s, load {receipt['cpu_seconds']:.1f} s"
            seconds, receipt = sundial_way(home, changed)
            change.append(seconds)
            peaks.append(receipt["peak_gb"])
            print(f"{told}, change {receipt['cpu_seconds']:.1f} s", flush=True)
            print(f"  run {run + 1}: read_csv {engine[-1]:.1f} s, load {ours[-1]:.1f} s, change {change[-1]:.1f} s", flush=True)
        times = statistics.median(ours) / statistics.median(engine)
        print(f"  read_csv to a file {statistics.median(engine):8.1f} s")
        print(f"  sundial load       {statistics.median(ours):8.1f} s   {times:.2f} × read_csv (wanted: at most {MOST_TIMES:.0f})")
        print(f"  in processor time  {'':8}     {statistics.median(cpu):.2f} × read_csv")
        print(f"  {changed_rows:,} changed rows {statistics.median(change):6.1f} s")
        print(f"  largest process    {max(peaks):8.2f} GB (wanted: below {MOST_GB:.0f})")


if __name__ == "__main__":
    main()
