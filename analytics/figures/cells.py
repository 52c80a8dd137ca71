"""Cells of a grid that can be pointed at and clicked: plotly's heatmap shades them, but takes no clicks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analytics.figures.plot import Plot

UNSEEN = "rgba(0,0,0,0)"


def add_cells(figure: Plot, hovers: Sequence[Sequence[str]], points: Sequence[Sequence[Sequence[Any]]]) -> None:
    """A see-through cell over each place of a heatmap, with its words and what a click on it hands on (`points`: of point())."""
    places = [(i, j) for i, line in enumerate(hovers) for j in range(len(line))]
    figure.add_bar(
        orientation="h",
        y=[i for i, _ in places],
        base=[j - 0.5 for _, j in places],
        x=[1] * len(places),
        width=1,
        marker={"color": UNSEEN, "line": {"width": 0}},
        hovertext=[hovers[i][j] for i, j in places],
        hoverinfo="text",
        customdata=[list(points[i][j]) for i, j in places],
        showlegend=False,
    )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(range=[-0.5, max((j for _, j in places), default=0) + 0.5])
