"""A rate month by month with what it can be trusted: its 95 % interval, and the limits within which chance alone keeps it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analytics.figures.drawing import Drawing, framed, point
from analytics.figures.months import tick_names
from analytics.figures.palette import AXIS, BREACHED, GRID, MET, NEUTRAL, shade
from analytics.figures.plot import Plot
from analytics.figures.wording import count, month_name, percent
from analytics.metrics import ControlChart, Point

DASHES = {"color": NEUTRAL, "width": 1.3, "dash": "dash"}


def control_trend(
    chart: ControlChart, months: Sequence[str], *, noun: str, chosen: Collection[str] = (), goal: float | None = None, height: int = 480
) -> Drawing:
    """A share over `months` of its control chart, `noun` counted as bars beneath.

    Hollow: a month not closed yet. Band: the 95 % interval of each month. Dashed: control limits, where there are months enough to say.
    A ringed diamond: a signal, with its rule in the hover. chosen: months to be marked; goal: a line where the policy states one (P8).
    A click hands on the month.
    """
    by_month = {one.period: one for one in chart.points}
    points = [by_month.get(month) for month in months]
    places = list(range(len(months)))
    words = [_words(month, one, chart, noun) for month, one in zip(months, points, strict=True)]
    clicks = [point(month) for month in months]
    colour = BREACHED if chart.better == "down" else MET
    figure = Plot.stacked(2, 0.05, [0.78, 0.22])
    for run in _runs(points):
        _band(figure, run, points, colour)
    if chart.enough:
        _limits(figure, places, points, chart)
    figure.add_scatter(
        x=places, y=[_percent(one.value if one else None) for one in points], mode="lines+markers", line={"color": colour, "width": 2},
        marker=_markers(points, colour), hovertext=words, hoverinfo="text", connectgaps=False, customdata=clicks, row=1,
    )  # fmt: skip
    bars = [shade(NEUTRAL, 0.7 if one and one.closed else 0.35) for one in points]
    wholes = [(one.denominator or 0) if one else 0 for one in points]
    figure.add_bar(x=places, y=wholes, marker={"color": bars}, hovertext=words, hoverinfo="text", customdata=clicks, row=2)
    framed(figure, height)
    _axes(figure, months, points, wholes, noun, goal)
    _mark(figure, [n for n, month in enumerate(months) if month in chosen])
    return Drawing(figure, _alt(months, points, chart, noun))


def _markers(points: Sequence[Point | None], colour: str) -> dict[str, object]:
    signalled = [bool(one and one.signals) for one in points]
    filled = [bool(one and one.closed) for one in points]
    return {
        "size": [13 if signal else 7 for signal in signalled],
        "color": colour,
        "symbol": [("diamond" if signal else "circle") + ("" if full else "-open") for signal, full in zip(signalled, filled, strict=True)],
        "line": {"width": [2.5 if signal else 1.5 for signal in signalled], "color": [AXIS if signal else colour for signal in signalled]},
    }


def _band(figure: Plot, run: list[int], points: Sequence[Point | None], colour: str) -> None:
    known = [(n, one) for n in run if (one := points[n])]
    edge = [_percent(one.high) for _, one in known] + [_percent(one.low) for _, one in known][::-1]
    across = [n for n, _ in known] + [n for n, _ in known][::-1]
    figure.add_scatter(
        x=across, y=edge, mode="lines", fill="toself", fillcolor=shade(colour, 0.14), line={"width": 0}, hoverinfo="skip", row=1
    )


def _limits(figure: Plot, places: list[int], points: Sequence[Point | None], chart: ControlChart) -> None:
    for ends in ("lower_limit", "upper_limit"):
        values = [_percent(getattr(one, ends)) if one and one.closed else None for one in points]
        figure.add_scatter(x=places, y=values, mode="lines", line={**DASHES, "shape": "hvh"}, connectgaps=False, hoverinfo="skip", row=1)
    if chart.centre is not None:
        figure.add_hline(y=chart.centre * 100, line={"color": NEUTRAL, "width": 1, "dash": "dot"}, row=1)


def _mark(figure: Plot, chosen: list[int]) -> None:
    """A quiet field behind the months of the period, where it is not all of them."""
    if chosen:
        figure.add_vrect(x0=chosen[0] - 0.5, x1=chosen[-1] + 0.5, fillcolor=GRID, line={"width": 0}, layer="below")


def _runs(points: Sequence[Point | None]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for n, one in enumerate(points):
        if one is None or one.low is None or one.high is None:
            runs.append([])
        else:
            runs[-1].append(n)
    return [run for run in runs if len(run) > 1]


def _axes(
    figure: Plot, months: Sequence[str], points: Sequence[Point | None], wholes: Sequence[int], noun: str, goal: float | None
) -> None:
    shown = [getattr(one, name) for one in points if one for name in ("value", "lower_limit", "upper_limit")]
    known = [value * 100 for value in [*shown, goal] if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 100.0)
    pad = max((high - low) * 0.12, 1.0)
    positions, names = tick_names(list(months), 8)
    figure.update_yaxes(range=[max(-0.6, low - pad), min(100.6, high + pad)], ticksuffix=" %", nticks=6, row=1)
    most = max(wholes, default=0) or 1
    figure.update_yaxes(range=[0, most * 1.1], nticks=3, tickformat=",", title={"text": noun, "font": {"size": 11}}, row=2)
    figure.update_xaxes(range=[-0.6, len(months) - 0.4])
    figure.update_xaxes(tickvals=positions, ticktext=names, tickangle=0, row=2)
    if goal is not None:
        line = {"width": 1.5, "dash": "longdash", "color": NEUTRAL}
        figure.add_hline(y=goal * 100, line=line, text=f"goal {percent(goal)}", font={"size": 11}, row=1)


def _words(month: str, one: Point | None, chart: ControlChart, noun: str) -> str:
    head = f"<b>{month_name(month)}</b>"
    if one is None or one.value is None:
        return f"{head}<br>no {noun} tickets"
    counts = f"{percent(one.value)}: {count(one.numerator)} of {count(one.denominator)} {noun}"
    lines = [f"{head}{'' if one.closed else ' (not closed yet)'}", counts]
    if one.low is not None:
        lines.append(f"95 % interval {percent(one.low)} to {percent(one.high)}")
    if one.lower_limit is not None and one.closed:
        lines.append(f"usual range {percent(one.lower_limit)} to {percent(one.upper_limit)}")
    if one.signals:
        lines.append(f"<b>signal: {'; '.join(one.signals)}</b>")
    elif one.why_not and one.closed:
        lines.append(f"not judged: {one.why_not}")
    return "<br>".join(lines)


def _alt(months: Sequence[str], points: Sequence[Point | None], chart: ControlChart, noun: str) -> str:
    known = [(one.value, month) for month, one in zip(months, points, strict=True) if one and one.value is not None]
    if not known:
        return f"No month has any {noun} tickets."
    low, high, last = min(known), max(known), known[-1]
    signals = [f"{month_name(m)} ({'; '.join(one.signals)})" for m, one in zip(months, points, strict=True) if one and one.signals]
    word = "Breach rate" if chart.better == "down" else "Attainment"
    none = "No month is outside what is usual." if chart.enough else f"{chart.words.capitalize()}."
    unlike = f"Signals: {', '.join(signals)}." if signals else none
    return (
        f"{word} by month from {month_name(months[0])} to {month_name(months[-1])}: "
        f"lowest {percent(low[0])} in {month_name(low[1])}, highest {percent(high[0])} in {month_name(high[1])}, "
        f"last {percent(last[0])} in {month_name(last[1])}. {unlike}"
    )


def _percent(value: float | None) -> float | None:
    return None if value is None else value * 100
