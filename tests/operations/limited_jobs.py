"""Jobs that a limited process is given in tests: well-behaved, slow, greedy and crashing."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from analytics.errors import FileRefused, StoreRefused, UnknownWord


def main(job: dict[str, Any], progress: Any) -> dict[str, Any]:
    return dict(globals()[job["do"]](job, progress) or {})


def answer(job: dict[str, Any], progress: Any) -> dict[str, Any]:
    print("printed by the job, not a message")
    progress("reading", None)
    progress("reading", 0.5)
    progress("judging", 1.0)
    return {"job": job, "pid": os.getpid(), "group": os.getpgid(0)}


def refuse(job: dict[str, Any], progress: Any) -> None:
    raise {"word": UnknownWord("tier", "Gold", ["Enterprise"]), "store": StoreRefused("a", "b", "c")}[job["how"]]


def programs_error(job: dict[str, Any], progress: Any) -> None:
    raise KeyError("a fault of the program")


def not_enough_disk(job: dict[str, Any], progress: Any) -> None:
    raise OSError(28, "No space left on device")


def crash(job: dict[str, Any], progress: Any) -> None:
    ctypes.string_at(0)


def leave(job: dict[str, Any], progress: Any) -> None:
    os._exit(job["code"])


def be_killed(job: dict[str, Any], progress: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def take_address_space(job: dict[str, Any], progress: Any) -> None:
    bytearray(1 << 40)


def take_memory(job: dict[str, Any], progress: Any) -> None:
    taken = []
    while True:
        taken.append(bytearray(os.urandom(1)) * 10_000_000)
        progress(f"taken {len(taken)}", None)


def burn(job: dict[str, Any], progress: Any) -> None:
    while True:
        pass


def wait(job: dict[str, Any], progress: Any) -> None:
    progress("waiting", None)
    signal.pause()


def wait_with_a_child_of_its_own(job: dict[str, Any], progress: Any) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    progress(str(child.pid), None)
    signal.pause()


def write_much(job: dict[str, Any], progress: Any) -> None:
    Path(job["path"]).write_bytes(bytes(job["bytes"]))


def open_many(job: dict[str, Any], progress: Any) -> dict[str, Any]:
    files = []
    try:
        while len(files) < 5000:
            files.append(Path("/dev/null").open())  # noqa: SIM115
    except OSError as error:
        count = len(files)
        files.clear()
        return {"opened": count, "error": error.errno}
    return {"opened": len(files)}


def ask_network(job: dict[str, Any], progress: Any) -> dict[str, Any]:
    with socket.socket() as asking:
        asking.settimeout(5)
        return {"error": asking.connect_ex(("127.0.0.1", job["port"]))}


def tell_core_limit(job: dict[str, Any], progress: Any) -> dict[str, Any]:
    return {"core": resource.getrlimit(resource.RLIMIT_CORE)[0]}


def send_rubbish(job: dict[str, Any], progress: Any) -> None:
    os.write(progress._messages.fileno(), b"not a message\n")
    time.sleep(0)
    signal.pause()


def count_in_engine(job: dict[str, Any], progress: Any) -> dict[str, Any]:
    from analytics.warehouse import Database

    with Database.open(Path(job["path"]), read_only=False, memory_limit=job["memory"]) as database:
        database.run("CREATE TABLE t AS SELECT range AS i, hash(range) AS h FROM range(1000000); CHECKPOINT")
        return {"rows": database.rows("SELECT count(DISTINCT h) FROM t")[0][0]}


def refuse_file(job: dict[str, Any], progress: Any) -> None:
    raise FileRefused("wrong", "found", "remedy")
