"""Plot against plotly's own Figure: the same words from the same calls."""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

from analytics.figures.plot import Plot

LINE = {"color": "#123456", "width": 1.5}


def _said(figure: Any) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(figure.to_json())
    words["layout"].pop("template", None)
    return words


def _plotly_stacked(rows: int, gap: float, heights: list[float] | None) -> go.Figure:
    return make_subplots(rows=rows, cols=1, shared_xaxes=True, row_heights=heights, vertical_spacing=gap)


@pytest.mark.parametrize(("rows", "gap", "heights"), [(1, 0.0, None), (2, 0.05, [0.78, 0.22]), (3, 0.1, None), (4, 0.07, [1, 2, 3, 4])])
def test_stacked_plots_stand_where_plotly_puts_them(rows: int, gap: float, heights: list[float] | None) -> None:
    ours, theirs = Plot.stacked(rows, gap, heights).layout, _said(_plotly_stacked(rows, gap, heights))["layout"]
    assert ours.keys() == theirs.keys()
    for name, axis in ours.items():
        assert axis.pop("domain") == pytest.approx(theirs[name].pop("domain"))
        assert axis == theirs[name]


def test_traces_axes_and_lines_of_stacked_plots_are_plotlys() -> None:
    ours, theirs = Plot.stacked(2, 0.05, [0.75, 0.25]), _plotly_stacked(2, 0.05, [0.75, 0.25])
    ours.add_scatter(x=[1, 2], y=[3, None], line=LINE, row=1)
    ours.add_bar(x=[1, 2], y=[3, 4], row=2)
    ours.update_xaxes(range=[0, 2])
    ours.update_xaxes(tickvals=[1], row=2)
    ours.update_yaxes(title={"text": "n"}, row=1)
    ours.update_yaxes(title={"font": {"size": 11}}, row=1)
    ours.add_hline(y=2, line=LINE, text="goal", font={"size": 11}, row=1)
    ours.add_vrect(x0=0.5, x1=1.5, fillcolor="#123456", line={"width": 0}, layer="below")
    theirs.add_scatter(x=[1, 2], y=[3, None], line=LINE, row=1, col=1)
    theirs.add_bar(x=[1, 2], y=[3, 4], row=2, col=1)
    theirs.update_xaxes(range=[0, 2])
    theirs.update_xaxes(tickvals=[1], row=2, col=1)
    theirs.update_yaxes(title={"text": "n"}, row=1, col=1)
    theirs.update_yaxes(title={"font": {"size": 11}}, row=1, col=1)
    theirs.add_hline(y=2, line=LINE, annotation_text="goal", annotation_font={"size": 11}, row=1, col=1)
    theirs.add_vrect(x0=0.5, x1=1.5, fillcolor="#123456", line_width=0, layer="below")
    assert _said(ours.checked()) == _said(theirs)


def test_lines_and_texts_of_one_plot_are_plotlys() -> None:
    ours, theirs = Plot(), go.Figure()
    for figure in (ours, theirs):
        figure.add_heatmap(z=[[1, None]], x=[0, 1], y=[0])
        figure.add_annotation(x=0, y=1, text="a", showarrow=False)
        figure.add_shape(type="path", path="M 0,0 L 1,1 Z", line=LINE)
        figure.update_layout(legend={"x": 0, "font": {"size": 9}})
        figure.update_layout(legend={"x": 1}, bargap=0.2)
    ours.add_vline(x=1, line=LINE, text="target", font={"size": 11})
    theirs.add_vline(x=1, line=LINE, annotation_text="target", annotation_position="top right", annotation_font={"size": 11})
    assert _said(ours.checked()) == _said(theirs)


def test_what_was_given_is_not_changed_by_what_is_said_later() -> None:
    given: dict[str, Any] = {"font": {"size": 9}}
    plot = Plot()
    plot.update_layout(legend=given)
    plot.update_layout(legend={"font": {"size": 12}})
    assert given == {"font": {"size": 9}} and plot.layout["legend"]["font"]["size"] == 12


def test_none_is_left_out_within_words_and_kept_within_lists() -> None:
    plot = Plot()
    plot.add_bar(x=[1, None], name=None, marker={"color": None, "opacity": 0.5})
    assert plot.traces == [{"type": "bar", "x": [1, None], "marker": {"opacity": 0.5}}]


def test_a_word_that_plotly_does_not_know_is_found_by_the_check() -> None:
    plot = Plot()
    plot.add_bar(x=[1], colour="red")
    with pytest.raises(ValueError, match="colour"):
        plot.checked()
