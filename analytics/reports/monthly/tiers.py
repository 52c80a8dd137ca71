"""The tiers of a month, and their priorities: first response, against the goal where the policy states one (P8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.figures.wording import count, is_missing, of, per_hundred, percent
from analytics.metrics import ControlChart
from analytics.reports.monthly.asking import Month
from analytics.reports.monthly.shape import TierRow
from analytics.reports.monthly.wording import interval, number, standing
from analytics.reports.standing import OUTCOMES
from analytics.vocabulary import Dimension

METRICS = ("tickets", "attainment", "overdue", "elapsed_p50", "elapsed_p90", "escalation_frequency", "clocks", *OUTCOMES)
_OUTSIDE = {
    "running": "still running",
    "excluded": "excluded by the policy",
    "uncovered": "not covered by the policy",
    "no_target": "without a target",
    "unknown": "that cannot be told",
}


def tiers(month: Month, charts: Mapping[Any, ControlChart]) -> tuple[TierRow, ...]:
    """Each tier in the policy's order, its priorities beneath it; those of the policy that have no tickets last. `charts`: by tier."""
    known, goals, targets = _policy_tiers(month), _goals(month), _targets(month)
    by_tier = {row["tier"]: row for row in month.ask(*METRICS, by=(Dimension.TIER,))}
    by_both = month.ask(*METRICS, by=(Dimension.TIER, Dimension.PRIORITY))
    rows: list[TierRow] = []
    for tier, row in by_tier.items():
        rows.append(_total(month, row, charts.get(tier), known, goals.get(str(tier)), targets))
        rows += [_row(one, known, _one(targets.get((tier, one["priority"]), set()))) for one in by_both if one["tier"] == tier]
    unseen: dict[str, Any] = dict.fromkeys(METRICS)
    for tier in known:
        if tier not in by_tier:
            rows.append(_total(month, unseen | {"tier": tier}, None, known, goals.get(tier), targets))
    return tuple(rows)


def _total(
    month: Month, row: Mapping[str, Any], chart: ControlChart | None, known: tuple[str, ...], goal: float | None,
    targets: Mapping[tuple[Any, Any], set[str]],
) -> TierRow:  # fmt: skip
    """A tier with all its priorities, its goal and its changes."""
    own = set().union(*(texts for (tier, _), texts in targets.items() if tier == row["tier"]))
    point = month.point(chart)
    previous, year_before = month.compared(chart)
    met = None if goal is None or is_missing(row["attainment"]) else float(row["attainment"]) >= goal
    return _row(
        row, known, _one(own), is_total=True, goal=goal, goal_met=met, goal_text=_goal_words(goal, met),
        usual_low=point.lower_limit if point else None, usual_high=point.upper_limit if point else None,
        signals=point.signals if point else (), standing=standing(chart, point) if chart else "",
        previous=previous, year_before=year_before,
    )  # fmt: skip


def _row(row: Mapping[str, Any], known: tuple[str, ...], target: str | None, **more: Any) -> TierRow:
    decided, met = int(row["decided"] or 0) if "decided" in row else 0, int(row.get("met") or 0)
    low, high = row.get("attainment_low"), row.get("attainment_high")
    frequency = row["escalation_frequency"]
    given: dict[str, Any] = {"is_total": False, "goal": None, "goal_met": None, "goal_text": ""} | more
    return TierRow(
        tier=row["tier"],
        priority=row.get("priority"),
        is_known=row["tier"] in known,
        target=target,
        tickets=int(row["tickets"] or 0),
        decided=decided,
        met=met,
        breached=int(row["breached"] or 0),
        overdue=int(row["overdue"] or 0),
        running=int(row["running"] or 0),
        without_verdict=sum(int(row[name] or 0) for name in _OUTSIDE if name != "running"),
        attainment=row["attainment"],
        low=low,
        high=high,
        attainment_text=number(row["attainment"], "share"),
        interval_text=interval(low, high, "share"),
        met_text=of(met, decided) if decided else "",
        elapsed_p50_seconds=row["elapsed_p50"],
        elapsed_p50_text=number(row["elapsed_p50"], "seconds", is_at_least=bool(row.get("elapsed_p50_at_least"))),
        elapsed_p90_seconds=row["elapsed_p90"],
        elapsed_p90_text=number(row["elapsed_p90"], "seconds", is_at_least=bool(row.get("elapsed_p90_at_least"))),
        escalations=row.get("escalations"),
        escalation_frequency=frequency,
        escalation_text=per_hundred(frequency, "no tickets" if not row["tickets"] else "not recorded"),
        note=_note(row, decided),
        **given,
    )


def _note(row: Mapping[str, Any], decided: int) -> str:
    """Why there is no rate; empty where there is one."""
    if decided:
        return ""
    parts = [f"{count(row[outcome])} {words}" for outcome, words in _OUTSIDE.items() if row[outcome]]
    return "; ".join(parts) or ("nothing due" if row["tickets"] else "no tickets")


def _goal_words(goal: float | None, met: bool | None) -> str:
    if goal is None:
        return ""
    return f"goal {percent(goal)}" + ("" if met is None else ", met" if met else ", not met")


def _one(texts: set[str]) -> str | None:
    """The only one of some texts."""
    return next(iter(texts)) if len(texts) == 1 else None


def _policy_tiers(month: Month) -> tuple[str, ...]:
    """The tiers that the policy in force knows, in its order."""
    rows = month.facts.rows("SELECT tier FROM policy_tiers WHERE policy_id = $policy ORDER BY rowid", {"policy": month.policy_id})
    return tuple(dict.fromkeys(str(row[0]) for row in rows))


def _goals(month: Month) -> dict[str, float]:
    """The attainment goals for first response by tier, of the policy in force (P3, P8)."""
    rows = month.facts.rows(
        "SELECT tier, attainment_goal FROM policy_goals WHERE clock = 'first_response' AND policy_id = $policy", {"policy": month.policy_id}
    )
    return {str(tier): float(goal) for tier, goal in rows if goal is not None}


def _targets(month: Month) -> dict[tuple[Any, Any], set[str]]:
    """The targets that the month's decided clocks were held against, by tier and priority: "30 minutes", "1 business day"."""
    rows = month.facts.rows(
        "SELECT DISTINCT tier, priority, target FROM sla_clocks WHERE clock = 'first_response' AND outcome IN ('met', 'breached')"
        " AND due_on BETWEEN $first AND $last AND target IS NOT NULL",
        {"first": month.first_day, "last": month.last_day},
    )
    found: dict[tuple[Any, Any], set[str]] = {}
    for tier, priority, target in rows:
        found.setdefault((tier, priority), set()).add(str(target))
    return found
