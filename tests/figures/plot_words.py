"""What a drawing hands to a page, and what plotly makes of it when it checks it, both as JSON."""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go
import plotly.io

from analytics.figures.drawing import Drawing


def drawn_words(drawing: Drawing) -> dict[str, Any]:
    """As st.plotly_chart writes it."""
    words: dict[str, Any] = json.loads(plotly.io.to_json(drawing.plot.unchecked().to_dict(), validate=False))
    return words


def checked_words(drawing: Drawing) -> dict[str, Any]:
    """As plotly's own Figure writes it, which refuses what it does not know; without the look that it adds."""
    words: dict[str, Any] = json.loads(go.Figure(drawing.plot.unchecked().to_dict()).to_json())
    words["layout"].pop("template")
    return words


def words_apart(figure: dict[str, Any]) -> dict[str, Any]:
    """A figure with the traces that only write words taken out; their words stand first among the annotations."""
    written = [trace for trace in figure["data"] if trace.get("mode") == "text"]
    notes = [
        {"text": text, "x": x, "y": y} for trace in written for text, x, y in zip(trace["text"], trace["x"], trace["y"], strict=True)
    ]
    layout = figure["layout"] | {"annotations": [*notes, *figure["layout"].get("annotations", [])]}
    return figure | {"data": [trace for trace in figure["data"] if trace not in written], "layout": layout}


def apart(drawing: Drawing) -> go.Figure:
    """plotly's own Figure of what words_apart() makes."""
    return go.Figure(words_apart({"data": drawing.plot.traces, "layout": drawing.plot.layout}))
