"""What is this file, and how would it be read?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analytics.intake.options import LoadOptions
from analytics.operations.limited_process import run_limited
from analytics.operations.open_store import own_store


def inspect_file(path: Path, options: LoadOptions, home: Path, name: str | None = None) -> dict[str, Any]:
    """Findings on a file; nothing is changed. `name` is what the person called it.

    Keys: file, bytes, rows, set_apart, delimiter, columns [{name, values}],
    read_as {kind, counted_in, encoding, encoding_share, encoding_why, member, sheet, notes} and choices {encoding | sheet | member:
    [{value, …}]} of how the file was opened, formats [{name, title, how_to_export}], recognised (a
    format's name or None), format (the one it would be read with, or None), mapping [{field, column, reason}], fields [{field, means,
    required}], rejects, reject_reasons [{field, reason, rows}], needs_timezone, preview {columns, rows}, covered {rows, with_tier,
    with_priority, tiers, priorities, unknown_priorities} or None, problems [{wrong, found, remedy}]. Raises FileRefused and other
    SundialErrors where the file cannot be read at all.
    """
    reader = own_store(home).reader()
    policies = [json.loads(row[0]) for row in reader.rows("SELECT resolved_json FROM policies ORDER BY position")] if reader else []
    job = {
        "path": str(path.absolute()), "name": name or path.name, "options": options.to_json(), "home": str(home), "policies": policies,
    }  # fmt: skip
    return run_limited("analytics.operations.inspecting", job)
