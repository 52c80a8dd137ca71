"""Control charts one above the other, a strip a series on the same months: points, their centre line, limits, and what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analytics.figures.drawing import Drawing, entities, framed, point
from analytics.figures.months import tick_names
from analytics.figures.palette import AXIS, BREACHED, NEUTRAL, shade
from analytics.figures.plot import Plot
from analytics.figures.wording import count, month_name, per_hundred, shown

STRIP_PIXELS, TOP_PIXELS, FOOT_PIXELS = 118, 26, 34


@dataclass(frozen=True)
class Mark:
    """A month of a series. value None: nothing to measure. is_open: not closed yet. signals: the rules that its point completes."""

    month: str
    value: float | None
    part: int | None
    whole: int | None
    lower: float | None = None
    upper: float | None = None
    is_open: bool = False
    signals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strip:
    """A series: its name, its months in order without holes, its centre line where there is one, and a word on its limits."""

    name: Any
    marks: tuple[Mark, ...]
    centre: float | None = None
    note: str = ""
    clicked: tuple[Any, ...] = field(default_factory=tuple)


def control_strips(strips: Sequence[Strip], *, unit: str, noun: str) -> Drawing:
    """The strips from above, each with a scale of its own from 0. A click on a point hands on its month and what its strip hands on.

    Points that complete a signal are ringed in the colour of breaches and named; months still open are hollow.
    """
    months = list(dict.fromkeys(mark.month for strip in strips for mark in strip.marks))
    months.sort()
    count_of = max(len(strips), 1)
    height = STRIP_PIXELS * count_of + TOP_PIXELS + FOOT_PIXELS
    gap = 34 / height
    figure = Plot.stacked(count_of, gap)
    for row, strip in enumerate(strips, 1):
        _add_strip(figure, row, strip, months, unit, noun)
    framed(figure, height, top=TOP_PIXELS)
    positions, ticks = tick_names(months, 7)
    figure.update_xaxes(range=[-0.6, len(months) - 0.4], tickvals=positions, ticktext=ticks, tickangle=0)
    for row, strip in enumerate(strips, 1):
        highest = max([0.0, *(v for mark in strip.marks for v in (mark.value, mark.upper) if v is not None)])
        figure.update_yaxes(range=[0, (highest or 1.0) * 1.15], nticks=3, row=row)
        top = figure.domain(row)[1]
        words = {"xref": "paper", "yref": "paper", "y": top, "yanchor": "bottom", "showarrow": False, "font": {"size": 12}}
        figure.add_annotation(x=0, xanchor="left", text=entities(strip.name), **words)
        if strip.note:
            figure.add_annotation(x=1, xanchor="right", text=strip.note, **{**words, "font": {"size": 11}})
    return Drawing(figure, _alt(strips, unit))


def _add_strip(figure: Plot, row: int, strip: Strip, months: Sequence[str], unit: str, noun: str) -> None:
    at = {month: place for place, month in enumerate(months)}
    places = [at[mark.month] for mark in strip.marks]
    limited = [mark for mark in strip.marks if mark.upper is not None]
    if limited:
        steps = [at[mark.month] for mark in limited]
        edge: dict[str, Any] = {"mode": "lines", "line": {"width": 0, "shape": "hvh"}, "hoverinfo": "skip"}
        figure.add_scatter(x=steps, y=[mark.upper for mark in limited], **edge, row=row)
        band = {"fill": "tonexty", "fillcolor": shade(NEUTRAL, 0.16)}
        figure.add_scatter(x=steps, y=[mark.lower for mark in limited], **edge, **band, row=row)
    if strip.centre is not None:
        figure.add_hline(y=strip.centre, line={"width": 1.2, "dash": "dash", "color": AXIS}, row=row)
    figure.add_scatter(
        x=places,
        y=[mark.value for mark in strip.marks],
        mode="lines+markers",
        line={"color": NEUTRAL, "width": 1.6},
        connectgaps=False,
        marker={
            "size": [11 if mark.signals else 7 for mark in strip.marks],
            "symbol": ["diamond" if mark.signals else "circle-open" if mark.is_open else "circle" for mark in strip.marks],
            "color": [BREACHED if mark.signals else NEUTRAL for mark in strip.marks],
            "line": {"width": 1.5, "color": [BREACHED if mark.signals else NEUTRAL for mark in strip.marks]},
        },
        hovertext=[_hover(mark, strip, unit, noun) for mark in strip.marks],
        hoverinfo="text",
        customdata=[point(mark.month, *strip.clicked) for mark in strip.marks],
        row=row,
    )


def _hover(mark: Mark, strip: Strip, unit: str, noun: str) -> str:
    head = f"<b>{month_name(mark.month)}</b>{' (still open)' if mark.is_open else ''}<br>{entities(strip.name)}"
    if mark.value is None:
        return f"{head}<br>nothing to measure"
    lines = [head, f"{per_hundred(mark.value)} {unit}: {count(mark.part)} of {count(mark.whole)} {noun}"]
    if mark.upper is not None and mark.lower is not None:
        lines.append(f"limits {per_hundred(mark.lower)} to {per_hundred(mark.upper)}")
    return "<br>".join([*lines, *mark.signals])


def _alt(strips: Sequence[Strip], unit: str) -> str:
    said = []
    for strip in strips:
        known = [mark for mark in strip.marks if mark.value is not None]
        if not known:
            said.append(f"{shown(strip.name)}: nothing to measure")
            continue
        last, signals = known[-1], [mark for mark in strip.marks if mark.signals]
        found = ", ".join(f"{month_name(mark.month)} {' and '.join(mark.signals)}" for mark in signals)
        words = f"{shown(strip.name)}: last {per_hundred(last.value)} in {month_name(last.month)}"
        said.append(f"{words}; signals: {found}" if found else words)
    return f"{unit[0].upper()}{unit[1:]} by month. {'; '.join(said) or 'Nothing to measure'}."
