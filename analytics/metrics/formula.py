"""Formulas that definitions use by name, such as wilson_low(part, whole): one SQL macro a file in formulas/.

They are plain SQL so that an interval is computed where the numbers are, once a group, and needs no library.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FORMULAS = Path(__file__).parent / "formulas"
_WORD = re.compile(r"[a-z_][a-z_0-9]*")


@cache
def formulas() -> dict[str, str]:
    """The SQL of every formula, a statement that creates it for this connection, by name."""
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(FORMULAS.glob("*.sql"))}


@cache
def formulas_for(sql: str) -> tuple[str, ...]:
    """The statements that create the formulas named in `sql`, those that they use first; none where it names none."""
    found: dict[str, str] = {}

    def visit(text: str) -> None:
        body = re.sub(r"--.*", "", text)
        for name in (word for word in dict.fromkeys(_WORD.findall(body)) if word in formulas() and word not in found):
            if formulas()[name] == text:
                continue
            visit(formulas()[name])
            found[name] = formulas()[name]

    visit(sql)
    return tuple(found.values())
