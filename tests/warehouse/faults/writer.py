"""A writer that is made to fail. Run with the shim preloaded; each line on stdin is one publication, made in a fork of its own.

In:  {"store": folder, "number": N, "at": call, "kind": fault, "log": file or "", "kill_after_seconds": S or 0, "times": T,
      "built": null, or a file to copy as the draft: DuckDB syncs what it writes itself, and a copy shows what the store syncs}
Out: {"status": wait status of the fork, "calls": file-changing calls or null, "published": numbers whose publish() returned,
     "refused": the error's first sentence or null}
Forking before the first DuckDB instance makes a publication cost milliseconds instead of a new interpreter.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import traceback
from pathlib import Path

import duckdb  # noqa: F401

from analytics.errors import StoreRefused
from analytics.warehouse import Database, Store, contents
from analytics.warehouse.durable import disk_faults


def publish(store: Store, number: int, built: str | None) -> None:
    with store.writing() as draft:
        if built:
            with disk_faults("The copy failed."):
                draft.path.write_bytes(Path(built).read_bytes())
            draft.publish()
            return
        with Database.open(draft.path, read_only=False, threads=1) as database:
            database.run("CREATE TABLE t AS SELECT $n::INTEGER AS n, range AS i FROM range(3000)", {"n": number})
            database.run("CREATE TABLE words AS SELECT 'word ' || range AS word FROM range(500); CHECKPOINT")
            expected = contents(database)
        draft.publish(expected)


def work(order: dict, answers: int) -> None:
    shim = ctypes.CDLL(None)
    store = Store(Path(order["store"]))
    if order["kill_after_seconds"]:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, order["kill_after_seconds"])
    shim.faults_set(order["store"].encode(), order["at"], order["kind"].encode(), order["log"].encode())
    refused = None
    for number in range(order["number"], order["number"] + order["times"]):
        try:
            publish(store, number, order["built"])
            shim.faults_note(b"returned")
            os.write(answers, json.dumps({"published": number}).encode() + b"\n")
        except StoreRefused as error:
            refused = error.wrong
    os.write(answers, json.dumps({"calls": shim.faults_count(), "refused": refused}).encode() + b"\n")


def main() -> None:
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                work(json.loads(line), writing)
            except BaseException:  # noqa: BLE001  The fork ends here, whatever it was.
                traceback.print_exc()
                os._exit(3)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answers:
            told = [json.loads(answer) for answer in answers]
        status = os.waitpid(child, 0)[1]
        outcome = {"status": status, "calls": None, "refused": None, "published": [t["published"] for t in told if "published" in t]}
        for answer in told:
            outcome |= {key: value for key, value in answer.items() if key != "published"}
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    main()
