"""What changed in a month since its last issued report, and what happened between the two."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Restated:
    """A figure that is not what the last issued report said."""

    key: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Restatement:
    """What changed since the report issued last from another version of the store, and what happened between the two.

    was_closed: whether the month was closed in that report. why: what came, went or differs; several together are not told apart.
    """

    issued_at: str
    version: str
    was_closed: bool
    changes: tuple[Restated, ...]
    why: tuple[str, ...]
    text: str
