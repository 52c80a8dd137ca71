"""The metrics once more: plain Python, row by row, written from domain.md and not from the SQL. Slow and simple on purpose."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import Any

from analytics.metrics import Question
from analytics.vocabulary import Dimension, Verdict
from tests.metrics.facts import Record, Records
from tests.metrics.intervals import garwood, wilson

SHARES = {
    "attainment": ("met", "decided"), "breach_rate": ("breached", "decided"),
    "escalated_share": ("escalated_tickets", "tickets_with_levels"), "channel_uncovered_share": ("channel_uncovered", "tickets"),
    "near_miss_share": ("near_misses", "met"), "after_breach_share": ("after_breach_events", "with_due_events"),
}
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
Group = tuple[Any, ...]


def reference(records: Records, question: Question) -> dict[Group, dict[str, Any]]:
    """All metrics of every group that has a row in any relation."""
    tickets = _grouped(records.tickets, "received_on", question, ignore_level=True)
    escalations = _grouped(records.escalations, "escalated_on", question)
    day = {"due": "due_on" if question.verdict is Verdict.POLICY else "deadline_on", "started": "started_on", "stopped": "stopped_on"}
    clocks = _grouped([row for row in records.clocks if row["clock"] == question.clock], day[question.rule], question, ignore_level=True)
    eligible = _grouped([row for row in records.eligible if row["is_escalated"] is not None], "eligible_on", question)
    ladder = _grouped(_ladder(records.tickets), "received_on", question)
    if Dimension.LEVEL in question.by:
        place = question.by.index(Dimension.LEVEL)
        others = (*eligible, *ladder) if _asks_eligible(question) else ()
        levels = {group[place] for group in (*escalations, *others)}
        tickets = {_with(group, place, level): rows for group, rows in tickets.items() for level in levels}
        clocks = {}
    groups = set(tickets) | set(escalations) | set(clocks) | set(eligible) | set(ladder) | (set() if question.by else {()})
    ordered: dict[tuple[Any, Any], int] = {}
    repeats = set()
    for row in sorted(records.escalations, key=lambda row: row["ordinal"]):
        ticket = (row["source"], row["ticket_id"])
        if row["level"] <= ordered.get(ticket, 0):
            repeats.add(id(row))
        ordered[ticket] = max(ordered.get(ticket, 0), row["level"])
    found = {}
    for g in groups:
        found[g] = _metrics(tickets.get(g, []), clocks.get(g, []), escalations.get(g, []), question)
        found[g] |= _of_clocks(clocks.get(g, []), question)
        found[g] |= _of_escalations(found[g], escalations.get(g, []), repeats, question)
        found[g] |= _of_eligible(eligible.get(g, []), ladder.get(g, []))
        found[g] |= intervals(found[g])
    breached, decided = (sum(row[name] for row in found.values()) for name in ("breached", "decided"))
    for row in found.values():
        row["overall_breach_rate"] = breached / decided if decided else None
        row["excess_breaches"] = row["breached"] - row["decided"] * breached / decided if decided else None
    return found


def _asks_eligible(question: Question) -> bool:
    return any("eligible" in name or "should" in name or name in ("ladder_levels", "levels_stated", "stated_waiting_events")
               for name in question.metrics)


def _ladder(tickets: list[Record]) -> list[Record]:
    """E3: the levels a ticket can become eligible for. In the setting of facts.py: levels 1 and 2 of Enterprise have stated times."""
    return [t | {"level": level} for t in tickets for level in (1, 2)
            if t["tier"] == "Enterprise" and t["levels_recorded"] and not t["is_excluded"]]


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


def _of_clocks(clocks: list[Record], question: Question) -> dict[str, Any]:
    """K10: those followed, and the product limit of their times; what only the policy's verdict can tell."""
    named = [(clock, outcome_of(clock, question.verdict)) for clock in clocks]
    followed = [clock for clock, outcome in named
                if outcome in ("met", "breached", "running", "no_target") and clock["elapsed_seconds"] is not None]
    ours = question.verdict is Verdict.POLICY
    met = len([clock for clock, outcome in named if outcome == "met"])
    near = len([clock for clock, outcome in named if outcome == "met" and clock["is_near_miss"]]) if ours and clocks else None
    p50, p90 = product_limit(followed, 0.5), product_limit(followed, 0.1)
    left = [clock["remaining_seconds"] for clock, outcome in named if outcome == "running" and not clock["is_paused"]]
    of = {"at_risk": ("running", "is_at_risk"), "precision_flips": ("met breached", "precision_flips")}
    return {
        name: len([clock for clock, outcome in named if outcome in outcomes.split() and clock[flag]]) if ours and clocks else None
        for name, (outcomes, flag) in of.items()
    } | {
        f"due_next_{hours}h": len([s for s in left if s <= hours * 3600]) if ours and clocks else None for hours in (4, 8, 24)
    } | {
        "near_misses": near, "near_miss_share": near / met if met and near is not None else None,
        "followed": len(followed), "still_open": len([clock for clock in followed if clock["stopped_at"] is None]),
        "time_to_stop_p50": p50, "time_to_stop_p90": p90,
        "time_to_stop_p50_not_reached": bool(followed) and p50 is None,
        "time_to_stop_p90_not_reached": bool(followed) and p90 is None,
    } | _bounds([outcome for _, outcome in named])


def _bounds(outcomes: list[str]) -> dict[str, Any]:
    breached, running = outcomes.count("breached"), outcomes.count("running")
    whole = breached + running + outcomes.count("met")
    return {
        "breach_rate_best": breached / whole if whole else None,
        "breach_rate_worst": (breached + running) / whole if whole else None,
    }


def product_limit(followed: list[Record], share: float) -> int | None:
    """The first time at which no more than `share` is still open: step by step, in exact fractions."""
    still = Fraction(1)
    for seconds in sorted({clock["elapsed_seconds"] for clock in followed if clock["stopped_at"] is not None}):
        at_risk = len([clock for clock in followed if clock["elapsed_seconds"] >= seconds])
        stops = len([clock for clock in followed if clock["elapsed_seconds"] == seconds and clock["stopped_at"] is not None])
        still *= 1 - Fraction(stops, at_risk)
        if still <= Fraction(str(share)):
            return int(seconds)
    return None


def _of_escalations(row: dict[str, Any], escalations: list[Record], repeats: set[int], question: Question) -> dict[str, Any]:
    """E3."""
    events = [e for e in escalations if not e["is_excluded"]]
    flag = "after_resolution_breach" if question.clock == "resolution" else "after_response_breach"
    known = [e for e in events if e.get(flag) is not None]
    after = [e for e in known if e[flag]]
    skipping = len([e for e in events if (e.get("skipped_levels") or 0) > 0])
    levels = sum(e.get("skipped_levels") or 0 for e in events)
    again = len([e for e in events if id(e) in repeats])
    bare = len([e for e in events if e.get("has_ladder") is False])
    there = row["escalations"] is not None
    distinct = {(e["source"], e["ticket_id"]) for e in events}
    times = {kind: [e[f"{kind}_seconds"] for e in events if e.get(f"{kind}_seconds") is not None] for kind in ("business", "calendar")}
    return {
        "skipping_events": skipping, "escalations_skipping": skipping if there else None,
        "skipped_level_events": levels, "levels_skipped": levels if there else None,
        "without_ladder_events": bare, "escalations_without_ladder": bare if there else None,
        "repeat_events": again, "escalations_repeated": again if there else None,
        "distinct_escalated": len(distinct), "tickets_escalated_to": len(distinct) if there else None,
        "after_breach_events": len(after), "with_due_events": len(known),
        "after_breach_share": len(after) / len(known) if known else None,
    } | {f"to_level_{kind}_{name}": nearest_rank(times[kind], share) for kind in times for name, share in (("p50", 0.5), ("p90", 0.9))}


def _of_eligible(eligible: list[Record], ladder: list[Record]) -> dict[str, Any]:
    """E3, E4. In the setting of facts.py every level a ticket can become eligible for has a stated time."""
    events = [e for e in eligible if not e["is_excluded"]]
    waiting = len([e for e in events if not e["is_escalated"]])
    stated = len([e for e in events if not e["is_escalated"] and e["is_stated"]])
    there = bool(ladder or events)
    return {
        "ladder_levels": len(ladder), "levels_stated": len(ladder),
        "eligible_events": len(events), "eligible_waiting_events": waiting, "stated_waiting_events": stated,
        "eligible": len(events) if there else None, "eligible_not_escalated": waiting if there else None,
        "should_have_escalated": stated if ladder or stated else None,
    }


def intervals(row: dict[str, Any]) -> dict[str, Any]:
    """95 %: every share's by solving Wilson's equation for the rate, the frequency's by searching Poisson's tails."""
    found: dict[str, Any] = {}
    for name, (part, whole) in SHARES.items():
        found[f"{name}_low"], found[f"{name}_high"] = wilson(row[part], row[whole])
    n, tickets = row["escalations"], row["tickets_with_levels"]
    low, high = garwood(n) if n is not None and tickets else (None, None)
    return found | {
        "escalation_frequency_low": None if low is None else 100 * low / tickets,
        "escalation_frequency_high": None if high is None else 100 * high / tickets,
    }
