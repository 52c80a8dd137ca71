"""The metrics once more: plain Python, row by row, written from domain.md and not from the SQL. Slow and simple on purpose."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from analytics.metrics import Question
from analytics.vocabulary import Dimension, Verdict
from tests.metrics.facts import Record, Records

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
Group = tuple[Any, ...]


def reference(records: Records, question: Question) -> dict[Group, dict[str, Any]]:
    """All metrics of every group that has a row in any relation."""
    tickets = _grouped(records.tickets, "received_on", question, ignore_level=True)
    escalations = _grouped(records.escalations, "escalated_on", question)
    day = {"due": "due_on" if question.verdict is Verdict.POLICY else "deadline_on", "started": "started_on", "stopped": "stopped_on"}
    clocks = _grouped([row for row in records.clocks if row["clock"] == question.clock], day[question.rule], question, ignore_level=True)
    if Dimension.LEVEL in question.by:
        place = question.by.index(Dimension.LEVEL)
        levels = {group[place] for group in escalations}
        tickets = {_with(group, place, level): rows for group, rows in tickets.items() for level in levels}
        clocks = {}
    groups = set(tickets) | set(escalations) | set(clocks) | (set() if question.by else {()})
    return {g: _metrics(tickets.get(g, []), clocks.get(g, []), escalations.get(g, []), question) for g in groups}


def _with(group: Group, place: int, level: Any) -> Group:
    return (*group[:place], level, *group[place + 1:])


def _grouped(rows: list[Record], day: str, question: Question, *, ignore_level: bool = False) -> dict[Group, list[Record]]:
    groups: dict[Group, list[Record]] = {}
    for row in rows:
        on = row[day]
        if (question.from_on or question.to_on) and on is None:
            continue
        if (question.from_on and on < question.from_on) or (question.to_on and on > question.to_on):
            continue
        wanted = {d: texts for d, texts in question.where.items() if texts and not (ignore_level and d is Dimension.LEVEL)}
        if all(_text(_value(row, d, on, question.verdict)) in texts for d, texts in wanted.items()):
            groups.setdefault(tuple(_value(row, d, on, question.verdict) for d in question.by), []).append(row)
    return groups


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _value(row: Record, dimension: Dimension, on: date | None, verdict: Verdict) -> Any:
    if dimension in (Dimension.MONTH, Dimension.WEEK, Dimension.DAY) and on is None:
        return None
    match dimension:
        case Dimension.MONTH:
            return f"{on.year:04d}-{on.month:02d}"
        case Dimension.WEEK:
            year, week, _ = on.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case Dimension.DAY:
            return on.isoformat()
        case Dimension.WEEKDAY:
            return WEEKDAYS[row["received_weekday"] - 1]
        case Dimension.HOUR:
            return row["received_hour"]
        case Dimension.GROUP:
            return row["group_name"]
        case Dimension.LEVEL:
            return row.get("level")
        case Dimension.TIER | Dimension.PRIORITY if verdict is not Verdict.POLICY:
            return row[f"export_{dimension}"]
    return row[str(dimension)]


def outcome_of(clock: Record, verdict: Verdict) -> str:
    """K2, K9, P5."""
    if clock["is_excluded"]:
        return "excluded"
    return {"policy": clock["outcome"], "deadline": clock["deadline_outcome"], "vendor": clock["vendor_outcome"]}[verdict] or "unknown"


def is_overdue(clock: Record, verdict: Verdict) -> bool:
    """K3: breached while it runs."""
    return outcome_of(clock, verdict) == "breached" and clock["stopped_at"] is None


def nearest_rank(values: list[int], share: float) -> int | None:
    """K10."""
    return sorted(values)[math.ceil(share * len(values)) - 1] if values else None


def _metrics(tickets: list[Record], clocks: list[Record], escalations: list[Record], question: Question) -> dict[str, Any]:
    outcomes = [outcome_of(clock, question.verdict) for clock in clocks]
    n = {word: outcomes.count(word) for word in ("met", "breached", "running", "excluded", "uncovered", "no_target", "unknown")}
    decided = n["met"] + n["breached"]
    late = [clock for clock in clocks if is_overdue(clock, question.verdict)]
    late_elapsed = [clock["elapsed_seconds"] for clock in late if clock["elapsed_seconds"] is not None]
    elapsed = [clock["elapsed_seconds"] for clock, outcome in zip(clocks, outcomes, strict=True) if outcome in ("met", "breached")]
    timed = [seconds for seconds in elapsed if seconds is not None]
    recorded = [t for t in tickets if t["levels_recorded"] and not t["is_excluded"]]
    events = [e for e in escalations if not e["is_excluded"]]
    escalated = len([t for t in recorded if t["escalations"] > 0])
    p50, p90 = nearest_rank(timed, 0.5), nearest_rank(timed, 0.9)
    uncovered_channel = len([t for t in tickets if t["channel_covered"] is False])
    return n | {
        "clocks": len(clocks), "decided": decided, "overdue": len(late),
        "paused": len([c for c, o in zip(clocks, outcomes, strict=True) if o == "running" and c["is_paused"]]),
        "attainment": n["met"] / decided if decided else None,
        "breach_rate": n["breached"] / decided if decided else None,
        "attainment_best": (n["met"] + n["running"]) / (decided + n["running"]) if decided + n["running"] else None,
        "attainment_worst": n["met"] / (decided + n["running"]) if decided + n["running"] else None,
        "timed": len(timed), "elapsed_p50": p50, "elapsed_p90": p90,
        "elapsed_p50_at_least": p50 is not None and any(e <= p50 for e in late_elapsed),
        "elapsed_p90_at_least": p90 is not None and any(e <= p90 for e in late_elapsed),
        "overdue_elapsed_min": min(late_elapsed) if late_elapsed else None,
        "tickets": len(tickets), "channel_uncovered": uncovered_channel,
        "channel_uncovered_share": uncovered_channel / len(tickets) if tickets else None,
        "tickets_with_levels": len(recorded),
        "escalated_tickets": escalated if recorded else None,
        "escalated_share": escalated / len(recorded) if recorded else None,
        "escalation_events": len(events), "escalation rows": len(escalations),
        "escalations": len(events) if recorded or events else None,
        "escalation_frequency": 100 * len(events) / len(recorded) if recorded else None,
    }
