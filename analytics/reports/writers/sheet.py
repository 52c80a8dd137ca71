"""The month on one sheet, as words and places: what PDF and HTML lay out. Every text from an export stands here as it may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.figures.wording import count, month_name, shown
from analytics.reports.monthly import Figure, MonthlySummary, RankedRow, RankedValues, TierRow
from analytics.reports.writers.plots import SpanPlot, StackPlot, TrendPlot
from analytics.reports.writers.sheet_plots import level_plot, tier_plot, trend_plot
from analytics.reports.writers.words import at_minute, calm, name

TILES = (
    ("attainment", "first_response"), ("breached", "first_response"), ("elapsed_p50", "first_response"), ("elapsed_p90", "first_response"),
    ("escalation_frequency", None),
)  # fmt: skip
TITLES = {
    "attainment": "Attainment",
    "breached": "Breached",
    "elapsed_p50": "Median response",
    "elapsed_p90": "90th percentile",
    "escalation_frequency": "Escalations per 100",
}
STATES = {
    "closed": "Month closed",
    "running": "Still running: figures will change",
    "not begun": "Not begun",
    "before the data": "Before the data",
}
ARROWS = {"up": "▲", "down": "▼"}
INTERVAL = re.compile(r"^95\s%\sinterval\s")
MOST_ROWS = 12
MOST_LINES = 4
MOST_RANKED = 3
LONGEST_NOTE = 30


@dataclass(frozen=True)
class Tile:
    """A figure in words; `value` says why where none is_there. mark: an arrow, only where a test says so."""

    title: str
    value: str
    is_there: bool
    beneath: str
    standing: str
    mark: str
    definition: str


@dataclass(frozen=True)
class Row:
    """Cells of the table; `is_total` rows stand out, `note` says why there is no rate."""

    cells: tuple[str, ...]
    is_total: bool
    note: str


@dataclass(frozen=True)
class Line:
    """A line of a list: an arrow or nothing, what it is about, and what is said of it."""

    mark: str
    head: str
    words: str


@dataclass(frozen=True)
class Block:
    """A list under a heading; `beneath` says what it leaves out."""

    title: str
    lines: tuple[Line, ...]
    beneath: str


@dataclass(frozen=True)
class Sheet:
    """Everything on the sheet, in reading order. A plot is None where there is nothing to draw; its `…_missing` says why."""

    title: str
    kicker: str
    state: str
    phase: str
    is_closed: bool
    lead: tuple[str, ...]
    restated: tuple[str, ...]
    tiles: tuple[Tile, ...]
    trend: TrendPlot | None
    trend_missing: str
    tiers: SpanPlot | None
    tiers_missing: str
    levels: StackPlot | None
    levels_missing: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    rows_beneath: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    foot: tuple[str, ...]


HEADINGS = ("Tier and priority", "Received", "Met of decided", "Attainment", "95 % interval", "Median", "90th pct.", "Overdue", "Running",
            "Esc. per 100", "Goal")  # fmt: skip


def sheet(summary: MonthlySummary) -> Sheet:
    """Lay the summary out in words."""
    rows, beneath = _rows(summary.tiers)
    tiers = tier_plot(summary)
    return Sheet(
        title=shown(summary.title),
        kicker="Monthly summary of first response" + (" · sample data" if summary.is_samples else ""),
        state=STATES.get(summary.phase, summary.phase),
        phase=shown(summary.phase_text),
        is_closed=summary.phase == "closed",
        lead=tuple(calm(shown(text)) for text in summary.sentences),
        restated=_restated(summary),
        tiles=_tiles(summary),
        trend=trend_plot(summary),
        trend_missing="No first response was decided in these months.",
        tiers=tiers,
        tiers_missing="No tier has a decided first response in this month.",
        levels=level_plot(summary),
        levels_missing="No escalation in these months." if summary.levels_recorded else "No escalation levels are recorded in this month.",
        headings=HEADINGS if _has_goals(summary.tiers) else HEADINGS[:-1],
        rows=rows,
        rows_beneath=beneath,
        blocks=(_changes(summary), _ranked(summary.groups, "Groups"), _ranked(summary.organisations, "Organisations")),
        notes=tuple(calm(shown(note.text)) for note in summary.notes),
        foot=_foot(summary),
    )


def _tiles(summary: MonthlySummary) -> tuple[Tile, ...]:
    found = [figure for key in TILES if (figure := summary.figure(*key))]
    tiles = [_tile(figure) for figure in found]
    if summary.backlog.open is not None:
        tiles.append(
            Tile(
                "Open tickets", count(summary.backlog.open), True, calm(shown(summary.backlog.text)), "", "", "Open at the end of the day."
            )
        )
    return tuple(tiles)


def _tile(figure: Figure) -> Tile:
    previous = figure.previous
    mark = ARROWS.get(previous.arrow or "", "") if previous else ""
    return Tile(
        TITLES.get(figure.name, figure.title),
        figure.value_text,
        figure.value is not None,
        figure.beneath,
        figure.standing,
        mark,
        figure.definition,
    )


def _rows(tiers: tuple[TierRow, ...]) -> tuple[tuple[Row, ...], str]:
    """The table: tiers with their priorities, only the tiers where that is too long for a sheet."""
    shown_rows, beneath = list(tiers), ""
    if len(shown_rows) > MOST_ROWS:
        shown_rows = [row for row in tiers if row.is_total]
        beneath = "Without priorities, for want of room: the workbook has them."
    if len(shown_rows) > MOST_ROWS:
        beneath = f"The first {MOST_ROWS} of {len(shown_rows)} tiers, without priorities: the workbook has all."
        shown_rows = shown_rows[:MOST_ROWS]
    return tuple(_row(row, _has_goals(tiers)) for row in shown_rows), beneath


def _has_goals(tiers: tuple[TierRow, ...]) -> bool:
    return any(row.goal is not None for row in tiers)


def _row(row: TierRow, with_goal: bool) -> Row:
    tier = name(row.tier, "No tier")
    head = tier if row.is_total else name(row.priority, "No priority")
    if row.is_total and row.target:
        head = f"{head} · {shown(row.target)}"
    note = shown(row.note)
    fits = not row.interval_text and len(note) <= LONGEST_NOTE
    cells = (
        head,
        count(row.tickets),
        row.met_text,
        row.attainment_text,
        INTERVAL.sub("", row.interval_text) or (note if fits else ""),
        row.elapsed_p50_text,
        row.elapsed_p90_text,
        count(row.overdue),
        count(row.running),
        row.escalation_text,
        row.goal_text,
    )
    return Row(cells if with_goal else cells[:-1], row.is_total, "" if fits else note)


def _changes(summary: MonthlySummary) -> Block:
    """What changed beyond the usual range, and how much did not."""
    lines = [Line(ARROWS.get(line.arrow or "", ""), "", calm(shown(line.text))) for line in summary.changed[:MOST_LINES]]
    if not lines and summary.unchanged:
        lines = [Line("", "", "No figure changed beyond its usual range.")]
    if not lines:
        lines = [Line("", "", "There is nothing to compare this month with.")] if not summary.untested else []
    rest = [
        f"{count(len(summary.changed) - MOST_LINES)} more changes are in the workbook." if len(summary.changed) > MOST_LINES else "",
        f"Within the usual range: {_titles([line.title for line in summary.unchanged])}." if summary.unchanged else "",
        f"Not tested: {_titles([line.title for line in summary.untested])}." if summary.untested else "",
    ]
    return Block("What changed", tuple(lines), " ".join(part for part in rest if part))


def _titles(titles: list[str], most: int = 3) -> str:
    words = list(dict.fromkeys(name(title, longest=40) for title in titles))
    return ", ".join(words[:most]) + (f" and {count(len(words) - most)} more" if len(words) > most else "")


def _ranked(found: RankedValues, title: str) -> Block:
    """Where most breached beyond what is expected, and what improved: the first of each."""
    noun = title.lower()
    if not found.recorded:
        return Block(title, (), f"No {noun} are recorded.")
    improved = found.improved[:1]
    lines = [Line("", name(row.value, longest=80), _excess(row)) for row in found.worst[: MOST_RANKED - len(improved)]]
    lines += [Line("", name(row.value, longest=80), _improved(row)) for row in improved]
    if not lines:
        lines = [Line("", "", f"No {noun} with {found.fewest} or more decided breached more than expected.")]
    few = f" {count(found.few_values)} with under {found.fewest} decided not ranked." if found.few_values else ""
    return Block(title, tuple(lines), f"Expected: the rate of all, {found.rate_text} (n = {count(found.decided)}).{few}")


def _excess(row: RankedRow) -> str:
    chance = "" if row.beyond_chance else ", within chance"
    return f"{row.rate_text} breached, {row.excess_text.lstrip('+')} more than expected{chance}"


def _improved(row: RankedRow) -> str:
    """A rate that fell by more than its interval; whether that is usual is said where it can be."""
    before = row.previous
    if before is None:
        return f"Improved: {row.rate_text} breached"
    usual = {True: ", within its usual range", False: ", beyond its usual range", None: ""}[before.usual]
    return f"Improved: {row.rate_text} breached, after {before.value_text} in {month_name(before.month)}{usual}"


def _restated(summary: MonthlySummary) -> tuple[str, ...]:
    """What the last issued report of the month said otherwise, and why."""
    return (calm(shown(summary.restatement.text)),) if summary.restatement else ()


def _foot(summary: MonthlySummary) -> tuple[str, ...]:
    """Where the figures come from; the workbook has every load with its hash."""
    origin = summary.provenance
    sources = "; ".join(
        f"{name(source.name)}{f' as of {at_minute(source.as_of)}' if source.as_of else ''}" for source in origin.sources[:MOST_LINES]
    )
    more = f" and {count(len(origin.sources) - MOST_LINES)} more" if len(origin.sources) > MOST_LINES else ""
    policies = ", ".join(name(f"{policy.name} {policy.label}".strip()) for policy in origin.policies[-2:])
    return (
        f"{sources}{more}. Days and months are those of {shown(origin.zone)}.",
        f"Store {shown(origin.version)[:16]} from {_loads(summary)}; policy {policies or 'none'}; Sundial {shown(origin.program_version)}.",
    )


def _loads(summary: MonthlySummary) -> str:
    loads = summary.provenance.loads
    hashes = ", ".join(load.sha256[:12] for load in loads[:3])
    noun = "load" if len(loads) == 1 else "loads"
    return f"{count(len(loads))} {noun} ({hashes}{', …' if len(loads) > 3 else ''})" if loads else "no load"
