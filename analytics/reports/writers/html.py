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

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from analytics.figures.drawing import Drawing
from analytics.figures.spans import rate_spans
from analytics.figures.stack import month_stack
from analytics.figures.trend import rate_trend
from analytics.reports.monthly import MonthlySummary
from analytics.reports.writers.sheet import Sheet, sheet
from analytics.reports.writers.sheet_plots import common_goal, drawn_levels, drawn_tiers, level_name
from analytics.reports.writers.words import name

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
    trend, tiers, levels = laid_out.trend, laid_out.tiers, laid_out.levels
    return (
        _Chart("trend", "Attainment by month", trend.caption if trend else laid_out.trend_missing, _trend(summary) if trend else None),
        _Chart("tiers", "Attainment by tier", tiers.caption if tiers else laid_out.tiers_missing, _tiers(summary) if tiers else None),
        _Chart(
            "levels",
            "Escalations per 100 tickets",
            levels.caption if levels else laid_out.levels_missing,
            _levels(summary) if levels else None,
        ),
    )


def _trend(summary: MonthlySummary) -> Drawing:
    columns = ("month", "attainment", "met", "decided", "lower_limit", "upper_limit")
    frame = pd.DataFrame([[getattr(month, column) for column in columns] for month in summary.series], columns=list(columns))
    return rate_trend(
        frame,
        rate="attainment",
        part="met",
        whole="decided",
        noun="decided",
        open_months=_open(summary),
        goal=common_goal(summary.tiers),
        usual=("lower_limit", "upper_limit"),
        marked=[month.month for month in summary.series if month.signals],
        height=300,
    )


def _tiers(summary: MonthlySummary) -> Drawing:
    rows = [
        (
            name(row.tier, "No tier"),
            row.attainment,
            row.low,
            row.high,
            row.previous.value if row.previous else None,
            row.goal,
            row.met,
            row.decided,
        )
        for row in drawn_tiers(summary)
    ]
    frame = pd.DataFrame(rows, columns=["tier", "rate", "low", "high", "before", "goal", "met", "decided"])
    return rate_spans(frame, by="tier", part="met", whole="decided", height=max(240, 40 * len(rows)))


def _levels(summary: MonthlySummary) -> Drawing:
    order = drawn_levels(summary)
    cells = [(month.month, level.level, level.frequency) for month in summary.series for level in month.levels if level.level in order]
    frame = pd.DataFrame(cells, columns=["month", "level", "escalation_frequency"])
    names = [f"{number} {level_name(summary, number)}".strip() for number in order]
    return month_stack(
        frame,
        series="level",
        value="escalation_frequency",
        order=order,
        names=names,
        unit="per 100",
        open_months=_open(summary),
        height=240,
    )


def _open(summary: MonthlySummary) -> list[str]:
    return [month.month for month in summary.series if month.is_open]
