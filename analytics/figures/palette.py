"""Colours with one meaning each, told apart by colour-blind eyes, readable on white and on near-black (at least 3 : 1 on both).

A colour never stands alone: what it means is also a pattern, a marker, a line style or a written word. Text in figures takes the
page's own ink, so shades behind text are see-through and capped where that ink stays readable.
"""

from __future__ import annotations

MET = "#0072B2"
BREACHED = "#D55E00"
RUNNING = "#7B52DB"
NO_VERDICT = "#858B94"
NEUTRAL = "#5B7C99"

OUTCOME_COLOURS = {
    "met": MET,
    "breached": BREACHED,
    "running": RUNNING,
    "excluded": NO_VERDICT,
    "uncovered": NO_VERDICT,
    "no_target": NO_VERDICT,
    "unknown": NO_VERDICT,
}
OUTCOME_PATTERNS = {"met": "", "breached": "/", "running": ".", "excluded": "x", "uncovered": "-", "no_target": "|", "unknown": "+"}
OUTCOME_WORDS = {
    "met": "met",
    "breached": "breached",
    "running": "running",
    "excluded": "excluded",
    "uncovered": "uncovered",
    "no_target": "no target",
    "unknown": "unknown",
}

PARTS = ("#5B7C99", "#B3589A", "#3D9970", "#8A6D5A", "#1C868F", "#7D5A8C")
"""Parts of a whole that are no verdicts, such as levels: none has a verdict's colour."""

GRID = "rgba(128,136,148,0.22)"
HATCH = "rgba(255,255,255,0.75)"
AXIS = "rgba(128,136,148,0.55)"
HOVER, HOVER_INK = "#1C262B", "#FFFFFF"
"""What stands at the pointer: the same on white and on near-black, where a line around it sets it off."""


def shade(colour: str, alpha: float) -> str:
    """A palette colour as rgba, see-through by `alpha` between 0 and 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def ramp(colour: str) -> list[list[float | str]]:
    """A plotly colour scale from nearly nothing to the colour, never so full that the page's ink is lost on it."""
    return [[0.0, shade(colour, 0.04)], [1.0, shade(colour, 0.72)]]
