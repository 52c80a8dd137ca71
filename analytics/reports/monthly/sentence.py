"""The headline: plain English that the numbers cause, by rules over plain data. What they do not show is not said.

"Fell" and "rose" need a test of the change, "usual" a control chart of twelve months; "the lowest in" stands only beside one of these.
A place is named where more than chance and at least a third of the tier's breaches were in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analytics.figures.wording import count, month_name, of, percent, shown
from analytics.metrics import Ranked
from analytics.reports.monthly.shape import Figure, OpenClocks, RankedValues, TierRow
from analytics.reports.monthly.wording import ABOVE, BELOW, WITHIN, is_unusual
from analytics.reports.standing import without_verdict

MOST_TIERS = 3
SHORTEST_RUN = 3
LARGEST_SILENT_SHARE = 0.25
"""Where more of a month's clocks than this have no verdict, the headline says so; else the notes do."""


@dataclass(frozen=True)
class Headline:
    """What the headline is made from. histories: each tier's attainment by month, oldest first and ending with this one; None where a month
    has none or is not judged. places: where a tier's breaches were. by_resolution: tiers of which some answers are resolutions (K5).
    elsewhere: which clock and verdict decide these tickets, where first response by the policy decides none.
    """

    month: str
    phase: str
    phase_text: str
    tiers: Sequence[TierRow]
    outcomes: Mapping[str, int]
    attainment: Figure | None = None
    escalations: Figure | None = None
    running: OpenClocks | None = None
    groups: RankedValues | None = None
    histories: Mapping[str | None, Sequence[float | None]] = field(default_factory=dict)
    places: Mapping[str | None, Ranked | None] = field(default_factory=dict)
    by_resolution: frozenset[str | None] = frozenset()
    elsewhere: str = ""


def sentences(told: Headline) -> tuple[str, ...]:
    """The headline's sentences, at least one."""
    decided = [row for row in told.tiers if row.is_total and row.decided]
    if not decided:
        return tuple(text for text in (_nothing(told), _silent(told), told.elsewhere) if text)
    largest = sorted(decided, key=lambda row: -row.decided)[:MOST_TIERS]
    clauses = [_clause(row, told) for row in decided if row in largest]
    others = len(decided) - len(largest)
    if others:
        clauses.append(f"{count(others)} smaller tier{' is' if others == 1 else 's are'} in the table")
    clauses += [f"{shown(row.tier, 'no tier')} had none decided" for row in told.tiers if row.is_total and row.is_known
                and not row.decided and (row.tickets or row.running)]  # fmt: skip
    head = f"So far in {month_name(told.month)}: " if told.phase != "closed" else ""
    few = any(row.standing.startswith("too few") for row in largest)
    found = [
        f"{head}{'; '.join(clauses)}.",
        "Too few months to say whether that is usual." if few else "",
        "" if any(_is_unlike(row) for row in largest) else _together(told.attainment, len(decided)),
        "" if any(told.places.get(row.tier) for row in largest) else _place(told.groups),
        *_moved(told.groups),
        _escalated(told.escalations),
    ]
    if told.running and told.running.running:
        found.append(told.running.text)
    return tuple(text for text in (*found, _silent(told)) if text)


def extreme_run(values: Sequence[float | None], *, lowest: bool) -> int:
    """For how many months in a row, this one included, none was as low (high) as the last. A month without a value ends the run."""
    if not values or values[-1] is None:
        return 0
    last, run = values[-1], 1
    for value in reversed(values[:-1]):
        if value is None or (value <= last if lowest else value >= last):
            break
        run += 1
    return run


def _clause(row: TierRow, told: Headline) -> str:
    """What a tier did: `Standard fell to 91.2 % within 1 business day (n = 1,020), from 95.1 % in Sep 2026, the lowest in 14 months`."""
    name = shown(row.tier, "no tier")
    then, arrow = row.previous, row.previous.arrow if row.previous else None
    if row.target:
        verb = "answered or resolved" if row.tier in told.by_resolution else "answered"
        goal = f"within {shown(row.target)}"
    else:
        verb, goal = "met", "of its first response targets"
    words = f"{name} {verb} {row.attainment_text} {goal} (n = {count(row.decided)})"
    if arrow and then:
        moved = "fell to" if arrow == "down" else "rose to"
        met = "" if row.target else " met"
        words = f"{name} {moved} {row.attainment_text} {goal}{met} (n = {count(row.decided)})"
        words += f", from {then.value_text} in {month_name(then.month)}"
    is_low, is_high = arrow == "down" or row.standing == BELOW, arrow == "up" or row.standing == ABOVE
    run = extreme_run(told.histories.get(row.tier, ()), lowest=is_low) if is_low != is_high else 0
    if run >= SHORTEST_RUN:
        words += f", the {'lowest' if is_low else 'highest'} in {run} months"
    words += _standing(row, bool(arrow))
    if row.goal is not None and row.goal_met is not None:
        words += f", {'meeting' if row.goal_met else 'short of'} its goal of {percent(row.goal)}"
    place = told.places.get(row.tier) if is_low else None
    if place:
        words += f", {of(place.breached, row.breached)} breaches in {shown(place.value)}"
    return words


def _standing(row: TierRow, has_moved: bool) -> str:
    """Where the month stands among the others; of one that moved, only where it left its range."""
    if row.standing in (BELOW, ABOVE) and row.usual_low is not None and row.usual_high is not None:
        return f", {row.standing} of {percent(row.usual_low)} to {percent(row.usual_high)}"
    if has_moved:
        return ""
    if row.standing == WITHIN or is_unusual(row.standing):
        return f", {row.standing}"
    return ", too few to judge" if row.standing == "not judged: too few to judge" else ""


def _is_unlike(row: TierRow) -> bool:
    return is_unusual(row.standing) or bool(row.previous and row.previous.arrow)


def _together(figure: Figure | None, tiers: int) -> str:
    """All tiers together, where they are unlike other months and no tier alone is."""
    if figure is None or tiers < 2 or not is_unusual(figure.standing):
        return ""
    return f"All tiers together, {figure.value_text} met ({figure.beneath.removesuffix(' decided met')}): {figure.standing}."


def _place(groups: RankedValues | None) -> str:
    """The group that at least a third of all breaches were in, where that is more than chance and not simply where the tickets are."""
    first = groups.worst[0] if groups and groups.worst else None
    if groups is None or first is None or first.value is None or not first.beyond_chance or 3 * first.breached < groups.breached:
        return ""
    return f"{of(first.breached, groups.breached)} breaches were in {shown(first.value)}, with {of(first.decided, groups.decided)} decided."


def _moved(groups: RankedValues | None) -> Iterator[str]:
    """The group that changed most since the month before, beyond what is usual for it, and is unlike the others now."""
    for rows, verb in ((groups.worsened, "rose"), (groups.improved, "fell")) if groups else ():
        first = next(
            (row for row in rows if row.value is not None and row.beyond_chance and row.previous and row.previous.usual is False),
            None,
        )
        if first and first.previous:
            then = f"{first.previous.value_text} in {month_name(first.previous.month)}"
            yield f"The breach rate of {shown(first.value)} {verb} to {first.rate_text}, from {then}."


def _escalated(figure: Figure | None) -> str:
    """Escalations, only where they changed or lie outside their range."""
    if figure is None or figure.value is None:
        return ""
    value = f"{figure.value_text} per 100 tickets ({of(figure.numerator, figure.denominator)})"
    then = figure.previous
    if then and then.arrow:
        return f"Escalations {'rose' if then.arrow == 'up' else 'fell'} to {value}, from {then.value_text} in {month_name(then.month)}."
    if figure.standing in (BELOW, ABOVE):
        return f"Escalations, {value}, lie {figure.standing.replace('its', 'their')}."
    return ""


def _nothing(told: Headline) -> str:
    """Nothing was decided: what there is instead."""
    if told.phase in ("before the data", "not begun"):
        return told.phase_text
    name, clocks = month_name(told.month), sum(told.outcomes.values())
    tickets = sum(row.tickets for row in told.tiers if row.is_total)
    so_far = "" if told.phase == "closed" else " so far"
    if not clocks:
        received = f"{count(tickets)} ticket{'' if tickets == 1 else 's'} received" if tickets else "no ticket received"
        return f"No first response was due in {name}{so_far}: {received}."
    running = told.outcomes.get("running", 0)
    words = f"No first response was decided in {name}{so_far}: {count(clocks)} clock{'' if clocks == 1 else 's'}"
    return f"{words}, {count(running)} still running." if running else f"{words}."


def _silent(told: Headline) -> str:
    """A large share without verdict, with the reasons."""
    total = sum(told.outcomes.values())
    missing = sum(told.outcomes.get(name, 0) for name in ("excluded", "uncovered", "no_target", "unknown"))
    return without_verdict(dict(told.outcomes)) if total and missing / total > LARGEST_SILENT_SHARE else ""
