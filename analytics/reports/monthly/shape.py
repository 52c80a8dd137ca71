"""The monthly summary as plain data: text, whole and decimal numbers, truths, None and tuples of such. Pages and files only lay it out.

Numbers are as `measure()` gives them: shares 0 to 1, times in seconds, frequencies per 100 tickets. Every `…_text` is the same number as
people read it. None: there is nothing to measure, or it is not recorded; never 0. Instants are ISO texts in UTC, days and months those of
the reporting zone (T4). Words from exports stand here as they are: whoever shows them makes them safe."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Compared:
    """A figure in an earlier month, and what the change since then is.

    difference: now - then in the figure's unit; low, high: its 95 % interval; usual_up_to: three sigma of such a difference. usual: whether
    it is no more than that; None where it cannot be said, and status says why. arrow ("up", "down") and is_better only beside a change that
    is not usual.
    """

    month: str
    value: float | int | None
    value_text: str
    numerator: int | None
    denominator: int | None
    difference: float | None
    difference_text: str
    low: float | None
    high: float | None
    usual_up_to: float | None
    usual: bool | None
    status: str
    arrow: str | None
    is_better: bool | None
    text: str


@dataclass(frozen=True)
class Figure:
    """One number of the month. name: of the metric in the catalogue; clock: whose, None where no clock is in it.

    unit: count, share, seconds, per 100 tickets or days. low, high: the 95 % interval. is_at_least: a lower bound (K10). beneath: what it
    was measured on. usual_low, usual_high: the limits of the control chart, with 12 or more months; signals: the run rules this month
    completes; standing: what follows in words ("within its usual range", "below its usual range", or why that cannot be said).
    """

    name: str
    clock: str | None
    title: str
    value: float | int | None
    unit: str
    value_text: str
    numerator: int | None
    denominator: int | None
    low: float | None
    high: float | None
    interval_text: str
    is_at_least: bool
    beneath: str
    definition: str
    rules: str
    usual_low: float | None = None
    usual_high: float | None = None
    signals: tuple[str, ...] = ()
    standing: str = ""
    previous: Compared | None = None
    year_before: Compared | None = None


@dataclass(frozen=True)
class LevelMonth:
    """Escalations to one level in one month (E2), per 100 tickets received in it. name: the export's or the policy's, None where none."""

    level: int
    name: str | None
    escalations: int
    tickets: int
    frequency: float | None
    low: float | None
    high: float | None
    text: str
    previous: Compared | None = None
    year_before: Compared | None = None


@dataclass(frozen=True)
class SeriesMonth:
    """One month of the series: first response clocks by the policy, due in it (K8). lower_limit, upper_limit: of the control chart."""

    month: str
    is_open: bool
    tickets: int
    decided: int
    met: int
    attainment: float | None
    low: float | None
    high: float | None
    lower_limit: float | None
    upper_limit: float | None
    signals: tuple[str, ...]
    levels: tuple[LevelMonth, ...]


@dataclass(frozen=True)
class TierRow:
    """A tier, or a tier and priority, in the month: first response. is_total: all priorities of the tier (priority is then None).

    is_known: whether the policy knows the tier. target: "30 minutes", None where there are several or none. goal: the share that the policy
    in force at the month's end states (P8); goal_met: whether attainment reached it, None without goal or decision. note: why there is no
    rate, empty where there is one.
    """

    tier: str | None
    priority: str | None
    is_total: bool
    is_known: bool
    target: str | None
    tickets: int
    decided: int
    met: int
    breached: int
    overdue: int
    running: int
    without_verdict: int
    attainment: float | None
    low: float | None
    high: float | None
    attainment_text: str
    interval_text: str
    met_text: str
    elapsed_p50_seconds: int | None
    elapsed_p50_text: str
    elapsed_p90_seconds: int | None
    elapsed_p90_text: str
    escalations: int | None
    escalation_frequency: float | None
    escalation_text: str
    goal: float | None
    goal_met: bool | None
    goal_text: str
    note: str
    usual_low: float | None = None
    usual_high: float | None = None
    signals: tuple[str, ...] = ()
    standing: str = ""
    previous: Compared | None = None
    year_before: Compared | None = None


@dataclass(frozen=True)
class RankedRow:
    """A group or an organisation in the month: first response.

    excess: breaches beyond those that the rate of all gives for as many decided. beyond_chance:
    whether the rate of all lies outside its 95 % interval. previous: against the month before, None
    where either month has fewer than the ranking's fewest decided.
    """

    value: str | None
    breached: int
    decided: int
    breach_rate: float
    low: float
    high: float
    rate_text: str
    interval_text: str
    expected: float
    excess: float
    excess_text: str
    beyond_chance: bool
    previous: Compared | None


@dataclass(frozen=True)
class RankedValues:
    """The groups (or organisations) of the month. recorded: whether any decided clock has one.

    worst: most excess breaches first, only those with more than expected. improved, worsened: whose breach rate differs from that of the
    month before beyond its 95 % interval and beyond what is usual, most breaches first; where too few months are there to say what is
    usual, those beyond the interval, and each row's previous says so. few: those with under
    `fewest` decided, most decided first; few_values counts them all, also where the list is cut.
    """

    dimension: str
    recorded: bool
    fewest: int
    values: int
    breached: int
    decided: int
    breach_rate: float | None
    rate_text: str
    worst: tuple[RankedRow, ...]
    improved: tuple[RankedRow, ...]
    worsened: tuple[RankedRow, ...]
    few: tuple[RankedRow, ...]
    few_values: int
    few_breached: int
    few_decided: int


@dataclass(frozen=True)
class MonthBacklog:
    """Open tickets at the end of a day: the month's last, or in a running month the last that the data tell. None: not told.

    open = open_before + arrivals + reopened - departures. open_before: at the end of the month before; ages in whole days.
    is_whole: whether every source tells the whole of that day. unplaced: tickets left out, since their closing cannot be placed.
    """

    day: str | None
    open: int | None
    open_before: int | None
    open_year_before: int | None
    arrivals: int | None
    reopened: int | None
    departures: int | None
    age_p50_days: int | None
    age_p90_days: int | None
    is_whole: bool
    unplaced: int
    text: str
    beneath: str = ""


@dataclass(frozen=True)
class OpenClocks:
    """The clocks of the month that still run, and the best and worst its attainment can become (K3). Overdue ones are breached."""

    clock: str
    running: int
    paused: int
    at_risk: int
    overdue: int
    attainment: float | None
    best: float | None
    worst: float | None
    best_text: str
    worst_text: str
    text: str


@dataclass(frozen=True)
class ChangeLine:
    """One figure and whether it changed, as a sentence. about: "figure", "tier" or "level"; of: the metric, the tier or the level."""

    about: str
    of: str
    clock: str | None
    title: str
    text: str
    arrow: str | None
    is_better: bool | None


@dataclass(frozen=True)
class Note:
    """What is to be known with the figures. name is stable, text a sentence; count: of the tickets or rows it is about."""

    name: str
    text: str
    count: int | None = None
