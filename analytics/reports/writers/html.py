"""The HTML of a month: one file with everything in it, charts to point at, readable without scripts, printable on one sheet.

It works without a network and asks for nothing: its content security policy names no source but itself, and lets only the two scripts
that stand in it run, by their hashes. Text from tickets is escaped by the template, in charts by the figures.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from analytics.figures.drawing import Drawing
from analytics.reports.monthly import MonthlySummary
from analytics.reports.writers.drawings import levels, tiers, trend
from analytics.reports.writers.sheet import Sheet, sheet

_HERE = Path(__file__).parent
_OF_THE_FILE = "style-src 'unsafe-inline'; font-src data:; img-src data:"
_INTER = _HERE.parents[2] / "static" / "inter-latin-wght-normal.woff2"


@dataclass(frozen=True)
class _Chart:
    """A chart as the template takes it; drawing is None where there is nothing to draw, and the caption then says why."""

    name: str
    title: str
    caption: str
    drawing: Drawing | None

    @property
    def json(self) -> Markup:
        assert self.drawing is not None
        layout_and_traces: dict[str, Any] = json.loads(self.drawing.figure.to_json())
        layout_and_traces["layout"].pop("template", None)
        return _in_script(layout_and_traces | {"config": self.drawing.config})


def html(summary: MonthlySummary) -> bytes:
    """The summary as one HTML file: the same bytes for the same summary, wherever it is made."""
    laid_out = sheet(summary)
    script, plotly = _text("page.js"), get_plotlyjs()
    hashes = " ".join(f"'sha256-{_sha256(one)}'" for one in (plotly, script))
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; script-src {hashes}; {_OF_THE_FILE}"
    page: str = _template().render(
        sheet=laid_out,
        charts=_charts(summary, laid_out),
        policy=policy,
        css=Markup(_typeface() + _text("page.css")),
        plotly=Markup(plotly),
        script=Markup(script),
    )
    return page.encode("utf-8")


@cache
def _template() -> Any:
    templates = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return templates.get_template("page.html")


def _text(file: str) -> str:
    return (_HERE / file).read_text(encoding="utf-8")


@cache
def _typeface() -> str:
    """Inter in the Latin script, within the file; other scripts take the reader's own fonts."""
    font = base64.b64encode(_INTER.read_bytes()).decode("ascii")
    return f"@font-face {{ font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,{font}) format('woff2'); }}\n"


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _in_script(values: dict[str, Any]) -> Markup:
    """JSON that cannot end the script it stands in."""
    text = json.dumps(values, ensure_ascii=True, sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _charts(summary: MonthlySummary, laid_out: Sheet) -> tuple[_Chart, ...]:
    """The charts of the sheet, to point at."""
    found = (
        ("trend", "Attainment by month", laid_out.trend, laid_out.trend_missing, trend),
        ("tiers", "Attainment by tier", laid_out.tiers, laid_out.tiers_missing, tiers),
        ("levels", "Escalations per 100 tickets", laid_out.levels, laid_out.levels_missing, levels),
    )
    return tuple(
        _Chart(key, title, plot.caption if plot else missing, draw(summary) if plot else None) for key, title, plot, missing, draw in found
    )
