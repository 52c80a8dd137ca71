"""A rate over months, with how many it was measured on beneath it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from analytics.figures.drawing import Drawing, framed
from analytics.figures.months import every_month, month_key, tick_names
from analytics.figures.palette import BREACHED, MET, NEUTRAL, shade
from analytics.figures.plot import Plot
from analytics.figures.wording import count, is_missing, month_name, percent


def rate_trend(
    frame: pd.DataFrame,
    *,
    rate: str,
    part: str,
    whole: str,
    noun: str,
    open_months: Collection[str] = (),
    goal: float | None = None,
    bad: bool = False,
    usual: tuple[str, str] | None = None,
    marked: Collection[str] = (),
    height: int = 300,
) -> Drawing:
    """One line of `rate` by `month`, its `whole` as bars below. Months still open are hollow; months without a decision are gaps.

    `frame` has columns month, `rate` (0 to 1 or missing), `part`, `whole`. `goal` draws a line where the policy states one (P8).
    `usual` names the columns of the lowest and highest usual rate, drawn as a shade behind closed months; `marked` months get a ring.
    """
    by_month = {month_key(row["month"]): row for _, row in frame.iterrows() if not is_missing(row["month"])}
    months = every_month(by_month)
    rates = [by_month[m][rate] * 100 if m in by_month and not is_missing(by_month[m][rate]) else None for m in months]
    wholes = [float(by_month[m][whole]) if m in by_month else 0.0 for m in months]
    words = [_words(by_month.get(m), m, rate, part, whole, noun, m in open_months) for m in months]
    colour = BREACHED if bad else MET
    places = list(range(len(months)))
    symbols = ["circle-open" if m in open_months else "circle" for m in months]
    figure = Plot.stacked(2, 0.05, [0.76, 0.24])
    around = _shade_usual(figure, months, by_month, usual, open_months) if usual else []
    figure.add_scatter(
        x=places,
        y=rates,
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": 8, "color": colour, "symbol": symbols, "line": {"width": 2, "color": colour}},
        hovertext=words,
        hoverinfo="text",
        connectgaps=False,
        row=1,
    )
    _ring(figure, [(place, rates[place]) for place in places if months[place] in marked and rates[place] is not None])
    bars = [shade(NEUTRAL, 0.35 if m in open_months else 0.7) for m in months]
    figure.add_bar(x=places, y=wholes, marker={"color": bars}, hovertext=words, hoverinfo="text", row=2)
    framed(figure, height)
    _axes(figure, months, rates, wholes, noun, goal, around)
    return Drawing(figure, _alt(months, rates, noun, bad))


def _shade_usual(
    figure: Plot, months: list[str], by_month: Mapping[str, pd.Series], usual: tuple[str, str], open_months: Collection[str]
) -> list[float]:
    """Shade each closed month's usual range; its limits in percent, for the axis."""
    limits = []
    for place, month in enumerate(months):
        low, high = (by_month[month][name] if month in by_month else None for name in usual)
        if not is_missing(low) and month not in open_months:
            limits.append((place, float(low) * 100, 100.0 if is_missing(high) else float(high) * 100))  # type: ignore[arg-type]
    if limits:
        places, lows, highs = zip(*limits, strict=True)
        heights = [high - low for low, high in zip(lows, highs, strict=True)]
        look = {"color": shade(NEUTRAL, 0.16), "line": {"width": 0}}
        figure.add_bar(x=places, y=heights, base=lows, width=1, marker=look, hoverinfo="skip", row=1)
        return [*lows, *highs]
    return []


def _ring(figure: Plot, marked: list[tuple[int, float | None]]) -> None:
    """A ring around each of these points."""
    if marked:
        ring = {"size": 16, "color": "rgba(0,0,0,0)", "symbol": "circle", "line": {"width": 1.5, "color": NEUTRAL}}
        x, y = zip(*marked, strict=True)
        figure.add_scatter(x=x, y=y, mode="markers", marker=ring, hoverinfo="skip", row=1)


def _words(row: pd.Series | None, month: str, rate: str, part: str, whole: str, noun: str, is_open: bool) -> str:
    if row is None:
        return f"{month_name(month)}<br>no tickets"
    lines = [f"<b>{month_name(month)}</b>{' (still open)' if is_open else ''}", percent(row[rate])]
    if not is_missing(row[part]):
        lines.append(f"{count(row[part])} of {count(row[whole])} {noun}")
    return "<br>".join(lines)


def _axes(
    figure: Plot,
    months: list[str],
    rates: list[float | None],
    wholes: list[float],
    noun: str,
    goal: float | None,
    around: list[float],
) -> None:
    positions, names = tick_names(months, 8)
    known = [r for r in rates if r is not None] + ([goal * 100] if goal is not None else []) + around
    low, high = (min(known), max(known)) if known else (0.0, 100.0)
    pad = max((high - low) * 0.15, 1.0)
    figure.update_yaxes(range=[max(0.0, low - pad), min(100.6, high + pad)], ticksuffix=" %", nticks=6, row=1)
    most = max(wholes, default=0.0) or 1.0
    figure.update_yaxes(range=[0, most * 1.1], nticks=3, tickformat=",", title={"text": noun, "font": {"size": 11}}, row=2)
    figure.update_xaxes(range=[-0.6, len(months) - 0.4])
    figure.update_xaxes(tickvals=positions, ticktext=names, tickangle=0, row=2)
    if goal is not None:
        line = {"width": 1.5, "dash": "dash", "color": NEUTRAL}
        figure.add_hline(y=goal * 100, line=line, text=f"goal {percent(goal)}", row=1)


def _alt(months: list[str], rates: list[float | None], noun: str, bad: bool) -> str:
    known = [(r, m) for r, m in zip(rates, months, strict=True) if r is not None]
    if not known:
        return f"No month has any {noun} tickets."
    word = "Breach rate" if bad else "Attainment"
    low, high, last = min(known), max(known), known[-1]
    return (
        f"{word} by month from {month_name(months[0])} to {month_name(months[-1])}: "
        f"lowest {percent(low[0] / 100)} in {month_name(low[1])}, highest {percent(high[0] / 100)} in {month_name(high[1])}, "
        f"last {percent(last[0] / 100)} in {month_name(last[1])}."
    )
