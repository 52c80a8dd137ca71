"""Escalations as plain rows: by level over time, through the ladder, how soon, before or after the breach, and from where (E1 to E4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analytics.figures.parts import Row
from analytics.figures.ranges import Range
from analytics.figures.ranked import Against, Ranked
from analytics.figures.strips import Mark, Strip
from analytics.figures.wording import count, counted, is_missing, month_name, of, per_hundred, percent, shown
from analytics.metrics import ControlChart, Question
from analytics.reports.ask import Ask
from analytics.reports.drivers import FEWEST
from analytics.reports.escalation_tiles import question
from analytics.reports.scope import CLOCK_WORDS, Scope
from analytics.reports.series import MONTHS_SHOWN, charts_each, control_chart, last_months, whatever_the_period
from analytics.vocabulary import Clock, Dimension

Levels = Mapping[int, str | None]
ALL_LEVELS = "All levels"
PLACES = (Dimension.GROUP, Dimension.ORGANISATION)
"""What frequency is ranked by."""


@dataclass(frozen=True)
class Step:
    """A step of the ladder: tickets that reached the level or one above it, of those that reached the one before; share None where 0."""

    level: int
    name: str
    tickets: int
    before: int | None
    share: float | None


@dataclass(frozen=True)
class Places:
    """Frequency by a dimension: `ranked` with FEWEST tickets or more, most frequent first; `few`: the others; overall: of all.

    Columns: `by`, escalation_frequency with its 95 % interval, escalations, tickets_with_levels.
    """

    by: str
    ranked: pd.DataFrame
    few: pd.DataFrame
    overall: float | None

    @property
    def recorded(self) -> bool:
        return bool(self.ranked[self.by].notna().any() or self.few[self.by].notna().any())


def recorded(ask: Ask, scope: Scope) -> bool:
    """Whether any ticket in scope comes from a source that records levels (E4): if not, nothing here is a zero."""
    return ask(question(scope)).rows()[0]["escalations"] is not None


def level_words(level: int, levels: Levels) -> str:
    """`2 Department manager`, or `Level 2` where the policy names none."""
    name = levels.get(level)
    return f"{level} {name}" if name else f"Level {level}"


def months_shown(total: ControlChart, scope: Scope) -> list[str]:
    """The months up to the end of the period, as many as a figure shows."""
    return last_months(scope.period, [point.period for point in total.points], MONTHS_SHOWN)


def by_month(scope: Scope) -> Question:
    """Frequency by month, whatever the period."""
    return whatever_the_period(scope).ask("escalation_frequency", by=(Dimension.MONTH,))


def by_level_and_month(scope: Scope) -> Question:
    """Frequency of each level by month, whatever the period."""
    return whatever_the_period(scope).ask("escalation_frequency", by=(Dimension.LEVEL, Dimension.MONTH))


def charts(ask: Ask, scope: Scope, zone: str) -> tuple[ControlChart, dict[Any, ControlChart]]:
    """The control chart of all escalations over all months, and of each level."""
    name = "escalation_frequency"
    return control_chart(ask(by_month(scope)), name, zone), charts_each(ask(by_level_and_month(scope)), name, zone)


def by_month_and_level(ask: Ask, scope: Scope, months: Sequence[str]) -> pd.DataFrame:
    """month, level, escalation_frequency (per 100 tickets received in the month) with its interval, escalations, tickets_with_levels."""
    frame = ask(by_level_and_month(scope)).frame
    frame = frame[frame["level"].notna() & frame["month"].isin(list(months))].sort_values(["month", "level"], kind="stable")
    return frame[["month", "level", *frame.columns[2:]]].reset_index(drop=True)


def strips(total: ControlChart, each: Mapping[Any, ControlChart], levels: Levels, months: Sequence[str]) -> tuple[Strip, ...]:
    """The control chart of all escalations and of each level in these months, ready to draw."""
    own = [_strip(chart, level_words(int(level), levels), (int(level),), months) for level, chart in each.items() if level is not None]
    return (_strip(total, ALL_LEVELS, (), months), *own)


def _strip(chart: ControlChart, name: str, clicked: tuple[Any, ...], months: Sequence[str]) -> Strip:
    marks = tuple(
        Mark(p.period, p.value, p.numerator, p.denominator, p.lower_limit, p.upper_limit, not p.closed, p.signals)
        for p in chart.points
        if p.period in months
    )
    note = f"{chart.chart} chart, centre {per_hundred(chart.centre)}" if chart.enough else ""
    return Strip(name, marks, chart.centre if chart.enough else None, note, clicked)


def signal_words(total: ControlChart, each: Mapping[Any, ControlChart], levels: Levels, months: Sequence[str]) -> tuple[str, ...]:
    """What the charts say in words: signals by month, where there are none, and where there are too few months to say. Outside text."""
    lines = []
    for name, chart in [(ALL_LEVELS, total), *((level_words(int(n), levels), chart) for n, chart in each.items() if n is not None)]:
        found = [f"{month_name(p.period)}: {', '.join(p.signals)}" for p in chart.points if p.signals and p.period in months]
        words = "; ".join(found) or f"no month unlike the others ({chart.judged_periods} judged)"
        lines.append(f"{shown(name)}: {words if chart.enough else chart.words}")
    return tuple(lines)


def reached(scope: Scope, levels: Levels) -> dict[int, Question]:
    """Tickets that reached a level or one above it, by level, the lowest first."""
    known = sorted(levels)
    above = {level: tuple(str(other) for other in known[place:]) for place, level in enumerate(known)}
    wheres = {level: {**scope.where, Dimension.LEVEL: others} for level, others in above.items()}
    return {level: replace(scope, where=where).ask("tickets_escalated_to") for level, where in wheres.items()}


def ladder(ask: Ask, scope: Scope, levels: Levels) -> tuple[Step, ...]:
    """The funnel: tickets escalated in the period to a level or above it, so that a ticket that skips a level is not lost on the way."""
    steps: list[Step] = []
    for level, asked in reached(scope, levels).items():
        tickets = ask(asked).rows()[0]["tickets_escalated_to"] or 0
        before = steps[-1].tickets if steps else None
        steps.append(Step(level, level_words(level, levels), tickets, before, tickets / before if before else None))
    return tuple(steps)


def ladder_rows(steps: Sequence[Step]) -> tuple[Row, ...]:
    """The funnel's rows: counts in words, with the share of the level before."""
    rows = []
    for step in steps:
        if step.before is None:
            words = counted(step.tickets, "ticket")
        else:
            words = f"{of(step.tickets, step.before)} · {percent(step.share, 'none before')}"
        rows.append(Row(step.name, (float(step.tickets),), words, ("reached this level or one above it",), (step.level,)))
    return tuple(rows)


def ladder_frame(steps: Sequence[Step]) -> pd.DataFrame:
    """The funnel as a table."""
    rows = [(step.level, step.name, step.tickets, step.before, step.share) for step in steps]
    return pd.DataFrame(rows, columns=["Level", "Name", "Tickets that reached it or above", "Of (level before)", "Share"])


def times(scope: Scope) -> Question:
    """How soon each level was reached."""
    names = [f"to_level_{time}_{part}" for time in ("business", "calendar") for part in ("p50", "p90")]
    return scope.ask(*names, by=(Dimension.LEVEL,))


def times_to_levels(ask: Ask, scope: Scope) -> pd.DataFrame:
    """By level: p50 and p90 of the time from receipt in business and in calendar seconds, and of how many escalations."""
    frame = ask(times(scope)).frame
    return frame[frame["level"].notna() & (frame["escalation_events"] > 0)].reset_index(drop=True)


def time_rows(frame: pd.DataFrame, time: str, levels: Levels) -> tuple[Range, ...]:
    """A row a level; `time`: business or calendar."""
    return tuple(
        Range(level_words(int(row["level"]), levels), _whole(row[f"to_level_{time}_p50"]), _whole(row[f"to_level_{time}_p90"]),
              int(row["escalation_events"]), (int(row["level"]),))
        for _, row in frame.iterrows()
    )  # fmt: skip


def around_breach(scope: Scope, clock: Clock) -> Question:
    """Escalations by level, before and after the breach of a clock."""
    return replace(scope, clock=clock).ask("after_breach_share", "escalation_events", by=(Dimension.LEVEL,))


def before_after(ask: Ask, scope: Scope) -> pd.DataFrame:
    """By clock and level: clock, level, after_breach_events, with_due_events, after_breach_share, escalation_events.

    Only clocks of which an escalated ticket has a due instant: without one there is no before and no after.
    """
    found = []
    for clock in Clock:
        frame = ask(around_breach(scope, clock)).frame
        frame = frame[frame["level"].notna() & (frame["escalation_events"] > 0)]
        if frame["with_due_events"].sum():
            found.append(frame.assign(clock=CLOCK_WORDS[clock]))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def before_after_rows(frame: pd.DataFrame, levels: Levels) -> tuple[Row, ...]:
    """A row a level (and clock, where both have due instants): after the breach, not after one, no due instant."""
    both = len(frame) and frame["clock"].nunique() > 1
    rows = []
    for _, row in frame.iterrows():
        after, due, every = (int(row[name]) for name in ("after_breach_events", "with_due_events", "escalation_events"))
        name = level_words(int(row["level"]), levels)
        words = f"{of(after, due)} after · {percent(row['after_breach_share'], 'none due')}"
        more = (f"{row['clock']} clock", f"{count(every - due)} without a due instant") if every > due else (f"{row['clock']} clock",)
        amounts = (float(after), float(due - after), float(every - due))
        rows.append(Row(f"{name}, {row['clock']}" if both else name, amounts, words, more, (int(row["level"]),)))
    return tuple(rows)


def frequency(scope: Scope, *by: Dimension) -> Question:
    """Frequency by dimensions."""
    return scope.ask("escalation_frequency", by=by)


def eligible(scope: Scope) -> Question:
    """Who could have been escalated (E3)."""
    return scope.ask("eligible_not_escalated", "should_have_escalated")


def questions(scope: Scope, levels: Levels) -> tuple[Question, ...]:
    """What the page asks beside question(), in the order in which it needs the answers."""
    return (
        by_month(scope),
        by_level_and_month(scope),
        *reached(scope, levels).values(),
        *(around_breach(scope, clock) for clock in Clock),
        times(scope),
        frequency(scope, Dimension.TIER, Dimension.PRIORITY),
        *(frequency(scope, place) for place in PLACES),
        eligible(scope),
    )


def places(ask: Ask, scope: Scope, dimension: Dimension) -> Places:
    """Frequency by a dimension: the group and assignee an escalation was made from, over the tickets received there (E2)."""
    total = ask(question(scope)).rows()[0]
    frame = ask(frequency(scope, dimension)).frame
    frame = frame[frame["tickets_with_levels"].fillna(0).astype(int) + frame["escalations"].fillna(0).astype(int) > 0]
    enough = frame["tickets_with_levels"] >= FEWEST
    ranked = frame[enough].sort_values(["escalation_frequency", "tickets_with_levels"], ascending=False, kind="stable")
    return Places(dimension.value, ranked.reset_index(drop=True), frame[~enough].reset_index(drop=True), total["escalation_frequency"])


def few_places(found: Places) -> pd.DataFrame:
    """Values with too few tickets to rank, as a table."""
    names = {found.by: found.by.capitalize(), "escalations": "Escalations", "tickets_with_levels": "Tickets"}
    return found.few[list(names)].rename(columns=names)


def places_frame(found: Places) -> pd.DataFrame:
    """The whole ranking as a table: those ranked, then those with too few."""
    both = [frame for frame in (found.ranked, found.few) if len(frame)]
    whole = pd.concat(both, ignore_index=True) if both else found.ranked
    return whole.assign(ranked=[n < len(found.ranked) for n in range(len(whole))])


def place_rows(found: Places) -> tuple[Ranked, ...]:
    """The ranked places, each held against the frequency of all."""
    rows = []
    for _, row in found.ranked.iterrows():
        low, high = float(row["escalation_frequency_low"]), float(row["escalation_frequency_high"])
        name = None if is_missing(row[found.by]) else row[found.by]
        beyond = found.overall is not None and not low <= found.overall <= high
        words = f"{per_hundred(row['escalation_frequency'])} · {of(row['escalations'], row['tickets_with_levels'])}"
        more = (f"per 100 tickets, 95 % interval {per_hundred(low)} to {per_hundred(high)}",
                "beyond chance" if beyond else "within what chance gives")  # fmt: skip
        rows.append(Ranked(name, float(row["escalation_frequency"]), low, high, words, more, beyond, (name,)))
    return tuple(rows)


def against_all(found: Places) -> Against:
    """The line of a ranking: the frequency of all."""
    return Against(0.0, float(found.overall or 0.0), f"all {per_hundred(found.overall)} per 100")


def eligible_words(row: Mapping[str, Any]) -> str:
    """Who could have been escalated and was not (E3), as sentences; says so where no ladder or no time is stated."""
    if is_missing(row.get("eligible")):
        return "No ticket in view is on a tier with a ladder and from a source that records levels."
    waiting, eligible = row["eligible_not_escalated"], row["eligible"]
    if is_missing(row.get("should_have_escalated")):
        rule = "The policy states no time after which to escalate: eligible is a ticket past due on a tier with a ladder."
        return f"{of(waiting, eligible)} eligible tickets were not escalated. {rule}"
    stated = row["should_have_escalated"]
    rule = "Eligible: past the time after which the policy says to escalate to that level."
    return f"{of(waiting, eligible)} eligible tickets and levels were not escalated; {count(stated)} should have been. {rule}"


def _whole(number: Any) -> int | None:
    return None if is_missing(number) else int(number)
