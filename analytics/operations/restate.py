"""The policy's versions: check a file, list them, add one, or restate the past by one (P3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analytics.errors import PolicyRefused
from analytics.operations.load import OnProgress, change_store, current_version
from analytics.operations.open_store import own_store
from analytics.policy.describe import describe
from analytics.policy.document import read_text
from analytics.policy.history import PolicyHistory, check_effect
from analytics.policy.parse import calendar_texts, parse_policy
from analytics.policy.policy import Policy
from analytics.policy.resolved import from_resolved, resolve
from analytics.policy.shipped import SHIPPED_CALENDARS, default_policy


def check_policy(path: Path) -> list[str]:
    """What a policy file says, in plain sentences. Raises PolicyRefused naming all that is wrong with it."""
    return list(describe(_read(path)))


def list_policies(home: Path) -> list[dict[str, Any]]:
    """The versions in order of effect: name, label, effective_from, when and why each was added, and what it says."""
    reader = own_store(home).reader()
    rows = reader.rows("SELECT resolved_json, added_at, note FROM policies ORDER BY position") if reader else []
    if not rows:
        return [_listed(default_policy(), None, "shipped as the default; in force until another is added")]
    versions = [(from_resolved(json.loads(row[0])), row[1].isoformat() + "Z", row[2]) for row in rows]
    in_force = {policy.sha256 for policy in PolicyHistory(policy for policy, _, _ in versions)}
    listed = [_listed(policy, added_at, note) for policy, added_at, note in versions if policy.sha256 in in_force]
    return sorted(listed, key=lambda one: one["effective_from"] or "")


def add_policy(home: Path, path: Path) -> dict[str, Any]:
    """Add a version that takes effect after every source's as_of, or any while nothing is loaded. Raises PolicyRefused otherwise (P3)."""
    policy = _read(path)
    store = own_store(home)
    reader = store.reader()
    rows = reader.rows("SELECT resolved_json FROM policies ORDER BY position") if reader else []
    history = PolicyHistory([from_resolved(json.loads(row[0])) for row in rows] or [default_policy()])
    as_of = reader.rows("SELECT max(as_of) FROM sources")[0][0] if reader else None
    if policy.sha256 in {version.sha256 for version in history} and reader is not None:
        return {"added": policy.name, "label": policy.version_label, "effective_from": _day(policy), "already": True,
                "version": current_version(store)}  # fmt: skip
    check_effect(history, policy, as_of, path.name)
    done = change_store(home, store, {"policies": [{"resolved": resolve(policy), "note": "added"}]})
    return {"added": policy.name, "label": policy.version_label, "effective_from": _day(policy), "version": done["version"]}


def restate_policy(home: Path, path: Path, agree: bool, on_progress: OnProgress | None = None) -> dict[str, Any]:
    """Judge anew by a version that takes effect in the past. Without `agree` nothing is changed: the flips are what it would do (P3).

    Returns {"flips": [{clock, tier, before, after, clocks}], "flipped": n, "restated": bool, "version": …}.
    """
    policy = _read(path)
    job = {"policies": [{"resolved": resolve(policy), "note": "restated"}], "compare": True, "dry": not agree}
    done = change_store(home, own_store(home), job, on_progress)
    flips = done["flips"]
    return {
        "name": policy.name, "label": policy.version_label, "effective_from": _day(policy), "flips": flips,
        "flipped": sum(flip["clocks"] for flip in flips), "restated": agree, "version": done["version"],
    }  # fmt: skip


def _read(path: Path) -> Policy:
    if not path.is_file():
        raise PolicyRefused(f"there is no policy file {path.name}", "no such file", "check the name and the folder")
    calendars = calendar_texts(SHIPPED_CALENDARS, path.resolve().parent / "calendars")
    return parse_policy(read_text(path), path.name, calendars)


def _listed(policy: Policy, added_at: str | None, note: str) -> dict[str, Any]:
    return {
        "name": policy.name, "label": policy.version_label, "effective_from": _day(policy), "added_at": added_at, "note": note,
        "sha256": policy.sha256, "says": list(describe(policy)),
    }  # fmt: skip


def _day(policy: Policy) -> str | None:
    return policy.effective_from.isoformat() if policy.effective_from else None
