"""Undo a load, also an old one: what it alone brought goes, the rest is folded and judged again (L4)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analytics.errors import StoreRefused
from analytics.operations.load import OnProgress, change_store
from analytics.operations.loads import list_loads
from analytics.operations.open_store import own_store


def undo_load(home: Path, load_id: int, on_progress: OnProgress | None = None) -> dict[str, Any]:
    """Publish a version without that load and the files that were given with it: they are one load.

    Returns the undone load, all loads that went with it (undone_together), their files and the version. Raises StoreRefused for an
    unknown load.
    """
    loads = {load["load_id"]: load for load in list_loads(home)}
    if load_id not in loads:
        known = ", ".join(str(n) for n in sorted(loads)) or "none"
        raise StoreRefused(f"there is no load {load_id}", f"loads: {known}", "see them with: sundial loads")
    together = sorted(n for n, load in loads.items() if load["together"] == loads[load_id]["together"])
    done = change_store(home, own_store(home), {"remove": together}, on_progress)
    undone = {"undone": load_id, "file": loads[load_id]["file"], "source": loads[load_id]["source"], "version": done["version"]}
    if len(together) > 1:
        undone |= {"undone_together": together, "files": [loads[n]["file"] for n in together]}
    return undone
