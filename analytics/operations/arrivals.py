"""The files of a load, before any is read: which are new, which are there already, which replace an earlier load (L3)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analytics.errors import FileRefused
from analytics.intake.export_format import ExportFormat
from analytics.intake.options import LoadOptions
from analytics.intake.several_files import Coming, FilesOfOneLoad, resolved, settle
from analytics.intake.taking_in import TakenIn, Taking, look_up_in, take_in
from analytics.operations.given_files import given_files, open_given
from analytics.operations.receipts import repeat_receipt
from analytics.warehouse import Database

Progress = Callable[[str, float | None], None]


@dataclass(frozen=True)
class Arrivals:
    """`files` are to be taken in, in this order; `lookups` those they take values from, also where those are there already."""

    files: list[Coming]
    lookups: list[Coming]
    call: FilesOfOneLoad
    repeats: list[dict[str, Any]]
    replaced: list[int]

    @property
    def folders(self) -> list[Path]:
        """Where the files lie that will be read."""
        return [one.opened.text_path.resolve().parent for one in (*self.files, *self.lookups)]


def sort_out(job: Mapping[str, Any], formats: Mapping[str, ExportFormat], scratch: Path) -> Arrivals:
    """What a job's files are, against what its base holds. What is written to open them goes to the folder `scratch`."""
    options = LoadOptions.from_json(job.get("options", {}))
    stored: list[tuple[Any, ...]] = []
    if job.get("base"):
        with Database.open(Path(job["base"])) as base:
            stored = base.rows("SELECT load_id, sha256, identity, receipt_json, source FROM loads ORDER BY load_id")
            stored = [row for row in stored if row[0] not in job.get("remove", [])]
    given = given_files(job.get("files", []), options)
    opened = [(open_given(file, options, formats, scratch / str(place)), digest) for place, (file, digest) in enumerate(given)]
    coming, call = settle(opened, options, formats)
    files: list[Coming] = []
    repeats: list[dict[str, Any]] = []
    replaced: list[int] = []
    seen: dict[str, str] = {}
    for one in coming:
        # Of one file and an empty store nothing is asked yet: its digest is waited for when the load is noted.
        same_bytes = [row for row in stored if row[1] == one.sha256 and row[4] == (one.options.source or one.base.product)]
        same = [row for row in same_bytes if row[2] == call.identity(resolved(one, call, formats), one.options)]
        if same:
            repeats += [repeat_receipt(json.loads(row[3]), one.name) for row in same]
            continue
        if len(coming) > 1:
            _refuse_twice(one, seen)
        replaced += [row[0] for row in same_bytes]
        files.append(one)
    lookups = [one for one in coming if any(other.looks_up(one) for other in files)]
    return Arrivals(files, lookups, call, repeats, replaced)


def _refuse_twice(one: Coming, seen: dict[str, str]) -> None:
    """A file of the bytes of another of its call. `seen`: digest -> name of those before, to which this one is added."""
    if one.sha256 in seen:
        same_as = f"the same bytes as {seen[one.sha256]}"
        raise FileRefused(f"{one.name} is given twice", same_as, "name each file once; nothing was loaded")
    seen[one.sha256] = one.name


TAKEN_IN = 0.6
"""How far a load is when all its files are read: the rest is folding, judging and writing."""


def take_in_all(
    db: Database, arrivals: Arrivals, formats: Mapping[str, ExportFormat], first_load_id: int, loaded_at: datetime, reporting_zone: str,
    scratch: str, progress: Progress,
) -> list[TakenIn]:  # fmt: skip
    """Read all files into a writer's database. `scratch` is how the names of files written on the way begin."""
    taking = Taking(first_load_id, loaded_at, formats, reporting_zone, first_load_id + len(arrivals.files) - 1, arrivals.call)
    headers: dict[str, tuple[str, ...]] = {}
    for one in arrivals.lookups:
        path = Path(f"{scratch}lookup.csv")
        try:
            look_up_in(db, one, path, headers.get(one.base.name))
        finally:
            path.unlink(missing_ok=True)
        headers.setdefault(one.base.name, one.header)
    taken = []
    for place, one in enumerate(arrivals.files):
        told = _within(progress, one.name, place / len(arrivals.files), 1 / len(arrivals.files))
        path = Path(f"{scratch}{place}.csv")
        try:
            taken.append(take_in(db, one, taking, first_load_id + place, path, told))
        finally:
            path.unlink(missing_ok=True)
    return taken


def _within(progress: Progress, name: str, before: float, part: float) -> Progress:
    """A file's own progress as its part of that of all files, which ends at TAKEN_IN."""

    def told(step: str, share: float | None) -> None:
        progress(f"{name}: {step}", TAKEN_IN * (0.05 + 0.95 * (before + part * (share or 0.0))))

    return told
