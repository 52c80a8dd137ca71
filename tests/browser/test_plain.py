"""Outside text in a place that reads Markdown: it reads as it is, asks no other host, runs nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.dashboards import start

pytestmark = pytest.mark.browser

HOSTILE = [
    "$x^2$", "$$\\frac{a}{b}$$", "__init__", "# 1234", "5*3*2", "<user@host.example>", "*bold* **bolder**", "`code`",
    "~~gone~~", "> quote", "1. first", "- item", "+ item", "---", "[link](https://x.example)",
    "![image](https://x.example/a.png)", "https://x.example/a?b=c&d=e", "www.x.example", "a@x.example", ":red[danger]",
    ":material/home:", ":smile:", ":blue-background[x]", "<b>b</b>", "<img src=//x.example/p>",
    "<script>document.title='ran'</script>", "&amp; &lt; &#35;", "a -> b <- c <-> d", "a -- b --- c", ">= <= ~=", "a\\*b",
    "two  spaces", "| a | b |", "[^1]", "[x] done", "\\(x\\)", "{x}", "^up^", "==mark==", "\"quotes\" 'single'", "50% off!",
    "+++", "=1+1", "Größe 漢字 عربى", ":streamlit:", "(c) (r) (tm)", "http://x.example:80/#a", "ftp://x.example",
    "mailto:a@x.example", "A & B", "\\n", "#tag", "a_b_c", "1) one",
]  # fmt: skip


def test_plain_text_reads_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visit: Callable[..., Any]) -> None:
    listed = tmp_path / "hostile.json"
    listed.write_text(json.dumps(HOSTILE))
    monkeypatch.setenv("HOSTILE", str(listed))
    running = start(tmp_path, script="tests/browser/plain_page.py")
    try:
        page = visit(running.url, "", heading=f".st-key-text-{len(HOSTILE) - 1}")
        shown = [page.locator(f".st-key-text-{place}").inner_text() for place in range(len(HOSTILE))]
        read = [text.replace("\u00a0", " ").replace("\u2060", "") for text in shown]
        assert read == HOSTILE
        made = "a, img, code, svg, strong, em, del, sup, input, table"
        turned = [text for place, text in enumerate(HOSTILE) if page.locator(f".st-key-text-{place} :is({made})").count()]
        assert turned == []
        assert [fault for fault in page.seen.faults if "/app/static/" not in fault] == []
    finally:
        running.stop()
