"""What the person loading a file says about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_LATER = ("encoding", "sheet", "member", "timestamps", "words")


@dataclass(frozen=True)
class LoadOptions:
    """How a file is to be read. Whatever is None or empty is taken from the export format, or asked for.

    `format` names a shipped or company format, or is the path of a TOML file. `mapping` is field -> column of the file,
    `constants` field -> one value for the whole file (P9). `customers` is a CSV of organisation or domain, tier, from, to (P9).
    `timezone` is the zone of timestamps without an offset (T2); `as_of` an ISO instant (T3); `source` the help desk's name (L3).
    `encoding` is that of a text file which is not UTF-8, `sheet` a workbook's sheet or a JSON file's list, `member` a file of an archive.
    `timestamps` are forms of timestamps (instant_forms.py), day-first and month-first among them, that stand in for those of the
    format or decide what the file leaves open. `words` say what the export's words mean: field (status, priority, tier) -> word -> what
    it is read as, a kind of status (open, paused, resolved, closed) or a word of the policy.
    """

    format: str | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    customers: Path | None = None
    timezone: str | None = None
    as_of: str | None = None
    source: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    member: str | None = None
    timestamps: tuple[str, ...] | None = None
    words: dict[str, dict[str, str]] | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, for handing to another process and for telling loads apart: what came later is left out where it is not said."""
        said = {name: value for name, value in asdict(self).items() if value is not None or name not in _LATER}
        timestamps = {"timestamps": list(self.timestamps)} if self.timestamps else {}
        return said | {"customers": str(self.customers) if self.customers else None} | timestamps

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> LoadOptions:
        """The inverse of `to_json`."""
        customers = plain.get("customers")
        timestamps = plain.get("timestamps")
        told = {"customers": Path(customers) if customers else None, "timestamps": tuple(timestamps) if timestamps else None}
        return cls(**(plain | told))

    def identity(self, format_digest: str, lookups: Sequence[str] = ()) -> str:
        """Digest of all that decides how the same bytes are read: two equal ones make a load a repeat (L3).

        `lookups` are the digests of the files of the load that values are looked up in.
        """
        customers = hashlib.sha256(self.customers.read_bytes()).hexdigest() if self.customers else None
        facts = self.to_json() | {"format": format_digest, "customers": customers} | ({"lookups": sorted(lookups)} if lookups else {})
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
