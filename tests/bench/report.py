"""The whole monthly report in all four forms, from the facts of a busy desk, on 2 threads.

Each part is made as `sundial report` makes it, the whole by a process of its own, and by the command itself, which also checks the bytes
of the store and brings its files onto the disk; the best of the runs counts.
`python -m tests.bench.report [--tickets N] [--runs N]`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analytics.operations.report import FORMS, Making, in_forms
from analytics.reports.monthly import monthly_summary
from analytics.warehouse import Database, Reader, Version
from analytics.warehouse.version import CURRENT, current_text, file_name, sha256_of
from tests.bench.metrics import best, line, make

MONTH = "2026-09"
LOADED = """
ALTER TABLE sources ADD COLUMN open_not_seen_since BIGINT DEFAULT 0;
UPDATE sources SET tickets = (SELECT count(*) FROM judged_tickets);
CREATE TABLE rejects (load_id INTEGER);
CREATE TABLE loads AS
SELECT 'desk' AS source, 'bench.csv' AS file_name, 'bench' AS sha256, 'bench' AS identity, 'bench' AS format,
    TIMESTAMP '2026-11-01 00:00:00' AS as_of, '{"read": 0}' AS receipt_json;
"""
MOST_SECONDS = 5.0
MOST_PDF_BYTES = 300_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        once(asked.once)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.duckdb"
        make(path, asked.tickets)
        with Database.open(path, read_only=False, threads=2) as db:
            db.run(LOADED)
        print(f"report: {asked.tickets:,} tickets, {path.stat().st_size / 1e6:,.0f} MB, 2 threads, the best of {asked.runs} runs")
        reader = Reader.open(Version(1, path, ""))
        summary = monthly_summary(reader, MONTH)
        making = Making(summary, reader)
        sizes = {form: len(make_it(making)) for form, make_it in FORMS.items()}
        line(f"the summary of {MONTH}, {summary.series[-1].decided:,} decided", best(asked.runs, lambda: monthly_summary(reader, MONTH)))
        for form, make_it in FORMS.items():
            line(f"as {form}", best(asked.runs, lambda make_it=make_it: make_it(making)), f"{sizes[form] / 1e3:,.0f} KB")
        at_most = f"(at most {MOST_SECONDS:g} s)"
        whole = fresh(asked.runs, "tests.bench.report", "--once", str(path))
        line("the whole report in all forms, by a new process", whole, at_most)
        outs = [f"--out={folder}/report{form}" for form in FORMS]
        command = fresh(asked.runs, "analytics.cli", "report", f"--month={MONTH}", f"--home={home_of(path)}", "--force", *outs)
        line("the same by the command, the store checked", command, at_most)
    if max(whole[0], command[0]) > MOST_SECONDS or sizes[".pdf"] > MOST_PDF_BYTES:
        print("  SLOWER OR LARGER THAN IT MUST BE")


def fresh(runs: int, module: str, *words: str) -> tuple[float, float]:
    """Wall and processor seconds, the least of some runs, of a module in a process of its own, imports included: nothing is remembered."""
    times = []
    for _ in range(runs):
        started, before = time.perf_counter(), os.times()
        subprocess.run([sys.executable, "-m", module, *words], check=True)
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        times.append((time.perf_counter() - started, spent))
    return min(wall for wall, _ in times), min(spent for _, spent in times)


def home_of(path: Path) -> Path:
    """A home beside these facts, with them as the first version of its store."""
    home = path.parent / "home"
    (home / "store").mkdir(parents=True)
    sha256 = sha256_of(path)
    version = Version(1, home / "store" / file_name(1, sha256), sha256)
    os.link(path, version.path)
    (home / "store" / CURRENT).write_bytes(current_text(version, path.stat().st_size))
    return home


def once(path: Path) -> None:
    """The summary of a month and every form of it."""
    reader = Reader.open(Version(1, path, ""))
    in_forms(reader, MONTH, FORMS, lambda: monthly_summary(reader, MONTH))


if __name__ == "__main__":
    main()
