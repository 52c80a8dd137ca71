"""Load what lies in a folder, once: for cron and systemd. Each file is a load of its own, and moves to `done` or to `failed`.

Nothing here can lose a file or load one twice: a file is moved only after its load is published, the same bytes again change nothing
(L3), and no move overwrites. So a run may be killed at any moment, and two runs may meet.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analytics.errors import FileRefused, StoreBusy, StoreRefused, SundialError
from analytics.intake.options import LoadOptions
from analytics.operations.limited_process import LimitedJobFailed
from analytics.operations.load import OnProgress, load_files
from analytics.warehouse import durable
from analytics.warehouse.lock import writers_lock

SETTLED_SECONDS = 60
"""A file changed since then may still be being written, so it is left for the next run."""

WAIT_SECONDS = 600
"""How long to wait for another writer of the store before the rest is left for the next run."""

FOLDER_LOCK = ".sundial-lock"
MOST_OF_A_NAME = 10_000


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: "loaded", "unchanged" (the same as before: nothing to do), "failed" or "left" (where it was).

    moved_to: its new place; None where it was left. reason: of a failed or left one. receipt: of its load (L1).
    """

    file: str
    outcome: str
    moved_to: str | None = None
    reason: str | None = None
    receipt: dict[str, Any] | None = field(default=None)


@dataclass(frozen=True)
class Places:
    """Where files come from and go to. Made by `checked`."""

    folder: Path
    done: Path
    failed: Path

    @classmethod
    def checked(cls, folder: Path, done: Path, failed: Path) -> Places:
        """The three folders, `done` and `failed` made where they are not there. Raises FileRefused."""
        if not folder.is_dir():
            raise FileRefused(f"{folder} is not a folder", "a file" if folder.exists() else "nothing of that name", "name a folder")
        for place, name in ((done, "--done"), (failed, "--failed")):
            if place.exists() and not place.is_dir():
                raise FileRefused(f"{name} {place} is not a folder", "a file of that name", "name a folder")
            durable.make_folder(place)
        if len({place.resolve() for place in (folder, done, failed)}) < 3:
            raise FileRefused("three folders are needed", "two of them are the same", "name another folder for --done or --failed")
        return cls(folder, done, failed)


def load_folder(
    home: Path, places: Places, options: LoadOptions, on_progress: OnProgress | None = None, now: float | None = None,
    wait_seconds: float = WAIT_SECONDS,
) -> list[FileOutcome]:  # fmt: skip
    """Load every settled file of the folder (not of folders in it, and no hidden ones), the one changed longest ago first.

    One that cannot be loaded goes to `failed` with a text beside it that says why, and does not stop the others. What is no fault of
    the file (the store is busy or cannot be written) leaves it and the rest where they are. Raises StoreBusy where another run is at
    work in this folder. `now`: seconds since 1970, for tests.
    """
    with writers_lock(places.folder, FOLDER_LOCK):
        settled_before = (time.time() if now is None else now) - SETTLED_SECONDS
        found = sorted((path for path in places.folder.iterdir() if _is_export(path)), key=lambda path: (_changed_at(path), path.name))
        told: list[FileOutcome] = []
        for place, path in enumerate(found):
            if _changed_at(path) > settled_before:
                told.append(FileOutcome(path.name, "left", reason="changed in the last minute: it may still be being written"))
                continue
            try:
                told.append(_load_and_move(home, places, path, options, on_progress, wait_seconds))
            except StoreRefused as error:
                told += [FileOutcome(left.name, "left", reason=str(error)) for left in found[place:]]
                break
        return told


def _is_export(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))


def _changed_at(path: Path) -> float:
    """When the file was last written; 0 for one that is gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0


def _load_and_move(
    home: Path, places: Places, path: Path, options: LoadOptions, on_progress: OnProgress | None, wait_seconds: float
) -> FileOutcome:
    try:
        before = _state(path)
        receipt = _patiently(lambda: load_files(home, [path], options, on_progress=on_progress), wait_seconds)
    except StoreRefused:
        raise
    except SundialError as error:
        return _failed(places, path, str(error))
    except (OSError, LimitedJobFailed) as error:
        told = str(error).strip().splitlines()
        fault = SundialError(f"{path.name} could not be loaded", told[-1] if told else type(error).__name__, "see the log of this run")
        return _failed(places, path, str(fault))
    if _state(path) != before:
        return FileOutcome(path.name, "left", reason="it was changed while it was loaded: it is loaded again next time", receipt=receipt)
    moved = _moved(path, places.done)
    return FileOutcome(path.name, "unchanged" if receipt.get("already_loaded") else "loaded", str(moved), receipt=receipt)


def _state(path: Path) -> tuple[int, int, int]:
    known = path.stat()
    return known.st_ino, known.st_size, known.st_mtime_ns


def _patiently(load: Callable[[], dict[str, Any]], wait_seconds: float) -> dict[str, Any]:
    """Another writer of the store is waited for; it ends by itself."""
    until = time.monotonic() + wait_seconds
    while True:
        try:
            return load()
        except StoreBusy:
            if time.monotonic() >= until:
                raise
            time.sleep(0.5)


def _failed(places: Places, path: Path, reason: str) -> FileOutcome:
    """To `failed`, with FILE.txt beside it. The text is there first, so that no file lies there without its reason."""
    try:
        for number in range(1, MOST_OF_A_NAME):
            target = _numbered(places.failed, path, number)
            note = target.with_name(f"{target.name}.txt")
            if target.exists():
                continue
            try:
                with note.open("x", encoding="utf-8") as text:
                    text.write(f"{reason}\n")
            except FileExistsError:
                continue
            durable.sync_file(note)
            if _took_name(path, target):
                return FileOutcome(path.name, "failed", str(target), reason)
            durable.remove(note)
    except OSError as error:
        return FileOutcome(path.name, "failed", None, f"{reason}\n  and it could not be moved: {error}")
    return FileOutcome(path.name, "failed", None, reason)


def _moved(path: Path, folder: Path) -> Path | None:
    """The file's place in another folder, under its own name or that name with a number; None where it could not be moved."""
    for number in range(1, MOST_OF_A_NAME):
        target = _numbered(folder, path, number)
        if _took_name(path, target):
            return target
    return None


def _numbered(folder: Path, path: Path, number: int) -> Path:
    """tickets.csv, tickets (2).csv, … ; tickets (2).csv.gz."""
    if number == 1:
        return folder / path.name
    stem, dot, ending = path.name.partition(".")
    return folder / f"{stem} ({number}){dot}{ending}"


def _took_name(path: Path, target: Path) -> bool:
    """Move a file to a name that nothing has; False where something has it. Never overwrites, also where two ask at once.

    A link and then the removal of the old name: killed between the two, the file has both, and the next run ends the move.
    """
    try:
        os.link(path, target)
    except FileExistsError:
        if not target.samefile(path):
            return False
    except OSError:
        if not _copied(path, target):
            return False
    durable.sync_folder(target.parent)
    path.unlink(missing_ok=True)
    durable.sync_folder(path.parent)
    return True


def _copied(path: Path, target: Path) -> bool:
    """To another file system, or one without links: a copy, given its name only when it is whole and on the disk."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        shutil.copy2(path, unfinished)
        durable.sync_file(unfinished)
        try:
            os.link(unfinished, target)
        except FileExistsError:
            return False
        except OSError:
            with target.open("xb"):
                pass
            unfinished.replace(target)
        return True
    except FileExistsError:
        return False
    finally:
        durable.remove(unfinished)
