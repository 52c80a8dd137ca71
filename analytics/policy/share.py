"""A share as a policy writes it: "95 %" or 0.95."""

from __future__ import annotations

import math
import re

from analytics.policy.section import Section, shown


def read_share(section: Section, name: str, allowed: str, *, zero: bool = False) -> float | None:
    """The share under a key, above 0 (`zero`: or 0) and up to 1; None where it is none, which is noted with what is `allowed`."""
    value = section.table[name]
    share: float | None = None
    if isinstance(value, str) and (match := re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%", value.strip())):
        share = round(float(match.group(1)) / 100, 8)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        share = float(value)
    if share is not None and math.isfinite(share) and (0 < share <= 1 or (zero and share == 0)):
        return share
    near = f'"{value} %"' if isinstance(value, (int, float)) and not isinstance(value, bool) and 1 < value <= 100 else None
    section.note(name, f"{shown(value)} is not a share", allowed, near)
    return None
