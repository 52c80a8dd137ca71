"""What a page shows in figures: its tiles, charts, tables and sparklines, each with a name that a comparison is found by."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.figures.plot_words import words_apart
from tests.pages.conftest import CHECKOUT, PATIENCE_SECONDS

ELEMENT_ID = re.compile(r"\$\$ID-[0-9a-f]+-")
"""What Streamlit puts before the key of an element."""
NOT_FIGURES = ("corner", "more-filters", "month-files")
"""Popovers that hold neither tile nor chart nor table."""


@dataclass(frozen=True)
class Picture:
    """A sparkline: its SVG and its words."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Shown:
    """An element: a tile, a chart or a table. name: `tile Attainment`, `chart trend`, `table work`."""

    name: str
    tile: tuple[str, tuple[str, ...]] = ("", ())
    picture: Picture | None = None
    figure: Mapping[str, Any] = field(default_factory=dict)
    alt: str = ""
    frame: Any = None


def look(page: str, home: Path, query: Mapping[str, Any]) -> list[Shown]:
    """A page under a link's filters, with all that can be opened open; and what it shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUNDIAL_HOME", str(home))
        app = AppTest.from_file(CHECKOUT / "app.py", default_timeout=PATIENCE_SECONDS)
        for key, value in query.items():
            app.query_params[key] = value
        app.switch_page(f"pages/{page}.py").run()
        behind = [key for kind in ("popover", "expander") for block in app.get(kind) if (key := own_key(block.proto))]
        for key in behind:
            if key not in NOT_FIGURES:
                app.session_state[key] = True
        if behind:
            app.run()
    assert not app.exception, [error.value for error in app.exception]
    return list(_shown(app.main, ""))


def own_key(proto: Any) -> str:
    """The key that a page gave an element, or nothing."""
    found = ELEMENT_ID.sub("", getattr(proto, "id", ""))
    return "" if found == "None" else found


def _shown(block: Any, behind: str) -> Iterator[Shown]:
    """In the order of the page. behind: the key of the popover or expander around."""
    inside = list(block.children.values())
    for element in inside:
        kind = getattr(element, "type", "")
        if kind == "metric":
            yield _tile(element, inside)
        elif kind == "plotly_chart":
            figure = words_apart(_decoded(json.loads(element.proto.spec)))
            yield Shown(f"chart {own_key(element.proto).removeprefix('figure-')}", figure=figure, alt=element.proto.alt)
        elif kind in ("dataframe", "arrow_data_frame", "table", "arrow_table"):
            title = (
                behind if behind.startswith("table-") else re.sub(r"(: .*|, the rows of the figure)$", "", element.proto.alt, flags=re.S)
            )
            yield Shown(f"table {title}", frame=element.value, alt=element.proto.alt)
        elif kind == "html" and "<table" in element.proto.body:
            yield Shown("table plain", frame=_plain(element.proto.body))
        elif kind in ("imgs", "image") and not any(getattr(other, "type", "") == "metric" for other in inside):
            yield Shown("picture")
        elif hasattr(element, "children"):
            yield from _shown(element, own_key(element.proto) or behind)


def _tile(metric: Any, beside: list[Any]) -> Shown:
    """A metric with what stands beneath it."""
    beneath = tuple(one.value for one in beside if getattr(one, "type", "") == "caption")
    pictures = [one.proto.imgs[0] for one in beside if getattr(one, "type", "") in ("imgs", "image")]
    assert not metric.delta, "no arrow without a test of change"
    picture = None
    if pictures:
        head, _, body = pictures[0].url.partition("base64,")
        assert head.startswith("data:image/svg+xml")
        picture = Picture(base64.b64decode(body).decode(), pictures[0].alt)
    return Shown(f"tile {metric.label}", tile=(metric.value, beneath), picture=picture)


def _decoded(spec: Any) -> Any:
    """Plotly's JSON with its typed arrays as lists."""
    if isinstance(spec, dict):
        if set(spec) >= {"bdata", "dtype"}:
            return pd.Series(
                memoryview(base64.b64decode(spec["bdata"])).cast({"f8": "d", "i4": "i", "i2": "h", "i1": "b"}[spec["dtype"]])
            ).tolist()
        return {name: _decoded(part) for name, part in spec.items()}
    return [_decoded(part) for part in spec] if isinstance(spec, list) else spec


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, text: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += text


def _plain(body: str) -> pd.DataFrame:
    cells = _Cells()
    cells.feed(body)
    head, *rows = cells.rows
    return pd.DataFrame(rows, columns=head)
