"""The limits on a process that reads a file from outside. Each can be set in the environment as SUNDIAL_LIMIT_<NAME in capitals>."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path

from analytics.errors import SundialError

GIB = 1024**3
MEMORY_SHARE = 0.7
"""Of the machine's memory, for one reading process: the dashboard and the system need the rest."""

ENGINE_SHARE = 0.6
"""Of the reading process's memory, for the database engine: parsers and Arrow tables need the rest."""

ENGINE_MOST_BYTES = 1792 * 1024**2
"""And no more than this: judging goes by batches, so more would not make it faster, and 10 million rows stay below 3 GB in all."""

ADDRESS_SPACE_BEYOND = 4 * GIB
"""Address space beyond the memory: libraries, stacks and arenas are mapped and never touched (0.6 GiB at 3 million rows)."""


def machine_memory_bytes() -> int:
    """Memory of this machine, or of the container where that is less; 4 GiB where the system does not tell."""
    try:
        installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        installed = 4 * GIB
    for told in (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")):
        try:
            installed = min(installed, int(told.read_text()))
        except (OSError, ValueError):
            continue
    return installed


def _default_memory_bytes() -> int:
    return max(GIB, int(machine_memory_bytes() * MEMORY_SHARE))


@dataclass(frozen=True)
class Limits:
    """What a reading process may use. Sizes in bytes."""

    memory_bytes: int = field(default_factory=_default_memory_bytes)
    cpu_seconds: int = 3600
    wall_seconds: int = 3600
    open_files: int = 256
    written_file_bytes: int = 64 * GIB

    @property
    def address_space_bytes(self) -> int:
        """What is set as the address space, where the system enforces one."""
        return self.memory_bytes + ADDRESS_SPACE_BEYOND

    @property
    def engine_memory(self) -> str:
        """The database engine's part of the memory, as `Database.open(memory_limit=…)` wants it."""
        return f"{min(int(self.memory_bytes * ENGINE_SHARE), ENGINE_MOST_BYTES) // 1024**2}MiB"

    @classmethod
    def in_force(cls) -> Limits:
        """The limits after the environment had its say."""
        told = {f.name: os.environ.get(f"SUNDIAL_LIMIT_{f.name.upper()}") for f in fields(cls)}
        return cls(**{name: _whole(name, value) for name, value in told.items() if value})


def _whole(name: str, value: str) -> int:
    if not value.isdecimal() or int(value) == 0:
        setting = f"SUNDIAL_LIMIT_{name.upper()}"
        raise SundialError(f"{setting} is not a whole number above 0.", repr(value), f"write a plain number, or unset {setting}")
    return int(value)
