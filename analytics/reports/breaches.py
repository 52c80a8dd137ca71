"""Breaches as plain rows: by how much, what the time went to, and where there are more than expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from analytics.figures.parts import Row
from analytics.figures.stretches import Stretch as Drawn
from analytics.figures.wording import NOT_RECORDED, count, duration, is_missing, of, percent
from analytics.metrics import Overruns, Part, Question, Ranking
from analytics.metrics.lists import Over
from analytics.metrics.overruns import EDGES, HOUR, Stretch, Time
from analytics.reports.drivers import FEWEST, Drivers
from analytics.reports.scope import Scope
from analytics.reports.series import whatever_the_period
from analytics.reports.standing import ACCOUNTED
from analytics.vocabulary import Dimension


def totals(scope: Scope) -> Question:
    """What the page asks of all clocks of the scope together, in one scan."""
    return scope.ask("breach_rate", "near_miss_share", *ACCOUNTED)


def by_month(scope: Scope, dimension: Dimension) -> Question:
    """Since when: a dimension by month, whatever the period."""
    return whatever_the_period(scope).ask("breach_rate", by=(dimension, Dimension.MONTH))


def stretch_words(stretch: Stretch) -> str:
    """`under 15 min`, `15–30 min`, `1–2 h`, `over 720 h`."""
    low, high = stretch.from_seconds, stretch.to_seconds
    if high is None:
        return f"over {low // HOUR} h"
    unit, seconds = ("h", HOUR) if high > HOUR else ("min", 60)
    return f"under {high // seconds} {unit}" if not low else f"{low // seconds}–{high // seconds} {unit}"


def stretches_of(found: Overruns, beside: Sequence[Overruns] = ()) -> tuple[Drawn, ...]:
    """Breached clocks by how far they are over; empty ends are left out, unless one of those `beside` has something there."""
    filled = [n for other in (found, *beside) for n, s in enumerate(other.stretches) if s.stopped + s.overdue]
    within = found.stretches[min(filled) : max(filled) + 1] if filled else ()
    return tuple(Drawn(stretch_words(s), s.stopped, s.overdue, (f"{stretch_words(s)}, {found.time} time",)) for s in within)


def over_choices() -> dict[str, Over]:
    """The stretches by which a list can be narrowed, by what they are called: `1–2 h, business time`."""
    times: tuple[Time, ...] = ("business", "calendar")
    ends = [*pairwise(EDGES), (EDGES[-1], None)]
    return {f"{stretch_words(Stretch(low, high, 0, 0))}, {time} time": (time, low, high) for time in times for low, high in ends}


def overrun_words(found: Overruns) -> str:
    """What the stretches say, and what they leave out, in sentences."""
    total = found.known + found.unknown
    if not found.known:
        return f"Not known for any of {count(total)} breached clocks." if total else ""
    half, tenth = duration(found.p50, at_least=found.p50_at_least), duration(found.p90, at_least=found.p90_at_least)
    words = [f"p50 {half}, p90 {tenth}, n = {count(found.known)}."]
    overdue = sum(stretch.overdue for stretch in found.stretches)
    if overdue:
        words.append(f"{of(overdue, found.known)} still run: hatched, over by at least so much.")
    if found.unknown:
        words.append(f"{of(found.unknown, total)} breached clocks are left out: how far over is not known in {found.time} time.")
    return " ".join(words)


def overrun_frame(found: Overruns) -> pd.DataFrame:
    """The stretches as a table."""
    rows = [(stretch_words(s), s.stopped, s.overdue, s.stopped + s.overdue) for s in found.stretches]
    return pd.DataFrame(rows, columns=[f"Over ({found.time} time)", "Stopped", "Overdue (at least)", "Breached"])


def leading(found: Drivers, most: int) -> list[Any]:
    """The values that lead a ranking, in its order; where none has enough to be ranked, those with most breaches."""
    few = found.few.sort_values(["breached", "decided"], ascending=False, kind="stable")
    frame = found.ranked if len(found.ranked) else few
    return [None if is_missing(value) else value for value in frame[found.dimension].head(most)]


def hour_words(hour: Any) -> str:
    """`14:00 to 15:00`, of the reporting zone."""
    return NOT_RECORDED if is_missing(hour) else f"{int(hour):02d}:00 to {int(hour) + 1:02d}:00"


def no_cause_words(found: Ranking) -> str:
    """Clocks that stand outside the ranking of causes, as sentences; empty where there are none."""
    words = []
    for one in found.no_cause:
        why = "the cause is not recorded" if one.value is None else "no time counted"
        words.append(f"{why} for {count(one.decided)} ({count(one.breached)} breached)")
    sentence = "; ".join(words)
    return f"Of {count(found.decided)} decided, {sentence}." if words else ""


def no_cause_ranked(found: Ranking) -> str:
    """Why there is nothing to draw."""
    if not found.decided:
        return "No decided tickets in view."
    if found.few:
        return f"No cause has {FEWEST} or more decided tickets."
    return "What the time went to is not recorded: it takes a history of assignees."


def few_words(few: pd.DataFrame, by: str) -> pd.DataFrame:
    """Values with too few decided clocks to rank, as a table."""
    return few[[by, "breached", "decided"]].rename(columns={by: by.capitalize(), "breached": "Breached", "decided": "Decided"})


def ranked_frame(found: Drivers) -> pd.DataFrame:
    """The whole ranking as a table: those ranked, then those with too few."""
    names = {found.dimension: found.dimension.capitalize(), "breached": "Breached", "decided": "Decided", "breach_rate": "Breach rate",
             "low": "Rate from", "high": "Rate to", "expected": "Expected", "excess": "Beyond expected",
             "excess_low": "Beyond from", "excess_high": "Beyond to", "beyond_chance": "Beyond chance"}  # fmt: skip
    both = [frame for frame in (found.ranked, found.few) if len(frame)]
    whole = pd.concat(both, ignore_index=True) if both else found.ranked
    whole = whole[list(names)].rename(columns=names)
    return whole.assign(Ranked=[n < len(found.ranked) for n in range(len(whole))])


def part_words(part: Any) -> str:
    """A part of a clock's time as people say it."""
    return PART_WORDS.get(part, NOT_RECORDED)


def spent_rows(parts: Iterable[Part], breached: int) -> tuple[Row, ...]:
    """What the time of breached clocks went to, the parts that are told of any; shares are of all the time that counted."""
    told = [part for part in parts if part.seconds is not None]
    counted = sum(part.seconds or 0 for part in told if part.is_counted)
    rows = []
    for part in told:
        seconds = part.seconds or 0
        share = f" · {percent(seconds / counted)}" if part.is_counted and counted else ""
        amounts = (float(seconds), 0.0) if part.is_counted else (0.0, float(seconds))
        known = "" if part.clocks == breached else f"told of {of(part.clocks, breached)} breached clocks"
        rows.append(Row(PART_WORDS[part.part], amounts, f"{duration(seconds)}{share}", (known,) if known else ()))
    return tuple(rows)


PART_WORDS = {
    "unassigned": "Nobody assigned",
    "between groups": "Between groups",
    "worked": "With somebody",
    "counted, not split": "Not recorded who",
    "outside hours": "Outside hours",
    "paused": "Paused",
}


def spent_words(parts: Iterable[Part], breached: int) -> str:
    """What the parts leave out, as a sentence; empty where they tell of every clock."""
    untold = [PART_WORDS[part.part].lower() for part in parts if part.seconds is None]
    told = max((part.clocks for part in parts), default=0)
    words = [f"Not recorded: {', '.join(untold)}."] if untold and told else []
    if told < breached:
        words.append(f"Told of {of(told, breached)} breached clocks.")
    return " ".join(words)


def spent_frame(parts: Iterable[Part]) -> pd.DataFrame:
    """The parts as a table, in hours."""
    rows = [(PART_WORDS[p.part], "counted" if p.is_counted else "not counted", None if p.seconds is None else p.seconds / HOUR, p.clocks)
            for p in parts]  # fmt: skip
    return pd.DataFrame(rows, columns=["Time", "Towards the target", "Hours", "Clocks"])


def near_miss_words(row: Mapping[str, Any]) -> str:
    """How many near misses, of how many met; says so where another verdict than the policy's is asked."""
    if is_missing(row.get("near_misses")):
        return "Not known: only the policy's verdict knows how much of a target was left." if row.get("met") else "No met tickets in view."
    if not row["met"]:
        return "No met tickets in view."
    share = f"{percent(row['near_miss_share'])} of the met"
    interval = f"95 % interval {percent(row['near_miss_share_low'])} to {percent(row['near_miss_share_high'])}"
    return f"**{of(row['near_misses'], row['met'])}** met clocks: {share}, {interval}."
