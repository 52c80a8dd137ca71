"""What is this file, and how would it be read?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analytics.intake.options import LoadOptions
from analytics.operations.limited_process import run_limited
from analytics.operations.open_store import own_store


def inspect_file(
    path: Path, options: LoadOptions, home: Path, name: str | None = None, beside: Sequence[tuple[Path, str]] = ()
) -> dict[str, Any]:
    """Findings on a file; nothing is changed. `name` is what the person called it; `beside` are the other files of its load, with names.

    Of the file: file, bytes, rows, set_apart (rows that do not fit the header), delimiter, duplicates; columns [{name, values (the
    first), profile {rows, filled, distinct, longest, values [{value, rows}] (where few)}, timestamps None or {forms, orders
    (day-first …; more than one: open), is_settled, reason, read, filled, unread (examples), carries_offset (None: some may),
    has_time, is_number}}]. How it was opened: read_as {kind, counted_in, encoding, encoding_share, encoding_why, member, sheet,
    notes} and choices {encoding | sheet | member: [{value, …}]}.

    How it is read: formats [{name, title, how_to_export}], recognised (a format's name or None), format (the one it is read with,
    or None), mapping [{field, column, confidence, reason, others [{column, reason}]}], fields [{field, means, required}],
    words (findings.words_found), statuses {kind: words}, unknown_statuses [{value, rows, means}], preview {columns, rows}, rejects,
    reject_reasons [{field, reason, rows}], covered {rows, with_tier, with_priority, tiers, priorities, unknown_priorities} or None.
    proposal (None where a format is used) {kind, kind_reason, fields (as mapping), unsure (left out, as mapping), questions [{about,
    why, answer (the option), is_needed}], statuses, unknown_statuses, verdicts, notes, toml (the proposal as a format)}.

    The zone (T2): needs_timezone, zones [{zone, confidence, office_share, acts, gap_times, reasons, option, effect [{clock, breached,
    decided, breach_rate, as_if}]}], the surest first; effect is an estimate on so many decided clocks.

    problems [{wrong, found, remedy}]: what a load would be refused for. Raises FileRefused and other SundialErrors where the file
    cannot be read at all.
    """
    reader = own_store(home).reader()
    policies = [json.loads(row[0]) for row in reader.rows("SELECT resolved_json FROM policies ORDER BY position")] if reader else []
    job = {
        "path": str(path.absolute()), "name": name or path.name, "options": options.to_json(), "home": str(home), "policies": policies,
        "beside": [{"path": str(other.absolute()), "name": called} for other, called in beside],
    }  # fmt: skip
    return run_limited("analytics.operations.inspecting", job)
