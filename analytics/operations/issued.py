"""Issued reports, remembered: for each month the figures that were stated, from which version, and when. One small JSON file a month.

They lie under the home, beside the store and not in it: an undo takes back what was loaded, and not what was said.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analytics.errors import StoreBusy, StoreRefused
from analytics.warehouse import durable
from analytics.warehouse.lock import writers_lock

MOST_REMEMBERED = 200
PATIENCE_SECONDS = 10.0


def folder(home: Path, samples: bool = False) -> Path:
    """Where the reports of a home are remembered; those about samples stand apart."""
    return (home / "samples" if samples else home) / "reports"


def issued(home: Path, month: str, samples: bool = False) -> list[dict[str, Any]]:
    """The reports of a month that were issued, oldest first; empty where none was. Raises StoreRefused where the file is damaged."""
    path = folder(home, samples) / f"{month}.json"
    try:
        found = json.loads(path.read_bytes())["issued"]
        if not all({"issued_at", "version", "is_closed", "figures", "loads", "policies", "program_version"} <= one.keys() for one in found):
            raise KeyError("a report lacks what it should hold")
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreRefused(
            "What was reported before cannot be read.", f"{path}: {error}", "restore the file from a backup, or move it away to begin anew"
        ) from error
    return list(found)


def last_other(home: Path, month: str, version: str, samples: bool = False) -> dict[str, Any] | None:
    """The report of a month issued last from another version of the store; None where there is none."""
    return next((one for one in reversed(issued(home, month, samples)) if one["version"] != version), None)


def remember(home: Path, month: str, record: dict[str, Any], samples: bool = False) -> None:
    """Keep a report. The last one once more is not kept again, so that issuing it anew changes nothing."""
    place = folder(home, samples)
    with durable.disk_faults("The report cannot be remembered."):
        durable.make_folder(place)
    with _alone(place):
        known = issued(home, month, samples)
        if known and known[-1]["version"] == record["version"]:
            return
        content = {"month": month, "issued": [*known, record][-MOST_REMEMBERED:]}
        next_one = place / f".{month}-{secrets.token_hex(4)}.next"
        try:
            with durable.disk_faults("The report cannot be remembered."):
                durable.write(next_one, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
                durable.rename(next_one, place / f"{month}.json")
        finally:
            durable.remove(next_one)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One writer at a time: two reports made at once are both remembered."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with writers_lock(place):
                yield
            return
        except StoreBusy:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
