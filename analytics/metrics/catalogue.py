"""The catalogue: every metric, read from the header of its .sql file in definitions/, and from nowhere else.

Adding a metric is adding its file and a test; the command line, the pages and docs/metrics.md read it from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.errors import UnknownWord

DEFINITIONS = Path(__file__).parent / "definitions"
UNITS = ("count", "share", "seconds", "per 100 tickets", "number", "flag")
LEVELLED = ("escalations", "repeats", "eligible", "ladder")
"""Relations whose rows have an escalation level of their own."""
RELATIONS = ("clocks", "survival", "tickets", *LEVELLED, "figures")
_KEYS = {"title", "definition", "numerator", "denominator", "unit", "better", "relation", "rules", "beside", "absent", "example"}
_WORD = re.compile(r"[a-z_][a-z_0-9]*")


@dataclass(frozen=True)
class Metric:
    """One number with its definition. `expression` aggregates `relation`, or combines other metrics (relation "figures").

    numerator, denominator: metric names, or sums of them ("met + running"); None where the number is not a ratio.
    beside: metrics that are always shown next to this one. absent: what a group without rows of the relation gets, 0 or None.
    unit: count, share (0 to 1), seconds, "per 100 tickets", number (with decimals) or flag (true or false). better: up, down or none.
    """

    name: str
    title: str
    definition: str
    numerator: str | None
    denominator: str | None
    unit: str
    better: str
    relation: str
    rules: str
    example: str
    beside: tuple[str, ...]
    absent: int | None
    expression: str

    @property
    def companions(self) -> tuple[str, ...]:
        """The metrics always shown with this one: marks, then numerator and denominator, each once."""
        words = [*self.beside, *_WORD.findall(self.numerator or ""), *_WORD.findall(self.denominator or "")]
        return tuple(dict.fromkeys(words))


def catalogue() -> tuple[Metric, ...]:
    """All metrics, by name."""
    return tuple(_by_name()[name] for name in sorted(_by_name()))


def metric(name: str) -> Metric:
    """One metric by its name. Raises UnknownWord, with the nearest name."""
    try:
        return _by_name()[name]
    except KeyError:
        raise UnknownWord("metric", name, _by_name()) from None


@cache
def uses(name: str) -> tuple[str, ...]:
    """The metrics that the expression of a metric names; empty for an aggregate over a relation."""
    found = metric(name)
    if found.relation != "figures":
        return ()
    return tuple(word for word in dict.fromkeys(_WORD.findall(found.expression)) if word in _by_name())


@cache
def aggregates(name: str) -> tuple[str, ...]:
    """The metrics over relations that a metric rests on; itself, where it is one."""
    return tuple(dict.fromkeys(leaf for word in uses(name) for leaf in aggregates(word))) if metric(name).relation == "figures" else (name,)


def splits_by_level(name: str) -> bool:
    """Whether a metric can be broken down by level: it counts what has one, at most against the tickets that record levels (E2)."""
    return all(leaf == "tickets_with_levels" or metric(leaf).relation in LEVELLED for leaf in aggregates(name))


@cache
def _by_name() -> dict[str, Metric]:
    return {path.stem: _read(path) for path in sorted(DEFINITIONS.glob("*.sql"))}


def _read(path: Path) -> Metric:
    lines = path.read_text(encoding="utf-8").splitlines()
    header: dict[str, str] = {}
    key = ""
    for line in (line for line in lines if line.startswith("--")):
        if line.startswith("--   "):
            header[key] += " " + line[5:].strip()
        else:
            key, _, text = line[3:].partition(": ")
            header[key] = text.strip()
    unknown = set(header) - _KEYS
    if unknown or header.get("unit") not in UNITS or header.get("relation") not in RELATIONS:
        raise ValueError(f"{path.name}: header not understood: {sorted(unknown) or header}")
    return Metric(
        name=path.stem,
        title=header["title"],
        definition=header["definition"],
        numerator=header.get("numerator"),
        denominator=header.get("denominator"),
        unit=header["unit"],
        better=header["better"],
        relation=header["relation"],
        rules=header["rules"],
        example=header["example"],
        beside=tuple(_WORD.findall(header.get("beside", ""))),
        absent=0 if header["unit"] == "count" and header.get("absent") != "null" else None,
        expression="\n".join(line for line in lines if not line.startswith("--")).strip(),
    )
