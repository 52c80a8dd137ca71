"""Load exports into the store: all files of a call, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analytics.errors import FileRefused
from analytics.intake.options import LoadOptions
from analytics.operations.limited_process import cancelled_load, run_limited
from analytics.operations.open_store import own_store
from analytics.operations.receipts import combined
from analytics.warehouse import Store

OnProgress = Callable[[str, float | None], None]
Cancelled = Callable[[], bool]


def load_files(
    home: Path, files: Sequence[Path], options: LoadOptions, on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None, names: Sequence[str] | None = None, store: Store | None = None,
    replacing: Sequence[int] = (),
) -> dict[str, Any]:  # fmt: skip
    """Load files and publish the version that holds them. Returns the receipt (L1); with several files, of all of them together.

    `names` are what the person called the files, where that differs; `store` another store than the company's own,
    `replacing` the loads that go in the same step. Raises SundialError subclasses; the store is then as it was before.
    """
    if not files:
        raise FileRefused("no file was given", "none", "name at least one export")
    named = [{"path": str(path.absolute()), "name": name} for path, name in zip(files, names or [p.name for p in files], strict=True)]
    job = {"files": named, "options": options.to_json(), "remove": list(replacing)}
    done = change_store(home, store or own_store(home), job, on_progress, cancelled)
    return combined(done["receipts"], done["version"])


def change_store(
    home: Path, store: Store, job: dict[str, Any], on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> dict[str, Any]:
    """Have the next version built by a limited process, and publish it. Every change of a store goes through here.

    `job` as in building.main. Returns its result; `version` is the name of what is now published, also where nothing had to change.
    """
    with store.writing() as draft:
        asked = job | {
            "next": str(draft.path), "base": str(draft.base.path) if draft.base else None, "home": str(home),
            "loaded_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat(),
        }  # fmt: skip
        done = run_limited("analytics.operations.building", asked, on_progress=on_progress, cancelled=cancelled)
        if done["publish"]:
            if cancelled is not None and cancelled():
                raise cancelled_load()
            if on_progress:
                on_progress("Checking and publishing", 0.97)
            draft.publish(done["contents"])
    if not done["publish"]:
        done["version"] = current_version(store)
    return done


def current_version(store: Store) -> str:
    """The published version's name, as reports and JSON print it."""
    reader = store.reader()
    return str(reader.rows("SELECT value FROM store_meta WHERE key = 'version'")[0][0]) if reader else ""
