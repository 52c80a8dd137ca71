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
    """As plotly's own Figure writes it, which refuses what it does not know."""
    words: dict[str, Any] = json.loads(go.Figure(drawing.plot.unchecked().to_dict()).to_json())
    return words
