"""What changed in a month since its last issued report, and what happened between the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from analytics.figures.wording import count, shown

if TYPE_CHECKING:
    from analytics.reports.monthly.summary import MonthlySummary

MOST_IN_TEXT = 3
MOST_FILES = 10
Record = Mapping[str, Any]
"""An issued report as it is remembered: plain values that JSON holds."""


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


def record(summary: MonthlySummary, issued_at: str) -> dict[str, Any]:
    """What is remembered of a report: its figures, and what they were made from."""
    origin = summary.provenance
    return {
        "issued_at": issued_at,
        "version": origin.version,
        "program_version": origin.program_version,
        "is_closed": summary.is_closed,
        "loads": [asdict(load) for load in origin.loads],
        "policies": [asdict(policy) for policy in origin.policies],
        "figures": {key: {"title": title, "text": text, "values": list(values)} for key, title, text, values in _quoted(summary)},
    }


def restated(summary: MonthlySummary, issued: Record | None) -> Restatement | None:
    """What an earlier report said otherwise; None without one, and where every figure is the same."""
    if issued is None:
        return None
    now = record(summary, "")
    changes = tuple(_changes(issued["figures"], now["figures"]))
    if not changes:
        return None
    why = tuple(_why(issued, now))
    listed = "; ".join(f"{one.title} {one.before} → {one.after}" for one in changes[:MOST_IN_TEXT])
    more = f"; and {count(len(changes) - MOST_IN_TEXT)} more" if len(changes) > MOST_IN_TEXT else ""
    differ = f"{count(len(changes))} figure{' differs' if len(changes) == 1 else 's differ'}"
    text = f"{differ} from the report issued on {issued['issued_at'][:10]}: {listed}{more}. Since then: {'; '.join(why)}."
    return Restatement(issued["issued_at"], issued["version"], bool(issued["is_closed"]), changes, why, text)


def _quoted(summary: MonthlySummary) -> Iterator[tuple[str, str, str, tuple[Any, ...]]]:
    """Every figure that a report states: key, title, text, and the numbers that are compared."""
    for one in summary.figures:
        n = f" ({count(one.numerator)} of {count(one.denominator)})" if one.numerator is not None and one.denominator else ""
        yield f"figure/{one.clock or '-'}/{one.name}", one.title, f"{one.value_text}{n}", (one.value, one.numerator, one.denominator)
    for row in summary.tiers:
        name = shown(row.tier, "no tier") + ("" if row.is_total else f", {shown(row.priority, 'no priority')}")
        key = f"tier/{'' if row.tier is None else row.tier}/{'*' if row.is_total else row.priority or ''}"
        text = f"{row.attainment_text}{f' ({row.met_text})' if row.met_text else ''}"
        yield key, f"{name}: attainment", text, (row.tickets, row.met, row.decided, row.overdue, row.running)
    for level in summary.levels:
        yield f"level/{level.level}", f"Escalations to level {level.level}", level.text, (level.escalations, level.tickets)
    if summary.backlog.open is not None:
        yield "backlog", "Open at the month's end", count(summary.backlog.open), (summary.backlog.open,)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Restated]:
    """Figures whose numbers differ, in the order of the new report; then those it no longer states."""
    absent = {"title": "", "text": "not stated", "values": None}
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key, absent), after.get(key, absent)
        if old["values"] == new["values"]:
            continue
        exact = [f"{one['text']}{_exactly(one['values']) if old['text'] == new['text'] else ''}" for one in (old, new)]
        yield Restated(key, new["title"] or old["title"], *exact)


def _exactly(values: Any) -> str:
    """The numbers behind a text that reads the same before and after."""
    return f" [{', '.join('-' if one is None else f'{one:g}' if isinstance(one, float) else str(one) for one in values or ())}]"


def _why(before: Record, after: Record) -> Iterator[str]:
    """What lies between two versions of a store: loads, policies, the program; and time, where the month was running."""
    if not before["is_closed"]:
        yield "the month was still running in that report"
    old, new = ({(load["source"], load["sha256"], load["read_as"]): load["file"] for load in one["loads"]} for one in (before, after))
    old_bytes, new_bytes = ({key[:2] for key in one} for one in (old, new))
    came = [f"loaded {shown(new[key])}" if key[:2] not in old_bytes else f"read {shown(new[key])} anew" for key in new if key not in old]
    went = [f"took back or replaced {shown(old[key])}" for key in old if key not in new and key[:2] not in new_bytes]
    yield from _listed(came)
    yield from _listed(went)
    judged = [{(one["sha256"], one["effective_at"]): f"{one['name']} {one['label']}".strip() for one in side["policies"]}
              for side in (before, after)]  # fmt: skip
    yield from (f"policy {shown(name)} in force" for key, name in judged[1].items() if key not in judged[0])
    yield from (f"policy {shown(name)} no longer in force" for key, name in judged[0].items() if key not in judged[1])
    if before["program_version"] != after["program_version"]:
        yield f"Sundial {before['program_version']} became {after['program_version']}"
    same = judged[0].keys() == judged[1].keys() and before["program_version"] == after["program_version"]
    if before["is_closed"] and same and not came and not went:
        yield "what differs between the two versions of the store is not recorded"


def _listed(names: list[str]) -> Iterator[str]:
    yield from names[:MOST_FILES]
    if len(names) > MOST_FILES:
        yield f"and {count(len(names) - MOST_FILES)} files more"
