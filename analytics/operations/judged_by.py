"""What judged a store: the program's own rules and the zones they are read with. Facts judged by another are judged anew, all of them."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ANALYTICS = Path(__file__).parents[1]
_RULES = ("facts", "business_time", "policy/schema.sql", "policy/tables.py", "intake/fold.sql", "intake/folding.py", "intake/changes.sql")
_LIBRARIES = ("tzdata", "duckdb")


def judged_by() -> str:
    """A digest of all that decides a verdict beside the store's own loads and policies."""
    found = hashlib.sha256()
    for rules in _RULES:
        place = _ANALYTICS / rules
        for path in [place] if place.is_file() else sorted([*place.rglob("*.py"), *place.rglob("*.sql")]):
            found.update(path.relative_to(_ANALYTICS).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for library in _LIBRARIES:
        found.update(_version(library).encode() + b"\0")
    return found.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
