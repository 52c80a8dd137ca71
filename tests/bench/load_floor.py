"""What no way of loading could save: the engine alone reading the text, writing the two large tables of a load, and reading them back.

Nothing is recognised, typed by rules, accounted for or judged: instants are read by `read_csv`, the tables are copied, as they are, from
a store that is finished. Beside it, in turn, `read_csv` into a file. `python -m tests.bench.load_floor [--tickets N] [--runs N]`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from analytics.operations.open_store import own_store
from analytics.samples import TICKETS_FILE, Desk, write_samples
from analytics.warehouse.contents import read_back
from analytics.warehouse.version import sha256_of
from tests.bench.loading import ran
from tests.bench.ten_million import sundial_way

TABLES = ("ticket_states", "judged_tickets")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_samples(folder, Desk(tickets=asked.tickets, events=False))
        path = folder / TICKETS_FILE
        loaded, _ = sundial_way(folder / "home", path)
        floors, engine, cpu = [], [], []
        for run in range(asked.runs):
            seconds, counted = ran("-m", "tests.bench.engine_way", str(path), str(folder))
            engine.append(seconds)
            seconds, told = ran("-m", "tests.bench.load_floor", "--of", str(path), str(folder))
            floors.append(seconds)
            cpu.append(told["cpu_seconds"] / counted["cpu_seconds"])
            told = "; ".join(f"{part} {took:.1f} s" for part, took in told["parts"].items())
            print(f"  run {run + 1}: read_csv {engine[-1]:.1f} s; {told}", flush=True)
        beside = statistics.median(engine)
        print(f"{asked.tickets:,} tickets, {asked.runs} runs each, in turn")
        print(f"  read_csv to a file   {beside:8.1f} s")
        print(f"  the engine's part    {statistics.median(floors):8.1f} s   {statistics.median(floors) / beside:.2f} × read_csv")
        print(f"  in processor time    {'':8}     {statistics.median(cpu):.2f} × read_csv")
        print(f"  the whole load, once {loaded:8.1f} s   {loaded / beside:.2f} × read_csv")


def parts(path: Path, folder: Path) -> None:
    """Each part once; prints its seconds as JSON."""
    store = own_store(folder / "home").current()
    assert store is not None
    copy = folder / "copy.duckdb"
    copy.unlink(missing_ok=True)
    took = {
        "reading the text": _timed(lambda: _read_text(path)),
        "writing the tables": _timed(lambda: _copy_tables(store.path, copy)),
        "reading them back": _timed(lambda: read_back(copy)),
        "their digest": _timed(lambda: sha256_of(copy)),
    }
    print(json.dumps({"parts": took}))


def _timed(part: Callable[[], object]) -> float:
    started = time.perf_counter()
    part()
    return time.perf_counter() - started


def _read_text(path: Path) -> None:
    header = path.open(encoding="utf-8").readline().strip().split(",")
    kinds = ", ".join(f"'{name}': '{'TIMESTAMP' if name.endswith('_at') else 'VARCHAR'}'" for name in header)
    asked = ", ".join(f"count({name})" for name in (f'"{name}"' for name in header))
    with duckdb.connect() as connection:
        connection.execute(f"SELECT {asked} FROM read_csv($path, columns = {{{kinds}}}, header = true)", {"path": str(path)}).fetchall()


def _copy_tables(store: Path, copy: Path) -> None:
    with duckdb.connect(str(copy)) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"ATTACH '{store}' AS store (READ_ONLY)")
        for table in TABLES:
            (made,) = connection.execute("SELECT sql FROM duckdb_tables() WHERE table_name = $table", {"table": table}).fetchall()
            connection.execute(str(made[0]))
            told = connection.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = $table AND database_name = 'store' AND NOT is_generated",
                {"table": table},
            ).fetchall()
            names = ", ".join(f'"{name}"' for (name,) in told)
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM store.{table}")
        connection.execute("DETACH store")
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    if "--of" in sys.argv:
        parts(*map(Path, sys.argv[-2:]))
    else:
        main()
