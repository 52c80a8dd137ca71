"""The three charts of the sheet: attainment by month, tiers with their intervals, escalations by level."""

from __future__ import annotations

from analytics.figures.wording import count, month_name, per_hundred, percent
from analytics.reports.monthly import LevelMonth, MonthlySummary, SeriesMonth, TierRow
from analytics.reports.writers.plots import (
    Box,
    Dot,
    EndWord,
    Scale,
    Span,
    SpanPlot,
    StackPlot,
    Tick,
    TrendPlot,
    amount_scale,
    apart,
    share_scale,
)
from analytics.reports.writers.words import month_ticks, name

MOST_TIERS = 7
MOST_LEVELS = 6
MOST_DIGITS = 120
"""Signs of a row of numbers over the bars of the widest chart."""


def trend_plot(summary: MonthlySummary) -> TrendPlot | None:
    """Attainment by month with its usual range, the decided beneath. None where no month has a decision."""
    series = summary.series
    rates = [month.attainment for month in series if month.attainment is not None]
    if not rates:
        return None
    limits = [limit for month in series for limit in (month.lower_limit, month.upper_limit) if limit is not None]
    goal = common_goal(summary.tiers)
    scale = share_scale([*rates, *limits, *([] if goal is None else [goal])])
    most = amount_scale([month.decided for month in series])
    known = [(place, month) for place, month in enumerate(series) if month.attainment is not None]
    words = _end_words(rates[-1], goal, scale)
    dots = tuple(_dot(_x(place, len(series)), month, scale) for place, month in enumerate(series))
    return TrendPlot(
        title="Attainment by month",
        caption=_trend_caption(series),
        alt=_trend_alt(series),
        ticks_x=_month_ticks([month.month for month in series], 13),
        ticks_y=tuple(Tick(scale.place(share), f"{share * 100:g} %") for share in scale.ticks(6)),
        dots=dots,
        band=tuple(_limits(_x(place, len(series)), month, scale) for place, month in enumerate(series) if _is_judged(month)),
        goals=tuple(words[1:]),
        bars=tuple(_bar(place, series, most) for place in range(len(series))),
        end=words[0] if known[-1][0] == len(series) - 1 else None,
    )


def _x(place: int, places: int) -> float:
    """The middle of a month's column."""
    return round((place + 0.5) / places, 5)


def _dot(x: float, month: SeriesMonth, scale: Scale) -> Dot:
    y = None if month.attainment is None else scale.place(month.attainment)
    return Dot(x, y, month.is_open, bool(month.signals))


def _is_judged(month: SeriesMonth) -> bool:
    return month.lower_limit is not None and not month.is_open


def _bar(place: int, series: tuple[SeriesMonth, ...], scale: Scale) -> Box:
    """The decided of a month; where the numbers are too long to stand side by side, every second one is written, the last among them."""
    month = series[place]
    crowded = len(series) * max(len(count(one.decided)) for one in series) > MOST_DIGITS
    words = "" if crowded and (len(series) - 1 - place) % 2 else count(month.decided)
    return Box(_x(place, len(series)), 0.0, scale.place(month.decided), month.is_open, words)


def _limits(x: float, month: SeriesMonth, scale: Scale) -> Box:
    assert month.lower_limit is not None
    high = 1.0 if month.upper_limit is None else month.upper_limit
    return Box(x, scale.place(month.lower_limit), scale.place(high), month.is_open)


def _end_words(rate: float, goal: float | None, scale: Scale) -> list[EndWord]:
    """What stands at the right: the last month's rate, and the goal where there is one."""
    places = [scale.place(number) for number in (rate, goal) if number is not None]
    words = [percent(rate), "" if goal is None else f"goal {percent(goal)}"]
    return [EndWord(y, at, word) for y, at, word in zip(places, apart(places), words, strict=False)]


def common_goal(tiers: tuple[TierRow, ...]) -> float | None:
    """The goal, where every tier of the month states the same one: else it is no goal of the line, which is all tiers together."""
    stated = {row.goal for row in tiers if row.is_total and row.decided}
    return next(iter(stated)) if len(stated) == 1 else None


def _month_ticks(months: list[str], most: int) -> tuple[Tick, ...]:
    return tuple(Tick(_x(place, len(months)), words, year) for place, words, year in month_ticks(months, most))


def _trend_caption(series: tuple[SeriesMonth, ...]) -> str:
    parts = ["First response, by the month due; bars: decided clocks."]
    if any(_is_judged(month) for month in series):
        parts.append("Shaded: the usual range.")
    if any(month.signals for month in series):
        parts.append("Ringed: unlike the other months.")
    if any(month.is_open for month in series):
        parts.append("Hollow: not closed.")
    return " ".join(parts)


def _trend_alt(series: tuple[SeriesMonth, ...]) -> str:
    """Every month in words: what the chart shows, for those who do not see it."""
    words = [
        f"{month_name(month.month)} {percent(month.attainment)}" + (f" of {count(month.decided)}" if month.decided else "")
        for month in series
    ]
    return f"Attainment of first response by month: {'; '.join(words)}."


def drawn_tiers(summary: MonthlySummary) -> list[TierRow]:
    """The tiers that have a rate, as many as a chart takes."""
    return [row for row in summary.tiers if row.is_total and row.attainment is not None][:MOST_TIERS]


def tier_plot(summary: MonthlySummary) -> SpanPlot | None:
    """Each tier's attainment with its interval, the month before and the goal. None where none is decided."""
    rows = drawn_tiers(summary)
    if not rows:
        return None
    numbers = [
        number
        for row in rows
        for number in (row.attainment, row.low, row.high, row.goal, row.previous.value if row.previous else None)
        if number is not None
    ]
    scale = share_scale(numbers)
    spans = tuple(_span(row, scale) for row in rows)
    parts = ["Dot: this month, with its 95 % interval."]
    parts += ["Ring: the month before."] if any(span.before is not None for span in spans) else []
    parts += ["Upright: the goal."] if any(span.goal is not None for span in spans) else []
    alt = "; ".join(f"{name(row.tier, 'No tier')} {row.attainment_text}, {row.met_text}, 95 % interval {row.interval_text}" for row in rows)
    return SpanPlot(
        title="Attainment by tier",
        caption=" ".join(parts),
        alt=f"Attainment of first response by tier: {alt}.",
        ticks_x=tuple(Tick(scale.place(share), f"{share * 100:g} %") for share in scale.ticks(5)),
        rows=spans,
    )


def _span(row: TierRow, scale: Scale) -> Span:
    before = row.previous.value if row.previous else None
    at, low, high, then, goal = (
        None if number is None else scale.place(number) for number in (row.attainment, row.low, row.high, before, row.goal)
    )
    return Span(name(row.tier, "No tier", 19), at, low, high, then, goal, row.attainment_text, row.met_text)


def drawn_levels(summary: MonthlySummary) -> list[int]:
    """The levels with an escalation in any of the months, as many as a chart takes."""
    return sorted({level.level for month in summary.series for level in month.levels if level.escalations})[:MOST_LEVELS]


def level_name(summary: MonthlySummary, number: int) -> str:
    """The newest name of a level, empty where it has none."""
    called = next((one.name for month in reversed(summary.series) for one in month.levels if one.level == number and one.name), None)
    return name(called, "", 22)


def level_plot(summary: MonthlySummary) -> StackPlot | None:
    """Escalations per 100 tickets by month, a part for each level. None where there are none."""
    levels = drawn_levels(summary)
    if not levels:
        return None
    series = summary.series
    tops = [0.0] * len(series)
    totals = [sum(level.frequency or 0.0 for level in month.levels if level.level in levels) for month in series]
    scale = amount_scale(totals, least=0.5)
    parts, middles = [], []
    for number in levels:
        boxes = []
        for place, month in enumerate(series):
            amount = _frequency(month, number)
            boxes.append(Box(_x(place, len(series)), scale.place(tops[place]), scale.place(tops[place] + amount), month.is_open))
            tops[place] += amount
        parts.append(tuple(boxes))
        middles.append((boxes[-1].low + boxes[-1].high) / 2)
    ends = [
        EndWord(round(middle, 5), at, _level_words(summary, number))
        for middle, at, number in zip(middles, apart(middles), levels, strict=True)
    ]
    return StackPlot(
        title="Escalations per 100 tickets",
        caption="Escalations in the month over tickets received in it, by level."
        + (" Paler: not closed." if any(m.is_open for m in series) else ""),
        alt=_level_alt(series),
        ticks_x=_month_ticks([month.month for month in series], 7),
        ticks_y=tuple(Tick(scale.place(amount), f"{amount:g}") for amount in scale.ticks(5)),
        parts=tuple(parts),
        ends=tuple(ends),
    )


def _level(month: SeriesMonth, number: int) -> LevelMonth | None:
    return next((level for level in month.levels if level.level == number), None)


def _frequency(month: SeriesMonth, number: int) -> float:
    level = _level(month, number)
    return (level.frequency if level else None) or 0.0


def _level_words(summary: MonthlySummary, number: int) -> str:
    """`3 Executive management 0.4`: the level and its frequency in the month of the report."""
    last = summary.series[-1]
    level = _level(last, number)
    head = f"{number} {level_name(summary, number)}".strip()
    return f"{head}: {per_hundred(level.frequency if level else None)}"


def _level_alt(series: tuple[SeriesMonth, ...]) -> str:
    words = [
        f"{month_name(month.month)} " + ", ".join(f"level {one.level}: {one.text or per_hundred(one.frequency)}" for one in month.levels)
        for month in series
        if month.levels
    ]
    return f"Escalations per 100 tickets by month and level: {'; '.join(words)}."
