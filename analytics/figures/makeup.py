"""Every ticket accounted for: met, breached, running, and those without a verdict, by reason (K2), a labelled bar each."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.figures.drawing import Drawing, beside_bar, framed, point
from analytics.figures.palette import HATCH, OUTCOME_COLOURS, OUTCOME_PATTERNS, OUTCOME_WORDS
from analytics.figures.plot import Plot
from analytics.figures.wording import count, percent

ROW_PIXELS = 27


def outcome_bars(counts: Mapping[str, int]) -> Drawing:
    """A bar for each outcome that somebody has, with its count and its share of all tickets. A click hands on the outcome."""
    total = sum(counts.values())
    present = [outcome for outcome in OUTCOME_WORDS if counts.get(outcome)]
    numbers = [counts[outcome] for outcome in present]
    texts = [f"{count(number)} · {percent(number / total)}" for number in numbers]
    figure = Plot()
    # A bar a trace: Plotly writes a warning for every list of colours that meets a pattern.
    for place, (outcome, number, text) in enumerate(zip(present, numbers, texts, strict=True)):
        figure.add_bar(
            x=[number],
            y=[place],
            orientation="h",
            marker={
                "color": OUTCOME_COLOURS[outcome],
                "pattern": {"shape": OUTCOME_PATTERNS[outcome], "fillmode": "overlay", "fgcolor": HATCH, "size": 7, "solidity": 0.18},
            },
            text=[text],
            textposition="outside",
            textfont={"size": 12},
            cliponaxis=False,
            hovertext=[f"<b>{OUTCOME_WORDS[outcome]}</b><br>{text} of {count(total)} tickets"],
            hoverinfo="text",
            customdata=[point(outcome)],
            showlegend=False,
        )
    figure.update_layout(barmode="overlay")
    framed(figure, ROW_PIXELS * max(len(present), 1) + 16)
    figure.update_xaxes(visible=False, range=[0, max([1.0, *map(beside_bar, numbers, texts)])])
    figure.update_yaxes(
        tickvals=list(range(len(present))), ticktext=[OUTCOME_WORDS[o] for o in present], autorange="reversed", showgrid=False
    )
    parts = ", ".join(f"{OUTCOME_WORDS[o]} {text}" for o, text in zip(present, texts, strict=True))
    return Drawing(figure, f"All {count(total)} tickets by how their clock stands: {parts or 'none'}.")
