"""The HTML: one file that asks for nothing, runs nothing but its own, and is the same wherever it is made."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from analytics.reports.writers.html import html
from analytics.reports.writers.pdf import pdf
from analytics.reports.writers.sheet import sheet
from analytics.reports.writers.workbook import workbook
from tests.hurting.strings import HURTING
from tests.reports.writers.made_up import behind, empty, hostile, made_up
from tests.reports.writers.parts import ranked
from tests.reports.writers.reading import html_tags, html_words, squeezed

CHECKOUT = Path(__file__).parents[3]
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "div", "p", "h1", "h2", "span", "section", "figure", "figcaption",
    "script", "table", "thead", "tbody", "tr", "th", "td", "small", "ul", "li", "strong", "footer",
}  # fmt: skip
MADE_ELSEWHERE = """
import hashlib, locale
locale.setlocale(locale.LC_ALL, "")
from tests.reports.writers.made_up import behind, hostile, made_up
from analytics.reports.writers.html import html
from analytics.reports.writers.pdf import pdf
from analytics.reports.writers.workbook import workbook
made = html(hostile()), hostile().json_text().encode(), pdf(made_up()), workbook(hostile(), behind())
print(*(hashlib.sha256(content).hexdigest() for content in made))
"""


def test_all_that_the_sheet_says_stands_on_the_page() -> None:
    laid_out, words = sheet(made_up()), html_words(html(made_up()))
    said = [tile.value for tile in laid_out.tiles] + [cell for row in laid_out.rows for cell in row.cells] + list(laid_out.lead)
    said += [line.words for block in laid_out.blocks for line in block.lines] + list(laid_out.notes) + list(laid_out.foot)
    assert [text for text in said if squeezed(text) not in words] == []


def test_outside_text_makes_no_tag_no_attribute_and_ends_no_script() -> None:
    for month in (hostile(), made_up(HURTING[60:66])):
        content = html(month)
        found = html_tags(content)
        assert {tag for tag, _ in found} <= TAGS
        assert not [name for _, attributes in found for name in attributes if name.startswith("on")]
        assert len(re.findall(rb"</script", content)) == len([tag for tag, _ in found if tag == "script"])
        assert not [attributes for _, attributes in found if {"src", "href"} & attributes.keys()], "nothing is fetched, nothing leads away"


def test_only_its_own_scripts_may_run_and_nothing_may_be_fetched() -> None:
    content = html(hostile()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', content)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'" and "connect-src" not in rules
    scripts = re.findall(r"<script>(.*?)</script>", content, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts}
    assert set(rules["script-src"].split()) == hashes and len(hashes) == 2
    assert not re.search(r"https?:|//", " ".join(rules.values()))


def test_plotly_stands_in_it_once_and_offers_no_cloud() -> None:
    content = html(made_up()).decode()
    assert content.count("* plotly.js v") == 1
    drawn = re.findall(r'id="drawn-(\w+)">(.*?)</script>', content, re.DOTALL)
    assert [name for name, _ in drawn] == ["trend", "tiers", "levels"], "the places of the charts have names, not numbers drawn by chance"
    for _, text in drawn:
        config = json.loads(text)["config"]
        assert config["showSendToCloud"] is False and config["displaylogo"] is False


def test_the_charts_hold_the_numbers_of_the_month() -> None:
    month = made_up()
    drawn = dict(re.findall(r'id="drawn-(\w+)">(.*?)</script>', html(month).decode(), re.DOTALL))
    line = next(trace for trace in json.loads(drawn["trend"])["data"] if trace.get("mode") == "lines+markers")
    assert line["y"] == [one.attainment * 100 for one in month.series if one.attainment is not None]


def test_without_scripts_the_charts_are_words() -> None:
    assert squeezed("Attainment by month from Oct 2025 to Oct 2026") in html_words(html(made_up()))


def test_an_empty_month_draws_no_chart_and_says_why() -> None:
    content = html(empty())
    assert b'id="drawn-' not in content
    assert squeezed("No first response was decided in these months.") in html_words(content)


def test_the_bytes_are_the_same_in_another_folder_zone_locale_and_process(tmp_path: Path) -> None:
    made_here = html(hostile()), hostile().json_text().encode(), pdf(made_up()), workbook(hostile(), behind())
    elsewhere = os.environ | {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7", "PYTHONPATH": str(CHECKOUT)}
    made = subprocess.run([sys.executable, "-c", MADE_ELSEWHERE], cwd=tmp_path, env=elsewhere, capture_output=True, text=True, check=True)
    assert made.stdout.split() == [hashlib.sha256(content).hexdigest() for content in made_here]


def test_names_of_groups_are_whole_in_lists() -> None:
    names = tuple(f"Group with a rather long name, number {place}" for place in range(6))
    words = html_words(html(made_up(names)))
    assert [row.value for row in ranked("group", names).worst[:2] if squeezed(str(row.value)) not in words] == []
