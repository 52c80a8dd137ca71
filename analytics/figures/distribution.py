"""How much of the target was used: clocks by steps of it, with the target as a line between those within and those over."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.figures.drawing import Drawing, framed, point
from analytics.figures.palette import BREACHED, HATCH, MET, NEUTRAL
from analytics.figures.plot import Plot
from analytics.figures.wording import count, percent

BEYOND = 9999


def target_steps(frame: pd.DataFrame, *, noun: str, height: int = 400) -> Drawing:
    """Stacked bars of met and breached clocks by step; `frame` as target_used(), its steps known. A click hands on met or breached.

    The steps grow: most answers take a small part of their target, and the worst many times of it.
    """
    ends = [int(end) for end in frame["up_to_percent"]]
    total = int(frame["met"].sum() + frame["breached"].sum())
    names = [_name(before, end) for before, end in zip([0, *ends[:-1]], ends, strict=True)]
    figure = Plot()
    for outcome, colour, pattern in (("met", MET, ""), ("breached", BREACHED, "/")):
        numbers = [int(number) for number in frame[outcome]]
        figure.add_bar(
            x=list(range(len(ends))), y=numbers, name=outcome,
            marker={"color": colour, "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": HATCH, "size": 7, "solidity": 0.18}},
            hovertext=[_words(name, outcome, row, total) for name, row in zip(names, frame.to_dict("records"), strict=True)],
            hoverinfo="text", customdata=[point(outcome)] * len(ends),
        )  # fmt: skip
    framed(figure, height, legend=True)
    figure.update_layout(barmode="stack", bargap=0.12, legend={"traceorder": "normal"})
    figure.update_xaxes(
        tickvals=list(range(0, len(ends), 2)), ticktext=[_tick(end) for end in ends[::2]], tickangle=0, range=[-0.6, len(ends) - 0.4],
        title={"text": f"{noun} time, % of its target (up to)", "font": {"size": 11}},
    )  # fmt: skip
    figure.update_yaxes(title={"text": "decided clocks", "font": {"size": 11}}, rangemode="tozero", nticks=6, tickformat=",")
    if 100 in ends:
        figure.add_vline(
            x=ends.index(100) + 0.5, line={"width": 1.5, "dash": "dash", "color": NEUTRAL}, text="target", font={"size": 11},
        )  # fmt: skip
    return Drawing(figure, _alt(frame, names, total))


def _tick(end: int) -> str:
    return "more" if end == BEYOND else f"{end}"


def _name(before: int, end: int) -> str:
    return f"more than {before} % of the target" if end == BEYOND else f"{before} to {end} % of the target"


def _words(name: str, outcome: str, row: dict[Any, Any], total: int) -> str:
    number = row[outcome]
    overdue = f"<br>{count(row['overdue'])} of them still open: at least so much" if outcome == "breached" and row["overdue"] else ""
    return f"<b>{name}</b><br>{outcome}: {count(number)} of {count(total)} ({percent(number / total if total else None)}){overdue}"


def _alt(frame: pd.DataFrame, names: list[str], total: int) -> str:
    if not total:
        return "No decided tickets with a target in hours."
    both = [int(met) + int(breached) for met, breached in zip(frame["met"], frame["breached"], strict=True)]
    most = max(range(len(both)), key=lambda n: both[n])
    over = int(frame[frame["up_to_percent"] > 200][["met", "breached"]].sum().sum())
    return (
        f"{count(total)} decided clocks by how much of their target they used; most ({count(both[most])}) used {names[most]}, "
        f"{count(over)} ({percent(over / total)}) more than twice their target."
    )
