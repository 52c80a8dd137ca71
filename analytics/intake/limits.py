"""The named limits on files from outside. Each can be set in the environment as SUNDIAL_<NAME in capitals>."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Any

from analytics.errors import SundialError


@dataclass(frozen=True)
class FileLimits:
    """What a file may be before any parser sees it. Sizes in bytes, shares as fractions of the rows read.

    `unpacked_ratio` is unpacked by packed bytes, and holds for what unpacks to more than 64 MiB. `sheet_cells` counts the whole
    rectangle a sheet spans, empty cells too, because that is what reading it costs.
    """

    file_bytes: int = 64 * 1024**3
    line_bytes: int = 2_000_000
    columns: int = 2_000
    unclosed_quote_bytes: int = 200_000
    refused_from_rejected_share: float = 0.5
    toml_bytes: int = 64 * 1024
    unpacked_bytes: int = 64 * 1024**3
    unpacked_ratio: int = 250
    archive_members: int = 1_000
    archive_depth: int = 2
    workbook_bytes: int = 2 * 1024**3
    sheet_cells: int = 25_000_000
    json_depth: int = 64
    json_lists: int = 20_000

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
