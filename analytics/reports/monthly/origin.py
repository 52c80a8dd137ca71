"""Where a month's figures come from: the loads, policies and rules behind them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceLine:
    """A help desk and the instant it stands at (T3)."""

    name: str
    as_of: str
    tickets: int
    responses_recorded: bool
    levels_recorded: bool
    open_not_seen_since: int


@dataclass(frozen=True)
class LoadLine:
    """A file that the store was made from: the hash of its bytes, and of how it was read."""

    file: str
    source: str
    sha256: str
    read_as: str
    format: str
    as_of: str | None


@dataclass(frozen=True)
class PolicyLine:
    """A version of the policy; effective_at is None for one in force from the beginning."""

    name: str
    label: str
    sha256: str
    effective_at: str | None


@dataclass(frozen=True)
class RuleLine:
    """A rule by name, as the documentation names it, and what it says here."""

    name: str
    text: str


@dataclass(frozen=True)
class Provenance:
    """What the figures were made from. version: of the store, a hash of loads, options, policy and program."""

    version: str
    program_version: str
    zone: str
    sources: tuple[SourceLine, ...]
    loads: tuple[LoadLine, ...]
    policies: tuple[PolicyLine, ...]
    rules: tuple[RuleLine, ...]
    rows_read: int
    rows_rejected: int
