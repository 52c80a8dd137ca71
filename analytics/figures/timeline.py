"""A stretch of time drawn to scale: a clock's stretches, the office's hours beneath, and a row for each kind of event.

The axis is real time in seconds (C3); its names are those of a zone. A row has one written label for each mark that has room for it, on
the narrowest screen too; what has none is in the hover. A mark outside the range stands at the edge with an arrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from analytics.figures.drawing import Drawing, entities, framed
from analytics.figures.instants import Ticks, instant_label, ticks
from analytics.figures.palette import AXIS, BREACHED, GRID, HATCH, MET, NEUTRAL, NO_VERDICT, RUNNING, shade
from analytics.figures.plot import Plot
from analytics.figures.wording import shown

ROW_PIXELS, AXIS_PIXELS, LEGEND_PIXELS = 30, 44, 34
NARROWEST_PIXELS, LETTER_PIXELS = 215, 6.4
MOST_LABELLED = 6


@dataclass(frozen=True)
class Style:
    """How a kind of stretch looks: never by colour alone."""

    words: str
    fill: str
    pattern: str = ""
    thickness: float = 0.62


STYLES = {
    "counted": Style("counted", shade(NEUTRAL, 0.9)),
    "over": Style("counted, past due", shade(BREACHED, 0.9), "/"),
    "paused": Style("paused", shade(RUNNING, 0.55), "."),
    "resolved": Style("resolved, then reopened", shade(MET, 0.45), "|"),
    "closed": Style("outside hours", shade(NO_VERDICT, 0.3), thickness=0.2),
    "closed day": Style("closed day", shade(NO_VERDICT, 0.55), "-", 0.3),
    "holiday": Style("holiday", shade("#997700", 0.7), "x", 0.42),
    "open": Style("office open", "rgba(0,0,0,0)", thickness=0.62),
}
_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "star", "hexagon", "cross", "pentagon")


@dataclass(frozen=True)
class Stretch:
    """[from_at, to_at), aware; `kind` a key of STYLES; `words` say why, as outside text."""

    from_at: datetime
    to_at: datetime
    kind: str
    words: str


@dataclass(frozen=True)
class Mark:
    """An event: the row it stands in (our word), its instant, and what happened (outside text)."""

    row: str
    at: datetime
    words: str = ""
    colour: str = NEUTRAL


@dataclass(frozen=True)
class Span:
    """The range that is drawn, both ends aware, and the zone its hours are told in."""

    from_at: datetime
    to_at: datetime
    zone: str

    def place(self, at: datetime) -> float:
        """Seconds since the beginning of the range."""
        return (at - self.from_at).total_seconds()

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.place(self.to_at)


def span_around(starts: datetime, ends: datetime, due: datetime | None, zone: str, farthest: float = 12.0) -> Span:
    """The range of a clock: its run and its due instant, unless that is so far off that the run would be a sliver; and a margin."""
    run = max((ends - starts).total_seconds(), 60.0)
    last = max(ends, due) if due is not None and (due - starts).total_seconds() <= farthest * run else ends
    margin = max((last - starts).total_seconds(), 60.0) * 0.04
    second = datetime.fromtimestamp
    return Span(second(starts.timestamp() - margin, UTC), second(max(last, starts).timestamp() + margin, UTC), zone)


def timeline(
    span: Span, clock: Sequence[Stretch], office: Sequence[Stretch], marks: Sequence[Mark], due: datetime | None, said: str
) -> Drawing:
    """The rows: the clock, the office's hours, then the marks' rows in the order given. `said`: what the picture shows, for its alt."""
    figure = Plot()
    rows = ["Clock", "Office"] if office else ["Clock"]
    named: set[str] = set()
    for row, stretches in (("Clock", clock), ("Office", office)):
        for kind, style in STYLES.items():
            own = [one for one in stretches if one.kind == kind]
            if own:
                _add_bars(figure, span, own, rows.index(row), style, is_first=kind not in named)
                named.add(kind)
    for place, (row, group) in enumerate(groupby(marks, key=lambda mark: mark.row)):
        _add_marks(figure, span, list(group), len(rows), _SYMBOLS[place % len(_SYMBOLS)])
        rows.append(row)
    framed(figure, ROW_PIXELS * len(rows) + AXIS_PIXELS + LEGEND_PIXELS, legend=True)
    figure.update_layout(barmode="overlay", legend={"itemclick": False, "itemdoubleclick": False, "font": {"size": 11}})
    _axes(figure, span, rows)
    if due is not None and span.from_at <= due <= span.to_at:
        figure.add_vline(x=span.place(due), line={"color": AXIS, "width": 1.5, "dash": "dash"})
    return Drawing(figure, said)


def _add_bars(figure: Plot, span: Span, stretches: list[Stretch], row: int, style: Style, *, is_first: bool) -> None:
    lengths = [(one.to_at - one.from_at).total_seconds() for one in stretches]
    outlined = style.fill == STYLES["open"].fill
    pattern = {"shape": style.pattern, "fillmode": "overlay", "fgcolor": HATCH, "size": 6, "solidity": 0.22}
    line = {"width": 1.2 if outlined else 0, "color": AXIS if outlined else style.fill}
    figure.add_bar(
        orientation="h", base=[span.place(one.from_at) for one in stretches], x=lengths, y=[row] * len(stretches), width=style.thickness,
        name=style.words, legendgroup=style.words, showlegend=is_first, hoverinfo="text",
        marker={"color": style.fill, "line": line, **({"pattern": pattern} if style.pattern else {})},
        hovertext=[_hover(style.words, one, span.zone) for one in stretches],
    )  # fmt: skip


def _hover(name: str, one: Stretch, zone: str) -> str:
    words = f"<br>{entities(one.words)}" if one.words else ""
    return f"<b>{name}</b><br>{instant_label(one.from_at, zone)} to {instant_label(one.to_at, zone)}{words}"


def _add_marks(figure: Plot, span: Span, marks: list[Mark], row: int, symbol: str) -> None:
    """A row's marks. Those before or after the range stand at its edge as arrows; labels only where they have room."""
    places, symbols, texts, sides = [], [], [], []
    taken: list[tuple[float, float]] = []
    for mark in marks:
        at = span.place(mark.at)
        inside = min(max(at, 0.0), span.seconds)
        arrow = "triangle-right" if at > span.seconds else "triangle-left" if at < 0 else symbol
        text = instant_label(mark.at, span.zone)
        is_left = inside > span.seconds * 0.5
        room = (len(text) * LETTER_PIXELS + 14) / NARROWEST_PIXELS * span.seconds
        claim = (inside - room, inside) if is_left else (inside, inside + room)
        has_room = len(taken) < MOST_LABELLED and all(claim[1] <= first or claim[0] >= last for first, last in taken)
        if has_room:
            taken.append(claim)
        places.append(inside)
        symbols.append(arrow)
        texts.append(text if has_room else "")
        sides.append("middle left" if is_left else "middle right")
    heads = [f"<b>{mark.row}</b><br>{instant_label(mark.at, span.zone)}" for mark in marks]
    hovers = [f"{head}<br>{entities(mark.words)}" if mark.words else head for head, mark in zip(heads, marks, strict=True)]
    figure.add_scatter(
        x=places, y=[row] * len(marks), mode="markers+text", text=texts, textposition=sides, textfont={"size": 11}, cliponaxis=False,
        marker={"symbol": symbols, "size": 11, "color": [mark.colour for mark in marks], "line": {"width": 0}},
        hovertext=hovers, hoverinfo="text", showlegend=False, name=marks[0].row,
    )  # fmt: skip


def _axes(figure: Plot, span: Span, rows: list[str]) -> None:
    found: Ticks = ticks(span.from_at, span.to_at, span.zone)
    minor: dict[str, Any] = {"tickvals": [span.place(at) for at in found.minor], "ticks": "outside", "ticklen": 3, "tickcolor": AXIS}
    figure.update_xaxes(
        range=[0, span.seconds], tickvals=[span.place(at) for at, _ in found.major], ticktext=[name for _, name in found.major],
        tickangle=0, showgrid=True, gridcolor=GRID, ticks="outside", ticklen=5, tickcolor=AXIS, minor=minor, showline=True,
    )  # fmt: skip
    names = [shown(row) for row in rows]
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False, showline=False)
