"""Room for the words on axes, counted out before a browser draws them.

plotly can find it out itself (automargin), but lays a figure out anew for it, each time it is drawn. Letters are taken a little wider than
the page's font has them, so that words have room in the fonts that stand in for it too.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Words = Mapping[str, Any]

TICK_FONT, TITLE_FONT, LINE = 11, 11, 1.3
"""Pixels, and the height of a line in letters, where a figure does not say otherwise."""
BESIDE, BENEATH, TO_TITLE, TO_EDGE = 9, 11, 13, 3
"""From an axis to its labels, sideways and downwards, as plotly sets them; to a title, as we do; and what is left at the figure's edge."""

NARROW, PLAIN, CAPITAL, WIDE = 0.38, 0.61, 0.72, 1.0
"""Letters in shares of the font's size; digits are plain ones."""

_NARROW = frozenset("fijltrI.,:;'|!()[]-·‑ \u00a0")
_WIDE = frozenset("mwMW@%…—")
_TAG = re.compile(r"<[^>]*>")


def width(text: str, size: float = TICK_FONT) -> float:
    """About how many pixels a line takes, rather more than fewer."""
    return size * sum(_letter(sign) for sign in html.unescape(_TAG.sub("", text)))


def _letter(sign: str) -> float:
    if sign in _NARROW:
        return NARROW
    if sign in _WIDE or unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0xFFFF:
        return WIDE
    if unicodedata.combining(sign):
        return 0.0
    return CAPITAL if sign.isupper() else PLAIN


def with_room(layout: Words, traces: Sequence[Words]) -> dict[str, Any]:
    """The layout with margins for what its axes write, and without automargin. A margin that is wider already stays.

    Titles on a side stand beyond the labels of all axes there: one of a low plot reaches up to the labels of the plot above it.
    """
    made = dict(layout)
    margin = {"l": 0.0, "r": 0.0, "t": 0.0, "b": 0.0} | dict(layout.get("margin", {}))
    axes = {name: words for name, words in layout.items() if name[1:5] == "axis"}
    made.update((name, axis | {"automargin": False}) for name, axis in axes.items())
    seen = {name: _side(name, axis) for name, axis in axes.items() if axis.get("visible") is not False}
    labels = {name: _labels(name, axes[name], traces) for name in seen}
    for side in dict.fromkeys(seen.values()):
        here = [name for name in seen if seen[name] == side]
        widest = max(labels[name] for name in here)
        titled = [name for name in here if (axes[name].get("title") or {}).get("text")]
        for name in titled:
            made[name]["title"] = axes[name]["title"] | {"standoff": round(TO_TITLE + widest - labels[name])}
        sizes = [(axes[name]["title"].get("font") or {}).get("size", TITLE_FONT) for name in titled]
        margin[side] = max(margin[side], TO_EDGE + widest + (TO_TITLE + LINE * max(sizes) if sizes else 0))
    made["margin"] = {side: round(pixels) for side, pixels in margin.items()}
    return made


def _side(name: str, axis: Words) -> str:
    """The margin that an axis writes into."""
    return "l" if name[0] == "y" else "t" if axis.get("side") == "top" else "b"


def _labels(name: str, axis: Words, traces: Sequence[Words]) -> float:
    """From an axis to the far end of its labels."""
    size = float((axis.get("tickfont") or {}).get("size", TICK_FONT))
    deep = float(axis.get("ticklen", 5)) if axis.get("ticks") else 0.0
    if not axis.get("showticklabels", True):
        return deep
    lines = [str(text).split("<br>") for text in axis.get("ticktext", _numbers(name, axis, traces))]
    if name[0] == "x":
        return deep + BENEATH + size * LINE * max(map(len, lines), default=1)
    return deep + BESIDE + max((width(line, size) for label in lines for line in label), default=0.0)


def _numbers(name: str, axis: Words, traces: Sequence[Words]) -> Iterable[str]:
    """The longest that plotly can write along an axis of numbers whose labels it chooses itself."""
    known = [float(end) for end in axis.get("range") or _values(name, traces)]
    if not known:
        return []
    places = 0 if max(known) - min(known) >= axis.get("nticks", 6) else 1 if max(known) - min(known) >= 0.5 else 2
    return [f"{'−' if number < 0 else ''}{abs(number):,.{places}f}{axis.get('ticksuffix', '')}" for number in (min(known), max(known))]


def _values(name: str, traces: Sequence[Words]) -> list[float]:
    """Zero and the greatest sum that traces of an axis can make of their values on it."""
    letter, own = name[0], name.replace("axis", "")
    lists = [trace.get(letter) or [] for trace in traces if trace.get(f"{letter}axis", letter) == own]
    highest = [max((float(value) for value in values if isinstance(value, int | float)), default=0.0) for values in lists]
    return [0.0, sum(number for number in highest if number > 0)]
