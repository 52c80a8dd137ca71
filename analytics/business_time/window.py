"""An opening window: a stretch of UTC time that is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class OpeningWindow:
    """Half-open [opens_at, closes_at), both aware and in UTC (C1). `day` is the local day it belongs to: the one it starts on."""

    opens_at: datetime
    closes_at: datetime
    day: date

    @property
    def seconds(self) -> int:
        """Its length in real seconds (C3)."""
        passed = self.closes_at - self.opens_at
        return passed.days * 86_400 + passed.seconds
