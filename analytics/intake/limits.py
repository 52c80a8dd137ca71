"""The named limits on files from outside. Each can be set in the environment as SUNDIAL_<NAME in capitals>."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Any

from analytics.errors import SundialError


@dataclass(frozen=True)
class FileLimits:
    """What a file may be before any parser sees it. Sizes in bytes, shares as fractions of the rows read."""

    file_bytes: int = 64 * 1024**3
    line_bytes: int = 2_000_000
    columns: int = 2_000
    unclosed_quote_bytes: int = 200_000
    refused_from_rejected_share: float = 0.5
    toml_bytes: int = 64 * 1024

    @classmethod
    def in_force(cls) -> FileLimits:
        """The limits after the environment had its say."""
        told = {f.name: os.environ.get(f"SUNDIAL_{f.name.upper()}") for f in fields(cls)}
        return cls(**{name: _number(name, value) for name, value in told.items() if value})


def _number(name: str, value: str) -> Any:
    kind = type(getattr(FileLimits, name))
    try:
        number = kind(value)
    except ValueError:
        number = kind(0)
    if number <= 0:
        setting = f"SUNDIAL_{name.upper()}"
        raise SundialError(f"{setting} is not a number above 0", repr(value), f"write a plain number, or unset {setting}")
    return number
