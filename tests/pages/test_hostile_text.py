"""Strings that hurt, as names, groups and ids: no page reads them as Markdown or HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files

NAMES = (
    "<img src=//x.example/p>", "![a](https://x.example/a.png)", "[a](https://x.example)", "$x^2$ and $y$", ":red[x] :material/home:",
    "\u202etxet", "=1+1", "<b>b</b>", "# head",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile") / "home"
    lines = ["ticket_id,received_at,first_response_at,status,priority,tier,group,organisation,channel"]
    for place in range(30 * len(NAMES)):
        name = NAMES[place % len(NAMES)]
        answered = f"2026-10-05T15:{place % 60:02d}:00Z"
        lines.append(f'"{name}{place}",2026-10-05T14:30:00Z,{answered},closed,High,Enterprise,"{name}","{name}","{name}"')
    file = home.parent / "hostile.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    load_files(home, [file], LoadOptions(source="<i>desk</i>"), names=["![f](//x.example).csv"])
    return home


@pytest.mark.parametrize("page", ["overview", "breaches", "escalations", "import_tickets", "monthly_summary"])
def test_no_page_reads_names_as_markdown(page: str, hostile_home: Path, run: Callable[..., AppTest]) -> None:
    shown = run(page, hostile_home)
    if page in ("overview", "breaches", "escalations"):
        group = shown.multiselect(key="group")
        group.set_value([group.options[0], *group.options[2:4]]).run()
        assert not shown.exception
    read_as_markdown = [*shown.markdown, *shown.caption, *shown.metric, *shown.button, *shown.expander, *shown.warning, *shown.title]
    for part in read_as_markdown:
        words = f"{getattr(part, 'label', '')} {getattr(part, 'value', '')}"
        assert not any(name in words for name in (*NAMES, "<i>desk</i>", "![f]")), words
