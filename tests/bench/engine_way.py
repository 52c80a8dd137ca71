"""The floor: DuckDB's own read_csv of the same file into a file, types detected, nothing judged. Prints one JSON line."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb


def main(path: Path, out: Path) -> None:
    target = out / "read_csv.duckdb"
    target.unlink(missing_ok=True)
    started = time.perf_counter()
    with duckdb.connect(str(target)) as connection:
        connection.execute("CREATE TABLE tickets AS SELECT * FROM read_csv($path)", {"path": str(path)})
        connection.execute("CHECKPOINT")
        rows = connection.execute("SELECT count(*) FROM tickets").fetchall()[0][0]
    loaded = time.perf_counter()
    print(json.dumps({"rows": rows, "load_seconds": loaded - started}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
